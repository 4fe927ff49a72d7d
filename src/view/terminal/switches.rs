//! Turns the terminal's own bidirectional reordering off, and on again.
//!
//! tawsim draws the page in visual order. A terminal that reorders as well would scramble it. The standard switch is BDSM
//! (ECMA-48 mode 8): reset means explicit order, set means implicit order. VTE gives each row the mode when it creates or
//! clears the row. So the mode is sent before the alternate screen is entered, and the screen is cleared afterwards.
//! Konsole and mlterm have their own switches. Never send `CSI ? 8 l`: that is auto-repeat.
//!
//! tmux and GNU screen pass a switch on if it is wrapped. But they clear the rows of the terminal around them at other
//! times, so some rows of VTE keep the old mode. VTE also gives the mode to the row of the cursor whenever the mode is sent.
//! So it is sent once on each row.

use super::probe::TerminalInfo;

/// Explicit order: what is sent is in visual order already.
const EXPLICIT: &str = "\x1b[8l";
/// Implicit order: the default of terminals that know the mode.
const IMPLICIT: &str = "\x1b[8h";

/// More rows than the window of a multiplexer has. The cursor cannot go below the last row.
const ROWS: u16 = 300;
/// The number of rows in one string to GNU screen, which drops strings longer than some hundred bytes.
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
    AppWithLrm,
    /// No program; lines are sent in the order of the text, for a screen reader or another program that orders them.
    Off,
}

/// The switches that a terminal needs. The default is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BidiSwitches {
    /// Mode 8 is reset at the beginning.
    reset_mode: bool,
    /// Mode 8 is set at the end.
    restore_mode: bool,
    konsole: bool,
    mlterm: bool,
    tmux: bool,
    screen: bool,
    /// Only new rows of a multiplexer get the mode; see [`Self::for_lines`].
    new_rows_only: bool,
}

impl BidiSwitches {
    /// Chooses the switches by what the terminal has said, or if it gave no name, by environment variables:
    /// `KONSOLE_VERSION`, `MLTERM`, `TMUX`, `STY`.
    ///
    /// A name is more reliable than a variable. A terminal that was started from Konsole has inherited Konsole's variable,
    /// and ssh passes no variables on. Inside a multiplexer, variables of the terminal around it are not used: a switch for
    /// that terminal would reach the multiplexer.
    #[must_use]
    pub fn new(bidi: Bidi, info: &TerminalInfo, variable: impl Fn(&str) -> Option<String>) -> Self {
        if bidi != Bidi::Auto {
            return Self::default();
        }
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let is_named = |name: &str| info.name.as_deref().is_some_and(|found| begins_with(found, name));
        let (tmux, screen) = (is_named("tmux") || is_set("TMUX"), is_set("STY"));
        let is =
            |name: &str, variable: &str| is_named(name) || info.name.is_none() && !tmux && !screen && is_set(variable);
        Self {
            reset_mode: true,
            // If the terminal did not reorder before, or does not know the mode, there is nothing to restore.
            restore_mode: matches!(info.bidi_mode, None | Some(1 | 3)),
            konsole: is("Konsole", "KONSOLE_VERSION"),
            mlterm: is("mlterm", "MLTERM"),
            tmux,
            screen,
            new_rows_only: false,
        }
    }

    /// Returns the switches for printing lines without the alternate screen. The rows of a multiplexer keep the mode in which
    /// they were printed, because the lines stay on the screen when reordering is on again.
    #[must_use]
    pub fn for_lines(self) -> Self {
        Self { new_rows_only: true, ..self }
    }

    /// Returns the bytes that turn reordering off. Send them before entering the alternate screen.
    #[must_use]
    pub fn turn_off(self) -> String {
        self.sequence(if self.reset_mode { EXPLICIT } else { "" }, EXPLICIT, "false")
    }

