//! The next pending suggestion, and the suggestions that become pending when the last one is passed.

use crate::edit::ItemRef;
use crate::lang::say;
use crate::workbench::direction::ReadingDirection;
use crate::workbench::model::Model;

/// Says how many suggestions have become pending.
pub(super) fn tell_admitted(model: &mut Model, count: usize) {
    model.tell(say::admitted(model.lang(), say::new_ones(count)));
}

/// The next pending suggestion after a place in the list. Whoever goes on past the last one gets the suggestions that
/// came meanwhile. Also returns how many of these became pending.
pub(super) fn next_pending(model: &mut Model, from: Option<usize>) -> (Option<ItemRef>, usize) {
    let next = model.pending_from(from, ReadingDirection::Forward);
    let Some(document) = model.document_mut() else { return (None, 0) };
    let number = next.as_ref().and_then(|next| document.items().number_of(next));
    let past_the_last = number.is_none_or(|number| from.is_some_and(|from| number <= from));
    if !past_the_last || document.waiting() == 0 {
        return (next, 0);
    }
    let here = from.and_then(|from| document.items().get(from)).map(|item| item.at.clone());
    let admitted = document.admit_waiting();
    let from = here.and_then(|here| document.items().number_of(&here));
    (model.pending_from(from, ReadingDirection::Forward), admitted)
}
