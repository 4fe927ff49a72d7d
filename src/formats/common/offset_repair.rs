//! Decides where a span of a file is: the one place that compares offsets with the words beside them.
//!
//! The offsets count in the unit of the format. If the words of the file are not there, the other units are tried, then
//! line ends that were counted differently, then the only place of the words. An offset that fits nowhere, or in several
//! ways, is refused.

use std::cell::{Cell, OnceCell};

use crate::text::{OffsetError, Span, Text, Unit, beginning};

/// A span as a file describes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpanClaim<'a> {
    /// The start in `unit`.
    pub(crate) start: usize,
    /// The end in `unit`.
    pub(crate) end: usize,
    pub(crate) unit: Unit,
    /// The words that the file gives for the span.
    pub(crate) words: Option<&'a str>,
}

/// The place that was found for a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Located {
    /// The offsets are right.
    Exact(Span),
    /// An edge was between a letter and its diacritics.
    Widened(Span),
    /// The offsets are wrong and the words show the place. The string says how.
    Repaired(Span, String),
    /// There is no certain place. The string says why.
    Refused(String),
}

/// Searches of the whole text for one article. A text with more wrong offsets is not searched again.
const MOST_SEARCHES: usize = 2_000;

/// Of several places of the words, the only one at most this many code points away is taken.
const NEAR: usize = 20;

/// Finds the spans of one text.
pub(crate) struct SpanFinder {
    text: Text,
    /// For each code point of the text with other line ends, its number in this text.
    other_line_ends: OnceCell<Vec<usize>>,
    searches: Cell<usize>,
}

impl SpanFinder {
    pub(crate) fn new(text: Text) -> Self {
        Self { text, other_line_ends: OnceCell::new(), searches: Cell::new(0) }
    }

    /// The place of a claim.
    pub(crate) fn locate(&self, claim: SpanClaim<'_>) -> Located {
        let SpanClaim { start, end, unit, words } = claim;
        let found = self.span_in(start, end, unit);
        let words = words.filter(|words| !words.trim().is_empty());
        match (&found, words) {
            (Ok((span, false)), None) => return Located::Exact(*span),
            (Ok((span, true)), None) => return Located::Widened(*span),
            (Ok((span, false)), Some(words)) if self.fits(*span, words) => return Located::Exact(*span),
            (Ok((span, true)), Some(words)) if self.holds(*span, words) => return Located::Widened(*span),
            (Err(OffsetError::Empty { .. }), None) if start == end => {
                return Located::Refused(format!("it is empty ({start}..{end}); an annotation needs words"));
            }
            (Err(error), None) => return Located::Refused(error.to_string()),
            _ => {}
        }
        let words = words.unwrap_or_default();
        self.in_another_unit(claim, words).or_else(|| self.elsewhere(claim, words)).unwrap_or_else(|| {
            let found = found.map_or_else(
                |error| error.to_string(),
                |(span, _)| format!("the text there is {:?}, not {:?}", shorten(self.text.slice(span)), shorten(words)),
            );
            Located::Refused(format!("{found}, and no other place is certain"))
        })
    }

    /// The span between two offsets, and true if it had to be widened to whole letters.
    fn span_in(&self, start: usize, end: usize, unit: Unit) -> Result<(Span, bool), OffsetError> {
        match self.text.span_in(start, end, unit) {
            Err(OffsetError::InsideCluster { .. }) => Ok((self.text.span_about(start, end, unit)?, true)),
            done => done.map(|span| (span, false)),
        }
    }

    /// True if a span has the words, up to white space.
    fn fits(&self, span: Span, words: &str) -> bool {
        let found = self.text.slice(span);
        found == words || squeeze(found) == squeeze(words)
    }

    /// True if the words are in the span, which is wider than they are.
    fn holds(&self, span: Span, words: &str) -> bool {
        squeeze(self.text.slice(span)).contains(&squeeze(words))
    }

    fn in_another_unit(&self, claim: SpanClaim<'_>, words: &str) -> Option<Located> {
        let SpanClaim { start, end, unit, .. } = claim;
        let units = [Unit::CodePoints, Unit::Utf16, Unit::Bytes, Unit::Graphemes];
        // Edges inside a letter are no repair.
        let span_in = |end: usize, unit: Unit| self.text.span_in(start, end, unit).ok();
        let of_unit = |other: Unit| Some((span_in(end, other)?, format!("counted in {other}")));
        let others = units.into_iter().filter(|other| *other != unit).filter_map(of_unit);
        let line_ends = || {
            let map = self.other_line_ends.get_or_init(|| other_line_ends(self.text.as_str()));
            let span = self.text.span_of_code_points(*map.get(start)?, *map.get(end)?).ok()?;
            Some((span, "counted with other line ends".to_owned()))
        };
        let one_more = || {
            // Some tools give the last character, not the one after it.
            Some((span_in(end.saturating_add(1), unit)?, "the last character was given as the end".to_owned()))
        };
        let graphemes = || of_unit(Unit::Graphemes).filter(|_| unit != Unit::Graphemes);
        let candidates = others.chain(line_ends()).chain(graphemes()).chain(one_more());
        let mut fitting: Vec<(Span, String)> = candidates.filter(|(span, _)| self.fits(*span, words)).collect();
        fitting.dedup_by_key(|(span, _)| *span);
        match fitting.as_slice() {
            [(span, how)] => Some(Located::Repaired(*span, how.clone())),
            _ => None,
        }
    }

