//! Compiles lists of names and words to finite-state maps.
//!
//! The running program does not use this. `cargo test --test it compile_the_gazetteers -- --ignored` does, as
//! `assets/gazetteers/README.md` explains.

use std::collections::{BTreeMap, HashMap};

use fst::MapBuilder;

use crate::text::Fold;
use crate::words::proclitic::proclitic_splits;

use super::entry::{GazetteerEntry, WordStatistics};

/// The kind of names or words that a list has. A list has one entry a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Countries and territories.
    Countries,
    /// Larger cities.
    Cities,
    /// Places of any size.
    Towns,
    /// Given names.
    Given,
    /// Family names.
    Family,
    /// Parts of persons' names.
    Units,
    /// Full names of persons. Only two counts are kept of them: how often each unit opens and closes a name.
    People,
    /// Frequent words with their clusters, the most frequent word first: `word`, tab, numbers. The last number is used.
    Words,
    /// Running text with labels, `token TAG` a line (`B-PERS`, `I-LOC`, `O`), with blank lines and `#` lines between
    /// sentences. It shows how often words are parts of names.
    Labelled,
}

/// Compiles lists to two maps: names, and frequent words.
///
/// # Errors
/// Returns an error of the map builder. For lists that fit into memory there is none.
pub fn compile(lists: &[(ListKind, &str)]) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
    let names = names(lists);
    let words = words(lists, &names);
    Ok((build(&names)?, build(&words)?))
}

fn build(map: &BTreeMap<String, u64>) -> Result<Vec<u8>, fst::Error> {
    let mut builder = MapBuilder::memory();
    for (key, value) in map {
        builder.insert(key, *value)?;
    }
    builder.into_inner()
}

/// The key of a name: its folded words with one space between. `None` if it is not a row of Arabic words.
pub(super) fn key(name: &str) -> Option<String> {
    let folded = name.replace(['-', '‌', '\u{a0}', '_'], " ").fold();
    let key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let arabic = |c: char| c == ' ' || ('\u{621}'..='\u{6D3}').contains(&c);
    (key.chars().filter(|c| *c != ' ').count() > 1 && key.chars().all(arabic)).then_some(key)
}

fn lines<'a>(lists: &[(ListKind, &'a str)], source: ListKind) -> impl Iterator<Item = &'a str> {
    let of = lists.iter().filter(move |(what, _)| *what == source).map(|(_, list)| *list);
    of.collect::<Vec<_>>().into_iter().flat_map(str::lines)
}

fn names(lists: &[(ListKind, &str)]) -> BTreeMap<String, u64> {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let bits = [
        (ListKind::Countries, GazetteerEntry::COUNTRY),
        (ListKind::Cities, GazetteerEntry::CITY),
        (ListKind::Towns, GazetteerEntry::TOWN),
        (ListKind::Units, GazetteerEntry::UNIT),
        (ListKind::Given, GazetteerEntry::UNIT | 2 << GazetteerEntry::GIVEN),
        (ListKind::Family, GazetteerEntry::UNIT | 2 << GazetteerEntry::FAMILY),
    ];
    for (source, bits) in bits {
        for name in lines(lists, source).filter_map(key) {
            *names.entry(name).or_default() |= bits;
        }
    }
    let (mut opens, mut closes) = (HashMap::<String, u32>::new(), HashMap::<String, u32>::new());
    for name in lines(lists, ListKind::People).filter_map(key) {
        if let Some((first, rest)) = name.split_once(' ') {
            *opens.entry(first.to_owned()).or_default() += 1;
            *closes.entry(rest.rsplit(' ').next().unwrap_or(rest).to_owned()).or_default() += 1;
        }
    }
    for (counts, shift) in [(opens, GazetteerEntry::GIVEN), (closes, GazetteerEntry::FAMILY)] {
        for (unit, count) in counts {
            let entry = names.entry(unit).or_default();
            let known = (*entry >> shift) & 15;
            let log = u64::from(32 - count.leading_zeros()).min(15).max(known);
            *entry = (*entry & !(15 << shift)) | log << shift | GazetteerEntry::UNIT;
        }
    }
    names
}

