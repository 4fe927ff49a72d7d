//! Found frames beside those that people confirmed, for training.

use crate::gold::Frame;
use crate::text::{Span, Text};
use crate::words::token::TokenSpan;

use super::context::Context;
use super::frame_candidate::FrameCandidate;

/// The frame that people confirmed and whose content has at least half in common with that of a candidate.
pub(super) fn find_gold<'g>(context: &Context<'_>, candidate: &FrameCandidate, gold: &'g [Frame]) -> Option<&'g Frame> {
    let text = context.tokens().text();
    let own = frame_edges(context, candidate)?;
    let shared = |frame: &&'g Frame| gold_edges(text, frame).map_or(0.0, |edges| overlap(edges, own));
    gold.iter()
        .map(|frame| (shared(&frame), frame))
        .filter(|(shared, _)| *shared >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, frame)| frame)
}

/// A run of tokens in the text.
pub(super) fn to_text(context: &Context<'_>, span: TokenSpan) -> Option<Span> {
    context.tokens().span(span.from, span.proclitic, span.to)
}

/// The edges of the content of a frame in bytes, without what [`trimmed`] cuts.
pub(super) fn frame_edges(context: &Context<'_>, frame: &FrameCandidate) -> Option<(usize, usize)> {
    let (first, last) = (frame.content.spans.first()?, frame.content.spans.last()?);
    let (start, end) = (to_text(context, *first)?.start(), to_text(context, *last)?.end());
    Some(trimmed(context.tokens().text(), start, end))
}

/// The same edges of a frame that people confirmed.
pub(super) fn gold_edges(text: &Text, frame: &Frame) -> Option<(usize, usize)> {
    let start = frame.content.iter().map(|span| span.start()).min()?;
    let end = frame.content.iter().map(|span| span.end()).max()?;
    Some(trimmed(text, start, end))
}

/// The edges without white space, quotation marks and punctuation.
pub(super) fn trimmed(text: &Text, start: usize, end: usize) -> (usize, usize) {
    let is_edge = |c: char| c.is_whitespace() || !c.is_alphanumeric() && !is_arabic_sign(c);
    let inner = text.get(start..end);
    let from = start + (inner.len() - inner.trim_start_matches(is_edge).len());
    let to = start + inner.trim_end_matches(is_edge).len();
    (from, to.max(from))
}

/// True for a sign that belongs to a word: a diacritic, a per cent sign, a currency.
fn is_arabic_sign(c: char) -> bool {
    crate::text::is_arabic_diacritic(c) || matches!(c, '%' | '٪' | '$' | '€' | '£')
}

/// Intersection over union.
pub(super) fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = (a.1 - a.0) + (b.1 - b.0) - shared;
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
    let share = shared as f64 / all.max(1) as f64;
    share
}
