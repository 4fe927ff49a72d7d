//! The differences between annotators in an open article: how many there are, and the next one by class.

use std::collections::BTreeSet;

use crate::edit::ItemRef;
use crate::gold::merge::{class_of, difference_of};
use crate::gold::{Listed, ReadingKey, Suggestion};
use crate::workbench::direction::ReadingDirection;

use super::Document;

/// The place of a suggestion in the order of classes.
type ClassKey<'a> = (&'a str, ReadingKey, &'a str);

fn class_key(suggestion: &Suggestion) -> ClassKey<'_> {
    (class_of(suggestion).unwrap_or_default(), suggestion.place(), &suggestion.id)
}

impl Document {
    /// The number of differences without a verdict, and of all.
    #[must_use]
    pub fn differences(&self) -> (usize, usize) {
        let open: BTreeSet<&str> = self.annotation.pending.iter().filter_map(difference_of).collect();
        (open.len(), self.differences.max(open.len()))
    }

    /// Counts all differences, decided or not.
    pub(super) fn count_differences(&mut self) {
        let pending = self.annotation.pending.iter();
        let rejected = self.annotation.rejected.iter().map(|one| &one.suggestion);
        let gold = self.annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
        let names: BTreeSet<&str> = pending.chain(rejected).chain(gold).filter_map(difference_of).collect();
        self.differences = names.len();
    }

    /// As [`Document::pending_from`], but the differences of one class come after each other.
    pub(in crate::workbench) fn pending_by_class_from(
        &self,
        index: Option<usize>,
        direction: ReadingDirection,
    ) -> Option<ItemRef> {
        let from = index.and_then(|index| self.items.get(index)).and_then(|item| self.body(&item.at)?.1).map(class_key);
        let pending = || self.annotation.pending.iter();
        let first = |a: &&Suggestion, b: &&Suggestion| class_key(a).cmp(&class_key(b));
        let next = match direction {
            ReadingDirection::Forward => pending()
                .filter(|one| from.is_none_or(|from| class_key(one) > from))
                .min_by(first)
                .or_else(|| pending().min_by(first)),
            ReadingDirection::Back => pending()
                .filter(|one| from.is_none_or(|from| class_key(one) < from))
                .max_by(first)
                .or_else(|| pending().max_by(first)),
        };
        next.map(|suggestion| ItemRef::Pending(suggestion.id.clone()))
    }
}
