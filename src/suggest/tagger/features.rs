//! Which facts of which tokens make a feature: one table.
//!
//! A feature is the joint hash of one to three atoms at fixed places around a token. To add a feature is to add a line.

use super::atoms::{Atom, BORDER, Row};
use super::hash::{self, mix};

/// What a group of features is about. Groups can be left out in training, to see what each brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Words and pairs of words.
    Words,
    /// First and last letters.
    Affixes,
    /// Stems without proclitics, shapes.
    Stems,
    /// Head nouns, titles and other lists of words.
    Triggers,
    /// Names of the gazetteers, frequencies.
    Gazetteers,
    /// What the rules suggest.
    Rules,
    /// Word clusters.
    Clusters,
}

impl Group {
    /// All groups, in the order in which the documentation adds them up.
    pub const ALL: [Self; 7] =
        [Self::Words, Self::Affixes, Self::Stems, Self::Triggers, Self::Gazetteers, Self::Rules, Self::Clusters];
}

/// One atom at a place: how many tokens from the one in question, and which.
type Part = (i8, Atom);

use Atom::*;
use Group as G;

/// Features of one atom.
const SINGLES: &[(Group, Part)] = &[
    (G::Words, (-2, Word)),
    (G::Words, (-1, Word)),
    (G::Words, (0, Word)),
    (G::Words, (1, Word)),
    (G::Words, (2, Word)),
    (G::Affixes, (0, First1)),
    (G::Affixes, (0, First2)),
    (G::Affixes, (0, First3)),
    (G::Affixes, (0, First4)),
    (G::Affixes, (0, Last1)),
    (G::Affixes, (0, Last2)),
    (G::Affixes, (0, Last3)),
    (G::Affixes, (0, Last4)),
    (G::Affixes, (-1, First1)),
    (G::Affixes, (-1, First2)),
    (G::Affixes, (-1, First3)),
    (G::Affixes, (-1, First4)),
    (G::Affixes, (-1, Last1)),
    (G::Affixes, (-1, Last2)),
    (G::Affixes, (-1, Last3)),
    (G::Affixes, (-1, Last4)),
    (G::Affixes, (1, First1)),
    (G::Affixes, (1, First2)),
    (G::Affixes, (1, First3)),
    (G::Affixes, (1, First4)),
    (G::Affixes, (1, Last1)),
    (G::Affixes, (1, Last2)),
    (G::Affixes, (1, Last3)),
    (G::Affixes, (1, Last4)),
    (G::Stems, (-1, Stem)),
    (G::Stems, (0, Stem)),
    (G::Stems, (1, Stem)),
    (G::Stems, (-1, Shape)),
    (G::Stems, (0, Shape)),
    (G::Stems, (1, Shape)),
    (G::Triggers, (-2, Role)),
    (G::Triggers, (-1, Role)),
    (G::Triggers, (0, Role)),
    (G::Triggers, (1, Role)),
    (G::Triggers, (2, Role)),
    (G::Triggers, (-1, RoleRest)),
    (G::Triggers, (0, RoleRest)),
    (G::Triggers, (1, RoleRest)),
    (G::Gazetteers, (-1, Listed)),
    (G::Gazetteers, (0, Listed)),
    (G::Gazetteers, (1, Listed)),
    (G::Gazetteers, (0, ListedRest)),
    (G::Gazetteers, (-1, Row)),
    (G::Gazetteers, (0, Row)),
    (G::Gazetteers, (1, Row)),
    (G::Gazetteers, (-1, Rank)),
    (G::Gazetteers, (0, Rank)),
    (G::Gazetteers, (1, Rank)),
    (G::Gazetteers, (0, RankRest)),
    (G::Gazetteers, (-1, Look)),
    (G::Gazetteers, (0, Look)),
    (G::Gazetteers, (1, Look)),
    (G::Rules, (-1, Rule)),
    (G::Rules, (0, Rule)),
    (G::Rules, (1, Rule)),
    (G::Rules, (-1, Evidence)),
    (G::Rules, (0, Evidence)),
    (G::Rules, (1, Evidence)),
    (G::Clusters, (-2, Cluster64)),
    (G::Clusters, (-1, Cluster64)),
    (G::Clusters, (0, Cluster64)),
    (G::Clusters, (1, Cluster64)),
    (G::Clusters, (2, Cluster64)),
    (G::Clusters, (-2, Cluster256)),
    (G::Clusters, (-1, Cluster256)),
    (G::Clusters, (0, Cluster256)),
    (G::Clusters, (1, Cluster256)),
    (G::Clusters, (2, Cluster256)),
    (G::Clusters, (-1, Cluster1000)),
    (G::Clusters, (0, Cluster1000)),
    (G::Clusters, (1, Cluster1000)),
];

