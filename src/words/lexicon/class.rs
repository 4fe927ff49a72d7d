//! Word classes of the reporting vocabulary.

use bitflags::bitflags;

bitflags! {
    /// Classes of words, most of them nouns, by which quotes are found. A word can have several.
    /// `assets/quotes/lexicon.toml` explains the lists.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub(super) struct WordClass: u16 {
        const SOURCE = 1;
        const MEDIUM = 1 << 1;
        const RELATIVE = 1 << 2;
        const THING = 1 << 3;
        const MEASURE = 1 << 4;
        const VERBAL_NOUN = 1 << 5;
        const FEELING = 1 << 6;
        const HONORIFIC = 1 << 7;
        const FEMININE = 1 << 8;
        const OCCASION = 1 << 9;
        const OFFICE = 1 << 10;
        const OPINION = 1 << 11;
        const RANK = 1 << 12;
        const GOVERNING = 1 << 13;
        const CIRCUMSTANCE = 1 << 14;
        const ADVERB = 1 << 15;
    }
}

impl WordClass {
    /// The form under which a folded word of a class is kept: occasions and offices are kept without their article and
    /// endings.
    pub(super) fn key(self, word: &str) -> &str {
        match self {
            Self::OCCASION => occasion_key(word),
            Self::OFFICE => office_key(word),
            _ => word,
        }
    }
}

/// A noun without its article and without the ending of the feminine or its plural.
pub(super) fn occasion_key(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ات").or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}

/// A noun without its article and without the endings for women and for several people.
pub(super) fn office_key(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ين").or_else(|| bare.strip_suffix("ون")).or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}
