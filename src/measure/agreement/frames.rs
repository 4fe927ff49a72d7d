//! Agreement on quote frames.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::gold::{Body, QuoteKind};
use crate::measure::counts::real;
use crate::text::{Span, Text};

/// A quote frame in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FrameRanges {
    pub(super) kind: QuoteKind,
    pub(super) content: Vec<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) speaker: Option<Range<usize>>,
    pub(super) is_implied: bool,
}

impl FrameRanges {
    pub(super) fn of(text: &Text, body: &Body) -> Option<Self> {
        let frame = body.frame()?;
        let range = |span: Span| text.code_points(span);
        Some(Self {
            kind: frame.kind,
            content: frame.content.iter().copied().map(range).collect(),
            cue: frame.cue.map(range),
            speaker: frame.speaker.as_ref().map(|speaker| range(speaker.span)),
            is_implied: frame.speaker.as_ref().is_some_and(|speaker| speaker.implied),
        })
    }

    /// From the first to the last character of the content.
    pub(super) fn hull(&self) -> Range<usize> {
        let start = self.content.first().map_or(0, |part| part.start);
        start..self.content.iter().map(|part| part.end).max().unwrap_or(start)
    }

    /// The number of characters that both contents have.
    fn common(&self, other: &Self) -> usize {
        let common = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
        self.content.iter().map(|part| other.content.iter().map(|it| common(part, it)).sum::<usize>()).sum()
    }
}

/// How two annotators agree on quote frames. Frames are compared whose contents overlap, each with one other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameAgreement {
    /// Frames of the first annotator.
    pub first: usize,
    /// Frames of the second annotator.
    pub second: usize,
    /// Pairs of frames whose contents overlap.
    pub matched: usize,
    /// Pairs with equal contents.
    pub content: usize,
    /// Pairs of the same kind.
    pub kind: usize,
    /// Pairs with equal cues.
    pub cue: usize,
    /// Pairs with equal speakers.
    pub speaker: usize,
    /// Pairs that agree on whether the speaker is implied.
    pub implied: usize,
    /// Pairs that agree in everything.
    pub whole: usize,
}

impl FrameAgreement {
    /// The parts with the numbers of pairs that agree.
    #[must_use]
    pub const fn parts(&self) -> [(&'static str, usize); 7] {
        [
            ("content_overlap", self.matched),
            ("content_exact", self.content),
            ("kind", self.kind),
            ("cue", self.cue),
            ("speaker", self.speaker),
            ("implied", self.implied),
            ("whole", self.whole),
        ]
    }

    /// The F1 of a number of pairs that agree; `None` without frames.
    #[must_use]
    pub fn f1(&self, agreed: usize) -> Option<f64> {
        let all = self.first + self.second;
        (all > 0).then(|| 2.0 * real(agreed) / real(all))
    }

    pub(super) fn add_pairs(&mut self, first: &[FrameRanges], second: &[FrameRanges], pairs: &[(usize, usize)]) {
        self.first += first.len();
        self.second += second.len();
        for (a, b) in pairs.iter().filter_map(|(at, other)| Some((first.get(*at)?, second.get(*other)?))) {
            self.matched += 1;
            self.content += usize::from(a.content == b.content);
            self.kind += usize::from(a.kind == b.kind);
            self.cue += usize::from(a.cue == b.cue);
            self.speaker += usize::from(a.speaker == b.speaker);
            self.implied += usize::from(a.is_implied == b.is_implied);
            self.whole += usize::from(a == b);
        }
    }
}

/// Pairs of frames whose contents overlap, those with most common characters first. Each frame is in one pair at most.
pub(super) fn matched_frames(first: &[FrameRanges], second: &[FrameRanges]) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(bool, bool, usize, usize, usize)> = Vec::new();
    for (at, other_at) in overlapping(first, second) {
        if let (Some(one), Some(other)) = (first.get(at), second.get(other_at)) {
            let common = one.common(other);
            candidates.push((one != other, one.content != other.content, usize::MAX - common, at, other_at));
        }
    }
    candidates.sort_unstable();
    let (mut taken, mut other_taken) = (vec![false; first.len()], vec![false; second.len()]);
    let mut pairs = Vec::new();
    for (_, _, _, at, other) in candidates {
        if let (Some(a @ false), Some(b @ false)) = (taken.get_mut(at), other_taken.get_mut(other)) {
            (*a, *b) = (true, true);
            pairs.push((at, other));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The pairs of frames whose contents overlap. The parts of both sides are looked at in the order of the text, so frames far from
/// each other are never compared.
fn overlapping(first: &[FrameRanges], second: &[FrameRanges]) -> BTreeSet<(usize, usize)> {
    let mut parts: Vec<(Range<usize>, bool, usize)> = Vec::new();
    for (is_second, frames) in [(false, first), (true, second)] {
        for (at, frame) in frames.iter().enumerate() {
            let some = frame.content.iter().filter(|part| part.start < part.end);
            parts.extend(some.map(|part| (part.clone(), is_second, at)));
        }
    }
    parts.sort_unstable_by_key(|(part, is_second, at)| (part.start, *is_second, *at));
    let mut pairs = BTreeSet::new();
    // The parts of each side that may not have ended yet: the end, and the number of the frame.
    let [mut open, mut other_open]: [Vec<(usize, usize)>; 2] = Default::default();
    for (part, is_second, at) in parts {
        let (own, others) = if is_second { (&mut other_open, &mut open) } else { (&mut open, &mut other_open) };
        others.retain(|(end, _)| *end > part.start);
        pairs.extend(others.iter().map(|(_, other)| if is_second { (*other, at) } else { (at, *other) }));
        own.push((part.end, at));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_pairs_that_overlap_are_those_that_share_a_character(
            first in prop::collection::vec(prop::collection::vec((0_usize..40, 0_usize..9), 0..3), 0..9),
            second in prop::collection::vec(prop::collection::vec((0_usize..40, 0_usize..9), 0..3), 0..9),
        ) {
            let frame = |parts: &Vec<(usize, usize)>| FrameRanges {
                kind: QuoteKind::Direct,
                content: parts.iter().map(|(start, length)| *start..start + length).collect(),
                cue: None,
                speaker: None,
                is_implied: false,
            };
            let [first, second] = [first, second].map(|list| list.iter().map(frame).collect::<Vec<_>>());
            let all = (0..first.len()).flat_map(|at| (0..second.len()).map(move |other| (at, other)));
            let expected: BTreeSet<(usize, usize)> =
                all.filter(|(at, other)| first[*at].common(&second[*other]) > 0).collect();
            prop_assert_eq!(overlapping(&first, &second), expected);
        }
    }
}
