//! Cohen's κ for two annotators.

use std::collections::BTreeMap;

use super::ratings::Rated;

/// Cohen's κ (Cohen 1960, "A coefficient of agreement for nominal scales"): `(p_o - p_e) / (1 - p_e)`. `p_o` is the share of
/// units with equal values. `p_e` is the share that two annotators would agree on by chance, each with the value shares of
/// his own.
///
/// Only units that the first two annotators both rated count. `None` without such units, or if chance agreement is
/// complete (both always gave one and the same value).
///
/// ```
/// use tawsim::measure::agreement::{Rated, cohen_kappa};
/// // 50 applications: yes/yes 20, yes/no 5, no/yes 10, no/no 15.
/// let table = [(1, 1, 20.0), (1, 0, 5.0), (0, 1, 10.0), (0, 0, 15.0)];
/// let rated: Vec<Rated> = table.iter().map(|(a, b, count)| Rated::new(&[*a, *b], *count)).collect();
/// assert!((cohen_kappa(&rated).unwrap() - 0.4).abs() < 1e-9);
/// ```
#[must_use]
pub fn cohen_kappa(rated: &[Rated]) -> Option<f64> {
    let (mut total, mut equal) = (0.0, 0.0);
    let mut shares: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
    for unit in rated {
        let [Some(first), Some(second)] = unit.values.get(..2)? else { continue };
        total += unit.weight;
        if first == second {
            equal += unit.weight;
        }
        shares.entry(*first).or_default()[0] += unit.weight;
        shares.entry(*second).or_default()[1] += unit.weight;
    }
    let chance: f64 = shares.values().map(|[first, second]| first * second / (total * total)).sum();
    (total > 0.0 && chance < 1.0).then(|| (equal / total - chance) / (1.0 - chance))
}
