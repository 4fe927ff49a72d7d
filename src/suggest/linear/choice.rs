//! Choices: one of several options is right, or none is.
//!
//! Each option has features, and each feature a weight. The score of an option is the sum of its weights; the probability of
//! option i is
//!
//! ```text
//! p(i) = exp(score(i)) / (n + Σ exp(score(j)))
//! ```
//!
//! where n is 1 if "none of them" is an answer too, whose score is 0, and 0 if one of them must be right. This is a
//! conditional logit (McFadden 1974). The weights are those of the greatest likelihood, with a penalty on their squares; they
//! are found by stochastic gradient steps whose size shrinks for each weight by itself (AdaGrad; Duchi, Hazan, Singer 2011).

use std::sync::atomic::{AtomicU64, Ordering};

use super::hash::{GOLDEN_RATIO, HashKeyMap, Random, finish, mix};
use super::row_table::{self, RowTable};
use super::weight_cache::{WeightCache, with_cache};

/// The name of a feature, as a hash. Constants and [`feature_name`] make it when the program is compiled.
#[derive(Debug, Clone, Copy)]
pub(in crate::suggest) struct FeatureName(u64);

impl FeatureName {
    pub(in crate::suggest) const fn new(name: &str) -> Self {
        let mut hash = GOLDEN_RATIO;
        let mut rest = name.as_bytes();
        while let [byte, after @ ..] = rest {
            hash = mix(hash, *byte as u64);
            rest = after;
        }
        Self(hash)
    }

    /// The hash of the name with values, before its last step.
    #[inline]
    fn with(self, values: &[u64]) -> u64 {
        values.iter().fold(self.0, |hash, value| mix(hash, *value))
    }
}

/// The name of a feature, made when the program is compiled.
macro_rules! feature_name {
    ($name:literal) => {
        const { $crate::suggest::linear::choice::FeatureName::new($name) }
    };
}
pub(in crate::suggest) use feature_name;

/// The features of an option.
#[derive(Debug, Clone, Default)]
pub(in crate::suggest) struct Features(Vec<u64>);

impl Features {
    /// Adds a feature: a name with the values that it has together.
    #[inline]
    pub(in crate::suggest) fn add(&mut self, name: FeatureName, values: &[u64]) {
        self.0.push(finish(name.with(values)));
    }

    /// Adds a feature, and another one: the same with further values.
    #[inline]
    pub(in crate::suggest) fn add_with(&mut self, name: FeatureName, values: &[u64], further: &[u64]) {
        let own = name.with(values);
        self.0.push(finish(own));
        self.0.push(finish(further.iter().fold(own, |hash, value| mix(hash, *value))));
    }

    /// Adds all features of another list.
    pub(in crate::suggest) fn append(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    /// Adds all features of another list under a name of their own: the same feature means something else here.
    pub(in crate::suggest) fn append_as(&mut self, name: FeatureName, others: &Self) {
        self.0.extend(others.0.iter().map(|other| finish(mix(name.with(&[]), *other))));
    }

    /// Adds a feature: a name with values and a last value.
    #[inline]
    pub(in crate::suggest) fn add_before(&mut self, name: FeatureName, values: &[u64], last: u64) {
        self.0.push(finish(mix(name.with(values), last)));
    }

    /// Makes room for some features.
    pub(in crate::suggest) fn with_room(features: usize) -> Self {
        Self(Vec::with_capacity(features))
    }
}

/// A choice with its answer.
#[derive(Debug, Clone)]
pub(in crate::suggest) struct Choice {
    pub(in crate::suggest) options: Vec<Features>,
    /// The option that is right; `None` if none is.
    pub(in crate::suggest) right: Option<usize>,
    /// The weight of the choice; 1 for a usual one.
    pub(in crate::suggest) weight: f64,
}

/// Whether "none of them" is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) enum NoneIs {
    Possible,
    Impossible,
}

