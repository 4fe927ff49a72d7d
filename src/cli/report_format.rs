//! The two ways in which `check`, `score` and `agree` write their results.

use clap::ValueEnum;

/// The form of a printed report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
}

impl ReportFormat {
    /// This format, or JSON if the flag `--json` is given.
    pub(super) fn or_json(self, json: bool) -> Self {
        if json { Self::Json } else { self }
    }
}
