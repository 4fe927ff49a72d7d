//! Compares the spans of one article, and gives precision, recall and F1.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::criterion::Criterion;
use super::free_spans::FreeSpans;
use super::spans::LabelledRange;

/// The numbers of spans that agree and disagree by one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Predicted spans that agree with the gold.
    pub correct: usize,
    /// Predicted spans that overlap the gold but do not agree.
    pub incorrect: usize,
    /// Predicted spans that overlap the gold and count half.
    pub partial: usize,
    /// Spans of the gold that no prediction overlaps.
    pub missed: usize,
    /// Predicted spans that overlap no span of the gold.
    pub spurious: usize,
}

/// Precision, recall and F1, each from 0 to 1. They are 0 where there are no spans.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// The correct share of the predicted spans.
    pub precision: f64,
    /// The predicted share of the spans in the gold.
    pub recall: f64,
    /// The harmonic mean of precision and recall.
    pub f1: f64,
}

/// A count as a floating-point number.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn ratio(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / real(whole) }
}

impl Counts {
    /// The number of predicted spans.
    #[must_use]
    pub const fn predicted(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.spurious
    }

    /// The number of spans in the gold.
    #[must_use]
    pub const fn gold(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.missed
    }

    /// Precision, recall and F1. A partial span counts half.
    #[must_use]
    pub fn score(&self) -> Score {
        let right = real(self.correct) + 0.5 * real(self.partial);
        let (precision, recall) = (ratio(right, self.predicted()), ratio(right, self.gold()));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * (precision * recall) / sum } else { 0.0 };
        Score { precision, recall, f1 }
    }

    pub(super) const fn add(&mut self, other: &Self) {
        self.correct += other.correct;
        self.incorrect += other.incorrect;
        self.partial += other.partial;
        self.missed += other.missed;
        self.spurious += other.spurious;
    }

    /// Compares the spans of one article, both in reading order.
    pub(super) fn of(gold: &[&LabelledRange], predicted: &[&LabelledRange], criterion: Criterion) -> Self {
        if criterion == Criterion::Match {
            return Self::of_sets(gold, predicted);
        }
        let mut counts = Self::default();
        let mut free = FreeSpans::new(gold, criterion);
        for &one in predicted {
            free.go_to(one.start);
            let (found, right) = match free.equal_to(one) {
                Some(at) => (Some(at), true),
                None => choose_gold_span(one, free.near(one), criterion),
            };
            match (found, right) {
                (Some(_), true) => counts.correct += 1,
                (Some(_), false) if criterion == Criterion::Partial => counts.partial += 1,
                (Some(_), false) => counts.incorrect += 1,
                (None, _) => counts.spurious += 1,
            }
            if let Some(at) = found {
                free.take(at);
            }
        }
        counts.missed = free.count();
        counts
    }

    fn of_sets(gold: &[&LabelledRange], predicted: &[&LabelledRange]) -> Self {
        let gold: HashSet<&LabelledRange> = gold.iter().copied().collect();
        let predicted: HashSet<&LabelledRange> = predicted.iter().copied().collect();
        let correct = gold.intersection(&predicted).count();
        Self { correct, missed: gold.len() - correct, spurious: predicted.len() - correct, ..Self::default() }
    }
}

