//! Words that continue a noun phrase (appositions, joined names), and words that begin something else (objects, clauses).

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::word::{NameStrength, WordReading};

use super::super::context::Context;

impl Context<'_> {
    /// True for a common noun without the article between two words with the article. It begins another noun phrase
    /// (ولخصت المصادر | وجهة نظر). Titles do not.
    pub(crate) fn begins_object(&self, at: usize, from: usize) -> bool {
        let role = Roles::TITLE.union(Roles::BODY).union(Roles::ADJECTIVE).union(Roles::FIELD).union(Roles::STOP);
        let Some(whole) = self.words.readings(at).first() else { return false };
        // والطاقة; but وجهة is no و + جهة.
        let is_after_and = |reading: &WordReading| {
            reading.proclitic == 1 && self.words.may_have_proclitic(at, reading) && reading.statistics().is_some()
        };
        let is_joined = self.word(at).starts_with(letters::WAW)
            && (self.words.is_definite(at, 1) || self.words.readings(at).iter().any(is_after_and));
        let is_adjective = self.word(at).starts_with(letters::MEEM_TA) || self.is(at, Class::OpensAdjective);
        self.words.is_definite(at - 1, 0)
            && !(from..at).any(|at| self.words.has_role(at, Roles::TITLE))
            && !self.words.is_definite(at, 0)
            && self.words.is_definite(at + 1, 0)
            && whole.statistics().is_some_and(|rank| rank.person_percent() < 5)
            && self.words.name_strength(at, whole) < NameStrength::Medium
            && !whole.roles.intersects(role)
            && !self.is_source(at, 0)
            && !self.word(at).starts_with([letters::LAM, letters::BA])
            && !is_adjective
            && !is_joined
    }

    /// True if و and a word that is no noun of the phrase begin another clause (المعهد الوطني | ووقع الزلزال).
    pub(crate) fn joins_clause(&self, at: usize) -> bool {
        let role =
            Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE).union(Roles::FIELD).union(Roles::ADJECTIVE);
        let readings = self.words.readings(at);
        self.word(at).starts_with(letters::WAW)
            && self.words.is_definite(at - 1, 0)
            && (self.words.statistics(at).is_none() || self.word(at).starts_with(letters::WAW_WAW))
            && !self.words.is_definite(at, 1)
            && self.entity_end(at).is_none()
            && !self.is_source(at, 1)
            && !self.is_verbal_noun(at, 1)
            && readings.iter().any(|reading| reading.proclitic == 1 && reading.statistics().is_some())
            && !readings.iter().any(|reading| reading.roles.intersects(role))
    }

    /// True for و and one more person after a person (بوش وبلير, الرئيس … ورئيس الوزراء …).
    pub(crate) fn joins_person(&self, at: usize) -> bool {
        if !self.word(at).starts_with(letters::WAW) {
            return false;
        }
        let is_titled = || {
            let has_title = self
                .words
                .readings(at)
                .iter()
                .any(|reading| reading.proclitic == 1 && reading.roles.intersects(Roles::TITLE));
            has_title && (at + 1..at + 7).take_while(|at| self.is_word(*at)).any(|at| self.is_person_at(at))
        };
        self.is_person_at(at) || self.words.statistics(at).is_none() && is_titled()
    }

    /// True for و and one more name after several people (الطبيبتان آية صلاح ومريم جورج).
    pub(crate) fn joins_name(&self, at: usize, from: usize) -> bool {
        let is_plural = [letters::DUAL, letters::PLURAL_UN, letters::PLURAL_IN]
            .iter()
            .any(|ending| self.word(from).ends_with(ending));
        is_plural && self.word(at).starts_with(letters::WAW) && self.entity_end(at).is_some()
    }

    /// True for a verb that opens a relative clause after an indefinite noun (دبلوماسي شارك في …, مهندسة تشرف على …).
    pub(crate) fn opens_relative(&self, at: usize) -> bool {
        let word = self.word(at);
        let whole = self.words.readings(at).first();
        // محللون استطلعت رويترز آراءهم
        let is_past = word.ends_with(letters::TA)
            && word.chars().count() >= 4
            && !word.ends_with(letters::FEMININE_PLURAL)
            && !self.words.is_definite(at, 0)
            && !self.words.is_definite(at - 1, 0)
            && !self.is_person_at(at - 1)
            && whole.is_some_and(|whole| !whole.entry.is_unit() && !whole.entry.is_place());
        if is_past {
            return true;
        }
        let is_plain = whole
            .is_some_and(|whole| !whole.entry.is_unit() && !whole.entry.is_place() && whole.roles == Roles::default());
        let is_present = word.starts_with([letters::YA, letters::TA])
            && (4..=6).contains(&word.chars().count())
            && !word.ends_with(letters::HA)
            && !self.words.is_definite(at - 1, 0)
            && self.words.statistics(at).is_some_and(|rank| rank.person_percent() < 13);
        self.lexicon.opens_relative(word) || is_plain && is_present
    }

    /// True if the office of a person begins at a word after a comma: سيمون هول، المسؤول الدولي في الجامعة.
    pub(crate) fn opens_office(&self, at: usize, from: usize) -> bool {
        self.has_person(from, at)
            && self.words.is_definite(at, 0)
            && self.is_source(at, 0)
            && self.reporting_verb(at).is_none()
    }

    /// True if an apposition begins at a word after a comma: a person, a title, a head noun; and not the rest of the
    /// sentence.
    pub(crate) fn opens_apposition(&self, at: usize) -> bool {
        if self.words.has_role(at, Roles::STOP)
            || self.reporting_verb(at).is_some()
            || self.complementiser(at).is_some()
        {
            return false;
        }
        let is_name = self
            .words
            .readings(at)
            .first()
            .is_some_and(|whole| self.words.name_strength(at, whole) >= NameStrength::Strong);
        // المدير الفني، الصربي غوران ميليتش
        let is_origin = self.is_nisba(at) && (self.entity_end(at + 1).is_some() || self.is_unknown(at + 1));
        let is_calling = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        self.entity_end(at).is_some() || self.words.has_role(at, Roles::TITLE) || is_name || is_origin || is_calling
    }
}
