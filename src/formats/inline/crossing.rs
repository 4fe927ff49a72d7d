//! Which marks cross: asked for each new mark, in time that grows with the logarithm of their number.

use crate::text::Span;

/// The marks that are placed, none of which cross.
pub(super) struct PlacedSpans {
    /// All edges of marks that may be placed, in order.
    edges: Vec<usize>,
    /// The last end of the spans that begin at each edge.
    ends: RangeMaximum,
    /// How far before [`usize::MAX`] the first start of the spans that end at each edge is.
    starts: RangeMaximum,
}

impl PlacedSpans {
    /// No span is placed. `all` are the spans that may be.
    pub(super) fn new(all: impl Iterator<Item = Span>) -> Self {
        let mut edges: Vec<usize> = all.flat_map(|span| [span.start(), span.end()]).collect();
        edges.sort_unstable();
        edges.dedup();
        let count = edges.len();
        Self { edges, ends: RangeMaximum::new(count), starts: RangeMaximum::new(count) }
    }

    /// True if a span overlaps a placed one, and neither lies in the other.
    pub(super) fn crosses(&self, span: Span) -> bool {
        let (start, end) = (self.at(span.start()), self.at(span.end()));
        let begins_inside = self.ends.maximum(start + 1, end);
        let ends_inside = self.starts.maximum(start + 1, end);
        begins_inside > span.end() || (ends_inside > 0 && usize::MAX - ends_inside < span.start())
    }

    /// Places a span.
    pub(super) fn insert(&mut self, span: Span) {
        let (start, end) = (self.at(span.start()), self.at(span.end()));
        self.ends.raise(start, span.end());
        self.starts.raise(end, usize::MAX - span.start());
    }

    fn at(&self, edge: usize) -> usize {
        self.edges.partition_point(|other| *other < edge)
    }
}

/// Numbers that only grow, and their maximum in a range: a segment tree.
struct RangeMaximum {
    /// The leaves are the second half; each node before them is the maximum of its two children.
    nodes: Vec<usize>,
    leaves: usize,
}

impl RangeMaximum {
    fn new(count: usize) -> Self {
        let leaves = count.next_power_of_two();
        Self { nodes: vec![0; 2 * leaves], leaves }
    }

    fn raise(&mut self, at: usize, value: usize) {
        let mut node = self.leaves + at;
        while node > 0 {
            if let Some(maximum) = self.nodes.get_mut(node) {
                *maximum = value.max(*maximum);
            }
            node /= 2;
        }
    }

    /// The maximum of the numbers `from..to`; 0 for an empty range.
    fn maximum(&self, from: usize, to: usize) -> usize {
        let (mut from, mut to) = (self.leaves + from, self.leaves + to.max(from));
        let mut maximum = 0;
        let mut take = |node: usize| maximum = maximum.max(self.nodes.get(node).copied().unwrap_or(0));
        while from < to {
            if from % 2 == 1 {
                take(from);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                take(to);
            }
            (from, to) = (from / 2, to / 2);
        }
        maximum
    }
}

/// True if two spans overlap and neither lies in the other.
pub(super) fn cross(a: Span, b: Span) -> bool {
    a.start() < b.end() && b.start() < a.end() && !a.covers(b) && !b.covers(a)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Text;

    proptest! {
        #[test]
        fn it_finds_what_a_comparison_with_each_finds(ranges in prop::collection::vec((0..20_usize, 1..20_usize), 0..30)) {
            let text = Text::new("a".repeat(40));
            let spans: Vec<Span> = ranges.iter().map(|(start, length)| text.span(*start, start + length).unwrap()).collect();
            let mut placed = PlacedSpans::new(spans.iter().copied());
            let mut list: Vec<Span> = Vec::new();
            for span in spans {
                let crosses = list.iter().any(|other| cross(span, *other));
                prop_assert_eq!(placed.crosses(span), crosses, "{:?} among {:?}", span, list);
                if !crosses {
                    placed.insert(span);
                    list.push(span);
                }
            }
        }
    }
}
