//! The history of subjects: those who have spoken or acted so far. A verb without a subject means the nearest of them that
//! agrees with it.
//!
//! The subjects are the speakers of frames, and those who do what a verb of the lexicon says without reporting anything
//! (انتقد المدرب أرضية الملعب، معتبرا …). Someone who is cited in passing (بحسب …), or who speaks inside the words of someone
//! else, is not among them.

use crate::words::letters;
use std::ops::Range;

use super::super::agreement::Agreement;
use super::super::context::{Context, LONGEST_SENTENCE};
use super::super::frame_candidate::{FrameCandidate, FramePattern};
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

/// The endings of the dual and the plural.
const ENDINGS_OF_NUMBER: [&str; 5] =
    [letters::DUAL, letters::PLURAL_IN, letters::PLURAL_UN, letters::FEMININE_DUALS[0], letters::FEMININE_DUALS[1]];

/// Someone who may be the speaker of the next verb without a subject.
#[derive(Debug, Clone, Copy)]
struct Subject {
    span: TokenSpan,
    agreement: Agreement,
}

/// The nearest subject of each gender and number.
#[derive(Debug, Default)]
struct NearestSubjects([Option<Subject>; 4]);

impl NearestSubjects {
    fn insert(&mut self, subject: Subject) {
        if let Some(slot) = self.0.get_mut(subject.agreement.index()) {
            *slot = Some(subject);
        }
    }

    fn get(&self, agreement: Agreement) -> Option<Subject> {
        self.0.get(agreement.index()).copied().flatten()
    }
}

/// The speaker of a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ResolvedSpeaker {
    pub(crate) span: TokenSpan,
    /// It is in an earlier clause.
    pub(crate) is_implied: bool,
}

/// Those who have spoken or acted so far. The frames of a text are resolved in reading order.
#[derive(Debug, Default)]
pub(crate) struct SpeakerHistory {
    subjects: NearestSubjects,
    /// Those who were cited in passing.
    cited: NearestSubjects,
    /// The place and the speaker of the last frame.
    last: Option<(usize, Subject)>,
    /// The tokens of the last content that is not inside another one.
    reported: Range<usize>,
    /// The verbs before this token have been looked at.
    seen: usize,
}

impl SpeakerHistory {
    /// The speaker of a candidate. Candidates come in the order of [`FrameCandidate::place`].
    pub(crate) fn resolve(&mut self, context: &Context<'_>, candidate: &FrameCandidate) -> Option<ResolvedSpeaker> {
        let place = candidate.place();
        self.look_at_clauses(context, place);
        let is_nested = place < self.reported.end;
        if !is_nested {
            self.reported = candidate.content.tokens();
        }
        if let Some(span) = candidate.speaker {
            let subject = Subject { span, agreement: context.agreement_of(span, candidate.agreement) };
            if !is_nested && candidate.content.pattern == FramePattern::Attribution {
                self.cited.insert(subject);
            } else if !is_nested {
                self.subjects.insert(subject);
            }
            self.last = Some((place, subject));
            return Some(ResolvedSpeaker { span, is_implied: false });
        }
        if candidate.continues_speaker
            && let Some((_, subject)) = self.last
        {
            self.last = Some((place, subject));
            return Some(ResolvedSpeaker { span: subject.span, is_implied: true });
        }
        let start = context.sentence_start(place);
        let subject = self
            .subject_in_sentence(context, candidate, start)
            .or_else(|| self.subject_before_sentence(context, candidate, start))?;
        self.last = Some((place, subject));
        Some(ResolvedSpeaker { span: subject.span, is_implied: true })
    }

    /// Takes another speaker for the last frame than the one of [`Self::resolve`].
    pub(super) fn correct(&mut self, context: &Context<'_>, candidate: &FrameCandidate, span: TokenSpan) {
        let agreement = context.agreement_of(span, candidate.agreement);
        self.last = Some((candidate.place(), Subject { span, agreement }));
    }

