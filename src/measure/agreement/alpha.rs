//! Krippendorff's α for nominal values.

use std::collections::BTreeMap;

use super::ratings::{Rated, counts_of};

/// Krippendorff's α for nominal values (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"): `1 - D_o / D_e`.
/// Any number of annotators, and units that some of them did not rate. A unit with one rating does not count.
///
/// `None` without units that two annotators rated, or if there is only one value.
///
/// ```
/// use tawsim::measure::agreement::{Rated, krippendorff_alpha};
/// // Two observers, twelve objects (section B of the paper): a = 0, b = 1, c = 2, d = 3, e = 4.
/// let meg = [0, 0, 1, 1, 3, 2, 2, 2, 4, 3, 3, 0];
/// let owen = [1, 0, 1, 1, 1, 2, 2, 2, 4, 3, 3, 3];
/// let rated: Vec<Rated> = meg.iter().zip(owen).map(|(meg, owen)| Rated::new(&[*meg, owen], 1.0)).collect();
/// assert!((krippendorff_alpha(&rated).unwrap() - 0.692).abs() < 5e-4);
/// ```
#[must_use]
pub fn krippendorff_alpha(rated: &[Rated]) -> Option<f64> {
    let (mut total, mut equal) = (0.0, 0.0);
    let mut values: BTreeMap<u32, f64> = BTreeMap::new();
    for unit in rated {
        let counts = counts_of(&unit.values);
        let raters: f64 = counts.values().sum();
        if raters < 2.0 {
            continue;
        }
        total += unit.weight * raters;
        for (value, count) in counts {
            equal += unit.weight * count * (count - 1.0) / (raters - 1.0);
            *values.entry(value).or_default() += unit.weight * count;
        }
    }
    let expected: f64 = values.values().map(|count| count * (total - count)).sum();
    (expected > 0.0).then(|| 1.0 - (total - 1.0) * (total - equal) / expected)
}
