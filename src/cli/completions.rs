//! `tawsim completions`: scripts with which a shell completes the command line.

use std::io::{self, Write as _};

use clap::builder::PossibleValuesParser;
use clap::{Args, Command, ValueEnum, ValueHint};
use clap_complete::Shell;
use clap_complete_nushell::Nushell;

use crate::formats::FORMATS;

use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell that reads the script
    #[arg(value_enum)]
    shell: CompletionShell,
}

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompletionShell {
    /// bash: save the script as ~/.local/share/bash-completion/completions/tawsim
    Bash,
    /// zsh: save it as _tawsim in a folder of $fpath
    Zsh,
    /// fish: save it as ~/.config/fish/completions/tawsim.fish
    Fish,
    /// nushell: save it, and write `use FILE *` into config.nu
    Nushell,
    /// PowerShell: add it to $PROFILE
    Powershell,
    /// elvish: add it to rc.elv
    Elvish,
}

pub(super) fn run(args: &CompletionsArgs, program: Command) -> anyhow::Result<Outcome> {
    let mut program = with_values(program);
    let mut script = Vec::new();
    let name = "tawsim";
    match args.shell {
        CompletionShell::Bash => clap_complete::generate(Shell::Bash, &mut program, name, &mut script),
        CompletionShell::Zsh => clap_complete::generate(Shell::Zsh, &mut program, name, &mut script),
        CompletionShell::Fish => clap_complete::generate(Shell::Fish, &mut program, name, &mut script),
        CompletionShell::Powershell => clap_complete::generate(Shell::PowerShell, &mut program, name, &mut script),
        CompletionShell::Elvish => clap_complete::generate(Shell::Elvish, &mut program, name, &mut script),
        CompletionShell::Nushell => clap_complete::generate(Nushell, &mut program, name, &mut script),
    }
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Fine)
}

/// Adds the values that the help does not list: formats, suggesters, folders.
fn with_values(program: Command) -> Command {
    let formats = || PossibleValuesParser::new(FORMATS.iter().map(|format| format.name));
    let suggesters = || PossibleValuesParser::new(["careful", "fast", "both", "none"]);
    let verbs: Vec<String> = program.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    verbs.into_iter().fold(program, |program, verb| {
        program.mut_subcommand(verb, |verb| {
            verb.mut_args(|argument| match argument.get_id().as_str() {
                "to" | "from" => argument.value_parser(formats()),
                "suggesters" => argument.value_parser(suggesters()),
                "gold" | "examples" | "dir" => argument.value_hint(ValueHint::DirPath),
                _ => argument,
            })
        })
    })
}
