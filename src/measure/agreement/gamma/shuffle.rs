//! Random annotations with the spans of the real ones: they show how much disorder is due to chance.

use std::ops::Range;

use super::GammaUnit;

/// For each annotator the spans of a random one, moved around the text as if it were a ring. The moves of two annotators differ
/// by half a mean span or more, where the text has room for that.
///
/// Source: Mathet and others 2015, section 5.2; with the details of `ShuffleContinuumSampler` in pygamma-agreement 0.5.9.
pub(super) fn shuffled(annotators: &[Vec<GammaUnit>], length: f64, random: &mut fastrand::Rng) -> Vec<Vec<GammaUnit>> {
    let all: Vec<f64> = annotators.iter().flatten().map(GammaUnit::length).collect();
    let apart = all.iter().sum::<f64>() / all.iter().fold(0.0, |count, _| count + 1.0_f64).max(1.0) / 2.0;
    loop {
        let mut free = vec![0.0..length];
        let sample: Vec<Vec<GammaUnit>> = annotators
            .iter()
            .map(|_| {
                let pivot = pick(&free, length, random);
                free = without(&free, pivot - apart..pivot + apart);
                let of = annotators.get(random.usize(..annotators.len()));
                of.into_iter().flatten().map(|unit| moved(*unit, pivot, length)).collect()
            })
            .collect();
        // An annotation without spans tells nothing. At least one annotator has some.
        if all.is_empty() || sample.iter().any(|list| !list.is_empty()) {
            return sample;
        }
    }
}

/// A random whole place in the free ranges; anywhere if none is free.
fn pick(free: &[Range<f64>], length: f64, random: &mut fastrand::Rng) -> f64 {
    let total: f64 = free.iter().map(|range| range.end - range.start).sum();
    if total <= 0.0 {
        return (random.f64() * length).floor();
    }
    let mut left = random.f64() * total;
    for range in free {
        let width = range.end - range.start;
        if left < width {
            return (range.start + left).floor();
        }
        left -= width;
    }
    0.0
}

fn without(free: &[Range<f64>], taken: Range<f64>) -> Vec<Range<f64>> {
    let parts =
        free.iter().flat_map(|range| [range.start..range.end.min(taken.start), range.start.max(taken.end)..range.end]);
    parts.filter(|range| range.start < range.end).collect()
}

fn moved(unit: GammaUnit, by: f64, length: f64) -> GammaUnit {
    let by = if unit.start + by > length { by - length } else { by };
    GammaUnit { start: unit.start + by, end: unit.end + by, ..unit }
}
