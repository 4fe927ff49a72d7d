//! Switching the terminal's own bidirectional reordering off, and on again.
//!
//! The page is drawn in visual order, so a terminal that reorders too would scramble it. The standard switch is BDSM
//! (ECMA-48 mode 8): reset is explicit order, set is implicit. VTE stamps the mode on a row when it creates or clears
//! the row, so it has to be sent before the alternate screen is entered, and the screen cleared after. Konsole and
//! mlterm have switches of their own. Never `CSI ? 8 l`: that is auto-repeat.
//!
//! tmux and screen pass a switch on when it is wrapped. But they clear the rows of the terminal around them in their own
//! time and manner, which leaves some rows of VTE as they were. VTE stamps the mode on the cursor's row, too, whenever
//! it is told the mode: so it is told on each row.

use super::Answers;

/// Explicit order: what is sent is in visual order already.
const EXPLICIT: &str = "\x1b[8l";
/// Implicit order: the terminal's default where it knows the mode.
const IMPLICIT: &str = "\x1b[8h";

/// More rows than any window has that a multiplexer is in; further down is the last row.
const ROWS: u16 = 300;
/// So many rows go into one string to screen, which forgets what is longer than some hundred bytes.
const ROWS_AT_ONCE: usize = 15;

/// Which program puts letters into visual order, and how the terminal is kept from doing it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Bidi {
    /// tawsim; the terminal's own reordering is switched off while tawsim runs.
    #[default]
    Auto,
    /// tawsim; no switch is sent.
    App,
    /// As app, with U+200E after each letter, for terminals that reorder and have no switch.
    #[value(name = "app+lrm")]
    AppWithMarks,
    /// No program; lines are sent in the order of the text, for a screen reader or another program that orders them.
    Off,
}

/// Which switches this terminal needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Switches {
    /// Mode 8 is reset.
    mode: bool,
    /// Mode 8 is set again in the end.
    restored: bool,
    konsole: bool,
    mlterm: bool,
    tmux: bool,
    screen: bool,
    /// A multiplexer's rows are left as they are, and only new ones are in the mode.
    lines: bool,
}

impl Switches {
    /// As the terminal says, and where it says nothing, its environment: `KONSOLE_VERSION`, `MLTERM`, `TMUX`, `STY`.
    ///
    /// A name goes before a variable: a terminal that was started in Konsole has inherited its variable, and over ssh
    /// no variable comes along. Inside a multiplexer those of the terminal around it are often left over, and its own
    /// switch would land in the multiplexer.
    #[must_use]
    pub fn new(bidi: Bidi, answers: &Answers, variable: impl Fn(&str) -> Option<String>) -> Self {
        if bidi != Bidi::Auto {
            return Self::default();
        }
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let named = |name: &str| answers.name.as_deref().is_some_and(|found| starts_with(found, name));
        let (tmux, screen) = (named("tmux") || set("TMUX"), set("STY"));
        let is = |name: &str, sign: &str| named(name) || answers.name.is_none() && !tmux && !screen && set(sign);
        Self {
            mode: true,
            // Not where it said that it reordered nothing before, or knows of no such mode: then there is nothing to
            // give back.
            restored: matches!(answers.order, None | Some(1 | 3)),
            konsole: is("Konsole", "KONSOLE_VERSION"),
            mlterm: is("mlterm", "MLTERM"),
            tmux,
            screen,
            lines: false,
        }
    }

    /// The switches for printing lines and no more: a multiplexer's rows keep the mode that they were printed in, for
    /// what was printed stays on the screen when reordering is on again.
    #[must_use]
    pub fn for_lines(self) -> Self {
        Self { lines: true, ..self }
    }

    /// What to send before entering the alternate screen.
    #[must_use]
    pub fn off(self) -> String {
        self.sequence(self.mode, EXPLICIT, "false")
    }

    /// What to send after leaving it.
    #[must_use]
    pub fn on(self) -> String {
        self.sequence(self.restored, IMPLICIT, "true")
    }

    fn sequence(self, direct: bool, mode: &str, value: &str) -> String {
        let mut bytes = if direct { mode.to_owned() } else { String::new() };
        if self.konsole {
            bytes.push_str(&format!("\x1b]50;BidiRenderingEnabled={value}\x07"));
        }
        if self.mlterm {
            bytes.push_str(&format!("\x1b]5379;use_ctl={value}\x07"));
        }
        // A multiplexer answers for itself: of the terminal around it nothing was learnt.
        let rows: Vec<u16> = if self.lines { Vec::new() } else { (1..=ROWS).collect() };
        if self.tmux {
            bytes.push_str(&format!("\x1bPtmux;{}\x1b\\", on_rows(&rows, mode).replace('\x1b', "\x1b\x1b")));
        }
        if self.screen {
            for rows in rows.chunks(ROWS_AT_ONCE) {
                bytes.push_str(&format!("\x1bP{}\x1b\\", on_rows(rows, mode)));
            }
            if self.lines {
                bytes.push_str(&format!("\x1bP{mode}\x1b\\"));
            }
        }
        bytes
    }
}

