//! Switching the terminal's own bidirectional reordering off, and on again.
//!
//! The page is drawn in visual order, so a terminal that reorders too would scramble it. The standard switch is BDSM
//! (ECMA-48 mode 8): reset is explicit order, set is implicit. VTE stamps the mode on a row when it creates or clears
//! the row, so it has to be sent before the alternate screen is entered, and the screen cleared after. Konsole and
//! mlterm have switches of their own; tmux and screen pass one on when it is wrapped. Never `CSI ? 8 l`: that is
//! auto-repeat.

/// Explicit order: what is sent is in visual order already.
const EXPLICIT: &str = "\x1b[8l";
/// Implicit order: the terminal's default where it knows the mode.
const IMPLICIT: &str = "\x1b[8h";

/// Which switches this terminal needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Switches {
    konsole: bool,
    mlterm: bool,
    tmux: bool,
    screen: bool,
}

impl Switches {
    /// As the environment tells: `KONSOLE_VERSION`, `MLTERM`, `TMUX`, `STY`. Inside a multiplexer the variables of
    /// the terminal around it are often left over, and are not to be trusted: its own switch would land in the
    /// multiplexer.
    #[must_use]
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let (tmux, screen) = (set("TMUX"), set("STY"));
        let direct = !tmux && !screen;
        Self { konsole: direct && set("KONSOLE_VERSION"), mlterm: direct && set("MLTERM"), tmux, screen }
    }

    /// What to send before entering the alternate screen.
    #[must_use]
    pub fn off(self) -> String {
        self.sequence(EXPLICIT, "false")
    }

    /// What to send after leaving it.
    #[must_use]
    pub fn on(self) -> String {
        self.sequence(IMPLICIT, "true")
    }

    fn sequence(self, mode: &str, value: &str) -> String {
        let mut bytes = mode.to_owned();
        if self.konsole {
            bytes.push_str(&format!("\x1b]50;BidiRenderingEnabled={value}\x07"));
        }
        if self.mlterm {
            bytes.push_str(&format!("\x1b]5379;use_ctl={value}\x07"));
        }
        if self.tmux {
            bytes.push_str(&format!("\x1bPtmux;\x1b{mode}\x1b\\"));
        }
        if self.screen {
            bytes.push_str(&format!("\x1bP{mode}\x1b\\"));
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_terminal_gets_its_switch_and_no_other() {
        for (set, off, on) in [
            (&[][..], "\x1b[8l", "\x1b[8h"),
            (
                &["KONSOLE_VERSION"],
                "\x1b[8l\x1b]50;BidiRenderingEnabled=false\x07",
                "\x1b[8h\x1b]50;BidiRenderingEnabled=true\x07",
            ),
            (&["MLTERM"], "\x1b[8l\x1b]5379;use_ctl=false\x07", "\x1b[8h\x1b]5379;use_ctl=true\x07"),
            (&["TMUX", "KONSOLE_VERSION"], "\x1b[8l\x1bPtmux;\x1b\x1b[8l\x1b\\", "\x1b[8h\x1bPtmux;\x1b\x1b[8h\x1b\\"),
            (&["STY"], "\x1b[8l\x1bP\x1b[8l\x1b\\", "\x1b[8h\x1bP\x1b[8h\x1b\\"),
        ] {
            let switches = Switches::from_env(|name| set.contains(&name).then(|| "1".to_owned()));
            assert_eq!((switches.off().as_str(), switches.on().as_str()), (off, on), "{set:?}");
        }
    }
}
