//! The careful reader: a small neural encoder that reads entities and quotes together.
//!
//! - `pieces`: words as parts of a fixed vocabulary.
//! - `windows`: an article in parts that are read at once.
//! - `file`: the weights.
//! - `cache`: what was read of the last texts.
//! - `network`: from pieces to vectors.
//! - `product`: the product of two matrices; the only unsafe code of the project.
//! - `reader`: from vectors to scores of tags, and to contents with their cues and speakers.
//! - `reading`: what the careful reader says about a text.
//!
//! Training is in the folder `training` of the project; `assets/models/README.md` has the data, the licences and the scores.
//!
//! May use: `text`, `gold`, `words`, `suggest/tagger`.
//!
//! Must never know: rules, the disk, threads, the terminal.

mod cache;
mod file;
mod network;
mod pieces;
mod product;
mod reader;
mod reading;
mod windows;

pub use file::{NoModel, is_careful_model};
pub use reader::CarefulReader;
pub(super) use reading::{ContentReading, Mention, Reading, Role};

/// The labels of the tags, in the order of their scores.
pub(super) const LABELS: [&str; 5] = ["PER", "LOC", "ORG", "MISC", "DATE"];

/// The model that comes with the program, in two parts (`assets/models/README.md`). Each is in a crate of its own, since crates.io
/// takes packages of 10 MB at most. Without the feature `careful` there is none.
#[cfg(feature = "careful")]
pub(super) static BUILTIN_MODEL: [&[u8]; 2] = [tawsim_careful_1::WEIGHTS, tawsim_careful_2::WEIGHTS];
#[cfg(not(feature = "careful"))]
pub(super) static BUILTIN_MODEL: [&[u8]; 2] = [&[]; 2];
