//! Lookups: one word, or the longest row of words that is a name.

use std::sync::LazyLock;

use fst::raw::{CompiledAddr, Fst, Node, Output};
use fst::{Map, MapBuilder};
use serde::Deserialize;

use crate::text::Fold;
use crate::words::proclitic::ProcliticSplit;
use crate::words::token::{TokenKind, Tokens};

use super::entry::{GazetteerEntry, WordStatistics};

static NAMES: &[u8] = include_bytes!("../../../assets/gazetteers/names.fst");
static LISTED: &[u8] = include_bytes!("../../../assets/gazetteers/listed.fst");
static WORDS: &[u8] = include_bytes!("../../../assets/gazetteers/words.fst");
static KNOWN: &str = include_str!("../../../assets/gazetteers/known.toml");

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// The number of maps of names.
const MAPS: usize = 3;

/// The places in the maps where the names of several words go on behind their first word; `None` where a map has no such names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LongerNames([Option<MapPlace>; MAPS]);

/// A place in a map: the address of a node, and the sum of the outputs up to it.
#[derive(Debug, Clone, Copy)]
struct MapPlace {
    node: CompiledAddr,
    output: u64,
}

impl LongerNames {
    /// True if no name of several words begins with the word.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// A map from folded names or words to numbers.
type WordMap = Map<&'static [u8]>;

/// The compiled maps and the hand-written list (`assets/gazetteers/known.toml`).
#[derive(Debug)]
pub(crate) struct Gazetteer {
    names: Option<WordMap>,
    /// The names of `assets/gazetteers/listed`.
    listed: Option<WordMap>,
    words: Option<WordMap>,
    known: Option<WordMap>,
    /// Names that count only after certain words: each name with those words, folded.
    pub(crate) contextual: Vec<(String, Vec<String>)>,
}

/// A row of words that is a name in the gazetteers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameMatch {
    /// The token after the last one.
    pub(crate) to: usize,
    /// Proclitic length: the folded letters of the first token that are not part of the name.
    pub(crate) proclitic: usize,
    /// The kinds of name that it is.
    pub(crate) entry: GazetteerEntry,
}

/// The keys of `known.toml`.
#[derive(Deserialize, Default)]
struct HandWrittenList {
    places: Vec<String>,
    organisations: Vec<String>,
    misc: Vec<String>,
    contextual: Contextual,
}

/// Names that count only after certain words: `name: word word`, one string each.
#[derive(Deserialize, Default)]
struct Contextual {
    organisations: Vec<String>,
}

