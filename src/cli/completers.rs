//! The values with which a shell completes the command line: formats, labels, suggesters, articles, pages of the manual.
//!
//! The script of `tawsim completions` starts tawsim with [`VARIABLE`] set, and gives it the words of the line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _};
use clap_complete::env::CompleteEnv;

use crate::formats::FORMATS;
use crate::gold::LabelSet;

use super::messages::read_label_set;

/// The name of the program.
pub(super) const NAME: &str = "tawsim";
/// The variable by which a script asks for completions. Its value is the name of the shell.
pub(super) const VARIABLE: &str = "TAWSIM_COMPLETE";

/// Answers a shell that asks for completions. False if no shell asks.
pub(super) fn answer_shell(program: impl Fn() -> Command) -> bool {
    let completing = CompleteEnv::with_factory(|| with_completers(program())).var(VARIABLE).bin(NAME).completer(NAME);
    // There is no place for a message: the shell shows nothing.
    completing.try_complete(env::args_os(), env::current_dir().ok().as_deref()).unwrap_or(true)
}

/// The suggesters that have a name.
const SUGGESTERS: [(&str, &str); 4] = [
    ("careful", "the built-in suggester with the careful reader"),
    ("fast", "without the careful reader: faster, less often right"),
    ("both", "the careful one, and what only the fast one suggests"),
    ("none", "no suggester"),
];
/// The rules of `merge`.
const RULES: [(&str, &str); 4] = [
    ("unanimous", "what all have"),
    ("majority", "what more than half have"),
    ("annotator=", "what this annotator has"),
    ("union", "everything is a suggestion"),
];
/// The endings of files that hold articles.
const ARTICLE_ENDINGS: [&str; 6] = [".txt", ".json", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".txt.gz"];
/// The endings of files that hold gold.
const GOLD_ENDINGS: [&str; 4] = [".json", ".jsonl", ".jsonl.gz", ".jsonl.zst"];

/// Adds the values that clap does not know.
fn with_completers(program: Command) -> Command {
    let pages: Vec<(String, String)> =
        program.get_subcommands().map(|verb| (verb.get_name().to_owned(), String::new())).collect();
    let program =
        program.mut_args(|argument| completer_of(&argument, &pages).map_or(argument.clone(), |one| argument.add(one)));
    each_verb(program, |verb| {
        verb.mut_args(|argument| completer_of(&argument, &pages).map_or(argument.clone(), |one| argument.add(one)))
    })
}

/// The completer for the values of an argument, by its name.
fn completer_of(argument: &Arg, pages: &[(String, String)]) -> Option<ArgValueCompleter> {
    let value = argument.get_value_names().and_then(<[_]>::first).map(clap::builder::Str::as_str);
    Some(match (argument.get_id().as_str(), value) {
        ("to" | "from", _) => words(FORMATS.iter().map(|format| (format.name.to_owned(), format.carries.to_owned()))),
        ("suggesters", _) => ArgValueCompleter::new(suggesters),
        ("map", _) => ArgValueCompleter::new(|current: &OsStr| labels(current, &env::args_os().collect::<Vec<_>>())),
        ("page", _) => {
            let others = ["gold", "keymap"].map(|page| (page.to_owned(), String::new()));
            words(pages.iter().cloned().chain(others))
        }
        ("rule", _) => words(RULES.map(|(rule, about)| (rule.to_owned(), about.to_owned()))),
        ("labels" | "keymap" | "lexicon", Some("FILE")) => paths(&[".toml"]),
        ("examples" | "dir", _) | ("gold", Some("DIR")) => ArgValueCompleter::new(PathCompleter::dir()),
        (_, Some("PATH")) if argument.is_positional() => paths(&ARTICLE_ENDINGS),
        (_, Some("GOLD")) => paths(&GOLD_ENDINGS),
        _ => return None,
    })
}

fn each_verb(program: Command, change: impl Fn(Command) -> Command) -> Command {
    let verbs: Vec<String> = program.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    verbs.into_iter().fold(program, |program, verb| program.mut_subcommand(verb, &change))
}

/// Words with a help text each.
fn words(all: impl IntoIterator<Item = (String, String)>) -> ArgValueCompleter {
    let all: Vec<(String, String)> = all.into_iter().collect();
    ArgValueCompleter::new(move |current: &OsStr| {
        beginning_with(current, all.iter().map(|(word, help)| (word.as_str(), help.as_str())))
    })
}

