//! Nouns of the reporting lexicon: gender, verbal nouns, feelings and opinions, occasions, callings.

use crate::words::morphology::Gender;

use super::class::{Class, occasion_key, office_key};
use super::reporting::ReportingLexicon;

impl ReportingLexicon {
    /// The gender of a folded noun: of an honorific by its pronoun, of other nouns by ة and ات and by the list.
    pub(crate) fn gender(&self, word: &str) -> Gender {
        let owned = ["ها", "ه"].into_iter().find_map(|end| Some((word.strip_suffix(end)?, end)));
        if let Some((stem, end)) = owned.filter(|(stem, _)| stem.chars().count() > 2) {
            if self.has_class_with_pronoun(stem, Class::Honorific) {
                return if end == "ها" { Gender::Feminine } else { Gender::Masculine };
            }
            if self.has_class(stem, Class::Source) && !self.has_class(word, Class::Source) {
                return Gender::Masculine;
            }
        }
        let feminine = word.ends_with('ه') && word != "الله"
            || word.ends_with("ات")
            || word.ends_with("اء") && word.chars().count() > 4 && self.has_class(word, Class::Feminine)
            || self.has_class(word, Class::Feminine)
            || stems(word).any(|stem| self.has_class_with_ta_marbuta(stem, Class::Source));
        if feminine { Gender::Feminine } else { Gender::Masculine }
    }

    /// True if a folded word is an honorific with its pronoun (معاليه).
    pub(crate) fn is_honorific(&self, word: &str) -> bool {
        let stem = ["ها", "هم", "ه"].into_iter().find_map(|end| word.strip_suffix(end));
        stem.is_some_and(|stem| self.has_class_with_pronoun(stem, Class::Honorific))
    }

    /// The gender of a folded noun before a pronoun: زوجت|ه, منافس|ه.
    pub(crate) fn gender_before_pronoun(&self, stem: &str) -> Gender {
        if stem.ends_with('ت') { Gender::Feminine } else { self.gender(stem) }
    }

    /// True if a folded word without proclitics is a feeling that someone can express.
    pub(crate) fn is_feeling(&self, word: &str) -> bool {
        stems(word).any(|stem| self.has_class_with_pronoun(stem, Class::Feeling))
    }

    /// True if a folded word is an opinion with the pronoun of its holder (أمله, ثقتها).
    pub(crate) fn is_own_opinion(&self, word: &str) -> bool {
        let stem = ["ها", "هم", "هما", "ه"].into_iter().find_map(|end| word.strip_suffix(end));
        stem.is_some_and(|stem| self.has_class_with_pronoun(stem, Class::Opinion))
    }

    /// True if a folded word is a hope with the pronoun of its holder (أمله).
    pub(crate) fn is_own_hope(&self, word: &str) -> bool {
        let stem = ["ها", "هم", "هما", "ه"].into_iter().find_map(|end| word.strip_suffix(end));
        stem.is_some_and(|stem| self.has_class(stem, Class::Hope))
    }

    /// True if a folded word without proclitics is a verbal noun, by its pattern (إفعال, تفعيل, مفاعلة, …) or by the list.
    /// `plural` is true if its first letter is written أ, as in plurals (أموال).
    pub(crate) fn is_verbal_noun(&self, word: &str, plural: bool) -> bool {
        self.has_false_article(word)
            || stems(word).any(|stem| {
                self.has_class_with_pronoun(stem, Class::VerbalNoun)
                    || has_verbal_noun_pattern(stem, plural)
                    || stem
                        .strip_suffix("ات")
                        .is_some_and(|one| one.chars().count() > 3 && has_verbal_noun_pattern(one, plural))
            })
    }

    /// True if the first letters of a folded word only look like the article: إلغاء, التزامه.
    pub(crate) fn has_false_article(&self, word: &str) -> bool {
        let owned = ["هما", "هم", "ها", "نا", "ه"].into_iter().filter_map(|end| word.strip_suffix(end));
        word.starts_with("ال")
            && std::iter::once(word).chain(owned).any(|stem| self.has_class(stem, Class::FalseArticle))
    }

