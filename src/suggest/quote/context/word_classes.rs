//! What rules ask about the classes of words: single classes, phrases, and classes that belong together.

use crate::words::lexicon::class::{Class, ClassSet};

use super::tables::Context;

/// The most words of a phrase of a class.
const LONGEST_PHRASE: usize = 4;

impl Context<'_> {
    /// True if the word at a token has a class.
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.classes.is(at, class)
    }

    /// The classes of the word at a token.
    pub(crate) fn classes(&self, at: usize) -> ClassSet {
        self.classes.of(at)
    }

    /// One past the word or phrase of a class that begins at a token.
    pub(crate) fn end_of(&self, at: usize, class: Class) -> Option<usize> {
        if self.is(at, class) {
            return Some(at + 1);
        }
        if !self.classes(at).begin_phrase() {
            return None;
        }
        let phrases = self.lexicon.phrases(self.word(at)).iter().filter(|(_, other)| *other == class);
        let fits = |rest: &[String]| rest.iter().enumerate().all(|(step, word)| self.word(at + 1 + step) == word);
        phrases.map(|(rest, _)| rest).filter(|rest| fits(rest)).map(|rest| at + 1 + rest.len()).max()
    }

    /// The start of the word or phrase of a class that ends before a token.
    pub(crate) fn start_of(&self, to: usize, class: Class) -> Option<usize> {
        (to.saturating_sub(LONGEST_PHRASE)..to).find(|at| self.end_of(*at, class) == Some(to))
    }

    /// True for a relative pronoun in the singular or plural.
    pub(crate) fn is_relative_pronoun(&self, at: usize) -> bool {
        [Class::RelativeMasculine, Class::RelativeFeminine, Class::RelativePlural]
            .into_iter()
            .any(|class| self.is(at, class))
    }

    /// True for قد and فقد before a verb.
    pub(crate) fn is_qad(&self, at: usize) -> bool {
        self.is(at, Class::Qad) || self.is(at, Class::FaQad)
    }

    /// True for a pronoun that points back at a document or an event: فيه, خلاله.
    pub(crate) fn is_in_it(&self, at: usize) -> bool {
        self.is(at, Class::InIt) || self.is(at, Class::DuringIt)
    }
}
