//! Marginal probabilities of tags and runs (forward-backward algorithm).

use super::decode::Transitions;
use super::tags::{NONE, Tag, may_follow};

/// Scores are divided by this before they are taken as logarithms. Models are trained with it.
pub(super) const TEMPERATURE: f32 = 4.0;

/// The probabilities of tags and runs in a line. Scores divided by [`TEMPERATURE`] are taken as logarithms.
#[derive(Debug, Default)]
pub(super) struct Marginals {
    width: usize,
    /// `exp` of the scores of each token and tag.
    own: Vec<f32>,
    /// `exp` of the scores of the transitions; 0 for impossible ones.
    transitions: Vec<f32>,
    /// The same by the tag after the transition and then the tag before it, without the row of the line's beginning.
    transposed: Vec<f32>,
    /// The forward mass of each token and tag, scaled so that the sum of a token is 1.
    forward: Vec<f32>,
    /// The backward mass, scaled in the same way.
    backward: Vec<f32>,
}

impl Marginals {
    /// Prepares the transitions of a model.
    pub(super) fn new(transitions: &Transitions) -> Self {
        let width = transitions.tags;
        let mut table = Vec::with_capacity(transitions.scores.len());
        for (place, score) in transitions.scores.iter().enumerate() {
            let (before, tag) = (place / width.max(1), place % width.max(1));
            let may = may_follow(if before == width { NONE } else { before }, tag);
            table.push(if may { (score / TEMPERATURE).exp() } else { 0.0 });
        }
        let before = |tag: usize| table.iter().skip(tag).step_by(width.max(1)).take(width);
        let transposed = (0..width).flat_map(before).copied().collect();
        Self { width, transposed, transitions: table, ..Self::default() }
    }

    /// `exp` of the scores of the transitions from a tag.
    fn row(&self, before: usize) -> &[f32] {
        debug_assert!(before <= self.width, "{before} is not a tag");
        self.transitions.get(before * self.width..(before + 1) * self.width).unwrap_or_default()
    }

    /// Computes the masses of a line from its scores.
    pub(super) fn read(&mut self, scores: &[f32]) {
        let width = self.width.max(1);
        self.own.clear();
        for own in scores.chunks_exact(width) {
            let most = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.own.extend(own.iter().map(|score| ((score - most) / TEMPERATURE).exp()));
        }
        let mut next = vec![0.0_f32; width];
        self.forward.clear();
        for (at, own) in self.own.chunks_exact(width).enumerate() {
            if at == 0 {
                next.copy_from_slice(self.transitions.get(width * width..).unwrap_or_default());
            } else {
                next.fill(0.0);
                let before = self.forward.get((at - 1) * width..at * width).unwrap_or_default();
                for (tag, mass) in before.iter().enumerate() {
                    for (slot, step) in next.iter_mut().zip(self.row(tag)) {
                        *slot += mass * step;
                    }
                }
            }
            next.iter_mut().zip(own).for_each(|(slot, own)| *slot *= own);
            normalise(&mut next);
            self.forward.extend(&next);
        }
        self.backward.clear();
        self.backward.resize(self.own.len(), 1.0);
        let length = self.own.len() / width;
        for at in (0..length.saturating_sub(1)).rev() {
            let own = self.own.get((at + 1) * width..(at + 2) * width).unwrap_or_default();
            let behind = self.backward.get((at + 1) * width..(at + 2) * width).unwrap_or_default();
            next.fill(0.0);
            for ((own, behind), steps) in own.iter().zip(behind).zip(self.transposed.chunks_exact(width)) {
                let mass = own * behind;
                next.iter_mut().zip(steps).for_each(|(slot, step)| *slot += step * mass);
            }
            normalise(&mut next);
            if let Some(row) = self.backward.get_mut(at * width..(at + 1) * width) {
                row.copy_from_slice(&next);
            }
        }
    }

    /// Writes the probability of each tag of a token into `probabilities`.
    pub(super) fn of_token(&self, at: usize, probabilities: &mut Vec<f32>) {
        let place = at * self.width..(at + 1) * self.width;
        probabilities.clear();
        let (forward, backward) = (self.forward.get(place.clone()), self.backward.get(place));
        probabilities.extend(forward.unwrap_or_default().iter().zip(backward.unwrap_or_default()).map(|(a, b)| a * b));
        normalise(probabilities);
    }

    /// Writes the probability of each transition into a token, by the tag before and the tag, into `probabilities`. For the
    /// first token of a line there is only the row of the line's beginning.
    pub(super) fn of_transition(&self, at: usize, probabilities: &mut Vec<f32>) {
        let width = self.width;
        probabilities.clear();
        let Some(before) = at.checked_sub(1) else { return self.of_token(at, probabilities) };
        let place = at * width..(at + 1) * width;
        let own = self.own.get(place.clone()).unwrap_or_default();
        let behind = self.backward.get(place).unwrap_or_default();
        for (tag, mass) in self.forward.get(before * width..at * width).unwrap_or_default().iter().enumerate() {
            let row = self.row(tag).iter().zip(own).zip(behind);
            probabilities.extend(row.map(|((step, own), behind)| mass * step * own * behind));
        }
        normalise(probabilities);
    }

    /// The probability of a run of the line with exactly these edges and this label. `begin` is the tag B of the label.
    pub(super) fn of_run(&self, from: usize, to: usize, begin: Tag) -> f32 {
        let width = self.width;
        let at = |list: &[f32], token: usize, tag: Tag| list.get(token * width + tag).copied().unwrap_or(0.0);
        let inside = begin + 1;
        let mut chance = 1.0;
        for token in from..to {
            let tag = if token == from { begin } else { inside };
            let all: f32 = (0..width).map(|tag| at(&self.forward, token, tag) * at(&self.backward, token, tag)).sum();
            if token == from {
                chance = at(&self.forward, token, tag) * at(&self.backward, token, tag) / all;
                continue;
            }
            // The probability that the run continues here, given its beginning.
            let before = if token == from + 1 { begin } else { inside };
            let step = |tag: Tag| {
                self.row(before).get(tag).copied().unwrap_or(0.0)
                    * at(&self.own, token, tag)
                    * at(&self.backward, token, tag)
            };
            let sum: f32 = (0..width).map(step).sum();
            chance *= step(tag) / sum;
        }
        if to * width < self.own.len() {
            let before = if to == from + 1 { begin } else { inside };
            let step = |tag: Tag| {
                self.row(before).get(tag).copied().unwrap_or(0.0) * at(&self.own, to, tag) * at(&self.backward, to, tag)
            };
            let sum: f32 = (0..width).map(step).sum();
            chance *= 1.0 - step(inside) / sum;
        }
        if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// Divides numbers so that their sum is 1.
fn normalise(numbers: &mut [f32]) {
    let sum: f32 = numbers.iter().sum();
    if sum > 0.0 {
        numbers.iter_mut().for_each(|number| *number /= sum);
    }
}
