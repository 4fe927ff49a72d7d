//! The keymap: which commands a key calls.
//!
//! May use: `lang`, `workbench/command/name`, `workbench/key`, `workbench/keyboard`.
//!
//! Must never know: the table of commands (it is handed over as a value), the model.

mod chord;

use std::collections::HashMap;

use crate::lang::Wording;
use crate::workbench::command::name::CommandName;
use crate::workbench::key::Key;
use crate::workbench::keyboard::Keyboard;

pub use self::chord::Chord;

/// A command as a key or the palette calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invocation {
    /// The command.
    pub command: CommandName,
    /// The number of the key among the command's keys, from 1. For a command with a key for each label: the number of the
    /// label ([`crate::gold::LabelSet::by_number`]).
    pub nth: u16,
}

/// A command with its keys, and the words that the palette finds it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) command: CommandName,
    pub(super) title: Wording,
    pub(super) help: Wording,
    /// True if the command has a key for each label: the palette lists it once for each.
    pub(super) per_label: bool,
    /// Its keys; the first one is named in messages.
    pub(super) chords: Vec<Chord>,
}

/// The meaning of a key in the mode in which it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// It calls one of these commands: the one that is valid now. No two are valid at once.
    Commands(&'a [Invocation]),
    /// It is the first key of two: the prefix as the keymap has it.
    Prefix(Key),
    /// It does nothing.
    Nothing,
}

/// The keys of all commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    called: HashMap<Chord, Vec<Invocation>>,
    /// In the order of the command table.
    bindings: Vec<Binding>,
    keyboard: Keyboard,
}

impl Keymap {
    pub(super) fn new(bindings: Vec<Binding>, keyboard: Keyboard) -> Self {
        let mut called: HashMap<Chord, Vec<Invocation>> = HashMap::new();
        for binding in &bindings {
            for (nth, chord) in (1..).zip(&binding.chords) {
                called.entry(*chord).or_default().push(Invocation { command: binding.command, nth });
            }
        }
        Self { called, bindings, keyboard }
    }

    /// All commands, in the order of the command table.
    pub(super) fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    fn binding(&self, command: CommandName) -> Option<&Binding> {
        self.bindings.iter().find(|binding| binding.command == command)
    }

    /// The user's keyboard.
    #[must_use]
    pub const fn keyboard(&self) -> &Keyboard {
        &self.keyboard
    }

    /// The user's keyboard, to tell it more about itself.
    pub const fn keyboard_mut(&mut self) -> &mut Keyboard {
        &mut self.keyboard
    }

    /// True if a letter may stand for two keys that both do something: nothing shows yet which keyboard it is on.
    pub(super) fn is_in_doubt(&self, prefix: Option<Key>, key: Key) -> Option<[Key; 2]> {
        let does = |key: &Key| {
            let is_prefix = |chord: &Chord| prefix.is_none() && chord.prefix == Some(*key);
            self.called.keys().any(|chord| *chord == Chord { prefix, key: *key } || is_prefix(chord))
        };
        let own = self.called.contains_key(&Chord { prefix, key });
        self.keyboard.doubt(key).filter(|readings| !own && readings.iter().all(does))
    }

    /// Returns the meaning of a key, alone or after a prefix, in a Latin layout or that of the user's keyboard.
    #[must_use]
    pub fn meaning(&self, prefix: Option<Key>, key: Key) -> Meaning<'_> {
        for key in [key, self.keyboard.latin(key)] {
            if let Some(found) = self.called.get(&Chord { prefix, key }) {
                return Meaning::Commands(found);
            }
            if prefix.is_none() && self.called.keys().any(|chord| chord.prefix == Some(key)) {
                return Meaning::Prefix(key);
            }
        }
        Meaning::Nothing
    }

    /// The keys of a command; the first one is named in messages.
    #[must_use]
    pub fn keys(&self, command: CommandName) -> &[Chord] {
        self.binding(command).map_or(&[], |binding| &binding.chords)
    }

    /// The title of a command.
    pub(super) fn title(&self, command: CommandName) -> Option<Wording> {
        self.binding(command).map(|binding| binding.title)
    }

    /// The first key of a command; empty if it has none.
    #[must_use]
    pub fn first(&self, command: CommandName) -> String {
        self.keys(command).first().map_or_else(String::new, Chord::to_string)
    }

    /// All keys of a command, with spaces between them; of more than three that follow each other only the first and the last:
    /// `1-9`.
    #[must_use]
    pub fn shown(&self, command: CommandName) -> String {
        let keys = self.keys(command).chunk_by(Chord::is_before).map(|run| match run {
            [first, .., last] if run.len() > 3 => format!("{first}-{}", last.key),
            run => run.iter().map(Chord::to_string).collect::<Vec<_>>().join(" "),
        });
        keys.collect::<Vec<_>>().join(" ")
    }

    /// The commands that can follow a prefix, each with the key that remains to be pressed, in the order of the table.
    #[must_use]
    pub fn after(&self, prefix: Key) -> Vec<(String, CommandName)> {
        let mut found = Vec::new();
        for Binding { command, chords, .. } in &self.bindings {
            let keys: Vec<String> =
                chords.iter().filter(|chord| chord.prefix == Some(prefix)).map(|chord| chord.key.to_string()).collect();
            match keys.as_slice() {
                [] => {}
                [first, .., last] if keys.len() > 3 => found.push((format!("{first}-{last}"), *command)),
                keys => found.push((keys.join(" "), *command)),
            }
        }
        found
    }
}
