//! The learning curve: how good a model is after a quarter, a half, three quarters and all of the training data.

use std::collections::BTreeMap;

use crate::suggest::candidate::Rules;
use crate::suggest::linear::hash::Random;

use super::cross_validation::{CrossValidation, Tally, folds};
use super::example::Example;
use super::tagging::Tagger;
use super::train::{TrainError, TrainOptions, TrainProgress, train};

/// The shares of the training data, in hundredths.
pub const CURVE_SHARES: [usize; 4] = [25, 50, 75, 100];

/// The scores of models that learned from a share of the data.
#[derive(Debug, Clone, Default)]
pub struct CurvePoint {
    /// The share, in hundredths.
    pub share: usize,
    /// The mean number of articles that a model learned from.
    pub articles: f64,
    /// The mean number of their entities.
    pub entities: f64,
    /// The scores on all articles, each held back once.
    pub scores: CrossValidation,
    /// F1 on each part that was held back.
    pub part_f1: Vec<f64>,
}

/// The difference that the last quarter of the data makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// The mean difference of F1, over the parts that were held back.
    pub difference: f64,
    /// The standard error of this mean; `None` with fewer than two parts.
    pub standard_error: Option<f64>,
}

/// Holds back each part of the examples in turn, trains on growing shares of the others, and scores the models on what was held
/// back. Each share contains the smaller ones; documents are drawn as a whole, by the seed.
///
/// # Errors
/// Returns an error in the same cases as [`train`].
pub fn learning_curve(
    examples: &[Example],
    rules: Rules,
    options: &TrainOptions,
    parts: usize,
    report: &mut dyn FnMut(TrainProgress),
) -> Result<Vec<CurvePoint>, TrainError> {
    let mut points = CURVE_SHARES.map(|share| CurvePoint { share, ..CurvePoint::default() }).to_vec();
    let folds = folds(examples, parts);
    let count = folds.len().max(1) as f64;
    for (number, held) in (0..).zip(&folds) {
        let rest = examples.iter().enumerate().filter(|(at, _)| !held.contains(at)).map(|(_, example)| example);
        let rest = shuffled_documents(rest.collect(), options.seed.wrapping_add(number));
        for point in &mut points {
            let used = used_documents(&rest, point.share);
            point.articles += used.len() as f64 / count;
            point.entities += used.iter().map(|example| example.spans.len()).sum::<usize>() as f64 / count;
            let options = TrainOptions { calibration: Vec::new(), ..options.clone() };
            let tagger = match train(&used, rules, &options, report) {
                Ok(bytes) => Tagger::from_bytes(bytes, rules).ok(),
                // A small share may have no entity: such a model finds nothing.
                Err(TrainError::Nothing(_)) => None,
                Err(error) => return Err(error),
            };
            let mut part = CrossValidation::default();
            for example in held.iter().filter_map(|at| examples.get(*at)) {
                match &tagger {
                    Some(tagger) => part.compare(tagger, example),
                    None => part.miss_all(example),
                }
            }
            point.part_f1.push(part.all().f1());
            point.scores.add(part);
        }
    }
    Ok(points)
}

/// The difference between the last two points of a curve; `None` without parts.
#[must_use]
pub fn slope(points: &[CurvePoint]) -> Option<Slope> {
    let [.., before, last] = points else { return None };
    let differences: Vec<f64> = before.part_f1.iter().zip(&last.part_f1).map(|(before, last)| last - before).collect();
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    let standard_error = (differences.len() > 1).then(|| (squares / (count - 1.0) / count).sqrt());
    (!differences.is_empty()).then_some(Slope { difference: mean, standard_error })
}

/// The F1 of each label at each point.
#[must_use]
pub fn label_curves(points: &[CurvePoint]) -> BTreeMap<String, Vec<Tally>> {
    let labels = points.iter().flat_map(|point| point.scores.labels.keys());
    let tally = |label: &str, point: &CurvePoint| point.scores.labels.get(label).copied().unwrap_or_default();
    labels.map(|label| (label.clone(), points.iter().map(|point| tally(label, point)).collect())).collect()
}

