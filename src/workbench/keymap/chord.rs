//! One or two keys that call a command.

use std::fmt;
use std::str::FromStr;

use crate::workbench::key::{Key, KeyCode};

/// The keys that call a command: one key, or a prefix and then a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key before it.
    pub prefix: Option<Key>,
    /// The key.
    pub key: Key,
}

impl Chord {
    /// True if the other is the next one: the same prefix, and the next character.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        let (KeyCode::Char(key), KeyCode::Char(next)) = (self.key.code, other.key.code) else { return false };
        let follows = u32::from(key) + 1 == u32::from(next);
        let alike = Key { code: self.key.code, ..other.key } == self.key;
        follows && alike && self.prefix == other.prefix
    }
}

impl FromStr for Chord {
    type Err = String;

    /// `a`, `Ctrl-r`, or two keys with a space between them: `\ e`.
    fn from_str(name: &str) -> Result<Self, String> {
        let mut keys = name.split_whitespace().map(pressable);
        match (keys.next(), keys.next(), keys.next()) {
            (Some(key), None, _) => Ok(Self { prefix: None, key: key? }),
            (Some(prefix), Some(key), None) => Ok(Self { prefix: Some(prefix?), key: key? }),
            (None, ..) => Err(format!("{name:?} is no key; write Space for the space bar")),
            _ => Err(format!("{name:?} is more than two keys; write one, or a prefix and one")),
        }
    }
}

/// A key that terminals send.
fn pressable(name: &str) -> Result<Key, String> {
    let key: Key = name.parse()?;
    let instead = match key.code {
        KeyCode::Char(c) if key.shift => Some(c.to_uppercase().to_string()),
        KeyCode::Char(c) if key.ctrl && c.is_uppercase() => {
            Some(Key { code: KeyCode::Char(c.to_ascii_lowercase()), ..key }.to_string())
        }
        KeyCode::Char('i') if key.ctrl => Some("Tab".to_owned()),
        KeyCode::Char('m' | 'j') if key.ctrl => Some("Enter".to_owned()),
        KeyCode::Char('h') if key.ctrl => Some("Backspace".to_owned()),
        KeyCode::Char('[') if key.ctrl => Some("Esc".to_owned()),
        _ => None,
    };
    match instead {
        None => Ok(key),
        Some(instead) => Err(format!("terminals do not send {name:?}; write {instead:?}")),
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(prefix) = self.prefix {
            write!(f, "{prefix} ")?;
        }
        self.key.fmt(f)
    }
}
