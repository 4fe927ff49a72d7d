//! What may follow inside a noun phrase, and what begins something else: appositions, joined names, objects, clauses.

use crate::suggest::lexicon::Roles;
use crate::suggest::word::{Known, Strength};

use super::clause::Page;

impl Page<'_> {
    /// Is it a common noun without the article behind one with it, which is no title?
    pub(super) fn begins_object(&self, at: usize, from: usize) -> bool {
        let role = Roles::TITLE.and(Roles::BODY).and(Roles::ADJECTIVE).and(Roles::FIELD).and(Roles::STOP);
        let Some(whole) = self.words.readings(at).first() else { return false };
        // والطاقة; but وجهة is no و + جهة.
        let rest = |known: &Known| known.cut == 1 && self.words.may_be_cut(at, known) && known.rank().is_some();
        let joined = self.word(at).starts_with('و')
            && (self.words.is_definite(at, 1) || self.words.readings(at).iter().any(rest));
        self.words.is_definite(at - 1, 0)
            && !(from..at).any(|at| self.words.is(at, Roles::TITLE))
            && !self.words.is_definite(at, 0)
            && self.words.is_definite(at + 1, 0)
            && whole.rank().is_some_and(|rank| rank.person() < 5)
            && self.words.strength(at, whole) < Strength::Medium
            && !whole.roles.has(role)
            && !self.is_source(at, 0)
            && !self.word(at).starts_with(['ل', 'ب'])
            && !(self.word(at).starts_with("مت")
                || matches!(self.word(at), "غير" | "شبه" | "ذات" | "ذو" | "عاليه" | "واسعه" | "شديده" | "كثيره"))
            && !joined
    }

    /// Does و and a word that is no noun of the phrase begin another clause (المعهد الوطني ووقع الزلزال)?
    pub(super) fn joins_clause(&self, at: usize) -> bool {
        let named = Roles::TITLE.and(Roles::BODY).and(Roles::BODY_DEFINITE).and(Roles::FIELD).and(Roles::ADJECTIVE);
        let readings = self.words.readings(at);
        self.word(at).starts_with('و')
            && self.words.is_definite(at - 1, 0)
            && (self.words.rank(at).is_none() || self.word(at).starts_with("وو"))
            && !self.words.is_definite(at, 1)
            && self.entity_end(at).is_none()
            && !self.is_source(at, 1)
            && !self.is_verbal_noun(at, 1)
            && readings.iter().any(|known| known.cut == 1 && known.rank().is_some())
            && !readings.iter().any(|known| known.roles.has(named))
    }

    /// Is it و and one more person behind a person (بوش وبلير, الرئيس … ورئيس الوزراء …)?
    pub(super) fn joins_person(&self, at: usize) -> bool {
        if !self.word(at).starts_with('و') {
            return false;
        }
        let person = |at: usize| self.people.get(at).copied().unwrap_or(false);
        let titled = || {
            let title = self.words.readings(at).iter().any(|known| known.cut == 1 && known.roles.has(Roles::TITLE));
            title && (at + 1..at + 7).take_while(|at| self.words.tokens().is_word(*at)).any(person)
        };
        person(at) || self.words.rank(at).is_none() && titled()
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
            && self.words.rank(at).is_some_and(|rank| rank.person() < 13);
        self.lexicon.opens_relative(word) || plain && present
    }

    /// Does an apposition begin here: a person, a title, a head noun, and not the sentence going on?
    pub(super) fn apposition(&self, at: usize) -> bool {
        if self.words.is(at, Roles::STOP) || self.verb(at).is_some() || self.that(at).is_some() {
            return false;
        }
        let named = self.entity_end(at).is_some();
        let titled = self.words.is(at, Roles::TITLE);
        let unit =
            self.words.readings(at).first().is_some_and(|known| self.words.strength(at, known) >= Strength::Strong);
        // المدير الفني، الصربي غوران ميليتش
        let origin = self.is_nisba(at) && (self.entity_end(at + 1).is_some() || self.is_unknown(at + 1));
        let calling = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        named || titled || unit || origin || calling
    }
}
