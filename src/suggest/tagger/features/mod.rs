//! Which facts of which tokens make a feature: one table.
//!
//! A feature is the joint hash of one to three atoms at fixed places around a token. To add a feature is to add a line.

mod group;
mod table;

pub use group::{Group, Groups};

use std::sync::LazyLock;

use super::atoms::{
    self,
    Atom::{self, Evidence, Row, Rule},
    BORDER,
};
use super::hash::{self, mix};
use table::{PAIRS, Part, REVISION, SINGLES, TRIPLES};

/// How far from the token a feature looks.
pub(super) const REACH: usize = 2;

/// A number that changes when the features do: models made for other features are of no use.
pub(super) fn signature() -> u64 {
    let part = |hash, (by, atom): &Part| mix(hash, (i64::from(*by) + 8).unsigned_abs() << 8 | *atom as u64);
    let mut hash = REVISION;
    for (_, a) in SINGLES {
        hash = part(hash, a);
    }
    for (_, a, b) in PAIRS {
        hash = part(part(hash, a), b);
    }
    for (_, a, b, c) in TRIPLES {
        hash = part(part(part(hash, a), b), c);
    }
    hash::finish(hash)
}

/// Where an atom stands among the rows around a token.
type Place = (usize, Atom);

/// Features of one word by itself: of one atom, and of two.
type Alone = (Vec<(u64, Atom)>, Vec<(u64, Atom, Atom)>);

/// Features as numbers of templates and places, divided by what they depend on.
#[derive(Debug, Default)]
struct Parted {
    /// For each view, those of one word by itself, of one atom or of two.
    alone: [Alone; 2 * REACH + 1],
    /// The others.
    singles: Vec<(u64, Place)>,
    pairs: Vec<(u64, Place, Place)>,
    triples: Vec<(u64, Place, Place, Place)>,
}

static PARTED: LazyLock<Parted> = LazyLock::new(|| {
    let mut parted = Parted::default();
    let place = |(by, atom): Part| (usize::try_from(isize::from(by) + REACH as isize).unwrap_or(0), atom);
    let mut template = 0;
    for (_, a) in SINGLES {
        template += 1;
        let a = place(*a);
        match parted.alone.get_mut(a.0) {
            Some((alone, _)) if is_own(a.1) => alone.push((template, a.1)),
            _ => parted.singles.push((template, a)),
        }
    }
    for (_, a, b) in PAIRS {
        template += 1;
        let (a, b) = (place(*a), place(*b));
        match parted.alone.get_mut(a.0) {
            Some((_, alone)) if a.0 == b.0 && is_own(a.1) && is_own(b.1) => alone.push((template, a.1, b.1)),
            _ => parted.pairs.push((template, a, b)),
        }
    }
    for (_, a, b, c) in TRIPLES {
        template += 1;
        parted.triples.push((template, place(*a), place(*b), place(*c)));
    }
    parted
});

/// Is it a fact about the word by itself? The others are about the names around it.
const fn is_own(atom: Atom) -> bool {
    !matches!(atom, Row | Rule | Evidence)
}

/// The hash of all that [`alone`] depends on; never zero.
#[inline]
pub(super) fn alone_key(row: &atoms::Row) -> u64 {
    let mut all = *row;
    for atom in [Row, Rule, Evidence] {
        if let Some(slot) = all.get_mut(atom as usize) {
            *slot = 0;
        }
    }
    let (pairs, _) = all.as_chunks::<2>();
    pairs.iter().fold(1, |hash, [a, b]| mix(hash, u64::from(*a) << 32 | u64::from(*b))) | 1
}

/// Calls `found` with the features that depend on one word alone, seen from one of the places around it: `view` is how
/// far it stands behind the token in question, plus [`REACH`].
#[inline]
pub(super) fn alone(row: &atoms::Row, view: usize, mut found: impl FnMut(u64)) {
    let atom = |atom: Atom| row.get(atom as usize).copied().map_or(0, u64::from);
    let Some((singles, pairs)) = PARTED.alone.get(view) else { return };
    for (template, a) in singles {
        let a = atom(*a);
        if a != 0 {
            found(hash::finish(mix(*template, a)));
        }
    }
    for (template, a, b) in pairs {
        let (a, b) = (atom(*a), atom(*b));
        if a != 0 && b != 0 {
            found(hash::finish(mix(*template, a << 32 | b)));
        }
    }
}

