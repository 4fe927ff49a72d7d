//! Paragraphs and sentences, as byte ranges that together cover what is not white space between them.

use std::ops::Range;

use super::marks::quotation_mark;

/// The paragraphs: what stands between line ends (LF, CR, CRLF, NEL, LS, PS: bidi class B and the line separator),
/// without them. Empty ones are given too, so that every line of the text is one paragraph.
///
/// ```
/// let text = "أول\r\nثان";
/// assert_eq!(tawsim::text::paragraphs(text).collect::<Vec<_>>(), [0..6, 8..14]);
/// ```
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let Some((at, c)) = rest.char_indices().find(|(_, c)| is_line_end(*c)) else {
            next = None;
            return Some(start..text.len());
        };
        let end = start + at;
        let mut after = end + c.len_utf8();
        if c == '\r' && text.get(after..).is_some_and(|rest| rest.starts_with('\n')) {
            after += 1;
        }
        next = Some(after);
        Some(start..end)
    })
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
    paragraphs(text).flat_map(move |paragraph| sentences_of(text, paragraph))
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
    use super::*;

    #[test]
    fn where_sentences_end() {
        let text = "قال «نعم». ثم 3.5 من example.com مشى؟ لا!\n\nوعاد …";
        let found: Vec<&str> = sentences(text).map(|range| text.get(range).unwrap()).collect();
        assert_eq!(found, ["قال «نعم».", "ثم 3.5 من example.com مشى؟", "لا!", "وعاد …"]);
    }
}
