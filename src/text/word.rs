//! Words: the stretches between UAX #29 word boundaries that hold a letter or a digit.

use unicode_segmentation::UnicodeSegmentation;

use super::grapheme::{ceil_grapheme, floor_grapheme, is_grapheme_edge};
use super::offset::Span;

/// The words of a text with their first byte, in order. Punctuation and white space belong to none.
///
/// ```
/// let found: Vec<&str> = tawsim::text::words("في نوفمبر/تشرين، 3.5%").map(|(_, word)| word).collect();
/// assert_eq!(found, ["في", "نوفمبر", "تشرين", "3.5"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// The words as spans. A boundary that falls inside a grapheme cluster (a sign that is prepended to the letter
/// after it) is moved outward.
pub(super) fn word_spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (start, word) in words(text) {
        let mut start = start;
        let mut end = start + word.len();
        if !is_grapheme_edge(text, start) {
            start = floor_grapheme(text, start);
        }
        if !is_grapheme_edge(text, end) {
            end = ceil_grapheme(text, end);
        }
        let free = spans.last().map_or(0, |last| last.end());
        if start.max(free) < end {
            spans.push(Span::trusted(start.max(free), end));
        }
    }
    spans
}
