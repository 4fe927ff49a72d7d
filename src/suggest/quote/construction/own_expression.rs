//! An attribution cue with the pronoun of the last speaker: على حد تعبيره, بحسب رأيها.
//!
//! ```text
//! before: وقال الوزير إن الأمر انتهى. القرار خطأ كبير، على حد تعبيره.
//! after:  وقال [speaker: الوزير] إن الأمر انتهى. [content: القرار خطأ كبير]، [cue: على حد تعبيره].
//! ```

use super::super::agreement::Agreement;
use super::super::context::{Context, LONGEST_SENTENCE};
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::letters;
use crate::words::morphology::Gender;
use crate::words::token::TokenSpan;

/// The frame of such a cue. Its content is the quotation directly before it (… إلى "أجمل جمهور في أفريقيا"، بحسب تعبيره), or
/// a sentence without another report.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let cue = context.attribution_cue(at).filter(|cue| context.is_own_expression(at, *cue));
    let cue = cue.ok_or(Refusal::Elsewhere)?;
    let start = context.sentence_start(at);
    let to = at - usize::from(context.is_after_comma(at));
    let is_feminine = context.word(cue.end - 1).ends_with(letters::HER);
    let agreement = Agreement::singular(if is_feminine { Gender::Feminine } else { Gender::Masculine });
    let quoted =
        to.checked_sub(1).and_then(|last| context.quotation_marks.closed_at(last)).filter(|quoted| quoted.words > 1);
    let content = match quoted {
        Some(quoted) => Content::direct(FramePattern::Attribution, vec![quoted.inside()]),
        None => sentence_before(context, start, to).ok_or("no sentence without another report before the cue")?,
    };
    Ok(FrameCandidate::new(content, Some(TokenSpan::new(at, cue.proclitic, cue.end)), None, agreement))
}

fn sentence_before(context: &Context<'_>, start: usize, to: usize) -> Option<Content> {
    let has_report = || (start..to).any(|at| context.reporting_verb(at).is_some());
    if to < start + 3 || to > start + LONGEST_SENTENCE || has_report() {
        return None;
    }
    let from = context.skip_dateline(start);
    if let Some(quoted) = context.quotation_marks.opened_at(from).filter(|quoted| quoted.after() == to) {
        return Some(Content::direct(FramePattern::Attribution, vec![quoted.inside()]));
    }
    let spans = vec![TokenSpan::new(from, context.opening_proclitic(from), to)];
    Some(Content::new(context.kind_of(from, to), FramePattern::Attribution, spans))
}
