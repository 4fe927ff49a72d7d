//! What a mark or a suggestion says: an entity (a labelled span) or a quote frame.

use std::cmp::Reverse;

use crate::text::Span;

use super::label::Label;
use super::layer::Layer;
use super::span_list::ReadingKey;

/// How a quote reports: the whole content in quotation marks, none of it, or part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// The whole content stands in marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Part of it does.
    Mixed,
}

impl QuoteKind {
    /// All kinds, in the order of their digits.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::Mixed];

    /// The word in JSON and on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

impl std::str::FromStr for QuoteKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == word)
            .ok_or_else(|| format!("kind {word:?} is none of direct, indirect, mixed"))
    }
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The noun phrase.
    pub span: Span,
    /// The id of the entity inside it, where one is known.
    pub entity: Option<String>,
    /// The verb has no subject of its own; the span is an earlier mention.
    pub implied: bool,
}

/// A quotation with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// What was said, in one part or more, in reading order, without quotation marks. Never empty.
    pub content: Vec<Span>,
    /// The reporting verb or phrase.
    pub cue: Option<Span>,
    /// Who said it.
    pub speaker: Option<Speaker>,
}

/// What a mark or a suggestion says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A span with a label.
    Entity {
        /// Where.
        span: Span,
        /// What it is.
        label: Label,
    },
    /// A quote frame.
    Quote(Frame),
}

impl Body {
    /// Which layer it belongs to.
    #[must_use]
    pub const fn layer(&self) -> Layer {
        match self {
            Self::Entity { .. } => Layer::Entity,
            Self::Quote(_) => Layer::Quote,
        }
    }

    /// The entity's span, or the hull of a quote's content. `None` only for a frame without content.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Entity { span, .. } => Some(*span),
            Self::Quote(frame) => frame.content.iter().copied().reduce(Span::hull),
        }
    }

    /// The label on the screen: the entity's own, or the quote's kind.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Entity { label, .. } => label.as_str(),
            Self::Quote(frame) => frame.kind.name(),
        }
    }

    /// The frame, if it is a quote.
    #[must_use]
    pub const fn frame(&self) -> Option<&Frame> {
        match self {
            Self::Quote(frame) => Some(frame),
            Self::Entity { .. } => None,
        }
    }

    /// Do the two say the same of the text? Which entity a speaker is linked to is not part of that: machines do not know
    /// the ids of marks.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let unlinked = |frame: &Frame| {
            let speaker = frame.speaker.clone().map(|speaker| Speaker { entity: None, ..speaker });
            Frame { speaker, ..frame.clone() }
        };
        match (self, other) {
            (Self::Quote(a), Self::Quote(b)) => unlinked(a) == unlinked(b),
            _ => self == other,
        }
    }

    /// The order of reading: by start, the longer first, entities before quotes.
    #[must_use]
    pub fn reading_key(&self) -> ReadingKey {
        let (start, end) = self.span().map_or((0, 0), |span| (span.start(), span.end()));
        (start, Reverse(end), self.layer())
    }
}
