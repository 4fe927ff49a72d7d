//! What a user of some terminals should know, told once.

use crate::lang::{Lang, say};

use super::Answers;
use super::switches::starts_with;

/// Advice for the users of one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    Kitty,
    AppleTerminal,
}

impl Hint {
    /// Names it where it is remembered that it was told.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kitty => "kitty",
            Self::AppleTerminal => "apple-terminal",
        }
    }

    /// One line of 75 cells at most: it stands in the status line of an 80 column window.
    pub(crate) fn text(self, lang: Lang) -> String {
        match self {
            Self::Kitty => say::kitty_hint(lang, "kitty", "`force_ltr yes`", "kitty.conf"),
            Self::AppleTerminal => say::apple_hint(lang, "Terminal.app", "Terminals", "README"),
        }
    }
}

/// What there is to tell, by the terminal's name, and where it says none, by its environment; never inside a
/// multiplexer, where variables are left over from elsewhere.
pub(crate) fn hint(answers: &Answers, variable: impl Fn(&str) -> Option<String>) -> Option<Hint> {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match answers.name.as_deref() {
        Some(name) => starts_with(name, "kitty").then_some(Hint::Kitty),
        None if set("TMUX") || set("STY") => None,
        None if variable("TERM_PROGRAM").as_deref() == Some("Apple_Terminal") => Some(Hint::AppleTerminal),
        None => (set("KITTY_WINDOW_ID") || variable("TERM").as_deref() == Some("xterm-kitty")).then_some(Hint::Kitty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::without_isolates;

    #[test]
    fn who_is_told_what() {
        for (name, set, expected) in [
            ("kitty(0.26.5)", &[][..], Some(Hint::Kitty)),
            ("", &[("TERM", "xterm-kitty")], Some(Hint::Kitty)),
            ("", &[("TERM_PROGRAM", "Apple_Terminal")], Some(Hint::AppleTerminal)),
            ("", &[("TERM", "xterm-256color")], None),
            ("XTerm(379)", &[("KITTY_WINDOW_ID", "1")], None),
            ("", &[("KITTY_WINDOW_ID", "1"), ("TMUX", "x")], None),
        ] {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            let name = (!name.is_empty()).then(|| name.to_owned());
            assert_eq!(
                hint(&Answers { name: name.clone(), ..Answers::default() }, variable),
                expected,
                "{name:?} {set:?}"
            );
        }
        for hint in [Hint::Kitty, Hint::AppleTerminal] {
            assert!(Lang::ALL.iter().all(|lang| without_isolates(&hint.text(*lang)).chars().count() <= 75));
        }
    }
}
