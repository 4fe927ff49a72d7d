//! Facts about written words that are the same wherever a word stands.
//!
//! The same words come again in the next article, so each thread keeps the facts about the last words that it has read.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;

use super::nationality::is_adjective_of_place;
use super::reading::{WordReading, look_up};
use super::token::Tokens;

/// A thread keeps at least so many words, and at most twice as many.
const CAPACITY: usize = 1 << 13;

/// What is known about a folded word.
#[derive(Debug, Default)]
pub(super) struct WordFacts {
    /// The readings, the undivided word first.
    pub(super) readings: Box<[WordReading]>,
    /// True for the adjective of a known place, with the article: السنغالية, الأردني.
    pub(super) is_nationality: bool,
    /// True for the adjective of a known place, without the article.
    pub(super) is_adjective_of_place: bool,
}

/// The words that a thread keeps. When there are too many recent ones, they become the older ones, and those that were the
/// older ones before are forgotten.
#[derive(Debug, Default)]
struct KnownWords {
    recent: HashMap<Box<str>, Rc<WordFacts>>,
    older: HashMap<Box<str>, Rc<WordFacts>>,
}

impl KnownWords {
    /// The facts about a folded word, which becomes a recent one.
    fn look_up(&mut self, word: &str) -> Rc<WordFacts> {
        if let Some(facts) = self.recent.get(word) {
            return Rc::clone(facts);
        }
        let (word, facts) =
            self.older.remove_entry(word).unwrap_or_else(|| (word.into(), Rc::new(WordFacts::new(word))));
        if self.recent.len() >= CAPACITY {
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(word, Rc::clone(&facts));
        facts
    }
}

thread_local! {
    // One for each thread, so that no thread waits for another.
    static KNOWN: RefCell<KnownWords> = RefCell::default();
}

impl WordFacts {
    /// Looks up a folded word.
    fn new(word: &str) -> Self {
        Self {
            readings: look_up(word),
            is_nationality: word.strip_prefix("ال").is_some_and(is_adjective_of_place),
            is_adjective_of_place: is_adjective_of_place(word),
        }
    }

    /// The facts about each token. A token that is not a word has none.
    pub(super) fn of_tokens(tokens: &Tokens<'_>) -> Vec<Rc<Self>> {
        let none = Rc::new(Self::default());
        KNOWN.with_borrow_mut(|known| {
            let facts = (0..tokens.len())
                .map(|at| if tokens.is_word(at) { known.look_up(tokens.folded(at)) } else { Rc::clone(&none) });
            facts.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn the_facts_are_the_same_after_any_number_of_words() {
        let facts = |raw: &str| {
            let text = Text::new(raw);
            format!("{:?}", WordFacts::of_tokens(&Tokens::new(&text)))
        };
        let first = facts("وباريس السنغالية، سنغالي 12");
        let letters: Vec<char> = "بتثجحخدذرزسشصضطظعغ".chars().collect();
        let word = |n: usize| [n / 324, n / 18, n].map(|place| letters[place % 18]).iter().collect::<String>();
        let many: Vec<String> = (0..5832).map(word).chain((0..5832).map(|n| word(n) + "ك")).collect();
        facts(&many.join(" "));
        assert!(KNOWN.with_borrow(|known| known.recent.len().max(known.older.len())) <= CAPACITY);
        assert_eq!(facts("وباريس السنغالية، سنغالي 12"), first);
        assert!(first.contains("is_nationality: true") && first.contains("is_adjective_of_place: true"));
    }
}
