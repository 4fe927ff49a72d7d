//! An edit: the values before and after of what it touches.

use crate::gold::{Annotation, GoldItem, Listed, Rejected, Remark, RemarkTarget, SpanList, Status, Suggestion};

use super::edit_kind::EditKind;

/// Points at one thing of an annotation by its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemRef {
    /// A decided span or quote.
    GoldItem(String),
    /// A suggestion that waits for a verdict.
    Pending(String),
    /// A refused suggestion.
    Rejected(String),
}

impl ItemRef {
    /// What a remark on it is about; `None` where an annotation has no such thing.
    #[must_use]
    pub fn remark_target(&self, annotation: &Annotation) -> Option<RemarkTarget> {
        match self {
            Self::GoldItem(id) => annotation.gold_item(id).map(GoldItem::remark_target),
            Self::Pending(id) | Self::Rejected(id) => Some(RemarkTarget::Suggestion(id.clone())),
        }
    }
}

/// One thing's value before and after; `None` is: not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A mark came, went or changed.
    GoldItem {
        /// As it was.
        before: Option<Box<GoldItem>>,
        /// As it is.
        after: Option<Box<GoldItem>>,
    },
    /// A pending suggestion went or came back.
    Pending {
        /// As it was.
        before: Option<Box<Suggestion>>,
        /// As it is.
        after: Option<Box<Suggestion>>,
    },
    /// A suggestion was refused, or is so no longer.
    Rejected {
        /// As it was.
        before: Option<Box<Rejected>>,
        /// As it is.
        after: Option<Box<Rejected>>,
    },
    /// The article's status changed.
    Status {
        /// As it was.
        before: Status,
        /// As it is.
        after: Status,
    },
    /// Something else is noted.
    Remark {
        /// On what; `None`: on the article.
        on: Option<ItemRef>,
        /// As it was.
        before: Remark,
        /// As it is.
        after: Remark,
    },
}

/// A change to an annotation that can be taken back: one step of undo.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What it did.
    pub kind: EditKind,
    /// In the order of applying.
    pub changes: Vec<Change>,
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, annotation: &mut Annotation) {
        for change in &self.changes {
            change.apply(annotation);
        }
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn inverted(&self) -> Self {
        Self { kind: self.kind.clone(), changes: self.changes.iter().rev().map(Change::inverted).collect() }
    }

    /// What to look at after applying it: the last thing it made or changed, else what it took away.
    #[must_use]
    pub fn touched(&self) -> Option<ItemRef> {
        self.changes.iter().rev().find_map(|change| match change {
            Change::GoldItem { after: Some(item), .. } => Some(ItemRef::GoldItem(item.id.clone())),
            Change::Pending { after: Some(suggestion), .. } => Some(ItemRef::Pending(suggestion.id.clone())),
            Change::Rejected { after: Some(rejected), .. } => Some(ItemRef::Rejected(rejected.suggestion.id.clone())),
            Change::Remark { on: Some(on), .. } if !self.removes(on) => Some(on.clone()),
            _ => None,
        })
    }
}

impl Edit {
    fn removes(&self, at: &ItemRef) -> bool {
        self.changes.iter().any(|change| {
            matches!((change, at), (Change::GoldItem { before: Some(item), after: None }, ItemRef::GoldItem(id)) if item.id == *id)
        })
    }
}

impl Change {
    fn apply(&self, annotation: &mut Annotation) {
        match self {
            Self::GoldItem { before, after } => replace(&mut annotation.gold, before, after),
            Self::Pending { before, after } => replace(&mut annotation.pending, before, after),
            Self::Rejected { before, after } => replace(&mut annotation.rejected, before, after),
            Self::Status { after, .. } => annotation.status = *after,
            Self::Remark { on, after, .. } => {
                let subject = on.as_ref().map_or(Some(RemarkTarget::Article), |on| on.remark_target(annotation));
                if let Some(subject) = subject {
                    annotation.remarks.set(subject, after.clone());
                }
            }
        }
    }

    fn inverted(&self) -> Self {
        match self.clone() {
            Self::GoldItem { before, after } => Self::GoldItem { before: after, after: before },
            Self::Pending { before, after } => Self::Pending { before: after, after: before },
            Self::Rejected { before, after } => Self::Rejected { before: after, after: before },
            Self::Status { before, after } => Self::Status { before: after, after: before },
            Self::Remark { on, before, after } => Self::Remark { on, before: after, after: before },
        }
    }
}

/// Takes the old value out and puts the new one where reading order wants it. Equal places are ordered by id, so that
/// taking out and putting back restores the very same list.
fn replace<T: Listed<Id = String>>(list: &mut SpanList<T>, before: &Option<Box<T>>, after: &Option<Box<T>>) {
    if let Some(before) = before {
        list.remove(before.id().as_str());
    }
    if let Some(after) = after {
        list.insert(after.as_ref().clone());
    }
}
