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
use super::tagger::{Guess, TaggedSpan};
use crate::words::token::TokenKind;
use crate::words::word::Words;

/// The labels that rules give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tag {
    Per,
    Loc,
    Org,
    Misc,
    Date,
    /// A label of the user's own, from a model.
    Other,
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
            Self::Other => "",
        }
    }

    /// The tag of a label's name.
    fn of(label: &str) -> Self {
        let named = [Self::Per, Self::Loc, Self::Org, Self::Misc, Self::Date].into_iter();
        named.into_iter().find(|tag| tag.name() == label).unwrap_or(Self::Other)
    }
}

/// A stretch of tokens that may be an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its first token.
    pub(super) from: usize,
    /// Folded letters of that token that are proclitics.
    pub(super) proclitic: usize,
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
    /// What the tagger says of it, if it does.
    pub(super) tagged: Option<Tagged>,
}

/// The tagger's word for an entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tagged {
    /// The number of its label.
    label: usize,
    /// How sure it is.
    score: f64,
    /// The rules say the same.
    agreed: bool,
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
        let Some(span) = words.tokens().span(candidate.from, candidate.proclitic, candidate.to) else { continue };
        // Spans are widened to grapheme edges, so hostile text could make neighbours touch.
        if found.last().is_none_or(|last| last.span.end() <= span.start()) {
            found.push(Found { span, candidate, tagged: None });
        }
    }
    found
}

/// What rules say before the tagger is heard: what is known for certain, and names with head nouns, which the tagger's
/// training text leaves out (ministries, courts, councils) or cuts short; by this program's conventions they are names.
const AHEAD: [Evidence; 6] = [
    Evidence::KnownBody,
    Evidence::BodyMarked,
    Evidence::BodyHead,
    Evidence::BodyDefinite,
    Evidence::Settlement,
    Evidence::Acronym,
];

/// What rules say where the tagger finds nothing.
const BESIDE: [Evidence; 4] = [Evidence::PlaceHead, Evidence::Work, Evidence::KnownPlace, Evidence::TitledName];

/// What the tagger is less sure of is not suggested.
const LEAST: f64 = 0.4;

/// Other names are the hardest; works and events differ from one text to the next.
const LEAST_MISC: f64 = 0.7;

/// Joins what the tagger says with what the rules said, in one row without overlaps. Dates are the rules', and so are
/// head nouns with names in marks; for the rest the tagger, which has heard the rules, has the word.
pub(super) fn join(words: &Words<'_>, rules: &[Found], guesses: &[Guess], labels: &[Label]) -> Vec<Found> {
    let tokens = words.tokens();
    let mut taken = vec![false; tokens.len()];
    let mut free = |candidate: &Candidate| {
        let range = taken.get_mut(candidate.from..candidate.to).unwrap_or_default();
        let free = range.iter().all(|taken| !taken);
        if free {
            range.fill(true);
        }
        free
    };
    let mut joined: Vec<Found> = Vec::new();
    let first = rules.iter().filter(|found| {
        let evidence = found.candidate.evidence;
        // A head noun before a name in marks belongs to it, which the training text does not know.
        let marked =
            evidence == Evidence::PlaceHead && tokens.kind(found.candidate.from + 1) == TokenKind::QuotationMark;
        // A place of several words is hardly a part of anything else, nor is a part of it the place.
        let rows = evidence == Evidence::KnownPlace && found.candidate.to - found.candidate.from > 1;
        found.candidate.tag == Tag::Date || marked || rows || AHEAD.contains(&evidence)
    });
    joined.extend(first.filter(|found| free(&found.candidate)));
    let sure = |guess: &&Guess| {
        let misc = labels.get(guess.stretch.label).is_some_and(|label| label.as_str() == Tag::Misc.name());
        guess.score >= if misc { LEAST_MISC } else { LEAST }
    };
    for guess in guesses.iter().filter(sure) {
        let TaggedSpan { from, to, label } = guess.stretch;
        // Never seen at a name's end in its training text, but a model may guess anything.
        let to = (from + 1..=to).rev().find(|to| !ends_sentence(tokens.kind(to - 1))).unwrap_or(to);
        let tag = labels.get(label).map_or(Tag::Other, |label| Tag::of(label.as_str()));
        let same = rules.iter().find(|found| {
            let rule = found.candidate;
            rule.tag == tag && (rule.from, rule.to) == (from, to)
        });
        let evidence = same.map_or(Evidence::Tagger, |found| found.candidate.evidence);
        let candidate = Candidate { from, proclitic: guess.proclitic, to, tag, evidence };
        if let Some(span) = tokens.span(from, guess.proclitic, to).filter(|_| free(&candidate)) {
            let tagged = Some(Tagged { label, score: guess.score, agreed: same.is_some() });
            joined.push(Found { span, candidate, tagged });
        }
    }
    let beside = rules.iter().filter(|found| BESIDE.contains(&found.candidate.evidence));
    joined.extend(beside.filter(|found| free(&found.candidate)));
    joined.sort_by_key(|found| found.span.start());
    joined.dedup_by(|later, first| later.span.start() < first.span.end());
    joined
}

/// A mark that no name ends with; closing quotation marks and brackets may.
const fn ends_sentence(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Punctuation('.' | ',' | '،' | ';' | '؛' | ':' | '!' | '?' | '؟' | '-' | '–' | '—' | '…')
            | TokenKind::LineEnd
    )
}

/// The suggestions for what was found; `labels` are the tagger's.
pub(super) fn suggestions(words: &Words<'_>, found: &[Found], labels: &[Label]) -> Vec<Suggestion> {
    let text = words.tokens().text();
    let known = [Tag::Per, Tag::Loc, Tag::Org, Tag::Misc, Tag::Date].map(|tag| (tag, Label::new(tag.name())));
    let suggest = |found: &Found| {
        let evidence = found.candidate.evidence;
        let label = match found.tagged {
            Some(tagged) => labels.get(tagged.label)?.clone(),
            None => known.iter().find(|(of, _)| *of == found.candidate.tag).map(|(_, label)| label.clone())?,
        };
        let (machine, score) = match found.tagged {
            Some(tagged) if tagged.agreed => (format!("{}+tagger", evidence.machine()), tagged.score),
            Some(tagged) => ("tagger".to_owned(), tagged.score),
            None => (evidence.machine().to_owned(), evidence.score()),
        };
        Some(Suggestion::new(text, source(&machine), score, Body::Entity { span: found.span, label }))
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
        key(a).cmp(&key(b)).then(score).then(a.from.cmp(&b.from)).then(a.proclitic.cmp(&b.proclitic))
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
