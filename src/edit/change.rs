//! An edit holds the values of what it changes, before and after.

use crate::gold::{
    Annotation, GoldItem, Listed, Rejected, Relation, Remark, RemarkTarget, SpanList, Status, Suggestion,
};

use super::edit_kind::EditKind;

/// The id of one item of an annotation, and the list that the item is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemRef {
    /// A gold item: an entity or a quote frame after a verdict.
    GoldItem(String),
    /// A suggestion without a verdict.
    Pending(String),
    /// A rejected suggestion.
    Rejected(String),
}

impl ItemRef {
    /// The target of a remark on this item. `None` if the annotation has no such gold item.
    #[must_use]
    pub fn remark_target(&self, annotation: &Annotation) -> Option<RemarkTarget> {
        match self {
            Self::GoldItem(id) => annotation.gold_item(id).map(GoldItem::remark_target),
            Self::Pending(id) | Self::Rejected(id) => Some(RemarkTarget::Suggestion(id.clone())),
        }
    }
}

/// The values of one item before and after. `None` means that the item does not exist.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A gold item was added, removed or changed.
    GoldItem {
        /// The value before.
        before: Option<Box<GoldItem>>,
        /// The value after.
        after: Option<Box<GoldItem>>,
    },
    /// A suggestion left the pending list or came back to it.
    Pending {
        /// The value before.
        before: Option<Box<Suggestion>>,
        /// The value after.
        after: Option<Box<Suggestion>>,
    },
    /// A suggestion was rejected, or is no longer rejected.
    Rejected {
        /// The value before.
        before: Option<Box<Rejected>>,
        /// The value after.
        after: Option<Box<Rejected>>,
    },
    /// A relation was added, removed or changed.
    Relation {
        /// The value before.
        before: Option<Box<Relation>>,
        /// The value after.
        after: Option<Box<Relation>>,
    },
    /// The status of the article changed.
    Status {
        /// The status before.
        before: Status,
        /// The status after.
        after: Status,
    },
    /// The note or the flags of an item or of the article changed.
    Remark {
        /// The item. `None` means the article.
        on: Option<ItemRef>,
        /// The remark before.
        before: Remark,
        /// The remark after.
        after: Remark,
    },
}

/// A change to an annotation: one step of undo.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The kind of the edit.
    pub kind: EditKind,
    /// The changes, in the order in which they are applied.
    pub changes: Vec<Change>,
}

impl Edit {
    /// Applies the changes to an annotation.
    pub fn apply(&self, annotation: &mut Annotation) {
        for change in &self.changes {
            change.apply(annotation);
        }
    }

    /// Returns the edit that undoes this one.
    #[must_use]
    pub fn inverted(&self) -> Self {
        Self { kind: self.kind.clone(), changes: self.changes.iter().rev().map(Change::inverted).collect() }
    }

    /// Returns the item that should have the focus after the edit: the last item that it adds or changes, or else the
    /// last one that it moves to another list. `None` if nothing of that kind is left.
    #[must_use]
    pub fn touched(&self) -> Option<ItemRef> {
        self.changes.iter().rev().find_map(|change| match change {
            Change::GoldItem { after: Some(item), .. } => Some(ItemRef::GoldItem(item.id.clone())),
            Change::Pending { after: Some(suggestion), .. } => Some(ItemRef::Pending(suggestion.id.clone())),
            Change::Rejected { after: Some(rejected), .. } => Some(ItemRef::Rejected(rejected.suggestion.id.clone())),
            Change::Remark { on: Some(on), .. } if !self.removes(on) => Some(on.clone()),
            Change::Relation { before, after } => {
                let end =
                    after.as_ref().or(before.as_ref()).map(|relation| ItemRef::GoldItem(relation.from.clone()))?;
                // The relations of a removed item go with it. Then the edit is about the item.
                let is_about_items = self.changes.iter().any(|change| matches!(change, Change::GoldItem { .. }));
                (!is_about_items).then_some(end)
            }
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
            Self::Relation { before, after } => {
                if let Some(before) = before {
                    annotation.relations.remove(&before.id);
                }
                if let Some(after) = after {
                    annotation.relations.insert(after.as_ref().clone());
                }
            }
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
            Self::Relation { before, after } => Self::Relation { before: after, after: before },
            Self::Status { before, after } => Self::Status { before: after, after: before },
            Self::Remark { on, before, after } => Self::Remark { on, before: after, after: before },
        }
    }
}

/// Removes the old value from the list and inserts the new one. The list keeps reading order and sorts equal places by
/// id, so removing a value and inserting it again gives the same list.
fn replace<T: Listed<Id = String>>(list: &mut SpanList<T>, before: &Option<Box<T>>, after: &Option<Box<T>>) {
    if let Some(before) = before {
        list.remove(before.id().as_str());
    }
    if let Some(after) = after {
        list.insert(after.as_ref().clone());
    }
}
