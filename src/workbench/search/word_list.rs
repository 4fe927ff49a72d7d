//! A list of words to choose from: labels of relations, attributes with their values, relations to remove.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::text::Fold;

use super::matching::best_first;

/// One entry of a list of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordChoice {
    /// The value that is chosen: a label, the id of a relation.
    pub value: String,
    /// The words at the beginning of its row.
    pub shown: String,
    /// The words at the end of its row: a description, words of the article.
    pub about: String,
}

/// Whether words that are not in the list can be chosen, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum NewWords {
    /// What is typed is the last entry of the list.
    Allowed,
    /// Only the entries of the list.
    Refused,
}

/// A list of words.
#[derive(Debug)]
pub(super) struct WordList {
    entries: Vec<WordChoice>,
    folded: Vec<Utf32String>,
    new: NewWords,
    /// What is typed, if it is an entry of its own.
    typed: Option<String>,
}

impl WordList {
    pub(super) fn new(entries: Vec<WordChoice>, new: NewWords) -> Self {
        let folded = entries.iter().map(|entry| entry.shown.fold().into()).collect();
        Self { entries, folded, new, typed: None }
    }

    /// The number of entries without what is typed.
    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entry with a number. The number after the last entry is what is typed.
    pub(super) fn get(&self, index: usize) -> Option<WordChoice> {
        let typed = || {
            let typed = self.typed.clone().filter(|_| index == self.entries.len())?;
            Some(WordChoice { value: typed.clone(), shown: typed, about: String::new() })
        };
        self.entries.get(index).cloned().or_else(typed)
    }

    /// The numbers of the entries that match, best match first, then what is typed if no entry has just that value.
    pub(super) fn narrow(&mut self, query: &str) -> Vec<u32> {
        let typed = query.trim();
        let is_listed = self.entries.iter().any(|entry| entry.value == typed);
        self.typed = (self.new == NewWords::Allowed && !is_listed).then(|| typed.to_owned());
        let pattern = Pattern::new(&typed.fold(), CaseMatching::Ignore, Normalization::Never, AtomKind::Substring);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let scored = (0_u32..).zip(&self.folded);
        let found = scored.filter_map(|(index, words)| Some((pattern.score(words.slice(..), &mut matcher)?, index)));
        let mut found = best_first(found.collect());
        if self.typed.is_some() {
            found.extend(u32::try_from(self.entries.len()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_the_last_entry() {
        let entry = |value: &str| WordChoice { value: value.into(), shown: value.into(), about: String::new() };
        let mut list = WordList::new(vec![entry("lives_in"), entry("born_in")], NewWords::Allowed);
        let values = |list: &WordList, found: Vec<u32>| {
            found.into_iter().filter_map(|index| list.get(index as usize)).map(|it| it.value).collect::<Vec<_>>()
        };
        let found = list.narrow("born");
        assert_eq!(values(&list, found), ["born_in", "born"]);
        let found = list.narrow("lives_in");
        assert_eq!(values(&list, found), ["lives_in"]);
        let found = list.narrow("owns");
        assert_eq!(values(&list, found), ["owns"]);
    }
}
