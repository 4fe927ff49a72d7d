//! The order in which the footer shows commands: what is most used now comes first.

use crate::gold::Layer;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::model::{Mode, Model};

use super::row::Command;
use super::table::COMMANDS;

/// On every item, in one order, so few cells change between items.
const ITEM: &[&str] = &["accept", "reject", "select", "accept-till", "alternative", "done", "undo"];
/// Behind those, on an entity.
const ENTITY: &[&str] = &["accept-sentence", "accept-screen", "right-edge-out", "label", "label-list"];
/// Behind those, on a quote.
const QUOTE: &[&str] = &["set-speaker", "set-cue", "accept-sentence", "accept-screen", "right-edge-out", "label"];
/// Behind those, on an item that is gold or rejected.
const DECIDED: &[&str] = &["reopen", "next-article"];
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
        let is_first =
            move |command: &Self| first.iter().flat_map(|names| *names).any(|name| command.name.as_str() == *name);
        let names = first.into_iter().flatten();
        let named = names.filter_map(|name| COMMANDS.iter().find(|command| command.name.as_str() == *name));
        named.chain(COMMANDS.iter().filter(move |command| !is_first(command)))
    }
}

/// The names of the commands that are most used now, in lists that follow each other.
fn most_used(model: &Model) -> [&'static [&'static str]; 3] {
    let focused = || model.document().and_then(Document::focused).map(|item| (item.state, item.layer));
    match model.mode {
        Mode::Select(_) => [SELECTION, &[], &[]],
        Mode::Review => match focused() {
            Some((state, layer)) => [
                ITEM,
                if layer == Layer::Entity { ENTITY } else { QUOTE },
                if state == ItemState::Pending { &[] } else { DECIDED },
            ],
            None => [NOTHING, &[], &[]],
        },
        _ => [&[], &[], &[]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_commands_are_in_the_table_and_in_the_footer() {
        for name in [ITEM, ENTITY, QUOTE, DECIDED, NOTHING, SELECTION].into_iter().flatten() {
            let command = COMMANDS.iter().find(|command| command.name.as_str() == *name);
            assert!(command.is_some_and(|command| !command.footer.short.is_empty()), "{name}");
        }
    }
}
