//! Looking words up: one word, or the longest row of words that is a name.

use std::sync::LazyLock;

use fst::raw::{Fst, Node, Output};
use fst::{Map, MapBuilder};
use serde::Deserialize;

use crate::suggest::token::{Kind, Tokens};
use crate::text::Fold;

use super::entry::{Entry, Rank};

static NAMES: &[u8] = include_bytes!("../../../assets/gazetteers/names.fst");
static WORDS: &[u8] = include_bytes!("../../../assets/gazetteers/words.fst");
static KNOWN: &str = include_str!("../../../assets/gazetteers/known.toml");

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// The compiled maps and the hand-written list.
#[derive(Debug)]
pub(in crate::suggest) struct Gazetteer {
    names: Option<Map<&'static [u8]>>,
    words: Option<Map<&'static [u8]>>,
    known: Option<Map<Vec<u8>>>,
    /// Names that count only behind one of some words: name, those words.
    pub(in crate::suggest) contextual: Vec<(String, Vec<String>)>,
}

/// A row of words that is a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) struct Match {
    /// One past its last token.
    pub(in crate::suggest) to: usize,
    /// Folded letters of the first token that are proclitics.
    pub(in crate::suggest) cut: usize,
    /// What it is known as.
    pub(in crate::suggest) entry: Entry,
}

/// One way to read a written word: so many letters are proclitics, and the rest is the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) struct Reading<'a> {
    /// Folded letters taken off.
    pub(in crate::suggest) cut: usize,
    /// What the article has lost (in لل): put before `rest` to have the word as it stands alone.
    pub(in crate::suggest) lost: &'static str,
    /// The letters that stay.
    pub(in crate::suggest) rest: &'a str,
}

impl Reading<'_> {
    /// The word as it stands alone.
    pub(in crate::suggest) fn word(&self) -> String {
        format!("{}{}", self.lost, self.rest)
    }
}

/// The ways to read a folded word, the whole word first. Two letters at least stay behind.
pub(in crate::suggest) fn readings(word: &str) -> impl Iterator<Item = Reading<'_>> {
    let whole = Reading { cut: 0, lost: "", rest: word };
    let mut found = [Some(whole), None, None, None, None];
    let mut next = 1;
    let mut base = (0, word);
    for wanted in [&['و', 'ف'][..], &['ب', 'ل', 'ك']] {
        let Some(rest) = base.1.strip_prefix(wanted) else { continue };
        if rest.chars().nth(1).is_none() {
            continue;
        }
        let cut = base.0 + 1;
        for reading in [
            Some(Reading { cut, lost: "", rest }),
            (base.1.starts_with("لل")).then_some(Reading { cut, lost: "ا", rest }),
        ] {
            if let (Some(slot), Some(reading)) = (found.get_mut(next), reading) {
                *slot = Some(reading);
                next += 1;
            }
        }
        base = (cut, rest);
    }
    found.into_iter().flatten()
}

#[derive(Deserialize)]
struct Known {
    places: Vec<String>,
    organisations: Vec<String>,
    misc: Vec<String>,
    contextual: Contextual,
}

#[derive(Deserialize)]
struct Contextual {
    organisations: Vec<String>,
}

impl Gazetteer {
    /// The one that is built in.
    pub(in crate::suggest) fn builtin() -> &'static Self {
        &GAZETTEER
    }

    fn load() -> Self {
        let empty = Known {
            places: Vec::new(),
            organisations: Vec::new(),
            misc: Vec::new(),
            contextual: Contextual { organisations: Vec::new() },
        };
        // A test holds that all three load; a broken asset would only mean fewer suggestions.
        let known: Known = toml::from_str(KNOWN).unwrap_or(empty);
        let mut keys: Vec<(String, u64)> = Vec::new();
        for (list, bit) in
            [(&known.places, Entry::PLACE), (&known.organisations, Entry::BODY), (&known.misc, Entry::MISC)]
        {
            keys.extend(list.iter().map(|name| (name.replace('-', " ").fold(), bit)));
        }
        keys.sort();
        keys.dedup_by(|later, first| later.0 == first.0);
        let mut builder = MapBuilder::memory();
        for (key, bits) in &keys {
            if builder.insert(key, *bits).is_err() {
                break;
            }
        }
        let contextual = known.contextual.organisations.iter().filter_map(|line| {
            let (name, words) = line.split_once(':')?;
            Some((name.fold(), words.split_whitespace().map(Fold::fold).collect()))
        });
        Self {
            names: Map::new(NAMES).ok(),
            words: Map::new(WORDS).ok(),
            known: builder.into_inner().ok().and_then(|bytes| Map::new(bytes).ok()),
            contextual: contextual.collect(),
        }
    }

    /// What a single folded word is known as.
    pub(in crate::suggest) fn entry(&self, word: &str) -> Entry {
        let name = self.names.as_ref().and_then(|names| names.get(word)).unwrap_or(0);
        let known = self.known.as_ref().and_then(|known| known.get(word)).unwrap_or(0);
        Entry(name).and(Entry(known))
    }

    /// What a reading of a word is known as, and whether any name of several words begins with it.
    pub(in crate::suggest) fn probe(&self, reading: Reading<'_>) -> (Entry, bool) {
        let known = self.known.as_ref().map(|map| probe(map.as_fst(), reading)).unwrap_or_default();
        let names = self.names.as_ref().map(|map| probe(map.as_fst(), reading)).unwrap_or_default();
        (known.0.and(names.0), known.1 || names.1)
    }

    /// How common a folded word is; `None` for one that is not among the frequent words.
    pub(in crate::suggest) fn rank(&self, word: &str) -> Option<Rank> {
        self.words.as_ref()?.get(word).map(Rank)
    }

    /// The longest row of words from a token on, read so, that is a name for which `wanted` holds.
    pub(in crate::suggest) fn longest(
        &self,
        tokens: &Tokens<'_>,
        from: usize,
        reading: Reading<'_>,
        wanted: impl Fn(Entry) -> bool,
    ) -> Option<Match> {
        let known = self.known.as_ref().and_then(|map| walk(map.as_fst(), tokens, from, reading, &wanted));
        let names = self.names.as_ref().and_then(|map| walk(map.as_fst(), tokens, from, reading, &wanted));
        let longest = match (known, names) {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1.and(b.1))),
            (a, b) => a.max_by_end(b),
        };
        longest.map(|(to, entry)| Match { to, cut: reading.cut, entry })
    }
}

