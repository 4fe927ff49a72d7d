//! The end of a verb, and the exit status that follows.

use std::process::ExitCode;

/// The end of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing to report.
    Fine,
    /// There are findings, losses, or scores below a bound.
    Findings,
    /// Some input could not be read.
    BadInput,
    /// A signal ended it.
    Signal(i32),
}

impl Outcome {
    /// The one that is reported of two.
    pub(super) fn worse(self, other: Self) -> Self {
        let rank = |outcome: &Self| match outcome {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::BadInput => 2,
            Self::Signal(_) => 3,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::BadInput => Self::from(2),
            // As shells report a program that a signal ended.
            Outcome::Signal(signal) => Self::from(u8::try_from(128 + signal).unwrap_or(2)),
        }
    }
}
