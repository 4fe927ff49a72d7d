//! Gold JSON (`"schema": "tawsim/1"`) and article lines: the one place where code points become bytes and back.
//!
//! The same object is a gold file, one line of `suggest`, and one line of an article JSONL. What carries a verdict is
//! a mark; what carries none, or `"pending"`, is a suggestion. Keys are written in a fixed order, Arabic unescaped.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::text::{OffsetError, Span, Text};

use super::{
    Annotation, Article, Body, Extra, Frame, Label, Layer, Mark, Rejected, Speaker, Suggestion, Timestamp, Verdict,
    stable_id,
};

/// The schema that this program writes and reads.
pub const SCHEMA: &str = "tawsim/1";

const UNIT: &str = "codepoint";

/// Why a JSON object is no article or gold. The message says what is wrong and what to do; who reads files puts the
/// file and the line before it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or a key of the wrong type.
    #[error("{message}; mend or remove it")]
    Syntax {
        /// What the parser says, without its own line and column.
        message: String,
        /// The line inside the text that was parsed, from 1.
        line: usize,
    },
    /// The schema is of another program or a later version.
    #[error("schema {0:?} is not {SCHEMA:?}, the one this version reads; use a newer tawsim, or convert the file")]
    Schema(String),
    /// The offsets count something else.
    #[error("offset_unit {0:?} is not \"codepoint\"; convert the offsets to code points")]
    Unit(String),
    /// A key that must be there is missing or empty.
    #[error("{0:?} is missing or empty; add it")]
    Missing(&'static str),
    /// The hash is not that of the text.
    #[error("text_sha256 is not that of the text: the text was changed after it was annotated; restore the text")]
    Hash,
    /// A span that is none.
    #[error("{place}: {error}; fix the offsets or drop the span")]
    Offset {
        /// Which span: `entities[2] (e3)`.
        place: String,
        /// What is wrong with it.
        error: OffsetError,
    },
    /// The text at the offsets is not the text that stands beside them.
    #[error(
        "{place}: the text at {start}..{end} is {found:?}, not {expected:?} (offsets are code points, half-open); fix \
         the offsets or drop the span"
    )]
    Words {
        /// Which span.
        place: String,
        /// Its start in code points.
        start: usize,
        /// Its end in code points.
        end: usize,
        /// What stands there.
        found: String,
        /// What the file says.
        expected: String,
    },
    /// A value that is not allowed.
    #[error("{place}: {message}; correct it")]
    Value {
        /// Which key.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// Two marks with one id.
    #[error("the id {0:?} is given twice; change one")]
    Twice(String),
}

#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    schema: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text_sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset_unit: Option<String>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default)]
    entities: Vec<Item>,
    #[serde(default)]
    quotes: Vec<Item>,
    #[serde(default)]
    rejected: Vec<Item>,
    #[serde(default)]
    pending: Vec<Item>,
    #[serde(flatten)]
    extra: Extra,
}

/// A mark or a suggestion of either layer; which keys are there tells which.
#[derive(Serialize, Deserialize, Default)]
struct Item {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    layer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<Vec<Part>>,
    /// Written as `null` in a quote that has none, left out of an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cue: Option<Option<Part>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<Option<SpeakerPart>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suggestion: Option<Box<Item>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Serialize, Deserialize)]
struct Part {
    start: usize,
    end: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SpeakerPart {
    #[serde(flatten)]
    part: Part,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    #[serde(default)]
    implied: bool,
}

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
    let mut reader = Reader { text: Text::new(raw), suggestion_ids: HashSet::new() };
    let mut annotation = Annotation { annotator: record.annotator, extra: record.extra, ..Annotation::default() };
    if let Some(status) = record.status {
        annotation.status = status.parse().map_err(|message| value("status", message))?;
    }
    let mut suggestions = Vec::new();
    let mut ids = HashSet::new();
    for (list, layer, items) in [("entities", Layer::Entity, record.entities), ("quotes", Layer::Quote, record.quotes)]
    {
        for (index, item) in items.into_iter().enumerate() {
            let place = place(list, index, item.id.as_deref());
            match item.verdict.as_deref() {
                None | Some("pending") => suggestions.push(reader.suggestion(&place, layer, item)?),
                Some(_) => {
                    let mark = reader.mark(&place, layer, item)?;
                    if !ids.insert(mark.id.clone()) {
                        return Err(JsonError::Twice(mark.id));
                    }
                    annotation.marks.push(mark);
                }
            }
        }
    }
    for (index, item) in record.pending.into_iter().enumerate() {
        let place = place("pending", index, item.id.as_deref());
        let layer = layer_of(&item);
        annotation.pending.push(reader.suggestion(&place, layer, item)?);
    }
    for (index, mut item) in record.rejected.into_iter().enumerate() {
        let place = place("rejected", index, item.id.as_deref());
        let layer = layer_of(&item);
        let at = item.at.take().map(Timestamp);
        annotation.rejected.push(Rejected { suggestion: reader.suggestion(&place, layer, item)?, at });
    }
    annotation.sort();
    Ok((Article { id, text: reader.text, meta: record.meta, suggestions }, annotation))
}

/// An article and its annotation as a gold file: one key a line, a newline at the end.
#[must_use]
pub fn write(article: &Article, annotation: &Annotation) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    finish(record(article, annotation).serialize(&mut serializer).map(|()| bytes))
}

