//! The end of a speaker in the clause of its cue: title, name, apposition, and nothing of the circumstances.
//!
//! ```text
//! وقال [مارك زوكربيرغ | ، مؤسس | فيسبوك |]، أمس الأحد، إن …
//! ```

use crate::suggest::linear::choice::{Choice, FeatureName, Features, feature_name};
use crate::text::Span;
use crate::words::reporting_facts::NounTraits;
use crate::words::token::{TokenKind, TokenSpan};

use super::super::choice::{ChoiceModel, code, size};
use super::super::context::{Context, TokenTraits, count_step};
use super::super::frame_candidate::FrameCandidate;
use super::super::gold_frame::{to_text, trimmed};
use super::super::quotation_marks::QuotedSpan;
use super::history::ResolvedSpeaker;

/// More features than an end has.
const ROOM: usize = 80;

/// The most tokens of a speaker.
const LONGEST: usize = 28;

/// The end of the rules stays unless another one is this much more probable.
const MARGIN: f64 = 1.5;

/// The speaker with the end that is most probable.
pub(super) fn choose_end(
    context: &Context<'_>,
    model: &ChoiceModel,
    candidate: &FrameCandidate,
    speaker: ResolvedSpeaker,
) -> ResolvedSpeaker {
    let ends = ends_of(context, candidate, speaker);
    if ends.len() < 2 {
        return speaker;
    }
    let chances = model.chances_of_speaker_ends(&describe(context, candidate, speaker.span, &ends));
    let by_rule =
        ends.iter().zip(&chances).find(|(end, _)| **end == speaker.span.to).map_or(0.0, |(_, chance)| *chance);
    let best = ends.iter().zip(&chances).max_by(|(_, a), (_, b)| a.total_cmp(b));
    match best {
        Some((end, chance)) if *chance > by_rule * MARGIN => {
            ResolvedSpeaker { span: TokenSpan { to: *end, ..speaker.span }, ..speaker }
        }
        _ => speaker,
    }
}

/// The end of a speaker that people confirmed, if it begins where the speaker begins, and the choice of this end, if there is
/// one.
pub(super) fn learn_end(
    context: &Context<'_>,
    candidate: &FrameCandidate,
    speaker: ResolvedSpeaker,
    gold: Span,
) -> (Option<usize>, Option<Choice>) {
    let text = context.tokens().text();
    let edges = |span: Span| trimmed(text, span.start(), span.end());
    let gold = edges(gold);
    let is_right =
        |to: &usize| to_text(context, TokenSpan { to: *to, ..speaker.span }).is_some_and(|span| edges(span) == gold);
    let ends = ends_of(context, candidate, speaker);
    let right = ends.iter().position(is_right);
    let choice = right.filter(|_| ends.len() > 1).map(|right| Choice {
        options: describe(context, candidate, speaker.span, &ends),
        right: Some(right),
        weight: 1.0,
    });
    (right.and_then(|right| ends.get(right).copied()), choice)
}

/// The places where a speaker after its cue may end. None for a speaker elsewhere.
fn ends_of(context: &Context<'_>, candidate: &FrameCandidate, speaker: ResolvedSpeaker) -> Vec<usize> {
    let span = speaker.span;
    let is_after_cue = !speaker.is_implied && candidate.cue.is_some_and(|cue| cue.to <= span.from);
    if !is_after_cue {
        return Vec::new();
    }
    let content = candidate.content.tokens();
    let limit = if content.start > span.from { content.start } else { context.len() };
    let mut ends = Vec::new();
    let mut open_brackets = 0_usize;
    let mut at = span.from;
    while at < limit.min(span.from + LONGEST) {
        count_step();
        let is_end = context.ends_sentence(at) || context.is_colon(at) || context.complementiser(at).is_some();
        if at > span.from && (is_end || context.is_relative_pronoun(at)) {
            break;
        }
        let quoted = context.quotation_marks.opened_at(at).filter(|quoted| quoted.words > 0);
        let next = context.entity_end(at).or(quoted.map(QuotedSpan::after)).unwrap_or(at + 1).max(at + 1);
        if next > limit {
            break;
        }
        for passed in at..next {
            match context.kind(passed) {
                TokenKind::Punctuation('(') => open_brackets += 1,
                TokenKind::Punctuation(')') => open_brackets = open_brackets.saturating_sub(1),
                _ => {}
            }
        }
        at = next;
        let is_mark = matches!(context.kind(at - 1), TokenKind::Punctuation('،' | ',' | '-' | '–' | '—' | '(' | '؛'));
        if !is_mark && open_brackets == 0 {
            ends.push(at);
        }
    }
    if !ends.contains(&span.to) {
        ends.push(span.to);
        ends.sort_unstable();
    }
    ends
}

