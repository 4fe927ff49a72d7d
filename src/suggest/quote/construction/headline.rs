//! A speaker, a colon and content at the head of a line: headlines, live blogs, interviews. There is no cue.
//!
//! ```text
//! before: وزير الصحة: لا إصابات جديدة في البلاد
//! after:  [speaker: وزير الصحة]: [content: لا إصابات جديدة في البلاد]
//! ```

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::token::TokenSpan;

/// The most tokens of the speaker.
const LONGEST_SPEAKER: usize = 12;

/// The tokens after the speaker that are searched for the colon.
const COLON_WITHIN: usize = 8;

/// The fewest words that are content.
const FEWEST_WORDS: usize = 3;

/// The frame of the speaker that begins at a token.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    place.without_verb()?;
    let at = place.at;
    if !context.starts_line(at) || !context.is_word(at) || context.word(at).chars().count() < 3 {
        return Err(Refusal::Elsewhere);
    }
    let end = context.phrase_end(at);
    let colon = (end..end + COLON_WITHIN).find(|at| context.tokens().is_punctuation(*at, ':'));
    let colon = colon.ok_or(Refusal::Elsewhere)?;
    if end == at
        || !is_speaker_before_colon(context, end, colon)
        || !context.can_speak(at, end)
        || end > at + LONGEST_SPEAKER
    {
        return Err("the words before the colon are no speaker".into());
    }
    let is_person = context.has_person(at, end);
    let pattern = if is_person { FramePattern::HeadlinePerson } else { FramePattern::HeadlineBody };
    let content = content_after(context, colon, pattern).ok_or("no content after the colon")?;
    let agreement = Agreement::singular(context.gender_of(at));
    Ok(FrameCandidate::new(content, None, Some(TokenSpan::whole(at, end)), agreement))
}

/// True if nothing is between the speaker and the colon but the medium: ماكرون لـ"لوموند": …, الوزير في مقابلة: ….
fn is_speaker_before_colon(context: &Context<'_>, end: usize, colon: usize) -> bool {
    end == colon
        || context.word(end).starts_with(letters::LAM)
        || context.is_addressee(end)
        || context.is(end, Class::Fi)
}

fn content_after(context: &Context<'_>, colon: usize, pattern: FramePattern) -> Option<Content> {
    let from = colon + 1;
    if let Some(quoted) = context.quotation_marks.opened_at(from).filter(|quoted| quoted.words > 2) {
        return Some(Content::direct(pattern, vec![quoted.inside()]));
    }
    let to = context.content_end(from);
    let words = || (from..to).filter(|at| context.is_word(*at)).count();
    if pattern == FramePattern::HeadlineBody && is_byline(context, from, to) || words() < FEWEST_WORDS {
        return None;
    }
    Some(Content::new(context.kind_of(from, to), pattern, vec![TokenSpan::whole(from, to)]))
}

/// True for the place and the author of an article: الرياض: سعيد القحطاني ذكرت الشركة أن ….
fn is_byline(context: &Context<'_>, from: usize, to: usize) -> bool {
    let reports = |at: usize| {
        context.reporting_verb(at).is_some_and(|(_, form)| context.announces(context.phrase_end(at + 1), form))
    };
    let is_only_person = context.is_person_at(from) && context.entity_end(from) == Some(to);
    is_only_person || (from..to.min(from + 7)).any(reports)
}