    /// True if a folded word is a verbal noun of the list.
    pub(crate) fn is_listed_noun(&self, word: &str) -> bool {
        stems(word).any(|stem| self.has_class_with_pronoun(stem, Class::VerbalNoun))
    }

    /// True if a folded noun tells when or where something is said: في تصريح, في ختام.
    pub(crate) fn is_occasion(&self, noun: &str) -> bool {
        let own = ["ها", "هم", "ه"]
            .into_iter()
            .find_map(|end| noun.strip_suffix(end))
            .filter(|stem| stem.chars().count() > 2);
        self.has_class(occasion_key(noun), Class::Occasion)
            || own.is_some_and(|stem| {
                self.has_class(occasion_key(stem.strip_suffix('ت').unwrap_or(stem)), Class::Occasion)
            })
    }

    /// True if a folded noun is a calling before a place or an organisation: الباحث في الجامعة, الضابط في الشرطة.
    pub(crate) fn is_office(&self, noun: &str) -> bool {
        self.has_class(office_key(noun), Class::Office)
    }

    /// True if a folded adjective, with or without و and the article, governs a preposition (الخاص ب).
    pub(crate) fn is_governing(&self, word: &str) -> bool {
        let word = word.strip_prefix("وال").or_else(|| word.strip_prefix("ال")).unwrap_or(word);
        self.has_class(word, Class::Governing)
    }

    /// True if the stem before a pronoun is a person who speaks or an honorific (والد|ه, جلالت|ه).
    pub(crate) fn owns(&self, stem: &str) -> bool {
        let is_long = stem.chars().count() > 2;
        [Class::Source, Class::Honorific]
            .into_iter()
            .any(|class| is_long && self.has_class(stem, class) || self.has_class_with_ta_marbuta(stem, class))
    }

    /// True if a stem before a pronoun has a class, as it is or as it is written without a pronoun.
    pub(crate) fn has_class_with_pronoun(&self, stem: &str, class: Class) -> bool {
        self.has_class(stem, class) || self.has_class_with_ta_marbuta(stem, class)
    }

    /// True if a stem has a class as it is written without a pronoun: ت becomes ة (عودته, عودة).
    fn has_class_with_ta_marbuta(&self, stem: &str, class: Class) -> bool {
        stem.strip_suffix('ت').is_some_and(|bare| self.has_class(&format!("{bare}ه"), class))
    }
}

/// The stems of a word: without its article, and then without each pronoun that its end may be.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2).unwrap_or(word);
    let owned = ["هما", "هم", "ها", "نا", "ه"].into_iter().filter_map(move |end| bare.strip_suffix(end));
    std::iter::once(bare).chain(owned.filter(|stem| stem.chars().count() > 2))
}

/// True for the patterns of verbal nouns of the derived measures: إطلاق, انسحاب, استئناف, تخفيض, تراجع, تنمية, مواصلة.
fn has_verbal_noun_pattern(stem: &str, plural: bool) -> bool {
    if !stem.starts_with(['ا', 'ت', 'م']) {
        return false;
    }
    let letters: Vec<char> = stem.chars().collect();
    match letters.as_slice() {
        ['ا', .., 'ا', _] => letters.len() >= 5 && !plural,
        ['ا', _, 'ا', _, 'ه' | 'ت'] => !plural,
        ['ا', 'س', 'ت', .., 'ا', _, 'ه' | 'ت'] => true,
        ['ت', _, _, 'ي', _] | ['ت', _, _, _] | ['ت', _, 'ا', _, _] | ['ت', _, _, _, 'ه' | 'ت'] => true,
        ['م', _, 'ا', _, .., 'ه' | 'ت'] => letters.len() >= 6,
        _ => false,
    }
}
