//! Cross-validation: how good a model is on articles that it has not seen, and what its scores mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::suggest::candidate::Rules;
use crate::text::Span;

use super::example::Example;
use super::model::SCORE_BOUNDS;
use super::tagging::Tagger;
use super::train::{TrainError, TrainOptions, TrainProgress, train};

/// The numbers of right, wrong and missed entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Suggested with exactly the right span and label.
    pub right: usize,
    /// Suggested with a wrong span or label.
    pub wrong: usize,
    /// Not suggested.
    pub missed: usize,
}

impl Tally {
    /// The share of suggested entities that are right.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of annotated entities that were found.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of entities")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// The results of models on articles that were held back from them.
#[derive(Debug, Clone, Default)]
pub struct CrossValidation {
    /// The numbers for each label.
    pub labels: BTreeMap<String, Tally>,
    /// Each suggestion's score before calibration, and whether it was right.
    pub scores: Vec<(f32, bool)>,
}

impl CrossValidation {
    /// The numbers over all labels.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.labels.values().fold(Tally::default(), |sum, tally| Tally {
            right: sum.right + tally.right,
            wrong: sum.wrong + tally.wrong,
            missed: sum.missed + tally.missed,
        })
    }

    /// Compares what a tagger finds with the spans of an annotated article. Edges are compared by whole words, so that
    /// proclitics which the annotation leaves inside a span do not count as errors.
    pub(super) fn compare(&mut self, tagger: &Tagger, example: &Example) {
        let words = example.text.words();
        let words_of = |span: Span| {
            let from = words.partition_point(|word| word.end() <= span.start());
            let to = words.partition_point(|word| word.start() < span.end());
            (from, to)
        };
        let gold: BTreeSet<(usize, usize, String)> = example
            .spans
            .iter()
            .map(|(span, label)| (words_of(*span).0, words_of(*span).1, label.as_str().to_owned()))
            .collect();
        let mut met = BTreeSet::new();
        for found in tagger.tag(&example.text) {
            if example.unknown.iter().any(|unknown| unknown.overlaps(found.span)) {
                continue;
            }
            let (from, to) = words_of(found.span);
            let key = (from, to, found.label.as_str().to_owned());
            let right = gold.contains(&key) && met.insert(key);
            let tally = self.labels.entry(found.label.as_str().to_owned()).or_default();
            if right {
                tally.right += 1;
            } else {
                tally.wrong += 1;
            }
            #[expect(clippy::cast_possible_truncation, reason = "a share of two digits")]
            self.scores.push((found.score as f32, right));
        }
        for (_, _, label) in gold.difference(&met) {
            self.labels.entry(label.clone()).or_default().missed += 1;
        }
    }

    /// Counts all entities of an article as missed, for a model that finds nothing.
    pub(super) fn miss_all(&mut self, example: &Example) {
        for (_, label) in &example.spans {
            self.labels.entry(label.as_str().to_owned()).or_default().missed += 1;
        }
    }

    /// Adds the results on other articles.
    pub(super) fn add(&mut self, other: Self) {
        for (label, tally) in other.labels {
            let sum = self.labels.entry(label).or_default();
            sum.right += tally.right;
            sum.wrong += tally.wrong;
            sum.missed += tally.missed;
        }
        self.scores.extend(other.scores);
    }

    /// The meaning of scores, as points of a line that never falls: (score, share of right suggestions).
    ///
    /// Pools of at least thirty suggestions with similar scores are joined until their shares rise (isotonic regression). A
    /// share is computed with one more right and one more wrong suggestion (Laplace), and stays within 0.02 and 0.98.
    #[must_use]
    pub fn calibration(&self) -> Vec<(f32, f32)> {
        let mut scores = self.scores.clone();
        scores.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let size = (scores.len() / 40).max(30);
        let mut pools: Vec<Pool> = Vec::new();
        for pool in scores.chunks(size) {
            let score_sum = pool.iter().map(|(score, _)| f64::from(*score)).sum();
            let right = pool.iter().filter(|(_, right)| *right).count();
            let mut next = Pool { score_sum, right, all: pool.len() };
            while let Some(last) = pools.pop_if(|last| last.share() >= next.share()) {
                next = last.join(next);
            }
            pools.push(next);
        }
        let mut points: Vec<(f32, f32)> = pools.into_iter().map(Pool::point).collect();
        // The two added suggestions move small pools more than large ones.
        for at in 1..points.len() {
            let before = points.get(at - 1).map_or(0.0, |point| point.1);
            if let Some(point) = points.get_mut(at) {
                point.1 = point.1.max(before);
            }
        }
        points
    }
}

