//! What is known of each token, as numbers: the facts that features are made of.
//!
//! An atom is a hash of one fact (the word, its last two letters, what the gazetteers say), 0 where there is none. The
//! table in `features/table.rs` joins atoms of neighbouring tokens into features.

use crate::suggest::entity::{Candidate, nationality};
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{WordReading, Words};

use super::clusters::Clusters;
use super::hash::{self, mix, short};

macro_rules! atoms {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The kinds of facts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Atom { $($(#[$doc])* $name,)* }
        /// How many kinds there are.
        pub(super) const KINDS: usize = [$(Atom::$name),*].len();
    };
}

atoms! {
    /// The folded word, digits made alike.
    Word,
    /// Without what may be proclitics and the article.
    Stem,
    /// The first letter.
    First1,
    /// The first two.
    First2,
    /// The first three.
    First3,
    /// The first four.
    First4,
    /// The last letter.
    Last1,
    /// The last two.
    Last2,
    /// The last three.
    Last3,
    /// The last four.
    Last4,
    /// What it is made of, and how long.
    Shape,
    /// Its cluster of 64.
    Cluster64,
    /// Its cluster of 256.
    Cluster256,
    /// Its cluster of 1000.
    Cluster1000,
    /// What the gazetteers say of the whole word.
    Listed,
    /// What they say of the rest behind a proclitic.
    ListedRest,
    /// Its place in the longest name of the gazetteers that covers it.
    Row,
    /// What the word may be by the lists of head nouns, titles and so on.
    Role,
    /// What the rest behind a proclitic may be.
    RoleRest,
    /// How common it is, and how often part of names.
    Rank,
    /// Likewise, the rest behind a proclitic.
    RankRest,
    /// How it looks as part of a person's name; whether it is definite, or a nationality.
    Look,
    /// What the rules say: label and whether it begins.
    Rule,
    /// Why the rules say so.
    Evidence,
}

/// The atoms of one token.
pub(super) type Row = [u32; KINDS];

/// What stands before the first and behind the last token of a line.
pub(super) const BORDER: Row = {
    let mut row = [0; KINDS];
    row[Atom::Word as usize] = 1;
    row[Atom::Stem as usize] = 1;
    row[Atom::Shape as usize] = 1;
    row[Atom::Rule as usize] = 1;
    row
};

/// The atoms of every token of an article.
pub(super) fn of(words: &Words<'_>, rules: &[Candidate]) -> Vec<Row> {
    let tokens = words.tokens();
    let mut rows: Vec<Row> = (0..tokens.len()).map(|at| row(words, at)).collect();
    let mut set = |at: usize, atom: Atom, value: u32| {
        if let Some(slot) = rows.get_mut(at).and_then(|row| row.get_mut(atom as usize)) {
            *slot = value;
        }
    };
    for rule in rules {
        for at in rule.from..rule.to {
            let first = u64::from(at == rule.from);
            set(at, Atom::Rule, numbered(rule.tag as u64 * 2 + first));
            set(at, Atom::Evidence, numbered(rule.evidence as u64 * 2 + first));
        }
    }
    let mut at = 0;
    while at < tokens.len() {
        let found = words.longest_name(at, |entry| entry.is_place() || entry.is_body() || entry.is_misc());
        let Some(found) = found else {
            at += 1;
            continue;
        };
        for inside in at..found.to {
            let place =
                u64::from(inside == at) | u64::from(found.to - at > 1) << 1 | u64::from(found.proclitic > 0) << 2;
            set(inside, Atom::Row, numbered(listed(found.entry) << 3 | place));
        }
        at = found.to;
    }
    rows
}

/// A small number as an atom.
fn numbered(value: u64) -> u32 {
    short(mix(7, value))
}

/// What the gazetteers say, without counts.
fn listed(entry: GazetteerEntry) -> u64 {
    let bits = [
        entry.is_known_place(),
        entry.is_country(),
        entry.is_city(),
        entry.is_place(),
        entry.is_body(),
        entry.is_misc(),
        entry.is_unit(),
    ];
    bits.into_iter().fold(0, |all, bit| all << 1 | u64::from(bit))
}

fn row(words: &Words<'_>, at: usize) -> Row {
    let tokens = words.tokens();
    let mut row = [0; KINDS];
    let mut set = |atom: Atom, value: u32| {
        if let Some(slot) = row.get_mut(atom as usize) {
            *slot = value;
        }
    };
    let kind = tokens.kind(at);
    match kind {
        TokenKind::Punctuation(c) => {
            set(Atom::Word, short(mix(3, u64::from(u32::from(c)))));
            set(Atom::Shape, numbered(1));
            return row;
        }
        TokenKind::QuotationMark => {
            set(Atom::Word, short(4));
            set(Atom::Shape, numbered(2));
            return row;
        }
        TokenKind::LineEnd => return BORDER,
        TokenKind::Word | TokenKind::Foreign | TokenKind::Number => {}
    }
    let folded = tokens.folded(at);
    let (letters, count) = letters(folded);
    let letters = letters.get(..count).unwrap_or_default();
    let whole = hash::word(letters.iter().copied());
    set(Atom::Word, short(whole));
    set(Atom::Shape, numbered(shape(tokens, at, kind, letters)));
    if kind == TokenKind::Number {
        return row;
    }
    let mut first = 11;
    for (letter, atom) in letters.iter().zip([Atom::First1, Atom::First2, Atom::First3, Atom::First4]) {
        first = mix(first, u64::from(u32::from(*letter)));
        set(atom, short(first));
    }
    let mut last = 12;
    for (letter, atom) in letters.iter().rev().zip([Atom::Last1, Atom::Last2, Atom::Last3, Atom::Last4]) {
        last = mix(last, u64::from(u32::from(*letter)));
        set(atom, short(last));
    }
    let stem = stem(letters);
    let stemmed = hash::word(stem.iter().copied());
    set(Atom::Stem, short(stemmed));
    if kind == TokenKind::Foreign {
        return row;
    }
    let clusters = Clusters::builtin();
    if let Some([small, middle, large]) = clusters.of(whole).or_else(|| clusters.of(stemmed)) {
        set(Atom::Cluster64, numbered(u64::from(small)));
        set(Atom::Cluster256, numbered(u64::from(middle)));
        set(Atom::Cluster1000, numbered(u64::from(large)));
    }
    let mut readings = words.readings(at).iter();
    if let Some(known) = readings.next() {
        let look = words.name_strength(at, known) as u64;
        let definite = u64::from(words.is_definite(at, known.proclitic));
        set(Atom::Look, numbered(look << 2 | definite << 1 | u64::from(nationality(words, at))));
        of_reading(known, [Atom::Listed, Atom::Role, Atom::Rank], 0, &mut set);
    }
    // Of the readings behind a proclitic the one that is known best.
    let worth = |known: &&WordReading| {
        let is = words.may_have_proclitic(at, known);
        (is, listed(known.entry), known.statistics().is_some(), std::cmp::Reverse(known.proclitic))
    };
    if let Some(known) = readings.max_by_key(worth) {
        let real = 1 + u64::from(words.may_have_proclitic(at, known));
        of_reading(known, [Atom::ListedRest, Atom::RoleRest, Atom::RankRest], real, &mut set);
    }
    row
}

fn of_reading(known: &WordReading, atoms: [Atom; 3], salt: u64, set: &mut impl FnMut(Atom, u32)) {
    let [entry, role, rank] = atoms;
    let bits = listed(known.entry);
    if bits > 0 {
        let counts = known.entry.given().min(6) << 3 | known.entry.family().min(6);
        set(entry, numbered(bits << 8 | counts << 2 | salt));
    }
    if known.roles != Roles::default() {
        set(role, numbered(u64::from(known.roles.bits()) << 2 | salt));
    }
    let common = known.statistics().map_or(0, |rank| {
        ((1 + rank.rank_bits() / 2) << 8) | ((rank.person_percent() / 13) << 4) | (rank.place_percent() / 13)
    });
    set(rank, numbered(common << 2 | salt));
}

/// A word's letters, at most 24, digits made alike.
fn letters(folded: &str) -> ([char; 24], usize) {
    let mut letters = ['\0'; 24];
    let mut count = 0;
    for (slot, c) in letters.iter_mut().zip(folded.chars()) {
        *slot = if c.is_ascii_digit() { '0' } else { c };
        count += 1;
    }
    (letters, count)
}

/// What is left without what may be و or ف, then ب, ل or ك, then ال: three letters at least.
pub(super) fn stem(letters: &[char]) -> &[char] {
    let mut rest = letters;
    let mut take = |wanted: &[&[char]]| {
        for start in wanted {
            if let Some(shorter) = rest.strip_prefix(*start).filter(|shorter| shorter.len() >= 3) {
                rest = shorter;
                return;
            }
        }
    };
    take(&[&['و'], &['ف']]);
    take(&[&['ب'], &['ل', 'ل'], &['ل'], &['ك']]);
    take(&[&['ا', 'ل']]);
    rest
}

fn shape(tokens: &Tokens<'_>, at: usize, kind: TokenKind, letters: &[char]) -> u64 {
    let glued = |at: usize| u64::from(tokens.get(at).is_some_and(|token| token.glued));
    let kind = match kind {
        TokenKind::Number => 3,
        TokenKind::Foreign => 4,
        _ => 5,
    };
    (kind << 8) | (letters.len().min(8) as u64) << 4 | glued(at) << 1 | glued(at + 1)
}
