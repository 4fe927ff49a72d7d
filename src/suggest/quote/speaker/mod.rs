//! Implied speakers: if a frame names no speaker, its speaker is someone of an earlier clause.
//!
//! - `resolver`: the speaker of each frame ([`SpeakerResolver`]): the one that it names, or the mention before it that a linear
//!   model finds most probable.
//! - `mentions`: all noun phrases that may speak.
//! - `ends`: where a speaker ends that its frame names.
//! - `turns`: the frames before, with their speakers.
//! - `mention_features`: what the model knows of a mention and a frame.
//! - `history`: those who have spoken or acted so far, and the one that a frame means by rules (`SpeakerHistory`). The model
//!   knows this answer; without a model it decides.
//! - `acting`: the subject of any clause, whether it reports something or not.
//! - `mention`: the person or organisation that an earlier sentence is about, if no earlier speaker agrees.
//!
//! May use: `gold`, `text`, `words`, `suggest/candidate`, `suggest/linear`, `suggest/quote/agreement`, `suggest/quote/choice`,
//! `suggest/quote/context`, `suggest/quote/frame_candidate`, `suggest/quote/gold_frame`, `suggest/quote/quotation_marks`, and the
//! rules of `suggest/quote/phrase`, which are methods of the context.
//!
//! Must never know: constructions. It sees only the candidates that they have made.

mod acting;
mod ends;
mod history;
mod mention;
mod mention_features;
mod mentions;
mod resolver;
mod turns;

pub(crate) use history::ResolvedSpeaker;
pub(crate) use resolver::SpeakerResolver;