/// What a map says of one word, and whether rows of words begin with it.
fn probe<D: AsRef<[u8]>>(fst: &Fst<D>, reading: Reading<'_>) -> (Entry, bool) {
    let mut node = fst.root();
    let mut output = Output::zero();
    let whole = step(fst, reading.lost.as_bytes(), &mut node, &mut output)
        && step(fst, reading.rest.as_bytes(), &mut node, &mut output);
    if !whole {
        return (Entry::default(), false);
    }
    let entry = if node.is_final() { Entry(output.cat(node.final_output()).value()) } else { Entry::default() };
    (entry, node.find_input(b' ').is_some())
}

/// Walks a map along a row of words; the last final state for which `wanted` holds.
fn walk<D: AsRef<[u8]>>(
    fst: &Fst<D>,
    tokens: &Tokens<'_>,
    from: usize,
    reading: Reading<'_>,
    wanted: &impl Fn(Entry) -> bool,
) -> Option<(usize, Entry)> {
    let mut node = fst.root();
    let mut output = Output::zero();
    let mut found = None;
    if !step(fst, reading.lost.as_bytes(), &mut node, &mut output) {
        return None;
    }
    let mut at = from;
    let mut rest = reading.rest;
    loop {
        if !step(fst, rest.as_bytes(), &mut node, &mut output) {
            return found;
        }
        at += 1;
        if node.is_final() {
            let entry = Entry(output.cat(node.final_output()).value());
            if wanted(entry) {
                found = Some((at, entry));
            }
        }
        // A hyphen between two words (نيو-يورك) counts as the space between them.
        if tokens.is_mark(at, '-') && tokens.get(at).is_some_and(|token| token.glued) && tokens.is_word(at + 1) {
            at += 1;
        }
        if !matches!(tokens.kind(at), Kind::Word | Kind::Number) || !step(fst, b" ", &mut node, &mut output) {
            return found;
        }
        rest = tokens.folded(at);
    }
}

/// Follows a map's transitions along some bytes; false where there is none.
fn step<'f, D: AsRef<[u8]>>(fst: &'f Fst<D>, bytes: &[u8], node: &mut Node<'f>, output: &mut Output) -> bool {
    for byte in bytes {
        let Some(index) = node.find_input(*byte) else { return false };
        let transition = node.transition(index);
        *output = output.cat(transition.out);
        *node = fst.node(transition.addr);
    }
    true
}

/// The one of two that reaches further.
trait MaxByEnd {
    fn max_by_end(self, other: Self) -> Self;
}

impl MaxByEnd for Option<(usize, Entry)> {
    fn max_by_end(self, other: Self) -> Self {
        if other.map_or(0, |(to, _)| to) > self.map_or(0, |(to, _)| to) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn the_assets_load() {
        let gazetteer = Gazetteer::builtin();
        assert!(gazetteer.names.as_ref().is_some_and(|names| names.len() > 40_000));
        assert!(gazetteer.words.as_ref().is_some_and(|words| words.len() > 50_000));
        assert!(gazetteer.known.as_ref().is_some_and(|known| known.len() > 400));
        assert!(gazetteer.contextual.len() > 5);
    }

    #[test]
    fn how_words_are_read() {
        for (word, expected) in [
            ("وللامم", vec!["وللامم", "للامم", "لامم", "الامم"]),
            ("لبنان", vec!["لبنان", "بنان"]),
            ("بل", vec!["بل"]),
            ("في", vec!["في"]),
        ] {
            let found: Vec<String> = readings(word).map(|reading| reading.word()).collect();
            assert_eq!(found, expected, "{word}");
        }
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
            let found = readings(tokens.folded(0))
                .find_map(|reading| gazetteer.longest(&tokens, 0, reading, |entry| entry.is_place() || entry.is_body()))
                .unwrap();
            assert_eq!(text.slice(tokens.span(0, found.cut, found.to).unwrap()), name);
        }
    }
}
