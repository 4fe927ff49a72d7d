//! Government: the prepositions that a verb governs, and content that is announced directly after it.

use crate::words::word::WordReading;

use super::super::context::Context;
use crate::words::lexicon::reporting::VerbForm;

impl Context<'_> {
    /// The preposition at a token, if a verb governs it. Gives the token of the noun, and the letters of the preposition that
    /// are written onto it: for a word of its own (إلى) the next token and 0, for بوقف the same token and 1.
    pub(crate) fn governed(&self, at: usize, form: VerbForm) -> Option<(usize, usize)> {
        let word = self.word(at);
        for preposition in &self.lexicon.verb(form).prepositions {
            if preposition == "ب" {
                if word == "ب" {
                    return Some((at + 1, 0));
                }
                if word.starts_with('ب')
                    && (word.chars().count() > 3 && self.is_b_with_noun(at) || self.complementiser(at).is_some())
                {
                    return Some((at, 1));
                }
            } else if preposition == "ل" {
                if word.starts_with('ل') && word.chars().count() > 3 && self.is_verbal_noun(at, 1) {
                    return Some((at, 1));
                }
            } else if word == preposition && (word != "علي" || self.is_preposition(at)) {
                return Some((at + 1, 0));
            }
        }
        None
    }

    /// True for ب and a noun (بإهمال): no source (برلمان) and no manner (بشدة).
    fn is_b_with_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_noun = |reading: &WordReading| reading.proclitic == 1 && reading.statistics().is_some();
        let has_noun = self.words.readings(at).iter().any(is_noun) || self.is_verbal_noun(at, 1);
        (has_noun && !self.is_source(at, 0) || word.starts_with("بال")) && !self.lexicon.is_adverb(word)
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
        let at = if matches!(self.word(at), "بالقول" | "بقوله" | "بقولها") { at + 1 } else { at };
        begins(at) || self.governed(at, form).is_some_and(|(following, _)| begins(following))
    }
    /// True for a complementiser of a word before it that the verb does not govern: بعد أن, إلى أن, يجب أن.
    pub(crate) fn is_complementiser_of_another_word(&self, at: usize, form: VerbForm) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let word = self.word(before);
        if self.lexicon.verb(form).prepositions.iter().any(|governed| governed == word) {
            return false;
        }
        self.complementiser(at).is_some_and(|found| found.proclitic == 0)
            && (self.is_preposition(before)
                || matches!(
                    word,
                    "بعد"
                        | "قبل"
                        | "منذ"
                        | "دون"
                        | "الا"
                        | "غير"
                        | "كما"
                        | "حتي"
                        | "بد"
                        | "يمكن"
                        | "يجب"
                        | "ينبغي"
                        | "شانه"
                        | "شانها"
                        | "لولا"
                        | "بمجرد"
                        | "رغم"
                        | "عن"
                        | "من"
                        | "في"
                        | "سوي"
                        | "لدرجه"
                        | "قبيل"
                        | "شرط"
                        | "يكاد"
                        | "كاد"
                        | "عسي"
                        | "الرغم"
                        | "حين"
                        | "الي"
                        | "ريثما"
                        | "اما"
                        | "لدي"
                        | "يستطيع"
                        | "تستطيع"
                        | "يريد"
                        | "تريد"
                ))
    }
}
