//! The user's own files: settings, keys, and what the program has told already.

pub(crate) mod keymap;
pub(crate) mod user;