/// Calls `found` with the features of the token at `at` of a line that are not [`alone`]'s.
#[inline]
pub(super) fn joint(line: &[atoms::Row], at: usize, mut found: impl FnMut(u64)) {
    let near = near(line, at);
    let atom =
        |(place, atom): Place| near.get(place).and_then(|row| row.get(atom as usize)).copied().map_or(0, u64::from);
    for (template, a) in &PARTED.singles {
        let a = atom(*a);
        if a != 0 {
            found(hash::finish(mix(*template, a)));
        }
    }
    for (template, a, b) in &PARTED.pairs {
        let (a, b) = (atom(*a), atom(*b));
        if a != 0 && b != 0 {
            found(hash::finish(mix(*template, a << 32 | b)));
        }
    }
    for (template, a, b, c) in &PARTED.triples {
        let (a, b, c) = (atom(*a), atom(*b), atom(*c));
        if a != 0 && b != 0 && c != 0 {
            found(hash::finish(mix(mix(*template, a << 32 | b), c)));
        }
    }
}

/// The rows around a token.
#[inline]
fn near(line: &[atoms::Row], at: usize) -> [&atoms::Row; 2 * REACH + 1] {
    let mut near = [&BORDER; 2 * REACH + 1];
    for (slot, place) in near.iter_mut().zip(at..) {
        // `place` is REACH too far on, so that it cannot fall below zero.
        if let Some(row) = place.checked_sub(REACH).and_then(|place| line.get(place)) {
            *slot = row;
        }
    }
    near
}

/// Calls `found` with the hash of every feature of the token at `at` of a line.
#[inline]
pub(super) fn each(line: &[atoms::Row], at: usize, groups: Groups, mut found: impl FnMut(u64)) {
    let near = near(line, at);
    let atom = |(by, atom): Part| {
        let place = usize::try_from(isize::from(by) + REACH as isize).unwrap_or(0);
        near.get(place).and_then(|row| row.get(atom as usize)).copied().map_or(0, u64::from)
    };
    let mut template = 0;
    for (group, a) in SINGLES {
        template += 1;
        let a = atom(*a);
        if a != 0 && groups.has(*group) {
            found(hash::finish(mix(template, a)));
        }
    }
    for (group, a, b) in PAIRS {
        template += 1;
        let (a, b) = (atom(*a), atom(*b));
        if a != 0 && b != 0 && groups.has(*group) {
            found(hash::finish(mix(template, a << 32 | b)));
        }
    }
    for (group, a, b, c) in TRIPLES {
        template += 1;
        let (a, b, c) = (atom(*a), atom(*b), atom(*c));
        if a != 0 && b != 0 && c != 0 && groups.has(*group) {
            found(hash::finish(mix(mix(template, a << 32 | b), c)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_of_one_word_alone_or_joint() {
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
            each(&rows, at, Groups::default(), |feature| all.push(feature));
            joint(&rows, at, |feature| parts.push(feature));
            for (view, row) in near(&rows, at).into_iter().enumerate() {
                alone(row, view, |feature| parts.push(feature));
            }
            all.sort_unstable();
            parts.sort_unstable();
            assert_eq!(all, parts);
        }
    }

    #[test]
    fn the_key_of_a_word_holds_what_its_features_hold() {
        let of = |row: &atoms::Row| {
            let mut found = Vec::new();
            (0..=2 * REACH).for_each(|view| alone(row, view, |feature| found.push(feature)));
            found
        };
        for at in 0..BORDER.len() {
            let mut row = BORDER;
            row[at] += 77;
            assert_eq!(of(&row) == of(&BORDER), alone_key(&row) == alone_key(&BORDER), "{at}");
        }
    }
}
