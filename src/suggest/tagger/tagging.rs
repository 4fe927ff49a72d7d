//! Tagging: runs a model over the words of an article.

use std::borrow::Cow;
use std::sync::Arc;

use crate::gold::Label;
use crate::suggest::candidate::{ChosenEntity, Rules, Wanted};
use crate::text::{Span, Text};
use crate::words::token::{TokenSpan, Tokens};
use crate::words::word::Words;

use super::adaptation::{Adaptation, AdaptationExample};
use super::decode::Decoder;
use super::example::Example;
use super::input::TaggerInput;
use super::marginals::Marginals;
use super::mixture::{Mixture, OtherScores, ReadOther};
use super::model::{Model, ModelError, calibrate};
use super::next_best::next_best;
use super::proclitic::set_proclitics;
use super::tags::{self, Guess, Guesses, LabelledRun};
use super::word_sums;

/// A trained model, ready to tag.
#[derive(Debug, Clone)]
pub struct Tagger {
    pub(super) model: Model,
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
        for guess in self.guess(&words, &self.rules.find(&words), None, Wanted::Best).best {
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

    /// Tags the words of an article. `rules` is what the rules found in it; `other` is what another reader says about it. A
    /// reader with other labels is ignored.
    pub(in crate::suggest) fn guess(
        &self,
        words: &Words<'_>,
        rules: &[ChosenEntity],
        other: Option<OtherScores<'_>>,
        wanted: Wanted,
    ) -> Guesses {
        let input = TaggerInput::new(words, rules);
        let width = self.model.labels.tags();
        let mixture = other.and_then(|other| Mixture::new(other, &self.model.labels, &self.model.transitions));
        let transitions = mixture.as_ref().map_or(&self.model.transitions, |mixture| &mixture.transitions);
        let mut decoder = Decoder::default();
        let mut marginals = Marginals::new(transitions);
        let calibration = mixture.as_ref().map_or(self.model.calibration.as_slice(), Mixture::calibration);
        let (mut sums, mut scores, mut line_tags) = (Vec::new(), Vec::new(), Vec::new());
        let mut guesses = Guesses::default();
        for line in &input.lines {
            word_sums::sum_line(&self.model, input.line(line), &mut sums);
            scores.clear();
            scores.extend(sums.iter().map(|sum| self.model.score_of(*sum)));
            for (token, own) in line.clone().zip(scores.chunks_exact_mut(width)) {
                if let Some(none) = own.first_mut() {
                    *none -= self.model.bias;
                }
                if let Some(mixture) = &mixture {
                    mixture.mix(token, own);
                }
            }
            if let Some(adaptation) = &self.adaptation {
                adaptation.correct_line(input.line(line), &mut scores);
            }
            decoder.decode(transitions, &scores, &mut line_tags);
            let runs = tags::find_runs(&line_tags);
            if runs.is_empty() {
                continue;
            }
            marginals.read(&scores);
            let guess = |run: LabelledRun, chance: f32| Guess {
                tokens: TokenSpan::new(run.from + line.start, 0, run.to + line.start),
                label: run.label,
                score: calibrate(calibration, chance),
            };
            for run in runs {
                guesses.best.push(guess(run, marginals.of_run(run.from, run.to, tags::begin(run.label))));
                if wanted == Wanted::BestAndOthers {
                    let others = next_best(&marginals, run, line.len(), self.labels().len());
                    guesses.others.extend(others.into_iter().map(|(run, chance)| guess(run, chance)));
                }
            }
        }
        let proclitics = other.map(|other| other.proclitics).unwrap_or_default();
        for list in [&mut guesses.best, &mut guesses.others] {
            set_proclitics(words, rules, proclitics, self.labels(), list);
        }
        guesses
    }

    /// The same tagger with corrections, or without if there are none. Corrections for other labels are ignored.
    #[must_use]
    pub fn with_adaptation(&self, adaptation: Option<Arc<Adaptation>>) -> Self {
        let fits = |adaptation: &Arc<Adaptation>| adaptation.fits(&self.model);
        Self { adaptation: adaptation.filter(fits), ..self.clone() }
    }

    /// Prepares an example for [`Tagger::learn_adaptation`]. An entity with a label that the model does not have teaches only
    /// that no label of the model is there. `other` is the reader whose scores are mixed in.
    #[must_use]
    pub(in crate::suggest) fn prepare_example(&self, example: &Example, other: &ReadOther<'_>) -> AdaptationExample {
        AdaptationExample::prepare(&self.model, self.rules, example, other)
    }

    /// Learns corrections from scratch. Only the first 60,000 tokens of the examples are used.
    #[must_use]
    pub fn learn_adaptation<'a>(&self, examples: impl IntoIterator<Item = &'a AdaptationExample>) -> Adaptation {
        Adaptation::learn(&self.model, examples)
    }
}
