//! Dates in digits: 12/3/2024, 2024-03-12, 12.3.2024, 9 / 2 / 1437هـ.

use crate::words::word::Words;

use super::date::{Date, is_day_number};
use super::latin;
use super::year;

/// Finds a date in digits.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    // 3 March 2015
    if is_day_number(tokens.folded(at))
        && let Some(date) = latin::find(words, at + 1)
    {
        return Some(Date::new(0, date.to));
    }
    for sign in ['/', '-', '.'] {
        let joined = tokens.is_punctuation(at + 1, sign) && tokens.is_punctuation(at + 3, sign);
        let glued = (at + 1..at + 5).all(|at| tokens.get(at).is_some_and(|token| token.glued));
        let parts = [at, at + 2, at + 4].map(|at| tokens.folded(at));
        // Spaces may be around a slash only.
        if joined && (glued || sign == '/') && is_plausible_date(&parts, sign) {
            return Some(Date::new(0, with_era(words, at + 5)));
        }
    }
    let dotted: Vec<&str> = tokens.folded(at).split('.').collect();
    match dotted.as_slice() {
        [a, b, c] if is_plausible_date(&[a, b, c], '.') => Some(Date::new(0, with_era(words, at + 1))),
        _ => None,
    }
}

fn with_era(words: &Words<'_>, to: usize) -> usize {
    year::end_of_era(words.tokens(), to).unwrap_or(to)
}

/// True for day, month and year in one of the usual orders. Only after slashes the year may have two digits.
fn is_plausible_date(parts: &[&str; 3], sign: char) -> bool {
    let Ok(numbers) = parts.iter().map(|part| part.parse::<u16>()).collect::<Result<Vec<u16>, _>>() else {
        return false;
    };
    let [a, b, c] = *numbers.as_slice() else { return false };
    let short = parts.iter().all(|part| part.len() <= 4);
    let day = |n: u16| (1..=31).contains(&n);
    let year =
        |n: u16, digits: &str| digits.len() == 4 && (1000..=2200).contains(&n) || digits.len() == 2 && sign == '/';
    short
        && day(b)
        && (day(a) && year(c, parts[2]) || day(c) && year(a, parts[0]))
        && (a.min(b) <= 12 || b.min(c) <= 12)
}
