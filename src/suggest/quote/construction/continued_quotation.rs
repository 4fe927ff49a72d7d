//! A quotation that goes on in quotation marks of its own, in the next sentence or paragraph. It has no cue, and the speaker of
//! the quotation before it.
//!
//! ```text
//! before: وقالت الطبيبة: «لم ننم منذ أيام». «وسنبقى هنا حتى الصباح».
//! after:  وقالت [speaker: الطبيبة]: «لم ننم منذ أيام». «[content: وسنبقى هنا حتى الصباح]».
//! ```

use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::token::TokenKind;

/// The most tokens between the two quotations: the verb and the speaker of the first one may be there.
const LONGEST_BETWEEN: usize = 40;

/// The fewest words of such a quotation.
const FEWEST_WORDS: usize = 3;

/// The frame of the quotation that a token opens.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let quoted = context.quotation_marks.opened_at(at).ok_or(Refusal::Elsewhere)?;
    let earlier = place.direct.filter(|earlier| earlier.end <= at).ok_or(Refusal::Elsewhere)?;
    let is_head = context.starts_sentence(at)
        || at.checked_sub(1).is_some_and(|before| context.quotation_marks.closed_at(before).is_some());
    if !is_head {
        return Err("the quotation begins no sentence".into());
    }
    if quoted.words < FEWEST_WORDS {
        return Err("the quotation is too short".into());
    }
    let paragraphs = paragraphs_between(context, earlier.end, at);
    if at > earlier.end + LONGEST_BETWEEN || paragraphs > 1 {
        return Err("the quotation before it is too far away".into());
    }
    // In one paragraph, a verb between the two may be that of both.
    if paragraphs == 0 && (earlier.end..at).any(|at| context.is_word(at)) {
        return Err("words are between the two quotations".into());
    }
    let after = quoted.after();
    let is_alone = context.ends_sentence(after) || context.ends_sentence(quoted.close.saturating_sub(1));
    if !is_alone && after < context.len() {
        return Err("the sentence goes on after the quotation".into());
    }
    let spans = context.quotation(at).ok_or(Refusal::Elsewhere)?;
    let content = Content::direct(FramePattern::Continued, spans);
    let candidate = FrameCandidate::new(content, None, None, earlier.agreement);
    Ok(FrameCandidate { continues_speaker: true, ..candidate })
}

/// The number of line ends between two tokens; several in a row count as one.
fn paragraphs_between(context: &Context<'_>, from: usize, to: usize) -> usize {
    let is_line_end = |at: usize| context.kind(at) == TokenKind::LineEnd;
    (from..to).filter(|at| is_line_end(*at) && !is_line_end(at + 1)).count()
}
