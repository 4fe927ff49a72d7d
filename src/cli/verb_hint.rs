//! A word that was meant as a verb. `tawsim WORD` opens a file, so without a hint a mistyped verb would be a missing file.

use std::path::{Path, PathBuf};

use clap::Command;
use similar::TextDiff;

/// Words that are as similar as this, from 0 to 1, may be one mistyped.
const SIMILAR: f32 = 0.65;

/// The message about the first path if it looks like a verb and there is no such file.
pub(super) fn unknown_verb(paths: &[PathBuf], program: &Command) -> Option<String> {
    let path = paths.first().filter(|path| !path.exists())?;
    let word =
        path.to_str().filter(|word| Path::new(word).extension().is_none() && !word.contains(['/', '\\', '-']))?;
    let similarity = |verb: &str| TextDiff::from_chars(word, verb).ratio();
    let nearest = program
        .get_subcommands()
        .map(|verb| (similarity(verb.get_name()), verb.get_name()))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let meant = nearest.map_or_else(String::new, |(_, verb)| format!("did you mean tawsim {verb}? "));
    Some(format!("{word:?} is no verb, and no file or folder; {meant}tawsim --help lists the verbs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_verb_is_told_from_a_missing_file() {
        let program =
            Command::new("tawsim").subcommand(Command::new("export")).subcommand(Command::new("merge-driver"));
        let hint = |word: &str| unknown_verb(&[word.into()], &program);
        assert!(hint("exprot").unwrap().contains("did you mean tawsim export?"));
        assert!(hint("xyzzy").unwrap().ends_with("or folder; tawsim --help lists the verbs"));
        for path in ["src", "news.txt", "news/exprot", "-"] {
            assert_eq!(hint(path), None, "{path}");
        }
    }
}
