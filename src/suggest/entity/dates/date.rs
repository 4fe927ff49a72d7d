//! A date that was found.

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

/// True for the digits of 1 to 31.
pub(super) fn is_day_number(digits: &str) -> bool {
    digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}
