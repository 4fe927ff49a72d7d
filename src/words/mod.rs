//! Words: what the words of a text are, for all that find something in it.
//!
//! Tokens with their folded forms, the ways to read each word after its proclitics, the forms of verbs, the gazetteers
//! of names, and the lexicon of word classes.
//!
//! May use: `text`, and the data in the folder assets, which is compiled in.
//!
//! Must never know: suggestions and the rules that make them, the layout, the disk, the terminal.

mod facts;
pub mod gazetteer;
pub(crate) mod letters;
pub mod lexicon;
pub(crate) mod morphology;
mod nationality;
mod proclitic;
mod reading;
pub(crate) mod recent_words;
pub(crate) mod reporting_facts;
pub(crate) mod segment;
pub(crate) mod token;
pub(crate) mod word;
