//! Words that may be a name although no suggester proposes them.

use std::ops::Range;

use crate::text::{Span, Text, paragraph_at};
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{NameStrength, Words};

/// A name has at most this many words here.
const LONGEST: usize = 5;
/// At most this many bytes before and after a range are read with it.
const REACH: usize = 4096;

/// Finds words that may be a name, in a part of a text: a head noun with the words that belong to it, and words that are
/// in no dictionary. They are far too many to suggest, but whoever looks for a missing name finds it among them. In
/// reading order; they do not overlap.
///
/// ```
/// use tawsim::suggest::possible_names;
/// use tawsim::text::Text;
/// let text = Text::new("فاز نادي صقور الساحل أمس");
/// let names = possible_names(&text, 0..text.len());
/// assert_eq!(text.slice(names[0]), "نادي صقور الساحل");
/// ```
#[must_use]
pub fn possible_names(text: &Text, range: Range<usize>) -> Vec<Span> {
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
        let span = name.and_then(|(proclitic, to)| Some((tokens.span(at, proclitic, to)?, to)));
        match span {
            Some((span, to)) => {
                found.push(span);
                at = to;
            }
            None => at += 1,
        }
    }
    found.retain(|span| range.contains(&span.start()));
    found
}

/// A head noun and the words that belong to it: its proclitics, and the token after the name.
fn by_head(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    const HEADS: Roles = Roles::BODY
        .union(Roles::BODY_WEAK)
        .union(Roles::BODY_DEFINITE)
        .union(Roles::FACILITY)
        .union(Roles::NATURE)
        .union(Roles::WORK)
        .union(Roles::SETTLEMENT);
    let proclitic = words.find_role(at, HEADS)?;
    let tokens = words.tokens();
    if tokens.kind(at + 1) == TokenKind::QuotationMark {
        let close = (at + 3..at + 3 + LONGEST).find(|at| tokens.kind(*at) == TokenKind::QuotationMark)?;
        return Some((proclitic, close + 1));
    }
    if !belongs(words, at + 1) {
        return None;
    }
    let mut to = at + 2;
    while to < at + LONGEST && belongs(words, to) && (words.is_definite(to, 0) || is_name(words, to)) {
        to += 1;
    }
    Some((proclitic, to))
}

/// Words in no dictionary, names, and words of other scripts.
fn by_form(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let tokens = words.tokens();
    if tokens.kind(at) == TokenKind::Foreign {
        let to = (at + 1..at + LONGEST).find(|at| !matches!(tokens.kind(*at), TokenKind::Foreign | TokenKind::Number));
        return Some((0, to.unwrap_or(at + LONGEST)));
    }
    let strongest = words.readings(at).iter().rev().max_by_key(|reading| words.name_strength(at, reading))?;
    if words.name_strength(at, strongest) == NameStrength::No || !belongs(words, at) {
        return None;
    }
    let to = (at + 1..at + LONGEST).find(|at| !(belongs(words, *at) && is_name(words, *at)));
    Some((strongest.proclitic, to.unwrap_or(at + LONGEST)))
}

/// True for a word that may be inside a name.
fn belongs(words: &Words<'_>, at: usize) -> bool {
    const OUTSIDE: Roles = Roles::STOP.union(Roles::BEFORE_PLACE).union(Roles::SAY).union(Roles::TITLE);
    let tokens = words.tokens();
    tokens.is_word(at) && !words.has_role(at, OUTSIDE) && !tokens.is_preposition(at)
}

fn is_name(words: &Words<'_>, at: usize) -> bool {
    words.readings(at).first().is_some_and(|reading| words.name_strength(at, reading) != NameStrength::No)
}
