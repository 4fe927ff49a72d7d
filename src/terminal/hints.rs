//! What a user of some terminals should know, told once.

use super::Answers;
use super::switches::starts_with;

/// Advice for the users of one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    /// Names it where it is remembered that it was told.
    pub(super) name: &'static str,
    /// One line of 76 cells at most: it stands in the status line of an 80 column window.
    pub(super) text: &'static str,
}

const KITTY: Hint =
    Hint { name: "kitty", text: "kitty: put `force_ltr yes` into kitty.conf, else it turns each word round" };

const APPLE: Hint =
    Hint { name: "apple-terminal", text: "Terminal.app reorders by itself and has no switch: see Terminals in README" };

/// What there is to tell, by the terminal's name, and where it says none, by its environment; never inside a
/// multiplexer, where variables are left over from elsewhere.
pub(super) fn hint(answers: &Answers, variable: impl Fn(&str) -> Option<String>) -> Option<Hint> {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match answers.name.as_deref() {
        Some(name) => starts_with(name, "kitty").then_some(KITTY),
        None if set("TMUX") || set("STY") => None,
        None if variable("TERM_PROGRAM").as_deref() == Some("Apple_Terminal") => Some(APPLE),
        None => (set("KITTY_WINDOW_ID") || variable("TERM").as_deref() == Some("xterm-kitty")).then_some(KITTY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_what() {
        for (name, set, expected) in [
            ("kitty(0.26.5)", &[][..], Some(KITTY)),
            ("", &[("TERM", "xterm-kitty")], Some(KITTY)),
            ("", &[("TERM_PROGRAM", "Apple_Terminal")], Some(APPLE)),
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
        assert!([KITTY, APPLE].iter().all(|hint| hint.text.chars().count() <= 75));
    }
}