    /// Returns the bytes that turn reordering on again. Send them after leaving the alternate screen.
    #[must_use]
    pub fn turn_on(self) -> String {
        self.sequence(if self.restore_mode { IMPLICIT } else { "" }, IMPLICIT, "true")
    }

    /// Joins the mode for the terminal itself (`direct`), the value of its own switch, and the mode that a multiplexer passes
    /// on.
    fn sequence(self, direct: &str, mode: &str, value: &str) -> String {
        let mut bytes = direct.to_owned();
        if self.konsole {
            bytes.push_str(&format!("\x1b]50;BidiRenderingEnabled={value}\x07"));
        }
        if self.mlterm {
            bytes.push_str(&format!("\x1b]5379;use_ctl={value}\x07"));
        }
        // A multiplexer replies for itself, so nothing is known of the terminal around it.
        let rows: Vec<u16> = if self.new_rows_only { Vec::new() } else { (1..=ROWS).collect() };
        if self.tmux {
            bytes.push_str(&format!("\x1bPtmux;{}\x1b\\", mode_on_rows(&rows, mode).replace('\x1b', "\x1b\x1b")));
        }
        if self.screen {
            for rows in rows.chunks(ROWS_AT_ONCE) {
                bytes.push_str(&format!("\x1bP{}\x1b\\", mode_on_rows(rows, mode)));
            }
            if self.new_rows_only {
                bytes.push_str(&format!("\x1bP{mode}\x1b\\"));
            }
        }
        bytes
    }
}

/// Returns the bytes that send a mode on each of these rows and put the cursor back. Without rows, the mode is sent where
/// the cursor is.
fn mode_on_rows(rows: &[u16], mode: &str) -> String {
    if rows.is_empty() {
        return mode.to_owned();
    }
    let rows: String = rows.iter().map(|row| format!("\x1b[{row};1H{mode}")).collect();
    format!("\x1b7{rows}\x1b8")
}

/// Returns true if a terminal's name begins with `beginning`, in upper or lower case.
pub(super) fn begins_with(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switches(bidi: Bidi, bidi_mode: Option<u8>, name: &str, set: &[&str]) -> (String, String) {
        let name = (!name.is_empty()).then(|| name.to_owned());
        let switches = BidiSwitches::new(bidi, &TerminalInfo { bidi_mode, name, background: None }, |name| {
            set.contains(&name).then(|| "1".to_owned())
        });
        (switches.turn_off(), switches.turn_on())
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
            assert_eq!(switches(Bidi::AppWithLrm, None, name, set), (String::new(), String::new()));
            assert_eq!(switches(Bidi::Off, None, name, set), (String::new(), String::new()));
        }
    }

    #[test]
    fn reordering_that_was_off_stays_off() {
        for (bidi_mode, on) in [(None, "\x1b[8h"), (Some(1), "\x1b[8h"), (Some(0), ""), (Some(2), ""), (Some(4), "")] {
            let found = switches(Bidi::Auto, bidi_mode, "", &[]);
            assert_eq!((found.0.as_str(), found.1.as_str()), ("\x1b[8l", on), "{bidi_mode:?}");
        }
        // Nothing is known of the terminal around a multiplexer.
        let (_, on) = switches(Bidi::Auto, Some(0), "tmux 9", &[]);
        assert!(on.starts_with("\x1bPtmux;") && on.contains("\x1b\x1b[8h"), "{on:?}");
    }

    #[test]
    fn a_multiplexer_gets_the_mode_for_every_row() {
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
        // Printed lines keep the mode in which they were printed.
        for (set, on) in [("TMUX", "\x1b[8h\x1bPtmux;\x1b\x1b[8h\x1b\\"), ("STY", "\x1b[8h\x1bP\x1b[8h\x1b\\")] {
            let switches =
                BidiSwitches::new(Bidi::Auto, &TerminalInfo::default(), |name| (name == set).then(|| "1".to_owned()));
            assert_eq!(switches.for_lines().turn_on(), on);
        }
    }
}
