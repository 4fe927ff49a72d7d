//! What the measures need of one article, or of several together. Everything can be added up.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::measure::counts::{Counts, real};
use crate::measure::{Criterion, LabelledRange};

use super::alpha::krippendorff_alpha;
use super::cohen::cohen_kappa;
use super::fleiss::fleiss_kappa;
use super::gamma::{GammaSums, GammaUnit, gamma};
use super::gwet::gwet_ac1;
use super::ratings::{RatingTable, labelled};
use super::unitizing::Unitizing;
use super::units::labels_of_units;
use super::values::AgreementMeasure;

/// The sums of one layer of one or several articles, for one group of annotators.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// The number of units with each combination of values.
    tally: BTreeMap<usize, f64>,
    exact: Agreed,
    partial: Agreed,
    boundary: Agreed,
    /// Equal labels among the spans with equal edges.
    labels: Agreed,
    pub(super) unitizing: BTreeMap<String, Unitizing>,
    /// The same articles for a label that nobody gave.
    unlabelled: Unitizing,
    pub(super) gamma: GammaSums,
    /// γ of the spans of each label alone.
    pub(super) label_gamma: BTreeMap<String, GammaSums>,
}

/// Spans that agree, and all spans of both sides.
#[derive(Debug, Clone, Copy, Default)]
struct Agreed {
    agreed: f64,
    all: f64,
}

impl Agreed {
    fn of(counts: &Counts) -> Self {
        let agreed = 2.0 * real(counts.correct) + real(counts.partial);
        Self { agreed, all: real(counts.gold() + counts.predicted()) }
    }

    fn add(&mut self, other: Self, weight: f64) {
        self.agreed += weight * other.agreed;
        self.all += weight * other.all;
    }

    fn share(self) -> Option<f64> {
        (self.all > 0.0).then(|| self.agreed / self.all)
    }
}

/// The spans that each annotator of a group gave to an article; `None` for those who did not annotate it.
pub(super) struct LayerOfArticle<'a> {
    pub(super) annotators: Vec<Option<&'a [LabelledRange]>>,
    pub(super) units: &'a [Range<usize>],
    /// In code points.
    pub(super) length: usize,
    pub(super) samples: usize,
    pub(super) seed: u64,
}

impl Cell {
    /// The sums of one article.
    pub(super) fn of(article: &LayerOfArticle<'_>, table: &mut RatingTable, labels: &mut BTreeSet<String>) -> Self {
        let mut cell = Self::default();
        cell.count_units(article, table);
        let present: Vec<&[LabelledRange]> = article.annotators.iter().copied().flatten().collect();
        for (at, first) in present.iter().enumerate() {
            labels.extend(first.iter().map(|span| span.label.clone()));
            for second in present.iter().skip(at + 1) {
                let equal = |with_label| in_common(first, second, with_label);
                cell.labels.add(Agreed { agreed: equal(true), all: equal(false) }, 1.0);
                let (first, second): (Vec<_>, Vec<_>) = (first.iter().collect(), second.iter().collect());
                let count = |criterion| Agreed::of(&Counts::of(&first, &second, criterion));
                cell.exact.add(count(Criterion::Match), 1.0);
                cell.partial.add(count(Criterion::Partial), 1.0);
                cell.boundary.add(count(Criterion::Exact), 1.0);
            }
        }
        // The measures of spans need every annotator of the group.
        if present.len() == article.annotators.len() {
            cell.unlabelled = Unitizing::of(&vec![Vec::new(); present.len()], article.length);
            for (label, spans) in by_label(&present) {
                cell.unitizing.insert(label.to_owned(), Unitizing::of(&spans, article.length));
                let sums = gamma_of(&spans.iter().map(|list| units_of_one_label(list)).collect::<Vec<_>>(), article);
                cell.label_gamma.insert(label.to_owned(), sums);
            }
            cell.gamma = gamma_of(&gamma_units(&present, labels), article);
        }
        cell
    }

    fn count_units(&mut self, article: &LayerOfArticle<'_>, table: &mut RatingTable) {
        let mut values: Vec<Vec<Option<u32>>> = vec![Vec::new(); article.units.len()];
        for spans in &article.annotators {
            match spans {
                None => values.iter_mut().for_each(|unit| unit.push(None)),
                Some(spans) => {
                    let labels = labels_of_units(article.units, spans);
                    for (unit, labels) in values.iter_mut().zip(labels) {
                        unit.push(Some(table.value(labels)));
                    }
                }
            }
        }
        for unit in values {
            *self.tally.entry(table.pattern(&unit)).or_default() += 1.0;
        }
    }

