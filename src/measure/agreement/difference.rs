//! The differences between two annotations of one article, each with its class.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use crate::gold::Layer;
use crate::measure::LabelledRange;

use super::detail_differences::detail_differences;
use super::difference_class::{Difference, DifferenceClass};
use super::frames::{FrameRanges, matched_frames};
use super::reading::Reading;

/// All differences of two annotations, in the order of the text. Items that are equal are in none; every other item is in
/// exactly one, and a pair of quotes is in one for each part that differs. Attributes, parts, speaker links and relations that differ
/// are differences of their own.
#[must_use]
pub fn differences(first: &Reading, second: &Reading) -> Vec<Difference> {
    let mut found = entity_differences(&first.spans.entities, &second.spans.entities);
    found.extend(frame_differences(&first.frames, &second.frames));
    found.extend(detail_differences(first, second));
    found.sort_by_key(|difference| (difference.start(), difference.layer, difference.class));
    found
}

fn entity_differences(first: &[LabelledRange], second: &[LabelledRange]) -> Vec<Difference> {
    let (first, second) = without_equal(first, second);
    let mut found = Vec::new();
    for cluster in clusters(&first, &second) {
        compare_cluster(cluster, &mut found);
    }
    found
}

/// What is left of two lists without the items that both have, counted as often as they are there.
fn without_equal<'a>(
    first: &'a [LabelledRange],
    second: &'a [LabelledRange],
) -> (Vec<&'a LabelledRange>, Vec<&'a LabelledRange>) {
    let mut counts: HashMap<&LabelledRange, usize> = HashMap::new();
    second.iter().for_each(|range| *counts.entry(range).or_default() += 1);
    let mut common: HashMap<&LabelledRange, usize> = HashMap::new();
    let mut rest = Vec::new();
    for range in first {
        match counts.get_mut(range).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                *common.entry(range).or_default() += 1;
            }
            None => rest.push(range),
        }
    }
    let mut other_rest = Vec::new();
    for range in second {
        match common.get_mut(range).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => other_rest.push(range),
        }
    }
    (rest, other_rest)
}

/// Spans of both sides that overlap each other.
#[derive(Default)]
struct Cluster<'a> {
    first: Vec<&'a LabelledRange>,
    second: Vec<&'a LabelledRange>,
    end: usize,
}

