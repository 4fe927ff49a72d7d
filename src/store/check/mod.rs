//! Examining and fixing gold files, for the verb `check`.
//!
//! May use: `gold`, `store/problem`, `store/locate`, `store/disk`, `store/input`, `store/corpus`, `store/gold`.
//!
//! Must never know: which findings `check` reports, and how they are fixed.

pub(crate) mod examine;
pub(crate) mod fix;
