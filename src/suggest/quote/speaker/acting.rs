//! The subject of a clause, whether its verb reports something or not (انتقد المدرب أرضية الملعب).

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number, VerbShape};
use crate::words::reporting_facts::NounTraits;
use crate::words::token::TokenSpan;

use super::super::agreement::Agreement;
use super::super::context::Context;

/// The most tokens between a participle and the verb before it.
const PARTICIPLE_REACH: usize = 12;

/// The tokens after a relaying verb that are searched for its preposition.
const RELAY_REACH: usize = 9;

impl Context<'_> {
    /// The subject of the clause whose verb or subject begins at a token.
    pub(super) fn acting_subject(&self, at: usize) -> Option<(TokenSpan, Agreement)> {
        if !self.is_word(at) {
            return None;
        }
        let verb = self
            .verb_by_letters(at)
            .filter(|(_, form)| form.shape == VerbShape::Finite && !(form.relay && self.relays(at)));
        let found = match verb {
            Some((proclitic, form)) => self.subject_of_verb(at, proclitic, form),
            None => self.subject_of_clause(at),
        };
        // وقف ميزانية الوكالة: an act, though the name of someone is in it.
        found.filter(|(span, _)| !self.is_verbal_noun(span.from, span.proclitic))
    }

    /// The subject of a verb of the lexicon.
    fn subject_of_verb(&self, at: usize, proclitic: usize, form: VerbForm) -> Option<(TokenSpan, Agreement)> {
        let verb = self.lexicon.verb(form);
        let opens_clause = proclitic == 1 || at == 0 || !self.is_word(at - 1);
        let from = self.skip_addressees(at + 1);
        let end = self.subject_end(from);
        let is_able =
            self.can_speak(from, end) || opens_clause && !form.doubtful && !verb.object && !self.is_thing(from);
        let is_content = verb.masdar && !self.words.is_definite(from, 0) && self.is_verbal_noun(from, 0)
            || self.is_noun(from, NounTraits::OWN_OPINION);
        // A doubtful verb counts only where it opens its clause.
        let has_subject =
            (opens_clause || !form.doubtful) && end > from && is_able && !is_content && !self.is_manner(from, end);
        if !has_subject {
            self.reporting_verb(at)?;
            let before = self.subject_before(at, proclitic, form)?;
            return Some((before, Agreement::new(form.gender, form.number)));
        }
        let own_gender = self.gender_of(from);
        let agrees = form.number == Number::Plural || own_gender == form.gender || self.has_person(from, end);
        // نعت is "he described" or "she announced a death": the subject decides.
        let gender = if agrees { form.gender } else { own_gender };
        (agrees || form.doubtful).then(|| (TokenSpan::whole(from, end), Agreement::new(gender, form.number)))
    }

    /// The subject of a clause whose verb is not in the lexicon: a noun phrase that opens the clause, or the one after its
    /// first word, if that word can be a verb.
    fn subject_of_clause(&self, at: usize) -> Option<(TokenSpan, Agreement)> {
        let opens_clause = self.starts_sentence(at)
            || self.skip_opener(self.sentence_start(at)) == at
            || [Class::But, Class::AsFor, Class::Was].into_iter().any(|class| self.is(at - 1, class));
        if !opens_clause || self.reporting_verb(at).is_some() {
            return None;
        }
        let is_about = at > 0 && (self.is(at - 1, Class::AsFor) || self.is(at - 1, Class::But));
        let from = if is_about || self.opens_with_name(at) { at } else { at + 1 };
        let end = self.subject_end(from);
        let is_named = from == at || self.words.has_role(from, Roles::TITLE) || self.has_person(from, from + 1);
        let is_subject = end > from && (is_named || from > at && self.is_body_after_verb(at, from));
        (is_subject && self.can_speak(from, end))
            .then(|| (TokenSpan::whole(from, end), Agreement::singular(self.gender_of(from))))
    }

    /// True if a title, a name or a source with a name is at a token.
    fn opens_with_name(&self, at: usize) -> bool {
        let is_title = self.words.has_role(at, Roles::TITLE) && !self.words.has_role(at, Roles::PARTICLE);
        let is_name = self.has_person(at, at + 1) || self.is_unknown(at) && self.has_person(at, at + 2);
        is_title
            || is_name && self.words.statistics(at).is_none_or(|_| !self.word(at).starts_with(letters::WAW))
            || self.is_source(at, 0) && self.has_person(at, at + 4)
    }

    /// True for an organisation after a word that agrees with it as a verb does: قررت المحكمة, وافق مجلس الأمن.
    fn is_body_after_verb(&self, at: usize, from: usize) -> bool {
        let verb = self.word(at);
        let is_feminine = verb.ends_with(letters::TA) && verb.chars().count() > 3;
        self.is_source(from, 0)
            && self.words.find_role(at, Roles::TITLE.union(Roles::BODY)).is_none()
            && !self.is_preposition(at)
            && (self.gender_of(from) == Gender::Feminine) == is_feminine
    }

    /// The subject of a verb of saying directly before a participle: فرد المكلف العام قائلا.
    pub(super) fn subject_beside_participle(&self, start: usize, place: usize) -> Option<TokenSpan> {
        (start.max(place.saturating_sub(PARTICIPLE_REACH))..place).rev().find_map(|at| {
            let (_, form) = self.verb_by_letters(at).filter(|(_, form)| form.shape == VerbShape::Finite)?;
            let from = self.skip_addressees(at + 1);
            let end = self.phrase_end(from);
            let subject_end = self.subject_end(from);
            // غرد إيلون ماسك قائلا: an unknown part of the name.
            let may_be_name =
                |at: usize| self.is_word(at) && !self.is_preposition(at) && !self.words.has_role(at, Roles::STOP);
            let has_unknown_part = subject_end > from
                && self.has_person(subject_end - 1, subject_end)
                && subject_end + 1 == place
                && may_be_name(subject_end);
            let is_beside =
                (end == place || has_unknown_part) && end > from && !form.pronoun && !self.is_manner(from, end);
            is_beside.then(|| TokenSpan::whole(from, if has_unknown_part { place } else { subject_end }))
        })
    }

    /// True if the preposition of a relay is near (نقلت الوكالة عن), so that its subject is not the next speaker.
    fn relays(&self, at: usize) -> bool {
        (at + 1..at + RELAY_REACH)
            .take_while(|at| !self.ends_sentence(*at) && !self.is_comma(*at))
            .any(|at| self.is(at, Class::RelayPreposition))
    }

    /// The token after the words that open a sentence before its verb: من جهته, وفي باريس, بدوره. Gives `start` if there are none.
    fn skip_opener(&self, start: usize) -> usize {
        let is = |class| self.is(start, class);
        let end = if is(Class::InTurn) {
            start + 1
        } else if [Class::Min, Class::WaMin, Class::An].into_iter().any(is) && self.is(start + 1, Class::Side) {
            start + 2
        } else if is(Class::Fi) || is(Class::WaFi) {
            self.entity_end(start + 1).unwrap_or(start)
        } else {
            start
        };
        if end > start && self.is_comma(end) { end + 1 } else { end }
    }
}
