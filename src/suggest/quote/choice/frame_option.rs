//! A frame that a cue may have, and the way in which its content begins.

use super::super::frame_candidate::FrameCandidate;

/// The ways in which the content of a frame begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Where a construction says.
    Rule,
    Complementiser,
    Quotation,
    Colon,
    /// After a preposition, whose letters may be written onto the word.
    Preposition,
    Noun,
    /// A quotation that stands alone in a line or after a colon; it has no cue.
    Standing,
    /// A quotation before the verb.
    Before,
    /// Another clause before an attribution, or the whole sentence around it.
    Clause,
}

/// A frame that a cue may have.
#[derive(Debug)]
pub(super) struct FrameOption {
    pub(super) start: Start,
    pub(super) frame: FrameCandidate,
}
