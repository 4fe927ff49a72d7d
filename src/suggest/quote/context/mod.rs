//! The context of every rule about quotes: the tokens of a text, and what is worked out once for each of them.
//!
//! - `tables`: [`Context`], the tokens with the words, the reporting lexicon, and the tables below.
//! - `entities`: where entities begin and end, and which of them are persons.
//! - `sentences`: where sentences begin.
//! - `reporting_verbs`: which tokens are written like a reporting verb and are not another word.
//! - `complementiser`: أن, إن, بأنه.
//! - `lines`: the heads of lines and of dispatches.
//! - `letters`: a word as it is written, and without its proclitic.
//!
//! The tables are filled in three steps ([`Context::new`], then `content/prepare.rs`), because the later ones ask the
//! rules about what the earlier ones know.
//!
//! May use: `text`, `words`, `suggest/candidate`, `suggest/quote`.
//!
//! Must never know: phrases, contents, constructions and speakers, which are built on it.

mod complementiser;
mod entities;
mod letters;
mod lines;
mod reporting_verbs;
mod sentences;
mod tables;

pub(crate) use complementiser::Complementiser;
pub(crate) use entities::EntityEdges;
pub(crate) use letters::{without_proclitic, written};
#[cfg(test)]
pub(crate) use sentences::STEPS;
pub(crate) use sentences::{LONGEST_SENTENCE, count_step};
pub(crate) use tables::Context;
