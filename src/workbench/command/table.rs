//! The table of commands: the rows of all files in one list.

use super::name::CommandName;
use super::row::Command;
use super::{
    add, alternatives, articles, copy, decide_many, edges, filter, find, finish, history, jump, label, labels, leave,
    merge, moves, new_suggestions, palette, propagate, readings, relations, reload, remarks, repeat, roles, save_as,
    select, sheets, sweep, verdict, write_to,
};

/// Every command. The help page, the palette and the documents have them in this order, group by group, and the footer shows
/// the valid ones in it.
pub static COMMANDS: &[Command] = &joined::<{ count(ROWS) }>(ROWS);

/// The order of the footer: undo, then the list of articles, then the commands that find.
const ROWS: &[&[Command]] = &[
    verdict::ROWS,
    readings::ROWS,
    sweep::ROWS,
    jump::TILL,
    decide_many::ROWS,
    repeat::ROWS,
    label::ROWS,
    alternatives::ROWS,
    labels::LIST,
    propagate::ROWS,
    verdict::TAKE_BACK,
    edges::ROWS,
    select::BEGIN,
    add::ROWS,
    roles::ROWS,
    select::CHANGE,
    relations::ROWS,
    remarks::ROWS,
    moves::ROWS,
    jump::ROWS,
    new_suggestions::ROWS,
    articles::ROWS,
    finish::ROWS,
    history::ROWS,
    articles::CHOOSE,
    find::ROWS,
    filter::ROWS,
    palette::ROWS,
    labels::NEW,
    repeat::COUNT,
    sheets::ROWS,
    copy::ROWS,
    reload::ROWS,
    merge::ROWS,
    save_as::ROWS,
    write_to::ROWS,
    leave::ROWS,
];

const fn count(parts: &[&[Command]]) -> usize {
    let (mut part, mut count) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

const fn joined<const N: usize>(parts: &[&[Command]]) -> [Command; N] {
    let mut all = [Command::PLAIN; N];
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

impl Command {
    /// The row of a command. `None` only for a name that no row has, which a test excludes.
    #[must_use]
    pub fn named(name: CommandName) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.name == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::row::FooterKeys;
    use super::*;

    #[test]
    fn every_name_has_one_row() {
        let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name.as_str()).collect();
        assert_eq!(names.len(), COMMANDS.len());
        let of = COMMANDS.iter().filter_map(|command| match command.footer.keys {
            FooterKeys::Of { commands, .. } => Some(commands),
            _ => None,
        });
        for name in of.flatten().chain(CommandName::ALL) {
            assert!(Command::named(*name).is_some(), "{name} has no row");
        }
    }

    #[test]
    fn the_english_title_is_the_name() {
        for command in COMMANDS {
            assert_eq!(command.title.en, command.name.as_str());
            assert!(!command.help.is_empty() && !command.keys.is_empty(), "{}", command.name);
        }
    }
}