fn beginning_with<'a>(current: &OsStr, all: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<CompletionCandidate> {
    let Some(current) = current.to_str() else { return Vec::new() };
    let help = |help: &str| Some(StyledStr::from(help.to_owned())).filter(|_| !help.is_empty());
    all.filter(|(word, _)| word.starts_with(current))
        .map(|(word, about)| CompletionCandidate::new(word).help(help(about)))
        .collect()
}

/// Files with these endings, and folders.
fn paths(endings: &'static [&'static str]) -> ArgValueCompleter {
    let is_wanted = |path: &Path| path.to_str().is_some_and(|name| endings.iter().any(|ending| name.ends_with(ending)));
    ArgValueCompleter::new(PathCompleter::any().stdio().filter(move |path| path.is_dir() || is_wanted(path)))
}

/// Suggesters by name, and model files.
fn suggesters(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut found = beginning_with(current, SUGGESTERS.into_iter());
    found.extend(
        PathCompleter::any()
            .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == NAME))
            .complete(current),
    );
    found
}

/// `LABEL=` for each label of the file behind `--labels` on the line, or of the built-in set; behind `=`, `LABEL=OTHER`.
fn labels(current: &OsStr, line: &[OsString]) -> Vec<CompletionCandidate> {
    let file = line.iter().enumerate().find_map(|(at, word)| match word.to_str()?.strip_prefix("--labels")? {
        "" => line.get(at + 1).cloned(),
        value => value.strip_prefix('=').map(OsString::from),
    });
    let set = read_label_set(file.as_deref().map(Path::new)).unwrap_or_else(|_| LabelSet::default());
    let names = || set.iter().map(|def| def.label.as_str());
    let all: Vec<String> = match current.to_str().and_then(|word| word.split_once('=')) {
        None => names().map(|name| format!("{name}=")).collect(),
        Some((from, _)) => names().filter(|name| *name != from).map(|name| format!("{from}={name}")).collect(),
    };
    beginning_with(current, all.iter().map(|word| (word.as_str(), "")))
}

/// Adds the values that clap does not know to what a script can list.
pub(super) fn with_possible_values(program: Command) -> Command {
    let formats = || PossibleValuesParser::new(FORMATS.iter().map(|format| format.name));
    let suggesters = || PossibleValuesParser::new(SUGGESTERS.map(|(name, _)| name));
    each_verb(program, |verb| {
        verb.mut_args(|argument| match argument.get_id().as_str() {
            "to" | "from" => argument.value_parser(formats()),
            "suggesters" => argument.value_parser(suggesters()),
            "gold" | "examples" | "dir" => argument.value_hint(ValueHint::DirPath),
            _ => argument,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(candidates: Vec<CompletionCandidate>) -> Vec<String> {
        candidates.iter().map(|one| one.get_value().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_rules_are_those_of_merge() {
        use clap::Parser as _;
        for (rule, _) in RULES {
            let rule = if rule.ends_with('=') { format!("{rule}sara") } else { rule.to_owned() };
            assert!(crate::cli::Cli::try_parse_from(["tawsim", "merge", "gold", "--rule", &rule]).is_ok(), "{rule}");
        }
    }

    #[test]
    fn labels_are_those_of_the_file_on_the_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        std::fs::write(&file, "[[label]]\nname = \"شخص\"\n[[label]]\nname = \"SHIP\"\n").unwrap();
        let line = ["tawsim", "annotate", "--labels"].map(OsString::from);
        let with_file: Vec<OsString> = line.iter().cloned().chain([file.into_os_string()]).collect();
        let of = |current: &str, line: &[OsString]| found(labels(OsStr::new(current), line));
        assert_eq!(of("S", &with_file), ["SHIP="]);
        let joined = OsString::from(format!("--labels={}", with_file[3].to_str().unwrap()));
        assert_eq!(of("S", &[line[0].clone(), line[1].clone(), joined]), ["SHIP="]);
        assert_eq!(of("شخص=", &with_file), ["شخص=SHIP"]);
        assert_eq!(of("P", &line[..2]), ["PER="]);
        assert_eq!(of("P", &line), ["PER="], "the file is not typed yet");
    }

    #[test]
    fn suggesters_are_names_and_model_files() {
        assert_eq!(found(suggesters(OsStr::new("ca"))), ["careful"]);
        assert!(found(suggesters(OsStr::new("assets/models/"))).contains(&"assets/models/news.tawsim".to_owned()));
    }
}
