//! Folded search: it finds words in every spelling, and after proclitics.

use super::exact_text::Text;
use super::fold::{Folded, WhiteSpace};
use super::offset::Span;

/// A search query.
///
/// It matches wherever its folded letters occur, inside words too, so also after proclitics. A space before or after
/// the query binds it to the beginning or the end of a word; proclitics (و ف ب ل ك س) may then be before it. After
/// ل the article is found in both spellings: `الأمم` finds the `لأمم` of `للأمم`, and `للأمم` finds `الأمم`.
///
/// ```
/// use tawsim::text::{Needle, Text};
/// let text = Text::new("إلى باماكو، ولبَامَاكُو وللأمم");
/// let find = |query: &str| -> Vec<String> {
///     let found = Needle::new(query).unwrap().find(&text);
///     found.into_iter().map(|span| text.slice(span).to_owned()).collect()
/// };
/// assert_eq!(find("باماكو"), ["باماكو", "بَامَاكُو"]);
/// assert_eq!(find("الأمم"), ["لأمم"]);
/// assert_eq!(find(" ماكو"), Vec::<String>::new());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    patterns: Vec<Pattern>,
    /// True if it matches only at the beginning of words and after their proclitics.
    at_start: bool,
    /// True if it matches only at the end of words.
    at_end: bool,
}

/// One spelling of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    folded: String,
    /// The length in bytes of the proclitic at its beginning, which is not a part of the match.
    proclitic: usize,
    /// True if it was derived from the query. Then it matches only at the beginning of words.
    derived: bool,
}

/// The text after the part that is searched: there is more, or there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RestOfText {
    Follows,
    None,
}

impl Needle {
    /// Makes a query of what a person typed. `None` if nothing is left after folding.
    #[must_use]
    pub fn new(query: &str) -> Option<Self> {
        let folded = Folded::for_search(query);
        let words = folded.as_str().trim_matches(' ');
        if words.is_empty() {
            return None;
        }
        let mut patterns = vec![Pattern { folded: words.to_owned(), proclitic: 0, derived: false }];
        let mut add = |folded: String, proclitic| patterns.push(Pattern { folded, proclitic, derived: true });
        if let Some(rest) = words.strip_prefix("ال") {
            // ل and ال together are written لل, and three lams become two.
            let rest = rest.strip_prefix('ل').unwrap_or(rest);
            if !rest.is_empty() {
                add(format!("لل{rest}"), 'ل'.len_utf8());
            }
        } else if let Some(rest) = words.strip_prefix("لل") {
            if rest.chars().nth(1).is_some() {
                add(format!("ال{rest}"), 0);
            }
            if !rest.is_empty() {
                add(format!("الل{rest}"), 0);
            }
        }
        Some(Self { patterns, at_start: folded.as_str().starts_with(' '), at_end: folded.as_str().ends_with(' ') })
    }

    /// Returns all matches in a text, in order. They do not overlap. The time is proportional to the text (at least 100
    /// MB/s), the memory to the number of matches.
    #[must_use]
    pub fn find(&self, text: &Text) -> Vec<Span> {
        self.find_while(text, &|| true).unwrap_or_default()
    }

    /// The same, but stops and returns `None` when `go_on` returns false. It is called once for 64 KiB of text.
    #[must_use]
    pub fn find_while(&self, text: &Text, go_on: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        self.search(text, PART_BYTES, go_on)
    }

    /// Folds the text part by part, so that no folded copy of the whole text exists. A match at the end of a part waits
    /// for the next part: it may continue, and diacritics may belong to its last letter.
    fn search(&self, text: &Text, part: usize, go_on: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        let (mut found, mut folded) = (Vec::new(), Folded::default());
        // For each pattern, the byte of the folded part from which it is searched next.
        let mut from = vec![0; self.patterns.len()];
        let mut at = 0;
        while at < text.len() {
            if !go_on() {
                return None;
            }
            let end = part_end(text.as_str(), at, part);
            folded.append(text.get(at..end), at, WhiteSpace::Collapse);
            at = end;
            let rest = if at == text.len() { RestOfText::None } else { RestOfText::Follows };
            for (pattern, from) in self.patterns.iter().zip(&mut from) {
                self.find_pattern(pattern, text, &folded, rest, from, &mut found);
            }
            let open = from.iter().copied().min().unwrap_or(0);
            let gone = folded.forget(floor(folded.as_str(), open.saturating_sub(CONTEXT_BYTES)));
            from.iter_mut().for_each(|from| *from -= gone);
        }
        found.sort_unstable();
        let mut free = 0;
        found.retain(|span: &Span| {
            let apart = span.start() >= free;
            free = if apart { span.end() } else { free };
            apart
        });
        Some(found)
    }

    /// Searches one pattern in a folded part of the text, from the byte `from` on. Sets `from` to the byte from which
    /// to continue with the next part.
    fn find_pattern(
        &self,
        pattern: &Pattern,
        text: &Text,
        folded: &Folded,
        rest: RestOfText,
        from: &mut usize,
        found: &mut Vec<Span>,
    ) {
        let hay = folded.as_str();
        while let Some(at) = hay.get(*from..).and_then(|rest| rest.find(&pattern.folded)).map(|at| *from + at) {
            let (before, behind) = hay.split_at(at);
            let (words, behind) = behind.split_at(pattern.folded.len());
            if behind.is_empty() && rest == RestOfText::Follows {
                *from = at;
                return;
            }
            *from = at + words.len();
            let begins = !(self.at_start || pattern.derived) || begins_word(before);
            let ends = !self.at_end || !behind.starts_with(char::is_alphanumeric);
            if begins
                && ends
                && let Some(range) = folded.original(at + pattern.proclitic..at + words.len())
            {
                found.extend(text.span_around(range.start, range.end));
            }
        }
        // A match may begin in the last letters.
        *from = (*from).max(floor(hay, hay.len().saturating_sub(pattern.folded.len())));
    }
}

