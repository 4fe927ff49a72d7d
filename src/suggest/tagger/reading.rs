//! An article as the tagger reads it: atoms for every token, and the lines they stand in.

use std::ops::Range;

use crate::suggest::entity::{Candidate, Found};
use crate::words::token::TokenKind;
use crate::words::word::Words;

use super::atoms::{self, Row};

/// Tokens as atoms, in lines.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) atoms: Vec<Row>,
    /// Stretches of tokens between line ends; none is empty.
    pub(super) lines: Vec<Range<usize>>,
}

impl Reading {
    /// Reads an article, given what the rules found in it.
    pub(super) fn new(words: &Words<'_>, rules: &[Found]) -> Self {
        let rules: Vec<Candidate> = rules.iter().map(|found| found.candidate).collect();
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
        Self { atoms: atoms::of(words, &rules), lines }
    }

    /// The atoms of a line.
    pub(super) fn line(&self, line: &Range<usize>) -> &[Row] {
        self.atoms.get(line.clone()).unwrap_or_default()
    }
}
