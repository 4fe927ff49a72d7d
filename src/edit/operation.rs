//! The operations on edits: commit, undo, redo.

use super::change::Edit;

/// An operation on an edit. Each one contains the whole edit, so that it can be replayed without the operations before
/// it.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// The edit was made.
    Commit(Edit),
    /// The edit was undone. It was the last one that was still applied.
    Undo(Edit),
    /// The edit was redone. It was the last one that was undone.
    Redo(Edit),
}
