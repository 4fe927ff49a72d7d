//! Mathet's γ: agreement on the places and the labels of spans at once, on the best alignment.

mod alignment;
mod shuffle;
mod sums;

pub use alignment::{Alignment, best_alignment};
pub use sums::{GammaSums, gamma};

/// The dissimilarity of a span and no span (Δ∅).
const EMPTY: f64 = 1.0;

/// A span of one annotator, with the number of its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaUnit {
    /// The first character.
    pub start: f64,
    /// One past the last character.
    pub end: f64,
    /// The number of its label.
    pub label: u32,
}

impl GammaUnit {
    fn length(&self) -> f64 {
        self.end - self.start
    }

    /// The dissimilarity of the places: ((|Δ start| + |Δ end|) / (sum of the lengths))².
    fn place_dissimilarity(&self, other: &Self) -> f64 {
        let distance = (self.start - other.start).abs() + (self.end - other.end).abs();
        (distance / (self.length() + other.length())).powi(2) * EMPTY
    }

    fn label_dissimilarity(&self, other: &Self) -> f64 {
        if self.label == other.label { 0.0 } else { EMPTY }
    }

    /// The combined dissimilarity, with weights α = β = 1.
    fn dissimilarity(&self, other: &Self) -> f64 {
        self.place_dissimilarity(other) + self.label_dissimilarity(other)
    }
}
