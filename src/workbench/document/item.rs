//! A line of the side list.

use std::cmp::Reverse;

use crate::edit::ItemRef;
use crate::gold::{
    Body, GoldItem, Label, Layer, Listed, ReadingKey, Rejected, Remark, RemarkTarget, Remarks, Suggestion, Verdict,
};
use crate::text::Span;

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// A suggestion without a verdict.
    Pending,
    /// A mark.
    Decided(Verdict),
    /// A refused suggestion.
    Rejected,
}

/// A line of the side list: something in the text, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub at: ItemRef,
    /// Where: an entity's span, or the hull of a quote's content.
    pub span: Span,
    /// An entity or a quote.
    pub layer: Layer,
    /// How it stands.
    pub state: ItemState,
    /// An entity's label; a quote has none.
    pub label: Option<Label>,
    /// Is it to be discussed?
    pub flagged: bool,
    /// Is there a note on it?
    pub noted: bool,
}

impl Item {
    /// `None` only for a frame without content.
    fn new(at: ItemRef, body: &Body, state: ItemState, remark: &Remark) -> Option<Self> {
        let label = match body {
            Body::Entity { label, .. } => Some(label.clone()),
            Body::Quote(_) => None,
        };
        let (flagged, noted) = (remark.flagged(), remark.note.is_some());
        Some(Self { at, span: body.span()?, layer: body.layer(), state, label, flagged, noted })
    }

    pub(super) fn mark(mark: &GoldItem, remarks: &Remarks) -> Option<Self> {
        let remark = remarks.of(&mark.remark_target());
        Self::new(ItemRef::GoldItem(mark.id.clone()), &mark.body, ItemState::Decided(mark.verdict), &remark)
    }

    pub(super) fn pending(suggestion: &Suggestion, remarks: &Remarks) -> Option<Self> {
        let remark = remarks.of(&RemarkTarget::Suggestion(suggestion.id.clone()));
        Self::new(ItemRef::Pending(suggestion.id.clone()), &suggestion.body, ItemState::Pending, &remark)
    }

    pub(super) fn rejected(Rejected { suggestion, .. }: &Rejected, remarks: &Remarks) -> Option<Self> {
        let remark = remarks.of(&RemarkTarget::Suggestion(suggestion.id.clone()));
        Self::new(ItemRef::Rejected(suggestion.id.clone()), &suggestion.body, ItemState::Rejected, &remark)
    }
}

impl Listed for Item {
    type Id = ItemRef;

    fn id(&self) -> &ItemRef {
        &self.at
    }

    fn place(&self) -> ReadingKey {
        (self.span.start(), Reverse(self.span.end()), self.layer)
    }
}
