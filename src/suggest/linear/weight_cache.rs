//! A cache of the weights that choices asked for last.
//!
//! Few features occur in most options: those of kinds, places and lengths. Their weights are found here, with one look at
//! memory in the place of three or four. The scores are the same with and without the cache.

use std::cell::RefCell;

/// The number of weights that are kept for a table. A new one replaces the one in its slot.
const SLOTS: usize = 1 << 13;

/// The most tables with a cache. The built-in model has four.
const MOST_TABLES: usize = 8;

/// The last weights of one table, in steps. A feature without a row has the weight 0.
#[derive(Debug)]
pub(super) struct WeightCache {
    /// The number of the table.
    table: u64,
    /// The feature in each slot.
    features: Vec<u64>,
    steps: Vec<i16>,
}

thread_local! {
    // One for each thread, so that no thread waits for another.
    static CACHES: RefCell<Vec<WeightCache>> = const { RefCell::new(Vec::new()) };
}

/// Uses the cache of a table.
pub(super) fn with_cache<T>(table: u64, use_it: impl FnOnce(&mut WeightCache) -> T) -> T {
    CACHES.with_borrow_mut(|caches| {
        let index = caches.iter().position(|cache| cache.table == table).unwrap_or_else(|| {
            // Models of the past are forgotten.
            if caches.len() >= MOST_TABLES {
                caches.clear();
            }
            caches.push(WeightCache::new(table));
            caches.len() - 1
        });
        match caches.get_mut(index) {
            Some(cache) => use_it(cache),
            None => use_it(&mut WeightCache::new(table)),
        }
    })
}

impl WeightCache {
    fn new(table: u64) -> Self {
        // An empty slot has the number of the next slot, which no feature of this slot has.
        let features = (1..=SLOTS as u64).collect();
        Self { table, features, steps: vec![0; SLOTS] }
    }

    /// The weight of a feature; `find` looks it up if it is not here.
    #[inline]
    pub(super) fn steps(&mut self, feature: u64, find: impl FnOnce() -> i16) -> i16 {
        let slot = usize::try_from(feature % SLOTS as u64).unwrap_or(0);
        let (Some(known), Some(steps)) = (self.features.get_mut(slot), self.steps.get_mut(slot)) else { return find() };
        if *known != feature {
            (*known, *steps) = (feature, find());
        }
        *steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_has_its_own_weights() {
        let features = [0, 1, SLOTS as u64 - 1, SLOTS as u64, SLOTS as u64 + 1, u64::MAX];
        for table in (1..=2 * MOST_TABLES as u64).chain([1, 2, 1, 2]) {
            let weight = |feature: u64| i16::try_from(feature % 100 + table).unwrap();
            let of = |cache: &mut WeightCache| features.map(|feature| cache.steps(feature, || weight(feature)));
            assert_eq!(with_cache(table, of), features.map(weight), "{table}");
            let again = with_cache(table, |cache| cache.steps(u64::MAX, || 0));
            assert_eq!(again, weight(u64::MAX), "{table}");
        }
        assert!(CACHES.with_borrow(Vec::len) <= MOST_TABLES);
    }
}