/// An article and its annotation as one line with a newline at its end.
#[must_use]
pub fn write_line(article: &Article, annotation: &Annotation) -> String {
    finish(serde_json::to_vec(&record(article, annotation)))
}

/// An article with fresh suggestions as one line of `suggest`: they stand among entities and quotes as
/// `"verdict": "pending"`, so that other tools read them as they read gold.
#[must_use]
pub fn write_suggested(article: &Article, suggestions: &[Suggestion]) -> String {
    let empty = Annotation::default();
    let mut record = record(article, &empty);
    for suggestion in suggestions {
        let mut item = proposal(&article.text, suggestion);
        item.verdict = Some("pending".to_owned());
        match suggestion.body.layer() {
            Layer::Entity => record.entities.push(item),
            Layer::Quote => record.quotes.push(item),
        }
    }
    finish(serde_json::to_vec(&record))
}

/// The SHA-256 of a text's UTF-8 bytes, in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Values of strings, numbers and lists always serialise, and as UTF-8.
fn finish(bytes: Result<Vec<u8>, serde_json::Error>) -> String {
    let mut json = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    json.push('\n');
    json
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

struct Reader {
    text: Text,
    /// Of suggestions that were read: each must stay addressable.
    suggestion_ids: HashSet<String>,
}

impl Reader {
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

fn record(article: &Article, annotation: &Annotation) -> Record {
    let text = &article.text;
    let of_layer = |layer: Layer| {
        annotation
            .marks
            .iter()
            .filter(move |mark| mark.body.layer() == layer)
            .map(|mark| mark_item(text, mark))
            .collect()
    };
    Record {
        schema: Some(SCHEMA.to_owned()),
        id: Some(article.id.clone()),
        text: Some(text.as_str().to_owned()),
        text_sha256: Some(sha256(text.as_str())),
        offset_unit: Some(UNIT.to_owned()),
        meta: article.meta.clone(),
        status: Some(annotation.status.name().to_owned()),
        annotator: annotation.annotator.clone(),
        entities: of_layer(Layer::Entity),
        quotes: of_layer(Layer::Quote),
        rejected: annotation.rejected.iter().map(|rejected| rejected_item(text, rejected)).collect(),
        pending: annotation.pending.iter().map(|suggestion| with_layer(text, suggestion)).collect(),
        extra: annotation.extra.clone(),
    }
}

fn mark_item(text: &Text, mark: &Mark) -> Item {
    let mut item = body_item(text, &mark.body);
    item.id = Some(mark.id.clone());
    item.verdict = Some(mark.verdict.name().to_owned());
    item.suggestion = mark.suggestion.as_ref().map(|suggestion| {
        let mut inner = proposal(text, suggestion);
        // The words of an entity proposal follow from its offsets, and stand in the mark unless it was moved.
        inner.text = None;
        Box::new(inner)
    });
    item.at = mark.at.as_ref().map(ToString::to_string);
    item.extra = mark.extra.clone();
    item
}

fn rejected_item(text: &Text, rejected: &Rejected) -> Item {
    let mut item = with_layer(text, &rejected.suggestion);
    item.at = rejected.at.as_ref().map(ToString::to_string);
    item
}

fn with_layer(text: &Text, suggestion: &Suggestion) -> Item {
    Item { layer: Some(suggestion.body.layer().to_string()), ..proposal(text, suggestion) }
}

fn proposal(text: &Text, suggestion: &Suggestion) -> Item {
    Item {
        id: Some(suggestion.id.clone()),
        source: Some(suggestion.source.clone()),
        score: suggestion.score,
        extra: suggestion.extra.clone(),
        ..body_item(text, &suggestion.body)
    }
}

fn body_item(text: &Text, body: &Body) -> Item {
    match body {
        Body::Entity { span, label } => {
            let Part { start, end, text: words } = part(text, *span);
            let (start, end, label) = (Some(start), Some(end), Some(label.to_string()));
            Item { start, end, text: words, label, ..Item::default() }
        }
        Body::Quote(frame) => Item {
            kind: Some(frame.kind.name().to_owned()),
            content: Some(frame.content.iter().map(|span| part(text, *span)).collect()),
            cue: Some(frame.cue.map(|span| part(text, span))),
            speaker: Some(frame.speaker.as_ref().map(|speaker| SpeakerPart {
                part: part(text, speaker.span),
                entity: speaker.entity.clone(),
                implied: speaker.implied,
            })),
            ..Item::default()
        },
    }
}

fn part(text: &Text, span: Span) -> Part {
    let range = text.code_points(span);
    Part { start: range.start, end: range.end, text: Some(text.slice(span).to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = r#"{
 "schema": "tawsim/1",
 "id": "a",
 "text": "قال سامي 😀: «نعم» لباريس",
 "text_sha256": "HASH",
 "offset_unit": "codepoint",
 "meta": {
  "source": "x",
  "page": 1.0
 },
 "status": "in_progress",
 "annotator": "sara",
 "entities": [
  {
   "id": "e1",
   "start": 4,
   "end": 8,
   "text": "سامي",
   "label": "PER",
   "verdict": "fixed",
   "suggestion": {
    "id": "s-1",
    "source": "m@1",
    "score": 0.5,
    "start": 0,
    "end": 8,
    "label": "PER"
   },
   "at": "2026-11-22T10:00:00Z",
   "note": "mine"
  }
 ],
 "quotes": [
  {
   "id": "q1",
   "kind": "direct",
   "content": [
    {
     "start": 13,
     "end": 16,
     "text": "نعم"
    }
   ],
   "cue": null,
   "speaker": {
    "start": 4,
    "end": 8,
    "text": "سامي",
    "entity": "e1",
    "implied": false
   },
   "verdict": "added"
  }
 ],
 "rejected": [
  {
   "layer": "entity",
   "id": "s-2",
   "source": "m@1",
   "score": 0.4,
   "start": 19,
   "end": 24,
   "text": "باريس",
   "label": "LOC",
   "at": "2026-11-22T10:00:00Z"
  }
 ],
 "pending": [],
 "reviewer": "omar"
}
"#;

    fn gold() -> String {
        GOLD.replace("HASH", &sha256("قال سامي 😀: «نعم» لباريس"))
    }

    #[test]
    fn gold_survives_a_load_and_save_byte_for_byte() {
        let (article, annotation) = read(&gold()).unwrap();
        assert_eq!(write(&article, &annotation), gold());
        let (again, same) = read(&write_line(&article, &annotation)).unwrap();
        assert_eq!((again, same), (article, annotation));
    }

    #[test]
    fn each_fault_is_named() {
        for (from, to, message) in [
            ("tawsim/1", "tawsim/2", "use a newer tawsim"),
            ("codepoint\"", "byte\"", "convert the offsets"),
            ("\"a\"", "\"\"", "\"id\" is missing or empty"),
            ("😀", "😁", "text_sha256 is not that of the text"),
            (
                "\"end\": 16",
                "\"end\": 160",
                "quotes[0] (q1).content[0]: 160 lies past the end of the text (24 code points)",
            ),
            ("\"end\": 24", "\"end\": 23", "rejected[0] (s-2): the text at 19..23 is \"باري\", not \"باريس\""),
            ("\"fixed\"", "\"mended\"", "none of accepted, fixed, added"),
            ("\"direct\"", "\"spoken\"", "none of direct, indirect, mixed"),
            ("\"label\": \"PER\",\n   \"verdict\"", "\"verdict\"", "an entity needs a \"label\""),
            ("\"start\": 4", "\"start\": -4", "invalid value"),
            ("\"q1\"", "\"e1\"", "the id \"e1\" is given twice"),
        ] {
            let broken = gold().replacen(from, to, 1);
            assert_ne!(broken, gold());
            let error = read(&broken).unwrap_err().to_string();
            assert!(error.contains(message), "{from} → {to}: {error}");
        }
    }

    #[test]
    fn suggestions_without_an_id_get_a_stable_one() {
        let line = r#"{"id":"a","text":"في باريس","entities":[{"start":3,"end":8,"label":"LOC"},{"start":3,"end":8,"label":"LOC"}]}"#;
        let (first, _) = read(line).unwrap();
        let (second, _) = read(line).unwrap();
        assert_eq!(first, second);
        assert_ne!(first.suggestions[0].id, first.suggestions[1].id);
    }
}
