//! The model file of the careful reader.
//!
//! The file is little-endian: `TAWSIMNN`; the version, the number of layers and the number of pieces (u32 each); the pieces
//! (length as u8, UTF-8 bytes, score as f32 each); their vectors in blocks of 32 numbers (scale as half-precision float,
//! then 16 bytes with two numbers of four bits each: Q4_0); the vectors of places (a matrix without offsets); a norm; the
//! layers, each with the matrices of queries, keys and values, of attention output, a norm, the matrices of the two inner
//! steps, a norm; the matrices of the heads; the scores of distances and of transitions; and the table of calibration of
//! entities.
//!
//! A matrix has a scale for each row (f32), its numbers (row by row), and its offsets (f32). A norm has its factors and its
//! offsets (f32).
//!
//! The numbers of a layer have six bits and stand for -32 to 31: in each row, blocks of 64 numbers are 48 bytes. The lower six
//! bits of these bytes are the first 48 numbers; the upper two bits of the bytes n, n + 16 and n + 32 are the lower, middle and
//! upper bits of number 48 + n. All other numbers are signed bytes. In version 1, those of the layers are, too.

use bytes::{Buf, Bytes};
use ndarray::{Array1, Array2};

use super::pieces::Vocabulary;

/// True if a file that begins with these bytes is a model of the careful reader, of this or another version.
#[must_use]
pub fn is_careful_model(beginning: &[u8]) -> bool {
    beginning.starts_with(MAGIC)
}

/// The beginning of a file.
const MAGIC: &[u8; 8] = b"TAWSIMNN";
/// The version of the format, and the earlier one that is read, too.
const VERSION: u32 = 2;
const EARLIER_VERSION: u32 = 1;

/// The length of a vector.
pub(super) const WIDTH: usize = 384;
/// The length of a vector inside of a layer's last step.
const INNER: usize = 4 * WIDTH;
/// The numbers of a block of a piece's vector, and its bytes.
const BLOCK: (usize, usize) = (32, 18);

/// The number of bits that a number of a matrix has in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    SixBits,
    Bytes,
}

impl Packing {
    /// The bytes that a count of numbers takes; `None` for a count that fills no whole blocks.
    pub(super) const fn size(self, numbers: usize) -> Option<usize> {
        match self {
            Self::Bytes => Some(numbers),
            Self::SixBits if numbers.is_multiple_of(64) => (numbers / 64).checked_mul(48),
            Self::SixBits => None,
        }
    }
}

/// A matrix with a row for each number that it gives, a scale for each row, and the offsets that are added to its products. Its
/// bytes stay where the file is.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    pub(super) scales: Array1<f32>,
    pub(super) packing: Packing,
    pub(super) bytes: Bytes,
    pub(super) offsets: Array1<f32>,
}

/// The factors and offsets of a layer normalisation.
#[derive(Debug, Clone)]
pub(super) struct Norm {
    pub(super) factors: Array1<f32>,
    pub(super) offsets: Array1<f32>,
}

/// One layer of the encoder.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) queries_keys_values: Linear,
    pub(super) attention: Linear,
    pub(super) attention_norm: Norm,
    pub(super) inner: Linear,
    pub(super) outer: Linear,
    pub(super) outer_norm: Norm,
}

/// A table of calibration: pairs of a probability and the share that is right at this probability.
pub(super) type Calibration = Vec<(f32, f32)>;

/// The heads: what is read from the vector of a token.
#[derive(Debug, Clone)]
pub(super) struct Heads {
    /// The scores of the tags.
    pub(super) tags: Linear,
    /// The scores of the transitions: a row for each tag before, and a last one for the first token.
    pub(super) transitions: Vec<f32>,
    /// The kind of the content that begins at the token: none, direct, indirect, mixed.
    pub(super) kind: Linear,
    /// The speaker of this content: explicit, implied, none.
    pub(super) mention: Linear,
    /// The scores that this content has no cue, and that it has one.
    pub(super) has_cue: Linear,
    /// From this token to others: what is looked for, and what the others are.
    pub(super) query: Linear,
    pub(super) key: Linear,
    /// The scores of distances, by pointer.
    pub(super) distances: Vec<f32>,
    /// The letters that a span leaves out of its first token, by role.
    pub(super) cut: Linear,
}

