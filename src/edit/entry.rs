//! What a journal keeps of a change, so that the annotation and its history can be had again.

use crate::gold::{Annotation, Shelf, Suggestion};

use super::{Edit, History, ItemRef};

/// What was done with an edit. Each holds the whole edit, so that replaying it needs nothing that came before.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// It was made.
    Commit(Edit),
    /// It, the last one that stood, was taken back.
    Undo(Edit),
    /// It, the last one taken back, was made again.
    Redo(Edit),
}

/// One change of an annotation, with what changed beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was done.
    pub deed: Deed,
    /// What waited for a verdict just before, if suggesters had spoken since the entry before this one: what they say
    /// is no edit and not taken back.
    pub pending: Option<Shelf<Suggestion>>,
    /// Who annotates.
    pub annotator: Option<String>,
    /// What has the focus afterwards.
    pub focus: Option<ItemRef>,
}

impl Entry {
    /// Does it again.
    pub fn replay(&self, annotation: &mut Annotation, history: &mut History) {
        if let Some(pending) = &self.pending {
            annotation.pending.clone_from(pending);
        }
        if self.annotator.is_some() {
            annotation.annotator.clone_from(&self.annotator);
        }
        history.replay(annotation, &self.deed);
    }
}
