//! Finds paragraphs and sentences, as byte ranges.

use std::ops::Range;

use super::quotation::quotation_mark;

/// Returns the paragraphs: the text between line ends, without the line ends (LF, VT, FF, CR, CR LF, U+001C to U+001E,
/// NEL, LS, PS). Empty ones are included, so every line of the text is one paragraph.
///
/// ```
/// let text = "أول\r\nثان";
/// assert_eq!(tawsim::text::paragraphs(text).collect::<Vec<_>>(), [0..6, 8..14]);
/// ```
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    paragraphs_from(text, 0)
}

/// Returns the paragraphs from the one that contains a byte to the last one. See [`paragraph_at`].
pub fn paragraphs_from(text: &str, offset: usize) -> impl Iterator<Item = Range<usize>> {
    let following = move |paragraph: &Range<usize>| {
        let start = next_paragraph(text, paragraph.end)?;
        Some(start..paragraph_end(text, start))
    };
    std::iter::successors(Some(paragraph_at(text, offset)), following)
}

/// Returns the paragraph that contains a byte. A line end belongs to the paragraph that it ends, and an offset past the
/// end to the last paragraph. Reads only this paragraph.
///
/// ```
/// let text = "أول\r\nثان";
/// assert_eq!((tawsim::text::paragraph_at(text, 7), tawsim::text::paragraph_at(text, 8)), (0..6, 8..14));
/// ```
#[must_use]
pub fn paragraph_at(text: &str, offset: usize) -> Range<usize> {
    let mut before = offset.min(text.len());
    // The start must not be inside a character or between CR and LF.
    while !text.is_char_boundary(before) || before > 0 && text.as_bytes().get(before - 1..=before) == Some(b"\r\n") {
        before -= 1;
    }
    let known = text.get(..before).unwrap_or_default();
    let start = known.char_indices().rfind(|(_, c)| is_line_end(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    start..paragraph_end(text, start)
}

/// Returns the start of the paragraph after the one that ends at the byte `end`, or `None` after the last one.
#[must_use]
pub fn next_paragraph(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let c = rest.chars().next()?;
    Some(end + if rest.starts_with("\r\n") { 2 } else { c.len_utf8() })
}

/// Returns the end of the paragraph that contains a byte: the offset of its line end.
fn paragraph_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find(is_line_end)).map_or(text.len(), |at| from + at)
}

/// Returns true for characters that end a line.
#[must_use]
pub const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns the sentences of a text, without the white space around them. A sentence ends at the end of a paragraph, at
/// ؟ ! …, and at a full stop that is followed by white space, closing punctuation or the end of the text (so not inside
/// 3.5 or example.com). Closing quotation marks and brackets directly after the end belong to the sentence.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    sentences_from(text, 0)
}

/// Returns the sentences from the paragraph on that contains a byte.
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
    fn sentences_end_at_final_punctuation() {
        let text = "قال «نعم». ثم 3.5 من example.com مشى؟ لا!\n\nوعاد …";
        let found: Vec<&str> = sentences(text).map(|range| text.get(range).unwrap()).collect();
        assert_eq!(found, ["قال «نعم».", "ثم 3.5 من example.com مشى؟", "لا!", "وعاد …"]);
    }
}
