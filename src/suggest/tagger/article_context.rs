//! Attributes that depend on more than the token: the head noun before it in its phrase, and the same word elsewhere in the
//! article.
//!
//! A name that is clear in one sentence helps in another, where only a part of it stands (Chieu and Ng 2003: Named Entity
//! Recognition with a Maximum Entropy Approach). Every occurrence of a word is described by all *other* occurrences.

use crate::suggest::candidate::Candidate;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::{NameStrength, Words};

use super::attributes::{Attribute, TokenAttributes, numbered};
use crate::suggest::linear::hash::{self, HashKeyMap};

/// The classes of head nouns, titles and announcing words. If a word is in several, the first counts.
const HEADS: [Roles; 8] = [
    Roles::BODY_DEFINITE,
    Roles::BODY_WEAK,
    Roles::BODY,
    Roles::FACILITY,
    Roles::NATURE,
    Roles::OUTSIDE,
    Roles::TITLE,
    Roles::WORK,
];

/// The largest distance from a head noun that is told apart.
const MAX_DISTANCE: usize = 6;

/// The number of neighbourhoods that are counted for a word.
const NEIGHBOURHOODS: usize = 8;

/// The number of places that a token can have in what the rules found, by type: alone, first, last, in the middle.
const PLACES: usize = 4;

/// The number of types and places.
const NUMBERS: usize = 6 * PLACES;

/// Sets the attributes of all tokens. The other attributes are set already.
pub(super) fn add(words: &Words<'_>, rules: &[Candidate], rows: &mut [TokenAttributes]) {
    add_heads(words, rows);
    add_neighbourhoods(words, rows);
    add_rules_elsewhere(words, rules, rows);
}

fn set(rows: &mut [TokenAttributes], at: usize, attribute: Attribute, value: u32) {
    if let Some(slot) = rows.get_mut(at).and_then(|row| row.get_mut(attribute as usize)) {
        *slot = value;
    }
}

/// The hash of a token's stem.
fn stem_of(rows: &[TokenAttributes], at: usize) -> u32 {
    rows.get(at).and_then(|row| row.get(Attribute::Stem as usize)).copied().unwrap_or(0)
}

/// The key of a token's stem in a map.
fn key_of(rows: &[TokenAttributes], at: usize) -> u64 {
    hash::finish(u64::from(stem_of(rows, at)))
}

/// Sets the nearest head noun before each token of its phrase.
fn add_heads(words: &Words<'_>, rows: &mut [TokenAttributes]) {
    let tokens = words.tokens();
    // The token, its class, and its word.
    let mut head: Option<(usize, u64, u32)> = None;
    for at in 0..tokens.len() {
        let kind = tokens.kind(at);
        let ends_phrase = match kind {
            TokenKind::LineEnd => true,
            TokenKind::Punctuation(c) => !matches!(c, '-' | '\'' | '('),
            TokenKind::QuotationMark | TokenKind::Foreign | TokenKind::Number => false,
            TokenKind::Word => words.has_role(at, Roles::STOP) || tokens.is_preposition(at),
        };
        if ends_phrase {
            head = None;
        } else if let Some((from, class, word)) = head {
            let distance = (at - from).min(MAX_DISTANCE) as u64;
            set(rows, at, Attribute::HeadBefore, numbered(1 << 20 | class << 4 | distance));
            set(rows, at, Attribute::HeadWord, word);
        }
        if kind == TokenKind::Word {
            let class = (1..).zip(HEADS).find(|(_, role)| words.find_role(at, *role).is_some());
            if let Some((class, _)) = class {
                head = Some((at, class, stem_of(rows, at)));
            }
        }
    }
}

