//! What the lexicon says of nouns: gender, verbal nouns, feelings and opinions, occasions, callings.

use super::lexicon::{Class, Lexicon};
use super::morphology::Gender;

impl Lexicon {
    /// The gender of a folded noun: by its pronoun where it is an honorific, by ة and ات, by the list.
    pub(super) fn gender(&self, word: &str) -> Gender {
        let owned = ["ها", "ه"].into_iter().find_map(|end| Some((word.strip_suffix(end)?, end)));
        if let Some((stem, end)) = owned.filter(|(stem, _)| stem.chars().count() > 2) {
            if self.is(stem, Class::Honorific) || stem.ends_with('ت') && self.is(&marbuta(stem), Class::Honorific) {
                return if end == "ها" { Gender::Feminine } else { Gender::Masculine };
            }
            if self.is(stem, Class::Source) && !self.is(word, Class::Source) {
                return Gender::Masculine;
            }
        }
        let feminine = word.ends_with('ه') && word != "الله"
            || word.ends_with("ات")
            || word.ends_with("اء") && word.chars().count() > 4 && self.is(word, Class::Feminine)
            || self.is(word, Class::Feminine)
            || stems(word).any(|stem| stem.ends_with('ت') && self.is(&marbuta(stem), Class::Source));
        if feminine { Gender::Feminine } else { Gender::Masculine }
    }

    /// Is a folded word an honorific with its pronoun (معاليه)?
    pub(super) fn is_honorific(&self, word: &str) -> bool {
        let stem = ["ها", "هم", "ه"].into_iter().find_map(|end| word.strip_suffix(end));
        stem.is_some_and(|stem| self.is(stem, Class::Honorific) || self.is(&marbuta(stem), Class::Honorific))
    }

    /// The gender of a folded noun that a pronoun is written onto: زوجت|ه, منافس|ه.
    pub(super) fn gender_before_pronoun(&self, stem: &str) -> Gender {
        if stem.ends_with('ت') { Gender::Feminine } else { self.gender(stem) }
    }

    /// Is a folded word, without proclitics, a feeling that is voiced?
    pub(super) fn is_feeling(&self, word: &str) -> bool {
        stems(word).any(|stem| self.is(stem, Class::Feeling) || self.is(&marbuta(stem), Class::Feeling))
    }

    /// Is a folded word an opinion with the pronoun of whoever holds it (أمله, ثقتها)?
    pub(super) fn is_own_opinion(&self, word: &str) -> bool {
        let stem = ["ها", "هم", "هما", "ه"].into_iter().find_map(|end| word.strip_suffix(end));
        stem.is_some_and(|stem| self.is(stem, Class::Opinion) || self.is(&marbuta(stem), Class::Opinion))
    }

    /// Is a folded word, without proclitics, a verbal noun: by its pattern (إفعال, تفعيل, مفاعلة, …) or by the list?
    /// `plural` says that its first letter is written أ, as in plurals (أموال).
    pub(super) fn is_verbal_noun(&self, word: &str, plural: bool) -> bool {
        stems(word).any(|stem| {
            self.is(stem, Class::VerbalNoun)
                || self.is(&marbuta(stem), Class::VerbalNoun)
                || patterned(stem, plural)
                || stem.strip_suffix("ات").is_some_and(|one| one.chars().count() > 3 && patterned(one, plural))
        })
    }

    /// Is a folded word a verbal noun of the list?
    pub(super) fn is_listed_noun(&self, word: &str) -> bool {
        stems(word).any(|stem| self.is(stem, Class::VerbalNoun) || self.is(&marbuta(stem), Class::VerbalNoun))
    }

    /// Is a folded noun when or where something is said: في تصريح, في ختام?
    pub(super) fn is_occasion(&self, noun: &str) -> bool {
        let own = ["ها", "هم", "ه"]
            .into_iter()
            .find_map(|end| noun.strip_suffix(end))
            .filter(|stem| stem.chars().count() > 2);
        self.is(occasion(noun), Class::Occasion)
            || own.is_some_and(|stem| self.is(occasion(stem.strip_suffix('ت').unwrap_or(stem)), Class::Occasion))
    }

    /// Is a folded noun a calling that a place or body belongs to: الباحث في الجامعة, الضابط في الشرطة?
    pub(super) fn is_office(&self, noun: &str) -> bool {
        self.is(office(noun), Class::Office)
    }

    /// Is a folded adjective, with the article and و or not, one that carries a preposition (الخاص ب)?
    pub(super) fn is_governing(&self, word: &str) -> bool {
        let word = word.strip_prefix("وال").or_else(|| word.strip_prefix("ال")).unwrap_or(word);
        self.is(word, Class::Governing)
    }

    /// Is what stands before a pronoun someone who speaks or an honorific (والد|ه, جلالت|ه)?
    pub(super) fn owns(&self, stem: &str) -> bool {
        let source = |word: &str| self.is(word, Class::Source) || self.is(word, Class::Honorific);
        source(stem) && stem.chars().count() > 2 || stem.ends_with('ت') && source(&marbuta(stem))
    }
}

/// A noun without its article and the ending of the feminine or its plural.
pub(super) fn occasion(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ات").or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}

/// A noun without its article and what tells men, women and several.
pub(super) fn office(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ين").or_else(|| bare.strip_suffix("ون")).or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}

/// A word, without its article, and without a pronoun at its end.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2).unwrap_or(word);
    let owned = ["هما", "هم", "ها", "نا", "ه"].into_iter().filter_map(move |end| bare.strip_suffix(end));
    std::iter::once(bare).chain(owned.filter(|stem| stem.chars().count() > 2))
}

/// ت before a pronoun is ة without it: عودته, عودة.
pub(super) fn marbuta(stem: &str) -> String {
    stem.strip_suffix('ت').map_or_else(|| stem.to_owned(), |bare| format!("{bare}ه"))
}

/// Verbal nouns of the derived measures: إطلاق, انسحاب, استئناف, تخفيض, تراجع, تنمية, مواصلة.
fn patterned(stem: &str, plural: bool) -> bool {
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