fn clusters<'a>(first: &[&'a LabelledRange], second: &[&'a LabelledRange]) -> Vec<Cluster<'a>> {
    let mut all: Vec<(&LabelledRange, bool)> = first.iter().map(|range| (*range, true)).collect();
    all.extend(second.iter().map(|range| (*range, false)));
    all.sort_by_key(|(range, is_first)| (range.start, range.end, !is_first));
    let mut found: Vec<Cluster<'a>> = Vec::new();
    for (range, is_first) in all {
        if found.last().is_none_or(|cluster| cluster.end <= range.start) {
            found.push(Cluster::default());
        }
        if let Some(cluster) = found.last_mut() {
            cluster.end = cluster.end.max(range.end);
            let list = if is_first { &mut cluster.first } else { &mut cluster.second };
            list.push(range);
        }
    }
    found
}

fn compare_cluster(cluster: Cluster<'_>, found: &mut Vec<Difference>) {
    let Cluster { mut first, mut second, .. } = cluster;
    let mut add = |class, first: &[&LabelledRange], second: &[&LabelledRange]| {
        let owned = |list: &[&LabelledRange]| list.iter().map(|range| (*range).clone()).collect();
        found.push(Difference { layer: Layer::Entity, class, first: owned(first), second: owned(second) });
    };
    // Equal edges first: only the label differs.
    let mut with_edges: HashMap<(usize, usize), VecDeque<(usize, &LabelledRange)>> = HashMap::new();
    for (at, other) in second.iter().enumerate() {
        with_edges.entry((other.start, other.end)).or_default().push_back((at, *other));
    }
    let mut paired = vec![false; second.len()];
    first.retain(|one| {
        let same = with_edges.get_mut(&(one.start, one.end)).and_then(VecDeque::pop_front);
        let Some((at, other)) = same else { return true };
        if let Some(is_paired) = paired.get_mut(at) {
            *is_paired = true;
        }
        add(DifferenceClass::Label, &[*one], &[other]);
        false
    });
    remove_marked(&mut second, &paired);
    if are_parts(&first, &second) {
        return add(DifferenceClass::Split, &first, &second);
    }
    if are_parts(&second, &first) {
        return add(DifferenceClass::Merged, &first, &second);
    }
    // Then pairs, those with most common characters first.
    let (mut paired, mut other_paired) = (vec![false; first.len()], vec![false; second.len()]);
    for (at, other_at) in close_pairs(&first, &second) {
        let (Some(is_paired), Some(is_other_paired)) = (paired.get_mut(at), other_paired.get_mut(other_at)) else {
            continue;
        };
        let (Some(one), Some(other)) = (first.get(at), second.get(other_at)) else { continue };
        if *is_paired || *is_other_paired {
            continue;
        }
        (*is_paired, *is_other_paired) = (true, true);
        let is_same = one.label == other.label;
        add(if is_same { DifferenceClass::Boundary } else { DifferenceClass::BoundaryAndLabel }, &[*one], &[*other]);
    }
    remove_marked(&mut first, &paired);
    remove_marked(&mut second, &other_paired);
    first.iter().for_each(|one| add(DifferenceClass::Missed, &[*one], &[]));
    second.iter().for_each(|other| add(DifferenceClass::Extra, &[], &[*other]));
}

/// True if one span on the left has two or more disjoint spans on the right inside it or across its edges.
fn are_parts(whole: &[&LabelledRange], parts: &[&LabelledRange]) -> bool {
    let [whole] = whole else { return false };
    let is_disjoint = parts.windows(2).all(|pair| matches!(pair, [a, b] if a.end <= b.start));
    parts.len() > 1 && is_disjoint && parts.iter().all(|part| part.start < whole.end && whole.start < part.end)
}

/// In a cluster with more pairs of spans, a span is only compared with the other annotator's [`NEAR`] spans around it. No
/// annotation by a person has such a cluster.
const MOST_PAIRS: usize = 100_000;
/// See [`MOST_PAIRS`].
const NEAR: usize = 32;

/// The pairs of spans that overlap, those with most common characters first, of these those with the same label, and then in
/// the order of the lists. The lists are in the order of the text.
fn close_pairs(first: &[&LabelledRange], second: &[&LabelledRange]) -> Vec<(usize, usize)> {
    let is_large = first.len().saturating_mul(second.len()) > MOST_PAIRS;
    let mut pairs: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (at, one) in first.iter().enumerate() {
        let near = if is_large {
            let here = second.partition_point(|other| (other.start, other.end) < (one.start, one.end));
            here.saturating_sub(NEAR / 2)..(here + NEAR / 2).min(second.len())
        } else {
            0..second.len()
        };
        for (other_at, other) in second.iter().enumerate().take(near.end).skip(near.start) {
            let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
            if common > 0 {
                pairs.push((common, one.label == other.label, at, other_at));
            }
        }
    }
    pairs.sort_by_key(|(common, is_same, at, other_at)| (Reverse(*common), Reverse(*is_same), *at, *other_at));
    pairs.into_iter().map(|(_, _, at, other_at)| (at, other_at)).collect()
}

/// Removes the values of a list at the places that are marked.
fn remove_marked<T>(list: &mut Vec<T>, marked: &[bool]) {
    let mut marked = marked.iter();
    list.retain(|_| !marked.next().copied().unwrap_or_default());
}

fn frame_differences(first: &[FrameRanges], second: &[FrameRanges]) -> Vec<Difference> {
    let pairs = matched_frames(first, second);
    let mut found = Vec::new();
    let mut add = |class, first, second| found.push(Difference { layer: Layer::Quote, class, first, second });
    for (one, other) in pairs.iter().filter_map(|(at, other)| Some((first.get(*at)?, second.get(*other)?))) {
        if one.content != other.content {
            add(DifferenceClass::Boundary, content(one), content(other));
        }
        if one.kind != other.kind {
            let kind = |frame: &FrameRanges| vec![labelled(frame.hull(), frame.kind.name())];
            add(DifferenceClass::Kind, kind(one), kind(other));
        }
        if one.cue != other.cue {
            add(DifferenceClass::Cue, part(one.cue.as_ref(), "CUE"), part(other.cue.as_ref(), "CUE"));
        }
        if one.speaker != other.speaker {
            let speaker = |frame: &FrameRanges| part(frame.speaker.as_ref(), "SPEAKER");
            add(DifferenceClass::Speaker, speaker(one), speaker(other));
        } else if one.is_implied != other.is_implied {
            let implied =
                |frame: &FrameRanges| part(frame.speaker.as_ref(), if frame.is_implied { "implied" } else { "stated" });
            add(DifferenceClass::Implied, implied(one), implied(other));
        }
    }
    let (matched, other_matched): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
    for (_, frame) in first.iter().enumerate().filter(|(at, _)| !matched.contains(at)) {
        add(DifferenceClass::Missed, content(frame), Vec::new());
    }
    for (_, frame) in second.iter().enumerate().filter(|(at, _)| !other_matched.contains(at)) {
        add(DifferenceClass::Extra, Vec::new(), content(frame));
    }
    found
}

fn labelled(range: Range<usize>, label: &str) -> LabelledRange {
    LabelledRange { start: range.start, end: range.end, label: label.to_owned() }
}

fn content(frame: &FrameRanges) -> Vec<LabelledRange> {
    frame.content.iter().map(|part| labelled(part.clone(), "CONTENT")).collect()
}

fn part(range: Option<&Range<usize>>, label: &str) -> Vec<LabelledRange> {
    range.map(|range| labelled(range.clone(), label)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The next pair, found by looking at all pairs.
    fn closest_pair(first: &[&LabelledRange], second: &[&LabelledRange]) -> Option<(usize, usize)> {
        let mut best: Option<(usize, bool, usize, usize)> = None;
        for (at, one) in first.iter().enumerate() {
            for (other_at, other) in second.iter().enumerate() {
                let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
                let is_same = one.label == other.label;
                if common > 0 && best.is_none_or(|(most, same, ..)| (common, is_same) > (most, same)) {
                    best = Some((common, is_same, at, other_at));
                }
            }
        }
        best.map(|(_, _, at, other)| (at, other))
    }

    fn ranges(places: &[(usize, usize, usize)]) -> Vec<LabelledRange> {
        let mut ranges: Vec<LabelledRange> =
            places.iter().map(|(start, length, label)| labelled(*start..start + length, ["A", "B"][*label])).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges
    }

    proptest! {
        #[test]
        fn pairs_are_those_that_are_closest_one_after_the_other(
            first in prop::collection::vec((0_usize..20, 1_usize..9, 0_usize..2), 0..8),
            second in prop::collection::vec((0_usize..20, 1_usize..9, 0_usize..2), 0..8),
        ) {
            let (first, second) = (ranges(&first), ranges(&second));
            let (mut left, mut right): (Vec<_>, Vec<_>) = (first.iter().collect(), second.iter().collect());
            let mut expected = Vec::new();
            while let Some((at, other)) = closest_pair(&left, &right) {
                expected.push((left.remove(at), right.remove(other)));
            }
            let (left, right): (Vec<_>, Vec<_>) = (first.iter().collect(), second.iter().collect());
            let (mut taken, mut other_taken) = (HashSet::new(), HashSet::new());
            let mut pairs = close_pairs(&left, &right);
            pairs.retain(|(at, other)| !taken.contains(at) && other_taken.insert(*other) && taken.insert(*at));
            let pairs: Vec<_> = pairs.into_iter().map(|(at, other)| (left[at], right[other])).collect();
            prop_assert_eq!(pairs, expected);
        }
    }

    /// By pairs of all spans, this would take hours.
    #[test]
    fn many_spans_that_cross_each_other_are_each_in_one_difference() {
        let n = 20_000;
        let spans = |by: usize| (0..n).map(|at| labelled(at + by..at + by + n, "A")).collect::<Vec<_>>();
        let found = entity_differences(&spans(0), &spans(n / 2));
        let of_first: usize = found.iter().map(|difference| difference.first.len()).sum();
        let of_second: usize = found.iter().map(|difference| difference.second.len()).sum();
        assert_eq!((of_first, of_second), (n / 2, n / 2));
    }
}