/// The features of each end.
fn describe(context: &Context<'_>, candidate: &FrameCandidate, span: TokenSpan, ends: &[usize]) -> Vec<Features> {
    let last = ends.last().copied().unwrap_or(span.to);
    let facts = SpeakerFacts::new(context, candidate, span, last);
    ends.iter().enumerate().map(|(rank, end)| facts.features(context, *end, rank)).collect()
}

/// A speaker and its frame, the same for all its possible ends.
struct SpeakerFacts {
    span: TokenSpan,
    phrase_end: usize,
    subject_end: usize,
    content: usize,
    pattern: u64,
    lemma: u64,
    head: TokenTraits,
    /// The tokens of the longest speaker, and two more.
    tokens: Vec<TokenFacts>,
}

/// A token of a speaker: its traits, and the phrases that begin with it. All ends of the speaker share it.
#[derive(Debug, Clone, Copy)]
struct TokenFacts {
    traits: TokenTraits,
    /// The phrases that begin with the token, one bit each: bit 0 ends the noun phrase, bit 1 is a circumstance (أمس), bit 2 an
    /// occasion (خلال مؤتمر), bit 3 a source, bit 4 an apposition after a comma.
    begins: u64,
}

impl TokenFacts {
    fn new(context: &Context<'_>, at: usize, from: usize) -> Self {
        let word = context.word(at);
        let begins = [
            context.breaks_phrase(at, from),
            context.lexicon.is_circumstance(word),
            context.is_noun(at, NounTraits::OCCASION),
            context.lexicon.is_source(word),
            context.is_comma(at) && context.opens_apposition(at + 1),
        ];
        let begins = begins.into_iter().enumerate().fold(0, |bits, (bit, is_so)| bits | u64::from(is_so) << bit);
        Self { traits: TokenTraits::of(context, at), begins }
    }
}

impl SpeakerFacts {
    fn new(context: &Context<'_>, candidate: &FrameCandidate, span: TokenSpan, last: usize) -> Self {
        let verb = candidate.cue.and_then(|cue| context.verb_by_letters(cue.from));
        Self {
            span,
            phrase_end: context.phrase_end(span.from),
            subject_end: context.subject_end(span.from),
            content: candidate.content.tokens().start,
            pattern: candidate.content.pattern as u64,
            lemma: verb.map_or(0, |(_, form)| code(&context.lexicon.verb(form).lemma)),
            head: TokenTraits::of(context, span.from),
            tokens: (span.from..last + 2).map(|at| TokenFacts::new(context, at, span.from)).collect(),
        }
    }

    /// A token of the longest speaker, or one of the two after it.
    fn at(&self, at: usize) -> TokenFacts {
        let index = at.saturating_sub(self.span.from);
        self.tokens.get(index).copied().unwrap_or(TokenFacts { traits: self.head, begins: 0 })
    }

