//! The attributes, parts and speaker links of items, as ranges that two annotators can be compared by.

use crate::gold::{Annotation, GoldItem, Layer, attribute_words};
use crate::measure::LabelledRange;
use crate::text::Text;

use super::difference_class::DifferenceClass;
use super::relations::ranges;

/// The subject of a detail: the layer of an item, the class of a difference in this detail, and the ranges of the item.
pub(super) type About = (Layer, DifferenceClass, Vec<LabelledRange>);

/// A detail of an item: its subject, and the ranges that the annotator gave it.
pub(super) type Detail = (About, Vec<LabelledRange>);

/// The attributes, parts and speaker links of an annotation. The entity of a link counts with its words, not with its id.
pub(super) fn details_of(text: &Text, annotation: &Annotation) -> Vec<Detail> {
    annotation.gold.iter().flat_map(|item| details_of_item(text, annotation, item)).collect()
}

fn details_of_item(text: &Text, annotation: &Annotation, item: &GoldItem) -> Vec<Detail> {
    let link = item.body.frame().and_then(|frame| frame.speaker.as_ref()?.entity.as_deref());
    if item.attributes.is_empty() && item.parts.is_empty() && link.is_none() {
        return Vec::new();
    }
    let place = ranges(text, &item.body);
    let about = |class| (item.body.layer(), class, place.clone());
    let (start, end) = (place.first().map_or(0, |range| range.start), place.last().map_or(0, |range| range.end));
    let attribute = |(name, value): (&str, &serde_json::Value)| {
        let label = format!("{name}={}", attribute_words(value));
        (about(DifferenceClass::Attribute), vec![LabelledRange { start, end, label }])
    };
    let mut found: Vec<Detail> = item.attributes.pairs().map(attribute).collect();
    if !item.parts.is_empty() {
        let part = |span| {
            let range = text.code_points(span);
            LabelledRange { start: range.start, end: range.end, label: "PART".to_owned() }
        };
        found.push((about(DifferenceClass::Parts), item.parts.iter().copied().map(part).collect()));
    }
    if let Some(entity) = link.and_then(|id| annotation.gold_item(id)) {
        found.push((about(DifferenceClass::Link), ranges(text, &entity.body)));
    }
    found
}
