//! Training: makes a model from annotated articles.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::gold::Label;
use crate::suggest::candidate::Rules;
use crate::text::Span;
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::crf::{Schedule, TrainingData, TrainingLine, Weights, train_weights};
use super::example::Example;
use super::features;
use super::input::TaggerInput;
use super::model::{self, ModelHeader};
use super::tags::{self, Labels, MAX_LABELS, NONE};
use crate::suggest::linear::hash::HashKeyMap;

/// The smallest number of times that a feature must be seen.
const MIN_COUNT: u8 = 2;

/// The number that is subtracted from the score of O, so that more entities are found.
const BIAS: f32 = 2.0;

/// The largest number of features of a model. Those with the largest weights are kept.
const MAX_FEATURES: usize = 300_000;

/// The number of counters for features, a power of two. Features with the same lower bits share a counter.
const COUNTERS: usize = 1 << 24;

/// Options of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainOptions {
    /// The number of times that each line is used.
    pub epochs: usize,
    /// The seed of the order of examples.
    pub seed: u64,
    /// The number of models with different seeds whose weights are averaged.
    pub voters: usize,
    /// The meaning of scores, as points of a line ([`super::CrossValidation::calibration`]). Without points a score is the
    /// model's own probability.
    pub calibration: Vec<(f32, f32)>,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self { epochs: 12, seed: 1, voters: 1, calibration: Vec::new() }
    }
}

/// The progress of a training, in epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainProgress {
    /// The epochs that are done.
    pub done: usize,
    /// All epochs of the training.
    pub all: usize,
}

/// The reason for not training a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// No example has an entity. The number is that of the examples.
    #[error("no entity in {0} articles; annotate some first")]
    Nothing(usize),
    /// There are more labels than a model can have.
    #[error("{0} labels, but a model takes at most {MAX_LABELS}; merge some")]
    Labels(usize),
}

/// Trains a model from scratch and returns the bytes of its file. The same arguments give the same bytes.
///
/// # Errors
/// Returns an error if no example has an entity, or if there are too many labels.
pub fn train(
    examples: &[Example],
    rules: Rules,
    options: &TrainOptions,
    report: &mut dyn FnMut(TrainProgress),
) -> Result<Vec<u8>, TrainError> {
    let labels: BTreeSet<&Label> = examples.iter().flat_map(|example| &example.spans).map(|(_, label)| label).collect();
    if labels.is_empty() {
        return Err(TrainError::Nothing(examples.len()));
    }
    if labels.len() > MAX_LABELS {
        return Err(TrainError::Labels(labels.len()));
    }
    let corpus = Corpus::new(examples, Labels(labels.into_iter().cloned().collect()), rules);
    let (all, mut done) = (options.epochs * options.voters, 0);
    let weights = corpus.learn(options, &mut || {
        done += 1;
        report(TrainProgress { done, all });
    });
    Ok(corpus.write(&weights, options))
}

/// All examples as numbers.
struct Corpus {
    labels: Labels,
    /// The hash of each feature.
    hashes: Vec<u64>,
    data: TrainingData,
}

impl Corpus {
    fn new(examples: &[Example], labels: Labels, rules: Rules) -> Self {
        let (mut inputs, mut lines, mut token) = (Vec::new(), Vec::new(), 0);
        for example in examples {
            let tokens = Tokens::new(&example.text);
            let words = Words::new(&tokens);
            let input = TaggerInput::new(&words, &rules.find(&words));
            let allowed = allowed_tags(&labels, example, &tokens);
            debug_assert_eq!(allowed.len(), input.attributes.len(), "every token has its tags");
            for line in &input.lines {
                let allowed = allowed.get(line.clone()).unwrap_or_default().to_vec();
                let tokens = token..token + line.len();
                token = tokens.end;
                lines.push(TrainingLine { tokens, allowed, weight: example.weight });
            }
            inputs.push(input);
        }
        let counts = count_features(&inputs);
        let mut data = TrainingData { lines, ..TrainingData::default() };
        let (mut indices, mut hashes) = (HashKeyMap::default(), Vec::new());
        for_each_token(&inputs, |features| {
            for feature in features {
                if counts.get(counter(*feature)).is_some_and(|count| *count >= MIN_COUNT) {
                    let next = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
                    let index = *indices.entry(*feature).or_insert(next);
                    if index == next {
                        hashes.push(*feature);
                    }
                    data.features.push(index);
                }
            }
            data.ends.push(u32::try_from(data.features.len()).unwrap_or(u32::MAX));
        });
        Self { labels, hashes, data }
    }

