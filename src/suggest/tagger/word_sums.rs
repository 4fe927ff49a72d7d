//! A cache of sums of weights that depend on one word alone.
//!
//! More than half of a token's features depend on one word: its letters, its clusters, its word classes. Their sum is
//! computed once for each word and each place from which the word is seen. Sums are integers, so the order of additions does
//! not matter: the scores are the same with and without the cache.

use std::cell::RefCell;

use super::attributes::{BORDER, TokenAttributes};
use super::features::{self, REACH, VIEWS};
use super::model::Model;
use crate::suggest::linear::hash;

/// The number of words that are kept.
const SLOTS: usize = GROUPS * GROUP;

/// The hash of a word chooses its group.
const GROUPS: usize = 1 << 12;

/// The words of a group. A new word replaces the oldest one.
const GROUP: usize = 4;

/// The sums of one model for the last words. Another model replaces them.
#[derive(Debug, Default)]
struct WordSums {
    /// The number of the model; 0 for none.
    model: u64,
    /// The key of the word in each slot, one group after the other.
    keys: Vec<u64>,
    /// The oldest word of each group: its place in the group.
    oldest: Vec<u8>,
    /// The sums by tag, for each slot and view.
    sums: Vec<i32>,
    hashes: Vec<u64>,
}

thread_local! {
    // One for each thread, so that no thread waits for another.
    static WORD_SUMS: RefCell<WordSums> = RefCell::default();
}

/// Writes the sums of a line's tokens by tag, one token after the other, into `sums`.
pub(super) fn sum_line(model: &Model, rows: &[TokenAttributes], sums: &mut Vec<i32>) {
    let width = model.labels.tags();
    sums.clear();
    sums.resize(rows.len() * width, 0);
    WORD_SUMS.with_borrow_mut(|word_sums| {
        word_sums.open(model, width);
        for at in 0..rows.len() + 2 * REACH {
            // `at` is counted from REACH before the line, so that it is never negative.
            let row = at.checked_sub(REACH).and_then(|at| rows.get(at)).unwrap_or(&BORDER);
            let views = word_sums.sums_of(model, row, width);
            for (view, own) in views.chunks_exact(width).enumerate() {
                // The token that sees this word at the distance `view - REACH`.
                let Some(place) = at.checked_sub(view) else { continue };
                let slots = sums.get_mut(place * width..(place + 1) * width).unwrap_or_default();
                slots.iter_mut().zip(own).for_each(|(slot, own)| *slot += own);
            }
        }
        for (at, own) in sums.chunks_exact_mut(width).enumerate() {
            word_sums.hashes.clear();
            let hashes = &mut word_sums.hashes;
            features::for_each_joint_feature(rows, at, |feature| push_if_known(model, feature, hashes));
            model.add_weights(&word_sums.hashes, own);
        }
    });
}

/// Adds a feature to a list, unless the model certainly has no weights for it.
#[inline]
fn push_if_known(model: &Model, feature: u64, features: &mut Vec<u64>) {
    if model.may_have_weights(feature) {
        features.push(feature);
    }
}

impl WordSums {
    /// Removes the sums of another model.
    fn open(&mut self, model: &Model, width: usize) {
        if self.model != model.number {
            self.model = model.number;
            self.keys.clear();
            self.keys.resize(SLOTS, 0);
            self.oldest.clear();
            self.oldest.resize(GROUPS, 0);
            self.sums.clear();
            self.sums.resize(SLOTS * VIEWS * width, 0);
        }
    }

    /// The sums of a word, one view after the other.
    fn sums_of(&mut self, model: &Model, row: &TokenAttributes, width: usize) -> &[i32] {
        let key = features::word_key(row);
        let (slot, is_known) = self.slot_of(key);
        let size = VIEWS * width;
        let range = slot * size..(slot + 1) * size;
        if let (Some(sums), false) = (self.sums.get_mut(range.clone()), is_known) {
            sums.fill(0);
            for (view, own) in sums.chunks_exact_mut(width).enumerate() {
                self.hashes.clear();
                features::for_each_word_feature(row, view, |feature| push_if_known(model, feature, &mut self.hashes));
                model.add_weights(&self.hashes, own);
            }
        }
        self.sums.get(range).unwrap_or_default()
    }

    /// The slot of a word, and whether its sums are there. If they are not, the word takes the slot of the oldest one.
    fn slot_of(&mut self, key: u64) -> (usize, bool) {
        let group = usize::try_from(hash::finish(key)).unwrap_or(usize::MAX) % GROUPS;
        let first = group * GROUP;
        let (Some(keys), Some(oldest)) = (self.keys.get_mut(first..first + GROUP), self.oldest.get_mut(group)) else {
            return (first, false);
        };
        if let Some(place) = keys.iter().position(|known| *known == key) {
            return (first + place, true);
        }
        let place = usize::from(*oldest) % GROUP;
        if let Some(slot) = keys.get_mut(place) {
            *slot = key;
        }
        *oldest = oldest.wrapping_add(1);
        (first + place, false)
    }
}
