//! One list from several: joins what the rules and the tagger found, and makes suggestions of it.

use crate::gold::{Body, Label, Suggestion};
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::Words;

use super::candidate::{Candidate, ChosenEntity, EntityType, TaggerOpinion};
use super::evidence::Evidence;
use super::source::source;
use super::tagger::Guess;

/// Evidence of rules that goes before the tagger: sure names, and names with head nouns (ministries, courts, councils).
/// The tagger's training text leaves those out or cuts them short; by this program's conventions they are names.
const BEFORE_TAGGER: [Evidence; 6] = [
    Evidence::KnownBody,
    Evidence::BodyMarked,
    Evidence::BodyHead,
    Evidence::BodyDefinite,
    Evidence::Settlement,
    Evidence::Acronym,
];

/// Evidence of rules that counts where the tagger finds nothing.
const BESIDE_TAGGER: [Evidence; 4] = [Evidence::PlaceHead, Evidence::Work, Evidence::KnownPlace, Evidence::TitledName];

/// Guesses of the tagger with a lower score are not suggested.
const MIN_SCORE: f64 = 0.4;

/// The same for other names (MISC). They are the hardest: works and events differ from one text to the next.
const MIN_MISC_SCORE: f64 = 0.7;

/// Joins the entities of the rules with the guesses of the tagger, in reading order and without overlaps.
///
/// Dates and head nouns with names in quotation marks come from the rules. For other entities the tagger decides, which
/// has the findings of the rules among its features. `labels` are the tagger's.
pub(super) fn join_rules_and_tagger(
    words: &Words<'_>,
    rules: &[ChosenEntity],
    guesses: &[Guess],
    labels: &[Label],
) -> Vec<ChosenEntity> {
    let tokens = words.tokens();
    let mut taken = vec![false; tokens.len()];
    let mut take_if_free = |candidate: &Candidate| {
        let range = taken.get_mut(candidate.tokens.from..candidate.tokens.to);
        debug_assert!(range.is_some(), "{candidate:?} is outside of the tokens");
        let range = range.unwrap_or_default();
        let free = range.iter().all(|taken| !taken);
        if free {
            range.fill(true);
        }
        free
    };
    let first = rules.iter().filter(|entity| {
        let Candidate { tokens: own, entity_type, evidence } = entity.candidate;
        // A head noun before a name in quotation marks belongs to the name. The tagger's training text leaves it out.
        let marked = evidence == Evidence::PlaceHead && tokens.kind(own.from + 1) == TokenKind::QuotationMark;
        // A place of several words is hardly ever part of another name, and no part of it is the place alone.
        let long_place = evidence == Evidence::KnownPlace && entity.candidate.len() > 1;
        entity_type == EntityType::Date || marked || long_place || BEFORE_TAGGER.contains(&evidence)
    });
    let mut joined: Vec<ChosenEntity> = first.filter(|entity| take_if_free(&entity.candidate)).copied().collect();
    let sure = |guess: &&Guess| {
        let misc = labels.get(guess.label).is_some_and(|label| label.as_str() == EntityType::Misc.label());
        guess.score >= if misc { MIN_MISC_SCORE } else { MIN_SCORE }
    };
    for guess in guesses.iter().filter(sure) {
        let TokenSpan { from, proclitic, to } = guess.tokens;
        // In the training text no name ends with punctuation, but a model may guess anything.
        let to = (from + 1..=to).rev().find(|to| !ends_sentence(tokens.kind(to - 1))).unwrap_or(to);
        let entity_type =
            labels.get(guess.label).map_or(EntityType::Other, |label| EntityType::of_label(label.as_str()));
        let same = rules.iter().find(|entity| {
            let Candidate { tokens: own, entity_type: own_type, .. } = entity.candidate;
            own_type == entity_type && (own.from, own.to) == (from, to)
        });
        let evidence = same.map_or(Evidence::Tagger, |entity| entity.candidate.evidence);
        let candidate = Candidate::new(TokenSpan::new(from, proclitic, to), entity_type, evidence);
        if let Some(span) = tokens.span(from, proclitic, to).filter(|_| take_if_free(&candidate)) {
            let opinion = TaggerOpinion { label: guess.label, score: guess.score, rules_agree: same.is_some() };
            joined.push(ChosenEntity { span, candidate, tagger: Some(opinion) });
        }
    }
    let beside = rules.iter().filter(|entity| BESIDE_TAGGER.contains(&entity.candidate.evidence));
    joined.extend(beside.filter(|entity| take_if_free(&entity.candidate)));
    joined.sort_by_key(|entity| entity.span.start());
    joined.dedup_by(|later, first| later.span.start() < first.span.end());
    joined
}

/// True for a token that no name ends with. Closing quotation marks and brackets may end a name.
const fn ends_sentence(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Punctuation('.' | ',' | '،' | ';' | '؛' | ':' | '!' | '?' | '؟' | '-' | '–' | '—' | '…')
            | TokenKind::LineEnd
    )
}

/// Makes suggestions of the chosen entities. `labels` are the tagger's.
pub(super) fn to_suggestions(words: &Words<'_>, entities: &[ChosenEntity], labels: &[Label]) -> Vec<Suggestion> {
    let text = words.tokens().text();
    let known = EntityType::LABELLED.map(|entity_type| (entity_type, Label::new(entity_type.label())));
    let suggest = |entity: &ChosenEntity| {
        let Candidate { entity_type, evidence, .. } = entity.candidate;
        let label = match entity.tagger {
            Some(opinion) => labels.get(opinion.label)?.clone(),
            None => known.iter().find(|(of, _)| *of == entity_type).map(|(_, label)| label.clone())?,
        };
        let (suggester, score) = match entity.tagger {
            Some(opinion) if opinion.rules_agree => (format!("{}+tagger", evidence.suggester()), opinion.score),
            Some(opinion) => ("tagger".to_owned(), opinion.score),
            None => (evidence.suggester().to_owned(), evidence.score()),
        };
        Some(Suggestion::new(text, source(&suggester), score, Body::Entity { span: entity.span, label }))
    };
    entities.iter().filter_map(suggest).collect()
}