/// The examples by document, in a random order. An example without a document is one of its own.
fn shuffled_documents(examples: Vec<&Example>, seed: u64) -> Vec<Vec<&Example>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut documents: Vec<Vec<&Example>> = Vec::new();
    for example in examples {
        let at = example.document.as_deref().map(|document| *known.entry(document).or_insert(documents.len()));
        match at.and_then(|at| documents.get_mut(at)) {
            Some(document) => document.push(example),
            None => documents.push(vec![example]),
        }
    }
    Random::new(seed).shuffle(&mut documents);
    documents
}

/// The examples of the first documents: this many hundredths of all, rounded, and one document at least.
fn used_documents(documents: &[Vec<&Example>], share: usize) -> Vec<Example> {
    let used = ((documents.len() * share + 50) / 100).max(1);
    documents.iter().take(used).flatten().map(|example| (*example).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::Label;
    use crate::suggest::RULES;
    use crate::text::Text;

    /// Sentences in which another unknown name has the same place each time.
    fn examples() -> Vec<Example> {
        let names = ["زغلبان", "كمبرلا", "درنغوس", "شنقبيل", "طرنجيس", "خنفشار", "بعلزوم", "قرطميس"];
        let example = |number: usize| {
            let name = format!("{}{}", names[number % 8], ["", "ي", "ان", "ون"][number / 8 % 4]);
            let text = Text::new(format!("قطف القوم ثمار {name} ثم رحل الجمع ."));
            let start = text.as_str().find(&name).unwrap();
            let span = text.span(start, start + name.len()).unwrap();
            let spans = vec![(span, Label::new("LOC"))];
            Example { text, spans, unknown: Vec::new(), denied: Vec::new(), document: None, weight: 1.0 }
        };
        (0..32).map(example).collect()
    }

    #[test]
    fn shares_grow_and_every_article_is_held_back_once() {
        let examples = examples();
        let options = TrainOptions { epochs: 4, ..TrainOptions::default() };
        let points = learning_curve(&examples, RULES, &options, 4, &mut |_| {}).unwrap();
        let articles: Vec<f64> = points.iter().map(|point| point.articles).collect();
        assert_eq!(articles, [6.0, 12.0, 18.0, 24.0]);
        for point in &points {
            let all = point.scores.all();
            assert_eq!((all.right + all.missed, point.part_f1.len()), (32, 4), "{}", point.share);
        }
        assert!(points[3].scores.all().f1() > 0.5, "{points:?}");
        assert_eq!(label_curves(&points)["LOC"].len(), 4);
        let again = learning_curve(&examples, RULES, &options, 4, &mut |_| {}).unwrap();
        assert_eq!(format!("{points:?}"), format!("{again:?}"));
    }

    #[test]
    fn the_slope_is_the_mean_difference_with_its_standard_error() {
        let point = |part_f1: &[f64]| CurvePoint { part_f1: part_f1.to_vec(), ..CurvePoint::default() };
        let found = slope(&[point(&[0.1]), point(&[0.5, 0.6]), point(&[0.6, 0.9])]).unwrap();
        assert!((found.difference - 0.2).abs() < 1e-12);
        assert!((found.standard_error.unwrap() - 0.1).abs() < 1e-12);
        // The differences are 0, 0.1 and 0.2: their variance is 0.01.
        let three = slope(&[point(&[0.5, 0.5, 0.5]), point(&[0.5, 0.6, 0.7])]).unwrap();
        assert!((three.standard_error.unwrap() - (0.01_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(slope(&[point(&[]), point(&[])]), None);
    }

    #[test]
    fn documents_are_drawn_as_a_whole() {
        let mut examples = examples();
        for (number, example) in examples.iter_mut().enumerate() {
            example.document = Some((number / 8).to_string());
        }
        let documents = shuffled_documents(examples.iter().collect(), 3);
        assert_eq!(documents.iter().map(Vec::len).collect::<Vec<_>>(), [8, 8, 8, 8]);
        assert_eq!([1, 25, 50, 100].map(|share| used_documents(&documents, share).len()), [8, 8, 16, 32]);
    }
}
