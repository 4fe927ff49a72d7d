//! Counts over many articles, for each label.

use std::collections::BTreeMap;

use crate::gold::Layer;

use super::counts::{Counts, Score};
use super::criterion::Criterion;
use super::spans::{ComparedSpans, LabelledRange};

/// The counts of one label or of several labels, by every criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelCounts([Counts; Criterion::ALL.len()]);

impl LabelCounts {
    /// The counts by one criterion.
    #[must_use]
    pub fn counts(&self, criterion: Criterion) -> Counts {
        let [matching, strict, exact, partial, of_type] = self.0;
        match criterion {
            Criterion::Match => matching,
            Criterion::Strict => strict,
            Criterion::Exact => exact,
            Criterion::Partial => partial,
            Criterion::Type => of_type,
        }
    }

    /// The score by one criterion.
    #[must_use]
    pub fn score(&self, criterion: Criterion) -> Score {
        self.counts(criterion).score()
    }

    fn add(&mut self, gold: &[&LabelledRange], predicted: &[&LabelledRange]) {
        for (counts, criterion) in self.0.iter_mut().zip(Criterion::ALL) {
            counts.add(&Counts::of(gold, predicted, criterion));
        }
    }
}

/// Compares the annotations of many articles and counts.
///
/// ```
/// use tawsim::gold::Layer;
/// use tawsim::measure::{ComparedSpans, Criterion, LabelledRange, Measure};
/// let spans = |end: usize| ComparedSpans {
///     entities: vec![LabelledRange { start: 0, end, label: "PER".to_owned() }],
///     ..ComparedSpans::default()
/// };
/// let mut measure = Measure::default();
/// measure.add(&spans(5), &spans(4));
/// let all = measure.all(Layer::Entity);
/// assert_eq!(all.score(Criterion::Match).f1, 0.0);
/// assert_eq!(all.score(Criterion::Partial).f1, 0.5);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Measure {
    articles: usize,
    entities: LayerCounts,
    roles: LayerCounts,
    /// Whole quotes: QUOTE, ATTRIBUTION, FRAME.
    frames: BTreeMap<&'static str, Counts>,
}

#[derive(Debug, Clone, Default)]
struct LayerCounts {
    all: LabelCounts,
    labels: BTreeMap<String, LabelCounts>,
}

impl LayerCounts {
    fn add(&mut self, gold: &[LabelledRange], predicted: &[LabelledRange]) {
        let mut labels: BTreeMap<&str, [Vec<&LabelledRange>; 2]> = BTreeMap::new();
        for (side, ranges) in [gold, predicted].into_iter().enumerate() {
            for range in ranges {
                labels.entry(&range.label).or_default()[side].push(range);
            }
        }
        for (label, [gold, predicted]) in labels {
            self.labels.entry(label.to_owned()).or_default().add(&gold, &predicted);
        }
        self.all.add(&gold.iter().collect::<Vec<_>>(), &predicted.iter().collect::<Vec<_>>());
    }
}

impl Measure {
    /// Compares two annotations of one article.
    pub fn add(&mut self, gold: &ComparedSpans, predicted: &ComparedSpans) {
        self.articles += 1;
        self.entities.add(&gold.entities, &predicted.entities);
        self.roles.add(&gold.roles, &predicted.roles);
        for name in ["QUOTE", "ATTRIBUTION", "FRAME"] {
            let has_name = |range: &&LabelledRange| range.label.split(' ').next() == Some(name);
            let gold: Vec<&LabelledRange> = gold.frames.iter().filter(has_name).collect();
            let predicted: Vec<&LabelledRange> = predicted.frames.iter().filter(has_name).collect();
            self.frames.entry(name).or_default().add(&Counts::of(&gold, &predicted, Criterion::Match));
        }
    }

    /// The number of compared articles.
    #[must_use]
    pub const fn articles(&self) -> usize {
        self.articles
    }

    const fn layer(&self, layer: Layer) -> &LayerCounts {
        match layer {
            Layer::Entity => &self.entities,
            Layer::Quote => &self.roles,
        }
    }

    /// The counts of all labels of a layer (micro average); for quotes, of all roles.
    #[must_use]
    pub const fn all(&self, layer: Layer) -> &LabelCounts {
        &self.layer(layer).all
    }

    /// The counts of each label, in the order of names; for quotes, of each role.
    pub fn labels(&self, layer: Layer) -> impl Iterator<Item = (&str, &LabelCounts)> {
        self.layer(layer).labels.iter().map(|(label, counts)| (label.as_str(), counts))
    }

    /// The counts of whole quotes: QUOTE (all of the content), ATTRIBUTION (also the speaker), FRAME (also cue and kind).
    pub fn frames(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.frames.iter().map(|(name, counts)| (*name, *counts))
    }

    /// The mean over the labels of a layer, and the mean weighted by the number of spans in the gold. seqeval calls them
    /// `macro avg` and `weighted avg`.
    #[must_use]
    pub fn means(&self, layer: Layer, criterion: Criterion) -> (Score, Score) {
        let (mut plain, mut weighted) = (Score::default(), Score::default());
        let labels = &self.layer(layer).labels;
        let (mut count, mut support) = (0.0, 0.0);
        for label in labels.values() {
            let score = label.score(criterion);
            let weight = f64::from(u32::try_from(label.counts(criterion).gold()).unwrap_or(u32::MAX));
            count += 1.0;
            support += weight;
            for (sum, factor) in [(&mut plain, 1.0), (&mut weighted, weight)] {
                sum.precision += factor * score.precision;
                sum.recall += factor * score.recall;
                sum.f1 += factor * score.f1;
            }
        }
        for (sum, by) in [(&mut plain, count), (&mut weighted, support)] {
            if by > 0.0 {
                *sum = Score { precision: sum.precision / by, recall: sum.recall / by, f1: sum.f1 / by };
            }
        }
        (plain, weighted)
    }
}
