//! The agreement of several annotators over many articles.

use crate::gold::Layer;
use crate::measure::Criterion;
use crate::measure::counts::real;

use super::alpha::krippendorff_alpha;
use super::bootstrap::intervals;
use super::cell::Cell;
use super::cohen::cohen_kappa;
use super::difference::differences;
use super::difference_class::{Difference, DifferenceClass};
use super::fleiss::fleiss_kappa;
use super::frames::FrameAgreement;
use super::group::{AnnotatedArticle, Group, LayerCells};
use super::options::AgreementOptions;
use super::relations::RelationAgreement;
use super::values::AgreementMeasure;

/// The bounds of a 95 % confidence interval.
pub type Interval = (f64, f64);

/// The agreement on one label within a group.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelAgreement {
    /// The label, or the role in a quote.
    pub label: String,
    /// The number of spans of the first annotator; in a larger group the sum over its pairs.
    pub first: usize,
    /// The number of spans of the second annotator.
    pub second: usize,
    /// F1 of equal spans.
    pub f1: f64,
    /// F1 where an overlap counts half.
    pub partial_f1: f64,
    /// κ of "has the label" against "has it not", on units: Cohen's for two, Fleiss' for more.
    pub kappa: Option<f64>,
    /// Krippendorff's α of the same.
    pub alpha: Option<f64>,
    /// Krippendorff's α for unitizing.
    pub alpha_u: Option<f64>,
    /// Mathet's γ of the spans with this label alone.
    pub gamma: Option<f64>,
}

/// The agreement on one layer within a group.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerReport {
    /// The layer.
    pub layer: Layer,
    /// Each measure with its value and its interval, where they are defined.
    pub values: Vec<(AgreementMeasure, Option<f64>, Option<Interval>)>,
    /// The mean over the labels of exact F1, and of partial F1.
    pub macro_f1: (f64, f64),
    /// The labels, in the order of names.
    pub labels: Vec<LabelAgreement>,
    /// Articles on which γ rests: all annotators of the group annotated them, and at least one of them has a span there.
    pub gamma_articles: usize,
    /// Articles for which γ could not be computed.
    pub without_gamma: usize,
    /// The disorder of γ that was observed, and the one that chance would give: means for each span.
    pub disorders: (f64, f64),
}

impl LayerReport {
    /// The value of a measure.
    #[must_use]
    pub fn value(&self, measure: AgreementMeasure) -> Option<f64> {
        self.values.iter().find(|(one, ..)| *one == measure).and_then(|(_, value, _)| *value)
    }

    /// The interval of a measure.
    #[must_use]
    pub fn interval(&self, measure: AgreementMeasure) -> Option<Interval> {
        self.values.iter().find(|(one, ..)| *one == measure).and_then(|(_, _, interval)| *interval)
    }
}

/// The agreement within a group of annotators: of two, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupReport {
    /// The numbers of the annotators.
    pub members: Vec<usize>,
    /// The number of articles that count.
    pub articles: usize,
    /// The layers that have spans.
    pub layers: Vec<LayerReport>,
    /// Quote frames; in a larger group the sum over its pairs.
    pub frames: FrameAgreement,
    /// Relations; in a larger group the sum over its pairs.
    pub relations: RelationAgreement,
    /// The number of differences of each class; in a larger group the sum over its pairs.
    pub classes: Vec<(Layer, DifferenceClass, usize)>,
    /// The number of items on which both annotators agree; in a larger group the sum over its pairs.
    pub agreed: usize,
}

impl GroupReport {
    /// The number of differences.
    #[must_use]
    pub fn differences(&self) -> usize {
        self.classes.iter().map(|(.., count)| count).sum()
    }

    /// The share of the compared items that differ, so that somebody must decide between the annotators. `None` if nothing was
    /// compared.
    #[must_use]
    pub fn adjudication_rate(&self) -> Option<f64> {
        let differences = self.differences();
        (self.agreed + differences > 0).then(|| real(differences) / real(self.agreed + differences))
    }
}

/// The agreement of several annotators. Articles are added one by one.
#[derive(Debug, Clone)]
pub struct Agreement {
    options: AgreementOptions,
    groups: Vec<Group>,
}

