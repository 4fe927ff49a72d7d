//! The readings of the last texts, complete or not.
//!
//! A text is read window by window, and suggested for again whenever something was learnt. So what was read is kept.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::words::token::Tokens;

use super::reading::Reading;
use super::windows::Window;

/// The number of texts that are kept.
const KEPT: usize = 24;

/// A text of which some windows are read.
#[derive(Debug, Clone)]
pub(super) struct OpenReading {
    /// The windows that are not read yet, the next one last.
    pub(super) left: Vec<Window>,
    pub(super) reading: Arc<Reading>,
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

    /// Puts what was read of a text into the cache. The oldest text goes.
    pub(super) fn put(&self, key: u64, reading: OpenReading) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push_back((key, reading));
        if entries.len() > KEPT {
            entries.pop_front();
        }
    }
}
