//! The product of two matrices.
//!
//! The crate `gemm` finds the instructions of the processor when the program runs (AVX-512, AVX2 with FMA, NEON, or none). Its
//! interface takes pointers, so the only unsafe code of the project is here.

use gemm::{Parallelism, gemm};
use ndarray::{ArrayView2, ArrayViewMut2};

/// Writes the product of two matrices into a third one. Nothing is written if the sizes do not fit.
pub(super) fn multiply(left: ArrayView2<'_, f32>, right: ArrayView2<'_, f32>, mut product: ArrayViewMut2<'_, f32>) {
    let (rows, inner) = left.dim();
    let columns = right.ncols();
    if right.nrows() != inner || product.dim() != (rows, columns) {
        debug_assert!(false, "{rows}×{inner} by {}×{columns} into {:?}", right.nrows(), product.dim());
        return;
    }
    let steps = |strides: &[isize]| match strides {
        [rows, columns] => (*columns, *rows),
        _ => (0, 0),
    };
    let (to_column, to_row) = steps(product.strides());
    let (left_column, left_row) = steps(left.strides());
    let (right_column, right_row) = steps(right.strides());
    let (sum, alpha, beta) = (false, 0.0, 1.0);
    // SAFETY: gemm reads `rows` × `inner` and `inner` × `columns` numbers and writes `rows` × `columns` numbers, at the first
    // number plus the steps between columns and rows. These are sizes and steps of views, so all are inside of them. Nothing
    // else reads or writes `product`, because it is borrowed for writing.
    #[expect(unsafe_code, reason = "gemm takes pointers")]
    unsafe {
        gemm(
            rows,
            columns,
            inner,
            product.as_mut_ptr(),
            to_column,
            to_row,
            sum,
            left.as_ptr(),
            left_column,
            left_row,
            right.as_ptr(),
            right_column,
            right_row,
            alpha,
            beta,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, s};
    use proptest::prelude::*;

    /// A matrix of small whole numbers, whose sums are exact.
    fn matrix(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
        let mut random = fastrand::Rng::with_seed(seed);
        Array2::from_shape_fn((rows, columns), |_| f32::from(random.i8(-20..20)))
    }

    proptest! {
        /// The product is the one of the definition, also for parts of matrices and for turned ones, and nothing beside the
        /// target changes.
        #[test]
        fn products_are_right((rows, inner, columns) in (0..40_usize, 0..40_usize, 0..70_usize), turned: bool, seed: u64) {
            let left = matrix(rows + 2, inner + 3, seed);
            let left = left.slice(s![1..=rows, 2..inner + 2]);
            let right = if turned { matrix(columns, inner, seed ^ 1).reversed_axes() } else { matrix(inner, columns, seed ^ 1) };
            let mut all = matrix(rows + 2, columns + 2, seed ^ 2);
            let mut wanted = all.clone();
            for row in 0..rows {
                for column in 0..columns {
                    let terms = left.row(row).iter().zip(right.column(column)).map(|(a, b)| a * b).sum();
                    wanted[[row + 1, column + 1]] = terms;
                }
            }
            multiply(left, right.view(), all.slice_mut(s![1..=rows, 1..=columns]));
            prop_assert_eq!(all, wanted);
        }
    }
}
