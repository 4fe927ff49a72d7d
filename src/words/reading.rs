//! Readings: the ways to read a written word, each with word classes, gazetteer entry and frequency.

use std::cell::LazyCell;

use super::gazetteer::{Gazetteer, GazetteerEntry, LongerNames, WordStatistics};
use super::lexicon::entities::{EntityLexicon, Roles};
use super::proclitic::proclitic_splits;

/// The likelihood that a reading of a word is part of a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameStrength {
    /// It is not part of a name.
    No,
    /// An unknown word: perhaps a foreign name.
    Unknown,
    /// A known name that is an everyday word as well (جديد, حرب).
    Weak,
    /// A known name that may be another word (كريم, سلام).
    Medium,
    /// A known name that is hardly ever another word.
    Strong,
}

/// A word that is part of a person's name in at least so many percent of its uses is a name.
const STRONG_PERCENT: u64 = 33;

/// A word that is part of one in at least so many percent of its uses may be a name.
const MEDIUM_PERCENT: u64 = 13;

/// One reading of a token: how many letters are proclitics, and what the word after them is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordReading {
    /// Proclitic length: how many folded letters are proclitics.
    pub(crate) proclitic: usize,
    /// True if the article has lost its alef (in لل).
    pub(super) restored: bool,
    /// The word classes of the word.
    pub(crate) roles: Roles,
    /// The names that the word alone is.
    pub(crate) entry: GazetteerEntry,
    /// The names of several words that begin with the word.
    pub(super) opens_longer: LongerNames,
    /// The frequency of the word.
    statistics: Option<WordStatistics>,
    /// The likelihood that the word is part of a person's name, if it is not a preposition.
    pub(super) strength: NameStrength,
}

impl WordReading {
    /// The frequency of the word; `None` if it is not among the frequent words.
    pub(crate) const fn statistics(&self) -> Option<WordStatistics> {
        self.statistics
    }

    /// True if the letters before the reading may be proclitics. `whole` is the frequency of the undivided word.
    pub(super) fn may_have_proclitic(&self, whole: Option<WordStatistics>) -> bool {
        self.proclitic == 0
            || whole.is_none_or(|whole| {
                let name = whole.person_percent() >= MEDIUM_PERCENT || whole.place_percent() >= MEDIUM_PERCENT;
                name || self.statistics.is_some_and(|rest| rest.rank_bits() <= whole.rank_bits())
            })
    }
}

/// Looks up the readings of a folded word, the undivided word first.
pub(super) fn look_up(word: &str) -> Box<[WordReading]> {
    let (gazetteer, lexicon) = (Gazetteer::builtin(), EntityLexicon::builtin());
    let mut readings: Vec<WordReading> = Vec::with_capacity(4);
    for split in proclitic_splits(word) {
        let restored = !split.restored.is_empty();
        let alone = split.word();
        let (roles, statistics) = (lexicon.roles(&alone), gazetteer.statistics(&alone));
        let (entry, opens_longer) = gazetteer.probe(split);
        let (proclitic, strength) = (split.proclitic, NameStrength::No);
        readings.push(WordReading { proclitic, restored, roles, entry, opens_longer, statistics, strength });
        // A word of the language that only looks as if it began with a proclitic.
        if split.proclitic == 0 && roles.intersects(Roles::STOP) {
            break;
        }
    }
    let letters = word.chars().count();
    let strengths: Vec<NameStrength> = {
        let inflected = LazyCell::new(|| is_inflected(word, &readings));
        let whole = readings.first().and_then(|reading| reading.statistics);
        let strength = |reading: &WordReading| {
            let letters = letters - reading.proclitic;
            if reading.may_have_proclitic(whole) {
                name_strength(reading, letters, &inflected)
            } else {
                NameStrength::No
            }
        };
        readings.iter().map(strength).collect()
    };
    readings.iter_mut().zip(strengths).for_each(|(reading, strength)| reading.strength = strength);
    readings.into_boxed_slice()
}

/// The likelihood that a reading with so many letters after its proclitics is part of a person's name. `inflected` is the
/// value of [`is_inflected`].
fn name_strength(
    reading: &WordReading,
    letters: usize,
    inflected: &impl std::ops::Deref<Target = bool>,
) -> NameStrength {
    let never = Roles::STOP.union(Roles::ADJECTIVE).union(Roles::MONTH).union(Roles::RELATIVE);
    if reading.roles.intersects(never) {
        return NameStrength::No;
    }
    let (statistics, entry) = (reading.statistics, reading.entry);
    if entry.is_unit() {
        return match statistics {
            None if letters >= 3 && reading.proclitic == 0 && **inflected => NameStrength::Weak,
            None if letters >= 3 => NameStrength::Strong,
            None => NameStrength::Weak,
            Some(statistics) if statistics.person_percent() >= STRONG_PERCENT => NameStrength::Strong,
            Some(statistics) if statistics.person_percent() >= MEDIUM_PERCENT => NameStrength::Medium,
            Some(statistics) if entry.given() + entry.family() >= 14 && statistics.rank_bits() > 9 => {
                NameStrength::Medium
            }
            Some(_) => NameStrength::Weak,
        };
    }
    if entry.is_known_place() || entry.is_body() || entry.is_misc() || letters < 3 {
        return NameStrength::No;
    }
    if reading.proclitic > 0 && statistics.is_none_or(|statistics| statistics.person_percent() < STRONG_PERCENT)
        || **inflected
    {
        return NameStrength::No;
    }
    match statistics {
        None => NameStrength::Unknown,
        Some(statistics) if statistics.person_percent() >= STRONG_PERCENT => NameStrength::Medium,
        Some(statistics) if statistics.person_percent() >= MEDIUM_PERCENT => NameStrength::Unknown,
        Some(_) => NameStrength::No,
    }
}

/// True for a frequent word after a proclitic, or after the س of the future, or before a pronoun or verb ending.
fn is_inflected(word: &str, readings: &[WordReading]) -> bool {
    let common = |statistics: Option<WordStatistics>| {
        statistics.is_some_and(|statistics| statistics.person_percent() < MEDIUM_PERCENT)
    };
    let listed = |word: &str| common(Gazetteer::builtin().statistics(word));
    let future = word.strip_prefix('س').filter(|rest| rest.starts_with(['ي', 'ت']));
    let bare = |word: &str| {
        let rest = ["ها", "هم", "نا", "وا", "ون"].iter().find_map(|end| word.strip_suffix(end));
        rest.is_some_and(|rest| rest.chars().count() > 2 && listed(rest))
    };
    future.is_some_and(|rest| listed(rest) || listed(rest.trim_end_matches('ه')) || bare(rest))
        || bare(word)
        || readings.iter().filter(|reading| reading.proclitic > 0).any(|reading| common(reading.statistics))
}
