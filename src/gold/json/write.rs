//! Writes gold JSON.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::formatter::write_compact;
use super::record::{JsonArticle, JsonItem, JsonSpan, JsonSpeaker, LazyItems};
use super::relations;
use super::schema::{UNANSWERED, UNIT, sha256};
use crate::gold::suggestion::LONG_WORDS;
use crate::gold::{Annotation, Article, Body, Extra, GoldItem, Layer, Rejected, RemarkTarget, Suggestion, merge};
use crate::text::{Span, Text};

/// Writes an article and its annotation as a gold file: one key on each line, a newline at the end.
#[must_use]
pub fn write(article: &Article, annotation: &Annotation) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    finish(record(article, annotation).serialize(&mut serializer).map(|()| bytes))
}

/// Writes an article and its annotation as one line, with a newline at the end.
#[must_use]
pub fn write_line(article: &Article, annotation: &Annotation) -> String {
    finish(compact(&record(article, annotation)))
}

/// Writes an article and its annotation as one line, like [`write_line`], piece by piece.
///
/// # Errors
/// The errors of `out`.
pub fn write_line_to(out: &mut dyn Write, article: &Article, annotation: &Annotation) -> io::Result<()> {
    stream(out, &record(article, annotation), "\n")
}

/// Writes an article with new suggestions, like [`write_suggested`], piece by piece.
///
/// # Errors
/// The errors of `out`.
pub fn write_suggested_to(out: &mut dyn Write, article: &Article, suggestions: &[Suggestion]) -> io::Result<()> {
    write_suggested_state_to(out, article, suggestions, SuggestedState::Complete)
}

/// Writes an article with new suggestions, like [`write_suggested_state`], piece by piece.
///
/// # Errors
/// The errors of `out`.
pub fn write_suggested_state_to(
    out: &mut dyn Write,
    article: &Article,
    suggestions: &[Suggestion],
    state: SuggestedState,
) -> io::Result<()> {
    stream(out, &suggested_record(article, suggestions, &state.annotation()), "\n")
}

/// Writes a value as JSON without line ends, and `end` after it, piece by piece.
pub(crate) fn stream(out: &mut dyn Write, value: &impl Serialize, end: &str) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    write_compact(&mut out, value)?;
    out.write_all(end.as_bytes())?;
    out.flush()
}

/// Writes an article with new suggestions as one line of `suggest`. The suggestions are among the entities and quotes,
/// with `"verdict": "pending"`, so that other tools read them like gold.
#[must_use]
pub fn write_suggested(article: &Article, suggestions: &[Suggestion]) -> String {
    write_suggested_state(article, suggestions, SuggestedState::Complete)
}

/// As [`write_suggested`]. If an answer is missing, the last key of the line is `"unanswered": true`.
#[must_use]
pub fn write_suggested_state(article: &Article, suggestions: &[Suggestion], state: SuggestedState) -> String {
    finish(compact(&suggested_record(article, suggestions, &state.annotation())))
}

/// Whether all suggesters that were asked about an article have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestedState {
    /// All have answered.
    Complete,
    /// One of them failed or did not answer, for the whole article or for a part of it.
    LacksAnswer,
}

impl SuggestedState {
    /// An annotation without items that has the key of this state.
    fn annotation(self) -> Annotation {
        let mut annotation = Annotation::default();
        if self == Self::LacksAnswer {
            annotation.extra.insert(UNANSWERED.to_owned(), true.into());
        }
        annotation
    }
}

fn suggested_record<'a>(
    article: &'a Article,
    suggestions: &'a [Suggestion],
    empty: &'a Annotation,
) -> JsonArticle<&'a str, LazyItems<'a>> {
    let of_layer = |layer: Layer| {
        LazyItems::new(move || {
            let suggestions = suggestions.iter().filter(move |suggestion| suggestion.body.layer() == layer);
            suggestions.map(|suggestion| JsonItem {
                verdict: Some("pending".to_owned()),
                ..proposal(&article.text, suggestion)
            })
        })
    };
    let lists = (of_layer(Layer::Entity), of_layer(Layer::Quote));
    JsonArticle { entities: lists.0, quotes: lists.1, ..record(article, empty) }
}

/// Strings, numbers and lists can always be written, and as UTF-8.
fn compact(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_compact(&mut bytes, value).map(|()| bytes)
}

fn finish(bytes: Result<Vec<u8>, serde_json::Error>) -> String {
    debug_assert!(bytes.is_ok(), "{bytes:?}");
    let mut json = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    json.push('\n');
    json
}

