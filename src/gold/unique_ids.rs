//! Ids that are given once: an id that is in use gets a mark behind it.

use std::collections::{HashMap, HashSet};

/// So many further items with one id are marked with `'`, `''`, `'''`. Then a number follows, so that ids stay short.
const QUOTATION_MARKS: usize = 3;

/// The ids that are in use. Giving out an id takes the same time whatever ids were given before.
///
/// ```
/// use tawsim::gold::UniqueIds;
/// let mut ids = UniqueIds::default();
/// let given: Vec<String> = (0..6).map(|_| ids.claim("s-1".to_owned())).collect();
/// assert_eq!(given, ["s-1", "s-1'", "s-1''", "s-1'''", "s-1'4", "s-1'5"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct UniqueIds {
    used: HashSet<Box<str>>,
    /// For an id that was asked for again: the number of the mark that was tried last.
    marks: HashMap<String, usize>,
}

impl FromIterator<String> for UniqueIds {
    fn from_iter<I: IntoIterator<Item = String>>(ids: I) -> Self {
        Self { used: ids.into_iter().map(String::into_boxed_str).collect(), marks: HashMap::new() }
    }
}

impl UniqueIds {
    /// Returns true if the id is in use.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.used.contains(id)
    }

    /// Puts an id to use. Returns false if it was in use before.
    pub fn insert(&mut self, id: String) -> bool {
        self.used.insert(id.into())
    }

    /// Puts an id to use and returns it, with a mark behind it if it was in use before.
    pub fn claim(&mut self, id: String) -> String {
        if !self.used.contains(id.as_str()) {
            self.used.insert(id.as_str().into());
            return id;
        }
        let mut number = self.marks.get(&id).copied().unwrap_or(0);
        let marked = loop {
            number += 1;
            let marked = match number {
                ..=QUOTATION_MARKS => format!("{id}{}", "'".repeat(number)),
                _ => format!("{id}'{number}"),
            };
            if self.used.insert(marked.as_str().into()) {
                break marked;
            }
        };
        self.marks.insert(id, number);
        marked
    }

    /// Puts the first of `id-2`, `id-3`, … to use that is free, and returns it.
    pub fn claim_number(&mut self, id: &str) -> String {
        let key = format!("{id}-");
        let mut number = self.marks.get(&key).copied().unwrap_or(1);
        let numbered = loop {
            number += 1;
            let numbered = format!("{key}{number}");
            if self.used.insert(numbered.as_str().into()) {
                break numbered;
            }
        };
        self.marks.insert(key, number);
        numbered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten thousand equal ids are different, and none is long.
    #[test]
    fn many_equal_ids_stay_short() {
        let mut ids = UniqueIds::default();
        ids.insert("a'7".to_owned());
        let given: HashSet<String> = (0..10_000).map(|_| ids.claim("a".to_owned())).collect();
        assert_eq!(given.len(), 10_000);
        assert!(!given.contains("a'7"));
        assert_eq!(given.iter().map(String::len).max(), Some("a'10000".len()));
        assert_eq!([ids.claim_number("e"), ids.claim_number("e")], ["e-2", "e-3"]);
    }
}
