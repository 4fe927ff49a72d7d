//! JSON to values: every offset becomes a checked span, and the words beside it are compared.

use std::collections::HashSet;

use super::record::{Item, Part, Record};
use super::{JsonError, SCHEMA, UNIT, sha256};
use crate::gold::{
    Annotation, Article, Body, Extra, Frame, Label, Layer, Mark, Rejected, Remark, Speaker, Subject, Suggestion,
    Timestamp, Verdict, stable_id,
};
use crate::text::{Span, Text};

/// Reads an article with what is annotated in it.
///
/// ```
/// let line = r#"{"id": "a", "text": "زار باريس", "entities": [{"start": 4, "end": 9, "label": "LOC", "score": 0.8}]}"#;
/// let (article, annotation) = tawsim::gold::json::read(line)?;
/// assert_eq!(article.text.slice(article.suggestions[0].body.span().unwrap()), "باريس");
/// assert!(annotation.marks.is_empty());
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
///
/// # Errors
/// See [`JsonError`].
pub fn read(json: &str) -> Result<(Article, Annotation), JsonError> {
    let record: Record = serde_json::from_str(json).map_err(|error| syntax(&error))?;
    if let Some(schema) = record.schema.as_deref()
        && schema != SCHEMA
    {
        return Err(JsonError::Schema(schema.to_owned()));
    }
    if let Some(unit) = record.offset_unit.as_deref()
        && unit != UNIT
    {
        return Err(JsonError::Unit(unit.to_owned()));
    }
    let id = record.id.filter(|id| !id.trim().is_empty()).ok_or(JsonError::Missing("id"))?;
    let raw = record.text.filter(|text| !text.trim().is_empty()).ok_or(JsonError::Missing("text"))?;
    if record.text_sha256.is_some_and(|hash| !hash.eq_ignore_ascii_case(&sha256(&raw))) {
        return Err(JsonError::Hash);
    }
    let mut reader = Reader::new(Text::new(raw));
    let mut annotation = Annotation { annotator: record.annotator, extra: record.extra, ..Annotation::default() };
    let said = [("note", record.note), ("flags", record.flags)];
    let mut said: Extra = said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    annotation.remarks.set(Subject::Article, Remark::take(&mut said));
    annotation.extra.extend(said);
    if let Some(status) = record.status {
        annotation.status = status.parse().map_err(|message| value("status", message))?;
    }
    let mut suggestions = Vec::new();
    let mut ids = HashSet::new();
    for (list, layer, items) in [("entities", Layer::Entity, record.entities), ("quotes", Layer::Quote, record.quotes)]
    {
        for (index, mut item) in items.into_iter().enumerate() {
            let place = place(list, index, item.id.as_deref());
            match item.verdict.as_deref() {
                None | Some("pending") => suggestions.push(reader.suggestion(&place, layer, item)?),
                Some(_) => {
                    let remark = Remark::take(&mut item.extra);
                    let mark = reader.mark(&place, layer, item)?;
                    annotation.remarks.set(mark.subject(), remark);
                    if !ids.insert(mark.id.clone()) {
                        return Err(JsonError::Twice(mark.id));
                    }
                    annotation.marks.insert(mark);
                }
            }
        }
    }
    for (index, mut item) in record.pending.into_iter().enumerate() {
        let place = place("pending", index, item.id.as_deref());
        let layer = layer_of(&item);
        let remark = Remark::take(&mut item.extra);
        let suggestion = reader.suggestion(&place, layer, item)?;
        annotation.remarks.set(Subject::Suggestion(suggestion.id.clone()), remark);
        annotation.pending.insert(suggestion);
    }
    for (index, mut item) in record.rejected.into_iter().enumerate() {
        let place = place("rejected", index, item.id.as_deref());
        let remark = Remark::take(&mut item.extra);
        let rejected = reader.rejected(&place, item)?;
        annotation.remarks.set(Subject::Suggestion(rejected.suggestion.id.clone()), remark);
        annotation.rejected.insert(rejected);
    }
    Ok((Article { id, text: reader.text, meta: record.meta, suggestions }, annotation))
}

fn syntax(error: &serde_json::Error) -> JsonError {
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    JsonError::Syntax { message: format!("{message} (column {})", error.column()), line: error.line() }
}

fn value(place: &str, message: impl Into<String>) -> JsonError {
    JsonError::Value { place: place.to_owned(), message: message.into() }
}

fn place(list: &str, index: usize, id: Option<&str>) -> String {
    id.map_or_else(|| format!("{list}[{index}]"), |id| format!("{list}[{index}] ({id})"))
}

fn layer_of(item: &Item) -> Layer {
    let quote = item.layer.as_deref() == Some("quote") || (item.layer.is_none() && item.content.is_some());
    if quote { Layer::Quote } else { Layer::Entity }
}

