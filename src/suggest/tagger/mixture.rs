//! Mixes the scores of the linear model with those of another reader of the same text.
//!
//! The two make different mistakes, so the weighted sum of their scores is better than either (a product of experts, Hinton
//! 2002). The best tags are decoded after mixing.

use crate::gold::Label;
use crate::words::token::Tokens;

use super::decode::Transitions;
use super::marginals::TEMPERATURE;
use super::tags::{self, Labels, Tag};

/// The weight of the linear model; the other reader has the rest. `assets/models/README.md` has the scores of other weights.
const LINEAR: f32 = 0.5;

/// What another reader says about a text.
#[derive(Debug, Clone, Copy)]
pub(in crate::suggest) struct OtherScores<'a> {
    /// Its labels, in the order of its tags.
    pub(in crate::suggest) labels: &'a [&'a str],
    /// Its scores of the tags of each token (natural logarithms).
    pub(in crate::suggest) tags: &'a [f32],
    /// For each token, the number of letters that an entity leaves out of it if it begins there, and its probability.
    pub(in crate::suggest) proclitics: &'a [(u8, f32)],
    /// Its scores of the transitions: a row for each tag before, and a last one for the first token.
    pub(in crate::suggest) transitions: &'a [f32],
    /// For the probability of a run after mixing, the share that is right.
    pub(in crate::suggest) calibration: &'a [(f32, f32)],
}

/// Reads the tokens of a text with another reader, and passes what it says on; without a reader, passes nothing on.
pub(in crate::suggest) type ReadOther<'a> = dyn Fn(&Tokens<'_>, &mut dyn FnMut(OtherScores<'_>)) + 'a;

/// How the scores of a model and of another reader are mixed.
#[derive(Debug, Clone)]
pub(super) struct Mixture<'a> {
    other: OtherScores<'a>,
    /// For each tag of the model, the tag of the other reader.
    places: Vec<Tag>,
    /// The mixed transitions.
    pub(super) transitions: Transitions,
}

impl<'a> Mixture<'a> {
    /// Prepares the mixture for a model. `None` if the two do not have the same labels.
    pub(super) fn new(other: OtherScores<'a>, labels: &Labels, transitions: &Transitions) -> Option<Self> {
        let place = |label: &Label| other.labels.iter().position(|own| *own == label.as_str());
        let own: Vec<usize> = labels.0.iter().map(place).collect::<Option<_>>()?;
        if own.len() != other.labels.len() {
            return None;
        }
        let runs = own.into_iter().flat_map(|label| [tags::begin(label), tags::inside(label)]);
        let places: Vec<Tag> = std::iter::once(tags::NONE).chain(runs).collect();
        let width = places.len();
        let mut mixed = Transitions::new(width);
        let other_row = |before: usize| places.get(before).copied().unwrap_or(width);
        for (before, (row, own)) in
            mixed.scores.chunks_exact_mut(width).zip(transitions.scores.chunks_exact(width)).enumerate()
        {
            let theirs = other.transitions.get(other_row(before) * width..).unwrap_or_default();
            mix_row(row, own, theirs, &places);
        }
        Some(Self { other, places, transitions: mixed })
    }

    /// Replaces the model's scores of a token by the mixed ones.
    pub(super) fn mix(&self, token: usize, scores: &mut [f32]) {
        let width = self.places.len();
        let theirs = self.other.tags.get(token * width..(token + 1) * width).unwrap_or_default();
        for (score, place) in scores.iter_mut().zip(&self.places) {
            *score = mix(*score, theirs.get(*place).copied().unwrap_or(0.0));
        }
    }

    /// For the probability of a run after mixing, the share that is right.
    pub(super) const fn calibration(&self) -> &'a [(f32, f32)] {
        self.other.calibration
    }
}

fn mix_row(row: &mut [f32], own: &[f32], theirs: &[f32], places: &[Tag]) {
    for ((slot, own), place) in row.iter_mut().zip(own).zip(places) {
        *slot = mix(*own, theirs.get(*place).copied().unwrap_or(0.0));
    }
}

/// A mixed score, on the scale of the linear model.
fn mix(linear: f32, other: f32) -> f32 {
    LINEAR * linear + (1.0 - LINEAR) * TEMPERATURE * other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_matched_by_name() {
        let labels = Labels(vec![Label::new("LOC"), Label::new("PER")]);
        let transitions = Transitions::new(5);
        let tags = [1.0, 2.0, 3.0, 4.0, 5.0];
        let names = ["PER", "LOC"];
        let mut steps = [0.0; 30];
        steps[5 * 5 + 1] = 8.0;
        let other = OtherScores { labels: &names, tags: &tags, proclitics: &[], transitions: &steps, calibration: &[] };
        let mixture = Mixture::new(other, &labels, &transitions).unwrap();
        let mut scores = [0.0; 5];
        mixture.mix(0, &mut scores);
        let factor = (1.0 - LINEAR) * TEMPERATURE;
        assert_eq!(scores.map(|score| (score / factor).round()), [1.0, 4.0, 5.0, 2.0, 3.0]);
        assert!(
            mixture.transitions.scores[5 * 5 + 3] > 0.0,
            "the first token may begin a PER, which is the second label"
        );
        let fewer = OtherScores { labels: &names[..1], ..other };
        assert!(Mixture::new(fewer, &labels, &transitions).is_none());
    }
}