/// Sets the neighbours of the other occurrences of each token's stem in the article.
fn add_neighbourhoods(words: &Words<'_>, rows: &mut [TokenAttributes]) {
    let tokens = words.tokens();
    let mut counts: HashKeyMap<[u32; NEIGHBOURHOODS]> = HashKeyMap::default();
    let own: Vec<[bool; NEIGHBOURHOODS]> = (0..tokens.len()).map(|at| neighbourhoods(words, at)).collect();
    let is_word = |at: &usize| tokens.kind(*at) == TokenKind::Word;
    for at in (0..tokens.len()).filter(is_word) {
        let counts = counts.entry(key_of(rows, at)).or_default();
        let own = own.get(at).copied().unwrap_or_default();
        counts.iter_mut().zip(own).for_each(|(count, own)| *count += u32::from(own));
    }
    for at in (0..tokens.len()).filter(is_word) {
        let Some(counts) = counts.get(&key_of(rows, at)) else { continue };
        let own = own.get(at).copied().unwrap_or_default();
        let elsewhere = counts.iter().zip(own).map(|(count, own)| u64::from(*count > u32::from(own)));
        let bits = elsewhere.fold(0, |all, bit| all << 1 | bit);
        if bits != 0 {
            set(rows, at, Attribute::Elsewhere, numbered(1 << 21 | bits));
        }
    }
}

/// Flags for the neighbours of a token. True if the token before it is a title, a head noun of organisations, a head noun of
/// places, a verb of saying, a preposition of place, a name; if the token after it is a name; if a quotation mark is before it.
fn neighbourhoods(words: &Words<'_>, at: usize) -> [bool; NEIGHBOURHOODS] {
    let tokens = words.tokens();
    let before = at.checked_sub(1);
    let is_behind = |role| before.is_some_and(|before| words.find_role(before, role).is_some());
    let is_name = |at: usize| {
        words.readings(at).first().is_some_and(|reading| words.name_strength(at, reading) >= NameStrength::Medium)
    };
    [
        is_behind(Roles::TITLE),
        is_behind(Roles::BODY.union(Roles::BODY_WEAK)),
        is_behind(Roles::OUTSIDE.union(Roles::FACILITY)),
        is_behind(Roles::SAY),
        is_behind(Roles::BEFORE_PLACE) || tokens.folded(at).starts_with('ب'),
        before.is_some_and(is_name),
        is_name(at + 1),
        before.is_some_and(|before| tokens.kind(before) == TokenKind::QuotationMark),
    ]
}

/// Sets the entity type and place that the rules found most often for the other occurrences of each token's stem.
fn add_rules_elsewhere(words: &Words<'_>, rules: &[Candidate], rows: &mut [TokenAttributes]) {
    let tokens = words.tokens();
    let mut counts: HashKeyMap<[u32; NUMBERS]> = HashKeyMap::default();
    let mut own: Vec<Option<usize>> = vec![None; tokens.len()];
    for rule in rules {
        let range = rule.tokens.from..rule.tokens.to;
        for at in range.clone().filter(|at| tokens.kind(*at) == TokenKind::Word) {
            let place = match (at == range.start, at + 1 == range.end) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            let number = rule.entity_type as usize * PLACES + place;
            let count = counts.entry(key_of(rows, at)).or_default().get_mut(number);
            debug_assert!(count.is_some(), "{:?} has a number", rule.entity_type);
            if let (Some(count), Some(own)) = (count, own.get_mut(at)) {
                *count += 1;
                *own = Some(number);
            }
        }
    }
    if counts.is_empty() {
        return;
    }
    for at in (0..tokens.len()).filter(|at| tokens.kind(*at) == TokenKind::Word) {
        let Some(counts) = counts.get(&key_of(rows, at)) else { continue };
        let own = own.get(at).copied().flatten();
        let others = (0..).zip(counts).map(|(number, count)| (*count - u32::from(own == Some(number)), number));
        // A part of a longer name says more than the word alone.
        let best =
            others.filter(|(count, _)| *count > 0).max_by_key(|(count, number)| (*count, number % PLACES > 0, *number));
        if let Some((_, number)) = best {
            set(rows, at, Attribute::RuleElsewhere, numbered(1 << 22 | number as u64));
        }
    }
}
