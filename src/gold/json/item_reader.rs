//! Reads the items of gold JSON: every pair of offsets becomes a checked span, and the words beside it are compared with the text.

use std::collections::HashMap;

use super::error::JsonError;
use super::examined::{JsonProblem, Leniency};
use super::record::{ItemState, JsonItem, JsonSpan};
use super::relations;
use crate::gold::{
    Annotation, Body, Frame, GoldItem, Label, Layer, Rejected, Remark, Speaker, Suggestion, Timestamp, UniqueIds,
    Verdict, are_parts_of, merge, stable_id,
};
use crate::text::{Span, Text, beginning};

pub(super) fn wrong_value(place: &str, message: impl Into<String>) -> JsonError {
    JsonError::Value { place: place.to_owned(), message: message.into() }
}

pub(super) fn layer_of(item: &JsonItem) -> Layer {
    let quote = item.layer.as_deref() == Some("quote") || (item.layer.is_none() && item.content.is_some());
    if quote { Layer::Quote } else { Layer::Entity }
}

/// The most labels whose names items share.
const SHARED_LABELS: usize = 1000;

/// Reads the items of one article.
pub(super) struct Reader {
    pub(super) text: Text,
    /// The ids of the suggestions that were read. Every suggestion gets an id of its own.
    suggestion_ids: UniqueIds,
    pub(super) leniency: Leniency,
    /// The ids of the gold items that were read.
    gold_ids: UniqueIds,
    pub(super) problems: Vec<JsonProblem>,
    /// The labels that were read. Items with the same label share its name.
    labels: HashMap<String, Label>,
}

impl Reader {
    pub(super) fn new(text: Text) -> Self {
        Self {
            text,
            suggestion_ids: UniqueIds::default(),
            leniency: Leniency::Strict,
            gold_ids: UniqueIds::default(),
            problems: Vec::new(),
            labels: HashMap::new(),
        }
    }

    fn label(&mut self, name: &str) -> Label {
        if let Some(label) = self.labels.get(name) {
            return label.clone();
        }
        let label = Label::new(name);
        // A hostile file may have a label for each item. These are not kept twice.
        if self.labels.len() < SHARED_LABELS {
            self.labels.insert(name.to_owned(), label.clone());
        }
        label
    }

    pub(super) fn report(&mut self, error: JsonError) {
        self.problems.push(JsonProblem { error, repaired: None });
    }

