//! Word classes for the rules about entities (`assets/entities/*.toml`): one map from folded words to their classes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bitflags::bitflags;
use hashbrown::HashMap;

use crate::text::Fold;

bitflags! {
    /// Word classes that the rules for entities use. A word can have several.
    ///
    /// The tagger's features contain these bits: a class keeps its bit, or the model has to be trained again.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub(crate) struct Roles: u32 {
        /// A head noun of organisations.
        const BODY = 1;
        /// A head noun of organisations that is an everyday noun as well.
        const BODY_WEAK = 1 << 1;
        /// A head noun of organisations with the article; an adjective must follow.
        const BODY_DEFINITE = 1 << 2;
        /// A field of office or business.
        const FIELD = 1 << 3;
        /// An adjective that closes names.
        const ADJECTIVE = 1 << 4;
        /// A head noun of facilities.
        const FACILITY = 1 << 5;
        /// A head noun of land and water.
        const NATURE = 1 << 6;
        /// A head noun that is not part of the place's name.
        const OUTSIDE = 1 << 7;
        /// A word before places (في, من).
        const BEFORE_PLACE = 1 << 8;
        /// A title or calling.
        const TITLE = 1 << 9;
        /// A particle inside names.
        const PARTICLE = 1 << 10;
        /// The first half of a compound name.
        const OPENER = 1 << 11;
        /// The second half of a compound name.
        const CLOSER = 1 << 12;
        /// A word that announces the title of a work.
        const WORK = 1 << 13;
        /// A head noun of an upheaval that a day or a month names (ثورة يناير).
        const UPHEAVAL = 1 << 14;
        /// A month, or the first word of one.
        const MONTH = 1 << 15;
        /// A month that is an everyday word as well.
        const MONTH_DOUBTFUL = 1 << 16;
        /// A word for last, next or current.
        const RELATIVE = 1 << 17;
        /// A word before a month.
        const BEFORE_MONTH = 1 << 18;
        /// A day of the week.
        const WEEKDAY = 1 << 19;
        /// An ordinal number with the article.
        const ORDINAL = 1 << 20;
        /// A word that announces a year.
        const YEAR_HEAD = 1 << 21;
        /// A word that may precede a bare year.
        const BEFORE_YEAR = 1 << 22;
        /// A verb of saying before its subject.
        const SAY = 1 << 24;
        /// A word that is not a place although a town has the name.
        const NOT_PLACE = 1 << 25;
        /// A head noun that makes even an unknown name after it a place.
        const SETTLEMENT = 1 << 26;
        /// A participle that is part of no name when a complement follows.
        const PARTICIPLE = 1 << 28;
        /// A head noun of attacks that a day names (هجمات 11 سبتمبر).
        const ATTACKS = 1 << 29;
        /// A word before a number that counts or measures something.
        const COUNTING = 1 << 27;
        /// A word that is not part of any name and ends the name before it.
        const STOP = 1 << 23;
    }
}

/// The lists of `heads.toml`, each with the class of its words.
const HEADS: &[(&str, Roles)] = &[
    ("organisation", Roles::BODY),
    ("organisation_weak", Roles::BODY_WEAK),
    ("organisation_definite", Roles::BODY_DEFINITE),
    ("fields", Roles::FIELD),
    ("adjectives", Roles::ADJECTIVE),
    ("facility", Roles::FACILITY),
    ("nature", Roles::NATURE),
    ("outside", Roles::OUTSIDE),
    ("before", Roles::BEFORE_PLACE),
    ("titles", Roles::TITLE),
    ("particles", Roles::PARTICLE),
    ("openers", Roles::OPENER),
    ("closers", Roles::CLOSER),
    ("work", Roles::WORK),
    ("stop", Roles::STOP),
    ("said", Roles::SAY),
    ("not_places", Roles::NOT_PLACE),
    ("settlements", Roles::SETTLEMENT),
    ("participles", Roles::PARTICIPLE),
    ("upheavals", Roles::UPHEAVAL),
    ("attacks", Roles::ATTACKS),
];

/// The lists of `dates.toml`, each with the class of its words. A month can have two words.
const DATES: &[(&str, Roles)] = &[
    ("relative", Roles::RELATIVE),
    ("before", Roles::BEFORE_MONTH),
    ("weekdays", Roles::WEEKDAY.union(Roles::STOP)),
    ("ordinals", Roles::ORDINAL),
    ("year_heads", Roles::YEAR_HEAD),
    ("year_before", Roles::BEFORE_YEAR),
    ("counting", Roles::COUNTING),
    ("months", Roles::MONTH),
    ("doubtful", Roles::MONTH_DOUBTFUL),
];

static LEXICON: LazyLock<EntityLexicon> = LazyLock::new(|| {
    let (heads, dates) =
        (include_str!("../../../assets/entities/heads.toml"), include_str!("../../../assets/entities/dates.toml"));
    // A broken file only means fewer suggestions.
    let lexicon = EntityLexicon::read(heads, dates);
    debug_assert!(lexicon.is_ok(), "assets/entities: {:?}", lexicon.err());
    lexicon.unwrap_or_default()
});

/// Folded words with their classes.
#[derive(Debug, Default)]
pub(crate) struct EntityLexicon {
    words: HashMap<Box<str>, Roles>,
    /// Months of two words: (first, second).
    months: Vec<(String, String)>,
}

impl EntityLexicon {
    /// The built-in lexicon.
    pub(crate) fn builtin() -> &'static Self {
        &LEXICON
    }

    fn read(heads: &str, dates: &str) -> Result<Self, toml::de::Error> {
        let mut lexicon = Self::default();
        for (file, classes) in [(heads, HEADS), (dates, DATES)] {
            let lists: BTreeMap<String, Vec<String>> = toml::from_str(file)?;
            debug_assert!(lists.len() == classes.len(), "every list has a class: {:?}", lists.keys());
            for (list, role) in classes {
                let words = lists.get(*list);
                debug_assert!(words.is_some(), "there is no list {list}");
                words.into_iter().flatten().for_each(|word| lexicon.add(&word.fold(), *role));
            }
        }
        for (first, _) in lexicon.months.clone() {
            lexicon.add(&first, Roles::MONTH_DOUBTFUL);
        }
        Ok(lexicon)
    }

    fn add(&mut self, word: &str, role: Roles) {
        if role.intersects(Roles::MONTH.union(Roles::MONTH_DOUBTFUL))
            && let Some((first, second)) = word.split_once(' ')
        {
            self.months.push((first.to_owned(), second.to_owned()));
            return;
        }
        self.words.entry(word.into()).or_default().insert(role);
    }

    /// The classes of a folded word.
    pub(crate) fn roles(&self, word: &str) -> Roles {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// True if two folded words together are a month.
    pub(crate) fn is_month_of_two(&self, first: &str, second: &str) -> bool {
        self.months.iter().any(|(a, b)| a == first && b == second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entity_assets_can_be_read() {
        let lexicon = EntityLexicon::builtin();
        assert!(lexicon.words.len() > 700, "{}", lexicon.words.len());
        assert!(lexicon.roles("وزاره").contains(Roles::BODY) && !lexicon.roles("وزاره").contains(Roles::BODY_WEAK));
        assert!(lexicon.is_month_of_two("تشرين", "الثاني"));
    }
}
