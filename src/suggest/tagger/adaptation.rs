//! Adaptation: corrections that verdicts add to a model.
//!
//! Corrections are weights of their own. They are learned from scratch each time and added to the model's scores, which stay
//! as they are. A few articles say little and the model knows much, so corrections start at 0, move in small steps, and are
//! drawn back to 0 (a conditional random field with fixed offsets and an L2 penalty, trained by gradient descent and averaged
//! over the rounds). Where the model is right and sure, nothing changes.
//!
//! The same model and the same examples in the same order give the same corrections.

use std::ops::Range;

use crate::suggest::candidate::Rules;
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::attributes::TokenAttributes;
use super::crf::forbid_tags;
use super::decode::Transitions;
use super::example::Example;
use super::features;
use super::input::TaggerInput;
use super::marginals::Marginals;
use super::mixture::{Mixture, ReadOther};
use super::model::Model;
use super::train::allowed_tags;
use crate::suggest::linear::hash::{self, Random};

/// The number of rows of weights, a power of two. A feature's row is the lower bits of its hash; features can share a row.
const ROWS: usize = 1 << 18;
/// The number of times that each line is used.
const ROUNDS: usize = 8;
/// The size of a step. A token has about a hundred features, and all of them move.
const RATE: f32 = 0.02;
/// The share of each weight that is taken away after a round.
const DECAY: f32 = 0.05;
/// Slopes below this change nothing.
const MIN_SLOPE: f32 = 0.01;
/// The largest number of tokens that are used of one article.
const MAX_ARTICLE_TOKENS: usize = MAX_TOKENS / 6;
/// The largest number of tokens that are used in all, so that learning takes about a second.
const MAX_TOKENS: usize = 60_000;

/// Corrections of a model's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Adaptation {
    width: usize,
    weights: Vec<f32>,
    /// The rows that are not all 0 (bits).
    used: Vec<u64>,
}

/// An example prepared for the adaptation: the scores of the model, and the known tags.
#[derive(Debug, Clone, Default)]
pub struct AdaptationExample {
    lines: Vec<AdaptationLine>,
    /// The scores of the transitions, if another reader's scores are mixed in.
    transitions: Option<Transitions>,
}

#[derive(Debug, Clone, Default)]
struct AdaptationLine {
    /// The model's scores by token and tag.
    model_scores: Vec<f32>,
    /// For each token, the tags that it may have (bits).
    allowed: Vec<u64>,
    /// The rows of the features, one token after the other. Tokens without a verdict have none.
    rows: Vec<u32>,
    /// For each token, the end of its rows.
    ends: Vec<usize>,
}

impl AdaptationLine {
    /// The rows of a token's features.
    fn rows_of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }
}

impl AdaptationExample {
    /// Prepares an example for a model.
    pub(super) fn prepare(model: &Model, rules: Rules, example: &Example, other: &ReadOther<'_>) -> Self {
        let mut prepared = Self::default();
        let mut left = MAX_ARTICLE_TOKENS;
        // Of a long text only the chunks with decisions are read.
        for chunk in example.text.chunks().filter(|chunk| example.knows_about(chunk)) {
            if left == 0 {
                break;
            }
            prepared.add_chunk((model, rules), example, chunk, &mut left, other);
        }
        prepared
    }

    /// Adds a chunk of an example, as long as tokens are left.
    fn add_chunk(
        &mut self,
        (model, rules): (&Model, Rules),
        example: &Example,
        chunk: Range<usize>,
        left: &mut usize,
        other: &ReadOther<'_>,
    ) {
        let tokens = Tokens::in_range(&example.text, chunk);
        let words = Words::new(&tokens);
        let input = TaggerInput::new(&words, &rules.find(&words));
        let known = allowed_tags(&model.labels, example, &tokens);
        let mut scores = score_input(model, &input);
        let width = model.labels.tags();
        other(&tokens, &mut |other| {
            if let Some(mixture) = Mixture::new(other, &model.labels, &model.transitions) {
                scores.chunks_exact_mut(width).enumerate().for_each(|(token, own)| mixture.mix(token, own));
                self.transitions = Some(mixture.transitions);
            }
        });
        let mut features = Vec::new();
        for line in &input.lines {
            let allowed = known.get(line.clone()).unwrap_or_default().to_vec();
            if allowed.iter().all(|allowed| *allowed == u64::MAX) {
                continue;
            }
            if !spend_tokens(left, line.len()) {
                break;
            }
            let model_scores = scores.get(line.start * width..line.end * width).unwrap_or_default().to_vec();
            let mut own = AdaptationLine { model_scores, allowed, ..AdaptationLine::default() };
            for (at, allowed) in own.allowed.iter().enumerate() {
                if *allowed != u64::MAX {
                    features.clear();
                    features::for_each_feature(input.line(line), at, |feature| features.push(feature));
                    own.rows.extend(features.iter().map(|feature| row_of(*feature)));
                }
                own.ends.push(own.rows.len());
            }
            self.lines.push(own);
        }
    }
}

