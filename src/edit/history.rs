//! Undo and redo without limit.

use crate::gold::Annotation;

use super::Edit;

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
