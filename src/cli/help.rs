//! Additions to the texts of clap: examples in the help of each verb, and a command to try in messages about wrong command lines.

use std::ffi::OsString;

use clap::Command;
use clap::error::{Error, ErrorKind};

use super::man::{VerbExamples, examples_of};

/// Adds the examples of the manual to the end of each verb's help. They are in `after_help`, because with `after_long_help` clap
/// prints each option on several lines.
pub(super) fn with_examples(program: Command) -> Command {
    program.mut_subcommands(|verb| {
        let Some(found) = examples_of(verb.get_name()) else { return verb };
        let before =
            verb.get_after_help().map(|help| format!("{}\n\n", help.to_string().trim_end())).unwrap_or_default();
        let examples = found.examples.iter().map(|(_, about)| *about).zip(found.commands());
        let lines: String = examples.map(|(about, command)| format!("  {command}\n      {about}\n")).collect();
        verb.after_help(format!("{before}Examples:\n{}", lines.trim_end()))
    })
}

/// The message about a wrong command line. If something is missing, it ends with an example of the verb.
pub(super) fn describe(error: &Error, arguments: &[OsString]) -> String {
    let found = arguments.get(1).and_then(|first| first.to_str()).and_then(examples_of);
    let verb = found.map(|found| format!("{} ", found.verb)).unwrap_or_default();
    let mut message = error.render().to_string().replace("try '--help'", &format!("try 'tawsim {verb}--help'"));
    let is_missing = error.kind() == ErrorKind::MissingRequiredArgument;
    if let Some(example) = found.filter(|_| is_missing).and_then(|found| VerbExamples::commands(found).next()) {
        message.push_str(&format!("Example: {example}\n"));
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    use crate::cli::Cli;

    /// The message about these arguments.
    fn said(arguments: &[&str]) -> String {
        let arguments: Vec<OsString> = [&["tawsim"], arguments].concat().into_iter().map(OsString::from).collect();
        describe(&Cli::command().try_get_matches_from(&arguments).unwrap_err(), &arguments)
    }

    #[test]
    fn a_wrong_command_line_is_answered_with_the_next_command_to_try() {
        let missing = said(&["suggest"]);
        assert!(missing.contains("try 'tawsim suggest --help'."), "{missing}");
        assert!(missing.ends_with("Example: tawsim suggest news.jsonl -o suggested.jsonl\n"), "{missing}");
        let unknown = said(&["suggest", "news.jsonl", "--nope"]);
        assert!(unknown.contains("try 'tawsim suggest --help'.") && !unknown.contains("Example"), "{unknown}");
        assert!(said(&["--nope"]).contains("try 'tawsim --help'."));
    }

    #[test]
    fn the_help_of_a_verb_ends_with_its_examples() {
        let mut program = with_examples(Cli::command());
        let mut help = |verb: &str| program.find_subcommand_mut(verb).unwrap().render_long_help().to_string();
        assert!(
            help("suggest").contains("Examples:\n  tawsim suggest news.jsonl -o suggested.jsonl\n      Write a line")
        );
        let export = help("export");
        let (formats, examples) = export.split_once("Examples:\n").unwrap();
        assert!(formats.contains("labelstudio") && examples.contains("tawsim export --to conll"), "{export}");
    }
}
