//! Changes of an annotation.
//!
//! Every action of an annotator (accept, reject, label, move an edge, add, remove, …) is an [`Edit`]: a value that can
//! be applied, inverted and kept in a [`History`]. A [`JournalEntry`] is what a journal records of it.
//!
//! May use: `text`, `gold`.
//!
//! Must never know: the terminal, the disk, the clock (the time of a verdict is an argument), which keys exist.
//!
//! Invariants: an edit followed by its inverse gives the same annotation, to the byte. The lists of an annotation stay
//! in reading order. A suggestion never changes; it only moves between pending, gold and rejected.

mod carried;
mod change;
mod edges;
mod edit_kind;
mod history;
mod journal_entry;
mod links;
mod open_difference;
mod operation;
mod readings;
mod relation_ends;
mod relations;
mod replacement;
#[cfg(test)]
mod tests;
mod verbs;

pub use change::{Change, Edit, ItemRef};
pub use edges::{Edge, Move, Step, move_edge};
pub use edit_kind::EditKind;
pub use history::History;
pub use journal_entry::{JournalEntry, PendingUpdate};
pub use open_difference::{OpenDifference, OpenReading, Taken};
pub use operation::Operation;
pub use verbs::{Decider, Decision, NewItem};
