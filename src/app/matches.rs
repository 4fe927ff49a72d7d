//! Matching what was typed with the titles of very many articles: on all processors, the first answer early.

use std::num::NonZeroUsize;
use std::thread;

use crate::gold::Catalogue;
use crate::workbench::{MatchScope, ranked, readings, scores};

/// Of more articles than these, those at the beginning are told of before all others are looked at.
const EARLY: usize = 64 * 1024;

/// Fewer than these are not worth a thread.
const SHARE: usize = 16 * 1024;

/// What fitted last, so that with one letter more only that is looked at.
#[derive(Debug, Default)]
pub(super) struct Matching(Vec<Known>);

#[derive(Debug)]
struct Known {
    /// What was looked for.
    way: String,
    /// MatchScope how many articles.
    count: usize,
    /// The numbers of those that fit, in order.
    found: Vec<u32>,
}

impl Matching {
    /// The articles that fit, the best first; `None` when that is wanted no more. `early` is told what fits at the beginning
    /// of a long list.
    pub(super) fn find(
        &mut self,
        catalogue: &Catalogue,
        query: &str,
        go_on: &(dyn Fn() -> bool + Sync),
        early: &mut dyn FnMut(Vec<u32>),
    ) -> Option<Vec<u32>> {
        let count = catalogue.len();
        let (mut known, mut found, mut meant) = (Vec::new(), Vec::new(), String::new());
        for way in readings(query) {
            let narrower = self.0.iter().filter(|known| known.count == count && way.starts_with(&known.way));
            found = match narrower.min_by_key(|known| known.found.len()) {
                Some(known) => {
                    side_by_side(&known.found, |these| scores(catalogue, &MatchScope::Only(these), &way, go_on))
                }
                None => all(catalogue, &way, go_on, &mut |found| early(ranked(catalogue, query, &way, found))),
            };
            if !go_on() {
                return None;
            }
            meant.clone_from(&way);
            known.push(Known { way, count, found: found.iter().map(|(_, index)| *index).collect() });
            if !found.is_empty() {
                break;
            }
        }
        self.0 = known;
        Some(ranked(catalogue, query, &meant, found))
    }
}

/// How well all articles fit; what is found at the beginning is told at once.
fn all(
    catalogue: &Catalogue,
    way: &str,
    go_on: &(dyn Fn() -> bool + Sync),
    early: &mut dyn FnMut(Vec<(u32, u32)>),
) -> Vec<(u32, u32)> {
    let first = if catalogue.len() > 2 * EARLY { EARLY } else { 0 };
    let mut found = scores(catalogue, &MatchScope::All(0..first), way, go_on);
    if !found.is_empty() && go_on() {
        early(found.clone());
    }
    let rest: Vec<usize> = (first..catalogue.len()).step_by(SHARE).collect();
    let part = |start: usize| start..(start + SHARE).min(catalogue.len());
    found.extend(side_by_side(&rest, |starts| {
        starts.iter().flat_map(|start| scores(catalogue, &MatchScope::All(part(*start)), way, go_on)).collect()
    }));
    found
}

/// Shares things out to as many threads as there are processors; the results in the order of the things.
fn side_by_side<T: Sync, U: Send>(things: &[T], work: impl Fn(&[T]) -> Vec<U> + Sync) -> Vec<U> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = things.len().div_ceil(threads).max(1);
    let work = &work;
    thread::scope(|scope| {
        let lanes: Vec<_> = things.chunks(share).map(|things| scope.spawn(move || work(things))).collect();
        // A lane that failed has found nothing; the panic was told where it happened.
        lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_default()).collect()
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
    fn letter_by_letter_the_same_is_found_as_at_once() {
        let catalogue = catalogue(2 * EARLY + 5_000);
        let mut matching_on = Matching::default();
        let mut told = 0;
        // Typed, with a letter taken back, in the other layout, and a number.
        for query in ["ا", "الم", "المن", "الم", "س", "سلام 77", "صهقث 77", "صهقث 777", "4", "42", "ضضض", "ضضضط"]
        {
            let mut early = |found: Vec<u32>| {
                told += 1;
                assert!(!found.is_empty());
            };
            let found = matching_on.find(&catalogue, query, &|| true, &mut early).unwrap();
            assert!(found == matching(&catalogue, query, &|| true), "{query}");
        }
        assert!(told >= 4, "{told}");
    }

    #[test]
    fn what_is_wanted_no_more_is_given_up() {
        let catalogue = catalogue(2 * EARLY + 5_000);
        let asked = AtomicUsize::new(0);
        let go_on = || asked.fetch_add(1, Ordering::Relaxed) < 5;
        let found = Matching::default().find(&catalogue, "ا", &go_on, &mut |_| panic!("nobody listens"));
        assert!(found.is_none());
        assert!(asked.load(Ordering::Relaxed) < 100);
    }
}