    /// The only place of the words in the text, or the only one that is near.
    fn elsewhere(&self, claim: SpanClaim<'_>, words: &str) -> Option<Located> {
        let words = words.trim();
        self.searches.set(self.searches.get() + 1);
        if self.searches.get() > MOST_SEARCHES {
            return None;
        }
        let other_ends = if words.contains("\r\n") { words.replace("\r\n", "\n") } else { words.replace('\n', "\r\n") };
        let places = |words: &str| -> Vec<Span> {
            let text = self.text.as_str();
            let hits = text.match_indices(words).take(1_000);
            hits.filter_map(|(at, _)| self.text.span(at, at + words.len()).ok()).collect()
        };
        let mut all = places(words);
        if all.is_empty() && other_ends != words {
            all = places(&other_ends);
        }
        let distance = |span: &Span| self.text.range_in(*span, claim.unit).start.abs_diff(claim.start);
        let near: Vec<&Span> = all.iter().filter(|span| distance(span) <= NEAR).collect();
        let (span, how) = match (all.as_slice(), near.as_slice()) {
            ([only], _) => (*only, "moved to the only place of the words"),
            (_, [near]) => (**near, "moved to the only place of the words nearby"),
            _ => return None,
        };
        Some(Located::Repaired(span, how.to_owned()))
    }
}

/// For each code point of the text with other line ends (CRLF for LF or LF for CRLF), and for its end, the number of the code
/// point of this text.
fn other_line_ends(text: &str) -> Vec<usize> {
    let has_crlf = text.contains("\r\n");
    let mut map = Vec::new();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\r' if has_crlf && chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
            '\n' if !has_crlf => map.extend([at, at]),
            _ => map.push(at),
        }
    }
    map.push(text.chars().count());
    map
}

fn squeeze(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The first forty code points of some words.
fn shorten(words: &str) -> String {
    beginning(words, 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locate(text: &str, start: usize, end: usize, unit: Unit, words: &str) -> (String, String) {
        let text = Text::new(text);
        let words = Some(words).filter(|words| !words.is_empty());
        let slice = |span: Span| text.slice(span).to_owned();
        match SpanFinder::new(text.clone()).locate(SpanClaim { start, end, unit, words }) {
            Located::Exact(span) => (slice(span), "exact".to_owned()),
            Located::Widened(span) => (slice(span), "widened".to_owned()),
            Located::Repaired(span, how) => (slice(span), how),
            Located::Refused(why) => (String::new(), why),
        }
    }

    #[test]
    fn the_words_decide() {
        let points = Unit::CodePoints;
        for (text, start, end, words, found, how) in [
            ("زارت ريم طبرق", 5, 8, "ريم", "ريم", "exact"),
            ("زارت ريم طبرق", 5, 8, "", "ريم", "exact"),
            ("🎉 زارت ريم", 8, 11, "ريم", "ريم", "counted in UTF-16 units"),
            ("زارت ريم", 9, 15, "ريم", "ريم", "counted in bytes"),
            ("زَارَت ريم", 5, 8, "ريم", "ريم", "counted in grapheme clusters"),
            ("زارت\r\nريم", 5, 8, "ريم", "ريم", "counted in grapheme clusters"),
            ("زارت\n\nريم هنا ريم", 8, 11, "ريم", "ريم", "counted with other line ends"),
            ("زارت ريم  العلي", 5, 15, "ريم العلي", "ريم  العلي", "exact"),
            ("زارت ريم", 5, 7, "ريم", "ريم", "the last character was given as the end"),
            ("زارت ريم", 2, 5, "ريم", "ريم", "moved to the only place of the words"),
        ] {
            assert_eq!(locate(text, start, end, points, words), (found.to_owned(), how.to_owned()), "{text:?} {words}");
        }
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        for (text, start, end, words, why) in [
            ("ريم و ريم و ريم", 2, 5, "ريم", "no other place is certain"),
            ("زارت ريم", 5, 8, "سليم", "not \"سليم\""),
            ("زارت ريم", 8, 8, "", "it is empty (8..8)"),
            ("زارت ريم", 5, 80, "", "past the end"),
        ] {
            let (found, how) = locate(text, start, end, Unit::CodePoints, words);
            assert!(found.is_empty() && how.contains(why), "{text}: {found} {how}");
        }
    }
}
