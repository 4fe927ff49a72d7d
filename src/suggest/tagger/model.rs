//! The model file: weights in bytes that are used where they lie.
//!
//! Little-endian. `TAWSIMTG`, version (u32), signature of the features (u64), number of labels (u32), each label (its
//! length as u32, its UTF-8 bytes), what one step of a weight is worth in the first and in the second pass (f32 each), how
//! much O is held back (f32), scores of steps from tag to tag for both passes (f32 each), the calibration (number of
//! points as u32, then chance and share as f32 each), and the table of features: rows of one byte for each tag. The second pass adds to what the first
//! one gave, so its features stand in the same table under hashes of their own.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::gold::Label;

use super::decode::Steps;
use super::features;
use super::measure::SURE;
use super::table::{Table, number};
use super::tags::{Labels, MOST_LABELS};

const MAGIC: &[u8; 8] = b"TAWSIMTG";

/// The version of the file format that this program reads and writes.
pub(super) const VERSION: u32 = 1;

/// Why some bytes are no model that this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Something else.
    #[error("is no tawsim model; make one with tawsim train")]
    Magic,
    /// Another version of the format, or of the features.
    #[error("was made by another version of tawsim (format {found}, features {features:08x}); train it again")]
    Version {
        /// The version in the file.
        found: u32,
        /// What its features were.
        features: u64,
    },
    /// Its end is missing, or numbers in it make no sense.
    #[error("is damaged ({0}); train it again or restore it")]
    Damaged(&'static str),
}

/// The next model's number.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// What one step of a weight is worth, at least.
pub(super) const LEAST_SCALE: f32 = 1e-9;

/// Both passes.
pub(super) const PASSES: usize = 2;

/// A model whose bytes were checked.
#[derive(Debug, Clone)]
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
    /// Tells its weights from those of every other model of this run; never 0.
    pub(super) number: u64,
    pub(super) labels: Labels,
    /// What one step of a weight is worth, for each pass.
    pub(super) scale: [f32; PASSES],
    pub(super) bias: f32,
    pub(super) steps: [Steps; PASSES],
    pub(super) calibration: Vec<(f32, f32)>,
    table: Table,
}

impl Model {
    /// Reads a model's bytes.
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
        let scale = [reader.f32(), reader.f32()].map(|scale| scale.unwrap_or(f32::NAN));
        let bias = reader.f32().unwrap_or(f32::NAN);
        let steps = [reader.steps(tags), reader.steps(tags)].map(Option::unwrap_or_default);
        let calibration = reader.points().ok_or_else(damaged("its calibration"))?;
        let numbers = scale.iter().chain([&bias]).chain(steps.iter().flat_map(|steps| &steps.scores));
        if !numbers.copied().all(f32::is_finite) || steps.iter().any(|steps| steps.scores.is_empty()) {
            return Err(ModelError::Damaged("its numbers"));
        }
        let (table, end) = Table::at(&bytes, reader.at).ok_or_else(damaged("its weights"))?;
        if end != bytes.len() || table.width() != tags {
            return Err(ModelError::Damaged("its weights"));
        }
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        Ok(Self { number, labels, scale, bias, steps, calibration, table, bytes })
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The share of suggestions as likely as this one that are right, by the calibration: straight lines between its points.
    pub(super) fn calibrated(&self, chance: f32) -> f64 {
        let after = self.calibration.partition_point(|(point, _)| *point <= chance);
        let point = |index: Option<usize>| index.and_then(|index| self.calibration.get(index)).copied();
        let share = match (point(after.checked_sub(1)), point(Some(after))) {
            (Some((low, a)), Some((high, b))) => a + (b - a) * (chance - low) / (high - low).max(1e-6),
            (Some((_, share)), None) | (None, Some((_, share))) => share,
            (None, None) => chance,
        };
        // Whatever the table holds, nothing is certain. Two digits are all that it means, and are the same on every machine.
        (f64::from(share.clamp(SURE.0, SURE.1)) * 100.0).round() / 100.0
    }

    /// Has the second pass any weights? If not, it says what the first one says.
    pub(super) fn has_second(&self) -> bool {
        self.scale[1] > LEAST_SCALE || self.steps[0] != self.steps[1]
    }

    /// How many features have weights.
    pub(super) fn features(&self) -> usize {
        self.table.len()
    }

    /// Adds up the weights of some features by tag, as steps. Features of the second pass have hashes of their own.
    #[inline]
    pub(super) fn add(&self, features: &[u64], sums: &mut [i32]) {
        self.table.each(&self.bytes, features, |row| {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += steps_of(*weight);
            }
        });
    }
}

/// A weight's byte as a number of steps: its square with its sign, so that small weights are told apart finely and large
/// ones fit.
#[inline]
pub(super) fn steps_of(byte: u8) -> i32 {
    let root = i32::from(byte.cast_signed());
    root * root.abs()
}

/// The largest number of steps.
pub(super) const MOST_STEPS: f32 = 127.0 * 127.0;

/// The byte of a weight, given what a step is worth.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a signed byte")]
pub(super) fn byte_of(weight: f32, scale: f32) -> u8 {
    let root = (weight.abs() / scale).sqrt().round().min(127.0) * weight.signum();
    (root as i8).cast_unsigned()
}

/// Everything in a model but its weights, to be written.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) labels: &'a Labels,
    pub(super) scale: [f32; PASSES],
    pub(super) bias: f32,
    pub(super) steps: [&'a Steps; PASSES],
    pub(super) calibration: &'a [(f32, f32)],
}

/// The bytes of a model.
pub(super) fn write(head: &Head<'_>, rows: Vec<(u64, Vec<u8>)>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(VERSION.to_le_bytes());
    out.extend(features::signature().to_le_bytes());
    out.extend(count(head.labels.0.len()));
    for label in &head.labels.0 {
        out.extend(count(label.as_str().len()));
        out.extend(label.as_str().as_bytes());
    }
    for number in head.scale.into_iter().chain([head.bias]) {
        out.extend(number.to_le_bytes());
    }
    for score in head.steps.iter().flat_map(|steps| &steps.scores) {
        out.extend(score.to_le_bytes());
    }
    out.extend(count(head.calibration.len()));
    for (chance, share) in head.calibration {
        out.extend(chance.to_le_bytes());
        out.extend(share.to_le_bytes());
    }
    super::table::write(rows, head.labels.tags(), &mut out);
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
        if count > MOST_LABELS {
            return None;
        }
        let mut labels = Vec::with_capacity(count);
        for _ in 0..count {
            let length = self.u32()? as usize;
            labels.push(Label::new(std::str::from_utf8(self.take(length)?).ok()?));
        }
        Some(Labels(labels))
    }

    fn steps(&mut self, tags: usize) -> Option<Steps> {
        let scores = (0..(tags + 1) * tags).map(|_| self.f32()).collect::<Option<Vec<f32>>>()?;
        Some(Steps { tags, scores })
    }

    fn points(&mut self) -> Option<Vec<(f32, f32)>> {
        let count = self.u32()? as usize;
        if count > 1000 {
            return None;
        }
        let points = (0..count).map(|_| Some((self.f32()?, self.f32()?))).collect::<Option<Vec<_>>>()?;
        let shares = 0.0..=1.0_f32;
        points.iter().all(|(chance, share)| shares.contains(chance) && shares.contains(share)).then_some(points)
    }
}
