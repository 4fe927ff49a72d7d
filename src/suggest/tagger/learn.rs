//! Learning weights: the averaged structured perceptron.
//!
//! Collins, M. (2002): Discriminative Training Methods for Hidden Markov Models. Where an example does not say all (a part
//! that nobody has looked at), the target is the best row of tags among those that fit what is known.

use super::decode::{Chances, Decoder, Steps};
use super::hash::Random;
use super::tags::Tag;

/// A line to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where its features begin and end in [`Problem::ends`].
    pub(super) tokens: std::ops::Range<usize>,
    /// For each token, the tags that it may have (bits).
    pub(super) allowed: Vec<u64>,
    /// How much it counts.
    pub(super) weight: f32,
}

/// Lines with their features.
#[derive(Debug, Clone, Default)]
pub(super) struct Problem {
    /// Numbers of features, token after token.
    pub(super) features: Vec<u32>,
    /// For each token, where its features end.
    pub(super) ends: Vec<u32>,
    pub(super) lines: Vec<Line>,
    /// Scores that stand already, by token and tag; empty for none.
    pub(super) given: Vec<f32>,
}

impl Problem {
    pub(super) fn of(&self, token: usize) -> &[u32] {
        let start = token.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(token).copied().unwrap_or(start);
        self.features.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Weights of features and steps.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) tags: usize,
    /// A row of numbers for each feature.
    pub(super) features: Vec<f32>,
    pub(super) steps: Steps,
}

impl Weights {
    pub(super) fn new(features: usize, tags: usize) -> Self {
        Self { tags, features: vec![0.0; features * tags], steps: Steps::new(tags) }
    }