/// The number of times that a word was seen in labelled text: in all, as part of a person's name, and as part of a
/// place's name.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    all: f64,
    person: f64,
    place: f64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.person += other.person;
        self.place += other.place;
    }

    /// The shares of persons and places, smoothed as if the expected shares had been seen `weight` times.
    fn shares(self, expected: (f64, f64), weight: f64) -> (f64, f64) {
        let all = self.all + weight;
        ((self.person + expected.0 * weight) / all, (self.place + expected.1 * weight) / all)
    }
}

fn words(lists: &[(ListKind, &str)], names: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut rows: Vec<(String, &str)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for line in lines(lists, ListKind::Words) {
        let (Some(word), Some(cluster)) = (line.split('\t').next(), line.rsplit('\t').next()) else { continue };
        let word = word.fold();
        if !known.contains_key(&word) {
            known.insert(word.clone(), rows.len());
            rows.push((word, cluster));
        }
    }
    let mut seen = vec![Counts::default(); rows.len()];
    for line in lines(lists, ListKind::Labelled).filter(|line| !line.starts_with('#')) {
        let mut fields = line.split_whitespace();
        let (Some(token), Some(tag)) = (fields.next(), fields.next_back()) else { continue };
        let token = token.fold();
        let word = proclitic_splits(&token).find_map(|split| known.get(&*split.word()));
        if let Some(seen) = word.and_then(|word| seen.get_mut(*word)) {
            let is = |label| f64::from(u8::from(tag.ends_with(label)));
            seen.add(Counts { all: 1.0, person: is("PERS"), place: is("LOC") });
        }
    }
    // The shares of a cluster are the averages of its words, so that one frequent word does not decide for all.
    let mut clusters: HashMap<&str, Counts> = HashMap::new();
    for ((word, cluster), seen) in rows.iter().zip(&seen) {
        let bits = names.get(word).copied().unwrap_or(0);
        let listed = |wanted| f64::from(u8::from(bits & wanted != 0)) * 0.3;
        let expected = (listed(GazetteerEntry::UNIT), listed(GazetteerEntry::CITY | GazetteerEntry::COUNTRY));
        let (person, place) = seen.shares(expected, 0.5);
        clusters.entry(cluster).or_default().add(Counts { all: 1.0, person, place });
    }
    let mut words = BTreeMap::new();
    for (rank, ((word, cluster), seen)) in rows.iter().zip(&seen).enumerate() {
        let whole = clusters.get(cluster).copied().unwrap_or_default().shares((0.0, 0.0), 0.001);
        let (person, place) = seen.shares(whole, 3.0);
        words.insert(word.clone(), WordStatistics::new(rank, person, place).0);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compiled_to_maps() {
        let lists = [
            (ListKind::Cities, "باريس\nنيو-يورك\nX\n"),
            (ListKind::People, "أحمد علي\nأحمد حسن علي\n"),
            (ListKind::Words, "في\t1\t7\nباريس\t1\t9\nلندن\t1\t9\n"),
            (ListKind::Labelled, "# confidence 1\nفي O\nوباريس B-LOC\n\n"),
        ];
        let (names, words) = compile(&lists).unwrap();
        let names = fst::Map::new(names).unwrap();
        assert_eq!(names.get("نيو يورك"), Some(GazetteerEntry::CITY));
        let ahmad = GazetteerEntry(names.get("احمد").unwrap());
        assert_eq!((ahmad.given(), ahmad.family(), ahmad.is_unit()), (2, 0, true));
        let words = fst::Map::new(words).unwrap();
        let london = WordStatistics(words.get("لندن").unwrap());
        assert_eq!((london.rank_bits(), london.person_percent()), (2, 0));
        let paris = WordStatistics(words.get("باريس").unwrap());
        assert!(
            london.place_percent() > 30 && paris.place_percent() > london.place_percent() && words.get("في") == Some(0)
        );
    }

    #[test]
    fn compiling_is_reproducible() {
        let lists = [(ListKind::People, "علي حسن\nسامي علي\n"), (ListKind::Units, "سامي\nعلي\n")];
        assert_eq!(compile(&lists).unwrap(), compile(&lists).unwrap());
    }
}
