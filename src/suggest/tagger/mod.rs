//! The tagger: finds entities with a linear model over the words of a line. The model is learned from annotated articles.
//!
//! Each token has attributes (`attributes.rs`); attributes of neighbouring tokens are joined into features (`features/`); a
//! model has weights for features and for the transitions between tags (`model.rs`); the best tags of a line are decoded
//! (`decode.rs`), and their probability is computed (`marginals.rs`). `train.rs` makes models, and `adaptation.rs` corrects
//! a model by verdicts. What the rules find is given to the tagger as a value.
//!
//! The same model and article give the same tags on every machine. Time is linear in the length of the article.
//!
//! May use: `text`, `gold`, `words`, `suggest/candidate`.
//!
//! Must never know: the rules for entities, quotes, the disk, threads, the terminal.

mod adaptation;
mod attributes;
mod clusters;
mod crf;
mod cross_validation;
mod decode;
mod example;
mod features;
mod hash;
mod input;
mod marginals;
mod model;
mod proclitic;
mod row_table;
mod tags;
#[cfg(test)]
mod tests;
mod train;
mod word_sums;

use std::borrow::Cow;
use std::sync::Arc;

use crate::gold::Label;
use crate::text::{Span, Text};
use crate::words::token::{TokenSpan, Tokens};
use crate::words::word::Words;

use super::candidate::{ChosenEntity, Rules};

pub(super) use adaptation::article_hash;
pub use adaptation::{Adaptation, AdaptationExample};
pub use clusters::compile_clusters;
pub use cross_validation::{CrossValidation, Tally, cross_validate};
pub use example::Example;
pub use model::ModelError;
pub use train::{TrainError, TrainOptions, TrainProgress, train};

use decode::Decoder;
use input::TaggerInput;
use marginals::Marginals;
use model::Model;

/// Scores are divided by this before they are taken as logarithms. Models are trained with it.
const TEMPERATURE: f32 = 4.0;

/// The bytes of the model that comes with the program (`assets/models/README.md`).
pub(super) static BUILTIN_MODEL: &[u8] = include_bytes!("../../../assets/models/news.tawsim");

/// A trained model, ready to tag.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
    rules: Rules,
    /// The corrections by verdicts.
    adaptation: Option<Arc<Adaptation>>,
}

/// An entity that a tagger found.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The span without proclitics.
    pub span: Span,
    /// The label.
    pub label: Label,
    /// The probability that span and label are right, from 0 to 1.
    pub score: f64,
}

/// Tokens with a label, as the tagger found them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub(super) tokens: TokenSpan,
    /// The index of the label in the tagger's labels.
    pub(super) label: usize,
    /// The probability that tokens and label are right, from 0 to 1.
    pub(super) score: f64,
}

impl Tagger {
    /// Reads the bytes of a model file. They are used where they are. `rules` find the evidence that the model uses.
    ///
    /// # Errors
    /// Returns an error if the bytes are not a model, or a model of another version.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>, rules: Rules) -> Result<Self, ModelError> {
        Ok(Self { model: Model::from_bytes(bytes.into())?, rules, adaptation: None })
    }

    /// The bytes of the model file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.model.bytes()
    }

    /// The labels that it can give.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.model.labels.0
    }

    /// Tags a text. The entities are in reading order and do not overlap.
    #[must_use]
    pub fn tag(&self, text: &Text) -> Vec<Tagged> {
        let tokens = Tokens::new(text);
        let words = Words::new(&tokens);
        let mut entities: Vec<Tagged> = Vec::new();
        for guess in self.guess(&words, &self.rules.find(&words)) {
            let TokenSpan { from, proclitic, to } = guess.tokens;
            let (Some(span), Some(label)) = (tokens.span(from, proclitic, to), self.labels().get(guess.label)) else {
                continue;
            };
            if entities.last().is_none_or(|last| last.span.end() <= span.start()) {
                entities.push(Tagged { span, label: label.clone(), score: guess.score });
            }
        }
        entities
    }

    /// Tags the words of an article. `rules` is what the rules found in it.
    pub(super) fn guess(&self, words: &Words<'_>, rules: &[ChosenEntity]) -> Vec<Guess> {
        let input = TaggerInput::new(words, rules);
        let width = self.model.labels.tags();
        let mut decoder = Decoder::default();
        let mut marginals = Marginals::new(&self.model.transitions, TEMPERATURE);
        let (mut sums, mut scores, mut line_tags, mut guesses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for line in &input.lines {
            word_sums::sum_line(&self.model, input.line(line), &mut sums);
            scores.clear();
            scores.extend(sums.iter().map(|sum| self.score_of(*sum)));
            if let Some(adaptation) = &self.adaptation {
                adaptation.correct_line(input.line(line), &mut scores);
            }
            for own in scores.chunks_exact_mut(width) {
                if let Some(none) = own.first_mut() {
                    *none -= self.model.bias;
                }
            }
            decoder.decode(&self.model.transitions, &scores, &mut line_tags);
            let runs = tags::find_runs(&line_tags);
            if runs.is_empty() {
                continue;
            }
            marginals.read(&scores, TEMPERATURE);
            guesses.extend(runs.into_iter().map(|run| Guess {
                tokens: TokenSpan::new(run.from + line.start, 0, run.to + line.start),
                label: run.label,
                score: self.model.calibrate(marginals.of_run(run.from, run.to, tags::begin(run.label))),
            }));
        }
        proclitic::set_proclitics(words, rules, self.labels(), &mut guesses);
        guesses
    }

    /// The score of a sum of weight steps.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "sums of a hundred bytes' squares")]
    fn score_of(&self, sum: i32) -> f32 {
        self.model.scale * sum as f32
    }
}
