//! The finder: all quote frames of a text.
//!
//! 1. The quotation marks are paired (`quotation_marks`), and the context of the text is filled (`context`, `content`).
//! 2. Every token outside of quotation marks is asked for a frame (`construction`), and a model chooses between this frame and
//!    others that the token may be the cue of, and between the ends of the content (`choice`).
//! 3. If several frames have the same content, the best one is kept (`frame_candidate`). Where the careful reader has read, the
//!    ends are chosen now, when all reports are known.
//! 4. In reading order, each frame is given its speaker (`speaker`).
//! 5. The frames are joined with what the careful reader found (`careful`), and get their scores (`priors`).

use std::sync::Arc;

use crate::gold::{Body, Frame, Speaker, Suggestion};
use crate::suggest::calibration::to_score;
use crate::suggest::candidate::{ChosenEntity, Wanted};
use crate::suggest::encoder::Reading;
use crate::suggest::source::source;
use crate::text::Span;
use crate::words::lexicon::ReportingLexicon;
use crate::words::token::TokenSpan;
use crate::words::word::Words;

use super::careful::{JoinedFrame, join_with_reading};
use super::choice::{ChoiceModel, PooledEnds, QuoteChoices, SpeakerChoices, choices_of, choose_end, choose_frame};
use super::construction::DirectFrame;
use super::content;
use super::context::{Context, EntityEdges};
use super::frame_candidate::{FrameCandidate, SpeakerMention, keep_best_per_content};
use super::priors::PatternPriors;
use super::quotation_marks::QuotationMarks;
use super::speaker::{ResolvedSpeaker, SpeakerResolver};

/// The most frames that may lie inside one another. News has one or two; hostile text could have any number, each as long
/// as the rest of the text.
const DEEPEST: usize = 4;

/// A frame of the rules with its speaker.
pub(super) type ChosenFrame = (FrameCandidate, Option<ResolvedSpeaker>);

/// Finds quotes by a reporting lexicon, and scores them by what verdicts have taught.
#[derive(Debug, Clone)]
pub(crate) struct QuoteFinder {
    pub(crate) lexicon: Arc<ReportingLexicon>,
    pub(crate) priors: Arc<PatternPriors>,
    pub(crate) choices: Arc<ChoiceModel>,
}

impl Default for QuoteFinder {
    fn default() -> Self {
        Self { lexicon: ReportingLexicon::builtin(), priors: Arc::default(), choices: ChoiceModel::builtin() }
    }
}

impl QuoteFinder {
    /// All quotes of a text, in reading order of their cues. If alternatives are wanted, also the same quotes with the next best
    /// ends of their contents.
    pub(crate) fn find(
        &self,
        words: &Words<'_>,
        entities: &[ChosenEntity],
        reading: Option<&Reading>,
        wanted: Wanted,
    ) -> FoundQuotes {
        let context = self.context(words, entities);
        let candidates = self.candidates(&context, reading);
        let joined = match reading {
            Some(reading) => self.choose_with_reading(&context, candidates, reading),
            None => {
                let unscored = |(candidate, speaker)| JoinedFrame { candidate, speaker, score: None };
                self.resolve_speakers(&context, candidates).into_iter().map(unscored).collect()
            }
        };
        let mut found = FoundQuotes::default();
        for frame in joined {
            if wanted == Wanted::BestAndOthers {
                let others = with_other_ends(&context, &frame);
                found.others.extend(others.into_iter().filter_map(|other| self.suggestion(words, other)));
            }
            found.best.extend(self.suggestion(words, frame));
        }
        found
    }

    /// The choices of the words, answered by all their frames, for training.
    pub(crate) fn examples(&self, words: &Words<'_>, entities: &[ChosenEntity], gold: &[Frame]) -> QuoteChoices {
        choices_of(&self.context(words, entities), gold)
    }

    /// The choices of speakers of the words, answered by all their frames, for training.
    pub(crate) fn speaker_examples(
        &self,
        words: &Words<'_>,
        entities: &[ChosenEntity],
        gold: &[Frame],
    ) -> SpeakerChoices {
        let context = self.context(words, entities);
        let mut resolver = SpeakerResolver::for_training(&context, &self.choices);
        let mut choices = SpeakerChoices::default();
        let mut candidates = self.candidates(&context, None);
        leave_out_deepest(&mut candidates);
        for candidate in candidates {
            resolver.learn(&context, &candidate, gold, &mut choices);
        }
        choices
    }

