//! Suggestions: the items that suggesters propose.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::text::{Span, Text};

use super::{Body, Extra, Listed, ReadingKey};

/// The key of a suggestion that is one of several readings: all with the same value exclude each other.
pub(super) const DIFFERENCE: &str = "difference";

/// An entity or a quote frame that a suggester proposes. It never changes; it only gets a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Stable: the same suggestion on the same text has the same id in every run.
    pub id: String,
    /// The suggester and its version: `gazetteer+trigger@0.1.0`.
    pub source: String,
    /// The certainty of the suggester, from 0 to 1.
    pub score: Option<f64>,
    /// The entity or the quote frame.
    pub body: Body,
    /// Unknown keys.
    pub extra: Extra,
}

impl Suggestion {
    /// Makes a suggestion and computes its id.
    #[must_use]
    pub fn new(text: &Text, source: impl Into<String>, score: f64, body: Body) -> Self {
        let id = stable_id(text, &body);
        Self { id, source: source.into(), score: Some(score), body, extra: Extra::new() }
    }

    /// The difference that the suggestion is a reading of.
    pub(super) fn difference(&self) -> Option<&str> {
        self.extra.get(DIFFERENCE).and_then(Value::as_str)
    }

    /// The name of the suggester, without its version.
    #[must_use]
    pub fn source_name(&self) -> &str {
        self.source.split_once('@').map_or(self.source.as_str(), |(name, _)| name)
    }
}

impl Listed for Suggestion {
    type Id = String;

    fn id(&self) -> &String {
        &self.id
    }

    fn place(&self) -> ReadingKey {
        self.body.reading_key()
    }

    /// The readings of one difference are a group.
    fn group(&self) -> Option<&str> {
        self.difference()
    }
}

/// Computes the id of a suggestion: 48 bits of a SHA-256 hash over the layer, the label or kind, and the place of each
/// part. The suggester is not part of it. So a verdict stays valid when a suggester is updated, and two suggesters that
/// propose the same item agree on the id.
#[must_use]
pub fn stable_id(text: &Text, body: &Body) -> String {
    // Every part ends with a zero byte. Writing to a string cannot fail.
    let mut place = format!("{}\0{}\0", body.layer(), body.label());
    let spans: Vec<_> = match body {
        Body::Entity { span, .. } => vec![Some(*span)],
        Body::Quote(frame) => {
            let mut spans: Vec<_> = frame.content.iter().copied().map(Some).collect();
            spans.push(frame.cue);
            spans.push(frame.speaker.as_ref().map(|speaker| speaker.span));
            spans
        }
    };
    for span in spans {
        match span {
            Some(span) => {
                let range = text.code_points(span);
                let _ = write!(place, "{}-{} {}\0", range.start, range.end, hashed_words(text, span));
            }
            None => place.push_str("-\0"),
        }
    }
    let digest = Sha256::digest(place.as_bytes());
    let number = digest.iter().take(6).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("s-{number:012x}")
}

/// Longer words, in bytes, are not repeated whole. Otherwise many long spans that lie in each other would take the square
/// of their number.
pub(super) const LONG_WORDS: usize = 4096;

/// The words of a span that an id depends on: all, or the beginning of long ones.
fn hashed_words(text: &Text, span: Span) -> &str {
    let words = text.slice(span);
    if words.len() <= LONG_WORDS {
        return words;
    }
    let end = (0..=LONG_WORDS).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0);
    words.get(..end).unwrap_or_default()
}
