//! How good a model is on articles that it has not seen, and what its scores mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::Span;

use super::{Example, Options, Progress, Tagger, TrainError, train};

/// The smallest and the largest score: nothing that a model says of text that it has not seen is certain.
pub(super) const SURE: (f32, f32) = (0.02, 0.98);

/// What was right, what was wrong, what was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Suggested and right: span and label exactly.
    pub right: usize,
    /// Suggested and wrong.
    pub wrong: usize,
    /// Not suggested.
    pub missed: usize,
}

impl Tally {
    /// Of what was suggested, the share that is right.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Of what there is, the share that was found.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both.
    #[must_use]
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of entities")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// What models said of articles that were held back from them.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// By label.
    pub labels: BTreeMap<String, Tally>,
    /// Each suggestion's score before calibration, and whether it was right.
    pub scores: Vec<(f32, bool)>,
}

impl Report {
    /// Over all labels.
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
    fn compare(&mut self, tagger: &Tagger, example: &Example) {
        let words = example.text.words();
        let wide = |span: Span| {
            let from = words.partition_point(|word| word.end() <= span.start());
            let to = words.partition_point(|word| word.start() < span.end());
            (from, to)
        };
        let gold: BTreeSet<(usize, usize, String)> = example
            .spans
            .iter()
            .map(|(span, label)| (wide(*span).0, wide(*span).1, label.as_str().to_owned()))
            .collect();
        let mut met = BTreeSet::new();
        for found in tagger.tag(&example.text) {
            if example.unknown.iter().any(|unknown| unknown.overlaps(found.span)) {
                continue;
            }
            let (from, to) = wide(found.span);
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

    /// What scores mean, as points of a line that never falls: (score, share that was right). Pools of neighbouring scores
    /// are joined until they rise (isotonic regression), at least thirty suggestions each. No pool is sure: a share is
    /// counted with one more right and one more wrong (Laplace), and stays within [`SURE`].
    #[must_use]
    pub fn calibration(&self) -> Vec<(f32, f32)> {
        let mut scores = self.scores.clone();
        scores.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let size = (scores.len() / 40).max(30);
        // Sum of scores, number right, number of all.
        let mut pools: Vec<(f64, usize, usize)> = Vec::new();
        for pool in scores.chunks(size) {
            let sum = pool.iter().map(|(score, _)| f64::from(*score)).sum();
            let mut next = (sum, pool.iter().filter(|(_, right)| *right).count(), pool.len());
            while let Some(last) = pools.last().copied().filter(|last| share(last.1, last.2) >= share(next.1, next.2)) {
                next = (last.0 + next.0, last.1 + next.1, last.2 + next.2);
                pools.pop();
            }
            pools.push(next);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "shares")]
        let point = |(sum, right, all): (f64, usize, usize)| {
            let share = share(right + 1, all + 2) as f32;
            ((sum / all.max(1) as f64) as f32, share.clamp(SURE.0, SURE.1))
        };
        let mut points: Vec<(f32, f32)> = pools.into_iter().map(point).collect();
        // What was added moves small pools more than large ones.
        for at in 1..points.len() {
            let before = points.get(at - 1).map_or(0.0, |point| point.1);
            if let Some(point) = points.get_mut(at) {
                point.1 = point.1.max(before);
            }
        }
        points
    }
}

/// Trains on parts and tags what each has not seen: honest scores, and what they mean. Parts are whole articles, next to
/// each other as they come.
///
/// # Errors
/// As [`train`].
pub fn held_back(
    examples: &[Example],
    options: &Options,
    parts: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, TrainError> {
    let mut report = Report::default();
    // What counts less was labelled by machines: it is no measure.
    let measured: Vec<usize> =
        (0..examples.len()).filter(|at| examples.get(*at).is_some_and(Example::is_gold)).collect();
    let parts = parts.min(measured.len());
    for part in 0..parts {
        let held: BTreeSet<usize> = measured
            .iter()
            .enumerate()
            .filter(|(index, _)| index * parts / measured.len() == part)
            .map(|(_, at)| *at)
            .collect();
        let rest: Vec<Example> = examples
            .iter()
            .enumerate()
            .filter(|(at, _)| !held.contains(at))
            .map(|(_, example)| example.clone())
            .collect();
        let bytes = match train(&rest, &Options { calibration: Vec::new(), ..options.clone() }, progress) {
            Ok(bytes) => bytes,
            // All entities stand in this part.
            Err(TrainError::Nothing(_)) => continue,
            Err(error) => return Err(error),
        };
        let Ok(tagger) = Tagger::from_bytes(bytes) else { continue };
        for example in held.iter().filter_map(|at| examples.get(*at)) {
            report.compare(&tagger, example);
        }
    }
    Ok(report)
}