/// The probability of each option, from their scores.
fn probabilities(scores: &[f64], none: NoneIs) -> Vec<f64> {
    let least = if none == NoneIs::Possible { 0.0 } else { f64::NEG_INFINITY };
    let largest = scores.iter().copied().fold(least, f64::max);
    let of_none = if none == NoneIs::Possible { (-largest).exp() } else { 0.0 };
    let powers: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f64 = of_none + powers.iter().sum::<f64>();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The number of the next table that is read.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// The bytes of a weight.
const WIDTH: usize = 2;

/// Weights of features, used where their bytes are.
#[derive(Debug, Clone, Default)]
pub(in crate::suggest) struct ChoiceWeights {
    /// Another number for each table that was read; 0 for an empty one.
    number: u64,
    table: RowTable,
    /// The weight of one step.
    scale: f32,
}

impl ChoiceWeights {
    /// Reads weights at the start of `bytes[from..]`, and their end. `None` if there are no valid ones.
    pub(in crate::suggest) fn at(bytes: &[u8], from: usize) -> Option<(Self, usize)> {
        let scale = f32::from_bits(row_table::number(bytes, from)?);
        let (table, end) = RowTable::at(bytes, from + 4)?;
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        (scale.is_finite() && table.width() == WIDTH).then_some((Self { number, table, scale }, end))
    }

    /// The probability of each option. `bytes` are those from which the weights were read.
    pub(in crate::suggest) fn probabilities(&self, bytes: &[u8], options: &[Features], none: NoneIs) -> Vec<f64> {
        let scores: Vec<f64> = with_cache(self.number, |cache| {
            options.iter().map(|features| self.score(bytes, features, cache)).collect()
        });
        probabilities(&scores, none)
    }

    fn score(&self, bytes: &[u8], features: &Features, cache: &mut WeightCache) -> f64 {
        let find = |feature| {
            let row = self.table.find(bytes, feature).and_then(<[u8]>::first_chunk);
            row.map_or(0, |steps| i16::from_le_bytes(*steps))
        };
        let steps: i64 = features.0.iter().map(|feature| i64::from(cache.steps(*feature, || find(*feature)))).sum();
        #[expect(clippy::cast_precision_loss, reason = "a sum of a hundred 16-bit numbers")]
        let steps = steps as f64;
        steps * f64::from(self.scale)
    }

    /// Appends trained weights to a file.
    pub(in crate::suggest) fn write(weights: &[(u64, f64)], out: &mut Vec<u8>) {
        let largest = weights.iter().map(|(_, weight)| weight.abs()).fold(1e-9, f64::max);
        #[expect(clippy::cast_possible_truncation, reason = "a weight is a small number")]
        let scale = (largest / f64::from(i16::MAX)) as f32;
        #[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
        let steps =
            |weight: f64| (weight / f64::from(scale)).round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16;
        let rows = weights.iter().map(|(feature, weight)| (*feature, steps(*weight)));
        let rows =
            rows.filter(|(_, steps)| *steps != 0).map(|(feature, steps)| (feature, steps.to_le_bytes().to_vec()));
        out.extend(scale.to_le_bytes());
        row_table::write(rows.collect(), WIDTH, out);
    }
}

/// The number of times that each choice is used.
const EPOCHS: usize = 8;

/// The size of the first step.
const RATE: f64 = 0.05;

/// The weight of the penalty on squares. Each weight has it once in a pass through the choices.
const PENALTY: f64 = 5.0;

/// The number of choices in which a feature must occur.
const FEWEST: u32 = 3;

/// The weights that fit choices best, by feature. The same choices and seed give the same weights.
pub(in crate::suggest) fn train(choices: &[Choice], none: NoneIs, seed: u64) -> Vec<(u64, f64)> {
    let index = FeatureIndex::new(choices);
    let choices: Vec<IndexedChoice> = choices.iter().map(|choice| index.choice(choice)).collect();
    let mut weights: Vec<Weight> = index
        .counts
        .iter()
        .map(|count| Weight { value: 0.0, squares: 1e-2, penalty: PENALTY / f64::from(*count) })
        .collect();
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut random = Random::new(seed);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        order.iter().filter_map(|at| choices.get(*at)).for_each(|choice| step(choice, none, &mut weights));
    }
    index.features.into_iter().zip(weights.iter().map(|weight| weight.value)).collect()
}

/// A weight while it is learned.
struct Weight {
    value: f64,
    /// The sum of the squares of its steps.
    squares: f64,
    penalty: f64,
}

/// A choice whose features are numbered.
struct IndexedChoice {
    options: Vec<Vec<usize>>,
    right: Option<usize>,
    weight: f64,
}

/// One step towards the answer of a choice.
fn step(choice: &IndexedChoice, none: NoneIs, weights: &mut [Weight]) {
    let sum =
        |features: &Vec<usize>| features.iter().filter_map(|at| weights.get(*at)).map(|weight| weight.value).sum();
    let scores: Vec<f64> = choice.options.iter().map(sum).collect();
    for ((at, features), chance) in choice.options.iter().enumerate().zip(probabilities(&scores, none)) {
        let error = choice.weight * (f64::from(u8::from(choice.right == Some(at))) - chance);
        for feature in features {
            let Some(weight) = weights.get_mut(*feature) else { continue };
            let gradient = error - weight.penalty * weight.value;
            weight.squares += gradient * gradient;
            weight.value += RATE * gradient / weight.squares.sqrt();
        }
    }
}