impl Agreement {
    /// Nothing compared yet. There are groups for all pairs of annotators, and one for all of them if they are more than two.
    #[must_use]
    pub fn new(annotators: usize, options: AgreementOptions) -> Self {
        let mut groups = Vec::new();
        for first in 0..annotators {
            groups.extend((first + 1..annotators).map(|second| Group::new(vec![first, second])));
        }
        if annotators > 2 {
            groups.push(Group::new((0..annotators).collect()));
        }
        Self { options, groups }
    }

    /// Compares the annotations of an article. Calls `each` for the differences of every pair of annotators.
    pub fn add(&mut self, article: &AnnotatedArticle, each: &mut dyn FnMut(usize, usize, &[Difference])) {
        let mut found: Vec<(usize, usize, Vec<Difference>)> = Vec::new();
        for (at, (first, reading)) in article.readings.iter().enumerate() {
            for (second, other) in article.readings.iter().skip(at + 1) {
                let differences = differences(reading, other);
                each(*first, *second, &differences);
                found.push((*first, *second, differences));
            }
        }
        let differ = |first: usize, second: usize| {
            let pair = found.iter().find(|(one, other, _)| (*one, *other) == (first, second));
            pair.map(|(_, _, differences)| differences.clone()).unwrap_or_default()
        };
        for group in &mut self.groups {
            group.add(article, &self.options, &differ);
        }
    }

    /// The results of all groups that have articles in common.
    #[must_use]
    pub fn reports(&self) -> Vec<GroupReport> {
        self.groups.iter().filter(|group| group.articles > 0).map(|group| self.report(group)).collect()
    }

    fn report(&self, group: &Group) -> GroupReport {
        let layers = [Layer::Entity, Layer::Quote].into_iter().zip(&group.layers);
        let layers = layers.filter(|(_, cells)| !cells.labels.is_empty());
        GroupReport {
            members: group.members.clone(),
            articles: group.articles,
            layers: layers.map(|(layer, cells)| self.layer_report(group, layer, cells)).collect(),
            frames: group.frames,
            relations: group.relations.clone(),
            classes: group.classes.iter().map(|((layer, class), count)| (*layer, *class, *count)).collect(),
            agreed: group.agreed,
        }
    }

    fn layer_report(&self, group: &Group, layer: Layer, cells: &LayerCells) -> LayerReport {
        let annotators = group.members.len();
        let mut sums = Cell::default();
        cells.cells.iter().for_each(|cell| sums.add(cell, 1.0));
        let values = sums.values(&group.table, annotators);
        let intervals = intervals(&cells.cells, &group.table, annotators, (self.options.replicates, self.options.seed));
        let intervals = intervals.into_iter().chain(std::iter::repeat(None));
        let values = AgreementMeasure::ALL.into_iter().zip(values).zip(intervals);
        let means = |criterion| group.measure.means(layer, criterion).0.f1;
        let per_unit = |sum: f64| if sums.gamma.units > 0.0 { sum / sums.gamma.units } else { 0.0 };
        LayerReport {
            layer,
            values: values.map(|((measure, value), interval)| (measure, value, interval)).collect(),
            macro_f1: (means(Criterion::Match), means(Criterion::Partial)),
            labels: label_reports(group, layer, &sums),
            gamma_articles: sums.gamma.articles.round() as usize,
            without_gamma: sums.gamma.given_up.round() as usize,
            disorders: (per_unit(sums.gamma.observed), per_unit(sums.gamma.expected)),
        }
    }
}

fn label_reports(group: &Group, layer: Layer, sums: &Cell) -> Vec<LabelAgreement> {
    let weights = sums.weights(&group.table);
    let report = |(label, counts): (&str, &crate::measure::LabelCounts)| {
        let rated = group.table.with_label(label, &weights);
        let matching = counts.counts(Criterion::Match);
        LabelAgreement {
            label: label.to_owned(),
            first: matching.gold(),
            second: matching.predicted(),
            f1: counts.score(Criterion::Match).f1,
            partial_f1: counts.score(Criterion::Partial).f1,
            kappa: if group.members.len() == 2 { cohen_kappa(&rated) } else { fleiss_kappa(&rated) },
            alpha: krippendorff_alpha(&rated),
            alpha_u: sums.unitizing.get(label).and_then(super::unitizing::Unitizing::alpha),
            gamma: sums.label_gamma.get(label).and_then(super::gamma::GammaSums::gamma),
        }
    };
    group.measure.labels(layer).map(report).collect()
}
