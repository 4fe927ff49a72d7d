//! The words and phrases of all classes, by their folded letters.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::text::Fold;

use super::class::{Class, ClassSet};

/// The words and phrases of all classes.
#[derive(Debug, Clone, Default)]
pub(super) struct ClassTable {
    words: HashMap<Box<str>, ClassSet>,
    /// Phrases by their first word: the other words, and the class.
    phrases: BTreeMap<String, Vec<(Vec<String>, Class)>>,
}

impl ClassTable {
    /// Adds a word or a phrase to a class.
    pub(super) fn add(&mut self, entry: &str, class: Class) {
        let words: Vec<String> = entry.split_whitespace().map(Fold::fold).collect();
        match words.as_slice() {
            [word] => self.words.entry(class.stem(word).into()).or_default().insert(class),
            [first, rest @ ..] => {
                self.words.entry(first.as_str().into()).or_default().begin_a_phrase();
                self.phrases.entry(first.clone()).or_default().push((rest.to_vec(), class));
            }
            [] => {}
        }
    }

    /// The classes of a folded word.
    pub(super) fn of(&self, word: &str) -> ClassSet {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The phrases that begin with a folded word.
    pub(super) fn phrases(&self, word: &str) -> &[(Vec<String>, Class)] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }
}