/// A mode set on each of these rows, or where there is none, wherever the cursor is. The cursor comes back to where it
/// was.
fn on_rows(rows: &[u16], mode: &str) -> String {
    if rows.is_empty() {
        return mode.to_owned();
    }
    let rows: String = rows.iter().map(|row| format!("\x1b[{row};1H{mode}")).collect();
    format!("\x1b7{rows}\x1b8")
}

/// Does a name begin so, in capitals or not?
pub(super) fn starts_with(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switches(bidi: Bidi, order: Option<u8>, name: &str, set: &[&str]) -> (String, String) {
        let name = (!name.is_empty()).then(|| name.to_owned());
        let switches = Switches::new(bidi, &Answers { order, name, ground: None }, |name| {
            set.contains(&name).then(|| "1".to_owned())
        });
        (switches.off(), switches.on())
    }

    const KONSOLE: (&str, &str) =
        ("\x1b[8l\x1b]50;BidiRenderingEnabled=false\x07", "\x1b[8h\x1b]50;BidiRenderingEnabled=true\x07");
    const PLAIN: (&str, &str) = ("\x1b[8l", "\x1b[8h");

    #[test]
    fn each_terminal_gets_its_switch_and_no_other() {
        for (name, set, (off, on)) in [
            ("", &[][..], PLAIN),
            ("", &["KONSOLE_VERSION"], KONSOLE),
            ("Konsole 22.12.3", &[], KONSOLE),
            ("XTerm(379)", &["KONSOLE_VERSION"], PLAIN),
            ("", &["MLTERM"], ("\x1b[8l\x1b]5379;use_ctl=false\x07", "\x1b[8h\x1b]5379;use_ctl=true\x07")),
        ] {
            let found = switches(Bidi::Auto, None, name, set);
            assert_eq!((found.0.as_str(), found.1.as_str()), (off, on), "{name:?} {set:?}");
            assert_eq!(switches(Bidi::App, None, name, set), (String::new(), String::new()));
            assert_eq!(switches(Bidi::AppWithMarks, None, name, set), (String::new(), String::new()));
            assert_eq!(switches(Bidi::Off, None, name, set), (String::new(), String::new()));
        }
    }

    #[test]
    fn what_was_off_before_stays_off() {
        for (order, on) in [(None, "\x1b[8h"), (Some(1), "\x1b[8h"), (Some(0), ""), (Some(2), ""), (Some(4), "")] {
            let found = switches(Bidi::Auto, order, "", &[]);
            assert_eq!((found.0.as_str(), found.1.as_str()), ("\x1b[8l", on), "{order:?}");
        }
        // Of the terminal around a multiplexer nothing was learnt.
        let (_, on) = switches(Bidi::Auto, Some(0), "tmux 9", &[]);
        assert!(on.starts_with("\x1bPtmux;") && on.contains("\x1b\x1b[8h"), "{on:?}");
    }

    #[test]
    fn a_multiplexer_passes_the_mode_on_for_every_row() {
        for (name, set) in [("", &["TMUX", "KONSOLE_VERSION"][..]), ("tmux 3.3a", &["MLTERM"])] {
            for (sent, mode) in
                [(switches(Bidi::Auto, None, name, set).0, "8l"), (switches(Bidi::Auto, None, name, set).1, "8h")]
            {
                let inner =
                    sent.strip_prefix(&format!("\x1b[{mode}\x1bPtmux;")).unwrap().strip_suffix("\x1b\\").unwrap();
                let rows: String = (1..=300).map(|row| format!("\x1b[{row};1H\x1b[{mode}")).collect();
                assert_eq!(inner.replace("\x1b\x1b", "\x1b"), format!("\x1b7{rows}\x1b8"));
            }
        }
        let (off, _) = switches(Bidi::Auto, None, "", &["STY", "MLTERM"]);
        let strings: Vec<&str> = off.strip_prefix("\x1b[8l\x1bP").unwrap().split("\x1b\\\x1bP").collect();
        assert_eq!(strings.len(), 20);
        assert!(strings.iter().all(|string| string.len() < 256 && string.starts_with("\x1b7\x1b[")));
        assert_eq!(strings.concat().matches("\x1b[8l").count(), 300);
        // Lines that were printed stay as they are.
        for (set, on) in [("TMUX", "\x1b[8h\x1bPtmux;\x1b\x1b[8h\x1b\\"), ("STY", "\x1b[8h\x1bP\x1b[8h\x1b\\")] {
            let switches = Switches::new(Bidi::Auto, &Answers::default(), |name| (name == set).then(|| "1".to_owned()));
            assert_eq!(switches.for_lines().on(), on);
        }
    }
}
