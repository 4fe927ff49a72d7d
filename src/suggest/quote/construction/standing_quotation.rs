//! A quotation that is a sentence or a paragraph of its own. It has no cue, and its speaker is somebody of the text before it.
//!
//! ```text
//! before: وقالت الطبيبة إن المخيم مكتظ. ووزعت الفرق الماء والخبز. «لم أر شيئا كهذا في حياتي كلها».
//! after:  وقالت [speaker: الطبيبة] إن المخيم مكتظ. ووزعت الفرق الماء والخبز. «[content: لم أر شيئا كهذا في حياتي كلها]».
//! ```

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{DirectFrame, Place, Refusal};
use crate::words::morphology::Gender;

/// The fewest words of such a quotation.
const FEWEST_WORDS: usize = 4;

/// The frame of the quotation that a token opens.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let quoted = context.quotation_marks.opened_at(at).filter(|quoted| quoted.is_closed).ok_or(Refusal::Elsewhere)?;
    if !context.starts_sentence(at) {
        return Err("the quotation begins no sentence".into());
    }
    if quoted.words < FEWEST_WORDS {
        return Err("the quotation is too short".into());
    }
    let after = quoted.after();
    let is_last = after >= context.len() || context.ends_sentence(after);
    let has_stop = context.ends_sentence(quoted.close.saturating_sub(1)) && !context.is_comma(after);
    if !is_last && !has_stop {
        return Err("the sentence goes on after the quotation".into());
    }
    let spans = context.quotation(at).ok_or(Refusal::Elsewhere)?;
    let content = Content::direct(FramePattern::Continued, spans);
    let agreement = place.direct.map_or(Agreement::singular(Gender::Masculine), DirectFrame::agreement);
    let candidate = FrameCandidate::new(content, None, None, agreement);
    Ok(FrameCandidate { continues_speaker: true, ..candidate })
}
