//! Words without quotation marks before their verb.
//!
//! ```text
//! before: المدينة لم تنم منذ ثلاث ليال، تقول سعاد العلي.
//! after:  [content: المدينة لم تنم منذ ثلاث ليال]، [cue: تقول] [speaker: سعاد العلي].
//! ```

use crate::gold::QuoteKind;

use super::super::content::CONTENT_REACH;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use super::trailing_verb::TrailingVerb;
use crate::words::morphology::VerbShape;
use crate::words::token::TokenSpan;

/// The most tokens of such content.
const LONGEST: usize = 120;

/// The frame of a verb after a comma, with a speaker of its own and nothing reported after it.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let (proclitic, form) = place.verb_of_shape(VerbShape::Finite)?;
    let verb = &TrailingVerb::new(context, place.at, proclitic, form)
        .filter(|verb| verb.is_after_comma && verb.quotation(context).is_none())
        .ok_or(Refusal::Elsewhere)?;
    let start = context.sentence_start(verb.at);
    if verb.speaker.is_none() {
        return Err("no speaker after the verb".into());
    }
    let has_content = verb.before > start + 2 && verb.before < start + LONGEST;
    if !has_content {
        return Err("too few or too many words before the verb".into());
    }
    if !context.lexicon.verb(verb.form).trails {
        return Err("the verb has no flag `trails`".into());
    }
    if has_other_report(context, start, verb.at)
        || context.announces(verb.end, verb.form)
        || context.find_content(verb.end, verb.form).is_some()
    {
        return Err("another report is in the sentence, or content after the verb".into());
    }
    let from = context.skip_dateline(start);
    let spans = vec![TokenSpan::new(from, context.opening_proclitic(from), verb.before)];
    let content = Content::new(QuoteKind::Indirect, FramePattern::WordsFirst, spans);
    Ok(FrameCandidate::new(content, Some(verb.cue()), verb.speaker, verb.agreement()))
}

/// True if another verb of the sentence reports something.
fn has_other_report(context: &Context<'_>, start: usize, verb: usize) -> bool {
    (start..verb + CONTENT_REACH).take_while(|at| *at < verb || !context.ends_sentence(*at)).any(|at| {
        context.reporting_verb(at).is_some_and(|(_, form)| {
            context.announces(at + 1, form) || at > verb && context.announces(context.phrase_end(at + 1), form)
        })
    })
}
