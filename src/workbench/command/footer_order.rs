//! The order in which the footer shows commands: what is most used now comes first.

use crate::gold::Layer;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::model::{Mode, Model};

use super::row::Command;
use super::table::COMMANDS;

// Commands that every item has come first and in one order, so few cells change between items.

/// On a pending entity.
const PENDING_ENTITY: &[&str] = &[
    "accept",
    "reject",
    "select",
    "accept-till",
    "alternative",
    "done",
    "undo",
    "accept-sentence",
    "accept-screen",
    "right-edge-out",
    "label",
    "label-list",
];
/// On a pending quote.
const PENDING_QUOTE: &[&str] = &[
    "accept",
    "reject",
    "select",
    "accept-till",
    "alternative",
    "done",
    "undo",
    "set-speaker",
    "set-cue",
    "accept-sentence",
    "accept-screen",
    "right-edge-out",
    "label",
];
/// On a gold entity or a rejected one.
const DECIDED_ENTITY: &[&str] = &[
    "accept",
    "reject",
    "select",
    "accept-till",
    "alternative",
    "done",
    "undo",
    "accept-sentence",
    "accept-screen",
    "right-edge-out",
    "label",
    "label-list",
    "reopen",
    "next-article",
];
/// On a gold quote or a rejected one.
const DECIDED_QUOTE: &[&str] = &[
    "accept",
    "reject",
    "select",
    "accept-till",
    "alternative",
    "done",
    "undo",
    "set-speaker",
    "set-cue",
    "accept-sentence",
    "accept-screen",
    "right-edge-out",
    "label",
    "reopen",
];
/// With nothing in focus.
const NOTHING: &[&str] = &["select", "done", "next-article", "articles", "find", "undo"];
/// With a selection.
const SELECTION: &[&str] = &[
    "label",
    "add-quote",
    "select-quotation",
    "right-edge-out",
    "label-list",
    "set-speaker",
    "set-cue",
    "add-part",
    "select-sentence",
    "right-edge-out-proclitic",
    "exact",
];

impl Command {
    /// All commands in the order of the footer: those that are most used now, then the others in the order of the table.
    pub fn in_footer_order(model: &Model) -> impl Iterator<Item = &'static Self> {
        let first = most_used(model);
        let is_first = move |command: &Self| first.contains(&command.name.as_str());
        let named = first.iter().filter_map(|name| COMMANDS.iter().find(|command| command.name.as_str() == *name));
        named.chain(COMMANDS.iter().filter(move |command| !is_first(command)))
    }
}

/// The names of the commands that are most used now.
fn most_used(model: &Model) -> &'static [&'static str] {
    match model.mode {
        Mode::Select(_) => SELECTION,
        Mode::Review => match model.document().and_then(Document::focused).map(|item| (item.state, item.layer)) {
            Some((ItemState::Pending, Layer::Entity)) => PENDING_ENTITY,
            Some((ItemState::Pending, Layer::Quote)) => PENDING_QUOTE,
            Some((_, Layer::Entity)) => DECIDED_ENTITY,
            Some((_, Layer::Quote)) => DECIDED_QUOTE,
            None => NOTHING,
        },
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_commands_are_in_the_table_and_in_the_footer() {
        for name in
            [PENDING_ENTITY, PENDING_QUOTE, DECIDED_ENTITY, DECIDED_QUOTE, NOTHING, SELECTION].into_iter().flatten()
        {
            let command = COMMANDS.iter().find(|command| command.name.as_str() == *name);
            assert!(command.is_some_and(|command| !command.footer.short.is_empty()), "{name}");
        }
    }
}