pub(super) struct Reader {
    text: Text,
    /// Of suggestions that were read: each must stay addressable.
    suggestion_ids: HashSet<String>,
}

impl Reader {
    pub(super) fn new(text: Text) -> Self {
        Self { text, suggestion_ids: HashSet::new() }
    }

    /// A mark that stands alone; its keys tell the layer.
    pub(super) fn whole_mark(&mut self, item: Item) -> Result<Mark, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.mark(&place, layer_of(&item), item)
    }

    pub(super) fn whole_suggestion(&mut self, item: Item) -> Result<Suggestion, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.suggestion(&place, layer_of(&item), item)
    }

    pub(super) fn whole_rejected(&mut self, item: Item) -> Result<Rejected, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.rejected(&place, item)
    }

    fn rejected(&mut self, place: &str, mut item: Item) -> Result<Rejected, JsonError> {
        let layer = layer_of(&item);
        let at = item.at.take().map(Timestamp);
        Ok(Rejected { suggestion: self.suggestion(place, layer, item)?, at })
    }

    fn suggestion(&mut self, place: &str, layer: Layer, item: Item) -> Result<Suggestion, JsonError> {
        let body = self.body(place, layer, &item)?;
        if item.score.is_some_and(|score| !score.is_finite()) {
            return Err(value(place, "score is no number"));
        }
        let derived = stable_id(&self.text, &body);
        let mut id = item.id.filter(|id| !id.is_empty() && !self.suggestion_ids.contains(id)).unwrap_or(derived);
        while !self.suggestion_ids.insert(id.clone()) {
            id.push('\'');
        }
        let source = item.source.unwrap_or_else(|| "unknown".to_owned());
        Ok(Suggestion { id, source, score: item.score, body, extra: item.extra })
    }

    fn mark(&mut self, place: &str, layer: Layer, item: Item) -> Result<Mark, JsonError> {
        let body = self.body(place, layer, &item)?;
        let id = item.id.filter(|id| !id.is_empty()).ok_or_else(|| value(place, "it has a verdict but no id"))?;
        let verdict: Verdict =
            item.verdict.unwrap_or_default().parse().map_err(|message: String| value(place, message))?;
        let suggestion = match item.suggestion {
            Some(inner) => Some(self.suggestion(&format!("{place}.suggestion"), layer, *inner)?),
            None => None,
        };
        Ok(Mark { id, body, verdict, suggestion, at: item.at.map(Timestamp), extra: item.extra })
    }

    fn body(&self, place: &str, layer: Layer, item: &Item) -> Result<Body, JsonError> {
        match layer {
            Layer::Entity => {
                let (Some(start), Some(end)) = (item.start, item.end) else {
                    return Err(value(place, "an entity needs \"start\" and \"end\""));
                };
                let label = item.label.as_deref().filter(|label| !label.is_empty());
                let label = label.ok_or_else(|| value(place, "an entity needs a \"label\""))?;
                let span = self.span(place, start, end, item.text.as_deref())?;
                Ok(Body::Entity { span, label: Label::new(label) })
            }
            Layer::Quote => {
                let kind = item.kind.as_deref().unwrap_or("direct");
                let kind = kind.parse().map_err(|message: String| value(place, message))?;
                let mut content = Vec::new();
                for (index, part) in item.content.iter().flatten().enumerate() {
                    content.push(self.part(&format!("{place}.content[{index}]"), part)?);
                }
                if content.is_empty() {
                    return Err(value(place, "a quote needs \"content\""));
                }
                content.sort();
                let cue = item.cue.as_ref().and_then(Option::as_ref);
                let cue = cue.map(|part| self.part(&format!("{place}.cue"), part)).transpose()?;
                let speaker = match item.speaker.as_ref().and_then(Option::as_ref) {
                    Some(speaker) => Some(Speaker {
                        span: self.part(&format!("{place}.speaker"), &speaker.part)?,
                        entity: speaker.entity.clone(),
                        implied: speaker.implied,
                    }),
                    None => None,
                };
                Ok(Body::Quote(Frame { kind, content, cue, speaker }))
            }
        }
    }

    fn part(&self, place: &str, part: &Part) -> Result<Span, JsonError> {
        self.span(place, part.start, part.end, part.text.as_deref())
    }

    fn span(&self, place: &str, start: usize, end: usize, words: Option<&str>) -> Result<Span, JsonError> {
        let span = self
            .text
            .span_of_code_points(start, end)
            .map_err(|error| JsonError::Offset { place: place.to_owned(), error })?;
        let found = self.text.slice(span);
        match words {
            Some(expected) if expected != found => Err(JsonError::Words {
                place: place.to_owned(),
                start,
                end,
                found: shorten(found),
                expected: shorten(expected),
            }),
            _ => Ok(span),
        }
    }
}

fn shorten(words: &str) -> String {
    let mut short: String = words.chars().take(40).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
