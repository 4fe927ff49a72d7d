//! Readings that exclude each other.
//!
//! Two different items are probably two readings of one thing if they are entities with equal edges, with one label in one
//! place, or with crossing edges, or quotes whose contents overlap. An entity inside one with another label is no clash.

use std::collections::HashMap;
use std::ops::Range;

use crate::gold::Body;
use crate::text::Span;

/// True if two different items are probably two readings of one thing.
pub(super) fn clash(one: &Body, other: &Body) -> bool {
    match (one, other) {
        (Body::Entity { span, label }, Body::Entity { span: other_span, label: other_label }) => {
            span.overlaps(*other_span) && (span == other_span || label == other_label || span.crosses(*other_span))
        }
        (Body::Quote(frame), Body::Quote(other)) => {
            frame.content.iter().any(|part| other.content.iter().any(|it| part.overlaps(*it)))
        }
        _ => false,
    }
}

/// Puts items that clash, directly or through others, into one group. Gives the number of the group of each item; a group has
/// the number of its first item. `bodies` are in reading order. The time hardly grows faster than the number of items, however
/// many of them clash.
pub(super) fn groups(bodies: &[&Body]) -> Vec<usize> {
    let mut groups = Groups((0..bodies.len()).collect());
    join_equal_spans(bodies, &mut groups);
    join_overlapping(bodies, &mut groups);
    join_crossing(bodies, &mut groups);
    (0..bodies.len()).map(|at| groups.of(at)).collect()
}

/// For each item, an earlier item of its group, or itself.
struct Groups(Vec<usize>);

impl Groups {
    /// The first item of the group of an item.
    fn of(&mut self, at: usize) -> usize {
        let mut first = at;
        while let Some(earlier) = self.0.get(first).copied().filter(|earlier| *earlier != first) {
            first = earlier;
        }
        let mut here = at;
        while here != first {
            let Some(link) = self.0.get_mut(here) else { break };
            here = std::mem::replace(link, first);
        }
        first
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        if let Some(link) = self.0.get_mut(one.max(other)) {
            *link = one.min(other);
        }
    }
}

/// Entities with equal edges.
fn join_equal_spans(bodies: &[&Body], groups: &mut Groups) {
    let mut first: HashMap<Span, usize> = HashMap::new();
    for (at, body) in bodies.iter().enumerate() {
        if let Body::Entity { span, .. } = body {
            let one = *first.entry(*span).or_insert(at);
            groups.join(one, at);
        }
    }
}

/// Entities that overlap and have one label, and quotes whose contents overlap.
fn join_overlapping(bodies: &[&Body], groups: &mut Groups) {
    let mut pieces: Vec<(Span, Option<&str>, usize)> = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        match body {
            Body::Entity { span, label } => pieces.push((*span, Some(label.as_str()), at)),
            Body::Quote(frame) => pieces.extend(frame.content.iter().map(|part| (*part, None, at))),
        }
    }
    pieces.sort_by_key(|(span, _, at)| (*span, *at));
    // For each label, the item that reaches farthest so far.
    let mut last: HashMap<Option<&str>, (usize, usize)> = HashMap::new();
    for (span, label, at) in pieces {
        let (end, reaching) = *last.get(&label).unwrap_or(&(0, at));
        if span.start() < end {
            groups.join(reaching, at);
        }
        if span.end() > end {
            last.insert(label, (span.end(), at));
        }
    }
}

/// Entities that cross, whatever their labels.
fn join_crossing(bodies: &[&Body], groups: &mut Groups) {
    let entity = |(at, body): (usize, &&Body)| body.frame().is_none().then(|| body.span().map(|span| (at, span)))?;
    let spans: Vec<(usize, Span)> = bodies.iter().enumerate().filter_map(entity).collect();
    let mut ends: Vec<(usize, usize)> = spans.iter().map(|(at, span)| (span.end(), *at)).collect();
    ends.sort_unstable();
    let place = |end: (usize, usize)| ends.partition_point(|other| *other < end);
    let mut open = OpenEnds::new(ends.len());
    // In reading order, an item crosses an earlier one if that one ends inside of it.
    for (at, span) in spans {
        open.join(place((span.start() + 1, 0))..place((span.end(), 0)), at, groups);
        open.add(place((span.end(), at)), at, groups);
    }
}

