//! What may follow inside a noun phrase, and what begins something else: appositions, joined names, objects, clauses.

use crate::words::lexicon::entities::Roles;
use crate::words::word::{NameStrength, WordReading};

use super::clause::Page;

impl Page<'_> {
    /// Is it a common noun without the article behind one with it, which is no title?
    pub(super) fn begins_object(&self, at: usize, from: usize) -> bool {
        let role = Roles::TITLE.union(Roles::BODY).union(Roles::ADJECTIVE).union(Roles::FIELD).union(Roles::STOP);
        let Some(whole) = self.words.readings(at).first() else { return false };
        // والطاقة; but وجهة is no و + جهة.
        let rest = |known: &WordReading| {
            known.proclitic == 1 && self.words.may_have_proclitic(at, known) && known.statistics().is_some()
        };
        let joined = self.word(at).starts_with('و')
            && (self.words.is_definite(at, 1) || self.words.readings(at).iter().any(rest));
        self.words.is_definite(at - 1, 0)
            && !(from..at).any(|at| self.words.has_role(at, Roles::TITLE))
            && !self.words.is_definite(at, 0)
            && self.words.is_definite(at + 1, 0)
            && whole.statistics().is_some_and(|rank| rank.person_percent() < 5)
            && self.words.name_strength(at, whole) < NameStrength::Medium
            && !whole.roles.intersects(role)
            && !self.is_source(at, 0)
            && !self.word(at).starts_with(['ل', 'ب'])
            && !(self.word(at).starts_with("مت")
                || matches!(self.word(at), "غير" | "شبه" | "ذات" | "ذو" | "عاليه" | "واسعه" | "شديده" | "كثيره"))
            && !joined
    }

    /// Does و and a word that is no noun of the phrase begin another clause (المعهد الوطني ووقع الزلزال)?
    pub(super) fn joins_clause(&self, at: usize) -> bool {
        let named =
            Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE).union(Roles::FIELD).union(Roles::ADJECTIVE);
        let readings = self.words.readings(at);
        self.word(at).starts_with('و')
            && self.words.is_definite(at - 1, 0)
            && (self.words.statistics(at).is_none() || self.word(at).starts_with("وو"))
            && !self.words.is_definite(at, 1)
            && self.entity_end(at).is_none()
            && !self.is_source(at, 1)
            && !self.is_verbal_noun(at, 1)
            && readings.iter().any(|known| known.proclitic == 1 && known.statistics().is_some())
            && !readings.iter().any(|known| known.roles.intersects(named))
    }

    /// Is it و and one more person behind a person (بوش وبلير, الرئيس … ورئيس الوزراء …)?
    pub(super) fn joins_person(&self, at: usize) -> bool {
        if !self.word(at).starts_with('و') {
            return false;
        }
        let person = |at: usize| self.people.get(at).copied().unwrap_or(false);
        let titled = || {
            let title = self
                .words
                .readings(at)
                .iter()
                .any(|known| known.proclitic == 1 && known.roles.intersects(Roles::TITLE));
            title && (at + 1..at + 7).take_while(|at| self.words.tokens().is_word(*at)).any(person)
        };
        person(at) || self.words.statistics(at).is_none() && titled()
    }

    /// Is it و and one more name behind several people (الطبيبتان آية صلاح ومريم جورج)?
    pub(super) fn joins_name(&self, at: usize, from: usize) -> bool {
        let several = ["ان", "ون", "ين"].iter().any(|end| self.word(from).ends_with(end));
        several && self.word(at).starts_with('و') && self.entities.get(at).is_some_and(|end| *end > at)
    }

    /// Is it a verb that says more of an indefinite noun (دبلوماسي شارك في …, مهندسة تشرف على …)?
    pub(super) fn opens_relative(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = self.words.readings(at).first();
        // محللون استطلعت رويترز آراءهم
        let past = word.ends_with('ت')
            && word.chars().count() >= 4
            && !word.ends_with("ات")
            && !self.words.is_definite(at, 0)
            && !self.words.is_definite(at - 1, 0)
            && !self.people.get(at - 1).copied().unwrap_or(false)
            && known.is_some_and(|known| !known.entry.is_unit() && !known.entry.is_place());
        if past {
            return true;
        }
        let plain = known
            .is_some_and(|known| !known.entry.is_unit() && !known.entry.is_place() && known.roles == Roles::default());
        let present = word.starts_with(['ي', 'ت'])
            && (4..=6).contains(&word.chars().count())
            && !word.ends_with('ه')
            && !self.words.is_definite(at - 1, 0)
            && self.words.statistics(at).is_some_and(|rank| rank.person_percent() < 13);
        self.lexicon.opens_relative(word) || plain && present
    }

    /// Does a person's office begin here: سيمون هول، المسؤول الدولي في الجامعة?
    pub(super) fn tells_office(&self, at: usize, from: usize) -> bool {
        self.is_person(from, at) && self.words.is_definite(at, 0) && self.is_source(at, 0) && self.verb(at).is_none()
    }

    /// Does an apposition begin here: a person, a title, a head noun, and not the sentence going on?
    pub(super) fn apposition(&self, at: usize) -> bool {
        if self.words.has_role(at, Roles::STOP) || self.verb(at).is_some() || self.that(at).is_some() {
            return false;
        }
        let named = self.entity_end(at).is_some();
        let titled = self.words.has_role(at, Roles::TITLE);
        let unit = self
            .words
            .readings(at)
            .first()
            .is_some_and(|known| self.words.name_strength(at, known) >= NameStrength::Strong);
        // المدير الفني، الصربي غوران ميليتش
        let origin = self.is_nisba(at) && (self.entity_end(at + 1).is_some() || self.is_unknown(at + 1));
        let calling = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        named || titled || unit || origin || calling
    }
}
