//! The choices of an annotated article, with their answers.

use crate::gold::Frame;
use crate::suggest::linear::choice::Choice;
use crate::words::token::TokenSpan;

use super::super::construction::DirectFrame;
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::super::gold_frame::{frame_edges, gold_edges, overlap, to_text, trimmed};
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
    let own = |option: &FrameOption| frame_edges(context, &option.frame);
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
    let (start, _) = frame_edges(context, frame)?;
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
