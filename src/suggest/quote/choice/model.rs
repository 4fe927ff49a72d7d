//! The model file of the choices.
//!
//! The file is little-endian: `TAWSIMQT`; the version of the features (u32); then the weights of the frames, of the ends, of the
//! speakers and of the ends of speakers, each as in `suggest/linear/choice`. A file of version 1 has only the first two: then the
//! rules choose the speakers.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::suggest::linear::choice::{Choice, ChoiceWeights, Features, NoneIs, train};

const MAGIC: &[u8; 8] = b"TAWSIMQT";

/// The version of the features. It changes when a feature gets another meaning.
const VERSION: u32 = 2;

/// The version before there were weights of speakers. Its other features have the same meaning.
const WITHOUT_SPEAKERS: u32 = 1;

/// The seed of the order of examples.
const SEED: u64 = 1;

static BUILTIN: LazyLock<Arc<ChoiceModel>> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!("../../../../assets/models/quotes.tawsim");
    // A broken asset only means that the rules decide alone.
    let model = ChoiceModel::from_bytes(Cow::Borrowed(bytes));
    debug_assert!(model.is_ok(), "assets/models/quotes.tawsim: {:?}", model.err());
    Arc::new(model.unwrap_or_default())
});

/// True if a file that begins with these bytes is a model of choices between quotes, of this or another version.
#[must_use]
pub fn is_choice_model(beginning: &[u8]) -> bool {
    beginning.starts_with(MAGIC)
}

/// The reason for refusing bytes as a model of choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceModelError {
    /// They are not a model of choices.
    #[error("is no model of quotes; make one with tawsim train --layer quote")]
    Magic,
    /// They have other features.
    #[error("was made by another version of tawsim (features {0}); train it again")]
    Version(u32),
    /// Bytes are missing or are not valid.
    #[error("is damaged; train it again or restore it")]
    Damaged,
}

/// Choices from which weights are learned.
#[derive(Debug, Default)]
pub(crate) struct QuoteChoices {
    pub(in crate::suggest) frames: Vec<Choice>,
    pub(in crate::suggest) ends: Vec<Choice>,
}

impl QuoteChoices {
    /// Adds the choices of another article, which count with a weight.
    pub(crate) fn extend(&mut self, other: Self, weight: f64) {
        self.frames.extend(weighted(other.frames, weight));
        self.ends.extend(weighted(other.ends, weight));
    }
}

/// Choices of speakers from which weights are learned.
#[derive(Debug, Default)]
pub(crate) struct SpeakerChoices {
    pub(in crate::suggest) speakers: Vec<Choice>,
    pub(in crate::suggest) ends: Vec<Choice>,
}

impl SpeakerChoices {
    /// Adds the choices of another article, which count with a weight.
    pub(crate) fn extend(&mut self, other: Self, weight: f64) {
        self.speakers.extend(weighted(other.speakers, weight));
        self.ends.extend(weighted(other.ends, weight));
    }
}

/// Choices that count with a weight.
fn weighted(choices: Vec<Choice>, weight: f64) -> impl Iterator<Item = Choice> {
    choices.into_iter().map(move |choice| Choice { weight, ..choice })
}

/// The weights of the choices.
#[derive(Debug, Clone, Default)]
pub struct ChoiceModel {
    bytes: Cow<'static, [u8]>,
    frames: ChoiceWeights,
    ends: ChoiceWeights,
    /// The weights of the speakers, and those of their ends.
    speakers: Option<(ChoiceWeights, ChoiceWeights)>,
}

impl ChoiceModel {
    /// The model that comes with the program.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// The same weights without those of speakers: the rules choose them.
    #[cfg(test)]
    pub(crate) fn without_speakers(&self) -> Self {
        Self { speakers: None, ..self.clone() }
    }

