//! `tawsim completions`: scripts with which a shell completes the command line.
//!
//! The scripts ask the program itself (`completers.rs`), but for nushell, whose script lists all verbs and flags.

use std::io::{self, Write as _};

use clap::{Args, Command, ValueEnum};
use clap_complete::env::Shells;
use clap_complete_nushell::Nushell;

use super::completers::{NAME, VARIABLE, with_possible_values};
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

/// The end of the script for zsh. When zsh finds the script in a folder of `$fpath`, it runs it as the function `_tawsim` at the first
/// Tab. Without this line the script would only register itself then, and complete nothing.
const ZSH_AT_ONCE: &str = "[[ $funcstack[1] == _tawsim ]] && _clap_dynamic_completer_tawsim \"$@\"\n";

/// The end of the script for bash, which takes `--flag=value` for three words. They are one word to tawsim, and what it answers is
/// shortened to the last of the three.
const BASH_WITH_EQUALS: &str = r#"
_tawsim_with_equals() {
    local joined=() index=0 at word before= flag
    for at in "${!COMP_WORDS[@]}"; do
        word=${COMP_WORDS[at]}
        if [[ ${#joined[@]} -gt 1 && ( $word == = || $before == = ) ]]; then
            joined[${#joined[@]} - 1]+=$word
        else
            joined+=("$word")
        fi
        before=$word
        if [[ $at -eq $COMP_CWORD ]]; then
            index=$((${#joined[@]} - 1))
        fi
    done
    word=${COMP_WORDS[COMP_CWORD]}
    if [[ $word == = ]]; then
        word=
    fi
    flag=${joined[index]%"$word"}
    local COMP_WORDS=("${joined[@]}") COMP_CWORD=$index
    _clap_complete_tawsim "$1" "$flag$2" "${joined[index - 1]}"
    COMPREPLY=("${COMPREPLY[@]#"$flag"}")
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -o nospace -o bashdefault -o nosort -F _tawsim_with_equals tawsim
else
    complete -o nospace -o bashdefault -F _tawsim_with_equals tawsim
fi
"#;

pub(super) fn run(args: &CompletionsArgs, program: Command) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    let asking = match args.shell {
        CompletionShell::Nushell => None,
        CompletionShell::Bash => Some("bash"),
        CompletionShell::Zsh => Some("zsh"),
        CompletionShell::Fish => Some("fish"),
        CompletionShell::Powershell => Some("powershell"),
        CompletionShell::Elvish => Some("elvish"),
    };
    let shells = Shells::builtins();
    match asking.and_then(|shell| shells.completer(shell)) {
        Some(shell) => shell.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?,
        None => clap_complete::generate(Nushell, &mut with_possible_values(program), NAME, &mut script),
    }
    if args.shell == CompletionShell::Zsh {
        script.extend(ZSH_AT_ONCE.as_bytes());
    }
    if args.shell == CompletionShell::Bash {
        script.extend(BASH_WITH_EQUALS.as_bytes());
    }
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Fine)
}
