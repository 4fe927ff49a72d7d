//! Annotated texts to learn from.

use std::ops::Range;

use crate::gold::{Annotation, Article, Body, Label, Status};
use crate::text::{Span, Text};

/// An annotated text.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The text.
    pub text: Text,
    /// Its entities.
    pub spans: Vec<(Span, Label)>,
    /// Stretches that nobody has decided on: nothing is learned from them but what fits the rest.
    pub unknown: Vec<Span>,
    /// Inside of these, what certainly does not stand there: this label.
    pub denied: Vec<(Span, Label)>,
    /// How much it counts; 1 for what a person annotated.
    pub weight: f32,
}

impl Example {
    /// What an article teaches; a skipped one, nothing. Where a person has not finished, only what was decided is known.
    /// `meta.weight` (above 0, at most 1) says how much it counts; less than 1 is for what machines labelled.
    #[must_use]
    pub fn of(article: &Article, annotation: &Annotation) -> Option<Self> {
        if annotation.status == Status::Skipped {
            return None;
        }
        let entity = |body: &Body| match body {
            Body::Entity { span, label } => Some((*span, label.clone())),
            Body::Quote(_) => None,
        };
        let spans = annotation.gold.iter().filter_map(|mark| entity(&mark.body)).collect();
        let finished = annotation.status == Status::Done;
        let unknown = if finished { Vec::new() } else { article.text.whole().into_iter().collect() };
        let denied = annotation.rejected.iter().filter_map(|rejected| entity(&rejected.suggestion.body)).collect();
        let weight = article.meta.get("weight").and_then(serde_json::Value::as_f64).filter(|weight| *weight > 0.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most 1")]
        let weight = weight.unwrap_or(1.0).min(1.0) as f32;
        Some(Self { text: article.text.clone(), spans, unknown, denied, weight })
    }

    /// Is anything known of what stands in these bytes?
    pub(super) fn speaks_of(&self, part: &Range<usize>) -> bool {
        let here = |span: &Span| span.start() < part.end && part.start < span.end();
        let covers = |span: &Span| span.start() <= part.start && part.end <= span.end();
        let mut decided = self.spans.iter().chain(&self.denied);
        !self.unknown.iter().any(covers) || decided.any(|(span, _)| here(span))
    }

    /// Did people annotate it, and not machines?
    #[must_use]
    pub fn is_gold(&self) -> bool {
        self.weight >= 1.0
    }
}
