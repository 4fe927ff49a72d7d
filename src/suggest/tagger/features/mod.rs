//! Features: which attributes of which tokens are joined.
//!
//! A feature is the joint hash of one to three attributes of tokens near the token in question. `table.rs` lists them.
//!
//! May use: `suggest/tagger/attributes`, `suggest/linear`.
//!
//! Must never know: weights, training, and where attributes come from.

mod table;

use std::sync::LazyLock;

use super::attributes::Attribute::{
    self, Elsewhere, GazetteerPlace, HeadBefore, HeadWord, RuleElsewhere, RuleEvidence, RuleType,
};
use super::attributes::{BORDER, COUNT, TokenAttributes};
use crate::suggest::linear::hash::{self, mix};
use table::{PAIRS, REVISION, SINGLES, TRIPLES, Term};

/// The largest distance, in tokens, of a feature's attributes from the token.
pub(super) const REACH: usize = 2;

/// The number of tokens that a feature of a token can use.
pub(super) const VIEWS: usize = 2 * REACH + 1;

/// A number that depends on the table. A model that was made for another table cannot be used.
pub(super) fn signature() -> u64 {
    let add = |hash, (by, attribute): &Term| mix(hash, (i64::from(*by) + 8).unsigned_abs() << 8 | *attribute as u64);
    let mut hash = REVISION;
    for a in SINGLES {
        hash = add(hash, a);
    }
    for (a, b) in PAIRS {
        hash = add(add(hash, a), b);
    }
    for (a, b, c) in TRIPLES {
        hash = add(add(add(hash, a), b), c);
    }
    hash::finish(hash)
}

/// An attribute of one of the tokens around a token: its index in their [`Window`].
type NearTerm = usize;

/// The attributes of the tokens around a token, one token after the other. The token itself is at the index [`REACH`].
type Window = [u32; VIEWS * COUNT];

/// Features that depend on one word alone: those of one attribute, and those of two. The number of each is first.
type WordFeatures = (Vec<(u64, Attribute)>, Vec<(u64, Attribute, Attribute)>);

/// The table, divided into features of one word alone and joint features. The number of each feature is first.
#[derive(Debug, Default)]
struct DividedTable {
    /// For each place from which a word is seen, the features that depend on the word alone.
    word: [WordFeatures; VIEWS],
    singles: Vec<(u64, NearTerm)>,
    pairs: Vec<(u64, NearTerm, NearTerm)>,
    triples: Vec<(u64, NearTerm, NearTerm, NearTerm)>,
}

static DIVIDED: LazyLock<DividedTable> = LazyLock::new(|| {
    let mut divided = DividedTable::default();
    let near = |(by, attribute): Term| (place(by), attribute);
    let mut number = 0;
    for a in SINGLES {
        number += 1;
        let a = near(*a);
        match divided.word.get_mut(a.0) {
            Some((singles, _)) if is_own(a.1) => singles.push((number, a.1)),
            _ => divided.singles.push((number, in_window(a))),
        }
    }
    for (a, b) in PAIRS {
        number += 1;
        let (a, b) = (near(*a), near(*b));
        match divided.word.get_mut(a.0) {
            Some((_, pairs)) if a.0 == b.0 && is_own(a.1) && is_own(b.1) => pairs.push((number, a.1, b.1)),
            _ => divided.pairs.push((number, in_window(a), in_window(b))),
        }
    }
    for (a, b, c) in TRIPLES {
        number += 1;
        let [a, b, c] = [a, b, c].map(|term| in_window(near(*term)));
        divided.triples.push((number, a, b, c));
    }
    divided
});

/// The index of an attribute in a window, from the index of its token.
const fn in_window((place, attribute): (usize, Attribute)) -> NearTerm {
    place * COUNT + attribute as usize
}

/// The index of a token at a distance, among the tokens around a token.
#[inline]
fn place(by: i8) -> usize {
    debug_assert!(usize::from(by.unsigned_abs()) <= REACH, "{by} is out of reach");
    usize::try_from(isize::from(by) + REACH as isize).unwrap_or(0)
}

/// True for an attribute of the word alone. The others depend on the names around it.
const fn is_own(attribute: Attribute) -> bool {
    !matches!(attribute, GazetteerPlace | RuleType | RuleEvidence | HeadBefore | HeadWord | Elsewhere | RuleElsewhere)
}

/// The hash of all attributes that [`for_each_word_feature`] uses; never 0.
#[inline]
pub(super) fn word_key(token: &TokenAttributes) -> u64 {
    let mut all = *token;
    for attribute in [GazetteerPlace, RuleType, RuleEvidence, HeadBefore, HeadWord, Elsewhere, RuleElsewhere] {
        if let Some(slot) = all.get_mut(attribute as usize) {
            *slot = 0;
        }
    }
    let (pairs, _) = all.as_chunks::<2>();
    pairs.iter().fold(1, |hash, [a, b]| mix(hash, u64::from(*a) << 32 | u64::from(*b))) | 1
}

