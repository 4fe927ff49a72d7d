//! The word classes of each token, looked up once.

use crate::words::lexicon::ReportingLexicon;
use crate::words::lexicon::class::{Class, ClassSet};
use crate::words::token::Tokens;

/// The classes of the word at each token.
#[derive(Debug)]
pub(super) struct TokenClasses(Vec<ClassSet>);

impl TokenClasses {
    pub(super) fn new(tokens: &Tokens<'_>, lexicon: &ReportingLexicon) -> Self {
        let look_up = |at| if tokens.is_word(at) { lexicon.classes(tokens.folded(at)) } else { ClassSet::default() };
        Self((0..tokens.len()).map(look_up).collect())
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
