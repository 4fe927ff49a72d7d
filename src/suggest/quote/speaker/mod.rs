//! Who speaks in a frame that names nobody: someone of an earlier clause.
//!
//! - `history`: who has spoken or acted so far, and which of them a frame means ([`SpeakerHistory`]).
//! - `acting`: the subject of any clause, whether it reports something or not.
//! - `mention`: whom the sentences before are about, where nobody that agrees has spoken yet.
//!
//! May use: `words`, `suggest/quote`.
//!
//! Must never know: how frames are found; it sees finished candidates only.

mod acting;
mod history;
mod mention;

pub(crate) use history::{ResolvedSpeaker, SpeakerHistory};
