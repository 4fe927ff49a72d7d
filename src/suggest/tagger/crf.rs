//! Learning weights: a conditional random field, trained by gradients with a rate of its own for each weight.
//!
//! Duchi, Hazan, Singer (2011): Adaptive Subgradient Methods for Online Learning and Stochastic Optimization (AdaGrad).
//! If an example does not decide on a token, every allowed tag is right, so the model learns nothing about it directly.

use super::decode::Transitions;
use super::marginals::{Marginals, TEMPERATURE};
use crate::suggest::linear::hash::Random;

/// The size of the first step of a weight.
const RATE: f32 = 0.1;

/// Slopes below this change nothing.
const MIN_SLOPE: f32 = 1e-4;

/// A line to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct TrainingLine {
    /// The tokens of the line, counted over all lines.
    pub(super) tokens: std::ops::Range<usize>,
    /// For each token, the tags that it may have (bits).
    pub(super) allowed: Vec<u64>,
    /// The weight of the example.
    pub(super) weight: f32,
}

/// Lines with their features.
#[derive(Debug, Clone, Default)]
pub(super) struct TrainingData {
    /// The indices of features, one token after the other.
    pub(super) features: Vec<u32>,
    /// For each token, the end of its features.
    pub(super) ends: Vec<u32>,
    pub(super) lines: Vec<TrainingLine>,
}

impl TrainingData {
    /// The indices of a token's features.
    fn features_of(&self, token: usize) -> &[u32] {
        let start = token.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(token).copied().unwrap_or(start);
        self.features.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// The weights of features and transitions.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) tags: usize,
    /// The weights by tag, one feature after the other.
    pub(super) features: Vec<f32>,
    pub(super) transitions: Transitions,
}

impl Weights {
    /// Weights of 0.
    pub(super) fn new(features: usize, tags: usize) -> Self {
        Self { tags, features: vec![0.0; features * tags], transitions: Transitions::new(tags) }
    }

    /// Adds other weights.
    pub(super) fn add(&mut self, other: &Self) {
        let transitions = (&mut self.transitions.scores, &other.transitions.scores);
        for (own, other) in [(&mut self.features, &other.features), transitions] {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }

    /// Divides every weight.
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    pub(super) fn divide(&mut self, by: usize) {
        let weights = self.features.iter_mut().chain(&mut self.transitions.scores);
        weights.for_each(|weight| *weight /= by as f32);
    }

    /// Writes the scores of a line into `scores`.
    fn score_line(&self, data: &TrainingData, line: &TrainingLine, scores: &mut Vec<f32>) {
        scores.clear();
        for token in line.tokens.clone() {
            let from = scores.len();
            scores.resize(from + self.tags, 0.0);
            let own = scores.get_mut(from..).unwrap_or_default();
            for feature in data.features_of(token) {
                let at = *feature as usize * self.tags;
                let row = self.features.get(at..at + self.tags).unwrap_or_default();
                for (score, weight) in own.iter_mut().zip(row) {
                    *score += weight;
                }
            }
        }
    }
}

/// The number of passes of a training, and the order of lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    /// The number of times that each line is used.
    pub(super) epochs: usize,
    /// The seed of the order.
    pub(super) seed: u64,
}

/// Learns the weights that make the examples likeliest. Calls `report_epoch` after each epoch.
pub(super) fn train_weights(
    data: &TrainingData,
    start: &Weights,
    schedule: Schedule,
    report_epoch: &mut dyn FnMut(),
) -> Weights {
    let mut now = start.clone();
    let mut squares = Weights::new(start.features.len() / start.tags, start.tags);
    let mut order: Vec<usize> = (0..data.lines.len()).collect();
    let mut random = Random::new(schedule.seed);
    let (mut scores, mut expected, mut target) = (Vec::new(), Vec::new(), Vec::new());
    let width = now.tags;
    for _ in 0..schedule.epochs {
        random.shuffle(&mut order);
        for line in order.iter().filter_map(|index| data.lines.get(*index)) {
            now.score_line(data, line, &mut scores);
            let mut all = Marginals::new(&now.transitions);
            all.read(&scores);
            forbid_tags(&mut scores, width, &line.allowed);
            let mut known = Marginals::new(&now.transitions);
            known.read(&scores);
            let by = line.weight / TEMPERATURE;
            for (at, token) in line.tokens.clone().enumerate() {
                all.of_token(at, &mut expected);
                known.of_token(at, &mut target);
                for (tag, (wanted, found)) in target.iter().zip(&expected).enumerate() {
                    let slope = (wanted - found) * by;
                    if slope.is_nan() || slope.abs() < MIN_SLOPE {
                        continue;
                    }
                    for feature in data.features_of(token) {
                        let place = *feature as usize * width + tag;
                        climb(&mut now.features, &mut squares.features, place, slope);
                    }
                }
                all.of_transition(at, &mut expected);
                known.of_transition(at, &mut target);
                let shift = if at == 0 { width * width } else { 0 };
                for (place, (wanted, found)) in target.iter().zip(&expected).enumerate() {
                    let slope = (wanted - found) * by;
                    if slope.abs() >= MIN_SLOPE {
                        let (weights, squares) = (&mut now.transitions.scores, &mut squares.transitions.scores);
                        climb(weights, squares, place + shift, slope);
                    }
                }
            }
        }
        report_epoch();
    }
    now
}

/// Makes the scores of tags that are not allowed minus infinity. `allowed` has a bit for each tag, for each token.
pub(super) fn forbid_tags(scores: &mut [f32], width: usize, allowed: &[u64]) {
    for (own, allowed) in scores.chunks_exact_mut(width).zip(allowed) {
        for (_, score) in own.iter_mut().enumerate().filter(|(tag, _)| allowed >> tag & 1 == 0) {
            *score = f32::NEG_INFINITY;
        }
    }
}

/// Moves a weight along a slope.
fn climb(weights: &mut [f32], squares: &mut [f32], place: usize, slope: f32) {
    if let (Some(weight), Some(square)) = (weights.get_mut(place), squares.get_mut(place)) {
        *square += slope * slope;
        *weight += RATE * slope / (square.sqrt() + 1e-3);
    }
}
