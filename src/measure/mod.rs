//! How well one annotation agrees with another: precision, recall and F1.
//!
//! For: [`Measure`], which takes pairs of articles and counts, label by label and role by role.
//!
//! May use: [`crate::text`], [`crate::gold`]. Must never know: the terminal, the disk, the formats, who asked. A score is a
//! value; what it is compared with is decided elsewhere.
//!
//! Invariants: counts are of whole spans, in code points; a match is what `seqeval` counts as one, and the four other
//! ways are those of `nervaluate` 1.2 (after SemEval-2013, task 9.1), to the last digit.

mod count;
mod spans;
mod table;

pub use count::{Counts, Score, Way};
pub use spans::{Labelled, Said};
pub use table::{Measure, Row};
