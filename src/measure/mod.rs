//! Agreement of one annotation with another: precision, recall and F1.
//!
//! [`Measure`] takes the annotations of one article after another and counts, for each label and each role.
//!
//! May use: `text`, `gold`, `clap` (only to name the criteria and the rules).
//!
//! Must never know: the terminal, the disk, the formats, who asked. A score is a value; the caller compares it with a bound.
//!
//! Invariants: counts are of whole spans, in code points. `match` is what `seqeval` counts; the four other criteria are
//! those of `nervaluate` 1.2 (after SemEval-2013, task 9.1), equal to the last digit.

mod comparison;
mod confusion;
mod counts;
mod criterion;
mod free_spans;
mod spans;

pub use comparison::{LabelCounts, Measure};
pub use confusion::{Confusion, ErrorKind, SpanError};
pub use counts::{Counts, Score};
pub use criterion::Criterion;
pub use spans::{ComparedSpans, EdgeRule, LabelledRange};
