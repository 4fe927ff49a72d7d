//! The readings of the last texts, complete or not.
//!
//! A text is read window by window, and suggested for again whenever something was learnt. So what was read is kept.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::words::token::Tokens;

use super::reading::Reading;
use super::windows::Window;

/// The number of tokens in all texts that are kept, some 20 MB; the newest text is kept whatever its length.
const KEPT: usize = 100_000;

/// A text of which some windows are read.
#[derive(Debug, Clone)]
pub(super) struct OpenReading {
    /// The windows that are not read yet, the next one last.
    pub(super) left: Vec<Window>,
    pub(super) reading: Arc<Reading>,
}

/// The tokens of a text; a short text counts as some more, since it needs memory too.
fn size(open: &OpenReading) -> usize {
    open.reading.tokens() + 50
}

/// The readings of the last texts, the newest last.
#[derive(Debug, Default)]
pub(super) struct ReadingCache(Mutex<VecDeque<(u64, OpenReading)>>);

impl ReadingCache {
    /// The key of a text: a hash of its bytes.
    pub(super) fn key(tokens: &Tokens<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        tokens.text().get(tokens.part()).hash(&mut hasher);
        hasher.finish()
    }

    /// Takes what was read of a text out of the cache.
    pub(super) fn take(&self, key: u64) -> Option<OpenReading> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = entries.iter().position(|(own, _)| *own == key)?;
        entries.remove(at).map(|(_, reading)| reading)
    }

    /// Puts what was read of a text into the cache. The oldest texts go.
    pub(super) fn put(&self, key: u64, reading: OpenReading) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push_back((key, reading));
        let mut kept: usize = entries.iter().map(|(_, open)| size(open)).sum();
        while kept > KEPT && entries.len() > 1 {
            kept -= entries.pop_front().map_or(0, |(_, open)| size(&open));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(tokens: usize) -> OpenReading {
        OpenReading { left: Vec::new(), reading: Arc::new(Reading::of_nothing(tokens)) }
    }

    #[test]
    fn the_tokens_that_are_kept_are_limited() {
        let cache = ReadingCache::default();
        for key in 0..5 {
            cache.put(key, reading(KEPT / 4 - 50));
        }
        assert!(cache.take(0).is_none());
        assert!(cache.take(1).is_some());
        cache.put(5, reading(KEPT));
        assert!(cache.take(4).is_none());
        assert!(cache.take(5).is_some());
    }
}
