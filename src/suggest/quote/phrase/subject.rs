//! The subject after a verb: its end, and the object that may follow it.
//!
//! ```text
//! طالبت [النقابة] الحكومة ب… · وصفت [المنظمة] الوضع الإنساني ب… · أكد [الوزير] أهمية الحوار
//! ```

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;

use super::super::context::Context;
use super::super::quotation_marks::QuotedSpan;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

/// The endings of an indefinite nisba: masculine, feminine, plural, dual.
const NISBA_ENDINGS: [&str; 5] =
    [letters::MY, letters::NISBA_FEMININE, letters::NISBA_PLURALS[0], letters::NISBA_PLURALS[1], letters::NISBA_DUAL];

impl Context<'_> {
    /// The end of the subject before a verbal noun that is the object: أكد الوزير | أهمية الحوار. Gives `end` if there is no
    /// such noun.
    pub(crate) fn before_verbal_noun(&self, from: usize, end: usize) -> usize {
        // كشف مسؤول عسكري | مقتل ثلاثة جنود
        let described_end = self.indefinite_end(from, end);
        (from + 1..end)
            .find(|at| {
                let is_complete = self.words.is_definite(at - 1, 0)
                    || self.is_owned(at - 1)
                    || self.has_person(from, *at)
                    || described_end == Some(*at);
                is_complete && !self.is_definite_noun(*at, 0) && self.is_verbal_noun(*at, 0)
            })
            .unwrap_or(end)
    }

    /// The end of the subject of a verb with an object: طالبت النقابة | الحكومة ب….
    pub(crate) fn subject_end(&self, from: usize) -> usize {
        let whole = self.phrase_end(from);
        if let Some(end) = self.entity_end(from).filter(|end| *end < whole) {
            return self.end_after_entity(end, whole);
        }
        if self.is_unknown(from) {
            let is_name = |at: usize| self.is_unknown(at) || self.is_person_at(at);
            return (from + 1..whole).find(|at| !is_name(*at)).unwrap_or(whole);
        }
        // منسقة الشؤون الإنسانية التابعة للأمم المتحدة
        if (from..whole).any(|at| self.is(at, Class::Belonging)) {
            return whole;
        }
        // مصدر أمني | وكالة فرانس برس: after an indefinite noun and its adjective another noun begins.
        if let Some(end) = self.indefinite_end(from, whole) {
            return end;
        }
        match self.head_end(from, whole) {
            Some(end) if end < whole && self.is_word(end) && self.begins_object_noun(from, end) => end,
            _ => whole,
        }
    }

    /// The end of a subject that begins with an entity: the entity and its adjectives.
    fn end_after_entity(&self, end: usize, whole: usize) -> usize {
        let goes_on = self.words.find_role(end, Roles::ADJECTIVE).is_some()
            || self.words.has_role(end, Roles::TITLE)
            || !self.is_word(end)
            || self.is_nisba(end);
        if !goes_on {
            return end;
        }
        // صحيفة "ديلي نيشن" الكينية | الجولة الحالية
        let is_adjective = |at: &usize| self.words.find_role(*at, Roles::ADJECTIVE).is_some() || self.is_nisba(*at);
        let following = (end..whole).find(|at| !is_adjective(at)).unwrap_or(whole);
        let is_other = following > end
            && following < whole
            && self.words.is_definite(following, 0)
            && self.words.statistics(following).is_some()
            && self.entity_end(following).is_none()
            && !self.words.has_role(following, Roles::TITLE);
        if is_other { following } else { whole }
    }

    /// The end of the head of a noun phrase: its first definite noun, with adjectives, a preposition that belongs, a name.
    /// `None` if there is no definite noun up to the end of the phrase.
    fn head_end(&self, from: usize, whole: usize) -> Option<usize> {
        let mut at = from;
        while at < whole {
            let closes = |at: &usize| {
                self.words.is_definite(*at, 0)
                    || self.is_owned(*at)
                    || self.quotation_marks.opened_at(*at).is_some()
                    || self.entity_end(*at).is_some()
            };
            let closed = (at..whole).find(closes)?;
            let quoted = self.quotation_marks.opened_at(closed).map(QuotedSpan::after);
            at = quoted.or(self.entity_end(closed)).unwrap_or(closed + 1);
            while at < whole
                && (self.words.find_role(at, Roles::ADJECTIVE).is_some()
                    || self.is_nisba(at)
                    || self.is_agreeing_participle(closed, at))
            {
                at += 1;
            }
            if !self.is(at, Class::HeadPreposition) {
                break;
            }
            at += 1;
        }
        Some(at)
    }

    /// True if an object begins at a word after the head of a noun phrase, and no name, title or source does.
    fn begins_object_noun(&self, from: usize, at: usize) -> bool {
        let is_source = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        let is_apposition = self.words.has_role(at, Roles::TITLE)
            || is_source
            || self.is_person_at(at)
            || self.word(at).starts_with(letters::LAM);
        let is_known = self.words.statistics(at).is_some() || self.entity_end(at).is_some();
        // أبلغت الوزارة | المستوردين
        let is_plural =
            |at: usize| self.word(at).ends_with(letters::PLURAL_IN) || self.word(at).ends_with(letters::PLURAL_UN);
        let are_others = self.words.is_definite(at, 0) && is_plural(at) && !is_plural(from);
        let is_joined = self.word(at).starts_with(letters::WAW)
            && self.words.readings(at).first().is_none_or(|whole| whole.statistics().is_none());
        !is_apposition && (is_known && !is_joined || are_others)
    }

    /// True if the only noun after a verb is its object, since it does not agree with it (وطالب الحكومة بفتح الطريق).
    pub(crate) fn is_object(&self, proclitic: usize, form: VerbForm, from: usize, end: usize) -> bool {
        if form.number != Number::Singular || form.pronoun || self.governed(end, form).is_none() {
            return false;
        }
        let is_person = self.has_person(from, end) || self.words.has_role(from, Roles::TITLE);
        let is_body = self.word(from).ends_with(letters::FEMININE_PLURAL) && form.gender == Gender::Masculine
            || self.words.find_role(from, Roles::BODY.union(Roles::BODY_DEFINITE)).is_some()
            || self.words.is_definite(from, 0) && self.word(from).ends_with(letters::HA);
        // Verbs before a plural (الدول) are of either gender.
        let is_plural = self.word(from).ends_with(letters::PLURAL_UN) || self.word(from).ends_with(letters::PLURAL_IN);
        proclitic == 1 && !is_person && is_body && self.gender_of(from) != form.gender && !is_plural
    }

    /// The end of an indefinite noun with an adjective, if another noun begins there: مسؤول كبير | الصحفيين.
    fn indefinite_end(&self, from: usize, whole: usize) -> Option<usize> {
        let is_adjective = |at: usize| {
            let word = self.word(at);
            let is_nisba = NISBA_ENDINGS.iter().any(|ending| word.ends_with(ending)) && word.chars().count() > 3;
            !self.words.is_definite(at, 0)
                && (is_nisba || self.lexicon.is_rank(word))
                && self.entity_end(at).is_none()
                && !self.is_preposition(at)
        };
        let is_indefinite =
            !self.words.is_definite(from, 0) && self.is_source(from, 0) && self.entity_end(from).is_none();
        // ناشطون | السلطات: the ending ون shows that no genitive follows.
        let is_alone = self.word(from).ends_with(letters::PLURAL_UN) && self.words.is_definite(from + 1, 0);
        if is_indefinite && is_alone {
            return Some(from + 1);
        }
        if !is_indefinite || !is_adjective(from + 1) {
            return None;
        }
        let end = (from + 1..whole).find(|at| !is_adjective(*at)).unwrap_or(whole);
        let begins_noun = end < whole
            && self.is_word(end)
            && (self.words.is_definite(end, 0)
                || self.is_source(end, 0)
                || self.is_verbal_noun(end, 0)
                || self.entity_end(end).is_some())
            && !self.words.has_role(end, Roles::TITLE)
            && !self.is_person_at(end);
        begins_noun.then_some(end)
    }

    /// The end of the name of a speaker. Unknown parts of it may be between its known part and the content
    /// (حسن ود الطاهر | إن).
    pub(crate) fn name_end(&self, from: usize, end: usize, content: &[TokenSpan]) -> usize {
        let is_person = end > from && self.has_person(from, end);
        let Some(first) = content.first().filter(|_| is_person) else { return end };
        let is_stop = |at: &usize| self.is_comma(*at) || self.complementiser(*at).is_some() || self.is_colon(*at);
        let Some(stop) = (end..(end + 3).min(first.from)).find(is_stop) else { return end };
        if (end..stop).all(|at| self.may_be_part_of_name(at)) { stop } else { end }
    }

    /// True for a word that may be an unknown part of a name, because it is of no other kind.
    fn may_be_part_of_name(&self, at: usize) -> bool {
        self.is_word(at)
            && !self.is_preposition(at)
            && !self.words.has_role(at, Roles::STOP.union(Roles::WEEKDAY))
            && !self.ends_with_tanwin(at)
            && !self.is_addressee(at)
            && !self.word(at).starts_with([letters::LAM, letters::BA, letters::WAW])
            && self.reporting_verb(at).is_none()
            && !self.is(at, Class::NotInName)
    }
}
