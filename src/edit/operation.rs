//! The three things that can happen to an edit.

use super::change::Edit;

/// What was done with an edit. Each holds the whole edit, so that replaying it needs nothing that came before.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// It was made.
    Commit(Edit),
    /// It, the last one that stood, was taken back.
    Undo(Edit),
    /// It, the last one taken back, was made again.
    Redo(Edit),
}
