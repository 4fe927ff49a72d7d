//! The word classes of each token, looked up once.

use crate::words::lexicon::class::{Class, ClassSet};
use crate::words::reporting_facts::ReportingFacts;
use crate::words::token::Tokens;

/// The classes of the word at each token.
#[derive(Debug)]
pub(super) struct TokenClasses(Vec<ClassSet>);

impl TokenClasses {
    /// A token that is not a word has no classes.
    pub(super) fn new(tokens: &Tokens<'_>, facts: &[ReportingFacts]) -> Self {
        let of_token = |(at, facts): (usize, &ReportingFacts)| {
            if tokens.is_word(at) { facts.classes } else { ClassSet::default() }
        };
        Self(facts.iter().enumerate().map(of_token).collect())
    }

    /// The classes of the word at a token; none past the end.
    pub(super) fn of(&self, at: usize) -> ClassSet {
        self.0.get(at).copied().unwrap_or_default()
    }

    /// True if the word at a token has a class.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.0.get(at).is_some_and(|classes| classes.contains(class))
    }
}
