//! Words are the segments between UAX #29 word boundaries that contain a letter or a digit. Tokens are the words and
//! every other sign.

use unicode_segmentation::UnicodeSegmentation;

use super::character::is_bidi_control;
use super::cluster_edges::ClusterEdges;
use super::offset::Span;

/// Returns the words of a text with the offset of their first byte, in order. Punctuation and white space belong to no
/// word.
///
/// ```
/// let found: Vec<&str> = tawsim::text::words("في نوفمبر/تشرين، 3.5%").map(|(_, word)| word).collect();
/// assert_eq!(found, ["في", "نوفمبر", "تشرين", "3.5"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// Returns the words as spans. A boundary inside a grapheme cluster (after a sign that is prepended to a letter) moves
/// outward.
pub(super) fn word_spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let edges = ClusterEdges::default();
    for (start, word) in words(text) {
        let mut start = start;
        let mut end = start + word.len();
        if !edges.is_edge(text, start) {
            start = edges.floor(text, start);
        }
        if !edges.is_edge(text, end) {
            end = edges.ceil(text, end);
        }
        let free = spans.last().map_or(0, |last| last.end());
        if start.max(free) < end {
            spans.push(Span::trusted(start.max(free), end));
        }
    }
    spans
}

/// Returns the tokens as spans: the segments between UAX #29 word boundaries, so words and single signs. White space,
/// control characters and invisible characters belong to no token. So a line of tokens can be split at white space
/// again.
pub(super) fn token_spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut bounds = text.split_word_bound_indices().map(|(at, _)| at).peekable();
    let mut open: Option<usize> = None;
    for (at, cluster) in text.grapheme_indices(true) {
        // A boundary inside a cluster counts at the end of the cluster.
        let mut bound = false;
        while bounds.next_if(|next| *next <= at).is_some() {
            bound = true;
        }
        let blank = cluster.chars().next().is_none_or(is_blank);
        if let Some(start) = open.filter(|_| bound || blank) {
            spans.push(Span::trusted(start, at));
            open = None;
        }
        if !blank && open.is_none() {
            open = Some(at);
        }
    }
    if let Some(start) = open {
        spans.push(Span::trusted(start, text.len()));
    }
    spans
}

/// Returns true for invisible characters.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_bidi_control(c) || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_and_signs() {
        for (text, expected) in [
            ("قال: «السَّلامُ ممكن».", vec!["قال", ":", "«", "السَّلامُ", "ممكن", "»", "."]),
            ("\u{FEFF}😀 3.5%\r\n\n10\u{202F}000", vec!["😀", "3.5", "%", "10", "000"]),
            ("نوفمبر/تشرين\u{200F} (x)", vec!["نوفمبر", "/", "تشرين", "(", "x", ")"]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = token_spans(text).into_iter().filter_map(|span| text.get(span.range())).collect();
            assert_eq!(found, expected);
        }
    }
}
