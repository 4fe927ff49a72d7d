//! The words that were read last, with what was worked out for each of them.
//!
//! The same words come again in the next article, so each thread keeps what it has worked out.

use hashbrown::HashMap;

/// The words that were read last. When there are too many recent ones, they become the older ones, and those that were the
/// older ones before are forgotten.
#[derive(Debug)]
pub(crate) struct RecentWords<T> {
    /// At least so many words are kept, and at most twice as many.
    capacity: usize,
    recent: HashMap<Box<str>, T>,
    older: HashMap<Box<str>, T>,
}

impl<T: Clone> RecentWords<T> {
    /// A list that keeps at least so many words, and at most twice as many.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, recent: HashMap::new(), older: HashMap::new() }
    }

    /// What is known of a word, which becomes a recent one; `work_out` is asked if nothing is known.
    pub(crate) fn look_up(&mut self, word: &str, work_out: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.recent.get(word) {
            return known.clone();
        }
        let (word, known) = self.older.remove_entry(word).unwrap_or_else(|| (word.into(), work_out(word)));
        if self.recent.len() >= self.capacity {
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(word, known.clone());
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_is_kept_for_a_bounded_number_of_words() {
        const CAPACITY: usize = 100;
        let mut words = RecentWords::new(CAPACITY);
        let mut worked_out = 0;
        let mut look_up = |word: usize| {
            words.look_up(&word.to_string(), |name| {
                worked_out += 1;
                name.len()
            })
        };
        assert!((0..3 * CAPACITY).all(|word| look_up(word) == word.to_string().len()));
        assert!((2 * CAPACITY..3 * CAPACITY).rev().all(|word| look_up(word) == word.to_string().len()));
        assert_eq!(look_up(5), 1);
        assert_eq!(worked_out, 3 * CAPACITY + 1);
        assert!(words.recent.len().max(words.older.len()) <= CAPACITY);
    }
}
