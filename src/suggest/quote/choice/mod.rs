//! Learned choices: which of several frames at a cue is right, and where its content ends. Its model has the weights of
//! `suggest/quote/speaker` too.
//!
//! The rules propose options, and a linear model decides between them (`suggest/linear/choice`, which has the formula). Its
//! weights are in `assets/models/quotes.tawsim`; `tawsim train --layer quote` makes them from gold.
//!
//! - `model`: the file of the weights.
//! - `token_traits`: what the features know of a token.
//! - `frame_option`: a frame that a cue may have.
//! - `starts`: the frames that a cue may have: the one of the rules, and others with content that begins elsewhere.
//! - `start_features`: the features of these frames.
//! - `ends`: the places where content may end, with their features.
//! - `pooled_ends`: the choice of an end where the careful reader has read too.
//! - `examples`: the choices of annotated articles, for training.
//!
//! May use: `gold`, `text`, `words`, `suggest/encoder`, `suggest/linear`, `suggest/quote/agreement`, `suggest/quote/construction`,
//! `suggest/quote/content`, `suggest/quote/context`, `suggest/quote/frame_candidate`, `suggest/quote/gold_frame`, and the rules of
//! `suggest/quote/phrase`, which are methods of the context.
//!
//! Must never know: the tagger, the disk, the terminal.

mod ends;
mod examples;
mod frame_option;
mod model;
mod pooled_ends;
mod start_features;
mod starts;
mod token_traits;

pub(crate) use ends::{best_of, choose_end};
pub(crate) use examples::choices_of;
pub use model::{ChoiceModel, ChoiceModelError, is_choice_model};
pub(crate) use model::{QuoteChoices, SpeakerChoices};
pub(crate) use pooled_ends::PooledEnds;
pub(crate) use starts::{CHOSEN_BY_MODEL, choose_frame};
pub(super) use token_traits::{code, size};
