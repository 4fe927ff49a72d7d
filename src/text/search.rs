//! Folded search: how a word is written does not matter, nor what is written onto it.

use super::exact_text::Text;
use super::fold::{Folded, WhiteSpace};
use super::offset::Span;

/// What is looked for.
///
/// It is found wherever its folded letters stand, inside words too, so also behind proclitics. A space before or behind
/// it binds it to the beginning or end of a word, where proclitics (و ف ب ل ك س) and their order are seen through. The
/// article behind ل is found in both its shapes: `الأمم` finds the `لأمم` of `للأمم`, and `للأمم` finds `الأمم`.
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
    /// Only at the beginning of words, and behind their proclitics.
    at_start: bool,
    /// Only at the end of words.
    at_end: bool,
}

/// One way to write what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    folded: String,
    /// How many bytes at its beginning are a proclitic, and not part of what is found.
    proclitic: usize,
    /// Is it made from what was asked for, and so only meant at the beginning of words?
    made: bool,
}

/// Whether more of the text follows the part that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RestOfText {
    Follows,
    None,
}

impl Needle {
    /// What a person typed; `None` if nothing of it is left when it is folded.
    #[must_use]
    pub fn new(query: &str) -> Option<Self> {
        let folded = Folded::for_search(query);
        let words = folded.as_str().trim_matches(' ');
        if words.is_empty() {
            return None;
        }
        let mut patterns = vec![Pattern { folded: words.to_owned(), proclitic: 0, made: false }];
        let mut made = |folded: String, proclitic| patterns.push(Pattern { folded, proclitic, made: true });
        if let Some(rest) = words.strip_prefix("ال") {
            // ل and ال are written لل, and of three lams only two are.
            let rest = rest.strip_prefix('ل').unwrap_or(rest);
            if !rest.is_empty() {
                made(format!("لل{rest}"), 'ل'.len_utf8());
            }
        } else if let Some(rest) = words.strip_prefix("لل") {
            if rest.chars().nth(1).is_some() {
                made(format!("ال{rest}"), 0);
            }
            if !rest.is_empty() {
                made(format!("الل{rest}"), 0);
            }
        }
        Some(Self { patterns, at_start: folded.as_str().starts_with(' '), at_end: folded.as_str().ends_with(' ') })
    }

    /// Where it stands in a text, in order and apart from each other. Takes time in proportion to the text (100 MB/s and
    /// more), and memory for what is found.
    #[must_use]
    pub fn find(&self, text: &Text) -> Vec<Span> {
        self.find_while(text, &|| true).unwrap_or_default()
    }

    /// The same, as long as it is wanted: that is asked every 64 KiB.
    #[must_use]
    pub fn find_while(&self, text: &Text, go_on: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        self.search(text, PART, go_on)
    }

    /// The text is folded a part at a time, so that no folded copy of it is needed. What stands at the end of a part is
    /// looked at when the next one is there: a match may go on, and marks may belong to its last letter.
    fn search(&self, text: &Text, part: usize, go_on: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        let (mut found, mut folded) = (Vec::new(), Folded::default());
        // Where in the folded part each pattern is looked for next.
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
            let gone = folded.forget(floor(folded.as_str(), open.saturating_sub(BEFORE)));
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

    /// Looks for one pattern in a folded part of the text, from a byte of it on, which moves to where it is to be looked
    /// for when more is known; `last`: no more will be.
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
            let begins = !(self.at_start || pattern.made) || begins_word(before);
            let ends = !self.at_end || !behind.starts_with(char::is_alphanumeric);
            if begins
                && ends
                && let Some(range) = folded.original(at + pattern.proclitic..at + words.len())
            {
                found.extend(text.span_around(range.start, range.end));
            }
        }
        // It may begin in the last letters.
        *from = (*from).max(floor(hay, hay.len().saturating_sub(pattern.folded.len())));
    }
}

/// Bytes of a text that are folded at a time.
const PART: usize = 64 * 1024;

/// Bytes of the folded text that are kept before what is looked at: three letters, to see whether a word begins.
const BEFORE: usize = 16;

/// The end of a part of so many bytes, or a few more, at a character's edge.
fn part_end(text: &str, start: usize, part: usize) -> usize {
    (start + part.max(1)..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len())
}

/// The character's edge at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Does a word begin here, or behind proclitics in their order: (و or ف), then (ب, ل, ك or س)?
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

    /// The words found, each with a letter of what stands before it inside the word.
    fn find(query: &str, text: &str) -> Vec<String> {
        let text = Text::new(text);
        let found = Needle::new(query).map(|needle| needle.find(&text));
        found.unwrap_or_default().into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn what_finds_what() {
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
        /// Whatever is found is what was looked for, on cluster edges, in order and apart; and what stands there is found.
        #[test]
        fn what_is_found_was_looked_for(
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
        /// However the text is cut for folding, the same is found.
        #[test]
        fn parts_do_not_matter(
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
    fn what_is_not_wanted_any_more_is_not_looked_for() {
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
    fn what_is_found_lies_apart() {
        assert_eq!(find("اا", "ااااا"), ["اا", "اا"]);
        assert_eq!(find("ل", "ﷲ"), ["ﷲ"], "several letters of one character");
    }
}
