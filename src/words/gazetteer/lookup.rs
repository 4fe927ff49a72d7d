//! Lookups: one word, or the longest row of words that is a name.

use std::sync::LazyLock;

use bitflags::bitflags;
use fst::raw::{Fst, Node, Output};
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

bitflags! {
    /// Some of the maps of names.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub(crate) struct MapSet: u8 {
        const KNOWN = 1;
        const NAMES = 1 << 1;
        const LISTED = 1 << 2;
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
        let certain = MapSet::KNOWN.union(MapSet::NAMES);
        self.maps().filter(|(map, _)| certain.contains(*map)).any(|(_, fst)| {
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
    fn maps(&self) -> impl Iterator<Item = (MapSet, &Fst<&'static [u8]>)> {
        let maps = [(MapSet::KNOWN, &self.known), (MapSet::NAMES, &self.names), (MapSet::LISTED, &self.listed)];
        maps.into_iter().filter_map(|(name, map)| Some((name, map.as_ref()?.as_fst())))
    }

    /// The entry of a word after its proclitics, and the maps in which names of several words begin with that word.
    pub(crate) fn probe(&self, split: ProcliticSplit<'_>) -> (GazetteerEntry, MapSet) {
        let (mut entry, mut opens_longer) = (GazetteerEntry::default(), MapSet::default());
        for (map, fst) in self.maps() {
            let Some((node, output)) = follow(fst, split) else { continue };
            if node.is_final() {
                entry = entry.and(GazetteerEntry(output.cat(node.final_output()).value()));
            }
            opens_longer.set(map, node.find_input(b' ').is_some());
        }
        (entry, opens_longer)
    }

    /// The frequency of a folded word; `None` if it is not among the frequent words.
    pub(crate) fn statistics(&self, word: &str) -> Option<WordStatistics> {
        self.words.as_ref()?.get(word).map(WordStatistics)
    }

    /// Calls `found` with the end and the entry of each name of several words that begins with a token after its proclitics.
    /// Only some maps are read. A name that is in two of them is found twice.
    pub(crate) fn for_each_row(
        &self,
        tokens: &Tokens<'_>,
        from: usize,
        split: ProcliticSplit<'_>,
        wanted: MapSet,
        mut found: impl FnMut(usize, GazetteerEntry),
    ) {
        for (_, fst) in self.maps().filter(|(map, _)| wanted.contains(*map)) {
            let Some((mut node, mut output)) = follow(fst, split) else { continue };
            let mut at = from + 1;
            loop {
                // A hyphen between two words (نيو-يورك) counts as the space between them.
                let hyphen = tokens.is_punctuation(at, '-') && tokens.get(at).is_some_and(|token| token.glued);
                if hyphen && tokens.is_word(at + 1) {
                    at += 1;
                }
                let next = matches!(tokens.kind(at), TokenKind::Word | TokenKind::Number)
                    && step(fst, b" ", &mut node, &mut output)
                    && step(fst, tokens.folded(at).as_bytes(), &mut node, &mut output);
                if !next {
                    break;
                }
                at += 1;
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
