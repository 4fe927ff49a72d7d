//! The context that every rule about quotes reads: the tokens of a text, with facts that are worked out once for each.
//!
//! - `tables`: [`Context`], the tokens with the words, the reporting lexicon, and the tables below.
//! - `classes`: the word classes of each token.
//! - `word_classes`: what rules ask about them.
//! - `entities`: the edges of entities, and which of them are persons.
//! - `sentences`: the edges of sentences.
//! - `reporting_verbs`: tokens that are written like a reporting verb and are no other word.
//! - `complementiser`: أن, إن, بأنه.
//! - `lines`: the heads of lines and of dispatches.
//! - `token_traits`: the traits of each token, as the features of choices describe it.
//! - `letters`: a word as it is written, and without its proclitic.
//!
//! The tables are filled in three steps ([`Context::new`], then two in `content/prepare.rs`), because the later steps use rules
//! that read the earlier tables.
//!
//! May use: `words`, `suggest/candidate`, `suggest/quote/quotation_marks`.
//!
//! Must never know: phrases, contents, constructions and speakers, which read it.

mod classes;
mod complementiser;
mod entities;
mod letters;
mod lines;
mod reporting_verbs;
mod sentences;
mod tables;
mod token_traits;
mod word_classes;

pub(crate) use complementiser::Complementiser;
pub(crate) use entities::EntityEdges;
pub(crate) use letters::{without_proclitic, written};
#[cfg(test)]
pub(crate) use sentences::STEPS;
pub(crate) use sentences::{LONGEST_SENTENCE, count_step};
pub(crate) use tables::Context;
pub(crate) use token_traits::TokenTraits;
