//! One list from several: joins what the rules and the tagger found, and makes suggestions of it.

use crate::gold::{Body, Label, Suggestion};
use crate::words::gazetteer::GazetteerEntry;
use crate::words::letters;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan, Tokens};
use crate::words::word::Words;

use super::candidate::{Candidate, ChosenEntity, EntityType, TaggerOpinion};
use super::evidence::Evidence;
use super::source::source;
use super::tagger::Guess;

/// Evidence of rules that counts where the tagger finds nothing.
const BESIDE_TAGGER: [Evidence; 4] =
    [Evidence::PlaceHead, Evidence::KnownPlace, Evidence::CountryBehind, Evidence::TitledName];

/// Guesses of the tagger with a lower score are not suggested. A wrong suggestion costs one key and a missing one five, so
/// the annotator's work is least at about 0.2; at 0.35 it is two per cent more, and the page has fewer wrong marks
/// (`assets/models/README.md` has the table).
const MIN_SCORE: f64 = 0.35;

/// Joins the entities of the rules with the guesses of the tagger, in reading order and without overlaps.
///
/// Dates, names with a date, head nouns with names in quotation marks, and titles in quotation marks come from the rules: their
/// edges follow from the text alone. For other entities the tagger decides, which has the findings of the rules among its
/// features.
/// `labels` are the tagger's. `rules` and `guesses` are in reading order.
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
        let quoted = evidence == Evidence::PlaceHead && tokens.kind(own.from + 1) == TokenKind::QuotationMark;
        entity_type == EntityType::Date
            || quoted
            || matches!(evidence, Evidence::BodyMarked | Evidence::Work | Evidence::DatedName)
    });
    let mut joined: Vec<ChosenEntity> = first.filter(|entity| take_if_free(&entity.candidate)).copied().collect();
    let sure = guesses.iter().filter(|guess| guess.score >= MIN_SCORE);
    for guess in sure.flat_map(|guess| split_names(words, *guess, labels)) {
        let TokenSpan { from, proclitic, to } = guess.tokens;
        let (from, proclitic) = start_after_verb(words, from, proclitic, to);
        // In the training text no name ends with punctuation, but a model may guess anything.
        let to = (from + 1..=to).rev().find(|to| !ends_sentence(tokens.kind(to - 1))).unwrap_or(to);
        let to = balance_quotation_marks(tokens, from, to);
        let to = end_before_other_place(words, from, to);
        let to = end_before_participle(words, from, to);
        let entity_type =
            labels.get(guess.label).map_or(EntityType::Other, |label| EntityType::of_label(label.as_str()));
        // At most one rule found something that begins here.
        let same = rules.binary_search_by_key(&from, |entity| entity.candidate.tokens.from).ok();
        let same = same
            .and_then(|index| rules.get(index))
            .filter(|entity| entity.candidate.entity_type == entity_type && entity.candidate.tokens.to == to);
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

/// The guess, as two if it is an organisation that goes on with و and another head noun: تيار الغد | وحزب النور, شركة مدار |
/// والهيئة العراقية. A definite head needs an adjective: اتحاد الإذاعة والتلفزيون is one name.
fn split_names(words: &Words<'_>, guess: Guess, labels: &[Label]) -> Vec<Guess> {
    let heads = Roles::BODY.union(Roles::BODY_WEAK).union(Roles::BODY_DEFINITE);
    let TokenSpan { from, to, .. } = guess.tokens;
    let begins_another = |at: &usize| {
        let is_head = words.readings(*at).iter().any(|reading| {
            reading.proclitic == 1 && reading.roles.intersects(heads) && !reading.roles.intersects(Roles::FIELD)
        });
        let has_adjective = words.has_role(at + 1, Roles::ADJECTIVE) || words.is_nationality(at + 1);
        is_head && words.tokens().folded(*at).starts_with('و') && (!words.is_definite(*at, 1) || has_adjective)
    };
    let organisation = labels.get(guess.label).is_some_and(|label| label.as_str() == EntityType::Organisation.label());
    match (from + 2..to.saturating_sub(1)).find(begins_another).filter(|_| organisation) {
        Some(at) => vec![
            Guess { tokens: TokenSpan { to: at, ..guess.tokens }, ..guess },
            Guess { tokens: TokenSpan::new(at, 1, to), ..guess },
        ],
        None => vec![guess],
    }
}

/// The first token of a name and its proclitic length, without a verb of saying before it: زار | أحمد الخطيب, وزار | سامي النجار.
fn start_after_verb(words: &Words<'_>, from: usize, proclitic: usize, to: usize) -> (usize, usize) {
    let readings = words.readings(from);
    let is_verb = readings.iter().any(|reading| reading.proclitic == proclitic && reading.roles.intersects(Roles::SAY));
    let is_joined = proclitic == 1 && words.tokens().folded(from).starts_with([letters::WAW, letters::FA]);
    let may_be_cut = to > from + 1 && is_verb && (readings.len() == 1 || is_joined);
    if may_be_cut { (from + 1, 0) } else { (from, proclitic) }
}

/// The end of a known organisation, if the guess goes on with في: the place where a body works is no part of its name
/// (الأمم المتحدة في مالي).
fn end_before_other_place(words: &Words<'_>, from: usize, to: usize) -> usize {
    let known = words.longest_name(from, GazetteerEntry::is_body).filter(|known| known.to < to);
    known.map(|known| known.to).filter(|end| words.tokens().folded(*end) == "في").unwrap_or(to)
}

/// The end of a name without a participle that has a complement of its own (الديوان الوطني | الخاص بالسياحة).
fn end_before_participle(words: &Words<'_>, from: usize, to: usize) -> usize {
    let last = to - 1;
    let next = words.tokens().folded(to);
    let complement = next.starts_with(['ب', 'ل']) || matches!(next, "من" | "عن" | "في");
    if last > from && complement && words.has_role(last, Roles::PARTICIPLE) { last } else { to }
}

/// The end of a name with both or neither of its quotation marks: an opening one that closes directly after the name takes
/// the closing one in, and a closing one without an opening one is left out.
fn balance_quotation_marks(tokens: &Tokens<'_>, from: usize, to: usize) -> usize {
    let is_mark = |at: usize| tokens.kind(at) == TokenKind::QuotationMark;
    let inside = (from..to).filter(|at| is_mark(*at)).count();
    if inside % 2 == 0 {
        to
    } else if is_mark(to - 1) && to - 1 > from {
        to - 1
    } else if is_mark(to) && !is_mark(from) {
        to + 1
    } else {
        to
    }
}

/// True for a token that no name ends with. Closing quotation marks and brackets may end a name.
const fn ends_sentence(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Punctuation('.' | ',' | '،' | ';' | '؛' | ':' | '!' | '?' | '؟' | '-' | '–' | '—' | '…')
            | TokenKind::LineEnd
    )
}

/// Makes suggestions of other guesses of the tagger. `labels` are the tagger's.
pub(super) fn to_alternatives(words: &Words<'_>, guesses: &[Guess], labels: &[Label]) -> Vec<Suggestion> {
    let tokens = words.tokens();
    let suggest = |guess: &Guess| {
        let TokenSpan { from, proclitic, to } = guess.tokens;
        let is_name = !ends_sentence(tokens.kind(to - 1)) && balance_quotation_marks(tokens, from, to) == to;
        let (span, label) = (tokens.span(from, proclitic, to).filter(|_| is_name)?, labels.get(guess.label)?.clone());
        Some(Suggestion::new(tokens.text(), source("tagger"), guess.score, Body::Entity { span, label }))
    };
    guesses.iter().filter_map(suggest).collect()
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