    /// The speaker of a frame without one, if it is in the same sentence.
    fn subject_in_sentence(
        &mut self,
        context: &Context<'_>,
        candidate: &FrameCandidate,
        start: usize,
    ) -> Option<Subject> {
        let (place, agreement) = (candidate.place(), candidate.agreement);
        if candidate.is_participle
            && let Some(span) = context.subject_beside_participle(start, place)
        {
            return Some(self.remember(span, agreement));
        }
        // The speaker of an earlier frame in this sentence continues, unless someone else was named since.
        let agrees = |subject: &Subject| {
            subject.agreement.gender == agreement.gender
                && (subject.agreement.number == agreement.number || agreement.number == Number::Singular)
        };
        let known = self.subjects.get(agreement);
        if let Some((cue, subject)) = self.last.filter(|(cue, subject)| *cue >= start && agrees(subject))
            && known.is_none_or(|known| known.span.from < cue)
        {
            return Some(subject);
        }
        if let Some(known) = known.filter(|known| known.span.from >= start) {
            return Some(known);
        }
        if candidate.is_participle
            && let Some(span) = context.subject_of_sentence(start, place)
        {
            return Some(self.remember(span, agreement));
        }
        None
    }

    /// The speaker of a frame without one, from the text before its sentence.
    fn subject_before_sentence(
        &mut self,
        context: &Context<'_>,
        candidate: &FrameCandidate,
        start: usize,
    ) -> Option<Subject> {
        let (place, agreement) = (candidate.place(), candidate.agreement);
        let found = self
            .subjects
            .get(agreement)
            .or_else(|| self.subject_of_other_number(agreement))
            .or_else(|| self.cited.get(agreement));
        // The content of this frame is after its verb; the content of an earlier frame is said by someone else.
        let reported = if self.reported.start > place { 0..0 } else { self.reported.clone() };
        // Someone who is named in this paragraph comes before a speaker of an older one.
        let paragraph = context.paragraph_start(place);
        if found.is_some_and(|found| found.span.from < paragraph)
            && let Some(span) = context.person_in_sentence_before(paragraph, start, agreement, &reported)
        {
            return Some(self.remember(span, agreement));
        }
        if found.is_some() {
            return found;
        }
        let span = context.last_mentioned(place, agreement, &reported)?;
        Some(self.remember(span, agreement))
    }

    /// For a plural verb, a subject that is not written as one: طالب المتظاهرون. وأضافوا.
    fn subject_of_other_number(&self, agreement: Agreement) -> Option<Subject> {
        if agreement.number == Number::Singular {
            return None;
        }
        let gender = agreement.gender;
        let other = if gender == Gender::Feminine { Gender::Masculine } else { Gender::Feminine };
        [Agreement::new(other, Number::Plural), Agreement::singular(gender), Agreement::singular(other)]
            .into_iter()
            .find_map(|agreement| self.subjects.get(agreement))
    }

    fn remember(&mut self, span: TokenSpan, agreement: Agreement) -> Subject {
        let subject = Subject { span, agreement };
        self.subjects.insert(subject);
        subject
    }

    /// Adds the subjects of the clauses before a token, without the clauses that someone else says.
    fn look_at_clauses(&mut self, context: &Context<'_>, to: usize) {
        let from = self.seen.max(to.saturating_sub(LONGEST_SENTENCE));
        for at in from..to {
            if at < self.reported.end || context.is_quoted_token(at) {
                continue;
            }
            let Some((span, agreement)) = context.acting_subject(at) else { continue };
            self.subjects.insert(Subject { span, agreement: context.agreement_of(span, agreement) });
        }
        self.seen = self.seen.max(to);
    }
}

impl Context<'_> {
    /// The agreement of a subject: the gender of its verb, and plural if the verb or the words of the subject are. A verb
    /// before its subject is singular, whatever the subject is.
    pub(super) fn agreement_of(&self, subject: TokenSpan, verb: Agreement) -> Agreement {
        let word = self.word(subject.from);
        let stem = ENDINGS_OF_NUMBER.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or_default();
        let stem = stem.strip_prefix(letters::ARTICLE).unwrap_or(stem);
        let stem = if stem.chars().count() > 2 { stem } else { "" };
        let has_plural_ending = word.ends_with(letters::PLURAL_UN) && word.chars().count() > 4
            || self.lexicon.is_source(stem)
            || self.lexicon.is_source(&format!("{stem}{}", letters::HA));
        let is_joined = (subject.from + 1..subject.to).any(|at| {
            self.is_person_at(at) && self.word(at).starts_with(letters::WAW) && self.words.statistics(at).is_none()
        });
        let is_plural = verb.number == Number::Plural
            || is_joined
            || has_plural_ending && !self.has_person(subject.from, subject.from + 1);
        Agreement::new(verb.gender, if is_plural { Number::Plural } else { Number::Singular })
    }
}
