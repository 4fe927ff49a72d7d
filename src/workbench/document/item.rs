//! Items: the lines of the side list.

use std::cmp::Reverse;

use crate::edit::ItemRef;
use crate::gold::{
    Body, GoldItem, Label, Layer, Listed, ReadingKey, Rejected, Remark, RemarkTarget, Remarks, Suggestion, Verdict,
};
use crate::text::Span;

/// The state of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// A suggestion without a verdict.
    Pending,
    /// A gold item, with its verdict.
    Decided(Verdict),
    /// A rejected suggestion.
    Rejected,
}

/// An entity or a quote frame on the page, whatever its state. The side list shows items in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The gold item or suggestion that it shows.
    pub at: ItemRef,
    /// An entity's span, or the hull of a quote's content.
    pub span: Span,
    /// An entity or a quote.
    pub layer: Layer,
    /// Its state.
    pub state: ItemState,
    /// The label of an entity; `None` for a quote.
    pub label: Option<Label>,
    /// True if it is flagged for discussion.
    pub flagged: bool,
    /// True if there is a note on it.
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

    pub(super) fn gold(gold: &GoldItem, remarks: &Remarks) -> Option<Self> {
        let remark = remarks.of(&gold.remark_target());
        Self::new(ItemRef::GoldItem(gold.id.clone()), &gold.body, ItemState::Decided(gold.verdict), &remark)
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
