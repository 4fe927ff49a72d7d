//! The kind of a noun (a person who speaks, a thing that does not, an adjective, an unknown name) and its gender.

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::reporting_facts::NounTraits;
use crate::words::word::{NameStrength, WordReading};

use super::super::context::{Context, without_proclitic, written};
use crate::words::morphology::Gender;

/// The head nouns of organisations.
const BODIES: Roles = Roles::BODY.union(Roles::BODY_DEFINITE);

impl Context<'_> {
    /// True for ل and a listener or a medium (للصحافيين, لوكالة فرانس برس). للنقابة and للشركة belong to the title before them,
    /// and لي may be a name (لي تشاو شينغ).
    pub(crate) fn is_addressee(&self, at: usize) -> bool {
        let is_name = self.is(at, Class::ToMe) && (self.entity_end(at).is_some() || self.is_unknown(at + 1));
        !is_name && self.lexicon.is_medium(self.word(at))
    }

    /// True for ب and a noun of the language (بإشراك), but not for a name or a part of a title (باسم, بمجلس).
    pub(crate) fn is_noun_after_b(&self, at: usize) -> bool {
        let title = Roles::TITLE.union(BODIES);
        let readings = self.words.readings(at);
        let Some(whole) = readings.first() else { return false };
        let after_b = readings.iter().find(|reading| reading.proclitic == 1);
        let is_noun = |reading: &WordReading| {
            !reading.roles.intersects(title) && !reading.entry.is_place() && self.words.may_have_proclitic(at, reading)
        };
        !whole.roles.intersects(title)
            && self.words.name_strength(at, whole) < NameStrength::Medium
            && after_b.is_some_and(|reading| is_noun(reading) && reading.statistics().is_some())
    }

    /// True for a word that no list knows, perhaps a foreign name.
    pub(crate) fn is_unknown(&self, at: usize) -> bool {
        self.words.is_unlisted(at) && self.reporting_verb(at).is_none()
    }

    /// True for a frequent word that ends in the alef of the indefinite accusative (مبتسما).
    pub(crate) fn ends_with_tanwin(&self, at: usize) -> bool {
        let word = self.word(at);
        word.chars().count() > 4
            && !word.starts_with(letters::ARTICLE)
            && self.words.is_accusative(at)
            && self.words.statistics(at).is_some_and(|rank| rank.person_percent() < 30 && rank.place_percent() < 20)
    }

    /// True for a definite word that looks like an adjective made from a noun (الإنسانية, المحليون).
    pub(crate) fn is_nisba(&self, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && (word.ends_with(letters::YA)
                || word.ends_with(letters::NISBA_FEMININE)
                || letters::NISBA_PLURALS.iter().any(|ending| word.ends_with(ending)))
    }

    /// True for a definite participle that agrees with the noun before it (المنظمة المشرفة, الوزير المكلف).
    pub(crate) fn is_agreeing_participle(&self, noun: usize, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && word.starts_with(letters::ARTICLE_MEEM)
            && (word.ends_with(letters::HA) == self.word(noun).ends_with(letters::HA))
            && word.chars().count() >= 6
    }

    /// True for a noun phrase that may be a speaker: a person, an organisation, a title, an unknown name, or people in
    /// the plural or dual (مزارعون, الباحثين, مصدران).
    pub(crate) fn can_speak(&self, from: usize, to: usize) -> bool {
        let word = self.word(from);
        let is_plural = word.ends_with(letters::PLURAL_UN)
            || word.ends_with(letters::PLURAL_IN)
            || word.ends_with(letters::DUAL) && self.reporting_verb(from.saturating_sub(1)).is_some();
        !self.is_thing(from)
            && to > from
            && (self.names_speaker(from, to, 0)
                || is_plural && word.chars().count() > 4
                || self.is_unknown(from)
                || self.has_person(from, to))
    }

    /// True if the words of a phrase name a speaker: an entity, an organisation, a title, a source. بحسب القانون names
    /// none.
    pub(crate) fn names_speaker(&self, from: usize, to: usize, proclitic: usize) -> bool {
        self.entities.has_any(from, to)
            || self.words.find_role(from, Roles::TITLE.union(BODIES)).is_some()
            || self.is_source(from, proclitic)
    }

    /// True for a word that says how someone speaks, and is no name or title: تضيف ضاحكة, وقال مبتسما.
    pub(crate) fn is_manner(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        let is_participle = word.chars().nth(1) == Some(letters::ALEF) && word.ends_with(letters::HA);
        end == at + 1
            && !self.words.is_definite(at, 0)
            && self.entities.is_free(at)
            && !self.is_source(at, 0)
            && !word.ends_with(letters::OUR)
            && (is_participle
                || word.starts_with(letters::MEEM)
                    && word.ends_with(letters::HA)
                    && self.is_colon(end)
                    && !self.words.has_role(at, Roles::TITLE)
                || word.ends_with(letters::ALEF) && word.chars().count() > 4 && self.words.statistics(at).is_some())
    }

    /// True for a noun that speaks, but is neither a person nor an organisation (مصدر, محامي, تقرير): with or without the
    /// article, with a pronoun at its end (محاميه, والدتها, مراسلنا), after `proclitic` letters.
    pub(crate) fn is_source(&self, at: usize, proclitic: usize) -> bool {
        debug_assert!(proclitic < 2, "a noun is after one letter at most");
        if proclitic == 0 {
            return self.is_noun(at, NounTraits::SOURCE) || self.is(at, Class::Source);
        }
        // A word that certainly has no proclitic has one reading.
        self.is_noun(at, NounTraits::SOURCE_AFTER_PROCLITIC) && self.words.readings(at).len() > 1
    }

    /// True for a person with a pronoun, which makes the noun definite (جلالته, والدها).
    pub(crate) fn is_owned(&self, at: usize) -> bool {
        self.is_noun(at, NounTraits::OWNED_PERSON)
            && self.is_word(at)
            && !written(self.tokens(), at).ends_with(letters::WRITTEN_TA_MARBUTA)
            && !self.words.is_definite(at, 0)
    }

    /// True for things that show something and say nothing: الدلائل تشير.
    pub(crate) fn is_thing(&self, at: usize) -> bool {
        self.is_noun(at, NounTraits::THING)
    }

    /// True for a verbal noun (إعادة, وقف) after `proclitic` letters. Names and persons are none: محاميه looks like مفاعلة,
    /// إيران like إفعال.
    pub(crate) fn is_verbal_noun(&self, at: usize, proclitic: usize) -> bool {
        debug_assert!(proclitic < 2, "a noun is after one letter at most");
        let (noun, with_hamza) = if proclitic == 0 {
            (NounTraits::VERBAL_NOUN, NounTraits::VERBAL_NOUN_WITH_HAMZA)
        } else {
            (NounTraits::VERBAL_NOUN_AFTER_PROCLITIC, NounTraits::VERBAL_NOUN_WITH_HAMZA_AFTER_PROCLITIC)
        };
        if !self.is_noun(at, noun) {
            return false;
        }
        let is_name =
            self.is_person_at(at) || self.is_unknown(at) && (self.is_person_at(at + 1) || self.is_unknown(at + 1));
        if proclitic == 0 && (self.is_owned(at) || is_name || self.entity_end(at).is_some()) {
            return false;
        }
        let tokens = self.tokens();
        let raw = || tokens.text().get(tokens.start_behind_proclitic(at, proclitic)..tokens.end_before(at + 1));
        self.is_noun(at, with_hamza) || !raw().starts_with(letters::WRITTEN_HAMZA_ABOVE)
    }

    /// True for a noun with the article after `proclitic` letters, but not for إلغاء and التزام.
    pub(crate) fn is_definite_noun(&self, at: usize, proclitic: usize) -> bool {
        self.words.is_definite(at, proclitic)
            && !self.lexicon.has_false_article(without_proclitic(self.word(at), proclitic))
    }

    /// True for a verbal noun that only points at something: الاتفاق, تقرير سابق.
    pub(crate) fn is_vague_noun(&self, at: usize, proclitic: usize) -> bool {
        self.is_definite_noun(at, proclitic) || self.is_source(at, proclitic) || self.is_noun(at, NounTraits::OCCASION)
    }

    /// True for a noun of the sentence, perhaps an object: no preposition, no time, no word of manner.
    pub(crate) fn is_plain_noun(&self, at: usize) -> bool {
        self.is_word(at)
            && !self.words.is_definite(at, 0)
            && !self.is_preposition(at)
            && !self.words.has_role(at, Roles::STOP.union(Roles::WEEKDAY))
            && !self.is_addressee(at)
            && !self.is(at, Class::CircumstanceOfVerb)
            && !self.word(at).starts_with(letters::LAM)
    }

    /// The gender of a noun phrase, by its first word and the adjective after it: ة makes it feminine.
    pub(crate) fn gender_of(&self, at: usize) -> Gender {
        // الأمم المتحدة: by its adjective.
        let has_feminine_adjective = self.words.is_definite(at, 0)
            && self.words.is_definite(at + 1, 0)
            && self.word(at + 1).ends_with(letters::HA);
        if has_feminine_adjective {
            return Gender::Feminine;
        }
        let Some(facts) = self.facts(at) else { return Gender::Masculine };
        // منافسه is his rival, منافسة a woman.
        let is_owned = facts.gender_with_pronoun != facts.gender && self.is_owned(at);
        if is_owned { facts.gender_with_pronoun } else { facts.gender }
    }
}
