//! The class of each pending difference, such as `boundary`, beside its readings.

use std::collections::HashMap;

use crate::edit::{OpenDifference, OpenReading};
use crate::gold::merge::{CLASS, difference_of};
use crate::gold::{Annotation, Body, Suggestion};
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
    Some(match found.first()?.class {
        DifferenceClass::Extra => DifferenceClass::Missed.name(),
        class => class.name(),
    })
}
