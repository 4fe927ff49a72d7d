//! Implied speakers: if a frame names no speaker, its speaker is someone of an earlier clause.
//!
//! - `history`: those who have spoken or acted so far, and the one that a frame means ([`SpeakerHistory`]).
//! - `acting`: the subject of any clause, whether it reports something or not.
//! - `mention`: the person or organisation that an earlier sentence is about, if no earlier speaker agrees.
//!
//! May use: `words`, `suggest/quote/agreement`, `suggest/quote/context`, `suggest/quote/frame_candidate`, and the rules of
//! `suggest/quote/phrase`, which are methods of the context.
//!
//! Must never know: constructions. It sees only the candidates that they have made.

mod acting;
mod history;
mod mention;

pub(crate) use history::{ResolvedSpeaker, SpeakerHistory};
