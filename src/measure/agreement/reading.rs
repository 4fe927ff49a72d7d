//! The annotation of one article by one annotator.

use crate::gold::{Annotation, Body};
use crate::measure::{ComparedSpans, EdgeRule};
use crate::text::Text;

use super::details::{Detail, details_of};
use super::frames::FrameRanges;
use super::relations::{RelationRanges, relations_of};

/// The annotation of one article by one annotator, in code points.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub(super) spans: ComparedSpans,
    pub(super) frames: Vec<FrameRanges>,
    pub(super) relations: Vec<RelationRanges>,
    pub(super) details: Vec<Detail>,
}

impl Reading {
    /// The items of an annotation, in any order.
    #[must_use]
    pub fn of<'a>(text: &Text, bodies: impl Iterator<Item = &'a Body> + Clone) -> Self {
        let spans = ComparedSpans::of(text, bodies.clone(), EdgeRule::Exact);
        let frames = bodies.filter_map(|body| FrameRanges::of(text, body)).collect();
        Self { spans, frames, relations: Vec::new(), details: Vec::new() }
    }

    /// The items of an annotation with their relations and details.
    #[must_use]
    pub fn of_annotation(text: &Text, annotation: &Annotation) -> Self {
        let items = Self::of(text, annotation.gold.iter().map(|item| &item.body));
        Self { relations: relations_of(text, annotation), details: details_of(text, annotation), ..items }
    }

    /// The number of entities and quotes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.entities.len() + self.frames.len()
    }

    /// True if there is neither an entity nor a quote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
