//! Merging annotations of one article.
//!
//! - [`merge_three`]: two annotations that began as one, as `git merge` does it: what only one side did stays;
//! - [`combine`]: the annotations of several annotators, by a rule.
//!
//! Neither loses anything that a person decided: what cannot be decided becomes pending suggestions, one for each reading,
//! with the keys `"annotators"` (who reads it so) and `"difference"` (the readings with one value exclude each other). A reading
//! carries the attributes, parts, relations and speaker links of its item ([`carried_attributes`] and its neighbours).

mod carried;
mod clash;
mod combine;
mod item_state;
mod merged_values;
mod relations;
mod renamed;
mod said;
mod three_way;
mod waiting;

pub(in crate::gold) use carried::carry_parts;
pub use carried::{carried_attributes, carried_links, carried_parts, carried_relations, carries_no_link, is_reading};

pub use combine::{Combined, MergeRule, combine};
pub use three_way::{Merged, merge_three};

use serde_json::Value;

use super::{Extra, Suggestion};

/// The key of an item with the names of the annotators who agree on it.
pub const ANNOTATORS: &str = "annotators";

/// The key of a pending suggestion that is one of several readings: all with the same value exclude each other.
pub const DIFFERENCE: &str = super::suggestion::DIFFERENCE;

/// The key of a pending reading with the times at which its annotators made it, in the order of [`ANNOTATORS`].
pub const TIMES: &str = "times";

/// The key of a pending reading with the class of its difference: `boundary`, `label`, …
pub const CLASS: &str = "class";

/// The annotators of a reading.
#[must_use]
pub fn annotators_of(extra: &Extra) -> Vec<&str> {
    extra.get(ANNOTATORS).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The difference that a pending suggestion is a reading of.
#[must_use]
pub fn difference_of(suggestion: &Suggestion) -> Option<&str> {
    suggestion.difference()
}

/// The class of the difference that a suggestion is or was a reading of.
#[must_use]
pub fn class_of(suggestion: &Suggestion) -> Option<&str> {
    suggestion.extra.get(CLASS).and_then(Value::as_str)
}

/// The times at which the annotators of a reading made it, as far as they are known.
pub fn times_of(suggestion: &Suggestion) -> impl Iterator<Item = &str> {
    suggestion.extra.get(TIMES).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn names_value(names: &[String]) -> Value {
    names.iter().cloned().map(Value::String).collect()
}
