//! Hints for the users of some terminals. Each is shown once.

use crate::lang::{Lang, say};

use super::probe::TerminalInfo;
use super::switches::begins_with;

/// A hint for the users of one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalHint {
    /// kitty has a setting for text in visual order.
    Kitty,
    /// Apple's Terminal.app reorders letters by itself.
    AppleTerminal,
}

impl TerminalHint {
    /// Finds the hint for this terminal: by its name, or if it gives none, by environment variables. Inside a multiplexer
    /// variables are not used, because they may be left over from another terminal.
    #[must_use]
    pub fn find(info: &TerminalInfo, variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        match info.name.as_deref() {
            Some(name) => begins_with(name, "kitty").then_some(Self::Kitty),
            None if is_set("TMUX") || is_set("STY") => None,
            None if variable("TERM_PROGRAM").as_deref() == Some("Apple_Terminal") => Some(Self::AppleTerminal),
            None => {
                (is_set("KITTY_WINDOW_ID") || variable("TERM").as_deref() == Some("xterm-kitty")).then_some(Self::Kitty)
            }
        }
    }

    /// Returns the name under which the user's folder remembers that the hint was shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kitty => "kitty",
            Self::AppleTerminal => "apple-terminal",
        }
    }

    /// Returns the text of the hint: one line of 75 cells at most, so that it fits into the status line of a window with 80
    /// columns.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Kitty => say::kitty_hint(lang, "kitty", "`force_ltr yes`", "kitty.conf"),
            Self::AppleTerminal => say::apple_hint(lang, "Terminal.app", "Terminals", "docs"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::without_isolates;

    #[test]
    fn each_terminal_gets_its_hint() {
        for (name, set, expected) in [
            ("kitty(0.26.5)", &[][..], Some(TerminalHint::Kitty)),
            ("", &[("TERM", "xterm-kitty")], Some(TerminalHint::Kitty)),
            ("", &[("TERM_PROGRAM", "Apple_Terminal")], Some(TerminalHint::AppleTerminal)),
            ("", &[("TERM", "xterm-256color")], None),
            ("XTerm(379)", &[("KITTY_WINDOW_ID", "1")], None),
            ("", &[("KITTY_WINDOW_ID", "1"), ("TMUX", "x")], None),
        ] {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            let name = (!name.is_empty()).then(|| name.to_owned());
            assert_eq!(
                TerminalHint::find(&TerminalInfo { name: name.clone(), ..TerminalInfo::default() }, variable),
                expected,
                "{name:?} {set:?}"
            );
        }
        for hint in [TerminalHint::Kitty, TerminalHint::AppleTerminal] {
            assert!(Lang::ALL.iter().all(|lang| without_isolates(&hint.text(*lang)).chars().count() <= 75));
        }
    }
}
