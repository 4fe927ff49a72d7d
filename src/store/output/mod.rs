//! The files that a verb writes: the one place that opens an output.
//!
//! [`Outputs`] checks each output before it is opened, and refuses those that would destroy something: an input, a file in
//! a gold folder, a file of another kind. An [`OutputFile`] is written under a temporary name and renamed at its end. A
//! [`ResumedFile`] is the only output that grows under its own name. [`ArticleFiles`] refuses two articles that would have
//! one file; [`DistinctIds`](distinct_ids::DistinctIds) gives the second another id. [`gold_lines`] writes gold outside of gold folders.
//!
//! May use: `gold`, `store/problem`, `store/disk`, `store/input`, `store/gold`, `store/corpus/kind`, `std::fs`.
//!
//! Must never know: which verb writes, and what is written (only [`gold_lines`] knows gold).
//!
//! Invariants:
//! - an output is as it was until the run has ended well; then it is new as a whole;
//! - a run that fails or is killed leaves nothing but a temporary file, which the next run in that folder removes;
//! - nothing is changed before all checks have passed.

pub(crate) mod article_files;
pub(crate) mod check;
pub(crate) mod distinct_ids;
pub(crate) mod file;
pub(crate) mod gold_lines;
pub(crate) mod inputs;
pub(crate) mod outputs;
pub(crate) mod resumed;
