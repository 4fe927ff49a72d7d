//! Words: the readings of each token, with word classes, gazetteer entries and frequency. Everything is looked up once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::gazetteer::{Gazetteer, GazetteerEntry, NameMatch, WordStatistics};
use super::lexicon::entities::{EntityLexicon, Roles};
use super::proclitic::{ProcliticSplit, proclitic_splits};
use super::token::Tokens;

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
    restored: bool,
    /// The word classes of the word.
    pub(crate) roles: Roles,
    /// The names that the word alone is.
    pub(crate) entry: GazetteerEntry,
    /// True if names of several words begin with the word.
    opens_longer: bool,
    /// The frequency of the word.
    statistics: Option<WordStatistics>,
}

impl WordReading {
    /// The frequency of the word; `None` if it is not among the frequent words.
    pub(crate) const fn statistics(&self) -> Option<WordStatistics> {
        self.statistics
    }
}

/// The tokens of an article with their readings.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    tokens: &'a Tokens<'a>,
    /// For each token, where its readings begin in `readings`.
    first: Vec<u32>,
    readings: Vec<WordReading>,
}

impl<'a> Words<'a> {
    /// Looks up every word of the tokens.
    pub(crate) fn new(tokens: &'a Tokens<'a>) -> Self {
        let (gazetteer, lexicon) = (Gazetteer::builtin(), EntityLexicon::builtin());
        let mut first = Vec::with_capacity(tokens.len() + 1);
        let mut readings: Vec<WordReading> = Vec::with_capacity(tokens.len() * 2);
        // The same word has the same readings everywhere: it is looked up once.
        let mut met: HashMap<&str, Range<usize>> = HashMap::new();
        for at in 0..tokens.len() {
            first.push(u32::try_from(readings.len()).unwrap_or(u32::MAX));
            if !tokens.is_word(at) {
                continue;
            }
            let from = readings.len();
            let word = tokens.folded(at);
            if let Some(before) = met.get(word) {
                readings.extend_from_within(before.clone());
                continue;
            }
            for split in proclitic_splits(word) {
                let restored = !split.restored.is_empty();
                let alone = if restored { Cow::Owned(split.word()) } else { Cow::Borrowed(split.rest) };
                let (roles, statistics) = (lexicon.roles(&alone), gazetteer.statistics(&alone));
                let (entry, opens_longer) = gazetteer.probe(split);
                let proclitic = split.proclitic;
                readings.push(WordReading { proclitic, restored, roles, entry, opens_longer, statistics });
                // A word of the language that only looks as if it began with a proclitic.
                if split.proclitic == 0 && roles.intersects(Roles::STOP) {
                    break;
                }
            }
            met.insert(word, from..readings.len());
        }
        first.push(u32::try_from(readings.len()).unwrap_or(u32::MAX));
        Self { tokens, first, readings }
    }

    /// The tokens.
    pub(crate) const fn tokens(&self) -> &'a Tokens<'a> {
        self.tokens
    }

    /// The readings of a token, the undivided word first. A token that is not a word has none.
    pub(crate) fn readings(&self, at: usize) -> &[WordReading] {
        let bound = |at: usize| self.first.get(at).or(self.first.last()).map_or(0, |first| *first as usize);
        self.readings.get(bound(at)..bound(at + 1)).unwrap_or_default()
    }

