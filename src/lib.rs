//! tawsim (توسيم, "tagging") is a workbench for annotating Arabic text in a terminal.
//!
//! Each folder under `src/` is a room. Its `mod.rs` says what the room is for, which other rooms it may use, and what it
//! must never know; a test checks this. A room uses only rooms above it in this list:
//!
//! - `lang`: the strings of the interface, in English and Arabic;
//! - `text`: offsets, grapheme clusters, words, proclitics, folding and search;
//! - `page`: turns text into cells (UAX #9, UAX #14, shaping);
//! - `gold`: articles, entities, quotes, suggestions and verdicts as values, and gold JSON;
//! - `assignment`: who annotates what, and which suggestions carry seeded errors;
//! - `words`: tokens, morphology, gazetteers and word classes;
//! - `edit`: invertible edits of an annotation, and their history;
//! - `suggest`: finds entities and quotes in a text, and learns from verdicts;
//! - `formats`: reads and writes the formats of other tools;
//! - `measure`: compares two annotations, and counts what a corpus consists of;
//! - `report`: gold as HTML;
//! - `store`: the disk: articles, gold files, journals, settings;
//! - `workbench`: the model of the workbench and its `update`;
//! - `view`: draws the model into a buffer, and owns the real terminal (`view::terminal`);
//! - `app`: the event loop, its threads, and the suggesters;
//! - `cli`: the verbs of the command line.

pub mod app;
pub mod assignment;
pub mod cli;
pub mod edit;
pub mod formats;
pub mod gold;
pub mod lang;
pub mod measure;
pub mod page;
pub mod report;
pub mod store;
pub mod suggest;
pub mod text;
pub mod view;
pub mod words;
pub mod workbench;
