//! Units with the values that the annotators gave them.

use std::collections::{BTreeMap, HashMap};

/// Equal units: the value that each annotator gave, and the number of such units.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// The value of each annotator; `None` if he did not see the unit.
    pub values: Vec<Option<u32>>,
    /// The number of units.
    pub weight: f64,
}

impl Rated {
    /// Units that every annotator rated.
    #[must_use]
    pub fn new(values: &[u32], weight: f64) -> Self {
        Self { values: values.iter().copied().map(Some).collect(), weight }
    }
}

/// The number of annotators that gave each value.
pub(super) fn counts_of(values: &[Option<u32>]) -> BTreeMap<u32, f64> {
    let mut counts = BTreeMap::new();
    for value in values.iter().flatten() {
        *counts.entry(*value).or_insert(0.0) += 1.0;
    }
    counts
}

/// The value of a unit without a label.
pub(super) const NO_LABEL: u32 = 0;

/// The values and the combinations of values that occur, each with a number.
#[derive(Debug, Clone)]
pub(super) struct RatingTable {
    /// The labels of each value; the first has none.
    sets: Vec<Vec<String>>,
    set_numbers: HashMap<Vec<String>, u32>,
    pub(super) patterns: Vec<Vec<Option<u32>>>,
    pattern_numbers: HashMap<Vec<Option<u32>>, usize>,
}

impl Default for RatingTable {
    fn default() -> Self {
        let sets = vec![Vec::new()];
        let set_numbers = HashMap::from([(Vec::new(), NO_LABEL)]);
        Self { sets, set_numbers, patterns: Vec::new(), pattern_numbers: HashMap::new() }
    }
}

impl RatingTable {
    /// The number of a set of labels.
    pub(super) fn value(&mut self, labels: Vec<String>) -> u32 {
        if let Some(number) = self.set_numbers.get(&labels) {
            return *number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(labels.clone());
        self.set_numbers.insert(labels, number);
        number
    }

    /// The number of a combination of values.
    pub(super) fn pattern(&mut self, values: &[Option<u32>]) -> usize {
        if let Some(number) = self.pattern_numbers.get(values) {
            return *number;
        }
        let number = self.patterns.len();
        self.patterns.push(values.to_vec());
        self.pattern_numbers.insert(values.to_vec(), number);
        number
    }

    /// The combinations of one label: 1 where the unit has it, 0 where it has not.
    pub(super) fn with_label(&self, label: &str, weights: &[f64]) -> Vec<Rated> {
        let has = |value: u32| {
            let set = usize::try_from(value).ok().and_then(|at| self.sets.get(at));
            u32::from(set.is_some_and(|set| set.iter().any(|one| one == label)))
        };
        let patterns = self.patterns.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
        let rated = |(pattern, weight): (&Vec<Option<u32>>, &f64)| Rated {
            values: pattern.iter().map(|value| value.map(has)).collect(),
            weight: *weight,
        };
        patterns.map(rated).collect()
    }

    /// The combinations with their weights.
    pub(super) fn rated(&self, weights: &[f64]) -> Vec<Rated> {
        let patterns = self.patterns.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
        patterns.map(|(values, weight)| Rated { values: values.clone(), weight: *weight }).collect()
    }
}

/// The units to which at least one annotator gave a label.
pub(super) fn labelled(rated: &[Rated]) -> Vec<Rated> {
    let has_label = |unit: &&Rated| unit.values.iter().flatten().any(|value| *value != NO_LABEL);
    rated.iter().filter(has_label).cloned().collect()
}
