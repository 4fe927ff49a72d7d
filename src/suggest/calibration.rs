//! Calibration: from a probability to the share of suggestions that are right at this probability, as a score.

/// The share at a probability, by straight lines between the points (probability, share) of a table; the probability itself
/// without points.
pub(super) fn share_at(table: &[(f32, f32)], probability: f32) -> f32 {
    let after = table.partition_point(|(point, _)| *point <= probability);
    let point = |index: Option<usize>| index.and_then(|index| table.get(index)).copied();
    match (point(after.checked_sub(1)), point(Some(after))) {
        (Some((low, a)), Some((high, b))) => a + (b - a) * (probability - low) / (high - low).max(1e-6),
        (Some((_, share)), None) | (None, Some((_, share))) => share,
        (None, None) => probability,
    }
}

/// A share as a score: rounded to two digits, which are the same on every machine.
pub(super) fn to_score(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_lie_between_the_points_of_a_table() {
        let table = [(0.0, 0.5), (0.1, 0.65), (0.5, 0.8)];
        assert!((share_at(&table, 0.3) - 0.725).abs() < 1e-6);
        assert_eq!([share_at(&table, 0.0), share_at(&table, 0.9), share_at(&table[1..], 0.0)], [0.5, 0.8, 0.65]);
        assert_eq!(to_score(share_at(&[], 0.123)), 0.12);
    }
}
