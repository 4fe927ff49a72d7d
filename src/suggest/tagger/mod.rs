//! The tagger: entities by a linear model over the words of a line, learned from annotated articles.
//!
//! For: tagging ([`Tagger`]), learning ([`train`]), the model file. May use: `text`, `gold`, this room's tokens, words,
//! gazetteers and rules (what they say is evidence to the tagger). Must never know: quotes, disk, terminal, threads.
//!
//! Two passes: the first tags each line by itself; the second knows, too, what the first said of the same words elsewhere
//! in the article. Invariants: the same model and article give the same tags on every machine; time is linear in the
//! length of the article; the same examples, options and seed give the same bytes.

mod atoms;
mod clusters;
mod decode;
mod document;
mod features;
mod hash;
mod learn;
mod model;
mod reading;
mod table;
mod tags;
mod train;

use std::borrow::Cow;

use crate::gold::Label;
use crate::text::{Span, Text};

use super::entity::{self, Found};
use super::token::Tokens;
use super::word::Words;

pub use clusters::compile_clusters;
pub use features::{Group, Groups};
pub use model::ModelError;
pub use train::{Example, Options, Progress, TrainError, train};

use decode::Decoder;
use document::Votes;
use model::{Model, PASSES};
use reading::Reading;
use tags::Stretch;

/// A trained model, ready to tag.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
}

/// An entity that a tagger found.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// Where it stands, without proclitics.
    pub span: Span,
    /// What it is.
    pub label: Label,
    /// How sure the tagger is, from 0 to 1: of those with 0.8 about 80 in 100 are right.
    pub score: f64,
}

/// A stretch of tokens with what the tagger says of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub(super) stretch: Stretch,
    pub(super) score: f64,
}

impl Tagger {
    /// Reads a model file's bytes; they are used where they lie.
    ///
    /// # Errors
    /// When they are no model, or one of another version.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Ok(Self { model: Model::from_bytes(bytes.into())? })
    }

    /// The model file's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.model.bytes()
    }

    /// The same with O held back by so much: more is found, less of it is right.
    #[must_use]
    pub fn with_bias(mut self, bias: f32) -> Self {
        self.model.bias = bias;
        self
    }

    /// The labels it can give.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.model.labels.0
    }

    /// How many features it has weights for.
    #[must_use]
    pub fn features(&self) -> usize {
        self.model.features()
    }

    /// Tags a text: entities in reading order that do not overlap.
    #[must_use]
    pub fn tag(&self, text: &Text) -> Vec<Tagged> {
        let tokens = Tokens::new(text);
        let words = Words::new(&tokens);
        let rules = entity::find(&words);
        let mut found: Vec<Tagged> = Vec::new();
        for guess in self.guess(&words, &rules) {
            let Stretch { from, to, label } = guess.stretch;
            let (Some(span), Some(label)) = (tokens.span(from, 0, to), self.labels().get(label)) else { continue };
            if found.last().is_none_or(|last| last.span.end() <= span.start()) {
                found.push(Tagged { span, label: label.clone(), score: guess.score });
            }
        }
        found
    }

    /// Tags an article that was read already.
    pub(super) fn guess(&self, words: &Words<'_>, rules: &[Found]) -> Vec<Guess> {
        let reading = Reading::new(words, rules);
        let width = self.model.labels.tags();
        let mut decoder = Decoder::default();
        let mut all: [Vec<i32>; PASSES] = [Vec::new(), Vec::new()];
        let mut tags = vec![tags::NONE; reading.atoms.len()];
        let (mut scores, mut row) = (Vec::new(), Vec::new());
        for line in &reading.lines {
            let rows = reading.line(line);
            for at in 0..rows.len() {
                let mut sums = [0_i32; 2 * tags::count(tags::MOST_LABELS)];
                features::each(rows, at, Groups::default(), |feature| self.add(feature, &mut sums));
                for (pass, all) in all.iter_mut().enumerate() {
                    all.extend(sums.get(pass * width..(pass + 1) * width).unwrap_or_default());
                }
            }
            self.scaled(0, all[0].get(all[0].len() - rows.len() * width..).unwrap_or_default(), &mut scores);
            decoder.best(&self.model.steps[0], &scores, &[], &mut row);
            for (slot, tag) in tags.iter_mut().skip(line.start).zip(&row) {
                *slot = *tag;
            }
        }
        let votes = Votes::new(&reading.atoms, tags, self.labels().len());
        let mut guesses = Vec::new();
        let mut at = 0;
        for line in &reading.lines {
            let length = line.len() * width;
            let Some(sums) = all[1].get_mut(at..at + length) else { break };
            at += length;
            for (place, own) in line.clone().zip(sums.chunks_exact_mut(width)) {
                votes.each(place, line.clone(), |feature| {
                    if let Some(weights) = self.model.row(feature) {
                        for (sum, weight) in own.iter_mut().zip(weights.iter().skip(width)) {
                            *sum += model::steps_of(*weight);
                        }
                    }
                });
            }
            self.scaled(1, sums, &mut scores);
            for own in scores.chunks_exact_mut(width) {
                if let Some(none) = own.first_mut() {
                    *none -= self.model.bias;
                }
            }
            decoder.best(&self.model.steps[1], &scores, &[], &mut row);
            guesses.extend(tags::stretches(&row).into_iter().map(|found| Guess {
                stretch: Stretch { from: found.from + line.start, to: found.to + line.start, ..found },
                score: 0.5,
            }));
        }
        guesses
    }

    #[inline]
    fn add(&self, feature: u64, sums: &mut [i32]) {
        if let Some(weights) = self.model.row(feature) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += model::steps_of(*weight);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "sums of a hundred signed bytes")]
    fn scaled(&self, pass: usize, sums: &[i32], scores: &mut Vec<f32>) {
        scores.clear();
        let scale = self.model.scale[pass];
        scores.extend(sums.iter().map(|sum| *sum as f32 * scale));
    }
}