/// All that is in a file.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) vocabulary: Vocabulary,
    /// The bytes of the pieces' vectors.
    blocks: Bytes,
    pub(super) places: Array2<f32>,
    pub(super) first_norm: Norm,
    pub(super) layers: Vec<Layer>,
    pub(super) heads: Heads,
    pub(super) calibration: Calibration,
}

/// The sizes of the heads.
pub(super) const TAGS: usize = 11;
pub(super) const KINDS: usize = 4;
pub(super) const MENTIONS: usize = 3;
pub(super) const POINTERS: usize = 5;
pub(super) const POINTER_WIDTH: usize = 64;
pub(super) const FARTHEST: usize = 63;
pub(super) const ROLES: usize = 4;
pub(super) const LETTERS: usize = 4;

/// The reason why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no model of this version of tawsim: {0}")]
pub struct NoModel(&'static str);

impl Weights {
    /// Reads the bytes of a file, which may come in several parts. The weights are parts of these bytes; only what begins in one
    /// part and ends in another is copied.
    ///
    /// # Errors
    /// If the bytes are not a model of this version.
    pub(super) fn read(bytes: impl Buf) -> Result<Self, NoModel> {
        let mut reader = Reader { bytes };
        if reader.take(MAGIC.len()).is_none_or(|beginning| beginning != MAGIC.as_slice()) {
            return Err(NoModel("its beginning is different"));
        }
        let layers = match reader.u32() {
            Some(VERSION) => Packing::SixBits,
            Some(EARLIER_VERSION) => Packing::Bytes,
            _ => return Err(NoModel("its version is different")),
        };
        reader.weights(layers).filter(|_| !reader.bytes.has_remaining()).ok_or(NoModel("its length is different"))
    }

    /// The vector of a piece.
    pub(super) fn vector(&self, piece: u32, vector: &mut [f32]) {
        let size = WIDTH / BLOCK.0 * BLOCK.1;
        let start = piece as usize * size;
        let blocks = self.blocks.get(start..start + size).unwrap_or_default();
        for (block, part) in blocks.chunks_exact(BLOCK.1).zip(vector.chunks_exact_mut(BLOCK.0)) {
            let Some((&[low, high], nibbles)) = block.split_first_chunk::<2>() else { continue };
            let scale = half_to_f32(u16::from_le_bytes([low, high]));
            let (first, second) = part.split_at_mut(BLOCK.0 / 2);
            for ((byte, first), second) in nibbles.iter().zip(first).zip(second) {
                *first = scale * (f32::from(byte & 15) - 8.0);
                *second = scale * (f32::from(byte >> 4) - 8.0);
            }
        }
    }
}

/// A half-precision float (IEEE 754 binary16) that is a number.
fn half_to_f32(half: u16) -> f32 {
    let sign = if half >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(half >> 10 & 31);
    let fraction = f32::from(half & 1023) / 1024.0;
    if exponent == 0 {
        sign * fraction * (-14_f32).exp2()
    } else {
        sign * (1.0 + fraction) * f32::exp2((exponent - 15) as f32)
    }
}

/// The part of a file that is not read yet.
struct Reader<B> {
    bytes: B,
}

impl<B: Buf> Reader<B> {
    fn take(&mut self, count: usize) -> Option<Bytes> {
        (count <= self.bytes.remaining()).then(|| self.bytes.copy_to_bytes(count))
    }

    fn u8(&mut self) -> Option<u8> {
        self.bytes.try_get_u8().ok()
    }

    fn u32(&mut self) -> Option<u32> {
        self.bytes.try_get_u32_le().ok()
    }

    fn f32(&mut self) -> Option<f32> {
        self.bytes.try_get_f32_le().ok()
    }

    fn count(&mut self) -> Option<usize> {
        self.u32().map(|count| count as usize)
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let mut bytes = self.take(count.checked_mul(4)?)?;
        (0..count).map(|_| bytes.try_get_f32_le().ok()).collect()
    }

    /// A matrix of single bytes, as numbers.
    fn matrix(&mut self, rows: usize, columns: usize) -> Option<Array2<f32>> {
        let scales = self.floats(rows)?;
        let bytes = self.take(rows.checked_mul(columns)?)?;
        let scaled = |(row, scale): (&[u8], &f32)| {
            let scale = *scale;
            row.iter().map(move |byte| scale * f32::from(byte.cast_signed())).collect::<Vec<_>>()
        };
        Array2::from_shape_vec((rows, columns), bytes.chunks_exact(columns).zip(&scales).flat_map(scaled).collect())
            .ok()
    }

    fn linear(&mut self, rows: usize, columns: usize, packing: Packing) -> Option<Linear> {
        let scales = self.floats(rows)?.into();
        let bytes = self.take(packing.size(rows.checked_mul(columns)?)?)?;
        Some(Linear { scales, packing, bytes, offsets: self.floats(rows)?.into() })
    }

    fn norm(&mut self) -> Option<Norm> {
        Some(Norm { factors: self.floats(WIDTH)?.into(), offsets: self.floats(WIDTH)?.into() })
    }

    fn layer(&mut self, packing: Packing) -> Option<Layer> {
        Some(Layer {
            queries_keys_values: self.linear(3 * WIDTH, WIDTH, packing)?,
            attention: self.linear(WIDTH, WIDTH, packing)?,
            attention_norm: self.norm()?,
            inner: self.linear(INNER, WIDTH, packing)?,
            outer: self.linear(WIDTH, INNER, packing)?,
            outer_norm: self.norm()?,
        })
    }

    fn heads(&mut self) -> Option<Heads> {
        Some(Heads {
            tags: self.linear(TAGS, WIDTH, Packing::Bytes)?,
            kind: self.linear(KINDS, WIDTH, Packing::Bytes)?,
            mention: self.linear(MENTIONS, WIDTH, Packing::Bytes)?,
            has_cue: self.linear(2, WIDTH, Packing::Bytes)?,
            query: self.linear(POINTERS * POINTER_WIDTH, WIDTH, Packing::Bytes)?,
            key: self.linear(POINTERS * POINTER_WIDTH, WIDTH, Packing::Bytes)?,
            cut: self.linear(ROLES * LETTERS, WIDTH, Packing::Bytes)?,
            distances: self.floats(POINTERS * (2 * FARTHEST + 1))?,
            transitions: self.floats((TAGS + 1) * TAGS)?,
        })
    }

    fn calibration(&mut self) -> Option<Calibration> {
        let count = self.count()?;
        let numbers = self.floats(count.checked_mul(2)?)?;
        Some(numbers.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect())
    }

    fn weights(&mut self, packing: Packing) -> Option<Weights> {
        let layers = self.count()?;
        let count = self.count()?;
        let mut pieces = Vec::new();
        for _ in 0..count {
            let length = self.u8()?;
            let piece = String::from_utf8(self.take(length.into())?.into()).ok()?;
            pieces.push((piece, self.f32()?));
        }
        let vocabulary = Vocabulary::new(&pieces);
        let blocks = self.take(count.checked_mul(WIDTH / BLOCK.0 * BLOCK.1)?)?;
        let places = self.matrix(super::windows::PLACES, WIDTH)?;
        let first_norm = self.norm()?;
        let layers = (0..layers).map(|_| self.layer(packing)).collect::<Option<_>>()?;
        let heads = self.heads()?;
        let calibration = self.calibration()?;
        Some(Weights { vocabulary, blocks, places, first_norm, layers, heads, calibration })
    }
}
