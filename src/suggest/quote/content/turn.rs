//! Turns: inside reported content, its speaker or the writer continues with something else.
//!
//! ```text
//! قالت الوزارة إن [السد لم يتضرر]، | لكنها أغلقت الطريق.
//! قال البنك إن [تراجع التضخم سيكون واضحا] | وحث الشركات على عدم رفع الأسعار.
//! ```

use super::super::context::Context;
use super::super::frame_candidate::Content;
use super::start::ContentStart;
use crate::gold::QuoteKind;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number, VerbShape};
use crate::words::token::TokenSpan;

impl Context<'_> {
    /// Cuts content of one part before the point where its speaker begins to do something else or to speak again.
    pub(crate) fn cut_before_turn(&self, mut content: Content, form: VerbForm) -> Content {
        let [span] = content.spans.as_mut_slice() else { return content };
        if content.kind == QuoteKind::Direct || self.complementiser(span.from).is_some() {
            return content;
        }
        let (from, to) = (span.from + 2, span.to);
        let turn = (from..to)
            .find(|at| self.is_pronoun_of_speaker(*span, *at, form))
            .map(|turn| turn - 1)
            .or_else(|| (from..to).find(|at| self.is_next_act_of_speaker(*span, *at, form)));
        if let Some(turn) = turn {
            span.to = turn;
            content.kind = self.kind_of(span.from, span.to);
        }
        content
    }

    /// True for a pronoun that agrees with the speaker, and not with the subject of the content: …، لكنه رفض.
    fn is_pronoun_of_speaker(&self, content: TokenSpan, at: usize, form: VerbForm) -> bool {
        let gender = if self.is(at, Class::ButHe) {
            Gender::Masculine
        } else if self.is(at, Class::ButShe) {
            Gender::Feminine
        } else {
            return false;
        };
        self.is_comma(at - 1) && gender == form.gender && gender != self.gender_of(content.from)
    }

    /// True for a verb of the speaker after content about a thing, because a thing urges nobody: وحث الشركات على …, وأصر على ….
    fn is_next_act_of_speaker(&self, content: TokenSpan, at: usize, form: VerbForm) -> bool {
        let is_thing = !self.can_speak(content.from, content.from + 1);
        let Some((1, other)) = self.reporting_verb(at).filter(|_| is_thing) else { return false };
        if other.doubtful || other.shape != VerbShape::Finite || other.gender != form.gender {
            return false;
        }
        // أن محاكمته غير شرعية وأصر خلال مثوله على …
        let has_no_subject = self.gender_of(content.from) != other.gender
            && self.phrase_end(at + 1) == at + 1
            && self.find_content(at + 1, other).is_some()
            && other.number == Number::Singular;
        if has_no_subject {
            return true;
        }
        let verb = self.lexicon.verb(other);
        let end = self.phrase_end(at + 1);
        verb.object
            && verb.verbal
            && self
                .find_content(end, other)
                .is_some_and(|(found, start)| found <= end + 2 && matches!(start, ContentStart::VerbalNoun { .. }))
    }

    /// True if a clause of the writer begins after a comma, and the content is a verbal noun: هدد الأطباء بالتصعيد، ورفعوا
    /// لافتات; دعت إلى وقف القتال، إلا أنها ….
    pub(crate) fn is_clause_after_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is_comma(at - 1)
            && (word.starts_with(letters::WAW) && word.ends_with(letters::PAST_PLURAL)
                || [Class::ButOfWriter, Class::But, Class::While].into_iter().any(|class| self.is(at, class))
                || self.is(at, Class::Except) && self.complementiser(at + 1).is_some()
                || self.end_of(at, Class::InTheMeantime).is_some())
    }
}
