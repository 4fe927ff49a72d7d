//! How an annotation changes.
//!
//! For: the verbs of annotation (accept, reject, relabel, move an edge, add, remove …) as [`Edit`]s: values that can be
//! applied, inverted and kept in a [`History`]; and the [`JournalEntry`] that a journal keeps of each.
//!
//! May use: [`crate::text`], [`crate::gold`]. Must never know: terminal, disk, clock (the time of a verdict is handed
//! in), which keys there are.
//!
//! Invariants: applying an edit and then its inverse gives the annotation it began with, to the byte; the lists of an
//! annotation stay in reading order; a suggestion is never altered, it only moves between pending, mark and rejected.

mod change;
mod edges;
mod edit_kind;
mod history;
mod journal_entry;
mod links;
mod operation;
mod verbs;

pub use change::{Change, Edit, ItemRef};
pub use edges::{Edge, Move, Step, move_edge};
pub use edit_kind::EditKind;
pub use history::History;
pub use journal_entry::{JournalEntry, PendingUpdate};
pub use operation::Operation;
pub use verbs::{Decider, Decision, NewItem};
