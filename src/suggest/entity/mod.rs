//! Entities by rule: gazetteers, head nouns, titles, the calendar.
//!
//! Each file finds candidates of one type. If candidates overlap, the best ones are chosen. The result is in reading
//! order. Each file reads the article a constant number of times and looks a limited number of tokens ahead and back.
//!
//! May use: `text`, `words`, `suggest/candidate`, `suggest/evidence`.
//!
//! Must never know: the tagger, quotes, what verdicts taught, the disk, the terminal.

mod dates;
mod organisations;
mod persons;
mod places;
mod quoted_name;
mod repeated_names;
mod works;

use std::cmp::Reverse;

use crate::suggest::candidate::{Candidate, ChosenEntity, EntityType, Rules};
use crate::suggest::evidence::Evidence;
use crate::words::word::Words;

/// The built-in rules.
pub const RULES: Rules = Rules::new(find);

/// Finds all entities of an article, in reading order.
fn find(words: &Words<'_>) -> Vec<ChosenEntity> {
    let mut candidates = Vec::new();
    dates::find(words, &mut candidates);
    places::find(words, &mut candidates);
    organisations::find(words, &mut candidates);
    works::find(words, &mut candidates);
    persons::find(words, &mut candidates);
    let mut chosen = choose(words.tokens().len(), candidates);
    repeated_names::find(words, &mut chosen);
    let mut entities: Vec<ChosenEntity> = Vec::with_capacity(chosen.len());
    for candidate in chosen {
        let tokens = candidate.tokens;
        let Some(span) = words.tokens().span(tokens.from, tokens.proclitic, tokens.to) else { continue };
        // Spans are widened to the edges of grapheme clusters, so unusual text can make neighbours overlap.
        if entities.last().is_none_or(|last| last.span.end() <= span.start()) {
            entities.push(ChosenEntity { span, candidate, tagger: None });
        }
    }
    entities
}

/// Chooses among overlapping candidates: dates and names with a date first, then the longest, then the one with the best score.
fn choose(tokens: usize, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let key = |candidate: &Candidate| {
        let date = candidate.entity_type == EntityType::Date || candidate.evidence == Evidence::DatedName;
        (!date, Reverse(candidate.len()))
    };
    candidates.sort_by(|a, b| {
        let score = b.evidence.score().total_cmp(&a.evidence.score());
        let place = |candidate: &Candidate| (candidate.tokens.from, candidate.tokens.proclitic);
        key(a).cmp(&key(b)).then(score).then(place(a).cmp(&place(b)))
    });
    let mut taken = vec![false; tokens];
    let mut chosen = Vec::new();
    for candidate in candidates {
        let Some(range) = taken.get_mut(candidate.tokens.from..candidate.tokens.to) else { continue };
        if range.iter().any(|taken| *taken) {
            continue;
        }
        range.fill(true);
        chosen.push(candidate);
    }
    chosen.sort_by_key(|candidate| candidate.tokens.from);
    chosen
}
