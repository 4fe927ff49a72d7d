//! The default keymap, and the user's `keymap.toml`, which changes it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::workbench::keyboard::{Keyboard, Layout};
use crate::workbench::keymap::{Binding, Chord, Keymap};

use super::row::{Command, CommandTraits};
use super::table::COMMANDS;

/// A problem with a `keymap.toml`, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct KeymapError {
    /// The line, from 1, if the problem has one.
    pub line: Option<usize>,
    /// The problem and the remedy.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeymapFile {
    #[serde(default)]
    keys: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    layout: BTreeMap<String, Spanned<String>>,
}

impl Default for Keymap {
    /// The default keys of the command table.
    fn default() -> Self {
        keymap_with(COMMANDS.iter().map(default_keys).collect(), Keyboard::default())
    }
}

fn default_keys(command: &Command) -> Vec<Chord> {
    command.keys.iter().filter_map(|name| name.parse().ok()).collect()
}

/// A keymap that gives each command of the table the keys at the same index.
fn keymap_with(keys: Vec<Vec<Chord>>, keyboard: Keyboard) -> Keymap {
    let binding = |(command, chords): (&Command, Vec<Chord>)| Binding {
        command: command.name,
        title: command.title,
        help: command.help,
        per_label: command.traits.contains(CommandTraits::PER_LABEL),
        chords,
    };
    Keymap::new(COMMANDS.iter().zip(keys).map(binding).collect(), keyboard)
}

impl Keymap {
    /// The default keys, patched by a file: `[keys]`, then for each command by name all of its keys. `[layout]` describes the
    /// keyboard: `base` names a layout that the workbench knows, and `"ξ" = "j"` is a letter with the Latin key in its place.
    ///
    /// ```
    /// use tawsim::workbench::{CommandName, Keymap};
    /// let keymap = Keymap::from_toml("[keys]\naccept = [\"y\", \"Enter\"]\nfilter-quotes = [\"\\\\ k\"]").unwrap();
    /// assert_eq!(keymap.shown(CommandName::ACCEPT), "y Enter");
    /// let errors = Keymap::from_toml("[keys]\naccept = [\"x\"]").unwrap_err();
    /// assert_eq!(errors[0].to_string(), "\"x\" is given to both accept and reject, which can be valid at the same \
    ///     time; give one of them another key, as in reject = [\"F2\"], or none: reject = []");
    /// ```
    ///
    /// # Errors
    /// All that is wrong with it: what is no TOML, no command, no key, and keys that two commands would share.
    pub fn from_toml(toml: &str) -> Result<Self, Vec<KeymapError>> {
        let line_of = |byte: usize| Some(1 + toml.bytes().take(byte).filter(|byte| *byte == b'\n').count());
        let file: KeymapFile = toml::from_str(toml).map_err(|error| {
            let line = error.span().and_then(|span| line_of(span.start));
            vec![KeymapError {
                line,
                what: format!(
                    "{}; write [keys], then lines like accept = [\"a\"] (and [layout] for a keyboard)",
                    error.message()
                ),
            }]
        })?;
        let mut errors = Vec::new();
        let mut keys: Vec<Vec<Chord>> = COMMANDS.iter().map(default_keys).collect();
        let mut lines: Vec<Option<usize>> = vec![None; COMMANDS.len()];
        for (name, chords) in &file.keys {
            let line = line_of(chords.span().start);
            let mut report = |what: String| errors.push(KeymapError { line, what });
            let Some(index) = COMMANDS.iter().position(|command| command.name.as_str() == name) else {
                report(format!("{name:?} is no command; the palette (:) lists the names of all commands"));
                continue;
            };
            let mut given = Vec::new();
            for chord in chords.get_ref() {
                match chord.parse::<Chord>() {
                    Ok(chord) if given.contains(&chord) => {
                        report(format!("{name} has {:?} twice; leave one away", chord.to_string()));
                    }
                    Ok(chord) => given.push(chord),
                    Err(why) => report(format!("{name}: {why}")),
                }
            }
            if let (Some(keys), Some(known)) = (keys.get_mut(index), lines.get_mut(index)) {
                *keys = given;
                *known = line;
            }
        }
        errors.extend(conflicts(&keys, &lines));
        let keyboard = read_layout(&file.layout, &mut |at, what| {
            errors.push(KeymapError { line: line_of(at), what });
        });
        errors.sort_by_key(|error| error.line);
        if errors.is_empty() { Ok(keymap_with(keys, keyboard)) } else { Err(errors) }
    }
}

