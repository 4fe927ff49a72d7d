//! The network: from the pieces of a window to a vector for each of them.
//!
//! A transformer encoder (Vaswani et al. 2017, Devlin et al. 2019) with the shape of multilingual-e5-small: vectors of 384
//! numbers, 12 heads of attention, normalisation after each step. Weights have six or eight bits, and become 32-bit floats some
//! rows at a time. `gemm` multiplies matrices; `pulp` compiles the other steps for several kinds of processors and picks one when the
//! program runs. Sums of floats depend a little on the processor, by less than one part in ten thousand.

use ndarray::{Array2, ArrayView2, Axis, Slice};
use pulp::Arch;

use super::file::{Layer, Linear, Norm, Packing, WIDTH, Weights};
use super::pieces::Piece;
use super::product::multiply;

/// The number of heads of attention.
const HEADS: usize = 12;
/// The length of a vector in one head.
const HEAD_WIDTH: usize = WIDTH / HEADS;
/// The rows of weights that become floats at once: some 600 KB, which stay near the processor.
const ROWS_AT_ONCE: usize = WIDTH;
/// Added to variances, so that no division is by 0.
const LEAST_VARIANCE: f32 = 1e-12;

/// The vectors of the pieces of a window, one row each.
pub(super) fn encode(weights: &Weights, pieces: &[Piece]) -> Array2<f32> {
    let mut states = Array2::zeros((pieces.len(), WIDTH));
    for (at, (piece, mut row)) in pieces.iter().zip(states.rows_mut()).enumerate() {
        if let Some(slice) = row.as_slice_mut() {
            weights.vector(*piece, slice);
        }
        if at < weights.places.nrows() {
            row += &weights.places.row(at);
        }
    }
    normalise(&weights.first_norm, &mut states);
    for layer in &weights.layers {
        states = read_layer(layer, states);
    }
    states
}

/// The vectors after one layer.
fn read_layer(layer: &Layer, states: Array2<f32>) -> Array2<f32> {
    let mut attended = layer.attention.apply(&attend(&layer.queries_keys_values.apply(&states)));
    attended += &states;
    normalise(&layer.attention_norm, &mut attended);
    let mut inner = layer.inner.apply(&attended);
    if let Some(values) = inner.as_slice_mut() {
        Arch::new().dispatch(
            #[inline(always)]
            || values.iter_mut().for_each(|value| *value = gelu(*value)),
        );
    }
    let mut outer = layer.outer.apply(&inner);
    outer += &attended;
    normalise(&layer.outer_norm, &mut outer);
    outer
}

/// Attention: for each piece, the values of all pieces, mixed by how well their keys fit its query.
fn attend(queries_keys_values: &Array2<f32>) -> Array2<f32> {
    let count = queries_keys_values.nrows();
    let mut mixed = Array2::zeros((count, WIDTH));
    let mut shares = Array2::zeros((count, count));
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let factor = 1.0 / (HEAD_WIDTH as f32).sqrt();
    for head in 0..HEADS {
        let part = |which: usize| {
            let start = which * WIDTH + head * HEAD_WIDTH;
            queries_keys_values.slice_axis(Axis(1), Slice::from(start..start + HEAD_WIDTH))
        };
        multiply(part(0), part(1).reversed_axes(), shares.view_mut());
        shares *= factor;
        if let Some(rows) = shares.as_slice_mut() {
            Arch::new().dispatch(
                #[inline(always)]
                || rows.chunks_exact_mut(count).for_each(softmax),
            );
        }
        let own_part = Slice::from(head * HEAD_WIDTH..(head + 1) * HEAD_WIDTH);
        let own = mixed.slice_axis_mut(Axis(1), own_part);
        multiply(shares.view(), part(2), own);
    }
    mixed
}

impl Linear {
    /// The products of vectors, one row each, with the offsets.
    pub(super) fn apply(&self, vectors: &Array2<f32>) -> Array2<f32> {
        let (inputs, outputs) = (vectors.ncols(), self.offsets.len());
        let mut products = Array2::zeros((vectors.nrows(), outputs));
        let mut weights = Vec::new();
        let size = self.packing.size(ROWS_AT_ONCE * inputs).unwrap_or(usize::MAX);
        for (bytes, mut part) in self.bytes.chunks(size).zip(products.axis_chunks_iter_mut(Axis(1), ROWS_AT_ONCE)) {
            weights.resize(part.ncols() * inputs, 0.0);
            Arch::new().dispatch(
                #[inline(always)]
                || unpack(self.packing, bytes, &mut weights),
            );
            if let Ok(weights) = ArrayView2::from_shape((part.ncols(), inputs), &weights) {
                multiply(vectors.view(), weights.reversed_axes(), part.view_mut());
            }
        }
        for mut row in products.rows_mut() {
            row *= &self.scales;
            row += &self.offsets;
        }
        products
    }
}

