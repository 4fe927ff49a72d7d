//! What a corpus of gold consists of, and how the work on it went: `tawsim stats` and the plots of `tawsim report`.
//!
//! [`Statistics`] takes one article after another and counts; [`tables`] gives every number as a [`Table`], which a caller
//! prints, draws or writes. Memory grows with the number of labels, annotators, days and different entities, and by sixteen
//! bytes an article.
//!
//! [`Anchoring`] counts what suggestions do to annotators, from the key of an assignment.
//!
//! May use: `text`, `gold`, `assignment`, `jiff` (only to read the times of verdicts).
//!
//! Must never know: the terminal, the disk, the formats, the form in which a table is shown.
//!
//! Invariants: every gold item, every rejected and every pending suggestion is counted once. A rate is a share of what has a
//! verdict; where nothing has one there is no rate, and not 0.

mod anchoring;
mod anchoring_tables;
mod articles;
mod edits;
mod table;
mod tables;
mod verdicts;
mod work;

pub use anchoring::Anchoring;
pub use anchoring_tables::anchoring_tables;
pub use articles::Statistics;
pub use table::{Row, Table, Value};
pub use tables::tables;
