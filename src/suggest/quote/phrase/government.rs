//! Government: the prepositions that a verb governs, and content that is announced directly after it.

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::verb::Preposition;
use crate::words::word::WordReading;

use super::super::context::Context;
use crate::words::lexicon::reporting::VerbForm;

impl Context<'_> {
    /// The preposition at a token, if a verb governs it. Gives the token of the noun, and the letters of the preposition that
    /// are written onto it: for a word of its own (إلى) the next token and 0, for بوقف the same token and 1.
    pub(crate) fn governed(&self, at: usize, form: VerbForm) -> Option<(usize, usize)> {
        let word = self.word(at);
        for (preposition, folded) in &self.lexicon.verb(form).prepositions {
            match preposition {
                Preposition::Ba if self.is(at, Class::Ba) => return Some((at + 1, 0)),
                Preposition::Ba if word.starts_with(letters::BA) && self.is_governed_ba(at) => return Some((at, 1)),
                Preposition::Lam if word.starts_with(letters::LAM) && self.is_governed_lam(at) => {
                    return Some((at, 1));
                }
                Preposition::Ba | Preposition::Lam => {}
                Preposition::Ala if !self.is_preposition(at) => {}
                _ if word == folded => return Some((at + 1, 0)),
                _ => {}
            }
        }
        None
    }

    /// True for ب before a noun or a complementiser that is written onto it.
    fn is_governed_ba(&self, at: usize) -> bool {
        self.word(at).chars().count() > 3 && self.is_b_with_noun(at) || self.complementiser(at).is_some()
    }

    /// True for ل before a verbal noun that is written onto it.
    fn is_governed_lam(&self, at: usize) -> bool {
        self.word(at).chars().count() > 3 && self.is_verbal_noun(at, 1)
    }

    /// True for ب and a noun (بإهمال): no source (برلمان) and no manner (بشدة).
    fn is_b_with_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_noun = |reading: &WordReading| reading.proclitic == 1 && reading.statistics().is_some();
        let has_noun = self.words.readings(at).iter().any(is_noun) || self.is_verbal_noun(at, 1);
        (has_noun && !self.is_source(at, 0) || word.starts_with(letters::BA_ARTICLE)) && !self.lexicon.is_adverb(word)
    }

    /// True if a verbal noun after the preposition of a verb is at a token (طالبت | بإعادة …).
    pub(crate) fn is_governed_verbal_noun(&self, at: usize, form: VerbForm) -> bool {
        self.lexicon.verb(form).verbal
            && self.governed(at, form).is_some_and(|(following, proclitic)| self.is_verbal_noun(following, proclitic))
    }

    /// True if reported content begins at a token: a complementiser, a colon, a quotation, or a governed أن.
    pub(crate) fn announces(&self, at: usize, form: VerbForm) -> bool {
        let begins = |at: usize| {
            self.complementiser(at).is_some() || self.is_colon(at) || self.quotation_marks.opened_at(at).is_some()
        };
        let at = if self.is(at, Class::NounOfSaying) { at + 1 } else { at };
        begins(at) || self.governed(at, form).is_some_and(|(following, _)| begins(following))
    }
    /// True for a complementiser of a word before it that the verb does not govern: بعد أن, إلى أن, يجب أن.
    pub(crate) fn is_complementiser_of_another_word(&self, at: usize, form: VerbForm) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        if self.lexicon.verb(form).governs_word(self.word(before)) {
            return false;
        }
        self.complementiser(at).is_some_and(|found| found.proclitic == 0)
            && (self.is_preposition(before) || self.is(before, Class::BeforeOtherThat))
    }
}
