//! The parts of a quote beside its content, and the choice of one of them.

use crate::edit::ItemRef;
use crate::lang::{self, Wording};
use crate::text::Span;

/// A part of a quote beside its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The person or body that says it.
    Speaker,
    /// The reporting verb or phrase.
    Cue,
    /// The entity that is linked with the speaker.
    Entity,
}

impl Role {
    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> Wording {
        match self {
            Self::Speaker => lang::SPEAKER,
            Self::Cue => lang::CUE,
            Self::Entity => lang::SPEAKERS_ENTITY,
        }
    }
}

/// Words that may be a quote's speaker, cue or linked entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleCandidate {
    /// The words.
    pub span: Span,
    /// True for a speaker who is in an earlier sentence: the verb of the quote has no subject.
    pub implied: bool,
}

/// The numbered candidates for a part of a quote, while one of them is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChoice {
    /// The part that is chosen.
    pub role: Role,
    /// The quote that it belongs to.
    pub quote: ItemRef,
    /// The candidates, nearest first; the digit 1 chooses the first.
    pub candidates: Vec<RoleCandidate>,
}
