//! Undo and redo without limit.

use crate::gold::Annotation;

use super::change::Edit;
use super::operation::Operation;

/// What was done, in order, and what was taken back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    done: Vec<Edit>,
    undone: Vec<Edit>,
}

impl History {
    /// Applies an edit and remembers it; what had been undone is forgotten.
    pub fn commit(&mut self, annotation: &mut Annotation, edit: Edit) {
        edit.apply(annotation);
        self.done.push(edit);
        self.undone.clear();
    }

    /// Makes one edit of the last so many: what was done as one is taken back as one.
    pub fn join(&mut self, count: usize) -> Option<Edit> {
        let from = self.done.len().checked_sub(count)?;
        let edits = self.done.split_off(from);
        let kind = edits.last()?.kind.clone();
        let joined = Edit { kind, changes: edits.into_iter().flat_map(|edit| edit.changes).collect() };
        self.done.push(joined.clone());
        Some(joined)
    }

    /// Takes the last edit back; gives the inverse that was applied.
    pub fn undo(&mut self, annotation: &mut Annotation) -> Option<Edit> {
        let edit = self.done.pop()?;
        let inverse = edit.inverted();
        inverse.apply(annotation);
        self.undone.push(edit);
        Some(inverse)
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, annotation: &mut Annotation) -> Option<Edit> {
        let edit = self.undone.pop()?;
        edit.apply(annotation);
        self.done.push(edit.clone());
        Some(edit)
    }

    /// Does a operation again that an annotation went through before. What is taken back or made again need not be known
    /// here: a journal may begin in the middle of a history.
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

    /// The fewest operations that give this history.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        let commits = self.done.iter().chain(self.undone.iter().rev()).cloned().map(Operation::Commit);
        commits.chain(self.undone.iter().cloned().map(Operation::Undo)).collect()
    }

    /// Is there something to take back?
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Is there something to do again?
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}
