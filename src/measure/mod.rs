//! How well annotations agree.
//!
//! - [`Measure`]: precision, recall and F1 of one annotation against another, for each label and each role;
//! - [`agreement`]: the agreement of annotators of whom none is right by definition;
//! - [`Statistics`]: what a corpus consists of, and the work on it.
//!
//! All take one article after another and keep only counts.
//!
//! May use: `text`, `gold`, `assignment`, `fastrand`, `jiff` (only to read the times of verdicts), `clap` (only to name the criteria, the
//! rules and the units).
//!
//! Must never know: the terminal, the disk, the formats, who asked. A score is a value; the caller compares it with a bound.
//!
//! Invariants: counts are of whole spans, in code points. `match` is what `seqeval` counts; the four other criteria are
//! those of `nervaluate` 1.2 (after SemEval-2013, task 9.1), equal to the last digit.

pub mod agreement;
mod comparison;
mod confusion;
mod counts;
mod criterion;
mod free_spans;
mod spans;
mod statistics;

pub use comparison::{LabelCounts, Measure};
pub use confusion::{Confusion, ErrorKind, SpanError};
pub use counts::{Counts, Score};
pub use criterion::Criterion;
pub use spans::{ComparedSpans, EdgeRule, LabelledRange};
pub use statistics::{Anchoring, Row, Statistics, Table, Value, anchoring_tables, tables};
