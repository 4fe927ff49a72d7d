//! Differences in attributes, parts, speaker links and relations.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::gold::Layer;
use crate::measure::LabelledRange;

use super::details::{About, Detail};
use super::difference_class::{Difference, DifferenceClass};
use super::frames::FrameRanges;
use super::reading::Reading;
use super::relations::RelationRanges;

/// The differences in the details of items that both annotators have, and in relations.
pub(super) fn detail_differences(first: &Reading, second: &Reading) -> Vec<Difference> {
    if [first, second].iter().all(|one| one.details.is_empty() && one.relations.is_empty()) {
        return Vec::new();
    }
    let (items, other_items) = (items(first), items(second));
    let mut found = relation_differences(&first.relations, &second.relations, &items, &other_items);
    let (said, other_said) = (by_item(&first.details), by_item(&second.details));
    let all: BTreeSet<&About> = said.keys().chain(other_said.keys()).copied().collect();
    let nothing = BTreeSet::new();
    for about in all {
        let (layer, class, place) = about;
        let [one, other] = [&said, &other_said].map(|said| said.get(about).unwrap_or(&nothing));
        if one == other || !items.contains(&(*layer, place.clone())) || !other_items.contains(&(*layer, place.clone()))
        {
            continue;
        }
        let only = |one: &BTreeSet<&Vec<LabelledRange>>, other: &BTreeSet<&Vec<LabelledRange>>| {
            one.difference(other).flat_map(|ranges| (*ranges).clone()).collect()
        };
        found.push(Difference { layer: *layer, class: *class, first: only(one, other), second: only(other, one) });
    }
    found
}

/// Where the items of a reading are.
type Items = HashSet<(Layer, Vec<LabelledRange>)>;

fn items(reading: &Reading) -> Items {
    let entities = reading.spans.entities.iter().map(|range| (Layer::Entity, vec![range.clone()]));
    let content = |frame: &FrameRanges| {
        let part =
            |part: &Range<usize>| LabelledRange { start: part.start, end: part.end, label: "CONTENT".to_owned() };
        (Layer::Quote, frame.content.iter().map(part).collect())
    };
    entities.chain(reading.frames.iter().map(content)).collect()
}

fn by_item(details: &[Detail]) -> BTreeMap<&About, BTreeSet<&Vec<LabelledRange>>> {
    let mut found: BTreeMap<&About, BTreeSet<&Vec<LabelledRange>>> = BTreeMap::new();
    for (about, says) in details {
        found.entry(about).or_default().insert(says);
    }
    found
}

/// A relation to an item that the other annotator lacks is left out: the difference is about that item.
fn relation_differences(
    first: &[RelationRanges],
    second: &[RelationRanges],
    items: &Items,
    other_items: &Items,
) -> Vec<Difference> {
    let has = |items: &Items, end: &[LabelledRange]| {
        [Layer::Entity, Layer::Quote].into_iter().any(|layer| items.contains(&(layer, end.to_vec())))
    };
    let [one, other] = [first, second].map(|list| {
        let both_have = |relation: &&RelationRanges| {
            relation.both_ends().iter().all(|end| has(items, end) && has(other_items, end))
        };
        list.iter().filter(both_have).collect::<BTreeSet<_>>()
    });
    let missed = one.difference(&other).map(|relation| {
        let first = relation.said();
        Difference { layer: Layer::Entity, class: DifferenceClass::RelationMissed, first, second: Vec::new() }
    });
    let extra = other.difference(&one).map(|relation| {
        let second = relation.said();
        Difference { layer: Layer::Entity, class: DifferenceClass::RelationExtra, first: Vec::new(), second }
    });
    missed.chain(extra).collect()
}
