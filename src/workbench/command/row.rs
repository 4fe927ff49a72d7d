//! A row of the command table.

use bitflags::bitflags;

use crate::lang::Wording;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::condition::{ALWAYS, Condition};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;

bitflags! {
    /// Properties of a command that the rules for all commands ask for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct CommandTraits: u16 {
        /// It changes something about the focused item: it does not run while the focus is off the screen.
        const CHANGES = 1;
        /// It decides on the focused item; "." repeats it.
        const DECIDES = 1 << 1;
        /// It gives several verdicts in one step; "." repeats it with its count.
        const DECIDES_MANY = 1 << 2;
        /// A count before it says how often it runs.
        const COUNTED = 1 << 3;
        /// A count before it is kept.
        const KEEPS_COUNT = 1 << 4;
        /// It has a key for each label, in the order of the digits.
        const PER_LABEL = 1 << 5;
        /// It works while the article on the screen is read from the disk.
        const WITHOUT_ARTICLE = 1 << 6;
        /// It works in a window that is too small to show anything.
        const WITHOUT_WINDOW = 1 << 7;
    }
}

impl CommandTraits {
    /// The traits of a verdict on the focused item.
    pub(super) const VERDICT: Self = Self::CHANGES.union(Self::DECIDES).union(Self::COUNTED);
    /// The traits of a verdict on several items.
    pub(super) const VERDICT_ON_MANY: Self = Self::CHANGES.union(Self::DECIDES_MANY);
}

/// The keys of a command that the footer shows.
#[derive(Debug, Clone, Copy)]
pub enum FooterKeys {
    /// The first one.
    First,
    /// All of them.
    All,
    /// The first two, and … if there are more.
    FirstTwo,
    /// The prefix of the first one.
    Prefix,
    /// The first keys of these commands.
    Of {
        /// The commands, this one among them.
        commands: &'static [CommandName],
        /// The text between their keys.
        between: &'static str,
    },
}

/// The footer's entry for a command.
#[derive(Debug, Clone, Copy)]
pub struct Footer {
    /// A word or two; empty for a command that the footer does not show.
    pub short: Wording,
    /// The keys that it shows.
    pub keys: FooterKeys,
    /// The modes in which the footer shows the command: those in which it does what its short name says.
    pub modes: Modes,
}

impl Footer {
    /// Not in the footer.
    pub(super) const NONE: Self = Self::new("", "");

    /// The first key, in every mode in which the command is valid.
    pub(super) const fn new(english: &'static str, arabic: &'static str) -> Self {
        Self { short: Wording::new(english, arabic), keys: FooterKeys::First, modes: Modes::all() }
    }

    /// The same with other keys.
    pub(super) const fn showing(self, keys: FooterKeys) -> Self {
        Self { keys, ..self }
    }

    /// The same in fewer modes.
    pub(super) const fn only_in(self, modes: Modes) -> Self {
        Self { modes, ..self }
    }
}

/// A row of the command table: everything about one command.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name: in the palette, and in `keymap.toml`.
    pub name: CommandName,
    /// Its title in the palette; in English it is the name.
    pub title: Wording,
    /// Its help: a sentence or two for the help page.
    pub help: Wording,
    /// Its default keys. The first one is named in messages.
    pub keys: &'static [&'static str],
    /// The part of the help page that it is in.
    pub group: Group,
    /// Its entry in the footer.
    pub footer: Footer,
    /// Properties that the rules for all commands ask for.
    pub traits: CommandTraits,
    /// The condition under which it is valid, and the message for when it is not.
    pub when: Condition,
    /// The function that runs it. It receives the number of the pressed key among the command's keys, from 1.
    pub(in crate::workbench) run: fn(&mut Model, u16) -> Vec<Effect>,
}

impl Command {
    /// The base of all rows; the recipe in the documentation of the module says what a row must add.
    pub(super) const PLAIN: Self = Self {
        name: CommandName::new(""),
        title: Wording::new("", ""),
        help: Wording::new("", ""),
        keys: &[],
        group: Group::Workbench,
        footer: Footer::NONE,
        traits: CommandTraits::empty(),
        when: ALWAYS,
        run: |_, _| Vec::new(),
    };

    /// True if the command is valid now.
    #[must_use]
    pub fn is_valid(&self, model: &Model) -> bool {
        (self.when.holds)(model)
    }

    /// The message that says why it is not valid now.
    pub(in crate::workbench) fn why_not(&self, model: &Model) -> String {
        (self.when.why_not)(model)
    }

    /// True if the command can be valid in a mode.
    #[must_use]
    pub const fn fits(&self, mode: &Mode) -> bool {
        self.when.modes.intersects(mode.as_set())
    }
}
