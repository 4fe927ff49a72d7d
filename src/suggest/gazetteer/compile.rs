//! Lists of names to finite-state maps. Run by `cargo test --test it compile_the_gazetteers -- --ignored`, as
//! `assets/gazetteers/README.md` explains; no part of the running program.

use std::collections::{BTreeMap, HashMap};

use fst::MapBuilder;

use crate::text::Fold;

use super::entry::{Entry, Rank};
use super::lookup::readings;

/// What a list holds. One name a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
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
    /// Full names of persons; only how often a unit opens and closes one is kept.
    People,
    /// Frequent words with their clusters, most frequent first: `word`, tab, numbers; the last one counts.
    Words,
    /// Running text with labels, `token TAG` a line (`B-PERS`, `I-LOC`, `O`), blank lines and `#` lines between
    /// sentences: how often words are parts of names.
    Labelled,
}

/// The two maps: names, and frequent words.
///
/// # Errors
/// What the map builder says; it does not for lists that fit into memory.
pub fn compile(lists: &[(Source, &str)]) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
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

/// A name as it is looked up: folded, its words apart by one space. `None` where it is not a row of Arabic words.
fn key(name: &str) -> Option<String> {
    let folded = name.replace(['-', '‌', '\u{a0}', '_'], " ").fold();
    let key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let arabic = |c: char| c == ' ' || ('\u{621}'..='\u{6D3}').contains(&c);
    (key.chars().filter(|c| *c != ' ').count() > 1 && key.chars().all(arabic)).then_some(key)
}

fn lines<'a>(lists: &[(Source, &'a str)], source: Source) -> impl Iterator<Item = &'a str> {
    let of = lists.iter().filter(move |(what, _)| *what == source).map(|(_, list)| *list);
    of.collect::<Vec<_>>().into_iter().flat_map(str::lines)
}

fn names(lists: &[(Source, &str)]) -> BTreeMap<String, u64> {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let bits = [
        (Source::Countries, Entry::COUNTRY),
        (Source::Cities, Entry::CITY),
        (Source::Towns, Entry::TOWN),
        (Source::Units, Entry::UNIT),
        (Source::Given, Entry::UNIT | 2 << Entry::GIVEN),
        (Source::Family, Entry::UNIT | 2 << Entry::FAMILY),
    ];
    for (source, bits) in bits {
        for name in lines(lists, source).filter_map(key) {
            *names.entry(name).or_default() |= bits;
        }
    }
    let (mut opens, mut closes) = (HashMap::<String, u32>::new(), HashMap::<String, u32>::new());
    for name in lines(lists, Source::People).filter_map(key) {
        if let Some((first, rest)) = name.split_once(' ') {
            *opens.entry(first.to_owned()).or_default() += 1;
            *closes.entry(rest.rsplit(' ').next().unwrap_or(rest).to_owned()).or_default() += 1;
        }
    }
    for (counts, shift) in [(opens, Entry::GIVEN), (closes, Entry::FAMILY)] {
        for (unit, count) in counts {
            let entry = names.entry(unit).or_default();
            let known = (*entry >> shift) & 15;
            let log = u64::from(32 - count.leading_zeros()).min(15).max(known);
            *entry = (*entry & !(15 << shift)) | log << shift | Entry::UNIT;
        }
    }
    names
}

/// How often something was seen in labelled text: in all, as part of a person's name, of a place's.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    all: f64,
    person: f64,
    place: f64,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.person += other.person;
        self.place += other.place;
    }

    /// The shares, pulled towards what is expected as if that had been seen `weight` times.
    fn shares(self, expected: (f64, f64), weight: f64) -> (f64, f64) {
        let all = self.all + weight;
        ((self.person + expected.0 * weight) / all, (self.place + expected.1 * weight) / all)
    }
}

fn words(lists: &[(Source, &str)], names: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut rows: Vec<(String, &str)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for line in lines(lists, Source::Words) {
        let (Some(word), Some(cluster)) = (line.split('\t').next(), line.rsplit('\t').next()) else { continue };
        let word = word.fold();
        if !known.contains_key(&word) {
            known.insert(word.clone(), rows.len());
            rows.push((word, cluster));
        }
    }
    let mut seen = vec![Seen::default(); rows.len()];
    for line in lines(lists, Source::Labelled).filter(|line| !line.starts_with('#')) {
        let mut fields = line.split_whitespace();
        let (Some(token), Some(tag)) = (fields.next(), fields.next_back()) else { continue };
        let token = token.fold();
        let word = readings(&token).find_map(|reading| known.get(&reading.word()));
        if let Some(seen) = word.and_then(|word| seen.get_mut(*word)) {
            let is = |label| f64::from(u8::from(tag.ends_with(label)));
            seen.add(Seen { all: 1.0, person: is("PERS"), place: is("LOC") });
        }
    }
    // A cluster is what its words are, each counted once: one frequent word must not speak for all.
    let mut clusters: HashMap<&str, Seen> = HashMap::new();
    for ((word, cluster), seen) in rows.iter().zip(&seen) {
        let bits = names.get(word).copied().unwrap_or(0);
        let listed = |wanted| f64::from(u8::from(bits & wanted != 0)) * 0.3;
        let expected = (listed(Entry::UNIT), listed(Entry::CITY | Entry::COUNTRY));
        let (person, place) = seen.shares(expected, 0.5);
        clusters.entry(cluster).or_default().add(Seen { all: 1.0, person, place });
    }
    let mut words = BTreeMap::new();
    for (rank, ((word, cluster), seen)) in rows.iter().zip(&seen).enumerate() {
        let whole = clusters.get(cluster).copied().unwrap_or_default().shares((0.0, 0.0), 0.001);
        let (person, place) = seen.shares(whole, 3.0);
        words.insert(word.clone(), Rank::new(rank, person, place).0);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_to_maps() {
        let lists = [
            (Source::Cities, "باريس\nنيو-يورك\nX\n"),
            (Source::People, "أحمد علي\nأحمد حسن علي\n"),
            (Source::Words, "في\t1\t7\nباريس\t1\t9\nلندن\t1\t9\n"),
            (Source::Labelled, "# confidence 1\nفي O\nوباريس B-LOC\n\n"),
        ];
        let (names, words) = compile(&lists).unwrap();
        let names = fst::Map::new(names).unwrap();
        assert_eq!(names.get("نيو يورك"), Some(Entry::CITY));
        let ahmad = Entry(names.get("احمد").unwrap());
        assert_eq!((ahmad.given(), ahmad.family(), ahmad.is_unit()), (2, 0, true));
        let words = fst::Map::new(words).unwrap();
        let london = Rank(words.get("لندن").unwrap());
        assert_eq!((london.bits(), london.person()), (2, 0));
        let paris = Rank(words.get("باريس").unwrap());
        assert!(london.place() > 30 && paris.place() > london.place() && words.get("في") == Some(0));
    }

    #[test]
    fn compiling_is_reproducible() {
        let lists = [(Source::People, "علي حسن\nسامي علي\n"), (Source::Units, "سامي\nعلي\n")];
        assert_eq!(compile(&lists).unwrap(), compile(&lists).unwrap());
    }
}
