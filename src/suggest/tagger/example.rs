//! Examples: annotated texts from which the tagger learns.

use std::ops::Range;

use crate::gold::{Annotation, Article, Body, Label, Status};
use crate::text::{Span, Text};

/// An annotated text.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The text.
    pub text: Text,
    /// The entities.
    pub spans: Vec<(Span, Label)>,
    /// Spans without a verdict. The model learns nothing from them directly.
    pub unknown: Vec<Span>,
    /// Spans that are certainly not an entity with this label, and contain none.
    pub denied: Vec<(Span, Label)>,
    /// The document that the article is a part of (`meta.document`), if it is a part of one. Cross-validation never trains
    /// on one part of a document to measure another.
    pub document: Option<String>,
    /// The weight of the example; 1 if a person annotated it.
    pub weight: f32,
}

impl Example {
    /// The example of an article; `None` for a skipped article. In an unfinished article only decided spans are known.
    /// `meta.weight` (above 0, at most 1) is its weight; use less than 1 for articles that a program labelled.
    /// `meta.labels` is a list of labels, for articles in which only these are annotated as they should be: a word outside
    /// of their entities may have any other label.
    #[must_use]
    pub fn of(article: &Article, annotation: &Annotation) -> Option<Self> {
        if annotation.status == Status::Skipped {
            return None;
        }
        let entity = |body: &Body| match body {
            Body::Entity { span, label } => Some((*span, label.clone())),
            Body::Quote(_) => None,
        };
        let mut spans: Vec<(Span, Label)> = annotation.gold.iter().filter_map(|item| entity(&item.body)).collect();
        let finished = annotation.status == Status::Done;
        let mut unknown = if finished { Vec::new() } else { article.text.whole().into_iter().collect() };
        let mut denied: Vec<(Span, Label)> =
            annotation.rejected.iter().filter_map(|rejected| entity(&rejected.suggestion.body)).collect();
        if let Some(labels) = annotated_labels(article) {
            spans.retain(|(_, label)| labels.contains(label));
            unknown = article.text.whole().into_iter().collect();
            denied.extend(labels.iter().flat_map(|label| gaps(&article.text, &spans, label)));
        }
        let weight = article.meta.get("weight").and_then(serde_json::Value::as_f64).filter(|weight| *weight > 0.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most 1")]
        let weight = weight.unwrap_or(1.0).min(1.0) as f32;
        let document = article.meta.get("document").and_then(serde_json::Value::as_str).map(str::to_owned);
        Some(Self { text: article.text.clone(), spans, unknown, denied, document, weight })
    }

    /// True if something in these bytes is known.
    pub(super) fn knows_about(&self, part: &Range<usize>) -> bool {
        let here = |span: &Span| span.start() < part.end && part.start < span.end();
        let covers = |span: &Span| span.start() <= part.start && part.end <= span.end();
        let mut decided = self.spans.iter().chain(&self.denied);
        !self.unknown.iter().any(covers) || decided.any(|(span, _)| here(span))
    }

    /// True if people annotated the example.
    #[must_use]
    pub fn is_gold(&self) -> bool {
        self.weight >= 1.0
    }
}

/// The labels of `meta.labels`, if the article has them.
fn annotated_labels(article: &Article) -> Option<Vec<Label>> {
    let labels = article.meta.get("labels")?.as_array()?;
    Some(labels.iter().filter_map(serde_json::Value::as_str).map(Label::new).collect())
}

/// The text between the spans of a label: it has no entity with the label.
fn gaps(text: &Text, spans: &[(Span, Label)], label: &Label) -> Vec<(Span, Label)> {
    let mut own: Vec<Span> = spans.iter().filter(|(_, of)| of == label).map(|(span, _)| *span).collect();
    own.sort();
    let ends = own.iter().map(|span| (span.start(), span.end())).chain([(text.len(), text.len())]);
    let mut from = 0;
    let mut gaps = Vec::new();
    for (start, end) in ends {
        gaps.extend(text.span(from, start).ok().map(|span| (span, label.clone())));
        from = from.max(end);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    #[test]
    fn only_the_annotated_labels_are_known() {
        let line = r#"{"id":"a","text":"زار علي مصر","meta":{"labels":["PER"]},"status":"done","entities":[
            {"id":"e1","start":4,"end":7,"text":"علي","label":"PER","verdict":"added"},
            {"id":"e2","start":8,"end":11,"text":"مصر","label":"LOC","verdict":"added"}]}"#;
        let (article, annotation) = json::read(line).unwrap();
        let example = Example::of(&article, &annotation).unwrap();
        let words = |span: &Span| article.text.slice(*span).to_owned();
        assert_eq!(example.spans.iter().map(|(span, _)| words(span)).collect::<Vec<_>>(), ["علي"]);
        assert_eq!(example.unknown.len(), 1);
        let denied: Vec<String> =
            example.denied.iter().map(|(span, label)| format!("{label} {}", words(span))).collect();
        assert_eq!(denied, ["PER زار ", "PER  مصر"]);
    }
}
