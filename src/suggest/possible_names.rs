//! Words that may be a name although no suggester proposes them.

use std::ops::Range;

use crate::suggest::candidate::EntityType;
use crate::text::{Span, Text, paragraph_at};
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{NameStrength, WordReading, Words};

/// A name has at most this many words here.
const LONGEST: usize = 5;
/// At most this many bytes before and after a range are read with it.
const REACH: usize = 4096;

/// Words that may be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PossibleName {
    /// The words, without proclitics.
    pub span: Span,
    /// The name of the label that such a name has most often.
    pub label: &'static str,
}

/// Finds words that may be a name, in a part of a text: a head noun with the words that belong to it, and words that are
/// in no dictionary. They are far too many to suggest, but whoever looks for a missing name finds it among them. In
/// reading order; they do not overlap.
///
/// ```
/// use tawsim::suggest::possible_names;
/// use tawsim::text::Text;
/// let text = Text::new("فاز نادي صقور الساحل أمس");
/// let names = possible_names(&text, 0..text.len());
/// assert_eq!((text.slice(names[0].span), names[0].label), ("نادي صقور الساحل", "ORG"));
/// ```
#[must_use]
pub fn possible_names(text: &Text, range: Range<usize>) -> Vec<PossibleName> {
    let raw = text.as_str();
    let near = text.span_around(range.start.saturating_sub(REACH), range.end.saturating_add(REACH).min(text.len()));
    let (start, end) = (paragraph_at(raw, range.start).start, paragraph_at(raw, range.end).end);
    let part = near.map_or(0..0, |near| start.max(near.start())..end.min(near.end()));
    let tokens = Tokens::in_range(text, part);
    let words = Words::new(&tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let name = by_head(&words, at).or_else(|| by_form(&words, at));
        let found_here = name.and_then(|name| Some((tokens.span(at, name.proclitic, name.to)?, name)));
        match found_here {
            Some((span, name)) => {
                found.push(PossibleName { span, label: name.entity_type.label() });
                at = name.to;
            }
            None => at += 1,
        }
    }
    found.retain(|name| range.contains(&name.span.start()));
    found
}

/// A name that begins with a token.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// The letters before it.
    proclitic: usize,
    /// The token after it.
    to: usize,
    entity_type: EntityType,
}

/// The head nouns of names, with what they are names of.
const HEADS: [(Roles, EntityType); 3] = [
    (Roles::BODY.union(Roles::BODY_WEAK).union(Roles::BODY_DEFINITE), EntityType::Organisation),
    (Roles::FACILITY.union(Roles::NATURE).union(Roles::SETTLEMENT), EntityType::Location),
    (Roles::WORK, EntityType::Misc),
];

/// A head noun and the words that belong to it.
fn by_head(words: &Words<'_>, at: usize) -> Option<Found> {
    let head = |(roles, entity_type)| Some((words.find_role(at, roles)?, entity_type));
    let (proclitic, entity_type) = HEADS.into_iter().find_map(head)?;
    let tokens = words.tokens();
    if tokens.kind(at + 1) == TokenKind::QuotationMark {
        let close = (at + 3..at + 3 + LONGEST).find(|at| tokens.kind(*at) == TokenKind::QuotationMark)?;
        return Some(Found { proclitic, to: close + 1, entity_type });
    }
    if !belongs(words, at + 1) {
        return None;
    }
    let mut to = at + 2;
    // Behind a definite word only definite ones follow: مجلس الإدارة | عوني فخري.
    while to < at + LONGEST && belongs(words, to) && goes_on(words, to) && closes(words, to - 1, to) {
        to += 1;
    }
    Some(Found { proclitic, to, entity_type })
}

