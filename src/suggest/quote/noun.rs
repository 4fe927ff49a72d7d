//! What a noun looks like: an adjective, a name that nobody knows, someone who speaks, a thing that does not.

use crate::words::gazetteer::Gazetteer;
use crate::words::lexicon::entities::Roles;
use crate::words::word::{NameStrength, WordReading};

use super::clause::Page;

impl Page<'_> {
    /// Is it ل and who is spoken to or through (لوكالة فرانس برس, للصحافيين)? للنقابة and للشركة belong to the title
    /// before them.
    pub(super) fn is_medium(&self, at: usize) -> bool {
        // لي تشاو شينغ: a name.
        let name = self.word(at) == "لي" && (self.entity_end(at).is_some() || self.is_unknown(at + 1));
        !name && self.lexicon.is_medium(self.word(at))
    }

    /// Is it ب and a noun of the language (بإشراك), neither a name nor a part of a title (باسم, بمجلس)?
    pub(super) fn opens_with_b(&self, at: usize) -> bool {
        let plain = Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE);
        let Some(whole) = self.words.readings(at).first() else { return false };
        let known = self.words.readings(at).iter().find(|known| known.proclitic == 1);
        let noun = |known: &WordReading| {
            !known.roles.intersects(plain) && !known.entry.is_place() && self.words.may_have_proclitic(at, known)
        };
        !whole.roles.intersects(plain)
            && self.words.name_strength(at, whole) < NameStrength::Medium
            && known.is_some_and(|known| noun(known) && known.statistics().is_some())
    }

    /// Is it a word that nobody knows, a foreign name perhaps?
    pub(super) fn is_unknown(&self, at: usize) -> bool {
        self.words.tokens().is_word(at)
            && self.word(at).chars().count() > 2
            && self.verb(at).is_none()
            && !self.words.is_definite(at, 0)
            && !self.is_accusative(at)
            && self
                .words
                .readings(at)
                .iter()
                .all(|known| known.statistics().is_none() && known.roles == Roles::default())
    }

    pub(super) fn ends_with_tanwin(&self, at: usize) -> bool {
        let word = self.word(at);
        word.chars().count() > 4
            && !word.starts_with("ال")
            && self.is_accusative(at)
            && self.words.statistics(at).is_some_and(|rank| rank.person_percent() < 30 && rank.place_percent() < 20)
    }

    /// Is it a known word with the alef of the accusative at its end (مبتسما, أطرافا)?
    pub(super) fn is_accusative(&self, at: usize) -> bool {
        self.word(at).strip_suffix('ا').is_some_and(|stem| Gazetteer::builtin().statistics(stem).is_some())
    }

    /// Does it look like an adjective from a noun (الإنسانية, المحليون)?
    pub(super) fn is_nisba(&self, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && (word.ends_with('ي') || word.ends_with("يه") || word.ends_with("يون") || word.ends_with("يين"))
    }

    /// Is it a definite participle that agrees with the noun before it (المنظمة المشرفة, الوزير المكلف)?
    pub(super) fn agrees(&self, noun: usize, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && word.starts_with("الم")
            && (word.ends_with('ه') == self.word(noun).ends_with('ه'))
            && word.chars().count() >= 6
    }

    /// Could a noun phrase be a speaker: what names one, or people in the plural (مزارعون, الباحثين, مصدران)?
    pub(super) fn can_speak(&self, from: usize, to: usize) -> bool {
        let word = self.word(from);
        let people = word.ends_with("ون")
            || word.ends_with("ين")
            || word.ends_with("ان") && self.verb(from.saturating_sub(1)).is_some();
        !self.is_thing(from)
            && to > from
            && (self.speaks(from, to, 0)
                || people && word.chars().count() > 4
                || self.is_unknown(from)
                || self.is_person(from, to))
    }

    /// Is it how someone speaks, and nobody who does: تضيف ضاحكة, وقال مبتسما?
    pub(super) fn is_circumstance(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        let participle = word.chars().nth(1) == Some('ا') && word.ends_with('ه');
        end == at + 1
            && !self.words.is_definite(at, 0)
            && self.entities.get(at) == Some(&0)
            && !self.is_source(at, 0)
            && !word.ends_with("نا")
            && (participle
                || word.starts_with('م')
                    && word.ends_with('ه')
                    && self.is_colon(end)
                    && !self.words.has_role(at, Roles::TITLE)
                || word.ends_with('ا') && word.chars().count() > 4 && self.words.statistics(at).is_some())
    }

    /// Is it a noun that speaks, though it is neither a person nor a body?
    /// With the article or without, with a pronoun at its end (محاميه, والدتها, مراسلنا).
    pub(super) fn is_source(&self, at: usize, proclitic: usize) -> bool {
        if proclitic == 0 {
            let word = self.word(at);
            let bare = word.strip_prefix("ال").unwrap_or(word);
            let owned = ["هما", "هم", "ها", "نا", "ه", "ي", "ا", "ان", "ين"].iter().any(|end| {
                bare.strip_suffix(end).is_some_and(|stem| {
                    stem.chars().count() > 2
                        && (self.lexicon.is_source(stem)
                            || stem.strip_suffix('ت').is_some_and(|stem| self.lexicon.is_source(&format!("{stem}ه"))))
                })
            });
            if self.lexicon.is_source(bare) || owned {
                return true;
            }
        }
        let readings = self.words.readings(at);
        readings
            .iter()
            .filter(|known| known.proclitic == proclitic)
            .any(|known| self.lexicon.is_source(&self.words.bare_word(at, known)))
    }

    /// Is it someone with a pronoun, and so definite (جلالته, والدها)?
    pub(super) fn is_owned(&self, at: usize) -> bool {
        let (word, tokens) = (self.word(at), self.words.tokens());
        let marbuta = tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).ends_with('ة');
        tokens.is_word(at)
            && !marbuta
            && !self.words.is_definite(at, 0)
            && ["ه", "ها", "هم"].iter().any(|end| word.strip_suffix(end).is_some_and(|stem| self.lexicon.owns(stem)))
    }

    /// Things that show and say nothing: الدلائل تشير.
    pub(super) fn is_thing(&self, at: usize) -> bool {
        self.lexicon.is_thing(self.word(at))
    }
}
