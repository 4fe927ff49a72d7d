//! Confidence intervals: articles are drawn again and again, with replacement.

use super::cell::Cell;
use super::ratings::RatingTable;

/// At most so many groups of articles are kept for the bootstrap. Of more articles, each group gets several: the memory stays
/// bounded, and the intervals hardly change.
pub(super) const MAX_CELLS: usize = 1000;

/// The percentile bootstrap of every measure: bounds that hold with a probability of 95 %. `None` where a measure is not defined,
/// and with fewer than two articles.
///
/// Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13.
pub(super) fn intervals(
    cells: &[Cell],
    table: &RatingTable,
    annotators: usize,
    (replicates, seed): (usize, u64),
) -> Vec<Option<(f64, f64)>> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut found: Vec<Vec<f64>> = Vec::new();
    for _ in 0..replicates {
        if cells.len() < 2 {
            break;
        }
        let mut weights = vec![0.0; cells.len()];
        for _ in 0..cells.len() {
            if let Some(weight) = weights.get_mut(random.usize(..cells.len())) {
                *weight += 1.0;
            }
        }
        let mut sums = Cell::default();
        for (cell, weight) in cells.iter().zip(weights).filter(|(_, weight)| *weight > 0.0) {
            sums.add(cell, weight);
        }
        let values = sums.values(table, annotators);
        found.resize(values.len(), Vec::new());
        for (list, value) in found.iter_mut().zip(values) {
            list.extend(value);
        }
    }
    found.into_iter().map(|values| bounds(values, replicates)).collect()
}

/// The 2.5 % and 97.5 % percentiles, if nearly every replicate has a value.
fn bounds(mut values: Vec<f64>, replicates: usize) -> Option<(f64, f64)> {
    if values.is_empty() || values.len() * 10 < replicates * 9 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    let at = |per_mille: usize| values.get((last * per_mille + 500) / 1000).copied();
    Some((at(25)?, at(975)?))
}
