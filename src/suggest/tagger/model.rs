//! The model file: weights in bytes that are used where they are.
//!
//! The file is little-endian: `TAWSIMTG`; the version (u32); the signature of the features (u64); the number of labels (u32);
//! each label (its length as u32, its UTF-8 bytes); the scale of the weights and a second scale (f32 each); the bias
//! against O (f32); the scores of the transitions, twice (f32 each); the calibration (the number of points as u32, then
//! probability and share as f32 each); and the table of features, with rows of one byte for each tag.
//!
//! The second scale and the second transitions belonged to a second pass, which is gone. The second scale is written as the
//! smallest one, and the transitions are written twice.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::gold::Label;
use crate::suggest::calibration::{share_at, to_score};

use super::decode::Transitions;
use super::features;
use super::tags::{Labels, MAX_LABELS};
use crate::suggest::linear::row_table::{RowTable, number};

const MAGIC: &[u8; 8] = b"TAWSIMTG";

/// The version of the file format.
pub(super) const VERSION: u32 = 1;

/// True if a file that begins with these bytes is a model, of this or another version.
#[must_use]
pub fn is_model(beginning: &[u8]) -> bool {
    beginning.starts_with(MAGIC)
}

/// The reason for refusing bytes as a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// They are not a model.
    #[error("is no tawsim model; make one with tawsim train")]
    Magic,
    /// They have another version of the format or other features.
    #[error("was made by another version of tawsim (format {found}, features {features:08x}); train it again")]
    Version {
        /// The version in the file.
        found: u32,
        /// The signature of its features.
        features: u64,
    },
    /// The end is missing, or numbers are not valid.
    #[error("is damaged ({0}); train it again or restore it")]
    Damaged(&'static str),
}

/// The number of the next model.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// The smallest and the largest score. No prediction for an unseen text is certain.
pub(super) const SCORE_BOUNDS: (f32, f32) = (0.02, 0.98);

/// The smallest scale of weights.
pub(super) const MIN_SCALE: f32 = 1e-9;

/// A model with checked bytes.
#[derive(Debug, Clone)]
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
    /// A number that differs from that of every other model of this process; never 0.
    pub(super) number: u64,
    pub(super) labels: Labels,
    /// The score of one weight step.
    scale: f32,
    /// The number that is subtracted from the score of O. With a larger bias more entities are found, and fewer of them
    /// are right.
    pub(super) bias: f32,
    pub(super) transitions: Transitions,
    pub(super) calibration: Vec<(f32, f32)>,
    table: RowTable,
}

impl Model {
    /// Reads and checks the bytes of a model.
    pub(super) fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes: &bytes, at: 0 };
        if reader.take(8) != Some(MAGIC) {
            return Err(ModelError::Magic);
        }
        let damaged = |what| move || ModelError::Damaged(what);
        let found = reader.u32().ok_or_else(damaged("it ends early"))?;
        let (low, high) = (reader.u32(), reader.u32());
        let made = u64::from(low.unwrap_or(0)) | u64::from(high.unwrap_or(0)) << 32;
        if found != VERSION || made != features::signature() {
            return Err(ModelError::Version { found, features: made });
        }
        let labels = reader.labels().ok_or_else(damaged("its labels"))?;
        let tags = labels.tags();
        let scales = [reader.f32(), reader.f32()].map(|scale| scale.unwrap_or(f32::NAN));
        let bias = reader.f32().unwrap_or(f32::NAN);
        let [transitions, repeated] =
            [reader.transitions(tags), reader.transitions(tags)].map(Option::unwrap_or_default);
        let calibration = reader.points().ok_or_else(damaged("its calibration"))?;
        let numbers = scales.iter().chain([&bias]).chain(&transitions.scores);
        let one_pass = scales[1] <= MIN_SCALE && repeated == transitions;
        if !numbers.copied().all(f32::is_finite) || transitions.scores.is_empty() || !one_pass {
            return Err(ModelError::Damaged("its numbers"));
        }
        let (table, end) = RowTable::at(&bytes, reader.at).ok_or_else(damaged("its weights"))?;
        if end != bytes.len() || table.width() != tags {
            return Err(ModelError::Damaged("its weights"));
        }
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        Ok(Self { number, labels, scale: scales[0], bias, transitions, calibration, table, bytes })
    }

    /// The bytes of the model file.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The score of a sum of weight steps.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "sums of a hundred bytes' squares")]
    pub(super) fn score_of(&self, sum: i32) -> f32 {
        self.scale * sum as f32
    }

    /// False for most features without weights.
    #[inline]
    pub(super) fn may_have_weights(&self, feature: u64) -> bool {
        self.table.may_contain(feature)
    }

    /// Adds the weights of features to sums by tag, in weight steps.
    #[inline]
    pub(super) fn add_weights(&self, features: &[u64], sums: &mut [i32]) {
        if sums.len() > LANES {
            return self.table.for_each_row(&self.bytes, features, |row| add_row(sums, row));
        }
        // A fixed number of sums is added at once. What is after the end of a row goes into sums that nobody reads.
        let mut lanes = [0; LANES];
        self.table.for_each_row(&self.bytes, features, |row| match row.first_chunk::<LANES>() {
            Some(row) => add_lanes(&mut lanes, row),
            None => add_row(&mut lanes, row),
        });
        sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum += lane);
    }
}

