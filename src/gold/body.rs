//! The body of an item: an entity (a labelled span) or a quote frame.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::text::Span;

use super::label::Label;
use super::layer::Layer;
use super::span_list::ReadingKey;

/// The part of a quote's content that is in quotation marks: all, some, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// A part of it.
    Mixed,
}

impl QuoteKind {
    /// All kinds, in the order of their digit keys 1, 2, 3.
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

/// The speaker of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The noun phrase that names the speaker.
    pub span: Span,
    /// The id of the entity that the speaker is linked to, if it is known.
    pub entity: Option<String>,
    /// True if the verb has no subject of its own. Then the span is an earlier mention.
    pub implied: bool,
}

/// A quote frame: the content of a quotation, its cue, its speaker and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Frame {
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// The words that were said, without quotation marks: one or more spans in reading order. Never empty.
    pub content: Vec<Span>,
    /// The verb or phrase that reports the words, such as قال or وفقا لـ.
    pub cue: Option<Span>,
    /// The speaker, if there is one.
    pub speaker: Option<Speaker>,
}

/// The body of a gold item or of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// A span with a label.
    Entity {
        /// The span.
        span: Span,
        /// The label.
        label: Label,
    },
    /// A quote frame. It is boxed, because most items are entities, which need a fifth of its memory.
    Quote(Box<Frame>),
}

impl Body {
    /// Returns the layer of the item.
    #[must_use]
    pub const fn layer(&self) -> Layer {
        match self {
            Self::Entity { .. } => Layer::Entity,
            Self::Quote(_) => Layer::Quote,
        }
    }

    /// Returns the span of an entity, or the hull of a quote's content. `None` only for a frame without content.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Entity { span, .. } => Some(*span),
            Self::Quote(frame) => frame.content.iter().copied().reduce(Span::hull),
        }
    }

    /// Returns true if all its words end before a byte: those of an entity; the content, cue and speaker of a quote.
    ///
    /// ```
    /// use tawsim::gold::{Body, Label};
    /// let text = tawsim::text::Text::new("زار سامي باريس");
    /// let body = Body::Entity { span: text.words()[1], label: Label::new("PER") };
    /// assert!(body.ends_before(text.words()[2].start()) && !body.ends_before(text.words()[1].start()));
    /// ```
    #[must_use]
    pub fn ends_before(&self, byte: usize) -> bool {
        let frame = self.frame();
        let cue = frame.and_then(|frame| frame.cue);
        let speaker = frame.and_then(|frame| frame.speaker.as_ref()).map(|speaker| speaker.span);
        self.span().into_iter().chain(cue).chain(speaker).all(|span| span.end() <= byte)
    }

    /// Returns the label of an entity, or the kind of a quote as a word.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Entity { label, .. } => label.as_str(),
            Self::Quote(frame) => frame.kind.name(),
        }
    }

    /// Returns the frame of a quote.
    #[must_use]
    pub const fn frame(&self) -> Option<&Frame> {
        match self {
            Self::Quote(frame) => Some(frame),
            Self::Entity { .. } => None,
        }
    }

    /// Returns true if both bodies say the same about the text. The entity that a speaker is linked to does not count,
    /// because suggesters do not know the ids of gold items.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Quote(_), Self::Quote(_)) => self.without_link() == other.without_link(),
            _ => self == other,
        }
    }

    /// Returns the value without what [`Body::agrees_with`] does not compare. Two values agree if these are equal.
    #[must_use]
    pub fn without_link(&self) -> Cow<'_, Self> {
        match self {
            Self::Quote(frame) if frame.speaker.as_ref().is_some_and(|speaker| speaker.entity.is_some()) => {
                let speaker = frame.speaker.clone().map(|speaker| Speaker { entity: None, ..speaker });
                Cow::Owned(Self::Quote(Box::new(Frame { speaker, ..Frame::clone(frame) })))
            }
            _ => Cow::Borrowed(self),
        }
    }

    /// Returns the sort key for reading order: by start, longer spans first, entities before quotes.
    #[must_use]
    pub fn reading_key(&self) -> ReadingKey {
        let (start, end) = self.span().map_or((0, 0), |span| (span.start(), span.end()));
        (start, Reverse(end), self.layer())
    }
}
