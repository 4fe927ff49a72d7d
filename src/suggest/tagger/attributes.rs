//! Token attributes: numbers that describe a token. Features are made of them.
//!
//! An attribute is the hash of one fact (the word, its last two letters, its gazetteer entry), or 0 if there is none. The
//! table in `features/table.rs` joins attributes of neighbouring tokens into features.

use std::cell::RefCell;

use crate::suggest::candidate::Candidate;
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::recent_words::RecentWords;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{WordReading, Words};

use crate::suggest::linear::clusters::Clusters;
use crate::suggest::linear::hash::{self, mix, to_attribute};

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The attributes. Models depend on their order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Attribute { $($(#[$doc])* $name,)* }
        /// The number of attributes.
        pub(super) const COUNT: usize = [$(Attribute::$name),*].len();
    };
}

attributes! {
    /// The folded word, with 0 for every digit.
    Word,
    /// The word without what may be proclitics and the article.
    Stem,
    /// The first letter.
    First1,
    /// The first two letters.
    First2,
    /// The first three letters.
    First3,
    /// The first four letters.
    First4,
    /// The last letter.
    Last1,
    /// The last two letters.
    Last2,
    /// The last three letters.
    Last3,
    /// The last four letters.
    Last4,
    /// The kind of token, its length, and whether white space is around it.
    Shape,
    /// The word's cluster of 64.
    Cluster64,
    /// The word's cluster of 256.
    Cluster256,
    /// The word's cluster of 1000.
    Cluster1000,
    /// The gazetteer entry of the undivided word.
    Gazetteer,
    /// The gazetteer entry of the rest after a proclitic.
    GazetteerRest,
    /// The token's place in the longest name of the gazetteers that covers it.
    GazetteerPlace,
    /// The word classes of the undivided word: head nouns, titles and so on.
    Role,
    /// The word classes of the rest after a proclitic.
    RoleRest,
    /// The frequency of the undivided word, and the share of its uses in names.
    Frequency,
    /// The same for the rest after a proclitic.
    FrequencyRest,
    /// The strength of the word as a part of a person's name, with two flags: definite, nationality.
    NameStrength,
    /// The entity type that the rules found, and whether the entity begins here.
    RuleType,
    /// The evidence of the rules.
    RuleEvidence,
    /// The class of the nearest head noun or title before the token in its phrase, and the distance.
    HeadBefore,
    /// The word of that head noun.
    HeadWord,
    /// The neighbours of the other occurrences of the word's stem in the article: after a title, before a name, and so on.
    Elsewhere,
    /// The entity type that the rules found most often for the other occurrences of the stem, and the place in the entity.
    RuleElsewhere,
}

/// The attributes of one token.
pub(super) type TokenAttributes = [u32; COUNT];

/// The attributes of the places before the first and after the last token of a line.
pub(super) const BORDER: TokenAttributes = {
    let mut row = [0; COUNT];
    row[Attribute::Word as usize] = 1;
    row[Attribute::Stem as usize] = 1;
    row[Attribute::Shape as usize] = 1;
    row[Attribute::RuleType as usize] = 1;
    row
};

/// The attributes of every token of an article.
pub(super) fn describe_tokens(words: &Words<'_>, rules: &[Candidate]) -> Vec<TokenAttributes> {
    let tokens = words.tokens();
    let mut rows: Vec<TokenAttributes> = (0..tokens.len()).map(|at| describe(words, at)).collect();
    let mut set = |at: usize, attribute: Attribute, value: u32| {
        if let Some(slot) = rows.get_mut(at).and_then(|row| row.get_mut(attribute as usize)) {
            *slot = value;
        }
    };
    for rule in rules {
        for at in rule.tokens.from..rule.tokens.to {
            let first = u64::from(at == rule.tokens.from);
            set(at, Attribute::RuleType, numbered(rule.entity_type as u64 * 2 + first));
            set(at, Attribute::RuleEvidence, numbered(rule.evidence as u64 * 2 + first));
        }
    }
    let mut at = 0;
    while at < tokens.len() {
        let found = words
            .longest_name(at, |entry| entry.is_place() || entry.is_body() || entry.is_misc() || entry.lists() != 0);
        let Some(found) = found else {
            at += 1;
            continue;
        };
        for inside in at..found.to {
            let place =
                u64::from(inside == at) | u64::from(found.to - at > 1) << 1 | u64::from(found.proclitic > 0) << 2;
            set(inside, Attribute::GazetteerPlace, numbered(name_kinds(found.entry) << 3 | place));
        }
        at = found.to;
    }
    rows
}

/// A small number as an attribute.
pub(super) fn numbered(value: u64) -> u32 {
    to_attribute(mix(7, value))
}

/// The kinds of name of a gazetteer entry, one bit each.
fn name_kinds(entry: GazetteerEntry) -> u64 {
    let bits = [
        entry.is_known_place(),
        entry.is_country(),
        entry.is_city(),
        entry.is_place(),
        entry.is_body(),
        entry.is_misc(),
        entry.is_unit(),
    ];
    bits.into_iter().fold(entry.lists(), |all, bit| all << 1 | u64::from(bit))
}

/// A thread keeps the attributes of at least so many words, and of at most twice as many.
const CAPACITY: usize = 1 << 12;

thread_local! {
    // One for each thread, so that no thread waits for another.
    static KNOWN_WORDS: RefCell<RecentWords<TokenAttributes>> = RefCell::new(RecentWords::new(CAPACITY));
}

fn set_attribute(row: &mut TokenAttributes, attribute: Attribute, value: u32) {
    if let Some(slot) = row.get_mut(attribute as usize) {
        *slot = value;
    }
}

/// The attributes of one token, without those that depend on its neighbours.
fn describe(words: &Words<'_>, at: usize) -> TokenAttributes {
    let tokens = words.tokens();
    let mut row = [0; COUNT];
    let mut set = |attribute: Attribute, value: u32| set_attribute(&mut row, attribute, value);
    let kind = tokens.kind(at);
    match kind {
        TokenKind::Punctuation(c) => {
            set(Attribute::Word, to_attribute(mix(3, u64::from(u32::from(c)))));
            set(Attribute::Shape, numbered(1));
            return row;
        }
        TokenKind::QuotationMark => {
            set(Attribute::Word, to_attribute(4));
            set(Attribute::Shape, numbered(2));
            return row;
        }
        TokenKind::LineEnd => return BORDER,
        TokenKind::Word | TokenKind::Foreign | TokenKind::Number => {}
    }
    let folded = tokens.folded(at);
    row = if kind == TokenKind::Word {
        KNOWN_WORDS.with_borrow_mut(|known| known.look_up(folded, |_| describe_word(words, at, kind)))
    } else {
        describe_word(words, at, kind)
    };
    set_attribute(&mut row, Attribute::Shape, numbered(shape(tokens, at, kind)));
    if let Some(reading) = words.readings(at).first() {
        let look = words.name_strength(at, reading) as u64;
        let definite = u64::from(words.is_definite(at, reading.proclitic));
        let nationality = u64::from(words.is_nationality(at));
        set_attribute(&mut row, Attribute::NameStrength, numbered(look << 2 | definite << 1 | nationality));
    }
    row
}

/// The attributes of a word or number that are the same wherever it stands.
fn describe_word(words: &Words<'_>, at: usize, kind: TokenKind) -> TokenAttributes {
    let mut row = [0; COUNT];
    let mut set = |attribute: Attribute, value: u32| set_attribute(&mut row, attribute, value);
    let (letters, count) = letters(words.tokens().folded(at));
    let letters = letters.get(..count).unwrap_or_default();
    let whole = hash::hash_word(letters.iter().copied());
    set(Attribute::Word, to_attribute(whole));
    if kind == TokenKind::Number {
        return row;
    }
    let mut first = 11;
    for (letter, attribute) in
        letters.iter().zip([Attribute::First1, Attribute::First2, Attribute::First3, Attribute::First4])
    {
        first = mix(first, u64::from(u32::from(*letter)));
        set(attribute, to_attribute(first));
    }
    let mut last = 12;
    for (letter, attribute) in
        letters.iter().rev().zip([Attribute::Last1, Attribute::Last2, Attribute::Last3, Attribute::Last4])
    {
        last = mix(last, u64::from(u32::from(*letter)));
        set(attribute, to_attribute(last));
    }
    let stem = stem(letters);
    let stemmed = hash::hash_word(stem.iter().copied());
    set(Attribute::Stem, to_attribute(stemmed));
    if kind == TokenKind::Foreign {
        return row;
    }
    let clusters = Clusters::builtin();
    if let Some([small, middle, large]) = clusters.find(whole).or_else(|| clusters.find(stemmed)) {
        set(Attribute::Cluster64, numbered(u64::from(small)));
        set(Attribute::Cluster256, numbered(u64::from(middle)));
        set(Attribute::Cluster1000, numbered(u64::from(large)));
    }
    let mut readings = words.readings(at).iter();
    if let Some(reading) = readings.next() {
        describe_reading(reading, [Attribute::Gazetteer, Attribute::Role, Attribute::Frequency], 0, &mut set);
    }
    // The best known one of the readings after a proclitic.
    let worth = |reading: &&WordReading| {
        let is = words.may_have_proclitic(at, reading);
        (is, name_kinds(reading.entry), reading.statistics().is_some(), std::cmp::Reverse(reading.proclitic))
    };
    if let Some(reading) = readings.max_by_key(worth) {
        let real = 1 + u64::from(words.may_have_proclitic(at, reading));
        describe_reading(
            reading,
            [Attribute::GazetteerRest, Attribute::RoleRest, Attribute::FrequencyRest],
            real,
            &mut set,
        );
    }
    row
}

/// Sets the attributes of a reading: its entry, word classes and frequency.
fn describe_reading(
    reading: &WordReading,
    attributes: [Attribute; 3],
    salt: u64,
    set: &mut impl FnMut(Attribute, u32),
) {
    let [entry, role, frequency] = attributes;
    let bits = name_kinds(reading.entry);
    if bits > 0 {
        let counts = reading.entry.given().min(6) << 3 | reading.entry.family().min(6);
        set(entry, numbered(bits << 8 | counts << 2 | salt));
    }
    if reading.roles != Roles::default() {
        set(role, numbered(u64::from(reading.roles.bits()) << 2 | salt));
    }
    let common = reading.statistics().map_or(0, |word| {
        ((1 + word.rank_bits() / 2) << 8) | ((word.person_percent() / 13) << 4) | (word.place_percent() / 13)
    });
    set(frequency, numbered(common << 2 | salt));
}

/// The first 24 letters of a word, with 0 for every digit, and their number.
fn letters(folded: &str) -> ([char; 24], usize) {
    let mut letters = ['\0'; 24];
    let mut count = 0;
    for (slot, c) in letters.iter_mut().zip(folded.chars()) {
        *slot = if c.is_ascii_digit() { '0' } else { c };
        count += 1;
    }
    (letters, count)
}

/// The word without what may be و or ف, then ب, ل or ك, then ال. At least three letters remain.
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

/// The kind of a token, its length, and whether white space is around it.
fn shape(tokens: &Tokens<'_>, at: usize, kind: TokenKind) -> u64 {
    let glued = |at: usize| u64::from(tokens.get(at).is_some_and(|token| token.glued));
    let kind = match kind {
        TokenKind::Number => 3,
        TokenKind::Foreign => 4,
        _ => 5,
    };
    (kind << 8) | (tokens.folded(at).chars().take(8).count() as u64) << 4 | glued(at) << 1 | glued(at + 1)
}
