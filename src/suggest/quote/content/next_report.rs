//! The words that open the next report or a clause of the writer: content ends before them.
//!
//! ```text
//! قال إن [العدد يكفي]، | فيما أضاف فلان أن … · …، | مضيفا أن … · …، | وأشار إلى … · …، | بحسب الوكالة · …، | وذلك بعد أن …
//! ```

use crate::words::lexicon::class::Class;
use crate::words::reporting_facts::NounTraits;
use crate::words::token::TokenKind;

use super::super::context::Context;
use super::start::ContentStart;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;

impl Context<'_> {
    /// True if the next report, or a clause of the writer, begins at a token.
    pub(crate) fn opens_report(&self, at: usize) -> bool {
        let after_comma = self.is_after_comma(at);
        let is_cue_of_writer =
            || self.attribution_cue(at).is_some_and(|cue| after_comma || self.is_own_expression(at, cue));
        if self.end_of(at, Class::HintOfWriter).is_some()
            || after_comma && self.end_of(at, Class::EndsContent).is_some()
            || is_cue_of_writer()
        {
            return true;
        }
        if let Some(opens) = self.conjunction_opens_report(at, after_comma) {
            return opens;
        }
        if self.is_clause_after_semicolon(at)
            || after_comma && (self.end_of(at, Class::TimeOfReport).is_some() || self.is_comment_of_writer(at))
        {
            return true;
        }
        // غير أن فلانا قال …
        if after_comma && self.is(at, Class::OtherThan) && self.complementiser(at + 1).is_some() {
            return (at + 2..at + 10)
                .take_while(|at| !self.ends_sentence(*at))
                .any(|at| self.reporting_verb(at).is_some());
        }
        let Some((proclitic, form)) = self.reporting_verb(at) else { return false };
        if form.shape == VerbShape::Participle {
            let after_pause =
                after_comma || at.checked_sub(1).is_some_and(|before| self.quotation_marks.closed_at(before).is_some());
            return self.participle_opens_report(at, form, after_pause);
        }
        if self.announces(at + 1, form) {
            return after_comma || proclitic == 1;
        }
        self.verb_opens_report(at, proclitic, form, after_comma)
    }

    /// True if a conjunction and a verb open a report: …، فيما أضاف فلان أن …, ومضى يقول إن …, لكنه أشار إلى …. `None` if no
    /// verb is after the conjunction.
    fn conjunction_opens_report(&self, at: usize, after_comma: bool) -> Option<bool> {
        let is_but = self.is(at, Class::ButHe) || self.is(at, Class::ButShe);
        // ومضى يقول إن …
        let next = if self.is(at, Class::ReportConjunction) || self.is(at, Class::WentOn) {
            at + 1
        } else {
            self.end_of(at, Class::InTheMeantime)?
        };
        let is_while = self.is(at, Class::As) || self.is(at, Class::While);
        if !after_comma && !is_but && !is_while {
            return None;
        }
        let after_qad = || self.reporting_verb(next + 1).filter(|_| self.is(next, Class::Qad));
        let (_, form) = self.reporting_verb(next).or_else(after_qad)?;
        // …، لكنه أشار إلى خسائر
        let governs = || is_but && self.governed(next + 1, form).is_some();
        // … في الوادي كما قال إن …
        if !after_comma && !is_but {
            return self.announces(next + 1, form).then_some(true);
        }
        Some(
            self.announces(next + 1, form)
                || governs()
                || self.subject_announces(next + 1, form)
                || self.is_governed_verbal_noun(next + 1, form),
        )
    }

    /// True for a clause after a semicolon: …؛ فيما تواصل الفرق البحث.
    fn is_clause_after_semicolon(&self, at: usize) -> bool {
        at > 0
            && matches!(self.kind(at - 1), TokenKind::Punctuation('؛' | ';'))
            && (self.is(at, Class::While) || self.is(at, Class::As) || self.end_of(at, Class::InTheMeantime).is_some())
    }

    /// True for a clause that says who else spoke of it, or how others took it: …، وهو ما نفاه الوزير; …، ما أثار غضب الحضور;
    /// …، التي قال إنها …; …، قبل أن يستدرك: ….
    fn is_comment_of_writer(&self, at: usize) -> bool {
        if self.end_of(at, Class::AndThat).is_some_and(|verb| self.is(verb, Class::Reaction)) {
            return true;
        }
        let reports = |at: usize| self.reporting_verb(at).is_some_and(|(_, form)| self.announces(at + 1, form));
        if self.is(at, Class::AndHe) {
            let near = (at + 1..at + 5).take_while(|at| self.is_word(*at));
            self.is(at + 1, Class::What)
                || near.into_iter().any(|at| self.reporting_verb(at).is_some() && !self.is_preposition(at))
        } else if self.is_relative_pronoun(at) {
            reports(at + 1)
        } else {
            self.is(at, Class::BeforeOrAfter) && self.complementiser(at + 1).is_some() && reports(at + 2)
        }
    }

    /// True if a participle opens a report: …، مضيفا أن ….
    fn participle_opens_report(&self, at: usize, form: VerbForm, after_comma: bool) -> bool {
        self.announces(at + 1, form)
            || !form.doubtful && self.is_governed_verbal_noun(at + 1, form)
            || after_comma && (!form.doubtful || self.find_content(at + 1, form).is_some())
    }

    /// True if a verb opens a report whose content is not announced directly after it: …، وأشار الوزير إلى ….
    fn verb_opens_report(&self, at: usize, proclitic: usize, form: VerbForm, after_comma: bool) -> bool {
        let verb = self.lexicon.verb(form);
        let has_content_near = || {
            let end = self.phrase_end(at + 1);
            let end = if verb.masdar { self.before_verbal_noun(at, end) } else { end };
            self.find_content(end, form).is_some_and(|(found, start)| {
                found <= end + 6 || found <= end + 10 && matches!(start, ContentStart::Quotation)
            })
        };
        let has_verbal_noun = verb.masdar && !self.is_definite_noun(at + 1, 0) && self.is_verbal_noun(at + 1, 0);
        // وأعرب عن صدمته واتهمه بالتعجل
        let has_pronoun = form.pronoun && proclitic == 1 && self.is_governed_verbal_noun(at + 1, form);
        // …، وأبدى ثقته في زملائه
        let has_opinion = after_comma && proclitic == 1 && self.is_noun(at + 1, NounTraits::OWN_OPINION);
        has_pronoun
            || has_opinion
            || after_comma
                && proclitic == 1
                && (has_verbal_noun || form.relay || self.is_governed_verbal_noun(at + 1, form) || has_content_near())
    }
    /// True if a subject is at a token, and content close after it.
    pub(crate) fn subject_announces(&self, at: usize, form: VerbForm) -> bool {
        let end = self.phrase_end(at);
        let is_near = || {
            self.find_content(end, form).is_some_and(|(found, start)| {
                found <= end + if matches!(start, ContentStart::VerbalNoun { .. }) { 1 } else { 6 }
            })
        };
        end > at && (self.announces(end, form) || is_near())
    }
}