    /// The division of a word in a reading.
    fn split(&self, at: usize, reading: &WordReading) -> ProcliticSplit<'_> {
        let word = self.tokens.folded(at);
        let byte = word.char_indices().nth(reading.proclitic).map_or(0, |(byte, _)| byte);
        let restored = if reading.restored { "ا" } else { "" };
        ProcliticSplit { proclitic: reading.proclitic, restored, rest: word.get(byte..).unwrap_or_default() }
    }

    /// The folded word of a reading, without proclitics.
    pub(crate) fn bare_word(&self, at: usize, reading: &WordReading) -> String {
        self.split(at, reading).word()
    }

    /// Finds the first reading with one of the wanted roles and gives its proclitic length in folded letters.
    pub(crate) fn find_role(&self, at: usize, wanted: Roles) -> Option<usize> {
        self.readings(at).iter().find(|reading| reading.roles.intersects(wanted)).map(|reading| reading.proclitic)
    }

    /// True if the undivided word has one of the wanted roles.
    pub(crate) fn has_role(&self, at: usize, wanted: Roles) -> bool {
        self.readings(at).first().is_some_and(|reading| reading.roles.intersects(wanted))
    }

    /// The frequency of the undivided word.
    pub(crate) fn statistics(&self, at: usize) -> Option<WordStatistics> {
        self.readings(at).first().and_then(|reading| reading.statistics)
    }

    /// The longest name that begins with a token, over all readings. Of equally long names the one with the shortest
    /// proclitics is given.
    pub(crate) fn longest_name(&self, at: usize, wanted: impl Fn(GazetteerEntry) -> bool) -> Option<NameMatch> {
        let mut best: Option<NameMatch> = None;
        for reading in self.readings(at) {
            let found = if reading.opens_longer {
                Gazetteer::builtin().longest(self.tokens, at, self.split(at, reading), &wanted)
            } else {
                let (proclitic, entry) = (reading.proclitic, reading.entry);
                wanted(entry).then_some(NameMatch { to: at + 1, proclitic, entry })
            };
            if let Some(found) = found
                && best.is_none_or(|best| found.to > best.to)
            {
                best = Some(found);
            }
        }
        best
    }

    /// True if the token has the article after its first `proclitic` folded letters.
    pub(crate) fn is_definite(&self, at: usize, proclitic: usize) -> bool {
        let word = self.tokens.folded(at);
        let rest = word.char_indices().nth(proclitic).map_or("", |(byte, _)| word.get(byte..).unwrap_or_default());
        let before = proclitic.checked_sub(1).and_then(|last| word.chars().nth(last));
        // In لل the article has lost its alef.
        rest.starts_with("ال") || (before == Some('ل') && rest.starts_with('ل') && rest.chars().count() > 3)
    }

    /// The likelihood that a reading is part of a person's name.
    pub(crate) fn name_strength(&self, at: usize, reading: &WordReading) -> NameStrength {
        let never = Roles::STOP.union(Roles::ADJECTIVE).union(Roles::MONTH).union(Roles::RELATIVE);
        if reading.roles.intersects(never) || self.tokens.is_preposition(at) {
            return NameStrength::No;
        }
        if !self.may_have_proclitic(at, reading) {
            return NameStrength::No;
        }
        let statistics = reading.statistics();
        let letters = self.tokens.folded(at).chars().count() - reading.proclitic;
        let entry = reading.entry;
        if entry.is_unit() {
            return match statistics {
                None if letters >= 3 && reading.proclitic == 0 && self.is_inflected(at) => NameStrength::Weak,
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
            || self.is_inflected(at)
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

    /// True if the letters before a reading may be proclitics. A frequent undivided word is preferred to a reading with a
    /// rarer rest, unless the undivided word is a name: ولادة is not و + ل + ادة, and وجود is not و + جود.
    pub(crate) fn may_have_proclitic(&self, at: usize, reading: &WordReading) -> bool {
        reading.proclitic == 0
            || self.statistics(at).is_none_or(|whole| {
                let name = whole.person_percent() >= MEDIUM_PERCENT || whole.place_percent() >= MEDIUM_PERCENT;
                name || reading.statistics().is_some_and(|rest| rest.rank_bits() <= whole.rank_bits())
            })
    }

    /// True for a frequent word after a proclitic, or after the س of the future, or before a pronoun or verb ending.
    fn is_inflected(&self, at: usize) -> bool {
        let common = |statistics: Option<WordStatistics>| {
            statistics.is_some_and(|statistics| statistics.person_percent() < MEDIUM_PERCENT)
        };
        let word = self.tokens.folded(at);
        let listed = |word: &str| common(Gazetteer::builtin().statistics(word));
        let future = word.strip_prefix('س').filter(|rest| rest.starts_with(['ي', 'ت']));
        let bare = |word: &str| {
            let rest = ["ها", "هم", "نا", "وا", "ون"].iter().find_map(|end| word.strip_suffix(end));
            rest.is_some_and(|rest| rest.chars().count() > 2 && listed(rest))
        };
        future.is_some_and(|rest| listed(rest) || listed(rest.trim_end_matches('ه')) || bare(rest))
            || bare(word)
            || self
                .readings(at)
                .iter()
                .filter(|reading| reading.proclitic > 0)
                .any(|reading| common(reading.statistics))
    }
}
