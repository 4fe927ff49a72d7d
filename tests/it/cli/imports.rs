//! `import` as its users run it: formats that are recognised, ids that are distinct, archives, one message for each fault.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::common::{run, text};

/// The ids of lines of gold.
fn ids(lines: &[u8]) -> Vec<String> {
    text(lines)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect()
}

fn write(folder: &Path, name: &str, words: &str) {
    fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    fs::write(folder.join(name), words).unwrap();
}

#[test]
fn no_article_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, "a/train.conll", "زار O\nسليم B-PER\n");
    write(path, "b/train.conll", "زارت O\nريم B-PER\n");
    write(path, "c/x/doc.txt", "قال سليم");
    write(path, "c/x/doc.ann", "T1\tPER 4 8\tسليم\n");
    write(path, "c/y/doc.txt", "قال ريم.");
    write(path, "c/y/doc.ann", "T1\tPER 4 7\tريم\n");
    write(path, "d.jsonl", "{\"id\":1,\"text\":\"زار\",\"label\":[]}\n{\"id\":1,\"text\":\"قال\",\"label\":[]}\n");
    for (args, expected) in [
        (vec!["a/train.conll", "b/train.conll"], ["b-train-1", "train-1"]),
        (vec!["c"], ["doc", "y-doc"]),
        (vec!["d.jsonl"], ["d-1", "d-1-2"]),
    ] {
        let gold = format!("gold-{}", expected[0]);
        let output = run(path, &[&["import"], args.as_slice(), &["--gold", &gold]].concat(), "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("another article has this id"), "{}", text(&output.stderr));
        let mut files: Vec<String> = fs::read_dir(path.join(&gold))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
            .collect();
        files.sort();
        assert_eq!(files, expected);
    }
    write(path, "e/doc.txt", "زار سليم القاهرة");
    write(path, "f/doc.txt", "زارت ريم دمشق");
    let output = run(path, &["suggest", "--suggester", "none", "e", "f"], "");
    assert_eq!(ids(&output.stdout), ["doc", "f-doc"], "{}", text(&output.stderr));
}

#[test]
fn formats_are_recognised_and_archives_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut zip = zip::ZipWriter::new(fs::File::create(path.join("all.zip")).unwrap());
    for (name, words) in [
        ("x/doc.ann", "T1\tPER 4 8\tسليم\n"),
        ("x/doc.txt", "قال سليم"),
        ("lines.jsonl", "{\"text\":\"زارت ريم\",\"label\":[[5,8,\"PER\"]]}\n"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(words.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let output = run(path, &["import", "all.zip"], "");
    let messages = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{messages}");
    assert_eq!(ids(&output.stdout), ["lines-1", "doc"]);
    for words in ["is read as brat", "is read as doccano"] {
        assert!(messages.contains(words), "{messages}");
    }
    assert_eq!(ids(&run(path, &["import", "--from", "brat", "all.zip"], "").stdout), ["doc"]);
    write(path, "plain.txt", "نص بلا وسوم هنا\n");
    let output = run(path, &["import", "plain.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("of no format that is recognised"), "{}", text(&output.stderr));
}

#[test]
fn a_fault_in_many_lines_is_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, "words.conll", &"كلمة\n".repeat(600));
    let output = run(path, &["import", "--from", "conll", "words.conll"], "");
    assert_eq!((output.status.code(), text(&output.stderr).lines().count()), (Some(2), 1), "{}", text(&output.stderr));
    write(path, "lines.jsonl", &"{\"text\":\"زار\",\"label\":[[7,9,\"PER\"]]}\n".repeat(600));
    let output = run(path, &["import", "--from", "doccano", "lines.jsonl"], "");
    let messages = text(&output.stderr);
    assert_eq!((output.status.code(), messages.lines().count()), (Some(1), 2), "{messages}");
    assert!(messages.contains("PER at 7..9 (600 times)") && messages.contains("600 losses"), "{messages}");
    assert!(text(&output.stdout).lines().all(|line| line.contains("\"status\":\"in_progress\"")));
}

/// Annotations in a format that is not read are named, also among files that are read. Other files are counted.
#[test]
fn foreign_formats_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("mixed")).unwrap();
    write(path, "mixed/a.conll", "زار O\nريم B-PER\n");
    write(path, "mixed/b.xml", "<collection><document><passage><text>زار</text></passage></document></collection>");
    write(path, "mixed/c.html", "<!DOCTYPE html>\n<p>نص</p>\n");
    let output = run(path, &["import", "mixed"], "");
    let messages = text(&output.stderr);
    assert_eq!((output.status.code(), ids(&output.stdout).len()), (Some(2), 1), "{messages}");
    assert!(messages.contains("b.xml: is BioC, which is not read"), "{messages}");
    assert!(messages.contains("1 file is not read, and left out"), "{messages}");
    // A long record of JSON is no list of tokens.
    let long = format!("{{\"text\":\"{}\",\"label\":[[0,3,\"PER\"]]}}\n", "ريم زارت طبرق ".repeat(9_000));
    write(path, "long.jsonl", &long);
    let output = run(path, &["import", "long.jsonl"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("is read as doccano"), "{}", text(&output.stderr));
}

/// What is said of many files of a folder is one message; a file that cannot be read is named.
#[test]
fn notes_on_the_files_of_a_folder_are_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for number in 0..20 {
        let name = format!("all/{number:02}/doc");
        write(path, &format!("{name}.txt"), "زارت ريم");
        let zero = if number % 2 == 0 { "T2\tLOC 3 3\t\n" } else { "" };
        write(path, &format!("{name}.ann"), &format!("T1\tPER 5 8\tريم\n{zero}"));
    }
    write(path, "all/x/doc.ann", "T1\tPER 5 8\tريم\n");
    let output = run(path, &["import", "--from", "brat", "all"], "");
    let messages = text(&output.stderr);
    assert_eq!((output.status.code(), ids(&output.stdout).len()), (Some(2), 20), "{messages}");
    let lines: Vec<&str> = messages.lines().collect();
    assert_eq!(lines.len(), 4, "{messages}");
    let note = lines.iter().find(|line| line.contains("another article has this id")).unwrap();
    assert!(
        note.starts_with("all: note: ") && note.contains(" and 16 others") && note.ends_with("; in 19 files"),
        "{note}"
    );
    let loss = lines.iter().find(|line| line.contains("it is empty")).unwrap();
    assert!(loss.starts_with("all: ") && loss.ends_with("; in 10 files") && loss.contains("(line 2), "), "{loss}");
    assert!(lines.iter().any(|line| line.contains("doc.txt: cannot be read")), "{messages}");
}
