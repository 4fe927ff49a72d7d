//! The lexicon: classes of words, read from the TOML files of `assets/`.
//!
//! `entities` has the word classes for the rules about entities. `reporting` has verbs of saying and the nouns around them.
//!
//! May use: `text`, `words/morphology`.
//!
//! Must never know: the rules that use the classes, gazetteers, the disk, the terminal.

pub(crate) mod class;
mod class_table;
pub(crate) mod entities;
mod file;
mod nouns;
pub(crate) mod reporting;
pub(crate) mod verb;

pub use file::LexiconError;
pub use reporting::ReportingLexicon;
