//! What is known of each token, looked up once: its readings with roles and gazetteer entries, and how common it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::gazetteer::{Entry, Gazetteer, Match, Rank, Reading, readings};
use super::lexicon::{Lexicon, Roles};
use super::token::Tokens;

/// How a reading of a word looks as a part of a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It cannot be one.
    No,
    /// A word that nobody knows: perhaps a foreign name.
    Unknown,
    /// A known name that is an everyday word, too (جديد, حرب).
    Weak,
    /// A known name that may be something else (كريم, سلام).
    Medium,
    /// A name, and hardly anything else.
    Strong,
}

/// A word that is part of a person's name so often (in hundredths) is a name.
const STRONG: u64 = 33;

/// One that is so often may be one.
const MEDIUM: u64 = 13;

/// One reading of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Folded letters that are proclitics.
    pub(super) cut: usize,
    lost: bool,
    /// What the rest may be.
    pub(super) roles: Roles,
    /// What the rest is known as.
    pub(super) entry: Entry,
    /// Names of several words begin with it.
    more: bool,
    /// How common it is.
    rank: Option<Rank>,
}

impl Known {
    /// How common it is; `None` for what is not among the frequent words.
    pub(super) const fn rank(&self) -> Option<Rank> {
        self.rank
    }
}

/// The tokens of an article with what is known of them.
#[derive(Debug)]
pub(super) struct Words<'a> {
    tokens: &'a Tokens<'a>,
    /// For each token, where its readings begin in `known`.
    first: Vec<u32>,
    known: Vec<Known>,
}

impl<'a> Words<'a> {
    /// Looks every word up.
    pub(super) fn new(tokens: &'a Tokens<'a>) -> Self {
        let (gazetteer, lexicon) = (Gazetteer::builtin(), Lexicon::builtin());
        let mut first = Vec::with_capacity(tokens.len() + 1);
        let mut known: Vec<Known> = Vec::with_capacity(tokens.len() * 2);
        // What the lists say of a word they say of it everywhere.
        let mut met: HashMap<&str, Range<usize>> = HashMap::new();
        for at in 0..tokens.len() {
            first.push(u32::try_from(known.len()).unwrap_or(u32::MAX));
            if !tokens.is_word(at) {
                continue;
            }
            let from = known.len();
            let word = tokens.folded(at);
            if let Some(before) = met.get(word) {
                known.extend_from_within(before.clone());
                continue;
            }
            for reading in readings(word) {
                let lost = !reading.lost.is_empty();
                let alone = if lost { Cow::Owned(reading.word()) } else { Cow::Borrowed(reading.rest) };
                let (roles, rank) = (lexicon.roles(&alone), gazetteer.rank(&alone));
                let (entry, more) = gazetteer.probe(reading);
                known.push(Known { cut: reading.cut, lost, roles, entry, more, rank });
                // Words of the language that only look as if they began with a proclitic.
                if reading.cut == 0 && roles.has(Roles::STOP) {
                    break;
                }
            }
            met.insert(word, from..known.len());
        }
        first.push(u32::try_from(known.len()).unwrap_or(u32::MAX));
        Self { tokens, first, known }
    }

    /// The tokens.
    pub(super) const fn tokens(&self) -> &'a Tokens<'a> {
        self.tokens
    }

    /// The readings of a token, the whole word first; none for what is no word.
    pub(super) fn readings(&self, at: usize) -> &[Known] {
        let bound = |at: usize| self.first.get(at).or(self.first.last()).map_or(0, |first| *first as usize);
        self.known.get(bound(at)..bound(at + 1)).unwrap_or_default()
    }