    /// The context of a text.
    pub(super) fn context<'a>(&'a self, words: &'a Words<'a>, entities: &[ChosenEntity]) -> Context<'a> {
        let tokens = words.tokens();
        let quotation_marks = QuotationMarks::new(tokens, &self.priors.house_styles(tokens));
        let entities = EntityEdges::new(tokens, entities, &self.lexicon);
        let mut context = Context::new(words, &self.lexicon, quotation_marks, entities);
        content::prepare(&mut context);
        context
    }

    /// The frames of the rules, the best for each content, with their speakers.
    pub(super) fn choose(&self, context: &Context<'_>) -> Vec<ChosenFrame> {
        self.resolve_speakers(context, self.candidates(context, None))
    }

    /// The frames of the rules, the best for each content. Where the careful reader has read, their ends are not chosen yet.
    fn candidates(&self, context: &Context<'_>, reading: Option<&Reading>) -> Vec<FrameCandidate> {
        let mut candidates = find_candidates(context, &self.choices, reading.map_or(0, |reading| reading.end));
        candidates.sort_by_key(FrameCandidate::place);
        keep_best_per_content(&mut candidates);
        candidates
    }

    /// Chooses the ends of candidates, resolves their speakers, and joins them with a reading.
    fn choose_with_reading(
        &self,
        context: &Context<'_>,
        mut candidates: Vec<FrameCandidate>,
        reading: &Reading,
    ) -> Vec<JoinedFrame> {
        let ends = PooledEnds::new(context, &self.choices, reading, &candidates);
        candidates.iter_mut().for_each(|candidate| ends.choose(candidate));
        join_with_reading(context, self.resolve_speakers(context, candidates), reading, &ends)
    }

    /// The frames of candidates, with their speakers.
    fn resolve_speakers(&self, context: &Context<'_>, mut candidates: Vec<FrameCandidate>) -> Vec<ChosenFrame> {
        leave_out_deepest(&mut candidates);
        let mut resolver = SpeakerResolver::new(context, &self.choices);
        candidates
            .into_iter()
            .map(|candidate| (resolver.resolve(context, &candidate), candidate))
            .map(|(speaker, candidate)| (candidate, speaker))
            .collect()
    }

    /// A candidate as a suggestion, with its score. `None` if nothing of its content is left.
    fn suggestion(&self, words: &Words<'_>, frame: JoinedFrame) -> Option<Suggestion> {
        let JoinedFrame { candidate, speaker, score } = frame;
        let text = words.tokens().text();
        let to_text = |span: TokenSpan| -> Option<Span> { words.tokens().span(span.from, span.proclitic, span.to) };
        let mut content: Vec<Span> = candidate.content.spans.iter().copied().filter_map(to_text).collect();
        content.sort();
        content.dedup_by(|later, first| first.overlaps(*later));
        if content.is_empty() {
            return None;
        }
        let speaker = speaker.and_then(|speaker| {
            Some(Speaker { span: to_text(speaker.span)?, entity: None, implied: speaker.is_implied })
        });
        let mention = match &speaker {
            Some(speaker) if speaker.implied => SpeakerMention::Earlier,
            Some(_) => SpeakerMention::InClause,
            None => SpeakerMention::Missing,
        };
        let kind = candidate.content.kind;
        let frame = Frame { kind, content, cue: candidate.cue.and_then(to_text), speaker };
        let by_pattern = || candidate.content.pattern.score(mention);
        let score = score.or(candidate.chance.map(score_of_chance)).unwrap_or_else(by_pattern);
        let score = self.priors.score(text, &frame, score);
        let finder = match candidate.construction {
            "" => "careful".to_owned(),
            construction => format!("quote-rule:{construction}"),
        };
        Some(Suggestion::new(text, source(&finder), score, Body::Quote(Box::new(frame))))
    }
}

/// The quotes of a text, and what else they may be.
#[derive(Debug, Default)]
pub(crate) struct FoundQuotes {
    pub(crate) best: Vec<Suggestion>,
    pub(crate) others: Vec<Suggestion>,
}

/// A frame with each of its next best ends.
fn with_other_ends(context: &Context<'_>, frame: &JoinedFrame) -> Vec<JoinedFrame> {
    let with_end = |(end, chance): &(usize, f64)| {
        let mut other = JoinedFrame { score: Some(score_of_chance(*chance)), ..frame.clone() };
        context.end_content(&mut other.candidate.content, *end);
        other
    };
    frame.candidate.other_ends.iter().map(with_end).collect()
}

/// Leaves out the frames that lie in too many others.
fn leave_out_deepest(candidates: &mut Vec<FrameCandidate>) {
    let mut open_ends: Vec<usize> = Vec::new();
    candidates.retain(|candidate| {
        let place = candidate.place();
        open_ends.retain(|end| *end > place);
        let is_kept = open_ends.len() < DEEPEST;
        if is_kept {
            open_ends.push(candidate.content.tokens().end);
        }
        is_kept
    });
}

/// True for a frame without a cue whose content another frame has already.
fn is_again(frame: &FrameCandidate, candidates: &[FrameCandidate]) -> bool {
    let from = frame.content.tokens().start;
    let has_part = |other: &FrameCandidate| other.content.spans.iter().any(|span| span.from == from);
    frame.cue.is_none() && candidates.iter().rev().take(4).any(has_part)
}

/// A probability of the choices as a score.
#[expect(clippy::cast_possible_truncation, reason = "two digits are kept")]
fn score_of_chance(chance: f64) -> f64 {
    to_score(chance as f32)
}

/// The frames that the constructions find outside of quotation marks. The ends of those before `read` are chosen later, by the
/// careful reader too.
fn find_candidates(context: &Context<'_>, choices: &ChoiceModel, read: usize) -> Vec<FrameCandidate> {
    let mut candidates = Vec::new();
    let mut at = 0;
    let mut direct = None;
    while at < context.len() {
        let mut found = choose_frame(context, choices, at, direct).filter(|frame| !is_again(frame, &candidates));
        if let Some(found) = found.as_mut().filter(|found| found.content.tokens().start >= read) {
            choose_end(context, choices, found);
        }
        direct = found.as_ref().and_then(DirectFrame::of).or(direct);
        candidates.extend(found);
        if let Some(quoted) = context.quotation_marks.opened_at(at).filter(|quoted| quoted.words > 0) {
            at = quoted.after().max(at + 1);
            continue;
        }
        at += 1;
    }
    candidates
}
