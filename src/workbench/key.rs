//! Keys, their names, and the Latin key in the place of an Arabic letter.

use std::fmt;
use std::str::FromStr;

/// A key without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A key that types a character. Capitals are characters of their own.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left, as it is seen.
    Left,
    /// Arrow right, as it is seen.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1 to F12.
    F(u8),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// True with Control.
    pub ctrl: bool,
    /// True with Alt.
    pub alt: bool,
    /// True with Shift; always false for characters, which are capitals then.
    pub shift: bool,
}

const NAMED: [(&str, KeyCode); 14] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// The key that the same place on the keyboard gives in a Latin layout: commands work without switching layouts.
    /// Arabic (101) as X11, Windows and macOS ship it, and the digits of Arabic and Persian.
    ///
    /// ```
    /// use tawsim::workbench::Key;
    /// let sheen: Key = "ش".parse().unwrap();
    /// assert_eq!(sheen.latin().to_string(), "a");
    /// assert_eq!("٣".parse::<Key>().unwrap().latin().to_string(), "3");
    /// ```
    #[must_use]
    pub fn latin(self) -> Self {
        let KeyCode::Char(c) = self.code else { return self };
        let latin = match c {
            '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10),
            '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10),
            _ => LAYOUT.iter().find(|(arabic, _)| *arabic == c).map(|(_, latin)| *latin),
        };
        Self { code: KeyCode::Char(latin.unwrap_or(c)), ..self }
    }

    /// The key that the same place on the keyboard gives in an Arabic layout: the opposite of [`Key::latin`].
    ///
    /// ```
    /// use tawsim::workbench::Key;
    /// assert_eq!("a".parse::<Key>().unwrap().arabic().to_string(), "ش");
    /// ```
    #[must_use]
    pub fn arabic(self) -> Self {
        let KeyCode::Char(c) = self.code else { return self };
        let arabic = LAYOUT.iter().find(|(_, latin)| *latin == c).map_or(c, |(arabic, _)| *arabic);
        Self { code: KeyCode::Char(arabic), ..self }
    }
}

/// Letters of the Arabic layout and the Latin keys in the same place, first without Shift, then with it. Keys with
/// Shift are left out if their character is on a Latin keyboard too, because it does not show which layout is on.
const LAYOUT: [(char, char); 55] = [
    ('ض', 'q'),
    ('ص', 'w'),
    ('ث', 'e'),
    ('ق', 'r'),
    ('ف', 't'),
    ('غ', 'y'),
    ('ع', 'u'),
    ('ه', 'i'),
    ('خ', 'o'),
    ('ح', 'p'),
    ('ج', '['),
    ('د', ']'),
    ('ش', 'a'),
    ('س', 's'),
    ('ي', 'd'),
    ('ب', 'f'),
    ('ل', 'g'),
    ('ا', 'h'),
    ('ت', 'j'),
    ('ن', 'k'),
    ('م', 'l'),
    ('ك', ';'),
    ('ط', '\''),
    ('ئ', 'z'),
    ('ء', 'x'),
    ('ؤ', 'c'),
    ('ر', 'v'),
    ('ﻻ', 'b'),
    ('ى', 'n'),
    ('ة', 'm'),
    ('و', ','),
    ('ز', '.'),
    ('ظ', '/'),
    ('ذ', '`'),
    ('\u{64E}', 'Q'),
    ('\u{64B}', 'W'),
    ('\u{64F}', 'E'),
    ('\u{64C}', 'R'),
    ('ﻹ', 'T'),
    ('إ', 'Y'),
    ('÷', 'I'),
    ('×', 'O'),
    ('؛', 'P'),
    ('\u{650}', 'A'),
    ('\u{64D}', 'S'),
    ('ﻷ', 'G'),
    ('أ', 'H'),
    ('ـ', 'J'),
    ('،', 'K'),
    ('\u{652}', 'X'),
    ('ﻵ', 'B'),
    ('آ', 'N'),
    ('\u{2019}', 'M'),
    ('؟', '?'),
    ('\u{651}', '~'),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            _ => Ok(()),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    /// `a`, `Ctrl-r`, `Shift-Tab`, `Alt-Left`, `F1`, `Space`.
    fn from_str(name: &str) -> Result<Self, String> {
        let mut key = Self::plain(KeyCode::Esc);
        let mut rest = name;
        loop {
            let (held, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
                (&mut key.ctrl, after)
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (&mut key.alt, after)
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (&mut key.shift, after)
            } else {
                break;
            };
            *held = true;
            rest = after;
        }
        let mut chars = rest.chars();
        let character = chars.next().filter(|_| chars.next().is_none()).map(KeyCode::Char);
        let function = || rest.strip_prefix('F')?.parse().ok().map(KeyCode::F);
        let named = || NAMED.iter().find(|(known, _)| *known == rest).map(|(_, code)| *code);
        key.code = character
            .or_else(function)
            .or_else(named)
            .ok_or_else(|| format!("{name:?} is no key; write a, Ctrl-r, Shift-Tab, F1, Space …"))?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for name in ["a", "K", "?", "Ctrl-r", "Shift-Tab", "Alt-Left", "F1", "F12", "Space", "PageDown", "-", "٣"] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
        }
        assert!("Hyper-x".parse::<Key>().is_err());
        assert!("".parse::<Key>().is_err());
    }

    #[test]
    fn no_two_arabic_keys_share_a_place() {
        let mut latin: Vec<char> = LAYOUT.iter().map(|(_, latin)| *latin).collect();
        latin.sort_unstable();
        let before = latin.len();
        latin.dedup();
        assert_eq!(latin.len(), before);
    }
}