/// Calls `found` with the features that depend on one word alone, as seen from a token near it. `view` is the distance from
/// that token to the word, plus [`REACH`].
#[inline]
pub(super) fn for_each_word_feature(token: &TokenAttributes, view: usize, mut found: impl FnMut(u64)) {
    let value = |attribute: Attribute| token.get(attribute as usize).copied().map_or(0, u64::from);
    let Some((singles, pairs)) = DIVIDED.word.get(view) else { return };
    for (number, a) in singles {
        let a = value(*a);
        if a != 0 {
            found(hash::finish(mix(*number, a)));
        }
    }
    for (number, a, b) in pairs {
        let (a, b) = (value(*a), value(*b));
        if a != 0 && b != 0 {
            found(hash::finish(mix(*number, a << 32 | b)));
        }
    }
}

/// Calls `found` with the joint features of the token at `at` of a line: those that [`for_each_word_feature`] does not give.
#[inline]
pub(super) fn for_each_joint_feature(line: &[TokenAttributes], at: usize, mut found: impl FnMut(u64)) {
    let mut window: Window = [0; VIEWS * COUNT];
    for (slots, token) in window.as_chunks_mut().0.iter_mut().zip(near(line, at)) {
        *slots = *token;
    }
    let value = |term: NearTerm| window.get(term).copied().map_or(0, u64::from);
    for (number, a) in &DIVIDED.singles {
        let a = value(*a);
        if a != 0 {
            found(hash::finish(mix(*number, a)));
        }
    }
    for (number, a, b) in &DIVIDED.pairs {
        let (a, b) = (value(*a), value(*b));
        if a != 0 && b != 0 {
            found(hash::finish(mix(*number, a << 32 | b)));
        }
    }
    for (number, a, b, c) in &DIVIDED.triples {
        let (a, b, c) = (value(*a), value(*b), value(*c));
        if a != 0 && b != 0 && c != 0 {
            found(hash::finish(mix(mix(*number, a << 32 | b), c)));
        }
    }
}

/// The attributes of the tokens around a token.
#[inline]
fn near(line: &[TokenAttributes], at: usize) -> [&TokenAttributes; VIEWS] {
    let mut near = [&BORDER; VIEWS];
    for (slot, place) in near.iter_mut().zip(at..) {
        // `place` is REACH too large, so that it is never negative.
        if let Some(token) = place.checked_sub(REACH).and_then(|place| line.get(place)) {
            *slot = token;
        }
    }
    near
}

/// Calls `found` with all features of the token at `at` of a line, in the order of the table.
#[inline]
pub(super) fn for_each_feature(line: &[TokenAttributes], at: usize, mut found: impl FnMut(u64)) {
    let near = near(line, at);
    let value = |(by, attribute): Term| {
        near.get(place(by)).and_then(|token| token.get(attribute as usize)).copied().map_or(0, u64::from)
    };
    let mut number = 0;
    for a in SINGLES {
        number += 1;
        let a = value(*a);
        if a != 0 {
            found(hash::finish(mix(number, a)));
        }
    }
    for (a, b) in PAIRS {
        number += 1;
        let (a, b) = (value(*a), value(*b));
        if a != 0 && b != 0 {
            found(hash::finish(mix(number, a << 32 | b)));
        }
    }
    for (a, b, c) in TRIPLES {
        number += 1;
        let (a, b, c) = (value(*a), value(*b), value(*c));
        if a != 0 && b != 0 && c != 0 {
            found(hash::finish(mix(mix(number, a << 32 | b), c)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_belongs_to_one_word_or_is_joint() {
        let mut random = hash::Random::new(5);
        let mut numbers: Vec<u32> = (0..40).flat_map(|n| [0, n, n + 90]).collect();
        let mut rows = Vec::new();
        for _ in 0..30 {
            random.shuffle(&mut numbers);
            let mut row = BORDER;
            row.iter_mut().zip(&numbers).for_each(|(slot, number)| *slot = *number);
            rows.push(row);
        }
        for at in 0..rows.len() {
            let (mut all, mut parts) = (Vec::new(), Vec::new());
            for_each_feature(&rows, at, |feature| all.push(feature));
            for_each_joint_feature(&rows, at, |feature| parts.push(feature));
            for (view, row) in near(&rows, at).into_iter().enumerate() {
                for_each_word_feature(row, view, |feature| parts.push(feature));
            }
            all.sort_unstable();
            parts.sort_unstable();
            assert_eq!(all, parts);
        }
    }

    #[test]
    fn words_with_equal_keys_have_equal_features() {
        let of = |row: &TokenAttributes| {
            let mut found = Vec::new();
            (0..=2 * REACH).for_each(|view| for_each_word_feature(row, view, |feature| found.push(feature)));
            found
        };
        for at in 0..BORDER.len() {
            let mut row = BORDER;
            row[at] += 77;
            assert_eq!(of(&row) == of(&BORDER), word_key(&row) == word_key(&BORDER), "{at}");
        }
    }
}
