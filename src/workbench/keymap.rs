//! Keys to commands: the defaults of the command table, patched by the user's `keymap.toml`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use toml::Spanned;

use super::{COMMANDS, Command, CommandInfo, Key, KeyCode};

/// A command as a key calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invocation {
    /// What to do.
    pub command: Command,
    /// Which of its keys it was, from 1: the digit of [`Command::Label`].
    pub nth: u8,
}

/// What is pressed for a command: a key, or a prefix and then a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key before it.
    pub prefix: Option<Key>,
    /// The key.
    pub key: Key,
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

/// What a key means where it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// These commands, never two of them valid at once.
    Commands(&'a [Invocation]),
    /// The first key of two: the prefix as the keymap has it.
    Prefix(Key),
    /// Nothing.
    Nothing,
}

/// What each key does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bound: HashMap<Chord, Vec<Invocation>>,
    /// The keys of each command, in the order of the command table.
    keys: Vec<Vec<Chord>>,
}

/// What is wrong with a `keymap.toml`, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct KeymapError {
    /// The line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// What is wrong and the remedy.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    keys: BTreeMap<String, Spanned<Vec<String>>>,
}

impl Default for Keymap {
    /// The default keys of the command table.
    fn default() -> Self {
        Self::of(COMMANDS.iter().map(default_keys).collect())
    }
}

fn default_keys(info: &CommandInfo) -> Vec<Chord> {
    info.keys.iter().filter_map(|name| name.parse().ok()).collect()
}

impl Keymap {
    fn of(keys: Vec<Vec<Chord>>) -> Self {
        let mut bound: HashMap<Chord, Vec<Invocation>> = HashMap::new();
        for (info, chords) in COMMANDS.iter().zip(&keys) {
            for (nth, chord) in (1..).zip(chords) {
                bound.entry(*chord).or_default().push(Invocation { command: info.command, nth });
            }
        }
        Self { bound, keys }
    }

    /// The default keys, patched by a file: `[keys]`, then for each command by name all of its keys.
    ///
    /// ```
    /// use tawsim::workbench::{Command, Keymap};
    /// let keymap = Keymap::from_toml("[keys]\naccept = [\"y\", \"Enter\"]\nfilter-quotes = [\"\\\\ k\"]").unwrap();
    /// assert_eq!(keymap.shown(Command::Accept), "y Enter");
    /// let errors = Keymap::from_toml("[keys]\naccept = [\"x\"]").unwrap_err();
    /// assert_eq!(errors[0].to_string(), "\"x\" is given to both accept and reject, which can be valid at the same \
    ///     time; give one of them another key, as in reject = [\"F2\"], or none: reject = []");
    /// ```
    ///
    /// # Errors
    /// All that is wrong with it: what is no TOML, no command, no key, and keys that two commands would share.
    pub fn from_toml(toml: &str) -> Result<Self, Vec<KeymapError>> {
        let line_of = |byte: usize| Some(1 + toml.bytes().take(byte).filter(|byte| *byte == b'\n').count());
        let file: File = toml::from_str(toml).map_err(|error| {
            let line = error.span().and_then(|span| line_of(span.start));
            vec![KeymapError {
                line,
                what: format!("{}; write [keys], then lines like accept = [\"a\"]", error.message()),
            }]
        })?;
        let mut errors = Vec::new();
        let mut keys: Vec<Vec<Chord>> = COMMANDS.iter().map(default_keys).collect();
        let mut lines: Vec<Option<usize>> = vec![None; COMMANDS.len()];
        for (name, chords) in &file.keys {
            let line = line_of(chords.span().start);
            let mut wrong = |what: String| errors.push(KeymapError { line, what });
            let Some(index) = COMMANDS.iter().position(|info| info.name == *name) else {
                wrong(format!("{name:?} is no command; the palette (:) and the README list their names"));
                continue;
            };
            let mut given = Vec::new();
            for chord in chords.get_ref() {
                match chord.parse::<Chord>() {
                    Ok(chord) if given.contains(&chord) => {
                        wrong(format!("{name} has {:?} twice; leave one away", chord.to_string()));
                    }
                    Ok(chord) => given.push(chord),
                    Err(why) => wrong(format!("{name}: {why}")),
                }
            }
            if let (Some(keys), Some(known)) = (keys.get_mut(index), lines.get_mut(index)) {
                *keys = given;
                *known = line;
            }
        }
        errors.extend(conflicts(&keys, &lines));
        errors.sort_by_key(|error| error.line);
        if errors.is_empty() { Ok(Self::of(keys)) } else { Err(errors) }
    }