    fn features(&self, context: &Context<'_>, end: usize, rank: usize) -> Features {
        let from = self.span.from;
        let [last, next, second] = [end - 1, end, end + 1].map(|at| self.at(at).traits);
        let by_rule = match end.cmp(&self.span.to) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        let has_person = u64::from(context.has_person(from, end));
        let is_entity = u64::from((from..end).any(|at| context.entity_end(at) == Some(end)));
        let commas = (from..end).filter(|at| context.is_comma(*at)).count();
        let prepositions = (from..end).filter(|at| context.is_preposition(*at)).count();
        let entities = (from..end).filter(|at| context.entity_end(*at).is_some()).count();
        // The number of tokens between the speaker and the content, in the steps of `size`; 0 if the content is before.
        let left = if self.content > from { 1 + size(self.content.saturating_sub(end)) } else { 0 };
        let length = size(end - from);
        let rules = u64::from(end == self.phrase_end) | u64::from(end == self.subject_end) << 1;
        let pattern = self.pattern;
        let crossed = (from + 1..end).fold(0, |bits, at| bits | self.at(at).begins);
        let breaks = (from + 1..end).filter(|at| self.at(*at).begins & 1 == 1).count();
        let (here, after) = (self.at(end).begins, self.at(end + 1).begins);

        let mut features = Features::with_room(ROOM);
        let mut add = |name: FeatureName, values: &[u64]| features.add_with(name, values, &[77, has_person]);
        add(feature_name!("rule"), &[by_rule]);
        add(feature_name!("crossed"), &[crossed, breaks.min(3) as u64]);
        add(feature_name!("crossed and here"), &[crossed, here, next.kind]);
        add(feature_name!("here"), &[here, after, next.kind]);
        add(feature_name!("here and rule"), &[here, after, by_rule]);
        add(feature_name!("crossed and rule"), &[crossed, by_rule, left.min(4)]);
        add(feature_name!("breaks"), &[breaks.min(3) as u64, left.min(4), here]);
        add(feature_name!("rule and next"), &[by_rule, next.kind, next.facts]);
        add(feature_name!("rule and pattern"), &[by_rule, pattern]);
        add(feature_name!("rule and length"), &[by_rule, length]);
        add(feature_name!("rules"), &[rules, by_rule]);
        add(feature_name!("left"), &[left]);
        add(feature_name!("left and next"), &[left.min(4), next.kind, next.facts]);
        add(feature_name!("left and pattern"), &[left, pattern]);
        add(feature_name!("length"), &[length]);
        add(feature_name!("entity"), &[is_entity, size(entities)]);
        add(feature_name!("entity and next"), &[is_entity, next.kind, next.facts]);
        add(feature_name!("commas"), &[commas as u64, next.kind]);
        add(feature_name!("prepositions"), &[prepositions as u64, size(entities)]);
        add(feature_name!("next word"), &[next.word]);
        add(feature_name!("next cluster"), &[next.clusters[0]]);
        add(feature_name!("next facts"), &[next.kind, next.facts]);
        add(feature_name!("second"), &[next.kind, second.kind, second.facts]);
        add(feature_name!("second cluster"), &[next.kind, second.clusters[0]]);
        add(feature_name!("second word"), &[next.kind, second.word]);
        add(feature_name!("last facts"), &[last.kind, last.facts]);
        add(feature_name!("last cluster"), &[last.clusters[0]]);
        add(feature_name!("last word"), &[last.word]);
        add(feature_name!("edge"), &[last.facts, next.kind, next.facts]);
        add(feature_name!("edge clusters"), &[last.clusters[0], next.clusters[0]]);
        add(feature_name!("head"), &[self.head.facts, next.facts, next.kind]);
        add(feature_name!("head cluster"), &[self.head.clusters[0], next.clusters[0]]);
        features.add(feature_name!("head word"), &[self.head.word, next.word]);
        features.add(feature_name!("head length"), &[self.head.word, length]);
        features.add(feature_name!("lemma"), &[self.lemma, next.word]);
        features.add(feature_name!("rank"), &[size(rank), by_rule]);
        features
    }
}
