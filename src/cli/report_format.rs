//! The two ways in which `check` and `score` write their results.

use clap::ValueEnum;

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
}
