//! Words: the readings of each token, with word classes, gazetteer entries and frequency, and the names of several words.
//! Everything is looked up once.

use std::borrow::Cow;
use std::rc::Rc;

use super::facts::{WordFacts, is_definite};
use super::gazetteer::{Gazetteer, GazetteerEntry, NameMatch, WordStatistics};
use super::lexicon::entities::Roles;
use super::proclitic::ProcliticSplit;
use super::token::Tokens;

pub(crate) use super::reading::{NameStrength, WordReading};

/// The tokens of an article with their readings.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    tokens: &'a Tokens<'a>,
    facts: Vec<Rc<WordFacts>>,
    /// The names of several words, by their first tokens and the readings of these; longer names after shorter ones.
    names: Vec<LongName>,
}

/// A name of several words.
#[derive(Debug, Clone, Copy)]
struct LongName {
    from: u32,
    /// The index of the first token's reading.
    reading: u32,
    /// The token after the last one.
    to: u32,
    entry: GazetteerEntry,
}

impl<'a> Words<'a> {
    /// Looks up every word of the tokens.
    pub(crate) fn new(tokens: &'a Tokens<'a>) -> Self {
        let mut words = Self { tokens, facts: WordFacts::of_tokens(tokens), names: Vec::new() };
        words.names = words.find_long_names();
        words
    }

    /// Finds the names of several words.
    fn find_long_names(&self) -> Vec<LongName> {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let mut names: Vec<LongName> = Vec::new();
        for at in 0..self.tokens.len() {
            for (index, reading) in self.readings(at).iter().enumerate() {
                if reading.opens_longer.is_empty() {
                    continue;
                }
                let first = names.len();
                Gazetteer::builtin().for_each_row(self.tokens, at, reading.opens_longer, |to, entry| {
                    let (from, reading, to) = (number(at), number(index), number(to));
                    let known = names.iter_mut().skip(first).find(|name| name.to == to);
                    match known {
                        Some(name) => name.entry = name.entry.and(entry),
                        None => names.push(LongName { from, reading, to, entry }),
                    }
                });
                if let Some(own) = names.get_mut(first..) {
                    own.sort_unstable_by_key(|name| name.to);
                }
            }
        }
        names
    }

    /// The tokens.
    pub(crate) const fn tokens(&self) -> &'a Tokens<'a> {
        self.tokens
    }

    /// The readings of a token, the undivided word first. A token that is not a word has none.
    pub(crate) fn readings(&self, at: usize) -> &[WordReading] {
        self.facts.get(at).map_or(&[], |facts| &facts.readings)
    }

    /// True for the adjective of a known place, with the article: السنغالية, الأردني.
    pub(crate) fn is_nationality(&self, at: usize) -> bool {
        self.facts.get(at).is_some_and(|facts| facts.is_nationality)
    }

    /// True for the adjective of a known place, without the article: مغربي, سنغالية.
    pub(crate) fn is_adjective_of_place(&self, at: usize) -> bool {
        self.facts.get(at).is_some_and(|facts| facts.is_adjective_of_place)
    }

    /// The division of a word in a reading.
    fn split(&self, at: usize, reading: &WordReading) -> ProcliticSplit<'_> {
        let word = self.tokens.folded(at);
        let byte = word.char_indices().nth(reading.proclitic).map_or(0, |(byte, _)| byte);
        let restored = if reading.restored { "ا" } else { "" };
        ProcliticSplit { proclitic: reading.proclitic, restored, rest: word.get(byte..).unwrap_or_default() }
    }

    /// The folded word of a reading, without proclitics.
    pub(crate) fn bare_word(&self, at: usize, reading: &WordReading) -> Cow<'_, str> {
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
        self.readings(at).first().and_then(WordReading::statistics)
    }

    /// The longest name that begins with a token, over all readings. Of equally long names the one with the shortest
    /// proclitics is given.
    pub(crate) fn longest_name(&self, at: usize, wanted: impl Fn(GazetteerEntry) -> bool) -> Option<NameMatch> {
        let first = self.names.partition_point(|name| (name.from as usize) < at);
        let here = self.names.get(first..).unwrap_or_default();
        let names = here.iter().take_while(|name| name.from as usize == at);
        let mut best: Option<NameMatch> = None;
        for (index, reading) in self.readings(at).iter().enumerate() {
            let proclitic = reading.proclitic;
            let found = if reading.opens_longer.is_empty() {
                wanted(reading.entry).then_some((at + 1, reading.entry))
            } else {
                let own = names.clone().filter(|name| name.reading as usize == index);
                let rows = own.map(|name| (name.to as usize, name.entry));
                let rows = [(at + 1, reading.entry)].into_iter().chain(rows);
                rows.filter_map(|(to, entry)| Some((to, entry.wanted_parts(&wanted)?))).last()
            };
            if let Some((to, entry)) = found
                && best.is_none_or(|best| to > best.to)
            {
                best = Some(NameMatch { to, proclitic, entry });
            }
        }
        best
    }

    /// True if the token has the article after its first `proclitic` folded letters.
    pub(crate) fn is_definite(&self, at: usize, proclitic: usize) -> bool {
        let known = self.facts.get(at).and_then(|facts| facts.is_definite.get(proclitic));
        known.copied().unwrap_or_else(|| is_definite(self.tokens.folded(at), proclitic))
    }

    /// True for a known word with the alef of the accusative at its end (مبتسما, أطرافا).
    pub(crate) fn is_accusative(&self, at: usize) -> bool {
        self.facts.get(at).is_some_and(|facts| facts.is_accusative)
    }

    /// True for a word of three letters or more that no list knows, after any proclitics.
    pub(crate) fn is_unlisted(&self, at: usize) -> bool {
        self.facts.get(at).is_some_and(|facts| facts.is_unlisted)
    }

    /// The likelihood that a reading is part of a person's name.
    pub(crate) fn name_strength(&self, at: usize, reading: &WordReading) -> NameStrength {
        if reading.strength > NameStrength::No && self.tokens.is_preposition(at) {
            NameStrength::No
        } else {
            reading.strength
        }
    }

    /// True if the letters before a reading may be proclitics. A frequent undivided word is preferred to a reading with a
    /// rarer rest, unless the undivided word is a name: ولادة is not و + ل + ادة, and وجود is not و + جود.
    pub(crate) fn may_have_proclitic(&self, at: usize, reading: &WordReading) -> bool {
        reading.may_have_proclitic(self.statistics(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn the_longest_name_wins() {
        for (text, name) in [
            ("للأمم المتحدة التي", "لأمم المتحدة"),
            ("وسان-فرانسيسكو.", "سان-فرانسيسكو"),
            ("بالولايات المتحدة الأميركية.", "الولايات المتحدة الأميركية"),
        ] {
            let text = Text::new(text);
            let tokens = Tokens::new(&text);
            let found = Words::new(&tokens).longest_name(0, |entry| entry.is_place() || entry.is_body()).unwrap();
            assert_eq!(text.slice(tokens.span(0, found.proclitic, found.to).unwrap()), name);
        }
    }
}
