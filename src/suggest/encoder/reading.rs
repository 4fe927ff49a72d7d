//! What the careful reader says about a text.

use crate::gold::QuoteKind;
use crate::words::token::TokenSpan;

use super::file::TAGS;

/// The roles of a span whose first token may have letters that do not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) enum Role {
    Content,
    Cue,
    Speaker,
}

/// The number of roles; entities are kept apart.
pub(super) const ROLES: usize = 3;

/// Where the speaker of a content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) enum Mention {
    /// In the clause of the cue.
    Explicit,
    /// Elsewhere; the verb has no subject of its own.
    Implied,
    /// Nowhere.
    None,
}

/// Content of a quote, as the encoder reads it. Tokens are numbers in the text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::suggest) struct ContentReading {
    /// The first token.
    pub(in crate::suggest) from: usize,
    /// The probability that a content begins at this token.
    pub(in crate::suggest) score: f32,
    pub(in crate::suggest) kind: QuoteKind,
    /// The last token and its probability, the best first.
    pub(in crate::suggest) ends: Vec<(usize, f32)>,
    pub(in crate::suggest) cue: Option<(TokenSpan, f32)>,
    pub(in crate::suggest) mention: Mention,
    /// The probability of the mention.
    pub(in crate::suggest) mention_score: f32,
    /// The best place for the speaker.
    pub(in crate::suggest) speaker: (TokenSpan, f32),
}

/// What the encoder says about a text.
#[derive(Debug, Clone, Default)]
pub(in crate::suggest) struct Reading {
    /// The scores of the tags (natural logarithms) of each token: O, then B and I of each label in [`super::LABELS`].
    pub(in crate::suggest) tags: Vec<f32>,
    /// The contents, in reading order of their first tokens.
    pub(in crate::suggest) contents: Vec<ContentReading>,
    /// For each token the number of letters that a span in each [`Role`] leaves out, and its probability.
    pub(super) cuts: Vec<[(u8, f32); ROLES]>,
    /// The same for entities.
    pub(super) entity_cuts: Vec<(u8, f32)>,
    /// Only tokens before this one were read.
    pub(in crate::suggest) end: usize,
}

impl Reading {
    /// A reading of a text in which nothing was read yet.
    pub(super) fn of_nothing(tokens: usize) -> Self {
        Self {
            tags: vec![0.0; tokens * TAGS],
            contents: Vec::new(),
            cuts: vec![[(0, 0.0); ROLES]; tokens],
            entity_cuts: vec![(0, 0.0); tokens],
            end: 0,
        }
    }

    /// A complete reading of a text of so many tokens, with these contents.
    #[cfg(test)]
    pub(in crate::suggest) fn of_contents(tokens: usize, contents: Vec<ContentReading>) -> Self {
        Self { contents, end: usize::MAX, ..Self::of_nothing(tokens) }
    }

    /// The number of tokens of the text.
    pub(super) const fn tokens(&self) -> usize {
        self.cuts.len()
    }

    /// The content that begins at a token.
    pub(in crate::suggest) fn content_at(&self, token: usize) -> Option<&ContentReading> {
        self.contents.binary_search_by_key(&token, |content| content.from).ok().and_then(|at| self.contents.get(at))
    }

    /// The letters that a span in a role leaves out of its first token, and how probable that is.
    pub(in crate::suggest) fn cut(&self, token: usize, role: Role) -> (usize, f32) {
        let own = self.cuts.get(token).and_then(|cuts| cuts.get(role as usize));
        own.map_or((0, 0.0), |(letters, score)| (usize::from(*letters), *score))
    }
}
