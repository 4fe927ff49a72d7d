//! The differences between two annotations of one article, each with its class.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::gold::Layer;
use crate::measure::LabelledRange;

use super::frames::{FrameRanges, matched_frames};
use super::reading::Reading;

/// The class of a difference, as the guidelines of an annotation name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceClass {
    /// Only the first annotator has the item.
    Missed,
    /// Only the second annotator has the item.
    Extra,
    /// The edges differ. For a quote: those of its content.
    Boundary,
    /// The labels differ.
    Label,
    /// Edges and labels differ.
    BoundaryAndLabel,
    /// One span of the first annotator is several of the second.
    Split,
    /// Several spans of the first annotator are one of the second.
    Merged,
    /// The kinds of a quote differ.
    Kind,
    /// The cues differ.
    Cue,
    /// The speakers differ.
    Speaker,
    /// One annotator takes the speaker for implied.
    Implied,
}

impl DifferenceClass {
    /// All classes.
    pub const ALL: [Self; 11] = [
        Self::Missed,
        Self::Extra,
        Self::Boundary,
        Self::Label,
        Self::BoundaryAndLabel,
        Self::Split,
        Self::Merged,
        Self::Kind,
        Self::Cue,
        Self::Speaker,
        Self::Implied,
    ];

    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Extra => "extra",
            Self::Boundary => "boundary",
            Self::Label => "label",
            Self::BoundaryAndLabel => "boundary and label",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Kind => "kind",
            Self::Cue => "cue",
            Self::Speaker => "speaker",
            Self::Implied => "implied",
        }
    }
}

/// A difference between two annotators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The layer.
    pub layer: Layer,
    /// The class.
    pub class: DifferenceClass,
    /// What the first annotator says: ranges with a label, a kind or a role.
    pub first: Vec<LabelledRange>,
    /// What the second annotator says.
    pub second: Vec<LabelledRange>,
}

impl Difference {
    /// The first character of all that it is about.
    #[must_use]
    pub fn start(&self) -> usize {
        self.first.iter().chain(&self.second).map(|range| range.start).min().unwrap_or(0)
    }
}

/// All differences of two annotations, in the order of the text. Items that are equal are in none; every other item is in
/// exactly one, and a pair of quotes is in one for each part that differs.
#[must_use]
pub fn differences(first: &Reading, second: &Reading) -> Vec<Difference> {
    let mut found = entity_differences(&first.spans.entities, &second.spans.entities);
    found.extend(frame_differences(&first.frames, &second.frames));
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
    first.retain(|one| match second.iter().position(|other| (other.start, other.end) == (one.start, one.end)) {
        Some(at) => {
            let other = second.remove(at);
            add(DifferenceClass::Label, &[*one], &[other]);
            false
        }
        None => true,
    });
    if are_parts(&first, &second) {
        return add(DifferenceClass::Split, &first, &second);
    }
    if are_parts(&second, &first) {
        return add(DifferenceClass::Merged, &first, &second);
    }
    // Then pairs, those with most common characters first.
    while let Some((at, other_at)) = closest_pair(&first, &second) {
        let (one, other) = (first.remove(at), second.remove(other_at));
        let is_same = one.label == other.label;
        add(if is_same { DifferenceClass::Boundary } else { DifferenceClass::BoundaryAndLabel }, &[one], &[other]);
    }
    first.iter().for_each(|one| add(DifferenceClass::Missed, &[*one], &[]));
    second.iter().for_each(|other| add(DifferenceClass::Extra, &[], &[*other]));
}

/// True if one span on the left has two or more disjoint spans on the right inside it or across its edges.
fn are_parts(whole: &[&LabelledRange], parts: &[&LabelledRange]) -> bool {
    let [whole] = whole else { return false };
    let is_disjoint = parts.windows(2).all(|pair| matches!(pair, [a, b] if a.end <= b.start));
    parts.len() > 1 && is_disjoint && parts.iter().all(|part| part.start < whole.end && whole.start < part.end)
}

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
