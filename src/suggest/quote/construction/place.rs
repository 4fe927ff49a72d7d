//! The place where a construction is tried, and its answer.

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::trailing_verb;
use crate::gold::QuoteKind;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;

/// A token at which constructions are tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    /// The reporting verb that the token is: the letters of its proclitic, and its form.
    pub(super) verb: Option<(usize, VerbForm)>,
    /// The last direct frame before the token.
    pub(super) direct: Option<DirectFrame>,
}

/// A direct frame that was found before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DirectFrame {
    /// One past its content.
    pub(super) end: usize,
    pub(super) agreement: Agreement,
}

impl DirectFrame {
    /// `None` for a frame that is not direct.
    pub(crate) fn of(frame: &FrameCandidate) -> Option<Self> {
        let is_direct = frame.content.kind == QuoteKind::Direct;
        is_direct.then(|| Self { end: frame.content.tokens().end, agreement: frame.agreement })
    }

    /// One past its content.
    pub(crate) const fn end(self) -> usize {
        self.end
    }

    /// The gender and number of its speaker.
    pub(crate) const fn agreement(self) -> Agreement {
        self.agreement
    }
}

/// The reason why a construction finds no frame at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The token is no cue of the construction.
    Elsewhere,
    /// The token may be its cue, but something is missing. `--explain` prints the reason.
    Because(&'static str),
}

impl From<&'static str> for Refusal {
    fn from(reason: &'static str) -> Self {
        Self::Because(reason)
    }
}

impl Place {
    pub(super) fn new(context: &Context<'_>, at: usize, direct: Option<DirectFrame>) -> Self {
        // بهذه الكلمات رد الوزير: the content is before, so that also a doubtful verb reports.
        let after_summary = || context.verb_by_letters(at).filter(|_| trailing_verb::is_after_summary(context, at));
        Self { at, verb: context.reporting_verb(at).or_else(after_summary), direct }
    }

    /// The verb, if it has this shape and is no relay.
    pub(super) fn verb_of_shape(self, shape: VerbShape) -> Result<(usize, VerbForm), Refusal> {
        self.verb.filter(|(_, form)| !form.relay && form.shape == shape).ok_or(Refusal::Elsewhere)
    }

    /// The verb, if it relays.
    pub(super) fn relaying_verb(self) -> Result<(usize, VerbForm), Refusal> {
        self.verb.filter(|(_, form)| form.relay).ok_or(Refusal::Elsewhere)
    }

    /// An error if the token is a reporting verb.
    pub(super) fn without_verb(self) -> Result<(), Refusal> {
        if self.verb.is_some() { Err(Refusal::Elsewhere) } else { Ok(()) }
    }
}
