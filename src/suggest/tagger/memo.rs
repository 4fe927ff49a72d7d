//! Sums of weights that depend on one word alone, kept from one place of the word to the next.
//!
//! More than half of the features of a token are about one word by itself: its letters, its clusters, what the lists say
//! of it. Their sums are looked up once for a word and each of the places from which it is seen, and then only added.
//! Integers are summed, so that the order does not matter: with or without the memo, the scores are the same.

use std::cell::RefCell;

use super::atoms::{BORDER, Row};
use super::features::{self, REACH};
use super::hash;
use super::model::Model;

/// Places from which a word is seen.
const VIEWS: usize = 2 * REACH + 1;

/// Words that are kept; a word that comes takes the slot of the one before it.
const SLOTS: usize = 1 << 13;

/// Sums of one model after the other, for the words met last.
#[derive(Debug, Default)]
struct Memo {
    /// The model's number; 0 for none.
    model: u64,
    /// The words' keys, by slot.
    keys: Vec<u64>,
    /// For each slot and view, a row of sums by tag.
    sums: Vec<i32>,
    hashes: Vec<u64>,
}

thread_local! {
    // One for each thread: nobody waits for another.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// The sums of a line's tokens by tag, one token after the other, into `sums`.
pub(super) fn line(model: &Model, rows: &[Row], sums: &mut Vec<i32>) {
    let width = model.labels.tags();
    sums.clear();
    sums.resize(rows.len() * width, 0);
    MEMO.with_borrow_mut(|memo| {
        memo.open(model, width);
        for at in 0..rows.len() + 2 * REACH {
            // Counted from REACH before the line, so that it does not fall below zero.
            let row = at.checked_sub(REACH).and_then(|at| rows.get(at)).unwrap_or(&BORDER);
            let views = memo.of(model, row, width);
            for (view, own) in views.chunks_exact(width).enumerate() {
                // From `view - REACH` before it: the token that sees this one there.
                let Some(place) = at.checked_sub(view) else { continue };
                let slots = sums.get_mut(place * width..(place + 1) * width).unwrap_or_default();
                slots.iter_mut().zip(own).for_each(|(slot, own)| *slot += own);
            }
        }
        for (at, own) in sums.chunks_exact_mut(width).enumerate() {
            memo.hashes.clear();
            features::joint(rows, at, |feature| memo.hashes.push(feature));
            model.add(&memo.hashes, own);
        }
    });
}

impl Memo {
    /// Forgets what another model said.
    fn open(&mut self, model: &Model, width: usize) {
        if self.model != model.number {
            self.model = model.number;
            self.keys.clear();
            self.keys.resize(SLOTS, 0);
            self.sums.clear();
            self.sums.resize(SLOTS * VIEWS * width, 0);
        }
    }

    /// The sums of a word, view after view.
    fn of(&mut self, model: &Model, row: &Row, width: usize) -> &[i32] {
        let key = features::alone_key(row);
        let slot = usize::try_from(hash::finish(key)).unwrap_or(usize::MAX) % SLOTS;
        let size = VIEWS * width;
        let range = slot * size..(slot + 1) * size;
        if let (Some(known), Some(sums)) = (self.keys.get_mut(slot), self.sums.get_mut(range.clone()))
            && *known != key
        {
            *known = key;
            sums.fill(0);
            for (view, own) in sums.chunks_exact_mut(width).enumerate() {
                self.hashes.clear();
                features::alone(row, view, |feature| self.hashes.push(feature));
                model.add(&self.hashes, own);
            }
        }
        self.sums.get(range).unwrap_or_default()
    }
}
