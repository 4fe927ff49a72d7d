//! Which suggestions have been on the screen.

use super::{Document, ItemState};
use crate::edit::ItemRef;
use crate::gold::{Layer, Suggestion};
use crate::text::Span;

impl Document {
    /// Records that the items on the screen of `height` lines have been shown.
    pub(in crate::workbench) fn record_shown(&mut self, height: usize) {
        let shown = self.shown(height);
        let pending = self.items.overlapping(shown).filter(|item| item.state == ItemState::Pending);
        for item in pending {
            if let ItemRef::Pending(id) = &item.at
                && !self.suggesting.seen.contains(id)
            {
                self.suggesting.seen.insert(id.clone());
            }
        }
    }

    /// True if the suggestion has been on the screen.
    #[must_use]
    pub fn was_shown(&self, id: &str) -> bool {
        self.suggesting.seen.contains(id)
    }

    /// How many of these pending suggestions have never been on the screen.
    #[must_use]
    pub fn never_shown(&self, items: &[ItemRef]) -> usize {
        items.iter().filter(|item| matches!(item, ItemRef::Pending(id) if !self.was_shown(id))).count()
    }

    /// Records that a verdict touched an item: the eye is there.
    pub(in crate::workbench) fn record_decided(&mut self, touched: Option<&ItemRef>) {
        if touched.is_some() {
            self.last_decided = touched.cloned();
        }
    }

    /// The span of the entity that was decided last, if it is before the focused pending suggestion.
    pub(in crate::workbench) fn decided_before_focus(&self) -> Option<Span> {
        let focused = self.focused().filter(|item| item.state == ItemState::Pending)?;
        let decided = self.items.find(self.last_decided.as_ref()?)?;
        (decided.layer == Layer::Entity && decided.span.end() <= focused.span.start()).then_some(decided.span)
    }

    /// True if the suggestion has been on the screen, which keeps it pending until it gets a verdict.
    pub(super) fn is_kept(&self, suggestion: &Suggestion) -> bool {
        self.was_shown(&suggestion.id) || self.is_held(suggestion)
    }
}
