//! A quotation before its verb.
//!
//! ```text
//! before: "نحن لا نطلب المستحيل"، قال سعيد المرابط.
//! after:  "[content: نحن لا نطلب المستحيل]"، [cue: قال] [speaker: سعيد المرابط].
//! ```
//!
//! It may continue after the speaker:
//!
//! ```text
//! before: "نحن لا نطلب المستحيل"، قال سعيد المرابط، "كل ما نريده أجر عادل".
//! after:  "[content: نحن لا نطلب المستحيل]"، [cue: قال] [speaker: سعيد المرابط]، "[content: كل ما نريده أجر عادل]".
//! ```

use super::super::content::CONTENT_REACH;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::super::quotation_marks::QuotedSpan;
use super::place::{Place, Refusal};
use super::trailing_verb::TrailingVerb;
use crate::words::morphology::VerbShape;

/// The frame of a verb directly after a quotation.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let (proclitic, form) = place.verb_of_shape(VerbShape::Finite)?;
    let verb = &TrailingVerb::new(context, place.at, proclitic, form).ok_or(Refusal::Elsewhere)?;
    let quoted = verb.quotation(context).ok_or(Refusal::Elsewhere)?;
    if !is_speech(context, quoted) {
        return Err("the quotation before the verb is a name, or too short".into());
    }
    if is_content_of_other_verb(context, verb, quoted) {
        return Err("the quotation before the verb belongs to another verb".into());
    }
    let mut spans = vec![quoted.inside()];
    if let Some(more) = continuation(context, verb.end) {
        spans.push(more.inside());
        spans.extend(context.paragraphs_after(more));
    }
    let content = Content::direct(FramePattern::QuotationFirst, spans);
    Ok(FrameCandidate::new(content, Some(verb.cue()), verb.speaker, verb.agreement()))
}

/// False for a name after a proclitic (لـ"العربي الجديد"), and for a few words inside a sentence.
fn is_speech(context: &Context<'_>, quoted: &QuotedSpan) -> bool {
    let is_after_proclitic = quoted.open.checked_sub(1).is_some_and(|before| context.word(before).chars().count() == 1);
    !is_after_proclitic && (context.starts_sentence(quoted.open) || quoted.words > 3)
}

/// True for the content of a verb before it, and for a verb that continues with content of its own.
fn is_content_of_other_verb(context: &Context<'_>, verb: &TrailingVerb, quoted: &QuotedSpan) -> bool {
    let before = quoted.open.checked_sub(1);
    let is_announced = before.is_some_and(|before| {
        context.tokens().is_punctuation(before, ':')
            || context.reporting_verb(before).is_some()
            || context.complementiser(before).is_some()
    });
    let starts = context.starts_sentence(quoted.open)
        || before.is_some_and(|before| context.quotation_marks.closed_at(before).is_some());
    let announces_more = context.announces(verb.end, verb.form) && verb.speaker.is_none();
    is_announced || !starts && !verb.is_after_comma || announces_more
}

/// The quotation after the speaker that continues the first one, unless another report begins before it.
fn continuation<'c>(context: &'c Context<'_>, end: usize) -> Option<&'c QuotedSpan> {
    let is_other_report = |at: usize| {
        context.reporting_verb(at).is_some_and(|(_, other)| {
            other.shape == VerbShape::Participle || at == end || context.announces(at + 1, other)
        })
    };
    (end..end + CONTENT_REACH)
        .take_while(|at| !context.ends_sentence(*at) && !is_other_report(*at))
        .find_map(|at| context.quotation_marks.opened_at(at).filter(|more| more.words > 1))
        .or_else(|| context.quotation_after_stop(end))
}
