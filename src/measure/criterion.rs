//! The rules by which two spans agree.

use clap::ValueEnum;

/// When two spans agree. `Match` is the rule of `seqeval`, the others are those of `nervaluate`.
///
/// `--by` accepts `match` and `partial`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Criterion {
    /// The same edges and label, as seqeval counts
    Match,
    /// The same edges and label; a span that overlaps another is compared with it, and each is compared once.
    #[value(skip)]
    Strict,
    /// The same edges with any label.
    #[value(skip)]
    Exact,
    /// Half a point for an overlap, as nervaluate counts
    ///
    /// The label does not matter.
    Partial,
    /// The same label and an overlap.
    #[value(skip)]
    Type,
}

impl Criterion {
    /// All rules, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Match, Self::Strict, Self::Exact, Self::Partial, Self::Type];

    /// The word in JSON. `nervaluate` has the same words for the last four.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Strict => "strict",
            Self::Exact => "exact",
            Self::Partial => "partial",
            Self::Type => "ent_type",
        }
    }
}