impl Gazetteer {
    /// The built-in gazetteer.
    pub(crate) fn builtin() -> &'static Self {
        &GAZETTEER
    }

    /// Loads the assets.
    fn load() -> Self {
        // A broken asset only means fewer suggestions.
        let known: Result<HandWrittenList, _> = toml::from_str(KNOWN);
        debug_assert!(known.is_ok(), "known.toml: {:?}", known.err());
        let known = known.unwrap_or_default();
        let mut keys: Vec<(String, u64)> = Vec::new();
        for (list, bit) in [
            (&known.places, GazetteerEntry::PLACE),
            (&known.organisations, GazetteerEntry::BODY),
            (&known.misc, GazetteerEntry::MISC),
        ] {
            keys.extend(list.iter().map(|name| (name.replace('-', " ").fold(), bit)));
        }
        keys.sort();
        keys.dedup_by(|later, first| later.0 == first.0);
        let mut builder = MapBuilder::memory();
        for (key, bits) in &keys {
            let inserted = builder.insert(key, *bits);
            debug_assert!(inserted.is_ok(), "keys are sorted: {inserted:?}");
        }
        let contextual = known.contextual.organisations.iter().filter_map(|line| {
            let (name, words) = line.split_once(':')?;
            Some((name.fold(), words.split_whitespace().map(Fold::fold).collect()))
        });
        Self {
            names: Map::new(NAMES).ok(),
            listed: Map::new(LISTED).ok(),
            words: Map::new(WORDS).ok(),
            // The gazetteer is never dropped.
            known: builder.into_inner().ok().and_then(|bytes| Map::new(&*bytes.leak()).ok()),
            contextual: contextual.collect(),
        }
    }

    /// True if a folded stem with one of the endings is a country or a place of the hand-written list. `start` is before the
    /// stem.
    pub(crate) fn has_certain_place(&self, start: &'static str, stem: &str, endings: &[&str]) -> bool {
        let stem = ProcliticSplit { proclitic: 0, restored: start, rest: stem };
        [&self.known, &self.names].into_iter().flatten().map(Map::as_fst).any(|fst| {
            let Some(whole) = follow(fst, stem) else { return false };
            endings.iter().any(|end| {
                let (mut node, mut output) = whole;
                let known = step(fst, end.as_bytes(), &mut node, &mut output) && node.is_final();
                let entry = GazetteerEntry(output.cat(node.final_output()).value());
                known && (entry.is_known_place() || entry.is_country())
            })
        })
    }

    /// The maps of names.
    fn maps(&self) -> [Option<&Fst<&'static [u8]>>; MAPS] {
        [&self.known, &self.names, &self.listed].map(|map| map.as_ref().map(Map::as_fst))
    }

    /// The entry of a word after its proclitics, and the names of several words that begin with that word.
    pub(crate) fn probe(&self, split: ProcliticSplit<'_>) -> (GazetteerEntry, LongerNames) {
        let mut entry = GazetteerEntry::default();
        let longer = self.maps().map(|fst| {
            let fst = fst?;
            let (mut node, mut output) = follow(fst, split)?;
            if node.is_final() {
                entry = entry.and(GazetteerEntry(output.cat(node.final_output()).value()));
            }
            let goes_on = step(fst, b" ", &mut node, &mut output);
            goes_on.then(|| MapPlace { node: node.addr(), output: output.value() })
        });
        (entry, LongerNames(longer))
    }

    /// The frequency of a folded word; `None` if it is not among the frequent words.
    pub(crate) fn statistics(&self, word: &str) -> Option<WordStatistics> {
        self.words.as_ref()?.get(word).map(WordStatistics)
    }

    /// Calls `found` with the end and the entry of each name of several words whose first word is at a token. A name that is in
    /// two maps is found twice.
    pub(crate) fn for_each_row(
        &self,
        tokens: &Tokens<'_>,
        from: usize,
        longer: LongerNames,
        mut found: impl FnMut(usize, GazetteerEntry),
    ) {
        for (fst, place) in self.maps().into_iter().zip(longer.0) {
            let (Some(fst), Some(place)) = (fst, place) else { continue };
            let (mut node, mut output) = (fst.node(place.node), Output::new(place.output));
            let mut at = from + 1;
            // The place is after the space behind the first word.
            let mut is_after_space = true;
            loop {
                // A hyphen between two words (نيو-يورك) counts as the space between them.
                let hyphen = tokens.is_punctuation(at, '-') && tokens.get(at).is_some_and(|token| token.glued);
                if hyphen && tokens.is_word(at + 1) {
                    at += 1;
                }
                let next = matches!(tokens.kind(at), TokenKind::Word | TokenKind::Number)
                    && (is_after_space || step(fst, b" ", &mut node, &mut output))
                    && step(fst, tokens.folded(at).as_bytes(), &mut node, &mut output);
                if !next {
                    break;
                }
                at += 1;
                is_after_space = false;
                if node.is_final() {
                    found(at, GazetteerEntry(output.cat(node.final_output()).value()));
                }
            }
        }
    }
}

/// Follows a map along one word.
fn follow<'f>(fst: &'f Fst<&'static [u8]>, split: ProcliticSplit<'_>) -> Option<(Node<'f>, Output)> {
    let (mut node, mut output) = (fst.root(), Output::zero());
    let whole = step(fst, split.restored.as_bytes(), &mut node, &mut output)
        && step(fst, split.rest.as_bytes(), &mut node, &mut output);
    whole.then_some((node, output))
}

/// Follows a map's transitions along some bytes. Returns false if a transition is missing.
fn step<'f>(fst: &'f Fst<&'static [u8]>, bytes: &[u8], node: &mut Node<'f>, output: &mut Output) -> bool {
    for byte in bytes {
        let Some(index) = node.find_input(*byte) else { return false };
        let transition = node.transition(index);
        *output = output.cat(transition.out);
        *node = fst.node(transition.addr);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assets_load() {
        let gazetteer = Gazetteer::builtin();
        assert!(gazetteer.names.as_ref().is_some_and(|names| names.len() > 40_000));
        assert!(gazetteer.words.as_ref().is_some_and(|words| words.len() > 50_000));
        assert!(gazetteer.known.as_ref().is_some_and(|known| known.len() > 400));
        assert!(gazetteer.contextual.len() > 5);
    }
}
