//! The class of each pending difference, such as `boundary`, beside its readings.

use std::collections::HashMap;

use crate::edit::{OpenDifference, OpenReading};
use crate::gold::merge::{CLASS, carried_attributes, carried_links, carried_parts, carried_relations, difference_of};
use crate::gold::{Annotation, Attributes, Body, Suggestion};
use crate::measure::agreement::{DifferenceClass, Reading, differences};
use crate::text::Text;

/// Adds the class to each pending reading of a difference.
pub(super) fn add_classes(text: &Text, annotation: &mut Annotation) {
    let mut classes: HashMap<String, &'static str> = HashMap::new();
    for suggestion in &annotation.pending {
        let Some(name) = difference_of(suggestion) else { continue };
        if !classes.contains_key(name)
            && let Some(class) = class_at(text, annotation, suggestion)
        {
            classes.insert(name.to_owned(), class);
        }
    }
    let with_class = |suggestion: &Suggestion| {
        let class = difference_of(suggestion).and_then(|name| classes.get(name));
        let mut suggestion = suggestion.clone();
        suggestion.extra.extend(class.map(|class| (CLASS.to_owned(), (*class).into())));
        suggestion
    };
    annotation.pending = annotation.pending.iter().map(with_class).collect();
}

/// The class of the difference between the first two readings. An item that some annotators do not have is missed, whoever comes
/// first.
fn class_at(text: &Text, annotation: &Annotation, suggestion: &Suggestion) -> Option<&'static str> {
    let difference = OpenDifference::at(annotation, &suggestion.id)?;
    let [first, second] = [0, 1].map(|at| difference.readings.get(at));
    let reading = |reading: Option<&OpenReading>| {
        let items = reading.into_iter().flat_map(|reading| &reading.items);
        let bodies: Vec<&Body> = items.filter_map(|id| Some(&annotation.pending(id)?.body)).collect();
        Reading::of(text, bodies.iter().copied())
    };
    let found = differences(&reading(first), &reading(second));
    match found.first().map(|difference| difference.class) {
        Some(DifferenceClass::Extra) => Some(DifferenceClass::Missed.name()),
        Some(class) => Some(class.name()),
        None => detail_class(annotation, first?, second?),
    }
}

/// Returns the class of the first detail in which two readings of the same words differ: `parts`, `attribute`, `relation` or `link`.
fn detail_class(annotation: &Annotation, first: &OpenReading, second: &OpenReading) -> Option<&'static str> {
    let items = |reading: &OpenReading| {
        reading.items.iter().filter_map(|id| annotation.pending(id).cloned()).collect::<Vec<_>>()
    };
    let (first, second) = (items(first), items(second));
    let pairs = || first.iter().zip(&second);
    if pairs().any(|(one, other)| carried_parts(one) != carried_parts(other)) {
        Some(DifferenceClass::Parts.name())
    } else if pairs().any(|(one, other)| carried_attributes(one) != carried_attributes(other)) {
        Some(DifferenceClass::Attribute.name())
    } else if pairs().any(|(one, other)| relations_from(one) != relations_from(other)) {
        Some("relation")
    } else if pairs().any(|(one, other)| link_from(one) != link_from(other)) {
        Some(DifferenceClass::Link.name())
    } else {
        None
    }
}

/// Where the relations lead that begin at a reading, with their labels and attributes.
fn relations_from(reading: &Suggestion) -> Vec<(String, String, Attributes)> {
    let relations = carried_relations(reading).into_iter().filter(|relation| relation.from == reading.id);
    relations.map(|relation| (relation.to, relation.label, relation.attributes)).collect()
}

/// The entity that the speaker of a reading is linked to.
fn link_from(reading: &Suggestion) -> Option<String> {
    carried_links(reading).into_iter().find(|(quote, _)| *quote == reading.id).map(|(_, entity)| entity)
}