/// Suggestions with similar scores.
#[derive(Debug, Clone, Copy)]
struct Pool {
    score_sum: f64,
    right: usize,
    all: usize,
}

impl Pool {
    fn share(&self) -> f64 {
        share(self.right, self.all)
    }

    fn join(self, next: Self) -> Self {
        Self { score_sum: self.score_sum + next.score_sum, right: self.right + next.right, all: self.all + next.all }
    }

    /// The mean score, and the share of right suggestions with one more right and one more wrong.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "shares")]
    fn point(self) -> (f32, f32) {
        let share = share(self.right + 1, self.all + 2) as f32;
        let score = (self.score_sum / self.all.max(1) as f64) as f32;
        (score, share.clamp(SCORE_BOUNDS.0, SCORE_BOUNDS.1))
    }
}

/// The articles that are held back in each part: neighbouring ones, and all articles of a document in the same part.
/// Examples that a program labelled are not measured.
pub(super) fn folds(examples: &[Example], parts: usize) -> Vec<BTreeSet<usize>> {
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, example) in examples.iter().enumerate().filter(|(_, example)| example.is_gold()) {
        let known = example.document.as_deref().map(|document| *documents.entry(document).or_insert(groups.len()));
        match known.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let parts = parts.min(groups.len());
    let mut folds = vec![BTreeSet::new(); parts];
    for (index, group) in groups.iter().enumerate() {
        if let Some(fold) = folds.get_mut(index * parts / groups.len()) {
            fold.extend(group.iter().copied());
        }
    }
    folds
}

/// Holds back each part of the examples in turn, trains on the others, and compares. Parts are neighbouring articles, and
/// no document is in two parts.
///
/// # Errors
/// Returns an error in the same cases as [`train`].
pub fn cross_validate(
    examples: &[Example],
    rules: Rules,
    options: &TrainOptions,
    parts: usize,
    report: &mut dyn FnMut(TrainProgress),
) -> Result<CrossValidation, TrainError> {
    let mut results = CrossValidation::default();
    for held in folds(examples, parts) {
        let rest: Vec<Example> = examples
            .iter()
            .enumerate()
            .filter(|(at, _)| !held.contains(at))
            .map(|(_, example)| example.clone())
            .collect();
        let bytes = match train(&rest, rules, &TrainOptions { calibration: Vec::new(), ..options.clone() }, report) {
            Ok(bytes) => bytes,
            // All entities are in this part.
            Err(TrainError::Nothing(_)) => continue,
            Err(error) => return Err(error),
        };
        let Ok(tagger) = Tagger::from_bytes(bytes, rules) else { continue };
        for example in held.iter().filter_map(|at| examples.get(*at)) {
            results.compare(&tagger, example);
        }
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn no_document_is_in_two_parts() {
        let example = |document: Option<&str>| Example {
            text: Text::new("نص"),
            spans: Vec::new(),
            unknown: Vec::new(),
            denied: Vec::new(),
            document: document.map(str::to_owned),
            weight: 1.0,
        };
        let examples: Vec<Example> =
            [Some("a"), None, Some("b"), Some("a"), Some("b"), None].into_iter().map(example).collect();
        let folds = folds(&examples, 2);
        assert_eq!(folds, [BTreeSet::from([0, 1, 3]), BTreeSet::from([2, 4, 5])]);
    }
}