/// Reads the table `[layout]`: `base` names a layout, and every other key is a letter with the Latin key in its place.
fn read_layout(table: &BTreeMap<String, Spanned<String>>, report: &mut dyn FnMut(usize, String)) -> Keyboard {
    let one = |words: &str| {
        let mut chars = words.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let (mut base, mut own) = (None, Vec::new());
    for (letter, latin) in table {
        let at = latin.span().start;
        if letter == "base" {
            base = Layout::ALL.into_iter().find(|layout| layout.name() == latin.get_ref());
            if base.is_none() {
                let names: Vec<&str> = Layout::ALL.into_iter().map(Layout::name).collect();
                report(at, format!("{:?} is no layout; the layouts are {}", latin.get_ref(), names.join(", ")));
            }
            continue;
        }
        match (one(letter), one(latin.get_ref()).filter(char::is_ascii_graphic)) {
            (Some(letter), Some(latin)) => own.push((letter, latin)),
            (None, _) => report(at, format!("{letter:?} is not one letter; write the letter that the key types")),
            (_, None) => report(
                at,
                format!("{:?} is not one key of a Latin keyboard; write it as in \"ז\" = \"z\"", latin.get_ref()),
            ),
        }
    }
    Keyboard::described(base, own)
}

/// The conflicts of a keymap: keys that call two commands in one mode, and keys that are a prefix of other keys.
fn conflicts(keys: &[Vec<Chord>], lines: &[Option<usize>]) -> Vec<KeymapError> {
    let all: Vec<(usize, &Command, Chord)> = COMMANDS
        .iter()
        .zip(keys)
        .enumerate()
        .flat_map(|(index, (info, chords))| chords.iter().map(move |chord| (index, info, *chord)))
        .collect();
    let mut errors = Vec::new();
    for (at, (a, info, chord)) in all.iter().enumerate() {
        for (b, other, with) in all.iter().skip(at + 1).filter(|(b, ..)| a != b) {
            let line = lines.get(*a).copied().flatten().max(lines.get(*b).copied().flatten());
            // The command that the file did not touch is the one to move.
            let free = if lines.get(*b).copied().flatten().is_some() && lines.get(*a).copied().flatten().is_none() {
                info.name
            } else {
                other.name
            };
            let remedy = format!("give one of them another key, as in {free} = [\"F2\"], or none: {free} = []");
            let what = if chord == with && info.when.modes.intersects(other.when.modes) {
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
    use crate::workbench::command::name::CommandName;
    use crate::workbench::keymap::Meaning;

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
    fn commands_work_under_other_layouts() {
        for (layout, typed, latin) in [
            ("base = 'persian'", "ز", "c"),
            ("base = 'kurdish'", "ا", "a"),
            ("base = 'urdu'", "م", "a"),
            ("base = 'hebrew'", "ש", "a"),
            ("", "ש", "a"),
            ("'ф' = 'a'\n'ч' = 'x'", "ч", "x"),
            ("base = 'persian'\n'ز' = 'v'", "ز", "v"),
        ] {
            let keymap = Keymap::from_toml(&format!("[layout]\n{layout}")).unwrap();
            let press = |name: &str| keymap.meaning(None, name.parse().unwrap());
            assert_ne!(press(typed), Meaning::Nothing, "{layout}");
            assert_eq!(press(typed), press(latin), "{layout}");
        }
    }

    #[test]
    fn a_patch_moves_keys_by_name() {
        let keymap = Keymap::from_toml(
            "[keys]\nreject = []\naccept = ['x', 'F5']\nfind = ['g g']\narticles = ['J']\nleft-edge-in-letter = []",
        )
        .unwrap();
        assert_eq!(keymap.shown(CommandName::ACCEPT), "x F5");
        assert_eq!(keymap.shown(CommandName::REJECT), "");
        assert_eq!(keymap.shown(CommandName::UNDO), "u");
        assert_eq!(keymap.meaning(None, "a".parse().unwrap()), Meaning::Nothing);
        assert_eq!(keymap.meaning(None, "ل".parse().unwrap()), Meaning::Prefix("g".parse().unwrap()));
        assert_eq!(Keymap::from_toml("").unwrap(), Keymap::default());
    }

    #[test]
    fn problems_are_reported_with_their_line() {
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
            ("[layout]\nbase = 'dvorak'", Some(2), "\"dvorak\" is no layout; the layouts are arabic, persian"),
            ("[layout]\n\n'فا' = 'a'", Some(3), "\"فا\" is not one letter"),
            ("[layout]\n'ф' = 'ab'", Some(2), "\"ab\" is not one key"),
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