/// The score of a probability. No score is certain.
pub(super) fn calibrate(calibration: &[(f32, f32)], probability: f32) -> f64 {
    to_score(share_at(calibration, probability).clamp(SCORE_BOUNDS.0, SCORE_BOUNDS.1))
}

/// The number of sums that are added at once. The built-in model has nine tags.
const LANES: usize = 16;

/// Adds the weights of a row to sums by tag.
#[inline]
fn add_row(sums: &mut [i32], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += steps_of(*weight));
}

/// Adds the weights of a row to all lanes. The steps fit into 16 bits, which the processor multiplies eight at a time.
#[inline]
fn add_lanes(lanes: &mut [i32; LANES], row: &[u8; LANES]) {
    let steps = row.map(short_steps_of);
    lanes.iter_mut().zip(steps).for_each(|(lane, steps)| *lane += i32::from(steps));
}

/// The steps of a weight's byte: its square with its sign. So small weights have a fine resolution, and large ones fit.
#[inline]
pub(super) fn steps_of(byte: u8) -> i32 {
    i32::from(short_steps_of(byte))
}

#[inline]
fn short_steps_of(byte: u8) -> i16 {
    let root = i16::from(byte.cast_signed());
    root * root.abs()
}

/// The largest number of weight steps.
pub(super) const MAX_STEPS: f32 = 127.0 * 127.0;

/// The byte of a weight at a scale.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a signed byte")]
pub(super) fn byte_of(weight: f32, scale: f32) -> u8 {
    let root = (weight.abs() / scale).sqrt().round().min(127.0) * weight.signum();
    (root as i8).cast_unsigned()
}

/// All of a model file but the weights.
#[derive(Debug)]
pub(super) struct ModelHeader<'a> {
    pub(super) labels: &'a Labels,
    pub(super) scale: f32,
    pub(super) bias: f32,
    pub(super) transitions: &'a Transitions,
    pub(super) calibration: &'a [(f32, f32)],
}

/// The bytes of a model file. `rows` are the weights of each feature's hash.
pub(super) fn write(header: &ModelHeader<'_>, rows: Vec<(u64, Vec<u8>)>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(VERSION.to_le_bytes());
    out.extend(features::signature().to_le_bytes());
    out.extend(count(header.labels.0.len()));
    for label in &header.labels.0 {
        out.extend(count(label.as_str().len()));
        out.extend(label.as_str().as_bytes());
    }
    for number in [header.scale, MIN_SCALE, header.bias] {
        out.extend(number.to_le_bytes());
    }
    for score in header.transitions.scores.iter().chain(&header.transitions.scores) {
        out.extend(score.to_le_bytes());
    }
    out.extend(count(header.calibration.len()));
    for (probability, share) in header.calibration {
        out.extend(probability.to_le_bytes());
        out.extend(share.to_le_bytes());
    }
    crate::suggest::linear::row_table::write(rows, header.labels.tags(), &mut out);
    out
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let found = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(found)
    }

    fn u32(&mut self) -> Option<u32> {
        let found = number(self.bytes, self.at)?;
        self.at += 4;
        Some(found)
    }

    fn f32(&mut self) -> Option<f32> {
        self.u32().map(f32::from_bits)
    }

    fn labels(&mut self) -> Option<Labels> {
        let count = self.u32()? as usize;
        if count > MAX_LABELS {
            return None;
        }
        let mut labels = Vec::with_capacity(count);
        for _ in 0..count {
            let length = self.u32()? as usize;
            labels.push(Label::new(std::str::from_utf8(self.take(length)?).ok()?));
        }
        Some(Labels(labels))
    }

    fn transitions(&mut self, tags: usize) -> Option<Transitions> {
        let scores = (0..(tags + 1) * tags).map(|_| self.f32()).collect::<Option<Vec<f32>>>()?;
        Some(Transitions { tags, scores })
    }

    fn points(&mut self) -> Option<Vec<(f32, f32)>> {
        let count = self.u32()? as usize;
        if count > 1000 {
            return None;
        }
        let points = (0..count).map(|_| Some((self.f32()?, self.f32()?))).collect::<Option<Vec<_>>>()?;
        let shares = 0.0..=1.0_f32;
        points
            .iter()
            .all(|(probability, share)| shares.contains(probability) && shares.contains(share))
            .then_some(points)
    }
}
