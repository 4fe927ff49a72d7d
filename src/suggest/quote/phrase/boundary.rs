//! The words that end a noun phrase: prepositions, complementisers, verbs, times, manners, other nouns.

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::reporting_facts::NounTraits;
use crate::words::token::TokenKind;
use crate::words::word::NameStrength;

use super::super::context::{Context, written};

impl Context<'_> {
    /// True if the noun phrase that began at `from` ends before a word.
    pub(crate) fn breaks_phrase(&self, at: usize, from: usize) -> bool {
        if self.complementiser(at).is_some() {
            return true;
        }
        if self.is_governed_preposition(at, from) {
            return false;
        }
        if self.is_preposition(at)
            || self.is(at, Class::PronounPreposition)
            || at > from && (self.begins_report_noun(at) || self.begins_object(at, from) || self.joins_clause(at))
        {
            return true;
        }
        if self.is(at, Class::Fi) || self.is(at, Class::Min) || self.is(at, Class::Lada) {
            return at == from || !self.belongs_to_phrase(at, from);
        }
        if self.is_office_with_an(at, from) || self.is_workplace_of_source(at, from) {
            return false;
        }
        if self.opens_with_b(at, from) || at > from && self.opens_relative(at) || self.is_circumstance(at, from) {
            return true;
        }
        // الفريق أول سامي حداد
        if self.is(at, Class::First) && at > from && self.words.has_role(at - 1, Roles::TITLE) {
            return false;
        }
        self.is_phrase_stop_word(at, from)
            || self.words.has_role(at, Roles::WEEKDAY)
            || self.words.find_role(at, Roles::MONTH).is_some() && at > from
            || at > from && self.reporting_verb(at).is_some_and(|(_, form)| !form.relay)
            || at > from && self.is_manner_in_phrase(at, from)
            || self.is(at, Class::EndsPhrase)
    }

    /// True for a preposition after an adjective that governs it: اللجنة المشرفة على الانتخابات, الديوان الخاص بالسياحة.
    fn is_governed_preposition(&self, at: usize, from: usize) -> bool {
        let word = self.word(at);
        at > from
            && self.is_noun(at - 1, NounTraits::GOVERNING)
            && (self.is(at, Class::ArgumentPreposition) || self.is_preposition(at) || word.starts_with(letters::BA))
            && self.is_word(at + 1)
    }

    /// True for a noun that is reported and no part of the speaker: كرر بوش | القول إن, جدد الوزير | تأكيده أن, أبدى اللاعب |
    /// سعادته.
    fn begins_report_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_said = self.is(at, Class::TheSaying) || self.lexicon.is_owned_saying(word);
        let is_felt = self.is_noun(at, NounTraits::OWN_OPINION)
            || self.lexicon.is_feeling(word) && word.ends_with([letters::HA, letters::ALEF]);
        is_said && (self.complementiser(at + 1).is_some() || self.is_colon(at + 1))
            || is_felt && !self.words.is_definite(at, 0)
    }

    /// True for عن after a person who represents a place: النائب عن بيروت.
    fn is_office_with_an(&self, at: usize, from: usize) -> bool {
        self.is(at, Class::An) && at == from + 1 && self.is(from, Class::Representative)
    }

    /// True for بال and an organisation after an indefinite source: مصدر بالجامعة, أستاذ القانون بالمركز.
    fn is_workplace_of_source(&self, at: usize, from: usize) -> bool {
        at > from
            && self.lexicon.is_source(self.word(from))
            && !self.words.is_definite(from, 0)
            && self.word(at).strip_prefix(letters::BA_ARTICLE).is_some_and(|bare| self.lexicon.is_source(bare))
    }

    /// True for ب and a noun (بالأمس, بإشراك), but not for a name that begins with ب.
    fn opens_with_b(&self, at: usize, from: usize) -> bool {
        let word = self.word(at);
        let strength =
            self.words.readings(at).first().map_or(NameStrength::No, |whole| self.words.name_strength(at, whole));
        at > from
            && word.starts_with(letters::BA_ARTICLE)
            && word.chars().count() > 5
            && strength < NameStrength::Medium
            && !self.words.has_role(at, Roles::TITLE)
            || word.starts_with(letters::BA) && self.is_noun_after_b(at)
    }

    /// True for a word that says when or where (بعد, أمام). At the beginning of a phrase it may be after و.
    fn is_circumstance(&self, at: usize, from: usize) -> bool {
        let word = self.word(at);
        let bare = word.strip_prefix(letters::WAW).filter(|_| at == from);
        self.lexicon.is_circumstance(word)
            || bare.is_some_and(|bare| self.lexicon.is_circumstance(bare))
            || at == from && (self.is(at, Class::WaFi) || self.is(at, Class::WaMin))
    }

    /// True for a word that is part of no name, except words that continue a noun phrase (العام, السابق, أحد).
    fn is_phrase_stop_word(&self, at: usize, from: usize) -> bool {
        let governs =
            at > from && self.is_noun(at, NounTraits::GOVERNING) && self.word(at + 1).starts_with(letters::BA);
        // فإن ends the phrase; فان may be a Dutch name.
        let is_van =
            self.is(at, Class::So) && at > from && !written(self.tokens(), at).contains(letters::WRITTEN_HAMZA_BELOW);
        self.words.has_role(at, Roles::STOP) && !governs && !is_van && !self.is(at, Class::ContinuesPhrase)
    }

    /// True for a manner of speaking after the noun: قال الوزير | مبتسما, غاضبا.
    fn is_manner_in_phrase(&self, at: usize, from: usize) -> bool {
        self.words.readings(at).first().is_some_and(|whole| !whole.entry.is_unit())
            && (self.ends_with_tanwin(at) && !(self.word(from).ends_with(letters::ALEF) && self.is_source(from, 0))
                || self.is(at, Class::ThatDay))
    }

    /// True if في or من inside a noun phrase describes the speaker (مصدر في الصليب الأحمر, الضابط في الشرطة), and not
    /// where or when it was said (في تصريح, في القاهرة).
    fn belongs_to_phrase(&self, at: usize, from: usize) -> bool {
        let tokens = self.tokens();
        if !self.is_word(at + 1) && tokens.kind(at + 1) != TokenKind::Foreign
            || self.is_noun(at + 1, NounTraits::OCCASION)
            || self.words.has_role(at + 1, Roles::WEEKDAY)
        {
            return false;
        }
        let is_place = self.entity_end(at + 1).is_some()
            || self.words.find_role(at + 1, Roles::OUTSIDE.union(Roles::BODY).union(Roles::BODY_DEFINITE)).is_some();
        if self.is(at, Class::Min) {
            let is_member = at == from + 1 && self.is_source(from, 0) && self.words.is_definite(at + 1, 0);
            return is_member || is_place && at == from + 1;
        }
        let is_indefinite = self.is_source(from, 0) && !self.words.is_definite(from, 0);
        let is_office = self.is_noun(from, NounTraits::OFFICE)
            || self.is_noun(at - 1, NounTraits::OFFICE)
            || self.is(at - 1, Class::Leading);
        // مدير الدفاع المدني في الإقليم، جوزيف مولينغا
        let following = (at + 2..at + 6).find(|at| self.is_comma(*at) || self.is_person_at(*at));
        let is_named = following.is_some_and(|at| self.is_person_at(at + usize::from(self.is_comma(at))));
        let has_colon = (at + 2..at + 6).any(|at| tokens.is_punctuation(at, ':'));
        is_named
            || (is_indefinite || is_office) && (!has_colon || is_place && is_indefinite)
            || is_place && !has_colon && self.is(at, Class::Fi) && !self.words.is_definite(from, 0)
            || is_place && is_office
    }
}
