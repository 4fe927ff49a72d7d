//! γ and γ-cat of one article, in a form that can be added up.

use crate::measure::counts::real;

use super::alignment::{Alignment, best_alignment};
use super::shuffle::shuffled;
use super::{EMPTY, GammaUnit};

/// The disorders of one article or of several. Over several articles, the disorder of each counts by its number of spans, as if
/// the articles were one long text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GammaSums {
    /// The mean number of spans of an annotator.
    pub units: f64,
    /// The disorder of the best alignment, not yet divided by `units`.
    pub observed: f64,
    /// The expected disorder in the same measure.
    pub expected: f64,
    /// The disorder of the labels of aligned spans, with its weight, and the expected one.
    pub labels: LabelSums,
    /// The same, where a span without a partner counts as another label: what pygamma-agreement 0.5.9 computes.
    pub labels_or_missing: LabelSums,
    /// Articles that count: those with spans for which a best alignment was found.
    pub articles: f64,
    /// Articles for which no best alignment could be found.
    pub given_up: f64,
}

/// Sums of γ-cat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LabelSums {
    observed: f64,
    expected: f64,
}

impl LabelSums {
    fn add(&mut self, other: &Self, weight: f64) {
        self.observed += weight * other.observed;
        self.expected += weight * other.expected;
    }

    fn agreement(&self) -> Option<f64> {
        match (self.observed, self.expected) {
            (0.0, expected) => (expected > 0.0).then_some(1.0),
            (observed, expected) => (expected > 0.0).then(|| 1.0 - observed / expected),
        }
    }
}

impl GammaSums {
    /// Adds an article, `weight` times.
    pub fn add(&mut self, other: &Self, weight: f64) {
        self.units += weight * other.units;
        self.observed += weight * other.observed;
        self.expected += weight * other.expected;
        self.labels.add(&other.labels, weight);
        self.labels_or_missing.add(&other.labels_or_missing, weight);
        self.articles += weight * other.articles;
        self.given_up += weight * other.given_up;
    }

    /// γ: `1 - observed / expected`; `None` if nobody has a span.
    #[must_use]
    pub fn gamma(&self) -> Option<f64> {
        (self.units > 0.0 && self.expected > 0.0).then(|| 1.0 - self.observed / self.expected)
    }

    /// γ-cat: the agreement on the labels of aligned spans, each pair weighted by how well the places agree.
    #[must_use]
    pub fn gamma_cat(&self) -> Option<f64> {
        self.labels.agreement()
    }

    /// γ-cat as pygamma-agreement 0.5.9 computes it: a span without a partner counts as another label.
    #[must_use]
    pub fn gamma_cat_with_missing(&self) -> Option<f64> {
        self.labels_or_missing.agreement()
    }
}

/// The sums of one article of `length` characters. The expected disorder is the mean over `samples` random annotations.
///
/// Sources: Mathet and others 2015 for γ; Mathet 2017, "The agreement measure γcat, a complement to γ focused on categorization
/// of a continuum", for γ-cat.
///
/// ```
/// use tawsim::measure::agreement::{GammaUnit, gamma};
/// let unit = |start: f64, end: f64, label| GammaUnit { start, end, label };
/// let one = vec![unit(2.0, 6.0, 0), unit(30.0, 36.0, 1)];
/// assert_eq!(gamma(&[one.clone(), one.clone()], 100.0, 30, 7).gamma(), Some(1.0));
/// let other = vec![unit(2.0, 6.0, 1), unit(30.0, 36.0, 1)];
/// let sums = gamma(&[one, other], 100.0, 30, 7);
/// assert_eq!((sums.units, sums.observed), (2.0, 1.0), "the labels of one pair differ");
/// ```
#[must_use]
pub fn gamma(annotators: &[Vec<GammaUnit>], length: f64, samples: usize, seed: u64) -> GammaSums {
    let units = real(annotators.iter().map(Vec::len).sum()) / real(annotators.len()).max(1.0);
    if units == 0.0 {
        return GammaSums::default();
    }
    let found = best_alignment(annotators).and_then(|best| {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut sums = Chance::default();
        for _ in 0..samples {
            let sample = shuffled(annotators, length, &mut random);
            sums.add(&sample, &best_alignment(&sample)?);
        }
        Some(sums.compare(annotators, &best, units, real(samples).max(1.0)))
    });
    found.unwrap_or(GammaSums { given_up: 1.0, ..GammaSums::default() })
}

/// Sums over the random annotations.
#[derive(Default)]
struct Chance {
    disorder: f64,
    labels: f64,
    labels_or_missing: f64,
}

impl Chance {
    fn add(&mut self, sample: &[Vec<GammaUnit>], alignment: &Alignment) {
        let units = real(sample.iter().map(Vec::len).sum()) / real(sample.len());
        self.disorder += alignment.cost / units;
        self.labels += LabelDisorder::of(sample, alignment, false).mean();
        self.labels_or_missing += LabelDisorder::of(sample, alignment, true).mean();
    }

    fn compare(&self, annotators: &[Vec<GammaUnit>], best: &Alignment, units: f64, samples: f64) -> GammaSums {
        let sums = |with_missing, chance: f64| {
            let found = LabelDisorder::of(annotators, best, with_missing);
            LabelSums { observed: found.disorder, expected: found.weight * chance / samples }
        };
        GammaSums {
            units,
            observed: best.cost,
            expected: units * self.disorder / samples,
            labels: sums(false, self.labels),
            labels_or_missing: sums(true, self.labels_or_missing),
            articles: 1.0,
            given_up: 0.0,
        }
    }
}

/// The weighted dissimilarity of labels in an alignment.
#[derive(Default)]
struct LabelDisorder {
    disorder: f64,
    weight: f64,
    /// True if two spans are in one group.
    has_pair: bool,
}

impl LabelDisorder {
    fn of(annotators: &[Vec<GammaUnit>], alignment: &Alignment, with_missing: bool) -> Self {
        let mut sums = Self::default();
        for group in &alignment.groups {
            let units: Vec<Option<&GammaUnit>> =
                group.iter().zip(annotators).map(|(number, list)| number.and_then(|at| list.get(at))).collect();
            let size = real(units.iter().flatten().count());
            for (at, one) in units.iter().enumerate() {
                for other in units.iter().skip(at + 1) {
                    match (one, other) {
                        (Some(one), Some(other)) => {
                            let weight = (1.0 - one.place_dissimilarity(other)).max(0.0) / (size - 1.0);
                            sums.disorder += weight * one.label_dissimilarity(other);
                            sums.weight += weight;
                            sums.has_pair = true;
                        }
                        (None, None) => {}
                        _ if with_missing => {
                            sums.disorder += EMPTY * EMPTY;
                            sums.weight += EMPTY;
                        }
                        _ => {}
                    }
                }
            }
        }
        sums
    }

    /// The disorder for each unit of weight; 0 without a pair, as in pygamma-agreement.
    fn mean(&self) -> f64 {
        if self.has_pair && self.weight > 0.0 { self.disorder / self.weight } else { 0.0 }
    }
}
