//! Lookups: one word, or the longest row of words that is a name.

use std::cmp::Ordering;
use std::sync::LazyLock;

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

/// The compiled maps and the hand-written list (`assets/gazetteers/known.toml`).
#[derive(Debug)]
pub(crate) struct Gazetteer {
    names: Option<Map<&'static [u8]>>,
    /// The names of `assets/gazetteers/listed`.
    listed: Option<Map<&'static [u8]>>,
    words: Option<Map<&'static [u8]>>,
    known: Option<Map<Vec<u8>>>,
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
            known: builder.into_inner().ok().and_then(|bytes| Map::new(bytes).ok()),
            contextual: contextual.collect(),
        }
    }

    /// The entry of a single folded word; empty for an unknown one.
    pub(crate) fn entry(&self, word: &str) -> GazetteerEntry {
        let name = self.names.as_ref().and_then(|names| names.get(word)).unwrap_or(0);
        let known = self.known.as_ref().and_then(|known| known.get(word)).unwrap_or(0);
        let listed = self.listed.as_ref().and_then(|listed| listed.get(word)).unwrap_or(0);
        GazetteerEntry(name).and(GazetteerEntry(known)).and(GazetteerEntry(listed))
    }

    /// The entry of a word after its proclitics, and whether a name of several words begins with that word.
    pub(crate) fn probe(&self, split: ProcliticSplit<'_>) -> (GazetteerEntry, bool) {
        let known = self.known.as_ref().map(|map| probe(map.as_fst(), split)).unwrap_or_default();
        let names = self.names.as_ref().map(|map| probe(map.as_fst(), split)).unwrap_or_default();
        let listed = self.listed.as_ref().map(|map| probe(map.as_fst(), split)).unwrap_or_default();
        (known.0.and(names.0).and(listed.0), known.1 || names.1 || listed.1)
    }

    /// The frequency of a folded word; `None` if it is not among the frequent words.
    pub(crate) fn statistics(&self, word: &str) -> Option<WordStatistics> {
        self.words.as_ref()?.get(word).map(WordStatistics)
    }

    /// The longest name that begins with a token after its proclitics and for whose entry `wanted` is true.
    pub(crate) fn longest(
        &self,
        tokens: &Tokens<'_>,
        from: usize,
        split: ProcliticSplit<'_>,
        wanted: impl Fn(GazetteerEntry) -> bool,
    ) -> Option<NameMatch> {
        let rows = [
            self.known.as_ref().and_then(|map| longest_row(map.as_fst(), tokens, from, split, &wanted)),
            self.names.as_ref().and_then(|map| longest_row(map.as_fst(), tokens, from, split, &wanted)),
            self.listed.as_ref().and_then(|map| longest_row(map.as_fst(), tokens, from, split, &wanted)),
        ];
        let longest = rows.into_iter().flatten().reduce(|a, b| match a.0.cmp(&b.0) {
            Ordering::Greater => a,
            Ordering::Equal => (a.0, a.1.and(b.1)),
            Ordering::Less => b,
        });
        longest.map(|(to, entry)| NameMatch { to, proclitic: split.proclitic, entry })
    }
}

/// The entry of one word in a map, and whether rows of words begin with the word.
fn probe<D: AsRef<[u8]>>(fst: &Fst<D>, split: ProcliticSplit<'_>) -> (GazetteerEntry, bool) {
    let mut node = fst.root();
    let mut output = Output::zero();
    let whole = step(fst, split.restored.as_bytes(), &mut node, &mut output)
        && step(fst, split.rest.as_bytes(), &mut node, &mut output);
    if !whole {
        return (GazetteerEntry::default(), false);
    }
    let entry = if node.is_final() {
        GazetteerEntry(output.cat(node.final_output()).value())
    } else {
        GazetteerEntry::default()
    };
    (entry, node.find_input(b' ').is_some())
}

/// Follows a map along a row of words. Gives the end and the entry of the longest row for which `wanted` is true.
fn longest_row<D: AsRef<[u8]>>(
    fst: &Fst<D>,
    tokens: &Tokens<'_>,
    from: usize,
    split: ProcliticSplit<'_>,
    wanted: &impl Fn(GazetteerEntry) -> bool,
) -> Option<(usize, GazetteerEntry)> {
    let mut node = fst.root();
    let mut output = Output::zero();
    let mut found = None;
    if !step(fst, split.restored.as_bytes(), &mut node, &mut output) {
        return None;
    }
    let mut at = from;
    let mut rest = split.rest;
    loop {
        if !step(fst, rest.as_bytes(), &mut node, &mut output) {
            return found;
        }
        at += 1;
        if node.is_final() {
            let entry = GazetteerEntry(output.cat(node.final_output()).value());
            if wanted(entry) {
                found = Some((at, entry));
            }
        }
        // A hyphen between two words (نيو-يورك) counts as the space between them.
        if tokens.is_punctuation(at, '-') && tokens.get(at).is_some_and(|token| token.glued) && tokens.is_word(at + 1) {
            at += 1;
        }
        if !matches!(tokens.kind(at), TokenKind::Word | TokenKind::Number) || !step(fst, b" ", &mut node, &mut output) {
            return found;
        }
        rest = tokens.folded(at);
    }
}

/// Follows a map's transitions along some bytes. Returns false if a transition is missing.
fn step<'f, D: AsRef<[u8]>>(fst: &'f Fst<D>, bytes: &[u8], node: &mut Node<'f>, output: &mut Output) -> bool {
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
    use crate::text::Text;
    use crate::words::proclitic::proclitic_splits;

    #[test]
    fn the_assets_load() {
        let gazetteer = Gazetteer::builtin();
        assert!(gazetteer.names.as_ref().is_some_and(|names| names.len() > 40_000));
        assert!(gazetteer.words.as_ref().is_some_and(|words| words.len() > 50_000));
        assert!(gazetteer.known.as_ref().is_some_and(|known| known.len() > 400));
        assert!(gazetteer.contextual.len() > 5);
    }

    #[test]
    fn the_longest_row_wins() {
        for (text, name) in [
            ("للأمم المتحدة التي", "لأمم المتحدة"),
            ("وسان-فرانسيسكو.", "سان-فرانسيسكو"),
            ("بالولايات المتحدة الأميركية.", "الولايات المتحدة الأميركية"),
        ] {
            let text = Text::new(text);
            let tokens = Tokens::new(&text);
            let gazetteer = Gazetteer::builtin();
            let found = proclitic_splits(tokens.folded(0))
                .find_map(|split| gazetteer.longest(&tokens, 0, split, |entry| entry.is_place() || entry.is_body()))
                .unwrap();
            assert_eq!(text.slice(tokens.span(0, found.proclitic, found.to).unwrap()), name);
        }
    }
}
