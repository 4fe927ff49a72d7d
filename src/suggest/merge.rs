//! Merges the suggestions of several suggesters.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::gold::{Body, Suggestion};
use crate::text::Span;

use super::links;

/// No further source is named where the names of the sources have this many bytes.
const LONGEST_SOURCE: usize = 1000;

/// Keeps suggestions with at least a score, and those without a score. Links to removed entities are removed too.
#[must_use]
pub fn keep_from_score(mut suggestions: Vec<Suggestion>, least: f64) -> Vec<Suggestion> {
    let before = suggestions.len();
    suggestions.retain(|one| one.score.is_none_or(|score| score >= least));
    if suggestions.len() == before {
        return suggestions;
    }
    let ids: HashSet<String> = suggestions.iter().map(|one| one.id.clone()).collect();
    links::relink(&mut suggestions, |id| Some(id).filter(|id| ids.contains(id)));
    suggestions
}

/// Merges the lists of several suggesters into one, in reading order.
///
/// Suggestions that say the same become one. It has the id of the first, the best score, and all sources, joined with `+`
/// in the order of the lists.
#[must_use]
pub fn merge(mut lists: Vec<Vec<Suggestion>>) -> Vec<Suggestion> {
    lists.retain(|list| !list.is_empty());
    // A single list without doubles stays where it is: a long article has many suggestions.
    if let [list] = lists.as_mut_slice()
        && has_no_doubles(list)
    {
        list.sort_by_key(|suggestion| suggestion.body.reading_key());
        return std::mem::take(list);
    }
    let mut merged: Vec<Suggestion> = Vec::new();
    // The ids of suggestions that became part of another, with the id of the other: links are changed accordingly.
    let mut merged_into: HashMap<String, String> = HashMap::new();
    // The first suggestion that says something, and the first one with an id and a place.
    let (mut by_body, mut by_id) = (FirstOf::default(), FirstOf::default());
    for suggestion in lists.into_iter().flatten() {
        let agrees = |other: &Suggestion| other.body.agrees_with(&suggestion.body);
        let same_body = by_body.find_or_note(&suggestion.body.without_link(), &merged, agrees);
        let place = suggestion.body.reading_key();
        let is_same = |other: &Suggestion| other.id == suggestion.id && other.body.reading_key() == place;
        let same_id = by_id.find_or_note(&(&suggestion.id, place), &merged, is_same);
        let known = same_body.into_iter().chain(same_id).min();
        let Some(first) = known.and_then(|index| merged.get_mut(index)) else {
            merged.push(suggestion);
            continue;
        };
        if first.id != suggestion.id {
            merged_into.insert(suggestion.id.clone(), first.id.clone());
        }
        for source in suggestion.source.split('+') {
            if first.source.len() < LONGEST_SOURCE && first.source.split('+').all(|known| known != source) {
                first.source = format!("{}+{source}", first.source);
            }
        }
        if suggestion.score.unwrap_or(0.0) > first.score.unwrap_or(0.0) || first.score.is_none() {
            first.score = suggestion.score;
        }
        for (key, value) in suggestion.extra {
            first.extra.entry(key).or_insert(value);
        }
    }
    links::relink(&mut merged, |id| Some(merged_into.get(&id).cloned().unwrap_or(id)));
    merged.sort_by_key(|suggestion| suggestion.body.reading_key());
    merged
}

/// True if no two suggestions say the same or have the same id and place. False also if two of them have the same hash.
fn has_no_doubles(list: &[Suggestion]) -> bool {
    let (mut bodies, mut ids) = (HashSet::new(), HashSet::new());
    list.iter().all(|one| {
        bodies.insert(hash_of(&one.body.without_link())) && ids.insert(hash_of(&(&one.id, one.body.reading_key())))
    })
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hash = DefaultHasher::new();
    value.hash(&mut hash);
    hash.finish()
}

/// Finds the first value of a list with some property. Keeps only hashes, so it needs a fraction of the memory of the list.
#[derive(Default)]
struct FirstOf(HashMap<u64, usize>);

impl FirstOf {
    /// The number of the first value in the list with this property, as `has` says. If there is none, notes that the next
    /// value of the list will have it.
    fn find_or_note<T>(&mut self, property: &impl Hash, list: &[T], has: impl Fn(&T) -> bool) -> Option<usize> {
        let mut at = hash_of(property);
        loop {
            match self.0.get(&at) {
                None => {
                    self.0.insert(at, list.len());
                    return None;
                }
                Some(&number) if list.get(number).is_none_or(&has) => return Some(number),
                // Another property has the same hash.
                Some(_) => at = at.wrapping_add(1),
            }
        }
    }
}

/// Lays entities over other suggestions.
///
/// The same words with the same label become one suggestion; with another label, the upper one remains. An upper entity
/// inside a longer lower one is left out (مصر in سفارة مصر). A lower entity inside an upper one, or crossing it, is removed.
pub(super) fn lay_over(lower: Vec<Suggestion>, upper: Vec<Suggestion>) -> Vec<Suggestion> {
    let entity_span = |suggestion: &Suggestion| match suggestion.body {
        Body::Entity { span, .. } => Some(span),
        Body::Quote(_) => None,
    };
    let mut lower_spans: Vec<Span> = lower.iter().filter_map(entity_span).collect();
    lower_spans.sort_by_key(|span| span.start());
    let inside_longer = |inner: Span| {
        let before = lower_spans.partition_point(|span| span.start() <= inner.start());
        let outer = before.checked_sub(1).and_then(|index| lower_spans.get(index));
        outer.is_some_and(|outer| outer.end() >= inner.end() && *outer != inner)
    };
    let upper: Vec<Suggestion> = upper
        .into_iter()
        .filter(|suggestion| entity_span(suggestion).is_some_and(|span| !inside_longer(span)))
        .collect();
    let upper_spans: Vec<Span> = upper.iter().filter_map(entity_span).collect();
    let gives_way = |suggestion: &Suggestion| {
        let Some(span) = entity_span(suggestion) else { return false };
        let first = upper_spans.partition_point(|over| over.end() <= span.start());
        let Some(over) = upper_spans.get(first).filter(|over| over.start() < span.end()) else { return false };
        // The same words with the same label are merged below.
        !(*over == span && upper.get(first).is_some_and(|upper| upper.body == suggestion.body))
    };
    let lower = lower.into_iter().filter(|suggestion| !gives_way(suggestion)).collect();
    merge(vec![lower, upper])
}
