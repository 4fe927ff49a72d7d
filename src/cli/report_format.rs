//! The two ways in which `check` and `score` write their results.

use clap::ValueEnum;

/// The form of a printed report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
}
