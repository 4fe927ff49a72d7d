//! The filter of the list.

use crate::gold::{Label, Layer};
use crate::lang::{self, Lang, Wording};

use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::{Document, Item, ItemState};

/// Which items the list shows, and `Tab` and the arrows visit. By default it shows all; the page shows all items in any
/// case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only this layer.
    pub layer: Option<Layer>,
    /// Only entities with this label.
    pub label: Option<Label>,
    /// Only pending suggestions.
    pub pending: bool,
    /// No rejected suggestions.
    pub no_rejected: bool,
    /// Only items that are flagged for discussion.
    pub flagged: bool,
    /// Only items with a note.
    pub noted: bool,
}

/// A part of the filter that a key turns on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterBy {
    /// Only entities.
    Entities,
    /// Only quotes.
    Quotes,
    /// Only pending.
    Pending,
    /// Nothing rejected.
    NoRejected,
    /// Only flagged.
    Flagged,
    /// Only with a note.
    Noted,
    /// The whole filter off.
    Nothing,
}

impl Filter {
    /// True if it hides anything.
    #[must_use]
    pub fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// True if it shows an item.
    #[must_use]
    pub fn shows(&self, item: &Item) -> bool {
        self.layer.is_none_or(|wanted| wanted == item.layer)
            && self.label.as_ref().is_none_or(|wanted| item.label.as_ref() == Some(wanted))
            && !(self.pending && item.state != ItemState::Pending)
            && !(self.no_rejected && item.state == ItemState::Rejected)
            && (!self.flagged || item.flagged)
            && (!self.noted || item.noted)
    }

    /// Turns a part of it on, or off if it is on.
    pub(in crate::workbench) fn toggle(&mut self, by: FilterBy) {
        let layer = |layer, now: Option<Layer>| if now == Some(layer) { None } else { Some(layer) };
        match by {
            FilterBy::Entities => self.layer = layer(Layer::Entity, self.layer),
            FilterBy::Quotes => {
                self.layer = layer(Layer::Quote, self.layer);
                self.label = None;
            }
            FilterBy::Pending => self.pending = !self.pending,
            FilterBy::NoRejected => self.no_rejected = !self.no_rejected,
            FilterBy::Flagged => self.flagged = !self.flagged,
            FilterBy::Noted => self.noted = !self.noted,
            FilterBy::Nothing => *self = Self::default(),
        }
    }

    /// Shows only entities with this label, or all again if it did so already.
    pub(in crate::workbench) fn toggle_label(&mut self, label: Label) {
        self.label = Some(label).filter(|label| self.label.as_ref() != Some(label));
        if self.layer == Some(Layer::Quote) {
            self.layer = None;
        }
    }

    /// The filter in a few words: `ORG, pending`.
    #[must_use]
    pub fn description(&self, lang: Lang) -> String {
        let words = |words: Wording| words.get(lang).to_owned();
        let layer = match (self.layer, &self.label) {
            (_, Some(label)) => Some(lang::isolated(lang, label.as_str())),
            (Some(Layer::Entity), None) => Some(words(lang::ENTITIES)),
            (Some(Layer::Quote), None) => Some(words(lang::QUOTES)),
            (None, None) => None,
        };
        let state = match (self.pending, self.no_rejected) {
            (true, _) => Some(words(lang::PENDING)),
            (false, true) => Some(words(lang::NOT_REJECTED)),
            (false, false) => None,
        };
        let said = [(self.flagged, lang::FLAGGED), (self.noted, lang::WITH_A_NOTE)];
        let said = said.into_iter().filter(|(on, _)| *on).map(|(_, said)| words(said));
        let comma = if lang.is_rtl() { "، " } else { ", " };
        layer.into_iter().chain(state).chain(said).collect::<Vec<_>>().join(comma)
    }

    /// The index of the next wanted item after (or before) an index; after the last item comes the first one again.
    pub(in crate::workbench) fn next(
        &self,
        document: &Document,
        from: Option<usize>,
        direction: ReadingDirection,
        wanted: impl Fn(&Item) -> bool,
    ) -> Option<usize> {
        let items = document.items();
        let found = |index: &usize| items.get(*index).is_some_and(|item| self.shows(item) && wanted(item));
        // The items before the given one end at the index `before`, those after it begin at the index `after`.
        let (before, after) = match from {
            Some(index) => (index, index + 1),
            None if direction == ReadingDirection::Forward => (0, 0),
            None => (items.len(), items.len()),
        };
        match direction {
            ReadingDirection::Forward => (after..items.len()).chain(0..after.min(items.len())).find(found),
            ReadingDirection::Back => (0..before.min(items.len())).rev().chain((before..items.len()).rev()).find(found),
        }
    }
}
