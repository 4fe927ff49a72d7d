//! Paragraphs and sentences, as byte ranges that together cover what is not white space between them.

use std::ops::Range;

use super::quotation::quotation_mark;

/// The paragraphs: what stands between line ends (LF, CR, CRLF, NEL, LS, PS: bidi class B and the line separator),
/// without them. Empty ones are given too, so that every line of the text is one paragraph.
///
/// ```
/// let text = "أول\r\nثان";
/// assert_eq!(tawsim::text::paragraphs(text).collect::<Vec<_>>(), [0..6, 8..14]);
/// ```
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    paragraphs_from(text, 0)
}

/// The paragraphs from the one that holds a byte (see [`paragraph_at`]) to the last one.
pub fn paragraphs_from(text: &str, offset: usize) -> impl Iterator<Item = Range<usize>> {
    let following = move |paragraph: &Range<usize>| {
        let start = next_paragraph(text, paragraph.end)?;
        Some(start..paragraph_end(text, start))
    };
    std::iter::successors(Some(paragraph_at(text, offset)), following)
}

/// The paragraph that holds a byte; a line end belongs to the paragraph that it ends, and what lies past the end to the
/// last one. Reads this paragraph alone.
///
/// ```
/// let text = "أول\r\nثان";
/// assert_eq!((tawsim::text::paragraph_at(text, 7), tawsim::text::paragraph_at(text, 8)), (0..6, 8..14));
/// ```
#[must_use]
pub fn paragraph_at(text: &str, offset: usize) -> Range<usize> {
    let mut before = offset.min(text.len());
    // Not inside a character, nor between the two of one line end.
    while !text.is_char_boundary(before) || before > 0 && text.as_bytes().get(before - 1..=before) == Some(b"\r\n") {
        before -= 1;
    }
    let known = text.get(..before).unwrap_or_default();
    let start = known.char_indices().rfind(|(_, c)| is_line_end(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    start..paragraph_end(text, start)
}

/// Where the paragraph behind one that ends at a byte begins; `None` behind the last.
#[must_use]
pub fn next_paragraph(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let c = rest.chars().next()?;
    Some(end + if rest.starts_with("\r\n") { 2 } else { c.len_utf8() })
}

/// Where the paragraph ends that has this byte in it: before its line end.
fn paragraph_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find(is_line_end)).map_or(text.len(), |at| from + at)
}

/// Does a line end with this character?
#[must_use]
pub const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The sentences of a text, without the white space around them. One ends at a paragraph's end, at ؟ ! …, and at a
/// full stop that is followed by white space, closing marks or the end (3.5 and example.com hold none); closing
/// quotation marks and brackets right behind it belong to it.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    sentences_from(text, 0)
}

/// The sentences from the paragraph on that holds a byte.
pub fn sentences_from(text: &str, offset: usize) -> impl Iterator<Item = Range<usize>> {
    paragraphs_from(text, offset).flat_map(move |paragraph| sentences_of(text, paragraph))
}

fn sentences_of(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let body = text.get(paragraph.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '؟' | '?' | '…' | '۔') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, closer)) = chars.peek() {
            let more =
                matches!(closer, '.' | '!' | '؟' | '?' | '…' | ')' | ']' | '}') || quotation_mark(closer).is_some();
            if !more {
                break;
            }
            end = next + closer.len_utf8();
            chars.next();
        }
        let inside = c == '.' && chars.peek().is_some_and(|(_, next)| !next.is_whitespace());
        if !inside {
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..body.len());
    found
        .into_iter()
        .filter_map(|range| {
            let part = body.get(range.clone())?;
            let from = range.start + (part.len() - part.trim_start().len());
            let to = range.end - (part.len() - part.trim_end().len());
            (from < to).then(|| paragraph.start + from..paragraph.start + to)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_byte_is_in_one_paragraph(text in "([اa] |\r|\n|\u{85}|\u{2029}|ب){0,24}") {
            let all: Vec<_> = paragraphs(&text).collect();
            for offset in 0..text.len() + 2 {
                let holds = all.iter().rev().find(|paragraph| paragraph.start <= offset).cloned();
                prop_assert_eq!(Some(paragraph_at(&text, offset)), holds, "{}", offset);
            }
        }
    }

    #[test]
    fn where_sentences_end() {
        let text = "قال «نعم». ثم 3.5 من example.com مشى؟ لا!\n\nوعاد …";
        let found: Vec<&str> = sentences(text).map(|range| text.get(range).unwrap()).collect();
        assert_eq!(found, ["قال «نعم».", "ثم 3.5 من example.com مشى؟", "لا!", "وعاد …"]);
    }
}
