//! A document that speaks: a statement, a report, a tweet.
//!
//! ```text
//! before: وجاء في بيان لوزارة الداخلية أن الطريق أغلق صباحا.
//! after:  و[cue: جاء] في [speaker: بيان لوزارة الداخلية] أن [content: الطريق أغلق صباحا].
//! ```
//!
//! The document may be before the verb:
//!
//! ```text
//! before: وأصدرت الوزارة بيانا جاء فيه أن الطريق أغلق صباحا.
//! after:  وأصدرت الوزارة [speaker: بيانا] [cue: جاء] فيه أن [content: الطريق أغلق صباحا].
//! ```

use super::super::agreement::Agreement;
use super::super::content::ContentStart;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::lexicon::class::Class;
use crate::words::morphology::Gender;
use crate::words::token::TokenSpan;

/// Tokens before جاء فيه in which the document is named.
const LONGEST_DOCUMENT_BEFORE: usize = 4;

/// The frame of جاء في or ورد في.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    place.without_verb()?;
    let at = place.at;
    let is_after_and = context.is(at, Class::AndCame);
    if !is_after_and && !context.is(at, Class::Came) {
        return Err(Refusal::Elsewhere);
    }
    let proclitic = usize::from(is_after_and);
    let cue = TokenSpan::word(at, proclitic);
    if context.is(at + 1, Class::InIt) {
        find_after_document(context, cue)
    } else if context.is(at + 1, Class::Fi) {
        find_before_document(context, cue)
    } else {
        Err(Refusal::Elsewhere)
    }
}

/// جاء في بيان للوزارة أن …, وورد في التقرير: «…».
fn find_before_document(context: &Context<'_>, cue: TokenSpan) -> Result<FrameCandidate, Refusal> {
    let from = cue.to + 1;
    let end = context.phrase_end(from);
    if end == from || !context.is_source(from, 0) && !context.is(from, Class::Writing) {
        return Err("no document after the verb".into());
    }
    let content = content_after(context, end).ok_or("no content after the document")?;
    let agreement = Agreement::singular(context.gender_of(from));
    Ok(FrameCandidate::new(content, Some(cue), Some(TokenSpan::whole(from, end)), agreement))
}

/// بيانا مقتضبا جاء فيه أن …
fn find_after_document(context: &Context<'_>, cue: TokenSpan) -> Result<FrameCandidate, Refusal> {
    let at = cue.from;
    let document = (at.saturating_sub(LONGEST_DOCUMENT_BEFORE)..at)
        .find(|from| context.is_source(*from, 0) && context.phrase_end(*from) >= at);
    let content = content_after(context, at + 2).ok_or("no content after the verb")?;
    let content = content.with_pattern(FramePattern::Complementiser);
    let speaker = document.map(|from| TokenSpan::whole(from, at));
    Ok(FrameCandidate::new(content, Some(cue), speaker, Agreement::singular(Gender::Masculine)))
}

fn content_after(context: &Context<'_>, from: usize) -> Option<Content> {
    let (at, start) = context.find_content_of_document(from)?;
    match start {
        ContentStart::Complementiser(found) => context.content_of_complementiser(at, found),
        _ => Some(Content::direct(FramePattern::Quotation, context.quotation(at)?)),
    }
}