/// The items so far by their ends, as a tree over all ends. A part of the tree whose items are one group is looked at once.
struct OpenEnds {
    leaves: usize,
    nodes: Vec<OpenNode>,
}

/// The items that end in a part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenNode {
    Empty,
    /// They are all in the group of this item.
    Group(usize),
    Mixed,
}

impl OpenEnds {
    fn new(ends: usize) -> Self {
        let leaves = ends.next_power_of_two();
        Self { leaves, nodes: vec![OpenNode::Empty; 2 * leaves] }
    }

    fn node(&self, at: usize) -> OpenNode {
        self.nodes.get(at).copied().unwrap_or(OpenNode::Empty)
    }

    fn set(&mut self, at: usize, node: OpenNode) {
        if let Some(place) = self.nodes.get_mut(at) {
            *place = node;
        }
    }

    /// Adds an item at its place among all ends.
    fn add(&mut self, place: usize, item: usize, groups: &mut Groups) {
        let mut at = self.leaves + place;
        self.set(at, OpenNode::Group(item));
        while at > 1 {
            at /= 2;
            self.set(at, self.joined(2 * at, groups));
        }
    }

    /// What two neighbours are together.
    fn joined(&self, left: usize, groups: &mut Groups) -> OpenNode {
        match (self.node(left), self.node(left + 1)) {
            (OpenNode::Empty, node) | (node, OpenNode::Empty) => node,
            (OpenNode::Group(one), OpenNode::Group(other)) if groups.of(one) == groups.of(other) => {
                OpenNode::Group(one)
            }
            _ => OpenNode::Mixed,
        }
    }

    /// Puts all items that end in a range into the group of an item.
    fn join(&mut self, range: Range<usize>, item: usize, groups: &mut Groups) {
        self.join_below(1, 0..self.leaves, &range, item, groups);
    }

    fn join_below(&mut self, at: usize, here: Range<usize>, range: &Range<usize>, item: usize, groups: &mut Groups) {
        let node = self.node(at);
        if node == OpenNode::Empty || here.end <= range.start || range.end <= here.start {
            return;
        }
        let is_inside = range.start <= here.start && here.end <= range.end;
        if let (OpenNode::Group(other), true) = (node, is_inside) {
            groups.join(other, item);
            return;
        }
        if here.len() == 1 {
            return;
        }
        let middle = here.start + here.len() / 2;
        self.join_below(2 * at, here.start..middle, range, item, groups);
        self.join_below(2 * at + 1, middle..here.end, range, item, groups);
        self.set(at, self.joined(2 * at, groups));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gold::{Frame, Label, QuoteKind};
    use crate::text::Text;

    proptest! {
        #[test]
        fn groups_are_what_clashes_connect(places in prop::collection::vec((0_usize..30, 1_usize..12, 0_usize..5), 1..25)) {
            let text = Text::new("x".repeat(50));
            let span = |start: usize, length: usize| text.span(start, start + length).unwrap();
            let mut bodies: Vec<Body> = Vec::new();
            for (start, length, kind) in places {
                let body = match kind {
                    0 => {
                        let content = vec![span(start, 1), span(start + length, 2)];
                        Body::Quote(Box::new(Frame { kind: QuoteKind::Direct, content, cue: None, speaker: None }))
                    }
                    _ => Body::Entity { span: span(start, length), label: Label::new(["A", "B", "C", "D"][kind - 1]) },
                };
                if !bodies.contains(&body) {
                    bodies.push(body);
                }
            }
            bodies.sort_by_key(Body::reading_key);
            let all: Vec<&Body> = bodies.iter().collect();
            let mut expected: Vec<usize> = (0..all.len()).collect();
            for _ in 0..all.len() {
                for one in 0..all.len() {
                    for other in 0..all.len() {
                        if clash(all[one], all[other]) {
                            let least = expected[one].min(expected[other]);
                            (expected[one], expected[other]) = (least, least);
                        }
                    }
                }
            }
            prop_assert_eq!(groups(&all), expected);
        }
    }
}