/// Writes the numbers of a part of a matrix.
#[inline(always)]
fn unpack(packing: Packing, bytes: &[u8], numbers: &mut [f32]) {
    match packing {
        Packing::Bytes => numbers.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = f32::from(byte.cast_signed())),
        Packing::SixBits => {
            let number = |code: u8| f32::from(code) - 32.0;
            for (slots, block) in numbers.as_chunks_mut::<64>().0.iter_mut().zip(bytes.as_chunks::<48>().0) {
                let (first, last) = slots.split_at_mut(48);
                first.iter_mut().zip(block).for_each(|(slot, byte)| *slot = number(byte & 63));
                let (low, rest) = block.split_at(16);
                let (middle, high) = rest.split_at(16);
                for (((slot, low), middle), high) in last.iter_mut().zip(low).zip(middle).zip(high) {
                    *slot = number(low >> 6 | middle >> 6 << 2 | high >> 6 << 4);
                }
            }
        }
    }
}

/// Layer normalisation (Ba et al. 2016) of each row.
fn normalise(norm: &Norm, rows: &mut Array2<f32>) {
    for mut row in rows.axis_iter_mut(Axis(0)) {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let count = row.len() as f32;
        let mean = row.sum() / count;
        row -= mean;
        let variance = row.iter().map(|value| value * value).sum::<f32>() / count;
        let factor = 1.0 / (variance + LEAST_VARIANCE).sqrt();
        for ((value, own), offset) in row.iter_mut().zip(&norm.factors).zip(&norm.offsets) {
            *value = *value * factor * own + offset;
        }
    }
}

/// Shares that are proportional to the exponentials of scores; their sum is 1.
#[inline(always)]
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = exp(*score - most));
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), with the error function of Abramowitz and Stegun 7.1.26,
/// whose error is below 2e-7.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let sum = ((((1.061_405_4 * t - 1.453_152) * t) + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6;
    let tail = sum * t * exp(-z * z);
    0.5 * x * (1.0 + (1.0 - tail).copysign(x))
}

/// The exponential of a number that is not above 0, by a polynomial: fast, and the same on every machine. The relative error
/// is below 1e-5.
///
/// There is no rounding function and no conversion to integers, so that the compiler can work on several numbers at once on
/// every processor.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added to a number, it moves the digits before the point to the end of the bits.
    const ROUNDER: f32 = 12_582_912.0;
    let x = x.max(-87.0) * std::f32::consts::LOG2_E;
    let moved = x + ROUNDER;
    let part = x - (moved - ROUNDER);
    let whole = moved.to_bits().wrapping_sub(ROUNDER.to_bits());
    let power = f32::from_bits(whole.wrapping_add(127) << 23);
    // 2^part for -0.5..0.5 (Taylor).
    let sum = ((0.001_333_355_8 * part + 0.009_618_129) * part + 0.055_504_11) * part + 0.240_226_5;
    power * ((sum * part + std::f32::consts::LN_2) * part + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_functions_are_near_the_exact_ones() {
        for step in 0..4000_u16 {
            let x = f32::from(step) * -0.02;
            let (fast, exact) = (exp(x), x.exp());
            assert!((fast - exact).abs() <= 1e-5 * exact + 1e-37, "exp({x}): {fast} for {exact}");
        }
        // Values of the exact function, from its table: x · Φ(x).
        for (x, exact) in
            [(0.0, 0.0), (1.0, 0.841_345), (-1.0, -0.158_655), (2.0, 1.954_5), (-3.0, -0.004_049_7), (9.0, 9.0)]
        {
            assert!((gelu(x) - exact).abs() < 1e-5, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn numbers_of_six_bits_are_read() {
        let codes: Vec<u8> = (0..64_u8).map(|at| (at % 8 * 8 + at / 8) & 63).collect();
        let byte = |at: usize| codes[at] | (codes[48 + at % 16] >> (at / 16 * 2) & 3) << 6;
        let bytes: Vec<u8> = (0..48).map(byte).collect();
        let mut numbers = vec![0.0; 64];
        unpack(Packing::SixBits, &bytes, &mut numbers);
        let wanted: Vec<f32> = codes.iter().map(|code| f32::from(*code) - 32.0).collect();
        assert_eq!(numbers, wanted);
        unpack(Packing::Bytes, &[1, 255], &mut numbers[..2]);
        assert_eq!(numbers[..2], [1.0, -1.0]);
    }

    #[test]
    fn shares_add_up_to_one() {
        let mut scores = [1.0, 2.0, 3.0, -100.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((scores[2] / scores[1] - std::f32::consts::E).abs() < 1e-3);
    }
}
