//! Counts of spans that agree, and what follows from them.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::Labelled;

/// A way to compare spans. `Match` is that of `seqeval`; the others are those of `nervaluate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The same edges and label; each span stands for itself.
    Match,
    /// The same edges and label; a span that overlaps another takes it, so that each is compared once.
    Strict,
    /// The same edges, whatever the label.
    Exact,
    /// The same edges, or half a point for an overlap, whatever the label.
    Partial,
    /// The same label, and some overlap.
    Type,
}

impl Way {
    /// All, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Match, Self::Strict, Self::Exact, Self::Partial, Self::Type];

    /// The word in JSON; of the last four, what `nervaluate` calls them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Strict => "strict",
            Self::Exact => "exact",
            Self::Partial => "partial",
            Self::Type => "ent_type",
        }
    }
}

/// How many spans agree in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Right.
    pub correct: usize,
    /// Overlapping, and wrong.
    pub incorrect: usize,
    /// Overlapping, and half right.
    pub partial: usize,
    /// In the gold only.
    pub missed: usize,
    /// In the prediction only.
    pub spurious: usize,
}

/// Precision, recall and F1, each from 0 to 1; 0 where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Of what was predicted, how much is right.
    pub precision: f64,
    /// Of what is right, how much was predicted.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn ratio(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / real(whole) }
}

impl Counts {
    /// What was predicted.
    #[must_use]
    pub const fn predicted(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.spurious
    }

    /// What is in the gold.
    #[must_use]
    pub const fn gold(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.missed
    }

    /// The score; a half right span counts half.
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
    pub(super) fn of(gold: &[&Labelled], predicted: &[&Labelled], way: Way) -> Self {
        if way == Way::Match {
            return Self::matches(gold, predicted);
        }
        let mut counts = Self::default();
        let mut taken = vec![false; gold.len()];
        // Gold spans that end before any later prediction begins are behind; they are looked at no more.
        let mut behind = 0;
        for &one in predicted {
            while gold.get(behind).is_some_and(|it| it.end <= one.start) {
                behind += 1;
            }
            let near = gold.iter().copied().enumerate().skip(behind).take_while(|(_, it)| it.start < one.end);
            let free = near.filter(|(at, it)| !taken.get(*at).copied().unwrap_or(true) && overlap_enough(one, it));
            let (found, right) = choose(one, free, way);
            match (found, right) {
                (Some(_), true) => counts.correct += 1,
                (Some(_), false) if way == Way::Partial => counts.partial += 1,
                (Some(_), false) => counts.incorrect += 1,
                (None, _) => counts.spurious += 1,
            }
            if let Some(slot) = found.and_then(|at| taken.get_mut(at)) {
                *slot = true;
            }
        }
        counts.missed = taken.iter().filter(|taken| !**taken).count();
        counts
    }

    fn matches(gold: &[&Labelled], predicted: &[&Labelled]) -> Self {
        let gold: HashSet<&Labelled> = gold.iter().copied().collect();
        let predicted: HashSet<&Labelled> = predicted.iter().copied().collect();
        let correct = gold.intersection(&predicted).count();
        Self { correct, missed: gold.len() - correct, spurious: predicted.len() - correct, ..Self::default() }
    }
}

/// nervaluate's least overlap: a hundredth of the gold span.
fn overlap_enough(predicted: &Labelled, gold: &Labelled) -> bool {
    let start = predicted.start.max(gold.start);
    let end = predicted.end.min(gold.end);
    end > start && (end - start) * 100 >= gold.end - gold.start
}

/// The gold span that a prediction is compared with, and whether it is right.
fn choose<'a>(one: &Labelled, free: impl Iterator<Item = (usize, &'a Labelled)>, way: Way) -> (Option<usize>, bool) {
    let mut other = None;
    let mut nearest: Option<(usize, usize)> = None;
    for (at, gold) in free {
        let edges = one.start == gold.start && one.end == gold.end;
        let right = match way {
            Way::Match | Way::Strict => edges && one.label == gold.label,
            Way::Exact | Way::Partial => edges,
            Way::Type => one.label == gold.label,
        };
        match (right, way) {
            (true, Way::Type) => {
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

    fn spans(words: &str) -> Vec<Labelled> {
        let parse = |word: &str| {
            let mut parts = word.split('-');
            let label = parts.next().unwrap().to_owned();
            let mut number = || parts.next().unwrap().parse().unwrap();
            Labelled { start: number(), end: number(), label }
        };
        words.split_whitespace().map(parse).collect()
    }

    /// gold, prediction, way: correct incorrect partial missed spurious. The numbers are those of nervaluate 1.2.1.
    #[test]
    fn the_ways_differ() {
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
            for (way, expected) in Way::ALL.into_iter().zip(expected) {
                let counts = Counts::of(&gold, &predicted, way);
                let found = [counts.correct, counts.incorrect, counts.partial, counts.missed, counts.spurious];
                assert_eq!(found, expected, "{}", way.name());
            }
        }
    }

    #[test]
    fn halves_and_nothing() {
        let score = Counts { correct: 1, partial: 1, missed: 2, ..Counts::default() }.score();
        assert_eq!((score.precision, score.recall), (0.75, 0.375));
        assert_eq!(Counts::default().score(), Score::default());
    }
}