    /// Reads and checks the bytes of a model.
    ///
    /// # Errors
    /// Returns an error if they are no model of this version.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ChoiceModelError> {
        let bytes = bytes.into();
        if !is_choice_model(&bytes) {
            return Err(ChoiceModelError::Magic);
        }
        let version = bytes.get(8..12).and_then(|found| found.try_into().ok()).map(u32::from_le_bytes);
        let has_speakers = match version {
            Some(VERSION) => true,
            Some(WITHOUT_SPEAKERS) => false,
            Some(other) => return Err(ChoiceModelError::Version(other)),
            None => return Err(ChoiceModelError::Damaged),
        };
        let (frames, end) = ChoiceWeights::at(&bytes, 12).ok_or(ChoiceModelError::Damaged)?;
        let (ends, end) = ChoiceWeights::at(&bytes, end).ok_or(ChoiceModelError::Damaged)?;
        let (speakers, end) = if has_speakers {
            let (speakers, end) = ChoiceWeights::at(&bytes, end).ok_or(ChoiceModelError::Damaged)?;
            let (ends, end) = ChoiceWeights::at(&bytes, end).ok_or(ChoiceModelError::Damaged)?;
            (Some((speakers, ends)), end)
        } else {
            (None, end)
        };
        if end != bytes.len() {
            return Err(ChoiceModelError::Damaged);
        }
        Ok(Self { bytes, frames, ends, speakers })
    }

    /// The bytes of the model that fits the choices of frames and ends best. It has no weights of speakers yet.
    pub(crate) fn train(choices: &QuoteChoices) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(WITHOUT_SPEAKERS.to_le_bytes());
        ChoiceWeights::write(&train(&choices.frames, NoneIs::Possible, SEED), &mut out);
        ChoiceWeights::write(&train(&choices.ends, NoneIs::Impossible, SEED), &mut out);
        out
    }

    /// The bytes of a model of [`Self::train`], with the weights that fit choices of speakers best.
    pub(crate) fn add_speakers(model: &[u8], choices: &SpeakerChoices) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(model.get(12..).unwrap_or_default());
        ChoiceWeights::write(&train(&choices.speakers, NoneIs::Impossible, SEED), &mut out);
        ChoiceWeights::write(&train(&choices.ends, NoneIs::Impossible, SEED), &mut out);
        out
    }

    /// False for a model without weights: then the rules decide alone.
    pub(super) fn knows(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// The probability of each frame of a cue. What is missing to 1 is that of no frame.
    pub(super) fn chances_of_frames(&self, options: &[Features]) -> Vec<f64> {
        self.frames.probabilities(&self.bytes, options, NoneIs::Possible)
    }

    /// The probability of each end of a content.
    pub(super) fn chances_of_ends(&self, options: &[Features]) -> Vec<f64> {
        self.ends.probabilities(&self.bytes, options, NoneIs::Impossible)
    }

    /// False for a model without weights of speakers: then the rules choose them.
    pub(in super::super) const fn knows_speakers(&self) -> bool {
        self.speakers.is_some()
    }

    /// The probability of each speaker of a frame; none without weights of speakers.
    pub(in super::super) fn chances_of_speakers(&self, options: &[Features]) -> Vec<f64> {
        let chances = |(speakers, _): &(ChoiceWeights, ChoiceWeights)| self.chances(speakers, options);
        self.speakers.as_ref().map(chances).unwrap_or_default()
    }

    /// The probability of each end of a speaker; none without weights of speakers.
    pub(in super::super) fn chances_of_speaker_ends(&self, options: &[Features]) -> Vec<f64> {
        let chances = |(_, ends): &(ChoiceWeights, ChoiceWeights)| self.chances(ends, options);
        self.speakers.as_ref().map(chances).unwrap_or_default()
    }

    /// The probability of each option, one of which is right.
    fn chances(&self, weights: &ChoiceWeights, options: &[Features]) -> Vec<f64> {
        weights.probabilities(&self.bytes, options, NoneIs::Impossible)
    }
}
