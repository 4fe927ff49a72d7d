//! Writes the format `inline`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use crate::formats::annotated::Annotated;
use crate::formats::common::escape::percent_escape;
use crate::formats::export::{Export, Sink};
use crate::formats::loss::{Loss, describe_item};
use crate::gold::{Body, GoldItem};
use crate::text::Span;

use super::crossing::{PlacedSpans, cross};
use super::marks::{ARTICLE, Mark};

/// Writes articles with their annotation as marks.
pub(super) struct Inline;

impl Export for Inline {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let article = &annotated.article;
        let mut piece = format!("{ARTICLE} {}\n", article.id);
        for (key, value) in &article.meta {
            match value.as_str().filter(|value| !value.contains(['\n', '\r']) && value.trim() == *value) {
                Some(value) if !key.contains([':', '\n', '\r']) => piece.push_str(&format!("# {key}: {value}\n")),
                _ => lost(Loss::of(
                    article,
                    format!("meta.{key}"),
                    "a line of the head holds a short text only; left out",
                )),
            }
        }
        piece.push('\n');
        let marks = place_marks(annotated, lost);
        piece.push_str(&write_text(article.text.as_str(), &marks));
        piece.push_str("\n\n");
        sink.append(piece.as_bytes())
    }
}

/// A mark with its span.
type PlacedMark = (Span, Mark);

/// The marks of all gold items that do not cross an earlier one, in the order of their openers.
fn place_marks(annotated: &Annotated, lost: &mut dyn FnMut(Loss)) -> Vec<PlacedMark> {
    let article = &annotated.article;
    let mut placed: Vec<PlacedMark> = Vec::new();
    let all = annotated.gold_items().flat_map(|item| marks_of(item, 0, &BTreeMap::new()));
    let mut spans = PlacedSpans::new(all.map(|(span, _)| span));
    let mut speakers: BTreeMap<Span, usize> = BTreeMap::new();
    let mut frames = 0;
    for item in annotated.gold_items() {
        let Some(span) = item.body.span() else { continue };
        let at_item = |why: &str| Loss::at(article, span, describe_item(&item.id, &item.body), why);
        let mut own = marks_of(item, frames + 1, &speakers);
        let text = article.text.as_str();
        let is_blank = |span: Span| text.get(span.start()..span.end()).is_some_and(|words| words.trim() != words);
        if own.iter().any(|(span, _)| is_blank(*span)) {
            lost(at_item("begins or ends with white space, which no mark does; left out"));
            continue;
        }
        if matches!(&item.body, Body::Entity { label, .. } if escaped_label(label.as_str()) != label.as_str()) {
            let why = "its label has white space or a bracket, which ends a mark; it is written as %20 or the like, and an \
                       import reads it back";
            lost(at_item(why).kept());
        }
        let crosses = own.iter().enumerate().any(|(at, (span, _))| {
            let before = own.get(..at).unwrap_or_default();
            spans.crosses(*span) || before.iter().any(|(other, _)| cross(*span, *other))
        });
        if crosses {
            lost(at_item("crosses another item, and marks may not cross; left out"));
            continue;
        }
        if let Body::Quote(frame) = &item.body {
            frames += 1;
            if let Some(speaker) = &frame.speaker {
                let next = speakers.len() + 1;
                if speakers.contains_key(&speaker.span) {
                    own.retain(|(_, mark)| !matches!(mark, Mark::Speaker(_)));
                }
                speakers.entry(speaker.span).or_insert(next);
            }
        }
        own.iter().for_each(|(span, _)| spans.insert(*span));
        placed.extend(own);
    }
    // Of two marks on the same words, the one that is placed later is inside.
    placed.sort_by_key(|(span, _)| (span.start(), Reverse(span.end())));
    placed
}

/// The marks of an item. `frame` is the number that it gets if it is a quote.
fn marks_of(item: &GoldItem, frame: usize, speakers: &BTreeMap<Span, usize>) -> Vec<PlacedMark> {
    match &item.body {
        Body::Entity { span, label } => vec![(*span, Mark::Entity(escaped_label(label.as_str())))],
        Body::Quote(quote) => {
            let speaker = quote.speaker.as_ref();
            let number = speaker.map_or(0, |it| speakers.get(&it.span).copied().unwrap_or(speakers.len() + 1));
            let implied = speaker.is_some_and(|speaker| speaker.implied);
            let content = |span: &Span| (*span, Mark::Content { frame, kind: quote.kind, speaker: number, implied });
            let mut marks: Vec<PlacedMark> = quote.content.iter().map(content).collect();
            marks.extend(quote.cue.map(|cue| (cue, Mark::Cue(frame))));
            marks.extend(speaker.map(|speaker| (speaker.span, Mark::Speaker(number))));
            marks
        }
    }
}

/// A label as a mark can hold it.
fn escaped_label(label: &str) -> String {
    percent_escape(label, &['[', ']', '{', '}'])
}

/// The text with its marks. `marks` are in the order of their openers and do not cross.
fn write_text(text: &str, marks: &[PlacedMark]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut next = marks.iter().peekable();
    // A blank line at an edge of the text would not be read as part of it.
    let kept_from = text.len() - text.trim_start().len();
    let kept = kept_from..text.trim_end().len();
    let mut line_begins = true;
    for (at, c) in text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]) {
        while let Some((_, closer)) = open.pop_if(|(end, _)| *end == at) {
            out.push(closer);
        }
        while let Some((span, mark)) = next.next_if(|(span, _)| span.start() == at) {
            out.push_str(&mark.opener());
            open.push((span.end(), mark.closer()));
            line_begins = false;
        }
        let Some(c) = c else { break };
        match c {
            '\n' if kept.contains(&at) => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '[' | ']' | '{' | '}' | '\\' => out.extend(['\\', c]),
            '=' if line_begins => out.extend(['\\', c]),
            _ => out.push(c),
        }
        line_begins = c == '\n' && kept.contains(&at);
    }
    out
}
