//! Counts over articles, label by label.

use std::collections::BTreeMap;

use crate::gold::Layer;

use super::{Counts, Labelled, Said, Score, Way};

/// The counts of a label, or of several together, in every way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row([Counts; Way::ALL.len()]);

impl Row {
    /// The counts in one way.
    #[must_use]
    pub fn counts(&self, way: Way) -> Counts {
        let at = Way::ALL.iter().position(|it| *it == way);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// The score in one way.
    #[must_use]
    pub fn score(&self, way: Way) -> Score {
        self.counts(way).score()
    }

    fn count(&mut self, gold: &[&Labelled], predicted: &[&Labelled]) {
        for (counts, way) in self.0.iter_mut().zip(Way::ALL) {
            counts.add(&Counts::of(gold, predicted, way));
        }
    }
}

/// Counts over articles.
///
/// ```
/// use tawsim::gold::Layer;
/// use tawsim::measure::{Labelled, Measure, Said, Way};
/// let said = |end: usize| Said {
///     entities: vec![Labelled { start: 0, end, label: "PER".to_owned() }],
///     ..Said::default()
/// };
/// let mut measure = Measure::default();
/// measure.add(&said(5), &said(4));
/// let all = measure.all(Layer::Entity);
/// assert_eq!(all.score(Way::Match).f1, 0.0);
/// assert_eq!(all.score(Way::Partial).f1, 0.5);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Measure {
    articles: usize,
    entities: Table,
    roles: Table,
    /// Quotes as wholes.
    frames: BTreeMap<&'static str, Counts>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    all: Row,
    labels: BTreeMap<String, Row>,
}

impl Table {
    fn add(&mut self, gold: &[Labelled], predicted: &[Labelled]) {
        let every = |list: &[Labelled]| -> Vec<String> { list.iter().map(|it| it.label.clone()).collect() };
        let mut labels = every(gold);
        labels.extend(every(predicted));
        labels.sort();
        labels.dedup();
        let all: (Vec<&Labelled>, Vec<&Labelled>) = (gold.iter().collect(), predicted.iter().collect());
        self.all.count(&all.0, &all.1);
        for label in labels {
            let of = |list: &[&Labelled]| -> Vec<usize> {
                list.iter().enumerate().filter(|(_, it)| it.label == label).map(|(at, _)| at).collect()
            };
            let pick = |list: &'_ Vec<&'_ Labelled>| -> Vec<Labelled> {
                of(list).into_iter().filter_map(|at| list.get(at).map(|it| (*it).clone())).collect()
            };
            let (gold, predicted) = (pick(&all.0), pick(&all.1));
            let row = self.labels.entry(label).or_default();
            row.count(&gold.iter().collect::<Vec<_>>(), &predicted.iter().collect::<Vec<_>>());
        }
    }
}

impl Measure {
    /// Compares what two annotations say of one article.
    pub fn add(&mut self, gold: &Said, predicted: &Said) {
        self.articles += 1;
        self.entities.add(&gold.entities, &predicted.entities);
        self.roles.add(&gold.roles, &predicted.roles);
        for name in ["QUOTE", "ATTRIBUTION", "FRAME"] {
            let of = |said: &'_ Said| -> Vec<Labelled> {
                let fits = |it: &&Labelled| it.label.split(' ').next() == Some(name);
                said.frames.iter().filter(fits).cloned().collect()
            };
            let (gold, predicted) = (of(gold), of(predicted));
            let counts =
                Counts::of(&gold.iter().collect::<Vec<_>>(), &predicted.iter().collect::<Vec<_>>(), Way::Match);
            self.frames.entry(name).or_default().add(&counts);
        }
    }

    /// How many articles were compared.
    #[must_use]
    pub const fn articles(&self) -> usize {
        self.articles
    }

    const fn table(&self, layer: Layer) -> &Table {
        match layer {
            Layer::Entity => &self.entities,
            Layer::Quote => &self.roles,
        }
    }

    /// All labels of a layer together (micro average); of quotes, all roles.
    #[must_use]
    pub const fn all(&self, layer: Layer) -> &Row {
        &self.table(layer).all
    }

    /// Label by label, in the order of their names; of quotes, role by role.
    pub fn labels(&self, layer: Layer) -> impl Iterator<Item = (&str, &Row)> {
        self.table(layer).labels.iter().map(|(label, row)| (label.as_str(), row))
    }

    /// Quotes as wholes: QUOTE (all of the content), ATTRIBUTION (and the speaker), FRAME (and cue and kind).
    pub fn frames(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.frames.iter().map(|(name, counts)| (*name, *counts))
    }

    /// The unweighted mean over the labels of a layer, and the mean weighted by how often each is in the gold: seqeval's
    /// `macro avg` and `weighted avg`.
    #[must_use]
    pub fn means(&self, layer: Layer, way: Way) -> (Score, Score) {
        let (mut plain, mut weighted) = (Score::default(), Score::default());
        let rows = &self.table(layer).labels;
        let (mut count, mut support) = (0.0, 0.0);
        for row in rows.values() {
            let score = row.score(way);
            let weight = f64::from(u32::try_from(row.counts(way).gold()).unwrap_or(u32::MAX));
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
