//! The tagger: entities by a linear model over the words of a line, learned from annotated articles.
//!
//! For: tagging ([`Tagger`]), learning ([`train`]), the model file. May use: `text`, `gold`, this room's tokens, words,
//! gazetteers and rules (what they say is evidence to the tagger). Must never know: quotes, disk, terminal, threads.
//!
//! Two passes: the first tags each line by itself; the second knows, too, what the first said of the same words elsewhere
//! in the article. Invariants: the same model and article give the same tags on every machine; time is linear in the
//! length of the article; the same examples, options and seed give the same bytes.

mod adapt;
mod atoms;
mod clusters;
mod decode;
mod document;
mod example;
mod features;
mod hash;
mod learn;
mod measure;
mod memo;
mod model;
mod proclitic;
mod reading;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod train;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::gold::Label;
use crate::text::{Span, Text};

use super::entity::{self, Found};
use crate::words::token::Tokens;
use crate::words::word::Words;

pub(super) use adapt::place_of;
pub use adapt::{Adaptation, Lesson};
pub use clusters::compile_clusters;
pub use example::Example;
pub use features::{Group, Groups};
pub use measure::{Report, Tally, held_back};
pub use model::ModelError;
pub use train::{Options, Progress, TrainError, train};

use decode::{Chances, Decoder};
use document::Votes;
use model::Model;
use reading::Reading;
pub(super) use tags::TaggedSpan;

/// What scores are divided by before they are taken for logarithms: the temperature they are learned at.
const TEMPERATURE: f32 = 4.0;

/// A trained model, ready to tag.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
    /// What verdicts added.
    adaptation: Option<Arc<Adaptation>>,
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
    /// Its tokens and the number of its label.
    pub(super) stretch: TaggedSpan,
    /// Folded letters of its first token that are proclitics.
    pub(super) proclitic: usize,
    /// How sure, from 0 to 1.
    pub(super) score: f64,
}

/// The model that comes with the program (`assets/models/README.md`).
static SHIPPED: &[u8] = include_bytes!("../../../assets/models/news.tawsim");

static BUILTIN: LazyLock<Option<Arc<Tagger>>> =
    LazyLock::new(|| Tagger::from_bytes(Cow::Borrowed(SHIPPED)).ok().map(Arc::new));

impl Tagger {
    /// The one that comes with the program. A test holds that there is one.
    #[must_use]
    pub fn builtin() -> Option<Arc<Self>> {
        BUILTIN.clone()
    }

    /// Reads a model file's bytes; they are used where they lie.
    ///
    /// # Errors
    /// When they are no model, or one of another version.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Ok(Self { model: Model::from_bytes(bytes.into())?, adaptation: None })
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
            let TaggedSpan { from, to, label } = guess.stretch;
            let (Some(span), Some(label)) = (tokens.span(from, guess.proclitic, to), self.labels().get(label)) else {
                continue;
            };
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
        let mut scores: Vec<f32> = Vec::with_capacity(reading.atoms.len() * width);
        let (mut row, mut hashes, mut sums) = (Vec::new(), Vec::new(), Vec::new());
        for line in &reading.lines {
            let from = scores.len();
            memo::line(&self.model, reading.line(line), &mut sums);
            scores.extend(sums.iter().map(|sum| self.worth(0, *sum)));
            if let (Some(adaptation), Some(own)) = (&self.adaptation, scores.get_mut(from..)) {
                adaptation.line(reading.line(line), own);
            }
        }
        let votes = self.model.has_second().then(|| self.votes(&reading, &scores, &mut decoder));
        let mut sums = [0_i32; tags::count(tags::MOST_LABELS)];
        let sums = sums.get_mut(..width).unwrap_or_default();
        let mut chances = Chances::new(&self.model.steps[1], TEMPERATURE);
        let mut guesses = Vec::new();
        let mut rest = scores.as_mut_slice();
        for line in &reading.lines {
            let (scores, behind) = std::mem::take(&mut rest).split_at_mut(line.len() * width);
            rest = behind;
            for (place, own) in line.clone().zip(scores.chunks_exact_mut(width)) {
                if let Some(votes) = &votes {
                    sums.fill(0);
                    hashes.clear();
                    votes.each(place, line.clone(), |feature| hashes.push(feature));
                    self.model.add(&hashes, sums);
                    for (score, sum) in own.iter_mut().zip(sums.iter()) {
                        *score += self.worth(1, *sum);
                    }
                }
                if let Some(none) = own.first_mut() {
                    *none -= self.model.bias;
                }
            }
            decoder.best(&self.model.steps[1], scores, &[], &mut row);
            let found = tags::stretches(&row);
            if found.is_empty() {
                continue;
            }
            chances.read(scores, TEMPERATURE);
            guesses.extend(found.into_iter().map(|found| Guess {
                stretch: TaggedSpan { from: found.from + line.start, to: found.to + line.start, ..found },
                proclitic: 0,
                score: self.model.calibrated(chances.of(found.from, found.to, tags::begin(found.label))),
            }));
        }
        proclitic::proclitics(words, rules, self.labels(), &mut guesses);
        guesses
    }

    /// What the first pass says of the article, given its scores.
    fn votes(&self, reading: &Reading, scores: &[f32], decoder: &mut Decoder) -> Votes {
        let width = self.model.labels.tags();
        let mut tags = vec![tags::NONE; reading.atoms.len()];
        let (mut row, mut from) = (Vec::new(), 0);
        for line in &reading.lines {
            let to = from + line.len() * width;
            decoder.best(&self.model.steps[0], scores.get(from..to).unwrap_or_default(), &[], &mut row);
            from = to;
            for (slot, tag) in tags.iter_mut().skip(line.start).zip(&row) {
                *slot = *tag;
            }
        }
        Votes::new(&reading.atoms, tags, self.labels().len())
    }

    /// What a sum of steps is worth in a pass.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "sums of a hundred bytes' squares")]
    fn worth(&self, pass: usize, sum: i32) -> f32 {
        self.model.scale[pass] * sum as f32
    }
}
