//! tawsim (توسيم, "tagging"): a workbench for annotating Arabic text in a terminal.
//!
//! The rooms, from the ground up; an arrow never points down this list, and `tests/house.rs` checks it:
//!
//! - `lang`: what the interface says, in English and Arabic;
//! - `text`: where letters stand (offsets, grapheme clusters, words, proclitics, folding);
//! - `page`: text to cells (bidi, line breaking, shaping, hit testing);
//! - `gold`: articles, spans, entities, quotes, suggestions, verdicts as plain values, and their JSON;
//! - `words`: what words are: tokens, morphology, gazetteers, word classes;
//! - `edit`: how an annotation changes: invertible edits and their history;
//! - `suggest`: entities and quotes out of text;
//! - `formats`: the formats of other tools, to and from gold values;
//! - `measure`: how well one annotation agrees with another;
//! - `store`: disk;
//! - `workbench`: the model and its update;
//! - `view`: the model drawn into a buffer, and the real terminal (`view::terminal`);
//! - `app`: the event loop, its threads, the suggesters;
//! - `cli`: the verbs.

pub mod app;
pub mod cli;
pub mod edit;
pub mod formats;
pub mod gold;
pub mod lang;
pub mod measure;
pub mod page;
pub mod store;
pub mod suggest;
pub mod text;
pub mod view;
pub mod words;
pub mod workbench;