/// The number of the gold span with which a prediction is compared, and whether they agree.
fn choose_gold_span<'a>(
    one: &LabelledRange,
    free: impl Iterator<Item = (usize, &'a LabelledRange)>,
    criterion: Criterion,
) -> (Option<usize>, bool) {
    let mut other = None;
    let mut nearest: Option<(usize, usize)> = None;
    for (at, gold) in free {
        let edges = one.start == gold.start && one.end == gold.end;
        let right = match criterion {
            Criterion::Match | Criterion::Strict => edges && one.label == gold.label,
            Criterion::Exact | Criterion::Partial => edges,
            Criterion::Type => one.label == gold.label,
        };
        match (right, criterion) {
            (true, Criterion::Type) => {
                let distance = one.start.abs_diff(gold.start) + one.end.abs_diff(gold.end);
                if nearest.is_none_or(|(_, least)| distance.cmp(&least) == Ordering::Less) {
                    nearest = Some((at, distance));
                }
            }
            (true, _) => return (Some(at), true),
            (false, _) if other.is_none() => other = Some(at),
            (false, _) => {}
        }
    }
    nearest.map_or((other, false), |(at, _)| (Some(at), true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(words: &str) -> Vec<LabelledRange> {
        let parse = |word: &str| {
            let mut parts = word.split('-');
            let label = parts.next().unwrap().to_owned();
            let mut number = || parts.next().unwrap().parse().unwrap();
            LabelledRange { start: number(), end: number(), label }
        };
        words.split_whitespace().map(parse).collect()
    }

    /// gold, prediction, criterion: correct incorrect partial missed spurious. The numbers are those of nervaluate 1.2.1.
    #[test]
    fn the_criteria_count_differently() {
        for (gold, predicted, expected) in [
            (
                "A-0-5 B-7-9",
                "A-0-5 A-7-9 A-20-22",
                [[1, 0, 0, 1, 2], [1, 1, 0, 0, 1], [2, 0, 0, 0, 1], [2, 0, 0, 0, 1], [1, 1, 0, 0, 1]],
            ),
            (
                "A-0-5",
                "A-0-2 A-3-5",
                [[0, 0, 0, 1, 2], [0, 1, 0, 0, 1], [0, 1, 0, 0, 1], [0, 0, 1, 0, 1], [1, 0, 0, 0, 1]],
            ),
            (
                "A-0-5 A-6-9",
                "A-0-9",
                [[0, 0, 0, 2, 1], [0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 0, 1, 1, 0], [1, 0, 0, 1, 0]],
            ),
        ] {
            let (gold, predicted) = (spans(gold), spans(predicted));
            let (gold, predicted): (Vec<_>, Vec<_>) = (gold.iter().collect(), predicted.iter().collect());
            for (criterion, expected) in Criterion::ALL.into_iter().zip(expected) {
                let counts = Counts::of(&gold, &predicted, criterion);
                let found = [counts.correct, counts.incorrect, counts.partial, counts.missed, counts.spurious];
                assert_eq!(found, expected, "{}", criterion.name());
            }
        }
    }

    /// Every free span of the gold is looked at, in reading order.
    fn plainly(gold: &[&LabelledRange], predicted: &[&LabelledRange], criterion: Criterion) -> Counts {
        let mut counts = Counts::default();
        let mut taken = vec![false; gold.len()];
        for &one in predicted {
            let overlaps = |it: &LabelledRange| {
                let common = one.end.min(it.end).saturating_sub(one.start.max(it.start));
                common > 0 && common * 100 >= it.end - it.start
            };
            let free = gold.iter().copied().enumerate().filter(|(at, it)| !taken[*at] && overlaps(it));
            let (found, right) = choose_gold_span(one, free, criterion);
            match (found, right) {
                (Some(_), true) => counts.correct += 1,
                (Some(_), false) if criterion == Criterion::Partial => counts.partial += 1,
                (Some(_), false) => counts.incorrect += 1,
                (None, _) => counts.spurious += 1,
            }
            found.into_iter().for_each(|at| taken[at] = true);
        }
        counts.missed = taken.iter().filter(|taken| !**taken).count();
        counts
    }

    proptest::proptest! {
        #[test]
        fn spans_that_are_found_quickly_are_those_found_plainly(
            sides in proptest::collection::vec(proptest::collection::vec((0_usize..30, 1_usize..12, "[AB]"), 0..25), 2),
        ) {
            let sorted = |side: &Vec<(usize, usize, String)>| {
                let spans = side.iter();
                let mut spans: Vec<LabelledRange> =
                    spans.map(|(start, len, label)| LabelledRange { start: *start, end: start + len, label: label.clone() }).collect();
                spans.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
                spans
            };
            let (gold, predicted) = (sorted(&sides[0]), sorted(&sides[1]));
            let (gold, predicted): (Vec<_>, Vec<_>) = (gold.iter().collect(), predicted.iter().collect());
            for criterion in [Criterion::Strict, Criterion::Exact, Criterion::Partial, Criterion::Type] {
                proptest::prop_assert_eq!(Counts::of(&gold, &predicted, criterion), plainly(&gold, &predicted, criterion));
            }
        }
    }

    #[test]
    fn partial_matches_count_half_and_no_items_score_zero() {
        let score = Counts { correct: 1, partial: 1, missed: 2, ..Counts::default() }.score();
        assert_eq!((score.precision, score.recall), (0.75, 0.375));
        assert_eq!(Counts::default().score(), Score::default());
    }
}
