//! Jump letters: letters on the page, each of which stands for a place. Typing them goes there.

use crate::edit::ItemRef;
use crate::gold::Label;
use crate::text::Span;

/// What a jump chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JumpFor {
    /// The item that gets the focus.
    Item,
    /// The item before which everything pending is accepted.
    Till,
    /// The first word of a selection.
    FirstWord,
    /// The last word of a selection.
    LastWord,
}

/// A place that a jump can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JumpTarget {
    /// The letters to type, as on a Latin keyboard.
    pub letters: String,
    /// The words there. The letters are drawn on the first ones.
    pub span: Span,
    /// The item there; `None` for a word.
    pub item: Option<ItemRef>,
    /// The likely label of words that were nearly proposed as a name: the letters add them with it.
    pub label: Option<Label>,
}

/// The letters that are shown, and those that were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// What is chosen.
    pub what: JumpFor,
    /// The places, the nearest one first.
    pub targets: Vec<JumpTarget>,
    /// The letters that were typed.
    pub typed: String,
}

impl Jump {
    /// True while an item is chosen, and not a word of a selection. Then every letter belongs to the jump.
    #[must_use]
    pub const fn is_on_items(&self) -> bool {
        matches!(self.what, JumpFor::Item | JumpFor::Till)
    }

    /// The places that can still be meant, each with the letters that are left to type.
    pub fn left(&self) -> impl Iterator<Item = (&JumpTarget, &str)> {
        self.targets.iter().filter_map(|target| Some((target, target.letters.strip_prefix(self.typed.as_str())?)))
    }
}

/// The letters of the home row of a Latin keyboard, then those of the other rows: the order in which they are given.
pub(in crate::workbench) const LETTERS: &str = "asdfghjkl;qwertyuiopzxcvbnm";

/// Makes `count` codes of one or two letters, shorter ones first. No code begins another one. A code begins with one of
/// `first`; the second letter is one of `second`. Gives fewer codes if there are not enough letters.
///
/// The number of letters that begin two-letter codes is as small as possible.
pub(in crate::workbench) fn codes(first: &[char], second: &[char], count: usize) -> Vec<String> {
    let (all, more) = (first.len(), second.len());
    let begins = (0..=all).find(|begins| all - begins + begins * more >= count).unwrap_or(all);
    let single = first.iter().take(all - begins).map(char::to_string);
    let pairs = first.iter().skip(all - begins);
    let double = pairs.flat_map(|one| second.iter().map(move |other| format!("{one}{other}")));
    single.chain(double).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_begins_another_and_short_ones_come_first() {
        let (first, second): (Vec<char>, Vec<char>) = ("adfg".chars().collect(), "asdf".chars().collect());
        for count in 0..20 {
            let codes = codes(&first, &second, count);
            assert_eq!(codes.len(), count.min(16));
            for (index, code) in codes.iter().enumerate() {
                assert!(codes.iter().skip(index + 1).all(|other| !other.starts_with(code.as_str())), "{codes:?}");
            }
            assert!(codes.is_sorted_by_key(String::len));
        }
        assert_eq!(codes(&first, &second, 4), ["a", "d", "f", "g"]);
        assert_eq!(codes(&first, &second, 5), ["a", "d", "f", "ga", "gs"]);
    }
}
