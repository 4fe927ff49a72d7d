//! `tawsim` without arguments: what to do first.

use std::path::Path;

use super::messages::print_message;
use super::outcome::Outcome;

/// Says what can be done in this folder.
pub(super) fn run() -> Outcome {
    print_message("tawsim annotates Arabic text in the terminal. Try one of these:");
    for (command, about) in suggestions(Path::new(".")) {
        print_message(&format!("  {command:<36} {about}"));
    }
    print_message("Inside the workbench, ? shows the keys and q leaves.");
    Outcome::BadInput
}

/// The commands that make sense in a folder.
fn suggestions(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let gold = folder.join("gold").is_dir();
    match count_articles(folder) {
        0 => {}
        1 if gold => {
            found.push(("tawsim . --gold gold".to_owned(), "go on with the article file in this folder".to_owned()));
        }
        1 => found.push(("tawsim .".to_owned(), "annotate the article file in this folder".to_owned())),
        count if gold => found
            .push(("tawsim . --gold gold".to_owned(), format!("go on with the {count} article files in this folder"))),
        count => found.push(("tawsim .".to_owned(), format!("annotate the {count} article files in this folder"))),
    }
    for (command, about) in [
        ("tawsim sample", "open the workbench on sample articles"),
        ("tawsim tutorial", "learn the keys in ten minutes"),
        ("tawsim PATH…", "annotate .txt or .jsonl files, or folders of these"),
        ("tawsim suggest news.txt", "print suggestions without the workbench"),
        ("tawsim doctor", "see what this terminal can do"),
        ("tawsim --help", "see all commands"),
    ] {
        found.push((command.to_owned(), about.to_owned()));
    }
    found
}

/// The number of files in a folder whose names say that they hold articles. Folders in it are not searched.
fn count_articles(folder: &Path) -> usize {
    let is_article = |name: &str| [".txt", ".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|end| name.ends_with(end));
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter(|entry| entry.file_name().to_str().is_some_and(is_article)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_the_folder_come_first() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(suggestions(folder.path())[0].0, "tawsim sample");
        std::fs::write(folder.path().join("a.txt"), "نص").unwrap();
        std::fs::write(folder.path().join("b.pdf"), "-").unwrap();
        assert_eq!(
            suggestions(folder.path())[0],
            ("tawsim .".to_owned(), "annotate the article file in this folder".to_owned())
        );
        std::fs::create_dir(folder.path().join("gold")).unwrap();
        assert_eq!(suggestions(folder.path())[0].0, "tawsim . --gold gold");
    }
}
