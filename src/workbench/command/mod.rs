//! The one table of commands. The keymap, the footer, the help page and the README's table are made from it.
//!
//! A row is a command: its names, its keys, what it does, when it is valid. Each group of the help page has a file.

mod add;
mod articles;
mod edges;
mod find;
mod group;
mod modes;
mod moving;
mod name;
mod notes;
mod review;
mod valid;
mod workbench;

pub use group::Group;
pub use modes::Modes;
pub use name::{Bound, Command, Scope, Side, Way};

use crate::lang::Wording;

use super::Model;

/// Every command: the help page has them in this order, group by group, and the footer shows the valid ones in it.
pub static COMMANDS: &[CommandInfo] = &joined::<{ count(TABLE) }>(TABLE);

/// The footer has undo before the list of articles, and that before what it finds.
const TABLE: &[&[CommandInfo]] = &[
    review::ROWS,
    edges::ROWS,
    add::ROWS,
    notes::ROWS,
    moving::ROWS,
    articles::ROWS,
    workbench::HISTORY,
    articles::LIST,
    find::ROWS,
    workbench::ROWS,
];

const fn count(parts: &[&[CommandInfo]]) -> usize {
    let (mut part, mut count) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

const fn joined<const N: usize>(parts: &[&[CommandInfo]]) -> [CommandInfo; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut row, mut at) = (0, 0, 0);
    while part < parts.len() {
        if row < parts[part].len() {
            all[at] = parts[part][row];
            (row, at) = (row + 1, at + 1);
        } else {
            (part, row) = (part + 1, 0);
        }
    }
    all
}

/// A row of the table.
#[derive(Clone, Copy)]
pub struct CommandInfo {
    /// What it does.
    pub command: Command,
    /// Its name, for keymaps.
    pub name: &'static str,
    /// Its name in the palette.
    pub title: Wording,
    /// A word or two for the footer.
    pub short: Wording,
    /// A sentence for the help page.
    pub about: Wording,
    /// Its default keys; several keys of [`Command::Label`] are the digits in order.
    pub keys: &'static [&'static str],
    /// Where the help page has it.
    pub group: Group,
    /// Does it make sense now?
    pub valid: fn(&Model) -> bool,
}

/// Each string in both languages: English, Arabic.
type Both = (&'static str, &'static str);

/// A row; short words are for the footer, none keep it out.
const fn row(
    command: Command,
    name: Both,
    keys: &'static [&'static str],
    group: Group,
    short: Both,
    about: Both,
    valid: fn(&Model) -> bool,
) -> CommandInfo {
    let [title, short, about] = [words(name), words(short), words(about)];
    CommandInfo { command, name: name.0, title, short, about, keys, group, valid }
}

const fn words((en, ar): Both) -> Wording {
    Wording::new(en, ar)
}

impl Command {
    /// Its row of the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CommandInfo> {
        COMMANDS.iter().find(|info| info.command == self)
    }
}
