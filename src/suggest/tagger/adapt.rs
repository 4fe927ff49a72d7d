//! What verdicts add to a model: weights of their own, learned from scratch each time, on top of the model's scores, which
//! stay as they are.
//!
//! A few articles say little, and the model knows much: so the corrections start at zero, move in small steps and are drawn
//! back to zero (a conditional random field with fixed offsets and an L2 penalty, by gradient descent, averaged over the
//! rounds). Where the model is right and sure already, the gradient is nothing, and nothing moves.
//!
//! Invariant: the same model and the same lessons in the same order give the same corrections.

use std::ops::Range;

use crate::suggest::entity;
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::atoms::Row;
use super::decode::{Chances, Decoder};
use super::document::Votes;
use super::features::{self, Groups};
use super::hash::{self, Random};
use super::reading::Reading;
use super::train::allowed;
use super::{Example, TEMPERATURE, Tagger, tags};

/// Weights lie in so many rows; a feature's row is the lower bits of its hash. Features that meet in a row share it.
const ROWS: usize = 1 << 18;
/// Times through the lessons.
const ROUNDS: usize = 8;
/// The size of a step: a token has about a hundred features, and all of them move.
const RATE: f32 = 0.02;
/// What a round takes away from each weight.
const DECAY: f32 = 0.05;
/// Slopes below this move nothing.
const FLAT: f32 = 0.01;
/// Of one article at most so many tokens count.
const LONGEST: usize = MOST_TOKENS / 6;
/// The lessons learned from have so many tokens at most, so that learning ends in about a second.
const MOST_TOKENS: usize = 60_000;

/// Corrections to a model's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Adaptation {
    width: usize,
    weights: Vec<f32>,
    /// Which rows are not all zero (bits).
    used: Vec<u64>,
}

/// An example as corrections are learned from it: what the model says of it, and what is known.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    lines: Vec<Line>,
}

#[derive(Debug, Clone, Default)]
struct Line {
    /// The model's scores by token and tag.
    given: Vec<f32>,
    /// For each token, the tags that it may have (bits).
    allowed: Vec<u64>,
    /// The rows of each token's features; of tokens that nobody decided on, none.
    rows: Vec<u32>,
    /// For each token, where its rows end.
    ends: Vec<usize>,
}

impl Line {
    fn of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }
}

impl Adaptation {
    fn new(width: usize) -> Self {
        Self { width, weights: vec![0.0; ROWS * width], used: Vec::new() }
    }