/// Features of two atoms.
const PAIRS: &[(Group, Part, Part)] = &[
    (G::Words, (-1, Word), (0, Word)),
    (G::Words, (0, Word), (1, Word)),
    (G::Words, (-2, Word), (-1, Word)),
    (G::Words, (1, Word), (2, Word)),
    (G::Stems, (-1, Stem), (0, Stem)),
    (G::Stems, (0, Stem), (1, Stem)),
    (G::Stems, (-1, Shape), (0, Shape)),
    (G::Affixes, (-1, Last2), (0, Last2)),
    (G::Affixes, (0, First2), (0, Last2)),
    (G::Affixes, (-1, Word), (0, First2)),
    (G::Affixes, (-1, Word), (0, Last2)),
    (G::Triggers, (-2, Role), (-1, Role)),
    (G::Triggers, (-1, Role), (0, Last2)),
    (G::Triggers, (-1, Role), (0, Role)),
    (G::Triggers, (0, Role), (1, Role)),
    (G::Gazetteers, (-1, Listed), (0, Listed)),
    (G::Gazetteers, (0, Listed), (1, Listed)),
    (G::Gazetteers, (-1, Look), (0, Look)),
    (G::Gazetteers, (0, Look), (1, Look)),
    (G::Gazetteers, (-1, Word), (0, Look)),
    (G::Gazetteers, (-1, Role), (0, Listed)),
    (G::Gazetteers, (-1, Word), (0, Row)),
    (G::Gazetteers, (0, Row), (1, Word)),
    (G::Rules, (-1, Rule), (0, Rule)),
    (G::Rules, (0, Rule), (1, Rule)),
    (G::Rules, (0, Evidence), (1, Evidence)),
    (G::Rules, (0, Rule), (0, Word)),
    (G::Rules, (0, Evidence), (1, Shape)),
    (G::Clusters, (-1, Cluster64), (0, Cluster64)),
    (G::Clusters, (0, Cluster64), (1, Cluster64)),
    (G::Clusters, (-1, Cluster256), (0, Cluster256)),
    (G::Clusters, (0, Cluster256), (1, Cluster256)),
    (G::Clusters, (-2, Cluster64), (-1, Cluster64)),
    (G::Clusters, (-1, Cluster256), (0, Look)),
    (G::Clusters, (-1, Cluster256), (0, Last2)),
    (G::Clusters, (-1, Cluster256), (0, Rule)),
];

/// Features of three atoms.
const TRIPLES: &[(Group, Part, Part, Part)] = &[
    (G::Stems, (-1, Shape), (0, Shape), (1, Shape)),
    (G::Clusters, (-1, Cluster64), (0, Cluster64), (1, Cluster64)),
    (G::Rules, (-1, Rule), (0, Rule), (1, Rule)),
    (G::Gazetteers, (-1, Look), (0, Look), (1, Look)),
    (G::Triggers, (-1, Role), (0, Look), (1, Role)),
];

/// To be raised when atoms or the features of the second pass change their meaning.
const REVISION: u64 = 1;

/// How far from the token a feature looks.
const REACH: usize = 2;

/// Which groups are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groups(u32);

impl Default for Groups {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Groups {
    /// Without one group.
    #[must_use]
    pub const fn without(self, group: Group) -> Self {
        Self(self.0 & !(1 << group as u32))
    }

    const fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u32) != 0
    }
}

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

/// Calls `found` with the hash of every feature of the token at `at` of a line.
#[inline]
pub(super) fn each(line: &[Row], at: usize, groups: Groups, mut found: impl FnMut(u64)) {
    let mut near = [&BORDER; 2 * REACH + 1];
    for (slot, place) in near.iter_mut().zip(at..) {
        // `place` is REACH too far on, so that it cannot fall below zero.
        if let Some(row) = place.checked_sub(REACH).and_then(|place| line.get(place)) {
            *slot = row;
        }
    }
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