/// The features that occur often enough, with their numbers.
struct FeatureIndex {
    features: Vec<u64>,
    /// The number of choices in which each occurs.
    counts: Vec<u32>,
    numbers: HashKeyMap<usize>,
}

impl FeatureIndex {
    fn new(choices: &[Choice]) -> Self {
        let mut counts: HashKeyMap<(u32, usize)> = HashKeyMap::default();
        for (number, choice) in choices.iter().enumerate() {
            for feature in choice.options.iter().flat_map(|features| &features.0) {
                // Each choice counts once.
                let count = counts.entry(*feature).or_insert((0, usize::MAX));
                if count.1 != number {
                    *count = (count.0 + 1, number);
                }
            }
        }
        let often =
            counts.into_iter().map(|(feature, (count, _))| (feature, count)).filter(|(_, count)| *count >= FEWEST);
        let mut often: Vec<(u64, u32)> = often.collect();
        often.sort_unstable();
        let numbers = often.iter().enumerate().map(|(number, (feature, _))| (*feature, number)).collect();
        let (features, counts) = often.into_iter().unzip();
        Self { features, counts, numbers }
    }

    fn choice(&self, choice: &Choice) -> IndexedChoice {
        let of =
            |features: &Features| features.0.iter().filter_map(|feature| self.numbers.get(feature).copied()).collect();
        IndexedChoice { options: choice.options.iter().map(of).collect(), right: choice.right, weight: choice.weight }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(values: &[u64]) -> Features {
        let mut features = Features::default();
        values.iter().for_each(|value| features.add(feature_name!("value"), &[*value]));
        features
    }

    /// Options with feature 1 are right, those with feature 2 wrong, and a choice without a 1 has no right option.
    fn choices() -> Vec<Choice> {
        let with = Choice { options: vec![option(&[2, 3]), option(&[1, 3])], right: Some(1), weight: 1.0 };
        let without = Choice { options: vec![option(&[2, 3])], right: None, weight: 1.0 };
        [with, without].into_iter().cycle().take(400).collect()
    }

    #[test]
    fn weights_learn_which_option_is_right_and_when_none_is() {
        let mut bytes = vec![7; 3];
        ChoiceWeights::write(&train(&choices(), NoneIs::Possible, 1), &mut bytes);
        let (weights, end) = ChoiceWeights::at(&bytes, 3).unwrap();
        assert_eq!(end, bytes.len());
        let both = weights.probabilities(&bytes, &[option(&[2, 3]), option(&[1, 3])], NoneIs::Possible);
        assert!(both[1] > 0.9 && both[0] < 0.05, "{both:?}");
        assert!(weights.probabilities(&bytes, &[option(&[2, 3])], NoneIs::Possible)[0] < 0.1);
        assert!((weights.probabilities(&bytes, &[option(&[2])], NoneIs::Impossible)[0] - 1.0).abs() < 1e-9);
    }

    /// Of two options in a row the second is right if what stands before it may be passed: only the passed feature says so.
    #[test]
    fn an_option_knows_what_was_passed_before_it() {
        let choice = |before: u64, right: usize| {
            let (first, mut second) = (option(&[9]), option(&[2]));
            second.append_as(feature_name!("passed"), &option(&[before]));
            Choice { options: vec![first, second], right: Some(right), weight: 1.0 }
        };
        let choices: Vec<Choice> = [choice(9, 0), choice(2, 1)].into_iter().cycle().take(400).collect();
        let mut bytes = Vec::new();
        ChoiceWeights::write(&train(&choices, NoneIs::Impossible, 1), &mut bytes);
        let (weights, _) = ChoiceWeights::at(&bytes, 0).unwrap();
        for choice in choices.iter().take(2) {
            let chances = weights.probabilities(&bytes, &choice.options, NoneIs::Impossible);
            assert!(choice.right.is_some_and(|right| chances[right] > 0.9), "{chances:?}");
        }
    }

    #[test]
    fn the_same_choices_and_seed_give_the_same_weights() {
        assert_eq!(train(&choices(), NoneIs::Possible, 5), train(&choices(), NoneIs::Possible, 5));
        assert_ne!(train(&choices(), NoneIs::Possible, 5), train(&choices(), NoneIs::Possible, 6));
    }
}