    /// Adds the corrections for a token with these features to its scores.
    #[inline]
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        for row in features.iter().map(|feature| row_of(*feature)) {
            if self.used.get(row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1) {
                self.add_row(row, scores);
            }
        }
    }

    /// Adds the corrections for a line to its scores.
    pub(super) fn line(&self, line: &[Row], scores: &mut [f32]) {
        let mut features = Vec::new();
        for (at, own) in scores.chunks_exact_mut(self.width.max(1)).enumerate() {
            features.clear();
            features::each(line, at, Groups::default(), |feature| features.push(feature));
            self.add(&features, own);
        }
    }

    fn add_row(&self, row: u32, scores: &mut [f32]) {
        let at = row as usize * self.width;
        let weights = self.weights.get(at..at + self.width).unwrap_or_default();
        scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
    }

    /// Marks the rows in use.
    fn sieve(&mut self) {
        self.used = vec![0; ROWS.div_ceil(64)];
        for (row, weights) in self.weights.chunks_exact(self.width.max(1)).enumerate() {
            if weights.iter().any(|weight| *weight != 0.0)
                && let Some(bits) = self.used.get_mut(row / 64)
            {
                *bits |= 1 << (row % 64);
            }
        }
    }

    /// One step down the slope of a line.
    fn learn(&mut self, line: &Line, all: &mut Chances, fit: &mut Chances) {
        let width = self.width;
        let mut scores = line.given.clone();
        for (at, own) in scores.chunks_exact_mut(width).enumerate() {
            line.of(at).iter().for_each(|row| self.add_row(*row, own));
        }
        all.read(&scores, TEMPERATURE);
        for (own, allowed) in scores.chunks_exact_mut(width).zip(&line.allowed) {
            for (_, score) in own.iter_mut().enumerate().filter(|(tag, _)| allowed >> tag & 1 == 0) {
                *score = f32::NEG_INFINITY;
            }
        }
        fit.read(&scores, TEMPERATURE);
        let (mut expected, mut target) = (Vec::new(), Vec::new());
        for (at, allowed) in line.allowed.iter().enumerate() {
            if *allowed == u64::MAX {
                continue;
            }
            all.token(at, &mut expected);
            fit.token(at, &mut target);
            for (tag, (wanted, chance)) in target.iter().zip(&expected).enumerate() {
                let slope = wanted - chance;
                if slope.is_nan() || slope.abs() < FLAT {
                    continue;
                }
                for row in line.of(at) {
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

impl Tagger {
    /// The same with corrections; none takes them away. Those of a model with other labels change nothing.
    #[must_use]
    pub fn adapted(&self, adaptation: Option<std::sync::Arc<Adaptation>>) -> Self {
        let fits = |adaptation: &std::sync::Arc<Adaptation>| adaptation.width == self.model.labels.tags();
        Self { adaptation: adaptation.filter(fits), ..self.clone() }
    }

    /// Reads an example to learn corrections from. Labels that the model does not have teach only what is no label of its.
    #[must_use]
    pub fn lesson(&self, example: &Example) -> Lesson {
        let mut lesson = Lesson::default();
        let mut left = LONGEST;
        // Of a long text only what somebody has looked at is read.
        for chunk in example.text.chunks().filter(|chunk| example.speaks_of(chunk)) {
            if left == 0 {
                break;
            }
            self.read_lesson(example, chunk, &mut left, &mut lesson);
        }
        lesson
    }

    /// Reads a chunk of an example, as far as its tokens do not exceed what is left.
    fn read_lesson(&self, example: &Example, chunk: Range<usize>, left: &mut usize, lesson: &mut Lesson) {
        let tokens = Tokens::of(&example.text, chunk);
        let words = Words::new(&tokens);
        let reading = Reading::new(&words, &entity::find(&words));
        let known = allowed(&self.model.labels, example, &tokens);
        let given = self.given(&reading);
        let width = self.model.labels.tags();
        let mut features = Vec::new();
        for line in &reading.lines {
            let allowed = known.get(line.clone()).unwrap_or_default().to_vec();
            if allowed.iter().all(|allowed| *allowed == u64::MAX) {
                continue;
            }
            if !spend(left, line.len()) {
                break;
            }
            let given = given.get(line.start * width..line.end * width).unwrap_or_default().to_vec();
            let mut lines = Line { given, allowed, ..Line::default() };
            for (at, allowed) in lines.allowed.iter().enumerate() {
                if *allowed != u64::MAX {
                    features.clear();
                    features::each(reading.line(line), at, Groups::default(), |feature| features.push(feature));
                    lines.rows.extend(features.iter().map(|feature| row_of(*feature)));
                }
                lines.ends.push(lines.rows.len());
            }
            lesson.lines.push(lines);
        }
    }

    /// Learns corrections from lessons, from scratch. Of lessons beyond sixty thousand tokens nothing is learned.
    #[must_use]
    pub fn adapt<'a>(&self, lessons: impl IntoIterator<Item = &'a Lesson>) -> Adaptation {
        let mut left = MOST_TOKENS;
        let lines = lessons.into_iter().flat_map(|lesson| &lesson.lines);
        let mut order: Vec<&Line> = lines.take_while(|line| spend(&mut left, line.allowed.len())).collect();
        let width = self.model.labels.tags();
        let mut now = Adaptation::new(width);
        let mut sum = vec![0.0_f32; now.weights.len()];
        let mut random = Random::new(1);
        let (mut all, mut fit) =
            (Chances::new(&self.model.steps[1], TEMPERATURE), Chances::new(&self.model.steps[1], TEMPERATURE));
        for _ in 0..ROUNDS {
            random.shuffle(&mut order);
            for line in &order {
                now.learn(line, &mut all, &mut fit);
            }
            for (weight, sum) in now.weights.iter_mut().zip(&mut sum) {
                *weight *= 1.0 - DECAY;
                *sum += *weight;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        now.weights.iter_mut().zip(sum).for_each(|(weight, sum)| *weight = sum / ROUNDS as f32);
        now.sieve();
        now
    }

    /// What the model alone says of each token, both passes together; O is not held back.
    fn given(&self, reading: &Reading) -> Vec<f32> {
        let width = self.model.labels.tags();
        let mut decoder = Decoder::default();
        let (mut scores, mut tags, mut best, mut hashes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut sums = vec![0_i32; width];
        tags.resize(reading.atoms.len(), tags::NONE);
        scores.resize(reading.atoms.len() * width, 0.0_f32);
        for line in &reading.lines {
            for (at, own) in scores.chunks_exact_mut(width).skip(line.start).take(line.len()).enumerate() {
                sums.fill(0);
                hashes.clear();
                features::each(reading.line(line), at, Groups::default(), |feature| hashes.push(feature));
                self.model.add(&hashes, &mut sums);
                own.iter_mut().zip(&sums).for_each(|(score, sum)| *score = self.worth(0, *sum));
            }
            let given = scores.get(line.start * width..line.end * width).unwrap_or_default();
            decoder.best(&self.model.steps[0], given, &[], &mut best);
            tags.iter_mut().skip(line.start).zip(&best).for_each(|(slot, tag)| *slot = *tag);
        }
        let votes = Votes::new(&reading.atoms, tags, self.labels().len());
        for line in &reading.lines {
            for (at, own) in line.clone().zip(scores.chunks_exact_mut(width).skip(line.start)) {
                sums.fill(0);
                hashes.clear();
                votes.each(at, line.clone(), |feature| hashes.push(feature));
                self.model.add(&hashes, &mut sums);
                own.iter_mut().zip(&sums).for_each(|(score, sum)| *score += self.worth(1, *sum));
            }
        }
        scores
    }
}

/// Where an article stands among others whose lessons are learned from: anywhere, but always there.
pub(in crate::suggest) fn place_of(id: &str) -> u64 {
    hash::word(id.chars())
}

/// Takes from what is left, if there is so much.
fn spend(left: &mut usize, price: usize) -> bool {
    let rest = left.checked_sub(price);
    *left = rest.unwrap_or(0);
    rest.is_some()
}
