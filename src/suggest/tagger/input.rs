//! The tagger's input: the attributes of every token, and the lines that contain the tokens.

use std::ops::Range;

use crate::suggest::candidate::{Candidate, ChosenEntity};
use crate::words::token::TokenKind;
use crate::words::word::Words;

use super::article_context;
use super::attributes::{TokenAttributes, describe_tokens};

/// An article as the tagger reads it.
#[derive(Debug, Clone)]
pub(super) struct TaggerInput {
    pub(super) attributes: Vec<TokenAttributes>,
    /// Ranges of tokens between line ends. None is empty.
    pub(super) lines: Vec<Range<usize>>,
}

impl TaggerInput {
    /// Describes the words of an article. `rules` is what the rules found in it.
    pub(super) fn new(words: &Words<'_>, rules: &[ChosenEntity]) -> Self {
        let rules: Vec<Candidate> = rules.iter().map(|entity| entity.candidate).collect();
        let tokens = words.tokens();
        let mut lines = Vec::new();
        let mut from = 0;
        for at in 0..=tokens.len() {
            if tokens.kind(at) == TokenKind::LineEnd {
                if at > from {
                    lines.push(from..at);
                }
                from = at + 1;
            }
        }
        let mut attributes = describe_tokens(words, &rules);
        article_context::add(words, &rules, &mut attributes);
        Self { attributes, lines }
    }

    /// The attributes of a line's tokens.
    pub(super) fn line(&self, line: &Range<usize>) -> &[TokenAttributes] {
        debug_assert!(line.end <= self.attributes.len(), "a line of another article");
        self.attributes.get(line.clone()).unwrap_or_default()
    }
}
