//! The terminals that the guide knows (`docs/src/guide/terminals.md`): how they are recognised, and what to change in them.

/// A terminal that the guide knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownTerminal {
    pub(super) name: &'static str,
    /// The beginning of its answer to the question for its name, in small letters. Empty if it gives none.
    answer: &'static str,
    /// Variables that it sets. A name alone: with any value. `NAME=VALUE`: with a value that begins so.
    variables: &'static [&'static str],
    /// The setting that the user must change; `None` if the terminal is right as it is.
    pub(super) advice: Option<&'static str>,
    /// False if this was not tried, and comes from its documentation.
    pub(super) is_checked: bool,
}

const HIDE_MARKS: Option<&str> = Some(
    "if your articles have diacritics, use --marks hide: this terminal draws them beside their letters or not at all",
);

/// The terminals. The multiplexers come first: variables of the terminal around them may be left over from another one.
const TERMINALS: [KnownTerminal; 17] = [
    known("tmux", "tmux", &["TMUX"], TMUX_ADVICE),
    known("GNU screen", "screen", &["STY"], Some("on a light background, use --theme light")),
    known("kitty", "kitty", &["KITTY_WINDOW_ID", "KITTY_PID", "TERM=xterm-kitty"], KITTY_ADVICE),
    known("Konsole", "konsole", &["KONSOLE_VERSION"], None),
    unchecked("WezTerm", "wezterm", &["TERM_PROGRAM=WezTerm", "WEZTERM_PANE", "WEZTERM_EXECUTABLE"], None),
    unchecked("Ghostty", "ghostty", &["TERM_PROGRAM=ghostty", "GHOSTTY_RESOURCES_DIR", "GHOSTTY_BIN_DIR"], None),
    unchecked("iTerm2", "iterm2", &["TERM_PROGRAM=iTerm.app"], None),
    unchecked("Apple Terminal", "", &["TERM_PROGRAM=Apple_Terminal"], APPLE_ADVICE),
    unchecked("Windows Terminal", "", &["WT_SESSION", "WT_PROFILE_ID"], None),
    known("alacritty", "alacritty", &["ALACRITTY_WINDOW_ID", "ALACRITTY_SOCKET", "TERM=alacritty"], HIDE_MARKS),
    known("foot", "foot", &["TERM=foot"], HIDE_MARKS),
    known("mlterm", "mlterm", &["MLTERM", "TERM=mlterm"], None),
    known("urxvt", "", &["TERM=rxvt-unicode"], None),
    known("st", "", &["TERM=st-256color", "TERM=st"], HIDE_MARKS),
    known("a terminal with VTE (GNOME, Xfce)", "", &["VTE_VERSION"], None),
    known("xterm", "xterm", &["XTERM_VERSION"], None),
    unchecked("mintty", "mintty", &["TERM_PROGRAM=mintty"], None),
];

const TMUX_ADVICE: Option<&str> = Some(
    "if words come out in the wrong order, put `set -g allow-passthrough on` into tmux.conf, or use --bidi app+lrm; on a light \
     background, use --theme light",
);
const KITTY_ADVICE: Option<&str> =
    Some("put `force_ltr yes` into kitty.conf, or each Arabic word is reversed; it takes effect in a new window");
const APPLE_ADVICE: Option<&str> =
    Some("if words come out in the wrong order, try --bidi app+lrm, or another terminal");

const fn known(
    name: &'static str,
    answer: &'static str,
    variables: &'static [&'static str],
    advice: Option<&'static str>,
) -> KnownTerminal {
    KnownTerminal { name, answer, variables, advice, is_checked: true }
}

const fn unchecked(
    name: &'static str,
    answer: &'static str,
    variables: &'static [&'static str],
    advice: Option<&'static str>,
) -> KnownTerminal {
    KnownTerminal { is_checked: false, ..known(name, answer, variables, advice) }
}

impl KnownTerminal {
    /// Recognises the terminal by the name that it gives itself, or else by the environment.
    pub(super) fn find(answer: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        if let Some(answer) = answer.map(str::to_lowercase) {
            return TERMINALS.into_iter().find(|one| !one.answer.is_empty() && answer.starts_with(one.answer));
        }
        let is_set = |wanted: &str| {
            let (name, beginning) = wanted.split_once('=').unwrap_or((wanted, ""));
            variable(name).is_some_and(|value| !value.is_empty() && value.starts_with(beginning))
        };
        TERMINALS.into_iter().find(|one| one.variables.iter().any(|wanted| is_set(wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_recognised_by_their_answer_or_by_the_environment() {
        for (answer, set, expected) in [
            (Some("kitty(0.26.5)"), &[("TMUX", "x")][..], Some("kitty")),
            (Some("Konsole 22.12.3"), &[], Some("Konsole")),
            (Some("unheard of 1"), &[("VTE_VERSION", "7006")], None),
            (None, &[("TMUX", "x"), ("KITTY_WINDOW_ID", "1")], Some("tmux")),
            (None, &[("STY", "1.pts")], Some("GNU screen")),
            (None, &[("KITTY_WINDOW_ID", "1")], Some("kitty")),
            (None, &[("VTE_VERSION", "7006"), ("TERM", "xterm-256color")], Some("a terminal with VTE (GNOME, Xfce)")),
            (None, &[("KONSOLE_VERSION", "221203")], Some("Konsole")),
            (None, &[("WT_SESSION", "1-2")], Some("Windows Terminal")),
            (None, &[("ALACRITTY_WINDOW_ID", "1")], Some("alacritty")),
            (None, &[("TERM_PROGRAM", "WezTerm")], Some("WezTerm")),
            (None, &[("GHOSTTY_RESOURCES_DIR", "/x")], Some("Ghostty")),
            (None, &[("TERM_PROGRAM", "iTerm.app")], Some("iTerm2")),
            (None, &[("TERM_PROGRAM", "Apple_Terminal")], Some("Apple Terminal")),
            (None, &[("TERM", "st-256color")], Some("st")),
            (None, &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "")], None),
        ] {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(KnownTerminal::find(answer, variable).map(|one| one.name), expected, "{answer:?} {set:?}");
        }
    }

    /// The advice is that of the guide.
    #[test]
    fn the_guide_names_each_terminal_and_setting() {
        let page = include_str!("../../docs/src/guide/terminals.md").to_lowercase();
        for one in TERMINALS {
            let word = one.name.to_lowercase().replace("a terminal with vte (gnome, xfce)", "vte");
            assert!(page.contains(&word), "{word}");
        }
        for setting in ["--marks hide", "allow-passthrough on", "--bidi app+lrm", "force_ltr yes", "--theme light"] {
            assert!(page.contains(setting), "{setting}");
        }
    }
}