    /// Adds other articles, `weight` times.
    pub(super) fn add(&mut self, other: &Self, weight: f64) {
        for (pattern, count) in &other.tally {
            *self.tally.entry(*pattern).or_default() += weight * count;
        }
        self.exact.add(other.exact, weight);
        self.partial.add(other.partial, weight);
        self.boundary.add(other.boundary, weight);
        self.labels.add(other.labels, weight);
        for label in other.unitizing.keys() {
            if !self.unitizing.contains_key(label) {
                self.unitizing.insert(label.clone(), self.unlabelled.clone());
            }
        }
        for (label, unitizing) in &mut self.unitizing {
            unitizing.add(other.unitizing.get(label).unwrap_or(&other.unlabelled), weight);
        }
        self.unlabelled.add(&other.unlabelled, weight);
        self.gamma.add(&other.gamma, weight);
        for (label, sums) in &other.label_gamma {
            if !self.label_gamma.contains_key(label) {
                self.label_gamma.insert(label.clone(), GammaSums::default());
            }
            self.label_gamma.get_mut(label).into_iter().for_each(|all| all.add(sums, weight));
        }
    }

    /// The number of units with each combination of values, by the number of the combination.
    pub(super) fn weights(&self, table: &RatingTable) -> Vec<f64> {
        (0..table.patterns.len()).map(|at| self.tally.get(&at).copied().unwrap_or(0.0)).collect()
    }

    /// The value of every measure; `None` where it is not defined.
    pub(super) fn values(&self, table: &RatingTable, annotators: usize) -> Vec<Option<f64>> {
        let all = table.rated(&self.weights(table));
        let some = labelled(&all);
        let of_two = |value: Option<f64>| value.filter(|_| annotators == 2);
        let of_many = |value: Option<f64>| value.filter(|_| annotators > 2);
        let value = |measure| match measure {
            AgreementMeasure::F1 => self.exact.share(),
            AgreementMeasure::PartialF1 => self.partial.share(),
            AgreementMeasure::BoundaryF1 => self.boundary.share(),
            AgreementMeasure::LabelAgreement => self.labels.share(),
            AgreementMeasure::CohenKappa => of_two(cohen_kappa(&all)),
            AgreementMeasure::CohenKappaLabelled => of_two(cohen_kappa(&some)),
            AgreementMeasure::FleissKappa => of_many(fleiss_kappa(&all)),
            AgreementMeasure::FleissKappaLabelled => of_many(fleiss_kappa(&some)),
            AgreementMeasure::Alpha => krippendorff_alpha(&all),
            AgreementMeasure::AlphaLabelled => krippendorff_alpha(&some),
            AgreementMeasure::Ac1 => gwet_ac1(&all),
            AgreementMeasure::AlphaU => Unitizing::alpha_of(self.unitizing.values()),
            AgreementMeasure::Gamma => self.gamma.gamma(),
            AgreementMeasure::GammaCat => self.gamma.gamma_cat(),
            AgreementMeasure::GammaCatWithMissing => self.gamma.gamma_cat_with_missing(),
        };
        AgreementMeasure::ALL.into_iter().map(value).collect()
    }
}

/// The number of spans that both have, with equal edges and, where it counts, equal labels.
fn in_common(first: &[LabelledRange], second: &[LabelledRange], with_label: bool) -> f64 {
    let key = |span: &LabelledRange| (span.start, span.end, with_label.then(|| span.label.clone()));
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    second.iter().for_each(|span| *counts.entry(key(span)).or_default() += 1);
    let mut common = 0;
    for span in first {
        if let Some(count) = counts.get_mut(&key(span)).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    real(common)
}

/// The spans that each annotator gave, by label.
fn by_label<'a>(annotators: &[&'a [LabelledRange]]) -> BTreeMap<&'a str, Vec<Vec<Range<usize>>>> {
    let mut found: BTreeMap<&str, Vec<Vec<Range<usize>>>> = BTreeMap::new();
    for (at, spans) in annotators.iter().enumerate() {
        for span in *spans {
            let lists = found.entry(&span.label).or_insert_with(|| vec![Vec::new(); annotators.len()]);
            lists.get_mut(at).into_iter().for_each(|list| list.push(span.start..span.end));
        }
    }
    found
}

fn gamma_of(annotators: &[Vec<GammaUnit>], article: &LayerOfArticle<'_>) -> GammaSums {
    gamma(annotators, real(article.length), article.samples, article.seed)
}

fn units_of_one_label(spans: &[Range<usize>]) -> Vec<GammaUnit> {
    spans.iter().map(|span| GammaUnit { start: real(span.start), end: real(span.end), label: 0 }).collect()
}

fn gamma_units(annotators: &[&[LabelledRange]], labels: &BTreeSet<String>) -> Vec<Vec<GammaUnit>> {
    let numbers: HashMap<&str, u32> = labels.iter().map(String::as_str).zip(0..).collect();
    let unit = |span: &LabelledRange| GammaUnit {
        start: real(span.start),
        end: real(span.end),
        label: numbers.get(span.label.as_str()).copied().unwrap_or(u32::MAX),
    };
    annotators.iter().map(|spans| spans.iter().map(unit).collect()).collect()
}
