//! Noun phrases: the words for a speaker, their beginning and end, and the subject of a verb.
//!
//! - `noun`: the kind of a single noun (someone who speaks, a thing, an adjective, an unknown name) and its gender.
//! - `noun_phrase`: the end of a noun phrase.
//! - `boundary`: the words that end a noun phrase.
//! - `continuation`: appositions, joined names, relative clauses after a noun.
//! - `between`: words between a verb and its subject (قال **لوكالة رويترز** الوزير).
//! - `subject`: the subject after a verb, told apart from its object.
//! - `topic`: the subject before a verb (الوزير قال, أما الوزير فقال).
//! - `government`: prepositions that a verb governs (دعا **إلى**), and content that is announced directly after it.
//!
//! May use: `words`, `suggest/quote/context`, `suggest/quote/quotation_marks`.
//!
//! Must never know: contents, constructions and the speakers of other clauses, which use noun phrases.

mod between;
mod boundary;
mod continuation;
mod government;
mod noun;
mod noun_phrase;
mod subject;
mod topic;