    /// A reading as the gazetteer takes it.
    fn reading(&self, at: usize, known: &Known) -> Reading<'_> {
        let word = self.tokens.folded(at);
        let byte = word.char_indices().nth(known.cut).map_or(0, |(byte, _)| byte);
        Reading { cut: known.cut, lost: if known.lost { "ا" } else { "" }, rest: word.get(byte..).unwrap_or_default() }
    }

    /// The word of a reading as it stands alone.
    pub(super) fn word(&self, at: usize, known: &Known) -> String {
        self.reading(at, known).word()
    }

    /// How many letters come off a token before it has one of these roles.
    pub(super) fn role(&self, at: usize, wanted: Roles) -> Option<usize> {
        self.readings(at).iter().find(|known| known.roles.has(wanted)).map(|known| known.cut)
    }

    /// Has the whole token one of these roles?
    pub(super) fn is(&self, at: usize, wanted: Roles) -> bool {
        self.readings(at).first().is_some_and(|known| known.roles.has(wanted))
    }

    /// How common the whole written word is.
    pub(super) fn rank(&self, at: usize) -> Option<Rank> {
        self.readings(at).first().and_then(|known| known.rank)
    }

    /// The longest name from a token on, over all its readings; the fewest letters taken off win among equals.
    pub(super) fn longest(&self, at: usize, wanted: impl Fn(Entry) -> bool) -> Option<Match> {
        let mut best: Option<Match> = None;
        for known in self.readings(at) {
            let found = if known.more {
                Gazetteer::builtin().longest(self.tokens, at, self.reading(at, known), &wanted)
            } else {
                let (cut, entry) = (known.cut, known.entry);
                wanted(entry).then_some(Match { to: at + 1, cut, entry })
            };
            if let Some(found) = found
                && best.is_none_or(|best| found.to > best.to)
            {
                best = Some(found);
            }
        }
        best
    }

    /// Does the token begin with the article, after `cut` letters?
    pub(super) fn is_definite(&self, at: usize, cut: usize) -> bool {
        let word = self.tokens.folded(at);
        let rest = word.char_indices().nth(cut).map_or("", |(byte, _)| word.get(byte..).unwrap_or_default());
        let before = cut.checked_sub(1).and_then(|last| word.chars().nth(last));
        // In لل the article has lost its alef.
        rest.starts_with("ال") || (before == Some('ل') && rest.starts_with('ل') && rest.chars().count() > 3)
    }

    /// How a reading looks as part of a person's name.
    pub(super) fn strength(&self, at: usize, known: &Known) -> Strength {
        let never = Roles::STOP.and(Roles::ADJECTIVE).and(Roles::MONTH).and(Roles::RELATIVE);
        if known.roles.has(never) || self.tokens.is_preposition(at) {
            return Strength::No;
        }
        if !self.may_be_cut(at, known) {
            return Strength::No;
        }
        let rank = known.rank();
        let letters = self.tokens.folded(at).chars().count() - known.cut;
        let entry = known.entry;
        if entry.is_unit() {
            return match rank {
                None if letters >= 3 && known.cut == 0 && self.is_inflected(at) => Strength::Weak,
                None if letters >= 3 => Strength::Strong,
                None => Strength::Weak,
                Some(rank) if rank.person() >= STRONG => Strength::Strong,
                Some(rank) if rank.person() >= MEDIUM => Strength::Medium,
                Some(rank) if entry.given() + entry.family() >= 14 && rank.bits() > 9 => Strength::Medium,
                Some(_) => Strength::Weak,
            };
        }
        if entry.is_known_place() || entry.is_body() || entry.is_misc() || letters < 3 {
            return Strength::No;
        }
        if known.cut > 0 && rank.is_none_or(|rank| rank.person() < STRONG) || self.is_inflected(at) {
            return Strength::No;
        }
        match rank {
            None => Strength::Unknown,
            Some(rank) if rank.person() >= STRONG => Strength::Medium,
            Some(rank) if rank.person() >= MEDIUM => Strength::Unknown,
            Some(_) => Strength::No,
        }
    }

    /// May the letters before a reading be proclitics? ولادة is no و + ل + ادة, وجود no و + جود: a frequent word as a
    /// whole beats a reading whose rest is rarer, unless the whole is a name itself.
    pub(super) fn may_be_cut(&self, at: usize, known: &Known) -> bool {
        known.cut == 0
            || self.rank(at).is_none_or(|whole| {
                let name = whole.person() >= MEDIUM || whole.place() >= MEDIUM;
                name || known.rank().is_some_and(|rest| rest.bits() <= whole.bits())
            })
    }

    /// Is it a frequent word behind a proclitic, the س of the future among them?
    fn is_inflected(&self, at: usize) -> bool {
        let common = |rank: Option<Rank>| rank.is_some_and(|rank| rank.person() < MEDIUM);
        let word = self.tokens.folded(at);
        let listed = |word: &str| common(Gazetteer::builtin().rank(word));
        let future = word.strip_prefix('س').filter(|rest| rest.starts_with(['ي', 'ت']));
        let bare = |word: &str| {
            let rest = ["ها", "هم", "نا", "وا", "ون"].iter().find_map(|end| word.strip_suffix(end));
            rest.is_some_and(|rest| rest.chars().count() > 2 && listed(rest))
        };
        future.is_some_and(|rest| listed(rest) || listed(rest.trim_end_matches('ه')) || bare(rest))
            || bare(word)
            || self.readings(at).iter().filter(|known| known.cut > 0).any(|known| common(known.rank))
    }
}