fn record<'a>(article: &'a Article, annotation: &'a Annotation) -> JsonArticle<&'a str, LazyItems<'a>> {
    let text = &article.text;
    let of_layer = |layer: Layer| {
        LazyItems::new(move || {
            let items = annotation.gold.iter().filter(move |item| item.body.layer() == layer);
            items.map(|item| remarked(annotation, &item.remark_target(), gold_item(text, item)))
        })
    };
    let proposed = move |suggestion: &Suggestion, item| {
        remarked(annotation, &RemarkTarget::Suggestion(suggestion.id.clone()), item)
    };
    let mut said = Extra::new();
    annotation.remark(&RemarkTarget::Article).put(&mut said);
    let mut extra = annotation.extra.clone();
    let relations = relations::write(&annotation.relations);
    if relations.is_some() {
        extra.shift_remove("relations");
    }
    JsonArticle {
        schema: Some(relations::schema_of(annotation).to_owned()),
        id: Some(article.id.clone()),
        text: Some(text.as_str()),
        text_sha256: Some(sha256(text.as_str())),
        offset_unit: Some(UNIT.to_owned()),
        meta: article.meta.clone(),
        status: Some(annotation.status.name().to_owned()),
        annotator: annotation.annotator.clone(),
        note: said.shift_remove("note"),
        flags: said.shift_remove("flags"),
        entities: of_layer(Layer::Entity),
        quotes: of_layer(Layer::Quote),
        relations,
        rejected: LazyItems::new(move || {
            annotation.rejected.iter().map(move |one| proposed(&one.suggestion, rejected_item(text, one)))
        }),
        pending: LazyItems::new(move || annotation.pending.iter().map(move |one| proposed(one, with_layer(text, one)))),
        extra,
    }
}

/// Adds the note and the flags of an item after its other keys.
fn remarked(annotation: &Annotation, subject: &RemarkTarget, mut item: JsonItem) -> JsonItem {
    if !annotation.remarks.is_empty() {
        annotation.remark(subject).put(&mut item.extra);
    }
    item
}

pub(super) fn gold_item(text: &Text, gold: &GoldItem) -> JsonItem {
    let mut item = body_item(text, &gold.body);
    item.id = Some(gold.id.clone());
    item.verdict = Some(gold.verdict.name().to_owned());
    item.suggestion = gold.suggestion.as_ref().map(|suggestion| {
        let mut inner = proposal(text, suggestion);
        // The words of a suggested entity follow from its offsets. If it was not moved, they are in the gold item, too.
        inner.text = None;
        Box::new(inner)
    });
    item.at = gold.at.as_ref().map(ToString::to_string);
    item.extra = gold.extra.clone();
    item.attributes = gold.attributes.to_json();
    let parts = gold.parts.iter().map(|span| part(text, *span)).collect();
    relations::put_parts(&mut item, parts);
    item.scatter();
    item
}

pub(super) fn rejected_item(text: &Text, rejected: &Rejected) -> JsonItem {
    let mut item = with_layer(text, &rejected.suggestion);
    item.at = rejected.at.as_ref().map(ToString::to_string);
    item
}

pub(super) fn with_layer(text: &Text, suggestion: &Suggestion) -> JsonItem {
    JsonItem { layer: Some(suggestion.body.layer().to_string()), ..proposal(text, suggestion) }
}

fn proposal(text: &Text, suggestion: &Suggestion) -> JsonItem {
    let mut item = JsonItem {
        id: Some(suggestion.id.clone()),
        source: Some(suggestion.source.clone()),
        score: suggestion.score,
        extra: suggestion.extra.clone(),
        ..body_item(text, &suggestion.body)
    };
    let parts = merge::carried_parts(suggestion);
    if !parts.is_empty() {
        merge::carry_parts(&mut item.extra, &[]);
        relations::put_parts(&mut item, parts.into_iter().map(|span| part(text, span)).collect());
    }
    item.scatter();
    item
}

fn body_item(text: &Text, body: &Body) -> JsonItem {
    match body {
        Body::Entity { span, label } => {
            let JsonSpan { start, end, text: words, .. } = part(text, *span);
            let (start, end, label) = (Some(start), Some(end), Some(label.to_string()));
            JsonItem { start, end, text: words, label, ..JsonItem::default() }
        }
        Body::Quote(frame) => JsonItem {
            kind: Some(frame.kind.name().to_owned()),
            content: Some(frame.content.iter().map(|span| part(text, *span)).collect()),
            cue: Some(frame.cue.map(|span| part(text, span))),
            speaker: Some(frame.speaker.as_ref().map(|speaker| {
                let JsonSpan { start, end, text: words, extra } = part(text, speaker.span);
                let (entity, implied) = (speaker.entity.clone(), speaker.implied);
                JsonSpeaker { start, end, text: words, entity, implied, extra }
            })),
            ..JsonItem::default()
        },
    }
}

fn part(text: &Text, span: Span) -> JsonSpan {
    let range = text.code_points(span);
    let words = Some(text.slice(span)).filter(|words| words.len() <= LONG_WORDS).map(str::to_owned);
    JsonSpan { start: range.start, end: range.end, text: words, extra: Extra::new() }
}
