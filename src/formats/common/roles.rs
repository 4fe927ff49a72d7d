//! The names by which a file of another tool marks the parts of a quote and the relations between them.

use crate::gold::QuoteKind;

/// The part of a quote that a piece is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Content,
    Cue,
    Speaker,
}

impl Role {
    /// The role that a label names, in upper or lower case: `CONTENT`, `CONTENT-direct`, `Source`.
    pub(super) fn of_label(label: &str) -> Option<Self> {
        let name =
            label.split_once('-').map_or(label, |(name, kind)| if parse_kind(kind).is_some() { name } else { label });
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        match () {
            () if is("CONTENT") || is("QUOTE") => Some(Self::Content),
            () if is("CUE") => Some(Self::Cue),
            () if is("SPEAKER") || is("SOURCE") => Some(Self::Speaker),
            () => None,
        }
    }
}

pub(super) fn parse_kind(word: &str) -> Option<QuoteKind> {
    word.to_ascii_lowercase().parse().ok()
}

/// True for the label of a relation between the parts of one quote.
pub(super) fn is_part_label(label: &str) -> bool {
    ["", "PART", "CONTENT"].iter().any(|name| label.trim().eq_ignore_ascii_case(name))
}

/// True for the label of a relation between a quote and its speaker.
pub(super) fn is_speaker_label(label: &str) -> bool {
    let label = label.trim().to_ascii_uppercase();
    label.is_empty()
        || ["SPEAKER", "SOURCE", "ENTITY", "ATTRIB", "SAID", "SAYS"].iter().any(|name| label.contains(name))
}

/// True for a label that our exports give the relations inside a quote, or that other tools give them in its stead.
pub(super) fn is_quote_label(label: &str) -> bool {
    let names = ["", "PART", "CONTENT", "CUE", "SPEAKER", "IMPLIED_SPEAKER", "SOURCE", "ENTITY"];
    names.iter().any(|name| label.trim().eq_ignore_ascii_case(name))
}
