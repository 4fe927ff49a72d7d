//! What the rest of the article says of a token: features of the second pass, made from the tags of the first.
//!
//! A name is often clear in one place (الرئيس فلان الفلاني) and not in another (الفلاني). For each word, without what may
//! be proclitics, the tags that it got elsewhere are counted; so are whole names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::atoms::{Atom, Row};
use super::hash::{self, mix};
use super::tags::{self, NONE, Tag, TaggedSpan};

/// A hasher of what is a hash already.
#[derive(Debug, Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = hash::finish(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map with hashes as keys.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Same>>;

/// A name has at most so many tokens to be looked for again.
const LONGEST: usize = 8;

/// What an article's first pass says, word by word.
#[derive(Debug)]
pub(super) struct Votes {
    labels: usize,
    /// How often a stem had each tag; a row of numbers for each stem.
    counts: Vec<u32>,
    of_stem: Map<u32, u32>,
    /// For each token, the row of its stem.
    rows: Vec<u32>,
    /// The tags of the first pass.
    tags: Vec<Tag>,
    /// For each token, the label and place in a name that stands elsewhere, too; 0 for none.
    again: Vec<u32>,
}

impl Votes {
    /// Counts an article's tags.
    pub(super) fn new(atoms: &[Row], tags: Vec<Tag>, labels: usize) -> Self {
        let width = tags::count(labels);
        let mut votes = Self {
            labels,
            counts: Vec::new(),
            of_stem: Map::default(),
            rows: Vec::with_capacity(tags.len()),
            again: vec![0; tags.len()],
            tags,
        };
        for (row, tag) in atoms.iter().zip(&votes.tags) {
            let next = u32::try_from(votes.counts.len() / width).unwrap_or(u32::MAX);
            let index = *votes.of_stem.entry(stem(row)).or_insert(next);
            if index == next {
                votes.counts.resize(votes.counts.len() + width, 0);
            }
            if let Some(count) = votes.counts.get_mut(index as usize * width + tag) {
                *count += 1;
            }
            votes.rows.push(index);
        }
        votes.find_again(atoms);
        votes
    }

    /// Marks the names that stand elsewhere, too.
    fn find_again(&mut self, atoms: &[Row]) {
        let mut names: Map<u64, Vec<u32>> = Map::default();
        let mut begins: Map<u32, usize> = Map::default();
        let own = tags::stretches(&self.tags);
        for found in own.iter().filter(|found| found.to - found.from <= LONGEST) {
            let Some(first) = atoms.get(found.from) else { continue };
            let longest = begins.entry(stem(first)).or_default();
            *longest = (*longest).max(found.to - found.from);
            let counts = names.entry(named(atoms, found.from, found.to)).or_insert_with(|| vec![0; self.labels]);
            if let Some(count) = counts.get_mut(found.label) {
                *count += 1;
            }
        }
        let mut own = own.into_iter().peekable();
        let mut at = 0;
        while at < atoms.len() {
            while own.next_if(|found| found.from < at).is_some() {}
            let longest = atoms.get(at).and_then(|row| begins.get(&stem(row))).copied().unwrap_or(0);
            let here = own.peek().copied().filter(|found| found.from == at);
            let elsewhere = |to: usize| {
                let counts = names.get(&named(atoms, at, to))?;
                let minus = |label: usize| u32::from(here == Some(TaggedSpan { from: at, to, label }));
                let left = counts.iter().enumerate().map(|(label, count)| (count - minus(label).min(*count), label));
                left.max_by_key(|(count, label)| (*count, std::cmp::Reverse(*label))).filter(|(count, _)| *count > 0)
            };
            let found = (1..=longest).rev().find_map(|length| elsewhere(at + length).map(|(_, label)| (length, label)));
            let Some((length, label)) = found.filter(|(length, _)| at + length <= atoms.len()) else {
                at += 1;
                continue;
            };
            for (index, slot) in self.again.iter_mut().skip(at).take(length).enumerate() {
                let place = usize::from(index == 0) | usize::from(length > 1) << 1;
                *slot = u32::try_from(1 + (label << 2 | place)).unwrap_or(0);
            }
            at += length;
        }
    }

    /// What the stem's other places say: the commonest tag and how sure, the commonest label and how sure; 0 for nothing.
    fn elsewhere(&self, at: usize) -> (u64, u64) {
        let width = tags::count(self.labels);
        let Some(row) = self.rows.get(at).map(|row| *row as usize * width) else { return (0, 0) };
        let own = self.tags.get(at).copied().unwrap_or(NONE);
        let count = |tag: Tag| {
            let count = self.counts.get(row + tag).copied().unwrap_or(0);
            u64::from(count).saturating_sub(u64::from(tag == own))
        };
        let mut all = 0;
        let mut top = (0, NONE);
        let mut entity = (0, 0);
        for label in 0..self.labels {
            let (begin, inside) = (count(tags::begin(label)), count(tags::inside(label)));
            for (count, tag) in [(begin, tags::begin(label)), (inside, tags::inside(label))] {
                top = top.max((count, tag));
            }
            entity = entity.max((begin + inside, label));
            all += begin + inside;
        }
        let none = count(NONE);
        all += none;
        if all == 0 {
            return (0, 0);
        }
        if none >= top.0 {
            top = (none, NONE);
        }
        let tag = 1 + (top.1 as u64) * 4 + all.min(4) - 1;
        let share = match entity.0 * 12 / all {
            0..=3 => 0,
            4..=6 => 1,
            7..=11 => 2,
            _ => 3,
        };
        let label = if entity.0 == 0 { 0 } else { 1 + (entity.1 as u64) * 16 + share * 4 + entity.0.min(4) - 1 };
        (tag, label)
    }

    /// Calls `found` with the hash of every feature of a token. `from..to` is its line.
    pub(super) fn each(&self, at: usize, line: std::ops::Range<usize>, mut found: impl FnMut(u64)) {
        let inside = |by: isize| at.checked_add_signed(by).filter(|place| line.contains(place));
        let again = |by: isize| inside(by).and_then(|place| self.again.get(place)).map_or(0, |again| u64::from(*again));
        let (tag, label) = self.elsewhere(at);
        let before = inside(-1).map_or((0, 0), |place| self.elsewhere(place));
        let behind = inside(1).map_or((0, 0), |place| self.elsewhere(place));
        let mut add = |template: u64, a: u64, b: u64| found(hash::finish(mix(mix(1000 + template, a), b)));
        if tag > 0 {
            add(5, tag, 0);
        }
        if label > 0 {
            add(7, label, 0);
        }
        if before.1 > 0 {
            add(10, before.1, 0);
            add(11, before.1, label);
        }
        if behind.1 > 0 {
            add(12, behind.1, 0);
            add(13, behind.1, label);
        }
        if again(0) > 0 {
            add(14, again(0), 0);
            add(15, again(0), label);
        }
        if again(1) > 0 {
            add(16, again(1), 0);
        }
        if again(-1) > 0 {
            add(17, again(-1), 0);
        }
    }
}

fn stem(row: &Row) -> u32 {
    row.get(Atom::Stem as usize).copied().filter(|stem| *stem != 0).or(row.first().copied()).unwrap_or(0)
}

/// The hash of a row of stems.
fn named(atoms: &[Row], from: usize, to: usize) -> u64 {
    hash::finish(atoms.iter().take(to).skip(from).fold(5, |hash, row| mix(hash, u64::from(stem(row)))))
}
