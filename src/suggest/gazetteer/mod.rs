//! Names that are known: what a row of words is in the gazetteers, and how common a word is.
//!
//! For: looking up words and rows of words, folded, behind proclitics. May use: `text`, the compiled assets. Must
//! never know: why someone asks, disk, terminal.
//!
//! Invariants: the assets are finite-state maps (`fst`: no start-up cost, rows of words are walked without building
//! keys, a fifth of the size of the lists) made by [`compile()`]; a lookup takes time linear in what it matches.

mod compile;
mod entry;
mod lookup;

pub use compile::{Source, compile};
pub(super) use entry::{Entry, Rank};
pub(super) use lookup::{Gazetteer, Match, Reading, readings};
