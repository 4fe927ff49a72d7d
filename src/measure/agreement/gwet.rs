//! Gwet's AC1, which stays high where nearly all units have one value.

use std::collections::BTreeMap;

use super::ratings::{Rated, counts_of};

/// Gwet's AC1 (Gwet 2008, "Computing inter-rater reliability and its variance in the presence of high agreement"). Chance
/// agreement is `Σ π (1 - π) / (q - 1)`, with the mean share `π` of each of the `q` values that occur.
///
/// Units that one annotator rated count for the shares only. `None` without units that two annotators rated, or if there is
/// only one value.
///
/// ```
/// use tawsim::measure::agreement::{Rated, gwet_ac1};
/// // 125 subjects: +/+ 118, +/- 5, -/+ 2, -/- 0 (Gwet 2008, table 1).
/// let table = [(1, 1, 118.0), (1, 0, 5.0), (0, 1, 2.0)];
/// let rated: Vec<Rated> = table.iter().map(|(a, b, count)| Rated::new(&[*a, *b], *count)).collect();
/// assert!((gwet_ac1(&rated).unwrap() - 0.9408).abs() < 1e-4);
/// ```
#[must_use]
pub fn gwet_ac1(rated: &[Rated]) -> Option<f64> {
    let (mut pairs, mut agreement, mut units) = (0.0, 0.0, 0.0);
    let mut shares: BTreeMap<u32, f64> = BTreeMap::new();
    for unit in rated {
        let counts = counts_of(&unit.values);
        let raters: f64 = counts.values().sum();
        if raters < 1.0 {
            continue;
        }
        units += unit.weight;
        if raters >= 2.0 {
            pairs += unit.weight;
            let equal: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
            agreement += unit.weight * equal / (raters * (raters - 1.0));
        }
        for (value, count) in counts {
            *shares.entry(value).or_default() += unit.weight * count / raters;
        }
    }
    let values = shares.values().fold(0.0, |count, _| count + 1.0);
    if pairs <= 0.0 || values < 2.0 {
        return None;
    }
    let spread: f64 = shares.values().map(|share| share / units * (1.0 - share / units)).sum();
    let chance = spread / (values - 1.0);
    Some((agreement / pairs - chance) / (1.0 - chance))
}
