//! Linear models over hashed features, and what they share.
//!
//! - `hash`: hashes that are the same on every machine.
//! - `row_table`: a table of rows of bytes, used where its bytes are.
//! - `clusters`: clusters of frequent words.
//! - `weight_cache`: the weights that choices asked for last.
//! - `choice`: which of several options is right, by weights of their features.
//!
//! May use: no other room.
//!
//! Must never know: what the features mean.

pub(super) mod choice;
pub(super) mod clusters;
pub(super) mod hash;
pub(super) mod row_table;
mod weight_cache;
