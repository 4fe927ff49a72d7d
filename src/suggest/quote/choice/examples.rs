//! The choices of an annotated article, with their answers.

use crate::gold::Frame;
use crate::suggest::linear::choice::Choice;
use crate::text::{Span, Text};
use crate::words::token::TokenSpan;

use super::super::construction::DirectFrame;
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::frame_option::FrameOption;
use super::model::QuoteChoices;
use super::starts::frames_at;
use super::{ends, start_features};

/// The choices of a context, answered by the frames that people confirmed. All frames of the text must be among them.
pub(crate) fn choices_of(context: &Context<'_>, gold: &[Frame]) -> QuoteChoices {
    let mut choices = QuoteChoices::default();
    let mut at = 0;
    let mut direct = None;
    while at < context.len() {
        let options = frames_at(context, at, direct);
        if !options.is_empty() {
            let answer = answer_of(context, &options, gold);
            if let Answer::Known(right) = answer {
                let described = start_features::describe(context, at, direct, &options);
                choices.frames.push(Choice { options: described, right, weight: 1.0 });
                let found = right.and_then(|right| options.get(right));
                if let Some(option) = found {
                    choices.ends.extend(end_choice(context, &option.frame, gold));
                    direct = DirectFrame::of(&option.frame).or(direct);
                }
            }
        }
        let quoted = context.quotation_marks.opened_at(at).filter(|quoted| quoted.words > 0);
        at = quoted.map_or(at + 1, |quoted| quoted.after().max(at + 1));
    }
    choices
}

/// What the gold says about the frames of a token.
enum Answer {
    /// One of them is right, or none is.
    Known(Option<usize>),
    /// The gold has a frame there that is none of them.
    Unknown,
}

fn answer_of(context: &Context<'_>, options: &[FrameOption], gold: &[Frame]) -> Answer {
    let text = context.tokens().text();
    let cue = options.iter().find_map(|option| option.frame.cue).and_then(|cue| to_text(context, cue));
    let same_cue: Vec<&Frame> = gold
        .iter()
        .filter(|frame| match (frame.cue, cue) {
            (Some(gold), Some(own)) => gold.overlaps(own),
            (None, None) => true,
            _ => false,
        })
        .collect();
    let edges: Vec<(usize, usize)> = same_cue.iter().filter_map(|frame| gold_edges(text, frame)).collect();
    let own = |option: &FrameOption| option_edges(context, &option.frame);
    let starts = |option: &FrameOption| own(option).is_some_and(|own| edges.iter().any(|gold| gold.0 == own.0));
    if let Some(right) = options.iter().position(starts) {
        return Answer::Known(Some(right));
    }
    if cue.is_some() && !same_cue.is_empty() {
        let overlaps =
            |option: &FrameOption| own(option).is_some_and(|own| edges.iter().any(|gold| overlap(*gold, own) >= 0.5));
        return options.iter().position(overlaps).map_or(Answer::Unknown, |right| Answer::Known(Some(right)));
    }
    Answer::Known(None)
}

/// The choice of the end of a right frame; `None` if its end is none of the options.
fn end_choice(context: &Context<'_>, frame: &FrameCandidate, gold: &[Frame]) -> Option<Choice> {
    if !ends::has_open_end(frame) {
        return None;
    }
    let text = context.tokens().text();
    let (start, _) = option_edges(context, frame)?;
    let (_, end) = gold.iter().filter_map(|frame| gold_edges(text, frame)).find(|edges| edges.0 == start)?;
    let options = ends::ends_of(context, frame);
    let span = *frame.content.spans.first()?;
    let right = options.iter().position(|option| {
        let own =
            to_text(context, TokenSpan { to: option.end, ..span }).map(|span| trimmed(text, span.start(), span.end()));
        own.is_some_and(|(_, own)| own == end)
    })?;
    Some(Choice { options: ends::describe(context, frame, &options), right: Some(right), weight: 1.0 })
}

fn to_text(context: &Context<'_>, span: TokenSpan) -> Option<Span> {
    context.tokens().span(span.from, span.proclitic, span.to)
}

fn option_edges(context: &Context<'_>, frame: &FrameCandidate) -> Option<(usize, usize)> {
    let (first, last) = (frame.content.spans.first()?, frame.content.spans.last()?);
    let (start, end) = (to_text(context, *first)?.start(), to_text(context, *last)?.end());
    Some(trimmed(context.tokens().text(), start, end))
}

fn gold_edges(text: &Text, frame: &Frame) -> Option<(usize, usize)> {
    let start = frame.content.iter().map(|span| span.start()).min()?;
    let end = frame.content.iter().map(|span| span.end()).max()?;
    Some(trimmed(text, start, end))
}

/// The edges without white space, quotation marks and punctuation.
fn trimmed(text: &Text, start: usize, end: usize) -> (usize, usize) {
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
fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = (a.1 - a.0) + (b.1 - b.0) - shared;
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
    let share = shared as f64 / all.max(1) as f64;
    share
}
