//! Finds the kind of the terminal from environment variables.

use std::io::IsTerminal;

use crate::view::theme::{Background, Depth};

/// The reason for not starting the workbench in this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTerminal {
    /// Standard input or output is a file or a pipe.
    #[error(
        "annotate needs a terminal on standard input and output; in a pipe or a script use `tawsim show`, `suggest` or \
         `check`"
    )]
    Piped,
    /// `TERM` is `dumb` or not set.
    #[error("TERM={0:?} cannot place a cursor; use a terminal emulator (TERM=xterm-256color), or `tawsim show`")]
    Dumb(&'static str),
}

/// Checks that the workbench can run here.
///
/// # Errors
/// If standard input or output is no terminal, or if the terminal cannot place a cursor.
pub fn check_terminal() -> Result<(), NoTerminal> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(NoTerminal::Piped);
    }
    // Windows consoles work without TERM.
    match std::env::var("TERM").as_deref() {
        Ok("dumb") => Err(NoTerminal::Dumb("dumb")),
        Ok("") | Err(_) if cfg!(unix) => Err(NoTerminal::Dumb("")),
        _ => Ok(()),
    }
}

/// Returns how many colours the terminal has. `NO_COLOR` (if not empty) decides first, then `COLORTERM` (but not inside GNU
/// screen), then the name in `TERM`.
#[must_use]
pub fn color_depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Depth::Mono;
    }
    // GNU screen passes on the variable of the terminal around it, but takes such colours for other attributes.
    let screen = variable("STY").is_some_and(|value| !value.is_empty());
    if !screen && variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit") {
        return Depth::True;
    }
    let term = variable("TERM").unwrap_or_default();
    match term.as_str() {
        "xterm-kitty" | "foot" | "alacritty" | "wezterm" => Depth::True,
        "vt100" | "vt102" | "vt220" => Depth::Mono,
        term if term.ends_with("-direct") => Depth::True,
        term if term.contains("256color") => Depth::Indexed,
        // Its terminfo says 8 colours; it draws 256.
        "mlterm" => Depth::Indexed,
        "" if cfg!(windows) => Depth::True,
        _ => Depth::Ansi,
    }
}

/// Returns the background that `COLORFGBG` names (rxvt and Konsole set it): its last number is one of the 16 colours.
#[must_use]
pub fn background(variable: impl Fn(&str) -> Option<String>) -> Option<Background> {
    let colors = variable("COLORFGBG")?;
    match colors.rsplit(';').next()?.parse::<u8>().ok()? {
        7 | 9..=15 => Some(Background::Light),
        0..=6 | 8 => Some(Background::Dark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn color_depth_follows_the_environment() {
        for (set, expected) in [
            (&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")][..], Depth::Mono),
            (&[("NO_COLOR", ""), ("COLORTERM", "truecolor")], Depth::True),
            (&[("TERM", "xterm-256color")], Depth::Indexed),
            (&[("TERM", "xterm")], Depth::Ansi),
            (&[("TERM", "tmux-256color"), ("COLORTERM", "24bit")], Depth::True),
            (&[("TERM", "vt100")], Depth::Mono),
            (&[("TERM", "screen.xterm-256color"), ("COLORTERM", "truecolor"), ("STY", "1.x")], Depth::Indexed),
        ] {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(color_depth(variable), expected, "{set:?}");
        }
    }
}
