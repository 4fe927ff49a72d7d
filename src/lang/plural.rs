//! Counted nouns: the plural rules of CLDR for both languages.

use super::Lang;

/// A plural category of CLDR (<https://cldr.unicode.org/index/cldr-spec/plural-rules>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// In Arabic: 0.
    Zero,
    /// 1.
    One,
    /// In Arabic: 2.
    Two,
    /// In Arabic: numbers that end in 03 to 10.
    Few,
    /// In Arabic: numbers that end in 11 to 99.
    Many,
    /// All other numbers. In Arabic: those from 100 on that end in 00 to 02. In English: all except 1.
    Other,
}

impl Plural {
    /// Returns the category of a whole number.
    ///
    /// ```
    /// use tawsim::lang::{Lang, Plural};
    /// let ar = |count| Plural::of(Lang::Ar, count);
    /// assert_eq!([ar(0), ar(1), ar(2)], [Plural::Zero, Plural::One, Plural::Two]);
    /// assert_eq!([ar(3), ar(10), ar(103)], [Plural::Few; 3]);
    /// assert_eq!([ar(11), ar(99), ar(111)], [Plural::Many; 3]);
    /// assert_eq!([ar(100), ar(102), ar(1000)], [Plural::Other; 3]);
    /// ```
    #[must_use]
    pub const fn of(lang: Lang, count: usize) -> Self {
        match (lang, count) {
            (Lang::En, 1) => Self::One,
            (Lang::En, _) => Self::Other,
            (Lang::Ar, 0) => Self::Zero,
            (Lang::Ar, 1) => Self::One,
            (Lang::Ar, 2) => Self::Two,
            (Lang::Ar, _) => match count % 100 {
                3..=10 => Self::Few,
                11..=99 => Self::Many,
                _ => Self::Other,
            },
        }
    }
}

/// A noun with all forms that a number can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// The forms for 1 and for all other numbers.
    en: [&'static str; 2],
    /// The forms for 0, 1 and 2, which contain the number; then few, many and other, which follow the number.
    ar: [&'static str; 6],
}

impl Noun {
    pub(super) const fn new(en: [&'static str; 2], ar: [&'static str; 6]) -> Self {
        Self { en, ar }
    }

    /// Returns the noun with a number.
    #[must_use]
    pub const fn count(self, count: usize) -> Counted {
        Counted { noun: self, count }
    }
}

/// A noun with a number.
///
/// ```
/// use tawsim::lang::{ARTICLES, Lang};
/// assert_eq!(ARTICLES.count(1).get(Lang::En), "1 article");
/// let ar = |count| ARTICLES.count(count).get(Lang::Ar);
/// assert_eq!([ar(1), ar(2), ar(3)], ["مقالة واحدة", "مقالتان", "3 مقالات"]);
/// assert_eq!([ar(11), ar(100)], ["11 مقالة", "100 مقالة"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    noun: Noun,
    count: usize,
}

impl Counted {
    /// Returns the number and the noun in a language.
    #[must_use]
    pub fn get(self, lang: Lang) -> String {
        let Self { noun: Noun { en: [en_one, en_other], ar: [zero, one, two, few, many, other] }, count } = self;
        match (lang, Plural::of(lang, count)) {
            (Lang::En, Plural::One) => format!("{count} {en_one}"),
            (Lang::En, _) => format!("{count} {en_other}"),
            (Lang::Ar, Plural::Zero) => zero.to_owned(),
            (Lang::Ar, Plural::One) => one.to_owned(),
            (Lang::Ar, Plural::Two) => two.to_owned(),
            (Lang::Ar, Plural::Few) => format!("{count} {few}"),
            (Lang::Ar, Plural::Many) => format!("{count} {many}"),
            (Lang::Ar, Plural::Other) => format!("{count} {other}"),
        }
    }
}