    /// What a key means, alone or behind a prefix, under a Latin or an Arabic layout.
    #[must_use]
    pub fn meaning(&self, prefix: Option<Key>, key: Key) -> Meaning<'_> {
        for key in [key, key.latin()] {
            if let Some(found) = self.bound.get(&Chord { prefix, key }) {
                return Meaning::Commands(found);
            }
            if prefix.is_none() && self.bound.keys().any(|chord| chord.prefix == Some(key)) {
                return Meaning::Prefix(key);
            }
        }
        Meaning::Nothing
    }

    /// The keys of a command, the first being the one to tell of.
    #[must_use]
    pub fn keys(&self, command: Command) -> &[Chord] {
        let index = COMMANDS.iter().position(|info| info.command == command);
        index.and_then(|index| self.keys.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The first key of a command by name; empty if it has none.
    #[must_use]
    pub fn first(&self, command: Command) -> String {
        self.keys(command).first().map_or_else(String::new, Chord::to_string)
    }

    /// All keys of a command by name; a long row of them by its ends.
    #[must_use]
    pub fn shown(&self, command: Command) -> String {
        match self.keys(command) {
            [first, .., last] if self.keys(command).len() > 3 => {
                let last = if first.prefix == last.prefix { last.key.to_string() } else { last.to_string() };
                format!("{first}-{last}")
            }
            keys => keys.iter().map(Chord::to_string).collect::<Vec<_>>().join(" "),
        }
    }

    /// What can follow a prefix: commands with the key that remains to be pressed, in the order of the command table.
    #[must_use]
    pub fn after(&self, prefix: Key) -> Vec<(String, &'static CommandInfo)> {
        let mut found = Vec::new();
        for (info, chords) in COMMANDS.iter().zip(&self.keys) {
            let keys: Vec<String> =
                chords.iter().filter(|chord| chord.prefix == Some(prefix)).map(|chord| chord.key.to_string()).collect();
            match keys.as_slice() {
                [] => {}
                [first, .., last] if keys.len() > 3 => found.push((format!("{first}-{last}"), info)),
                keys => found.push((keys.join(" "), info)),
            }
        }
        found
    }
}

/// Every two commands that one key would call where both can be valid, and keys that are a prefix too.
fn conflicts(keys: &[Vec<Chord>], lines: &[Option<usize>]) -> Vec<KeymapError> {
    let all: Vec<(usize, &CommandInfo, Chord)> = COMMANDS
        .iter()
        .zip(keys)
        .enumerate()
        .flat_map(|(index, (info, chords))| chords.iter().map(move |chord| (index, info, *chord)))
        .collect();
    let mut errors = Vec::new();
    for (at, (a, info, chord)) in all.iter().enumerate() {
        for (b, other, with) in all.iter().skip(at + 1).filter(|(b, ..)| a != b) {
            let line = lines.get(*a).copied().flatten().max(lines.get(*b).copied().flatten());
            // What the file did not touch is the one to move.
            let free = if lines.get(*b).copied().flatten().is_some() && lines.get(*a).copied().flatten().is_none() {
                info.name
            } else {
                other.name
            };
            let remedy = format!("give one of them another key, as in {free} = [\"F2\"], or none: {free} = []");
            let what = if chord == with && info.command.modes().meet(other.command.modes()) {
                format!(
                    "{:?} is given to both {} and {}, which can be valid at the same time; {remedy}",
                    chord.to_string(),
                    info.name,
                    other.name
                )
            } else if chord.prefix.is_none() && with.prefix == Some(chord.key) {
                format!(
                    "{:?} of {} begins {:?} of {}; {remedy}",
                    chord.to_string(),
                    info.name,
                    with.to_string(),
                    other.name
                )
            } else if with.prefix.is_none() && chord.prefix == Some(with.key) {
                format!(
                    "{:?} of {} begins {:?} of {}; {remedy}",
                    with.to_string(),
                    other.name,
                    chord.to_string(),
                    info.name
                )
            } else {
                continue;
            };
            errors.push(KeymapError { line, what });
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_no_two_commands_share_one() {
        let keys: Vec<Vec<Chord>> = COMMANDS.iter().map(default_keys).collect();
        for (info, keys) in COMMANDS.iter().zip(&keys) {
            assert_eq!(info.keys.len(), keys.len(), "{}", info.name);
        }
        assert_eq!(conflicts(&keys, &vec![None; COMMANDS.len()]), []);
    }

    #[test]
    fn commands_work_under_an_arabic_layout() {
        let keymap = Keymap::default();
        for (arabic, latin) in
            [("ش", "a"), ("ء", "x"), ("ر", "v"), ("٣", "3"), ("ض", "q"), ("أ", "H"), ("ى", "n"), ("؟", "?"), ("ظ", "/")]
        {
            let press = |name: &str| keymap.meaning(None, name.parse().unwrap());
            assert_ne!(press(arabic), Meaning::Nothing);
            assert_eq!(press(arabic), press(latin));
        }
        let prefix = Some("\\".parse().unwrap());
        assert_ne!(keymap.meaning(prefix, "ث".parse().unwrap()), Meaning::Nothing);
        assert_eq!(keymap.meaning(prefix, "ث".parse().unwrap()), keymap.meaning(prefix, "e".parse().unwrap()));
    }

    #[test]
    fn a_patch_moves_keys_by_name() {
        let keymap = Keymap::from_toml(
            "[keys]\nreject = []\naccept = ['x', 'F5']\nfind = ['g g']\narticles = ['J']\nleft-edge-in-letter = []",
        )
        .unwrap();
        assert_eq!(keymap.shown(Command::Accept), "x F5");
        assert_eq!(keymap.shown(Command::Reject), "");
        assert_eq!(keymap.shown(Command::Undo), "u");
        assert_eq!(keymap.meaning(None, "a".parse().unwrap()), Meaning::Nothing);
        assert_eq!(keymap.meaning(None, "ل".parse().unwrap()), Meaning::Prefix("g".parse().unwrap()));
        assert_eq!(Keymap::from_toml("").unwrap(), Keymap::default());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (toml, line, part) in [
            ("[keys]\n\naccpet = ['a']", Some(3), "\"accpet\" is no command"),
            ("[keys]\naccept = ['Hyper-x']", Some(2), "accept: \"Hyper-x\" is no key"),
            ("[keys]\naccept = ['']", Some(2), "write Space"),
            ("[keys]\naccept = ['Shift-y']", Some(2), "terminals do not send \"Shift-y\"; write \"Y\""),
            ("[keys]\naccept = ['Ctrl-Y']", Some(2), "write \"Ctrl-y\""),
            ("[keys]\naccept = ['\\ Ctrl-i']", Some(2), "write \"Tab\""),
            ("[keys]\naccept = ['a b c']", Some(2), "more than two keys"),
            ("[keys]\naccept = ['y', 'y']", Some(2), "accept has \"y\" twice"),
            ("[keys]\nundo = ['a']", Some(2), "\"a\" is given to both accept and undo"),
            ("[keys]\nskip = ['\\']", Some(2), "\"\\\\\" of skip begins \"\\\\ e\" of filter-entities"),
            ("[keys]\naccept = 'a'", Some(2), "write [keys]"),
            ("[key]\naccept = ['a']", Some(1), "unknown field `key`"),
            ("[keys\n", Some(1), "write [keys]"),
        ] {
            let errors = Keymap::from_toml(toml).unwrap_err();
            assert!(errors[0].what.contains(part), "{toml}: {errors:?}");
            assert_eq!(errors[0].line, line, "{toml}: {errors:?}");
        }
        // One key may do one thing while reviewing and another while selecting.
        assert!(Keymap::from_toml("[keys]\nadd-quote = ['d']").is_ok());
        assert_eq!(Keymap::from_toml("[keys]\na = ['1']\nb = ['2']").unwrap_err().len(), 2, "all at once");
    }
}