    /// The average of the weights that are learned with different seeds.
    fn learn(&self, options: &TrainOptions, report_epoch: &mut dyn FnMut()) -> Weights {
        let start = Weights::new(self.hashes.len(), self.labels.tags());
        let mut sum: Option<Weights> = None;
        for voter in 0..options.voters.max(1) {
            let schedule = Schedule { epochs: options.epochs, seed: options.seed.wrapping_add(voter as u64 * 977) };
            let weights = train_weights(&self.data, &start, schedule, report_epoch);
            match &mut sum {
                None => sum = Some(weights),
                Some(sum) => sum.add(&weights),
            }
        }
        let mut sum = sum.unwrap_or(start);
        sum.divide(options.voters.max(1));
        sum
    }

    /// The bytes of the model file.
    fn write(&self, weights: &Weights, options: &TrainOptions) -> Vec<u8> {
        let width = self.labels.tags();
        let largest = |weights: &[f32]| weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = (largest(&weights.features) / model::MAX_STEPS).max(model::MIN_SCALE);
        let mut rows = Vec::new();
        for (hash, weights) in self.hashes.iter().zip(weights.features.chunks_exact(width)) {
            let row: Vec<u8> = weights.iter().map(|weight| model::byte_of(*weight, scale)).collect();
            if row.iter().any(|byte| *byte != 0) {
                rows.push((largest(weights), *hash, row));
            }
        }
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.truncate(MAX_FEATURES);
        let rows = rows.into_iter().map(|(_, hash, row)| (hash, row)).collect();
        let header = ModelHeader {
            labels: &self.labels,
            scale,
            bias: BIAS,
            transitions: &weights.transitions,
            calibration: &options.calibration,
        };
        model::write(&header, rows)
    }
}

/// Calls `found` with the features of every token.
fn for_each_token(inputs: &[TaggerInput], mut found: impl FnMut(&[u64])) {
    let mut features = Vec::new();
    for input in inputs {
        for line in &input.lines {
            let tokens = input.line(line);
            for at in 0..tokens.len() {
                features.clear();
                features::for_each_feature(tokens, at, |feature| features.push(feature));
                found(&features);
            }
        }
    }
}

/// Counts the features of all tokens, up to 255 each.
fn count_features(inputs: &[TaggerInput]) -> Vec<u8> {
    let mut counts = vec![0_u8; COUNTERS];
    for_each_token(inputs, |features| {
        for feature in features {
            if let Some(count) = counts.get_mut(counter(*feature)) {
                *count = count.saturating_add(1);
            }
        }
    });
    counts
}

/// The counter of a feature.
#[expect(clippy::cast_possible_truncation, reason = "the lower bits are wanted")]
const fn counter(feature: u64) -> usize {
    feature as usize & (COUNTERS - 1)
}

/// For each token, the tags that it may have (bits).
pub(super) fn allowed_tags(labels: &Labels, example: &Example, tokens: &Tokens<'_>) -> Vec<u64> {
    let mut allowed = vec![1_u64 << NONE; tokens.len()];
    let mut set = |range: Range<usize>, change: &dyn Fn(usize, u64) -> u64| {
        for at in range {
            if let Some(slot) = allowed.get_mut(at) {
                *slot = change(at, *slot);
            }
        }
    };
    for span in &example.unknown {
        set(tokens_of(tokens, *span), &|_, _| u64::MAX);
    }
    for (span, label) in &example.denied {
        if let Some(label) = labels.index(label) {
            set(tokens_of(tokens, *span), &|_, old| (old & !(3 << tags::begin(label))) | 1);
        }
    }
    for (span, label) in &example.spans {
        let Some(label) = labels.index(label) else { continue };
        let range = tokens_of(tokens, *span);
        let (from, to) = (range.start, range.end);
        if range.is_empty() {
            // The span is outside of the tokens.
            continue;
        }
        set(range, &|at, _| 1 << if at == from { tags::begin(label) } else { tags::inside(label) });
        // The span ends here, so the next token does not continue it.
        set(to..to + 1, &|_, old| if old.is_power_of_two() { old } else { old & !(1 << tags::inside(label)) });
    }
    allowed
}

/// The tokens that a span touches.
fn tokens_of(tokens: &Tokens<'_>, span: Span) -> Range<usize> {
    let (mut low, mut high) = (0, tokens.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if tokens.end_before(middle + 1) <= span.start() { low = middle + 1 } else { high = middle }
    }
    let mut to = low;
    while to < tokens.len() && tokens.start(to) < span.end() {
        to += 1;
    }
    low..to
}