    /// Adds another's weights.
    pub(super) fn add(&mut self, other: &Self) {
        for (own, other) in [(&mut self.features, &other.features), (&mut self.steps.scores, &other.steps.scores)] {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }

    /// Divides every weight.
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    pub(super) fn divide(&mut self, by: usize) {
        let weights = self.features.iter_mut().chain(&mut self.steps.scores);
        weights.for_each(|weight| *weight /= by as f32);
    }

    /// The scores of a line, into `scores`.
    pub(super) fn scores(&self, problem: &Problem, line: &Line, scores: &mut Vec<f32>) {
        scores.clear();
        for token in line.tokens.clone() {
            let from = scores.len();
            match problem.given.get(token * self.tags..(token + 1) * self.tags) {
                Some(given) => scores.extend(given),
                None => scores.resize(from + self.tags, 0.0),
            }
            let own = scores.get_mut(from..).unwrap_or_default();
            for feature in problem.of(token) {
                let at = *feature as usize * self.tags;
                let row = self.features.get(at..at + self.tags).unwrap_or_default();
                for (score, weight) in own.iter_mut().zip(row) {
                    *score += weight;
                }
            }
        }
    }
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    pub(super) epochs: usize,
    pub(super) seed: u64,
}

/// Learns the weights that make the examples likeliest (a conditional random field), by gradients with a rate of its own
/// for each weight. Duchi, Hazan, Singer (2011): Adaptive Subgradient Methods. `rate` is the first step's size, `decay` how
/// strongly weights are drawn to zero.
pub(super) fn likeliest(
    problem: &Problem,
    used: &[usize],
    start: &Weights,
    schedule: Schedule,
    (temperature, rate, decay): (f32, f32, f32),
    progress: &mut dyn FnMut(usize),
) -> Weights {
    let mut now = start.clone();
    let mut squares = Weights::new(start.features.len() / start.tags, start.tags);
    let mut order = used.to_vec();
    let mut random = Random::new(schedule.seed);
    let (mut scores, mut expected, mut target) = (Vec::new(), Vec::new(), Vec::new());
    let mut decoder = Decoder::default();
    let width = now.tags;
    for epoch in 0..schedule.epochs {
        random.shuffle(&mut order);
        for line in order.iter().filter_map(|index| problem.lines.get(*index)) {
            now.scores(problem, line, &mut scores);
            decoder.best(&now.steps, &scores, &line.allowed, &mut target);
            let mut chances = Chances::new(&now.steps, temperature);
            chances.read(&scores, temperature);
            let mut before = width;
            let by = line.weight / temperature;
            for ((at, token), tag) in line.tokens.clone().enumerate().zip(&target) {
                chances.token(at, &mut expected);
                for (other, chance) in expected.iter().enumerate() {
                    let slope = (f32::from(u8::from(other == *tag)) - chance) * by;
                    if slope.abs() < 1e-4 {
                        continue;
                    }
                    for feature in problem.of(token) {
                        let place = *feature as usize * width + other;
                        climb(&mut now.features, &mut squares.features, place, slope, rate, decay);
                    }
                }
                chances.step(at, &mut expected);
                let gold = now.steps.place(if at == 0 { 0 } else { before }, *tag);
                let shift = if at == 0 { width * width } else { 0 };
                for (place, chance) in expected.iter().enumerate() {
                    let slope = (f32::from(u8::from(place == gold)) - chance) * by;
                    if slope.abs() >= 1e-4 {
                        climb(&mut now.steps.scores, &mut squares.steps.scores, place + shift, slope, rate, decay);
                    }
                }
                before = *tag;
            }
        }
        progress(epoch + 1);
    }
    now
}

fn climb(weights: &mut [f32], squares: &mut [f32], place: usize, slope: f32, rate: f32, decay: f32) {
    if let (Some(weight), Some(square)) = (weights.get_mut(place), squares.get_mut(place)) {
        let slope = slope - decay * *weight;
        *square += slope * slope;
        *weight += rate * slope / (square.sqrt() + 1e-3);
    }
}

/// Learns from the lines that `used` names (their numbers).
pub(super) fn perceptron(
    problem: &Problem,
    used: &[usize],
    start: &Weights,
    schedule: Schedule,
    progress: &mut dyn FnMut(usize),
) -> Weights {
    let mut now = start.clone();
    let mut sums = Weights::new(start.features.len() / start.tags, start.tags);
    let mut order = used.to_vec();
    let mut random = Random::new(schedule.seed);
    let mut decoder = Decoder::default();
    let (mut scores, mut guess, mut target) = (Vec::new(), Vec::new(), Vec::new());
    let mut time = 1.0_f32;
    for epoch in 0..schedule.epochs {
        random.shuffle(&mut order);
        for line in order.iter().filter_map(|index| problem.lines.get(*index)) {
            time += 1.0;
            now.scores(problem, line, &mut scores);
            decoder.best(&now.steps, &scores, &[], &mut guess);
            if fits(&guess, &line.allowed) {
                continue;
            }
            decoder.best(&now.steps, &scores, &line.allowed, &mut target);
            for (sign, tags) in [(line.weight, &target), (-line.weight, &guess)] {
                let mut before = now.tags;
                for ((token, tag), other) in
                    line.tokens.clone().zip(tags).zip(if sign > 0.0 { &guess } else { &target })
                {
                    let place = now.steps.place(before, *tag);
                    bump(&mut now.steps.scores, &mut sums.steps.scores, place, sign, time);
                    before = *tag;
                    if tag == other {
                        continue;
                    }
                    for feature in problem.of(token) {
                        let place = *feature as usize * now.tags + tag;
                        bump(&mut now.features, &mut sums.features, place, sign, time);
                    }
                }
            }
        }
        progress(epoch + 1);
    }
    for (weights, sums) in [(&mut now.features, &sums.features), (&mut now.steps.scores, &sums.steps.scores)] {
        for (weight, sum) in weights.iter_mut().zip(sums) {
            *weight -= sum / time;
        }
    }
    now
}

fn bump(weights: &mut [f32], sums: &mut [f32], place: usize, by: f32, time: f32) {
    if let (Some(weight), Some(sum)) = (weights.get_mut(place), sums.get_mut(place)) {
        *weight += by;
        *sum += by * time;
    }
}

/// Is every tag among those that are allowed?
fn fits(tags: &[Tag], allowed: &[u64]) -> bool {
    tags.iter().zip(allowed).all(|(tag, allowed)| allowed >> tag & 1 == 1)
}
