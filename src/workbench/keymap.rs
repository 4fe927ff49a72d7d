//! Keys to commands.

use std::collections::HashMap;

use super::{COMMANDS, Command, Key};

/// A command as a key calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invocation {
    /// What to do.
    pub command: Command,
    /// Which of its keys it was, from 1: the digit of [`Command::Label`].
    pub nth: u8,
}

/// What each key does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap(HashMap<Key, Invocation>);

impl Default for Keymap {
    /// The default keys of the command table.
    fn default() -> Self {
        let mut keys = HashMap::new();
        for info in COMMANDS {
            for (nth, name) in (1..).zip(info.keys) {
                if let Ok(key) = name.parse::<Key>() {
                    keys.insert(key, Invocation { command: info.command, nth });
                }
            }
        }
        Self(keys)
    }
}

impl Keymap {
    /// What a key does, under a Latin or an Arabic layout.
    #[must_use]
    pub fn get(&self, key: Key) -> Option<Invocation> {
        self.0.get(&key).or_else(|| self.0.get(&key.latin())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_none_is_given_twice() {
        let names: Vec<&str> = COMMANDS.iter().flat_map(|info| info.keys.iter().copied()).collect();
        assert_eq!(Keymap::default().0.len(), names.len(), "{names:?}");
    }

    #[test]
    fn commands_work_under_an_arabic_layout() {
        let keymap = Keymap::default();
        for (arabic, latin) in
            [("ش", "a"), ("ء", "x"), ("ر", "v"), ("٣", "3"), ("ض", "q"), ("أ", "H"), ("ى", "n"), ("؟", "?")]
        {
            let press = |name: &str| keymap.get(name.parse().unwrap());
            assert!(press(arabic).is_some());
            assert_eq!(press(arabic), press(latin));
        }
    }
}
