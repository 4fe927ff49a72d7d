//! Entities by rule: gazetteers, head nouns, titles, the calendar.
//!
//! For: candidates of every kind, and the choice among those that overlap. May use: `text`, `gold`, this room's
//! tokens and lexica. Must never know: quotes, disk, terminal.
//!
//! Invariants: what is given does not overlap and stands in reading order; each finder reads the article a constant
//! number of times, and looks a bounded number of tokens ahead and back.

mod bodies;
mod dates;
mod memory;
mod people;
mod places;
mod works;

pub(super) use bodies::nationality;

use crate::gold::{Body, Label, Suggestion};
use crate::text::Span;

use super::evidence::Evidence;
use super::source;
use super::word::Words;

/// The labels that rules give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tag {
    Per,
    Loc,
    Org,
    Misc,
    Date,
}

impl Tag {
    /// The label's name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Loc => "LOC",
            Self::Org => "ORG",
            Self::Misc => "MISC",
            Self::Date => "DATE",
        }
    }
}

/// A stretch of tokens that may be an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its first token.
    pub(super) from: usize,
    /// Folded letters of that token that are proclitics.
    pub(super) cut: usize,
    /// One past its last token.
    pub(super) to: usize,
    pub(super) tag: Tag,
    pub(super) evidence: Evidence,
}

/// An entity that stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) candidate: Candidate,
}

/// All entities of an article, in reading order.
pub(super) fn find(words: &Words<'_>) -> Vec<Found> {
    let mut candidates = Vec::new();
    dates::find(words, &mut candidates);
    places::find(words, &mut candidates);
    bodies::find(words, &mut candidates);
    works::find(words, &mut candidates);
    people::find(words, &mut candidates);
    let mut chosen = choose(words.tokens().len(), candidates);
    memory::find(words, &mut chosen);
    let mut found: Vec<Found> = Vec::with_capacity(chosen.len());
    for candidate in chosen {
        let Some(span) = words.tokens().span(candidate.from, candidate.cut, candidate.to) else { continue };
        // Spans are widened to grapheme edges, so hostile text could make neighbours touch.
        if found.last().is_none_or(|last| last.span.end() <= span.start()) {
            found.push(Found { span, candidate });
        }
    }
    found
}

/// The suggestions for what was found.
pub(super) fn suggestions(words: &Words<'_>, found: &[Found]) -> Vec<Suggestion> {
    let text = words.tokens().text();
    let labels = [Tag::Per, Tag::Loc, Tag::Org, Tag::Misc, Tag::Date].map(|tag| (tag, Label::new(tag.name())));
    let label = |tag| labels.iter().find(|(of, _)| *of == tag).map(|(_, label)| label.clone());
    let suggest = |found: &Found| {
        let evidence = found.candidate.evidence;
        let body = Body::Entity { span: found.span, label: label(found.candidate.tag)? };
        Some(Suggestion::new(text, source(evidence.machine()), evidence.score(), body))
    };
    found.iter().filter_map(suggest).collect()
}

/// Of overlapping candidates the longest stands, among equals the likeliest.
fn choose(tokens: usize, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let key = |candidate: &Candidate| {
        let date = candidate.tag == Tag::Date;
        (!date, std::cmp::Reverse(candidate.to - candidate.from))
    };
    candidates.sort_by(|a, b| {
        let score = b.evidence.score().total_cmp(&a.evidence.score());
        key(a).cmp(&key(b)).then(score).then(a.from.cmp(&b.from)).then(a.cut.cmp(&b.cut))
    });
    let mut taken = vec![false; tokens];
    let mut chosen = Vec::new();
    for candidate in candidates {
        let Some(range) = taken.get_mut(candidate.from..candidate.to) else { continue };
        if range.iter().any(|taken| *taken) {
            continue;
        }
        range.fill(true);
        chosen.push(candidate);
    }
    chosen.sort_by_key(|candidate| candidate.from);
    chosen
}
