//! The last two steps that fill a [`Context`]: the doubtful verbs that report, and the ends of contents.
//!
//! Both steps use the rules about phrases and contents, and these read the tables that are already filled.

use super::super::context::Context;
use super::start::ContentStart;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;

/// Decides the doubtful verbs of a text and works out where contents end.
pub(crate) fn prepare(context: &mut Context<'_>) {
    decide_doubtful_verbs(context);
    let ends = context.find_latest_content_ends();
    context.set_latest_content_ends(ends);
}

/// Drops the doubtful verbs that report nothing. Goes from the end backwards, so that each one looks at words that are
/// decided already.
pub(crate) fn decide_doubtful_verbs(context: &mut Context<'_>) {
    for at in (0..context.len()).rev() {
        let doubtful = context.reporting_verb(at).filter(|(_, form)| form.doubtful);
        if let Some((_, form)) = doubtful
            && !context.is_confirmed(at, form)
        {
            context.reject_verb(at);
        }
    }
}

impl Context<'_> {
    /// True if a word that is more often something else reports here: its content is announced at once, or after a
    /// subject that can speak.
    fn is_confirmed(&self, at: usize, form: VerbForm) -> bool {
        // وبين سنتي 1900 و1910: it reports only with أن.
        if self.lexicon.verb(form).only_that && form.shape == VerbShape::Finite {
            let end = self.phrase_end(at + 1);
            let found = self.find_content(end, form);
            return found.is_some_and(|(_, start)| matches!(start, ContentStart::Complementiser(_)));
        }
        if self.announces(at + 1, form) {
            return true;
        }
        // …، مشبهة القيود ب"…"
        if form.shape == VerbShape::Participle && self.is_after_comma(at) && self.lexicon.verb(form).object {
            let found = self.find_content(at + 1, form);
            return found.is_some_and(|(found, start)| found <= at + 7 && !matches!(start, ContentStart::Colon));
        }
        self.governs_content(at + 1, form)
            || self.has_governed_complementiser(at)
            || self.is_confirmed_by_subject(at, form)
    }

    /// True if content after a preposition of its own, or a verbal noun, is at a token.
    fn governs_content(&self, at: usize, form: VerbForm) -> bool {
        self.lexicon.verb(form).verbal && self.governed(at, form).is_some_and(|(_, proclitic)| proclitic == 0)
            || self.is_governed_verbal_noun(at, form)
    }

    /// True if the first complementiser after a verb carries a preposition (بأن).
    fn has_governed_complementiser(&self, at: usize) -> bool {
        (at + 1..at + 7)
            .take_while(|at| !self.ends_sentence(*at))
            .find_map(|at| self.complementiser(at))
            .is_some_and(|found| found.proclitic > 0)
    }

    /// True if a subject that can speak is after the verb, and content after that.
    fn is_confirmed_by_subject(&self, at: usize, form: VerbForm) -> bool {
        let from = self.skip_addressees(at + 1);
        let end = self.phrase_end(from);
        let has_content = || {
            self.find_content(end, form)
                .is_some_and(|(found, start)| found < end + 8 && !matches!(start, ContentStart::VerbalNoun { .. }))
        };
        form.shape != VerbShape::Participle
            && end > from
            && self.can_speak(from, end)
            && (self.governs_content(end, form) || has_content())
    }
}