/// Words in no dictionary, names, and words of other scripts.
fn by_form(words: &Words<'_>, at: usize) -> Option<Found> {
    let tokens = words.tokens();
    if tokens.kind(at) == TokenKind::Foreign {
        let inside = |kind| matches!(kind, TokenKind::Foreign | TokenKind::Number);
        let joined = |at: usize| tokens.kind(at) == TokenKind::Punctuation('-') && inside(tokens.kind(at + 1));
        let to = (at + 1..at + LONGEST).find(|at| !inside(tokens.kind(*at)) && !joined(*at));
        return Some(Found { proclitic: 0, to: to.unwrap_or(at + LONGEST), entity_type: EntityType::Misc });
    }
    let readings = words.readings(at);
    let mut strongest = readings.iter().rev().max_by_key(|reading| words.name_strength(at, reading))?;
    let strength = words.name_strength(at, strongest);
    if strength == NameStrength::No || !belongs(words, at) {
        return None;
    }
    // وفي, وما: a word of the language behind a proclitic.
    if words.find_role(at, Roles::STOP.union(Roles::BEFORE_PLACE)).is_some() {
        return None;
    }
    // An everyday word that may be a name in another text.
    if strength <= NameStrength::Weak && strongest.statistics().is_some() && !is_name(words, at + 1) {
        return None;
    }
    // وبوروندي is و + بوروندي, if no word of the language begins so.
    if strength == NameStrength::Unknown && tokens.folded(at).starts_with('و') {
        let fits = |one: &&WordReading| one.entry.is_place() || words.name_strength(at, one) == strength;
        let rest = readings.iter().filter(|one| one.proclitic == 1).find(fits);
        strongest = rest.unwrap_or(strongest);
    }
    let to =
        (at + 1..at + LONGEST).find(|at| !(belongs(words, *at) && is_rare_name(words, *at)) || begins_anew(words, *at));
    let after_place = at > 0 && (words.has_role(at - 1, Roles::BEFORE_PLACE) || tokens.folded(at - 1) == "في");
    let entity_type = if after_place || strongest.entry.is_place() { EntityType::Location } else { EntityType::Person };
    Some(Found { proclitic: strongest.proclitic, to: to.unwrap_or(at + LONGEST), entity_type })
}

/// True for a word that may be inside a name.
fn belongs(words: &Words<'_>, at: usize) -> bool {
    const OUTSIDE: Roles = Roles::STOP.union(Roles::BEFORE_PLACE).union(Roles::SAY).union(Roles::TITLE);
    let tokens = words.tokens();
    tokens.is_word(at) && !words.has_role(at, OUTSIDE) && !tokens.is_preposition(at)
}

/// True for a word with which a name behind a head noun goes on: جامعة الملك سعود, مهرجان صلالة للمسرح, محكمة استئناف بروكسل.
fn goes_on(words: &Words<'_>, at: usize) -> bool {
    let place = words.longest_name(at, GazetteerEntry::is_place).is_some_and(|name| name.proclitic == 0);
    words.is_definite(at, 0) || is_rare_name(words, at) || place || words.tokens().folded(at).starts_with("لل")
}

/// True if a word may follow another one inside the name of a body.
fn closes(words: &Words<'_>, before: usize, at: usize) -> bool {
    !words.is_definite(before, 0) || words.is_definite(at, 0) || words.tokens().folded(at).starts_with("لل")
}

/// True for a name that is no everyday word.
fn is_rare_name(words: &Words<'_>, at: usize) -> bool {
    words.readings(at).first().is_some_and(|reading| {
        let strength = words.name_strength(at, reading);
        strength >= NameStrength::Medium || (strength > NameStrength::No && reading.statistics().is_none())
    })
}

/// True for a word that begins something else: a head noun, or a word with و or ف before it.
fn begins_anew(words: &Words<'_>, at: usize) -> bool {
    let head = HEADS.iter().any(|(roles, _)| words.has_role(at, *roles));
    let strong =
        words.readings(at).first().is_some_and(|reading| words.name_strength(at, reading) >= NameStrength::Medium);
    head || (words.tokens().folded(at).starts_with(['و', 'ف']) && !strong)
}

fn is_name(words: &Words<'_>, at: usize) -> bool {
    words.readings(at).first().is_some_and(|reading| words.name_strength(at, reading) != NameStrength::No)
}
