//! Dates with English names of months: March 3, 2015.

use crate::words::token::TokenKind;
use crate::words::word::Words;

use super::date::{Date, is_day_number};
use super::year;

/// The English names of months.
const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Finds a date that begins with a month. A day before it (3 March 2015) is the caller's.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    if !is_month(tokens.folded(at)) {
        return None;
    }
    let day = usize::from(tokens.kind(at + 1) == TokenKind::Number && is_day_number(tokens.folded(at + 1)));
    let comma = usize::from(tokens.is_comma(at + 1 + day));
    if let Some(end) = year::end_of_year(words, at + 1 + day + comma) {
        return Some(Date::new(0, end));
    }
    (day == 1).then_some(Date::new(0, at + 2))
}

/// True for a name, or its first three letters.
fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    NAMES.iter().any(|name| *name == word || word.len() == 3 && name.starts_with(&word))
}
