//! Words that the rules know: one map from folded words to what they may be, read from the TOML files of `assets/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::Fold;

/// What a word may be, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Roles(u32);

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Roles { $($(#[$doc])* pub(super) const $name: Self = Self(1 << $bit);)* }
    };
}

roles! {
    /// A head noun of organisations.
    BODY = 0;
    /// One that is an everyday noun as well.
    BODY_WEAK = 1;
    /// One with the article, which an adjective must follow.
    BODY_DEFINITE = 2;
    /// A field of office or business.
    FIELD = 3;
    /// An adjective that closes names.
    ADJECTIVE = 4;
    /// A head noun of facilities.
    FACILITY = 5;
    /// A head noun of land and water.
    NATURE = 6;
    /// A head noun that stays outside of a place's name.
    OUTSIDE = 7;
    /// A word that places follow.
    BEFORE_PLACE = 8;
    /// A title or calling.
    TITLE = 9;
    /// A particle inside names.
    PARTICLE = 10;
    /// The first half of a compound name.
    OPENER = 11;
    /// The second half of one.
    CLOSER = 12;
    /// What announces the title of a work.
    WORK = 13;
    /// A month, or the first word of one.
    MONTH = 15;
    /// A month that is an everyday word too.
    MONTH_DOUBTFUL = 16;
    /// Last, next, current.
    RELATIVE = 17;
    /// What comes before a month.
    BEFORE_MONTH = 18;
    /// A day of the week.
    WEEKDAY = 19;
    /// An ordinal number with the article.
    ORDINAL = 20;
    /// What announces a year.
    YEAR_HEAD = 21;
    /// What may stand before a bare year.
    BEFORE_YEAR = 22;
    /// A verb of saying, which its subject follows.
    SAY = 24;
    /// A word that is no place though some town has the name.
    NOT_PLACE = 25;
    /// A head noun behind which even an unknown name is a place's.
    SETTLEMENT = 26;
    /// A word that is part of no name and ends every one.
    STOP = 23;
}

impl Roles {
    /// Is any of these among them?
    pub(super) const fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    /// All of them as bits of a number.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// Both together.
    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[derive(Deserialize)]
struct Heads {
    organisation: Vec<String>,
    organisation_weak: Vec<String>,
    organisation_definite: Vec<String>,
    fields: Vec<String>,
    adjectives: Vec<String>,
    facility: Vec<String>,
    nature: Vec<String>,
    outside: Vec<String>,
    before: Vec<String>,
    stop: Vec<String>,
    not_places: Vec<String>,
    settlements: Vec<String>,
    said: Vec<String>,
    titles: Vec<String>,
    particles: Vec<String>,
    openers: Vec<String>,
    closers: Vec<String>,
    work: Vec<String>,
}

#[derive(Deserialize)]
struct Dates {
    months: Vec<String>,
    doubtful: Vec<String>,
    relative: Vec<String>,
    before: Vec<String>,
    weekdays: Vec<String>,
    ordinals: Vec<String>,
    year_heads: Vec<String>,
    year_before: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    // A test holds that both files are read; a broken one would only mean fewer suggestions.
    Lexicon::read(include_str!("../../assets/entities/heads.toml"), include_str!("../../assets/entities/dates.toml"))
        .unwrap_or_default()
});

/// Folded words and what they may be.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<Box<str>, Roles>,
    /// The second words of months of two words: (first, second).
    months: Vec<(String, String)>,
}

impl Lexicon {
    /// The one that is built in.
    pub(super) fn builtin() -> &'static Self {
        &LEXICON
    }

    fn read(heads: &str, dates: &str) -> Result<Self, toml::de::Error> {
        let heads: Heads = toml::from_str(heads)?;
        let dates: Dates = toml::from_str(dates)?;
        let mut lexicon = Self::default();
        for (list, role) in [
            (&heads.organisation, Roles::BODY),
            (&heads.organisation_weak, Roles::BODY_WEAK),
            (&heads.organisation_definite, Roles::BODY_DEFINITE),
            (&heads.fields, Roles::FIELD),
            (&heads.adjectives, Roles::ADJECTIVE),
            (&heads.facility, Roles::FACILITY),
            (&heads.nature, Roles::NATURE),
            (&heads.outside, Roles::OUTSIDE),
            (&heads.before, Roles::BEFORE_PLACE),
            (&heads.titles, Roles::TITLE),
            (&heads.particles, Roles::PARTICLE),
            (&heads.openers, Roles::OPENER),
            (&heads.closers, Roles::CLOSER),
            (&heads.work, Roles::WORK),
            (&heads.stop, Roles::STOP),
            (&heads.said, Roles::SAY),
            (&heads.not_places, Roles::NOT_PLACE),
            (&heads.settlements, Roles::SETTLEMENT),
            (&dates.relative, Roles::RELATIVE),
            (&dates.before, Roles::BEFORE_MONTH),
            (&dates.weekdays, Roles::WEEKDAY.and(Roles::STOP)),
            (&dates.ordinals, Roles::ORDINAL),
            (&dates.year_heads, Roles::YEAR_HEAD),
            (&dates.year_before, Roles::BEFORE_YEAR),
        ] {
            for word in list {
                lexicon.add(word.fold(), role);
            }
        }
        for (list, role) in [(&dates.months, Roles::MONTH), (&dates.doubtful, Roles::MONTH_DOUBTFUL)] {
            for month in list {
                match month.fold().split_once(' ') {
                    Some((first, second)) => lexicon.months.push((first.to_owned(), second.to_owned())),
                    None => lexicon.add(month.fold(), role),
                }
            }
        }
        for (first, _) in lexicon.months.clone() {
            lexicon.add(first, Roles::MONTH_DOUBTFUL);
        }
        Ok(lexicon)
    }

    fn add(&mut self, word: String, role: Roles) {
        let roles = self.words.entry(word.into_boxed_str()).or_default();
        *roles = roles.and(role);
    }

    /// What a folded word may be.
    pub(super) fn roles(&self, word: &str) -> Roles {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Are two folded words a month together?
    pub(super) fn is_month_of_two(&self, first: &str, second: &str) -> bool {
        self.months.iter().any(|(a, b)| a == first && b == second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assets_are_read() {
        let lexicon = Lexicon::builtin();
        assert!(lexicon.words.len() > 700, "{}", lexicon.words.len());
        assert!(lexicon.roles("وزاره").has(Roles::BODY) && !lexicon.roles("وزاره").has(Roles::BODY_WEAK));
        assert!(lexicon.is_month_of_two("تشرين", "الثاني"));
    }
}