/// The bytes of the text that are folded at once.
const PART_BYTES: usize = 64 * 1024;

/// The bytes of folded text that are kept before the search position: three letters, which show whether a word begins.
const CONTEXT_BYTES: usize = 16;

/// Returns the end of a part of at least this many bytes, at a character edge.
fn part_end(text: &str, start: usize, part: usize) -> usize {
    (start + part.max(1)..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len())
}

/// Returns the last character edge at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Returns true if a word begins after `before`, or if only proclitics in their order are between the start of the word
/// and the end of `before`: (و or ف), then (ب, ل, ك or س).
fn begins_word(before: &str) -> bool {
    let mut letters = before.chars().rev().take_while(|c| c.is_alphanumeric()).take(3);
    match (letters.next(), letters.next(), letters.next()) {
        (None, ..) => true,
        (Some(only), None, _) => "وفبلكس".contains(only),
        (Some(second), Some(first), None) => "بلكس".contains(second) && "وف".contains(first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Fold;
    use proptest::prelude::*;

    /// Returns the words that are found.
    fn find(query: &str, text: &str) -> Vec<String> {
        let text = Text::new(text);
        let found = Needle::new(query).map(|needle| needle.find(&text));
        found.unwrap_or_default().into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn queries_find_folded_matches() {
        for (query, text, expected) in [
            ("اسامة", "أُسَـامة وأسامه", vec!["أُسَـامة", "أسامه"]),
            ("إلي", "إلى على", vec!["إلى"]),
            ("٢٠", "20 ٢٠ ۲۰", vec!["20", "٢٠", "۲۰"]),
            ("bbc", "قناة BBC", vec!["BBC"]),
            ("باراك اوباما", "باراك\n  أوباما", vec!["باراك\n  أوباما"]),
            ("الأمم", "الأمم وللأمم بالأمم", vec!["الأمم", "لأمم", "الأمم"]),
            ("للأمم", "الأمم للأمم والأمم", vec!["الأمم", "للأمم", "الأمم"]),
            ("الليل", "لليل والليل", vec!["ليل", "الليل"]),
            ("لليل", "الليل", vec!["الليل"]),
            ("الله", "لله", vec!["له"]),
            ("ال", "للأمم", vec![]),
            ("لل", "الأمم", vec![]),
            ("قال", "قللت", vec![]),
            ("مال", "الشمال", vec!["مال"]),
            (" مال", "الشمال ومال بمال فبمال سمامال", vec!["مال", "مال", "مال"]),
            ("مال ", "مالك مال، ومالَ", vec!["مال", "مالَ"]),
            ("لا", "سلام", vec!["لا"]),
            ("ـ", "سلام", vec![]),
            ("", "سلام", vec![]),
        ] {
            assert_eq!(find(query, text), expected, "{query:?} in {text:?}");
        }
    }

    proptest! {
        /// Every match folds to the query, is on cluster edges, and overlaps no other. If the text contains the query,
        /// there is a match.
        #[test]
        fn every_match_folds_to_the_query(
            words in prop::collection::vec("[األلامةهوبس\u{64E}ـ ]{0,6}", 1..30),
            query in "[االلمهو]{1,3}",
        ) {
            let text = Text::new(words.concat());
            let found = Needle::new(&query).map(|needle| needle.find(&text));
            let found = found.unwrap_or_default();
            let folded = query.fold();
            for span in &found {
                prop_assert_eq!(text.span(span.start(), span.end()), Ok(*span));
                let words = text.slice(*span).fold();
                let contracted = words.trim_start_matches(['ا', 'ل']) == folded.trim_start_matches(['ا', 'ل']);
                prop_assert!(words == folded || contracted, "{} is not {}", words, folded);
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            prop_assert!(!found.is_empty() || !text.as_str().fold().contains(&folded));
        }
    }

    proptest! {
        /// The size of the parts does not change the matches.
        #[test]
        fn the_size_of_parts_does_not_change_the_matches(
            words in prop::collection::vec("[األلامةهوبسﷲﻻ\u{64E}ـ \n1a]{0,6}", 1..40),
            query in " ?[االلمهو]{1,3}( [اله]{1,2})? ?",
            part in 1..40_usize,
        ) {
            let text = Text::new(words.concat());
            let Some(needle) = Needle::new(&query) else { return Ok(()) };
            prop_assert_eq!(needle.search(&text, part, &|| true), needle.search(&text, usize::MAX / 2, &|| true));
        }
    }

    #[test]
    fn a_search_can_be_stopped() {
        let text = Text::new("سلام ".repeat(100_000));
        let asked = std::cell::Cell::new(0);
        let needle = Needle::new("سلام").unwrap();
        assert_eq!(needle.find(&text).len(), 100_000);
        let found = needle.find_while(&text, &|| {
            asked.set(asked.get() + 1);
            asked.get() < 3
        });
        assert_eq!((found, asked.get()), (None, 3));
    }

    #[test]
    fn matches_do_not_overlap() {
        assert_eq!(find("اا", "ااااا"), ["اا", "اا"]);
        assert_eq!(find("ل", "ﷲ"), ["ﷲ"], "several letters of one character");
    }
}
