//! Gazetteers: which names a row of words is, and how common a word is.
//!
//! The assets are finite-state maps (`fst`): they cost no time at the start, rows of words are followed without building
//! keys, and they take a fifth of the size of the lists. [`compile()`] makes them. A lookup takes time linear in the length
//! of the match.
//!
//! May use: `text`, `words/token`, `words/proclitic`.
//!
//! Must never know: the rules that ask, the disk, the terminal.

mod compile;
mod entry;
mod listed;
mod lookup;

pub use compile::{ListKind, compile};
pub(crate) use entry::{GazetteerEntry, WordStatistics};
pub use listed::{LISTS, compile_lists, names};
pub(crate) use lookup::{Gazetteer, LongerNames, NameMatch};
