//! One record of a journal. Replaying all records restores the annotation and its history.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::{Annotation, SpanList, Suggestion};

use super::change::ItemRef;
use super::history::History;
use super::operation::Operation;

/// One change of an annotation, and what changed together with it.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// The edit that was made, undone or redone.
    pub operation: Operation,
    /// The suggestions that came or went since the entry before. This is no edit, so undo does not change it.
    pub pending_update: Option<PendingUpdate>,
    /// The name of the annotator.
    pub annotator: Option<String>,
    /// The item that has the focus afterwards.
    pub focus: Option<ItemRef>,
    /// The number of keys that were pressed since the entry before. Undo does not change it: the keys were pressed.
    pub keys: u64,
}

/// A change of the pending list by suggesters.
#[derive(Debug, Clone, PartialEq)]
pub enum PendingUpdate {
    /// The whole pending list. Journals of earlier versions contain this.
    All(SpanList<Suggestion>),
    /// Some suggestions were removed, then others were added.
    Changed {
        /// The ids of the suggestions that were removed.
        removed: BTreeSet<String>,
        /// The suggestions that were added, by id.
        added: BTreeMap<String, Suggestion>,
    },
}

impl Default for PendingUpdate {
    fn default() -> Self {
        Self::Changed { removed: BTreeSet::new(), added: BTreeMap::new() }
    }
}

impl PendingUpdate {
    /// Returns true if nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Changed { removed, added } if removed.is_empty() && added.is_empty())
    }

    /// Records that the suggestion with this id is no longer pending.
    pub fn remove(&mut self, id: &str) {
        match self {
            Self::All(pending) => drop(pending.remove(id)),
            Self::Changed { removed, added } => {
                if added.remove(id).is_none() {
                    removed.insert(id.to_owned());
                }
            }
        }
    }

    /// Records that a suggestion is now pending.
    pub fn add(&mut self, suggestion: Suggestion) {
        match self {
            Self::All(pending) => pending.insert(suggestion),
            Self::Changed { added, .. } => drop(added.insert(suggestion.id.clone(), suggestion)),
        }
    }

    /// Records that all suggestions which another update added are now pending.
    pub fn add_all(&mut self, other: &Self) {
        if let Self::Changed { added, .. } = other {
            added.values().cloned().for_each(|suggestion| self.add(suggestion));
        }
    }

    fn replay(&self, pending: &mut SpanList<Suggestion>) {
        match self {
            Self::All(all) => pending.clone_from(all),
            Self::Changed { removed, added } => {
                for id in removed {
                    pending.remove(id.as_str());
                }
                pending.extend(added.values().cloned());
            }
        }
    }
}

impl JournalEntry {
    /// Applies the entry to an annotation and its history.
    pub fn replay(&self, annotation: &mut Annotation, history: &mut History) {
        if let Some(update) = &self.pending_update {
            update.replay(&mut annotation.pending);
        }
        if self.annotator.is_some() {
            annotation.annotator.clone_from(&self.annotator);
        }
        annotation.add_keys_pressed(self.keys);
        history.replay(annotation, &self.operation);
    }
}
