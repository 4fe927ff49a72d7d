//! What a journal keeps of a change, so that the annotation and its history can be had again.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::{Annotation, SpanList, Suggestion};

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
    /// What suggesters said since the entry before this one: it is no edit and not taken back.
    pub news: Option<News>,
    /// Who annotates.
    pub annotator: Option<String>,
    /// What has the focus afterwards.
    pub focus: Option<ItemRef>,
}

/// How what waits for a verdict was changed by suggesters.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// This waits now. So journals of earlier versions have it.
    All(SpanList<Suggestion>),
    /// These went, by their ids; then these came.
    Changed {
        /// What went.
        gone: BTreeSet<String>,
        /// What came, by id.
        come: BTreeMap<String, Suggestion>,
    },
}

impl Default for News {
    fn default() -> Self {
        Self::Changed { gone: BTreeSet::new(), come: BTreeMap::new() }
    }
}

impl News {
    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Changed { gone, come } if gone.is_empty() && come.is_empty())
    }

    /// This waits no more.
    pub fn goes(&mut self, id: &str) {
        match self {
            Self::All(pending) => drop(pending.remove(id)),
            Self::Changed { gone, come } => {
                if come.remove(id).is_none() {
                    gone.insert(id.to_owned());
                }
            }
        }
    }

    /// This waits, too.
    pub fn comes(&mut self, suggestion: Suggestion) {
        match self {
            Self::All(pending) => pending.insert(suggestion),
            Self::Changed { come, .. } => drop(come.insert(suggestion.id.clone(), suggestion)),
        }
    }

    fn replay(&self, pending: &mut SpanList<Suggestion>) {
        match self {
            Self::All(all) => pending.clone_from(all),
            Self::Changed { gone, come } => {
                for id in gone {
                    pending.remove(id.as_str());
                }
                pending.extend(come.values().cloned());
            }
        }
    }
}

impl Entry {
    /// Does it again.
    pub fn replay(&self, annotation: &mut Annotation, history: &mut History) {
        if let Some(news) = &self.news {
            news.replay(&mut annotation.pending);
        }
        if self.annotator.is_some() {
            annotation.annotator.clone_from(&self.annotator);
        }
        history.replay(annotation, &self.deed);
    }
}
