//! The user's own files: settings, keys, and which hints were shown already.
//!
//! May use: `store/problem`, `store/disk`, `store/input`, `etcetera`, `std::fs`.
//!
//! Must never know: what the settings and keys mean.

pub(crate) mod answer_cache;
pub(crate) mod keymap;
pub(crate) mod user;
