//! A date that was found.

use crate::words::lexicon::entities::Roles;
use crate::words::word::Words;

/// A date that begins at some token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Date {
    /// The proclitic length of its first token.
    pub(super) proclitic: usize,
    pub(super) to: usize,
    /// True for a year alone.
    pub(super) is_year: bool,
}

impl Date {
    pub(super) const fn new(proclitic: usize, to: usize) -> Self {
        Self { proclitic, to, is_year: false }
    }
}

/// True for the first date after بين or بين عامي: the range goes on with و.
pub(super) fn is_between(words: &Words<'_>, at: usize) -> bool {
    let is_between = |at: usize| matches!(words.tokens().folded(at), "بين" | "وبين");
    let Some(before) = at.checked_sub(1) else { return false };
    is_between(before) || words.has_role(before, Roles::YEAR_HEAD) && before.checked_sub(1).is_some_and(is_between)
}

/// True for the digits of 1 to 31.
pub(super) fn is_day_number(digits: &str) -> bool {
    digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}