    pub(super) fn try_to<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, JsonError>) -> Option<T> {
        read(self).map_err(|error| self.report(error)).ok()
    }

    /// Reads an item with a verdict into the annotation. Reports an id that occurred before. With [`Leniency::Repair`],
    /// and if nothing is linked to this id, the second item gets a free id.
    pub(super) fn read_gold_item(
        &mut self,
        place: &str,
        layer: Layer,
        mut item: JsonItem,
        is_linked: &dyn Fn(&str) -> bool,
        annotation: &mut Annotation,
    ) {
        let remark = Remark::take(&mut item.extra);
        let Some(mut item) = self.try_to(|reader| reader.gold_item(place, layer, item)) else { return };
        if !self.gold_ids.insert(item.id.clone()) {
            let error = JsonError::Twice(item.id.clone());
            if self.leniency == Leniency::Strict || is_linked(&item.id) {
                self.report(error);
                return;
            }
            item.id = self.gold_ids.claim_number(&item.id);
            let repaired = Some("the second one has another id now; nothing is linked to it");
            self.problems.push(JsonProblem { error, repaired });
        }
        annotation.remarks.set(item.remark_target(), remark);
        annotation.gold.insert_new(item);
    }

    /// Reads a gold item that is not inside an article. Its keys show the layer.
    pub(super) fn whole_gold_item(&mut self, item: JsonItem) -> Result<GoldItem, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.gold_item(&place, layer_of(&item), item)
    }

    pub(super) fn whole_suggestion(&mut self, item: JsonItem) -> Result<Suggestion, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.suggestion(&place, layer_of(&item), item)
    }

    pub(super) fn whole_rejected(&mut self, item: JsonItem) -> Result<Rejected, JsonError> {
        let place = item.id.clone().unwrap_or_default();
        self.rejected(&place, item)
    }

    pub(super) fn rejected(&mut self, place: &str, mut item: JsonItem) -> Result<Rejected, JsonError> {
        let layer = layer_of(&item);
        let at = item.at.take().map(Timestamp);
        Ok(Rejected { suggestion: self.suggestion(place, layer, item)?, at })
    }

    pub(super) fn suggestion(
        &mut self,
        place: &str,
        layer: Layer,
        mut item: JsonItem,
    ) -> Result<Suggestion, JsonError> {
        item.gather();
        let body = self.body(place, layer, &item)?;
        if item.score.is_some_and(|score| !score.is_finite()) {
            return Err(wrong_value(place, "score is no number"));
        }
        let derived = stable_id(&self.text, &body);
        let id = item.id.take().filter(|id| !id.is_empty() && !self.suggestion_ids.contains(id)).unwrap_or(derived);
        let id = self.suggestion_ids.claim(id);
        let source = item.source.take().unwrap_or_else(|| "unknown".to_owned());
        if let Some(at) = item.at.take() {
            item.extra.insert("at".to_owned(), at.into());
        }
        item.id = None;
        let is_reading = merge::is_reading(&item.extra);
        let parts = if is_reading { self.entity_parts(place, &body, &mut item)? } else { Vec::new() };
        merge::carry_parts(&mut item.extra, &parts);
        item.keep_strays(layer, ItemState::Suggested);
        Ok(Suggestion { id, source, score: item.score, body, extra: item.extra })
    }

    fn gold_item(&mut self, place: &str, layer: Layer, mut item: JsonItem) -> Result<GoldItem, JsonError> {
        item.gather();
        let body = self.body(place, layer, &item)?;
        let parts = self.entity_parts(place, &body, &mut item)?;
        let attributes = relations::take_attributes(&mut item.attributes);
        item.keep_strays(layer, ItemState::Gold);
        let id = item.id.filter(|id| !id.is_empty()).ok_or_else(|| wrong_value(place, "it has a verdict but no id"))?;
        let verdict: Verdict =
            item.verdict.unwrap_or_default().parse().map_err(|message: String| wrong_value(place, message))?;
        let suggestion = match item.suggestion {
            Some(inner) => Some(self.suggestion(&format!("{place}.suggestion"), layer, *inner)?),
            None => None,
        };
        let at = item.at.map(Timestamp);
        Ok(GoldItem { id, body, parts, attributes, verdict, suggestion, at, extra: item.extra })
    }

    /// Reads the parts of an entity. A value of another type under this key stays where it is.
    fn entity_parts(&mut self, place: &str, body: &Body, item: &mut JsonItem) -> Result<Vec<Span>, JsonError> {
        let Body::Entity { span, .. } = body else { return Ok(Vec::new()) };
        let Some(listed) = relations::take_parts(item) else { return Ok(Vec::new()) };
        let mut parts = Vec::new();
        for (index, part) in listed.iter().enumerate() {
            parts.push(self.part(&format!("{place}.parts[{index}]"), part)?);
        }
        if are_parts_of(*span, &parts) {
            return Ok(parts);
        }
        let why = "\"parts\" must be two or more spans in reading order that begin at \"start\" and end at \"end\"";
        Err(wrong_value(place, why))
    }

    fn body(&mut self, place: &str, layer: Layer, item: &JsonItem) -> Result<Body, JsonError> {
        match layer {
            Layer::Entity => {
                let (Some(start), Some(end)) = (item.start, item.end) else {
                    return Err(wrong_value(place, "an entity needs \"start\" and \"end\""));
                };
                let label = item.label.as_deref().filter(|label| !label.is_empty());
                let label = label.ok_or_else(|| wrong_value(place, "an entity needs a \"label\""))?;
                let span = self.span(place, start, end, item.text.as_deref())?;
                Ok(Body::Entity { span, label: self.label(label) })
            }
            Layer::Quote => {
                let kind = item.kind.as_deref().unwrap_or("direct");
                let kind = kind.parse().map_err(|message: String| wrong_value(place, message))?;
                let mut content = Vec::new();
                for (index, part) in item.content.iter().flatten().enumerate() {
                    content.push(self.part(&format!("{place}.content[{index}]"), part)?);
                }
                if content.is_empty() {
                    return Err(wrong_value(place, "a quote needs \"content\""));
                }
                content.sort();
                let cue = item.cue.as_ref().and_then(Option::as_ref);
                let cue = cue.map(|part| self.part(&format!("{place}.cue"), part)).transpose()?;
                let speaker = match item.speaker.as_ref().and_then(Option::as_ref) {
                    Some(speaker) => Some(Speaker {
                        span: self.span(
                            &format!("{place}.speaker"),
                            speaker.start,
                            speaker.end,
                            speaker.text.as_deref(),
                        )?,
                        entity: speaker.entity.clone(),
                        implied: speaker.implied,
                    }),
                    None => None,
                };
                Ok(Body::Quote(Box::new(Frame { kind, content, cue, speaker })))
            }
        }
    }

    fn part(&mut self, place: &str, part: &JsonSpan) -> Result<Span, JsonError> {
        self.span(place, part.start, part.end, part.text.as_deref())
    }

    fn span(&mut self, place: &str, start: usize, end: usize, words: Option<&str>) -> Result<Span, JsonError> {
        let error = match self.text.span_of_code_points(start, end) {
            Err(error) => JsonError::Offset { place: place.to_owned(), error },
            Ok(span) => {
                let found = self.text.slice(span);
                match words {
                    Some(expected) if expected != found => JsonError::Words {
                        place: place.to_owned(),
                        start,
                        end,
                        found: beginning(found, 40),
                        expected: beginning(expected, 40),
                    },
                    _ => return Ok(span),
                }
            }
        };
        let Some((span, repaired)) =
            self.in_another_unit(start, end, words).filter(|_| self.leniency == Leniency::Repair)
        else {
            return Err(error);
        };
        self.problems.push(JsonProblem { error, repaired: Some(repaired) });
        Ok(span)
    }

    /// Returns the span if exactly one other unit of offsets gives the words beside them.
    fn in_another_unit(&self, start: usize, end: usize, words: Option<&str>) -> Option<(Span, &'static str)> {
        let fits = |span: &Span| words.is_some_and(|words| self.text.slice(*span) == words);
        let utf16 = self.text.span_of_utf16(start, end).ok().filter(fits);
        let bytes = self.text.span(start, end).ok().filter(fits);
        match (utf16, bytes) {
            (Some(span), None) => Some((span, "counted in UTF-16 units, as the words beside them say")),
            (None, Some(span)) => Some((span, "counted in bytes, as the words beside them say")),
            _ => None,
        }
    }
}
