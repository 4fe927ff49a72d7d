//! What a journal keeps of a change, so that the annotation and its history can be had again.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::{Annotation, SpanList, Suggestion};

use super::change::ItemRef;
use super::history::History;
use super::operation::Operation;

/// One change of an annotation, with what changed beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// What was done.
    pub operation: Operation,
    /// What suggesters said since the entry before this one: it is no edit and not taken back.
    pub pending_update: Option<PendingUpdate>,
    /// Who annotates.
    pub annotator: Option<String>,
    /// What has the focus afterwards.
    pub focus: Option<ItemRef>,
}

/// How what waits for a verdict was changed by suggesters.
#[derive(Debug, Clone, PartialEq)]
pub enum PendingUpdate {
    /// This waits now. So journals of earlier versions have it.
    All(SpanList<Suggestion>),
    /// These went, by their ids; then these came.
    Changed {
        /// What went.
        removed: BTreeSet<String>,
        /// What came, by id.
        added: BTreeMap<String, Suggestion>,
    },
}

impl Default for PendingUpdate {
    fn default() -> Self {
        Self::Changed { removed: BTreeSet::new(), added: BTreeMap::new() }
    }
}

impl PendingUpdate {
    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Changed { removed, added } if removed.is_empty() && added.is_empty())
    }

    /// This waits no more.
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

    /// This waits, too.
    pub fn add(&mut self, suggestion: Suggestion) {
        match self {
            Self::All(pending) => pending.insert(suggestion),
            Self::Changed { added, .. } => drop(added.insert(suggestion.id.clone(), suggestion)),
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
    /// Does it again.
    pub fn replay(&self, annotation: &mut Annotation, history: &mut History) {
        if let Some(update) = &self.pending_update {
            update.replay(&mut annotation.pending);
        }
        if self.annotator.is_some() {
            annotation.annotator.clone_from(&self.annotator);
        }
        history.replay(annotation, &self.operation);
    }
}
