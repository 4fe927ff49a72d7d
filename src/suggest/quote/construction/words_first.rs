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
use super::trailing_verb::TrailingVerb;
use crate::words::token::TokenSpan;

/// The most tokens of such content.
const LONGEST: usize = 120;

/// The frame of a verb after a comma, with a speaker of its own and nothing reported after it.
pub(super) fn find(context: &Context<'_>, verb: &TrailingVerb) -> Option<FrameCandidate> {
    let start = context.sentence_start(verb.at);
    let has_content =
        verb.is_after_comma && verb.speaker.is_some() && verb.before > start + 2 && verb.before < start + LONGEST;
    if !has_content
        || !is_verb_of_saying(&context.lexicon.verb(verb.form).lemma)
        || has_other_report(context, start, verb.at)
        || context.announces(verb.end, verb.form)
        || context.find_content(verb.end, verb.form).is_some()
    {
        return None;
    }
    let from = context.skip_dateline(start);
    let spans = vec![TokenSpan::new(from, context.opening_proclitic(from), verb.before)];
    let content = Content::new(QuoteKind::Indirect, FramePattern::WordsFirst, spans);
    Some(FrameCandidate::new(content, Some(verb.cue()), verb.speaker, verb.agreement()))
}

fn is_verb_of_saying(lemma: &str) -> bool {
    matches!(lemma, "قال" | "اضاف" | "اوضح" | "تابع" | "علق" | "حكي" | "روي")
}

/// True if another verb of the sentence reports something.
fn has_other_report(context: &Context<'_>, start: usize, verb: usize) -> bool {
    (start..verb + CONTENT_REACH).take_while(|at| *at < verb || !context.ends_sentence(*at)).any(|at| {
        context.reporting_verb(at).is_some_and(|(_, form)| {
            context.announces(at + 1, form) || at > verb && context.announces(context.phrase_end(at + 1), form)
        })
    })
}
