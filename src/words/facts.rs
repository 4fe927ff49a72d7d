//! Facts about written words that are the same wherever a word stands. Each thread keeps those of the last words.

use std::cell::RefCell;
use std::rc::Rc;

use super::gazetteer::Gazetteer;
use super::lexicon::entities::Roles;
use super::nationality::is_adjective_of_place;
use super::reading::{WordReading, look_up};
use super::recent_words::RecentWords;
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
    /// True if the article is after no letter, and after one.
    pub(super) is_definite: [bool; 2],
    /// True for a known word with the alef of the accusative at its end.
    pub(super) is_accusative: bool,
    /// True for a word of three letters or more that no list knows.
    pub(super) is_unlisted: bool,
}

thread_local! {
    // One for each thread, so that no thread waits for another.
    static KNOWN: RefCell<RecentWords<Rc<WordFacts>>> = RefCell::new(RecentWords::new(CAPACITY));
}

impl WordFacts {
    /// Looks up a folded word.
    fn new(word: &str) -> Self {
        let readings = look_up(word);
        let is_definite = [0, 1].map(|proclitic| is_definite(word, proclitic));
        let is_accusative = word.strip_suffix('ا').is_some_and(|stem| Gazetteer::builtin().statistics(stem).is_some());
        let is_unlisted = word.chars().count() > 2
            && !is_definite[0]
            && !is_accusative
            && readings.iter().all(|reading| reading.statistics().is_none() && reading.roles == Roles::default());
        Self {
            readings,
            is_nationality: word.strip_prefix("ال").is_some_and(is_adjective_of_place),
            is_adjective_of_place: is_adjective_of_place(word),
            is_definite,
            is_accusative,
            is_unlisted,
        }
    }

    /// The facts about each token. A token that is not a word has none.
    pub(super) fn of_tokens(tokens: &Tokens<'_>) -> Vec<Rc<Self>> {
        let none = Rc::new(Self::default());
        KNOWN.with_borrow_mut(|known| {
            let mut facts_of = |word| known.look_up(word, |word| Rc::new(Self::new(word)));
            let facts = (0..tokens.len())
                .map(|at| if tokens.is_word(at) { facts_of(tokens.folded(at)) } else { Rc::clone(&none) });
            facts.collect()
        })
    }
}

/// True if a folded word has the article after its first `proclitic` letters.
pub(super) fn is_definite(word: &str, proclitic: usize) -> bool {
    let rest = word.char_indices().nth(proclitic).map_or("", |(byte, _)| word.get(byte..).unwrap_or_default());
    let before = proclitic.checked_sub(1).and_then(|last| word.chars().nth(last));
    // In لل the article has lost its alef.
    rest.starts_with("ال") || (before == Some('ل') && rest.starts_with('ل') && rest.chars().count() > 3)
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
        assert_eq!(facts("وباريس السنغالية، سنغالي 12"), first);
        assert!(first.contains("is_nationality: true") && first.contains("is_adjective_of_place: true"));
    }
}
