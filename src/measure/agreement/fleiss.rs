//! Fleiss' κ for a fixed number of annotators.

use std::collections::BTreeMap;

use super::ratings::{Rated, counts_of};

/// Fleiss' κ (Fleiss 1971, "Measuring nominal scale agreement among many raters"): the mean agreement of pairs of
/// annotators on a unit, corrected by the squared shares of the values over all annotators.
///
/// Only units that all annotators rated count. `None` without such units, or if there is only one value.
///
/// ```
/// use tawsim::measure::agreement::{Rated, fleiss_kappa};
/// // Three annotators: all say 0 about two units, and 0 0 1 and 1 1 1 about two more.
/// let rated = [Rated::new(&[0, 0, 0], 2.0), Rated::new(&[0, 0, 1], 1.0), Rated::new(&[1, 1, 1], 1.0)];
/// // P = (1 + 1 + 1/3 + 1) / 4 = 5/6; Pe = (8/12)² + (4/12)² = 5/9.
/// assert!((fleiss_kappa(&rated).unwrap() - (5.0 / 6.0 - 5.0 / 9.0) / (4.0 / 9.0)).abs() < 1e-9);
/// ```
#[must_use]
pub fn fleiss_kappa(rated: &[Rated]) -> Option<f64> {
    let (mut units, mut agreement, mut ratings) = (0.0, 0.0, 0.0);
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    for unit in rated.iter().filter(|unit| unit.values.iter().all(Option::is_some)) {
        let counts = counts_of(&unit.values);
        let raters: f64 = counts.values().sum();
        if raters < 2.0 {
            continue;
        }
        let pairs: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
        units += unit.weight;
        ratings += unit.weight * raters;
        agreement += unit.weight * pairs / (raters * (raters - 1.0));
        for (value, count) in counts {
            *totals.entry(value).or_default() += unit.weight * count;
        }
    }
    let chance: f64 = totals.values().map(|total| (total / ratings).powi(2)).sum();
    (units > 0.0 && chance < 1.0).then(|| (agreement / units - chance) / (1.0 - chance))
}
