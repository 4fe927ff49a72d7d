//! The user's own files: settings, keys, labels, and which hints were shown already.
//!
//! May use: `gold`, `store/problem`, `store/disk`, `store/input`, `etcetera`, `std::fs`.
//!
//! Must never know: what the settings and keys mean.

pub(crate) mod answer_cache;
pub(crate) mod keymap;
pub(crate) mod labels;
pub(crate) mod user;
