//! Matches the typed text with the titles of very many articles: on all processors, and with a first part of the result
//! early.

use std::num::NonZeroUsize;
use std::thread;

use crate::gold::Catalogue;
use crate::workbench::{MatchScope, ranked, readings, scores};

/// If there are more than twice as many articles, this many are matched first, and their matches are shown at once.
const FIRST_PART: usize = 64 * 1024;

/// The smallest number of articles that is worth a thread.
const SHARE: usize = 16 * 1024;

/// Matches titles. It keeps the last matches, so that after one more letter only those articles are matched again.
#[derive(Debug, Default)]
pub(super) struct TitleMatcher(Vec<CachedMatches>);

/// The matches of an earlier query.
#[derive(Debug)]
struct CachedMatches {
    /// The typed text, or the text that the same keys give in the other keyboard layout.
    reading: String,
    /// The number of articles at that time.
    count: usize,
    /// The numbers of the articles that match, in order.
    found: Vec<u32>,
}

impl TitleMatcher {
    /// Returns the numbers of the articles that match, the best first; `None` once `is_wanted` returns false. If the list of
    /// articles is long, `send_first` gets the matches in its beginning first.
    pub(super) fn find(
        &mut self,
        catalogue: &Catalogue,
        query: &str,
        is_wanted: &(dyn Fn() -> bool + Sync),
        send_first: &mut dyn FnMut(Vec<u32>),
    ) -> Option<Vec<u32>> {
        let count = catalogue.len();
        let (mut cache, mut found, mut used) = (Vec::new(), Vec::new(), String::new());
        for reading in readings(query) {
            let wider = self.0.iter().filter(|cached| cached.count == count && reading.starts_with(&cached.reading));
            found = match wider.min_by_key(|cached| cached.found.len()) {
                Some(cached) => on_all_processors(&cached.found, |numbers| {
                    scores(catalogue, &MatchScope::Only(numbers), &reading, is_wanted)
                }),
                None => score_all(catalogue, &reading, is_wanted, &mut |found| {
                    send_first(ranked(catalogue, query, &reading, found));
                }),
            };
            if !is_wanted() {
                return None;
            }
            used.clone_from(&reading);
            cache.push(CachedMatches { reading, count, found: found.iter().map(|(_, index)| *index).collect() });
            if !found.is_empty() {
                break;
            }
        }
        self.0 = cache;
        Some(ranked(catalogue, query, &used, found))
    }
}

/// Returns the scores of all articles that match. `send_first` gets those in the beginning of a long list first.
fn score_all(
    catalogue: &Catalogue,
    reading: &str,
    is_wanted: &(dyn Fn() -> bool + Sync),
    send_first: &mut dyn FnMut(Vec<(u32, u32)>),
) -> Vec<(u32, u32)> {
    let first = if catalogue.len() > 2 * FIRST_PART { FIRST_PART } else { 0 };
    let mut found = scores(catalogue, &MatchScope::All(0..first), reading, is_wanted);
    if !found.is_empty() && is_wanted() {
        send_first(found.clone());
    }
    let rest: Vec<usize> = (first..catalogue.len()).step_by(SHARE).collect();
    let share = |start: usize| start..(start + SHARE).min(catalogue.len());
    found.extend(on_all_processors(&rest, |starts| {
        let score = |start: &usize| scores(catalogue, &MatchScope::All(share(*start)), reading, is_wanted);
        starts.iter().flat_map(score).collect()
    }));
    found
}

/// Divides items among as many threads as there are processors. Returns the results in the order of the items.
fn on_all_processors<T: Sync, U: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<U> + Sync) -> Vec<U> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = items.len().div_ceil(threads).max(1);
    let work = &work;
    thread::scope(|scope| {
        let handles: Vec<_> = items.chunks(share).map(|items| scope.spawn(move || work(items))).collect();
        // A thread that panicked has found nothing. The panic was reported where it happened.
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_default()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::Headings;
    use crate::workbench::matching;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn catalogue(count: usize) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for part in 0..count.div_ceil(4096) {
            let mut headings = Headings::default();
            for index in part * 4096..((part + 1) * 4096).min(count) {
                headings.push(&format!("wire-{index}"), ["إضراب في الميناء", "كأس الكرة", "سلام"][index % 3]);
            }
            catalogue.extend(Arc::new(headings));
        }
        catalogue
    }

    #[test]
    fn typing_letter_by_letter_finds_the_same() {
        let catalogue = catalogue(2 * FIRST_PART + 5_000);
        let mut matcher = TitleMatcher::default();
        let mut first_parts = 0;
        // Letters typed, one deleted, letters in the other keyboard layout, numbers.
        for query in ["ا", "الم", "المن", "الم", "س", "سلام 77", "صهقث 77", "صهقث 777", "4", "42", "ضضض", "ضضضط"]
        {
            let mut send_first = |found: Vec<u32>| {
                first_parts += 1;
                assert!(!found.is_empty());
            };
            let found = matcher.find(&catalogue, query, &|| true, &mut send_first).unwrap();
            assert!(found == matching(&catalogue, query, &|| true), "{query}");
        }
        assert!(first_parts >= 4, "{first_parts}");
    }

    #[test]
    fn a_search_that_is_no_longer_wanted_stops() {
        let catalogue = catalogue(2 * FIRST_PART + 5_000);
        let asked = AtomicUsize::new(0);
        let is_wanted = || asked.fetch_add(1, Ordering::Relaxed) < 5;
        let found =
            TitleMatcher::default().find(&catalogue, "ا", &is_wanted, &mut |_| panic!("the result is not wanted"));
        assert!(found.is_none());
        assert!(asked.load(Ordering::Relaxed) < 100);
    }
}
