//! Undo and redo without a limit.

use crate::gold::Annotation;

use super::change::Edit;
use super::operation::Operation;

/// The edits that were made, in order, and the edits that were undone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    done: Vec<Edit>,
    undone: Vec<Edit>,
}

impl History {
    /// Applies an edit and remembers it. Clears the list of undone edits.
    pub fn commit(&mut self, annotation: &mut Annotation, edit: Edit) {
        edit.apply(annotation);
        self.done.push(edit);
        self.undone.clear();
    }

    /// Joins the last `count` edits into one step of undo. Returns the joined edit, or `None` if there are fewer edits.
    pub fn join(&mut self, count: usize) -> Option<Edit> {
        let from = self.done.len().checked_sub(count)?;
        let edits = self.done.split_off(from);
        let kind = edits.last()?.kind.clone();
        let joined = Edit { kind, changes: edits.into_iter().flat_map(|edit| edit.changes).collect() };
        self.done.push(joined.clone());
        Some(joined)
    }

    /// Undoes the last edit. Returns the inverse that was applied, or `None` if there is nothing to undo.
    pub fn undo(&mut self, annotation: &mut Annotation) -> Option<Edit> {
        let edit = self.done.pop()?;
        let inverse = edit.inverted();
        inverse.apply(annotation);
        self.undone.push(edit);
        Some(inverse)
    }

    /// Redoes the edit that was undone last. Returns it, or `None` if there is nothing to redo.
    pub fn redo(&mut self, annotation: &mut Annotation) -> Option<Edit> {
        let edit = self.undone.pop()?;
        edit.apply(annotation);
        self.done.push(edit.clone());
        Some(edit)
    }

    /// Applies an operation that a journal recorded. The history need not contain the edit that is undone or redone,
    /// because a journal may begin in the middle of a history.
    pub fn replay(&mut self, annotation: &mut Annotation, operation: &Operation) {
        match operation {
            Operation::Commit(edit) => self.commit(annotation, edit.clone()),
            Operation::Undo(edit) => {
                self.done.pop();
                edit.inverted().apply(annotation);
                self.undone.push(edit.clone());
            }
            Operation::Redo(edit) => {
                self.undone.pop();
                edit.apply(annotation);
                self.done.push(edit.clone());
            }
        }
    }

    /// Returns the shortest list of operations that gives this history.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        let commits = self.done.iter().chain(self.undone.iter().rev()).cloned().map(Operation::Commit);
        commits.chain(self.undone.iter().cloned().map(Operation::Undo)).collect()
    }

    /// Returns true if there is an edit to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Returns true if there is an edit to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}