impl Adaptation {
    /// Learns corrections of a model from scratch, with the first [`MAX_TOKENS`] tokens of the examples.
    pub(super) fn learn<'a>(model: &Model, examples: impl IntoIterator<Item = &'a AdaptationExample>) -> Self {
        let mut left = MAX_TOKENS;
        let mut transitions = &model.transitions;
        let lines = examples.into_iter().flat_map(|example| {
            transitions = example.transitions.as_ref().unwrap_or(transitions);
            &example.lines
        });
        let mut order: Vec<&AdaptationLine> =
            lines.take_while(|line| spend_tokens(&mut left, line.allowed.len())).collect();
        let width = model.labels.tags();
        let mut now = Self::new(width);
        let mut sum = vec![0.0_f32; now.weights.len()];
        let mut random = Random::new(1);
        let marginals = || Marginals::new(transitions);
        let (mut all, mut known) = (marginals(), marginals());
        for _ in 0..ROUNDS {
            random.shuffle(&mut order);
            for line in &order {
                now.learn_line(line, &mut all, &mut known);
            }
            for (weight, sum) in now.weights.iter_mut().zip(&mut sum) {
                *weight *= 1.0 - DECAY;
                *sum += *weight;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        now.weights.iter_mut().zip(sum).for_each(|(weight, sum)| *weight = sum / ROUNDS as f32);
        now.find_used_rows();
        now
    }

    /// True if the corrections have the tags of a model.
    pub(super) fn fits(&self, model: &Model) -> bool {
        self.width == model.labels.tags()
    }

    fn new(width: usize) -> Self {
        Self { width, weights: vec![0.0; ROWS * width], used: Vec::new() }
    }

    /// Adds the corrections for a token with these features to its scores.
    #[inline]
    fn correct_token(&self, features: &[u64], scores: &mut [f32]) {
        for row in features.iter().map(|feature| row_of(*feature)) {
            if self.used.get(row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1) {
                self.add_row(row, scores);
            }
        }
    }

    /// Adds the corrections for a line to its scores.
    pub(super) fn correct_line(&self, line: &[TokenAttributes], scores: &mut [f32]) {
        let mut features = Vec::new();
        for (at, own) in scores.chunks_exact_mut(self.width.max(1)).enumerate() {
            features.clear();
            features::for_each_feature(line, at, |feature| features.push(feature));
            self.correct_token(&features, own);
        }
    }

    fn add_row(&self, row: u32, scores: &mut [f32]) {
        let at = row as usize * self.width;
        let weights = self.weights.get(at..at + self.width);
        debug_assert!(weights.is_some(), "{row} is not a row");
        let weights = weights.unwrap_or_default();
        scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
    }

    /// Finds the rows that are not all 0.
    fn find_used_rows(&mut self) {
        self.used = vec![0; ROWS.div_ceil(64)];
        for (row, weights) in self.weights.chunks_exact(self.width.max(1)).enumerate() {
            if weights.iter().any(|weight| *weight != 0.0)
                && let Some(bits) = self.used.get_mut(row / 64)
            {
                *bits |= 1 << (row % 64);
            }
        }
    }

    /// Moves the weights one step along the slopes of a line.
    fn learn_line(&mut self, line: &AdaptationLine, all: &mut Marginals, known: &mut Marginals) {
        let width = self.width;
        let mut scores = line.model_scores.clone();
        for (at, own) in scores.chunks_exact_mut(width).enumerate() {
            line.rows_of(at).iter().for_each(|row| self.add_row(*row, own));
        }
        all.read(&scores);
        forbid_tags(&mut scores, width, &line.allowed);
        known.read(&scores);
        let (mut expected, mut target) = (Vec::new(), Vec::new());
        for (at, allowed) in line.allowed.iter().enumerate() {
            if *allowed == u64::MAX {
                continue;
            }
            all.of_token(at, &mut expected);
            known.of_token(at, &mut target);
            for (tag, (wanted, found)) in target.iter().zip(&expected).enumerate() {
                let slope = wanted - found;
                if slope.is_nan() || slope.abs() < MIN_SLOPE {
                    continue;
                }
                for row in line.rows_of(at) {
                    if let Some(weight) = self.weights.get_mut(*row as usize * width + tag) {
                        *weight += RATE * slope;
                    }
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower bits are wanted")]
const fn row_of(feature: u64) -> u32 {
    feature as u32 & (ROWS as u32 - 1)
}

/// The model's scores by token and tag, without corrections and without the bias against O.
fn score_input(model: &Model, input: &TaggerInput) -> Vec<f32> {
    let width = model.labels.tags();
    let mut scores = vec![0.0_f32; input.attributes.len() * width];
    let (mut hashes, mut sums) = (Vec::new(), vec![0_i32; width]);
    for line in &input.lines {
        for (at, own) in scores.chunks_exact_mut(width).skip(line.start).take(line.len()).enumerate() {
            sums.fill(0);
            hashes.clear();
            features::for_each_feature(input.line(line), at, |feature| hashes.push(feature));
            model.add_weights(&hashes, &mut sums);
            own.iter_mut().zip(&sums).for_each(|(score, sum)| *score = model.score_of(*sum));
        }
    }
    scores
}

/// The hash of an article's id. It gives every article a fixed place in the training set.
pub(in crate::suggest) fn article_hash(id: &str) -> u64 {
    hash::hash_word(id.chars())
}

/// Takes tokens from those that are left, if there are enough.
fn spend_tokens(left: &mut usize, count: usize) -> bool {
    let rest = left.checked_sub(count);
    *left = rest.unwrap_or(0);
    rest.is_some()
}
