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
    /// The weight of the example; 1 if a person annotated it.
    pub weight: f32,
}

impl Example {
    /// The example of an article; `None` for a skipped article. In an unfinished article only decided spans are known.
    /// `meta.weight` (above 0, at most 1) is its weight; use less than 1 for articles that a program labelled.
    #[must_use]
    pub fn of(article: &Article, annotation: &Annotation) -> Option<Self> {
        if annotation.status == Status::Skipped {
            return None;
        }
        let entity = |body: &Body| match body {
            Body::Entity { span, label } => Some((*span, label.clone())),
            Body::Quote(_) => None,
        };
        let spans = annotation.gold.iter().filter_map(|item| entity(&item.body)).collect();
        let finished = annotation.status == Status::Done;
        let unknown = if finished { Vec::new() } else { article.text.whole().into_iter().collect() };
        let denied = annotation.rejected.iter().filter_map(|rejected| entity(&rejected.suggestion.body)).collect();
        let weight = article.meta.get("weight").and_then(serde_json::Value::as_f64).filter(|weight| *weight > 0.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most 1")]
        let weight = weight.unwrap_or(1.0).min(1.0) as f32;
        Some(Self { text: article.text.clone(), spans, unknown, denied, weight })
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
