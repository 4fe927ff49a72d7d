//! The exact text of an article, and the conversion of its offsets.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::chunk::{Chunk, chunks};
use super::cluster_edges::ClusterEdges;
use super::offset::{OffsetError, Span, Unit};
use super::word::token_spans;

/// The running counts of code points and UTF-16 units are stored once for this many bytes.
const STRIDE: usize = 512;

/// The exact text of an article, with the counts that convert its offsets. Clones are cheap. The text never changes.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("قال شكري 😀: «السَّلامُ ممكن».");
/// let span = text.span_of_code_points(4, 8)?;
/// assert_eq!((span.start(), span.end()), (7, 15)); // bytes
/// assert_eq!(text.slice(span), "شكري");
/// assert_eq!(text.code_points(span), 4..8);
/// # Ok::<(), tawsim::text::OffsetError>(())
/// ```
#[derive(Clone)]
pub struct Text(pub(super) Arc<TextData>);

pub(super) struct TextData {
    raw: String,
    /// The numbers of code points and of UTF-16 units before byte `i * STRIDE`.
    counts: Vec<(u32, u32)>,
    pub(super) chunks: Vec<Chunk>,
    edges: ClusterEdges,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.raw == other.0.raw
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.raw.len())
    }
}

/// Counts the code points and the UTF-16 units that begin in `bytes`. A continuation byte begins none.
fn count(bytes: &[u8]) -> (u32, u32) {
    let (mut points, mut astral) = (0, 0);
    for &byte in bytes {
        points += u32::from(byte & 0xC0 != 0x80);
        astral += u32::from(byte >= 0xF0);
    }
    (points, points + astral)
}

impl Text {
    /// Takes a text as it is.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let mut counts = Vec::with_capacity(raw.len() / STRIDE + 1);
        let mut sum = (0, 0);
        for block in raw.as_bytes().chunks(STRIDE) {
            counts.push(sum);
            let (points, units) = count(block);
            sum = (sum.0 + points, sum.1 + units);
        }
        if counts.is_empty() || raw.len().is_multiple_of(STRIDE) {
            counts.push(sum);
        }
        let chunks = chunks(&raw);
        Self(Arc::new(TextData { raw, counts, chunks, edges: ClusterEdges::default() }))
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.raw
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.raw.len()
    }

    /// Returns true if the text has no characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.raw.is_empty()
    }

    /// Returns the edges of a span in a unit.
    #[must_use]
    pub fn range_in(&self, span: Span, unit: Unit) -> Range<usize> {
        self.in_unit(span, unit)
    }

    /// The length in code points.
    #[must_use]
    pub fn code_point_len(&self) -> usize {
        self.count_before(self.len(), Unit::CodePoints)
    }

    /// Returns the words of a span, or an empty string for a span of another text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.0.raw.get(span.range()).unwrap_or_default()
    }

    /// Returns the text between two byte offsets, or an empty string if one of them is inside a character.
    #[must_use]
    pub fn get(&self, range: Range<usize>) -> &str {
        self.0.raw.get(range).unwrap_or_default()
    }

    /// Returns the whole text as a span, or `None` if the text is empty.
    #[must_use]
    pub fn whole(&self) -> Option<Span> {
        (!self.is_empty()).then(|| Span::trusted(0, self.len()))
    }

    /// Checks a range of bytes and makes a span of it.
    ///
    /// # Errors
    /// Returns an [`OffsetError`] if the range is empty, reversed or past the end, or if an edge is inside a grapheme
    /// cluster.
    pub fn span(&self, start: usize, end: usize) -> Result<Span, OffsetError> {
        self.checked(start, end, (start, end), Unit::Bytes)
    }

    /// Checks a range of code points (the unit of gold JSON) and makes a span of it.
    ///
    /// # Errors
    /// The same as for [`Text::span`]. The numbers in the error are code points.
    pub fn span_of_code_points(&self, start: usize, end: usize) -> Result<Span, OffsetError> {
        self.converted(start, end, Unit::CodePoints)
    }

    /// Checks a range of UTF-16 units and makes a span of it.
    ///
    /// # Errors
    /// The same as for [`Text::span`]. The numbers in the error are UTF-16 units.
    pub fn span_of_utf16(&self, start: usize, end: usize) -> Result<Span, OffsetError> {
        self.converted(start, end, Unit::Utf16)
    }

    /// Checks a range of any unit and makes a span of it.
    ///
    /// # Errors
    /// The same as for [`Text::span`]. The numbers in the error are in this unit.
    pub fn span_in(&self, start: usize, end: usize, unit: Unit) -> Result<Span, OffsetError> {
        self.converted(start, end, unit)
    }

    /// Returns the smallest span on cluster edges that contains a range of any unit.
    ///
    /// ```
    /// use tawsim::text::{Text, Unit};
    /// let text = Text::new("سَّ ل");
    /// let span = text.span_about(0, 1, Unit::CodePoints)?; // ends between seen and its diacritics
    /// assert_eq!(text.slice(span), "سَّ");
    /// # Ok::<(), tawsim::text::OffsetError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an [`OffsetError`] if the range is empty, reversed or past the end. The numbers in the error are in this
    /// unit.
    pub fn span_about(&self, start: usize, end: usize, unit: Unit) -> Result<Span, OffsetError> {
        let past_end = |offset| OffsetError::PastEnd { offset, length: self.count_before(self.len(), unit), unit };
        let from = self.byte_at(start, unit).ok_or_else(|| past_end(start))?;
        let mut to = self.byte_at(end, unit).ok_or_else(|| past_end(end))?;
        if start >= end {
            return Err(OffsetError::Empty { start, end });
        }
        // For an offset inside a character, `byte_at` returns the first byte of that character. The end must be after
        // it.
        if self.count_before(to, unit) != end {
            to += 1;
        }
        self.span_around(from, to).ok_or(OffsetError::Empty { start, end })
    }

    /// Returns the smallest span on cluster edges that contains a range of bytes, or `None` if the range is empty.
    #[must_use]
    pub fn span_around(&self, start: usize, end: usize) -> Option<Span> {
        let start = self.0.edges.floor(self.as_str(), start);
        let end = self.0.edges.ceil(self.as_str(), end);
        (start < end).then(|| Span::trusted(start, end))
    }

    /// Returns the edges of a span in code points.
    #[must_use]
    pub fn code_points(&self, span: Span) -> Range<usize> {
        self.in_unit(span, Unit::CodePoints)
    }

    /// Returns the edges of a span in UTF-16 units.
    #[must_use]
    pub fn utf16(&self, span: Span) -> Range<usize> {
        self.in_unit(span, Unit::Utf16)
    }

    /// Returns the tokens of the text, in order: the words, and every other visible sign as a token of its own. No
    /// token contains white space.
    #[must_use]
    pub fn tokens(&self) -> Vec<Span> {
        token_spans(self.as_str())
    }

    fn in_unit(&self, span: Span, unit: Unit) -> Range<usize> {
        self.count_before(span.start(), unit)..self.count_before(span.end(), unit)
    }

    /// Counts the units that begin before a byte offset.
    fn count_before(&self, byte: usize, unit: Unit) -> usize {
        match unit {
            Unit::Bytes => return byte,
            Unit::Graphemes => return self.0.edges.count_before(self.as_str(), byte),
            Unit::CodePoints | Unit::Utf16 => {}
        }
        let byte = byte.min(self.len());
        let block = byte / STRIDE;
        debug_assert!(block < self.0.counts.len(), "there is a count for each block");
        let (points, units) = self.0.counts.get(block).copied().unwrap_or_default();
        let rest = self.0.raw.as_bytes().get(block * STRIDE..byte).unwrap_or_default();
        let (more_points, more_units) = count(rest);
        match unit {
            Unit::Utf16 => (units + more_units) as usize,
            _ => (points + more_points) as usize,
        }
    }

    /// Returns the byte at which unit number `at` begins, or `None` past the end. For the second UTF-16 unit of a
    /// character, returns the first byte of the character.
    fn byte_at(&self, at: usize, unit: Unit) -> Option<usize> {
        match unit {
            Unit::Bytes => return (at <= self.len()).then_some(at),
            Unit::Graphemes => return self.0.edges.start_of(self.as_str(), at),
            Unit::CodePoints | Unit::Utf16 => {}
        }
        let pick = |counts: &(u32, u32)| match unit {
            Unit::Utf16 => counts.1 as usize,
            _ => counts.0 as usize,
        };
        // The last block whose count is not past `at` contains it.
        let block = self.0.counts.partition_point(|counts| pick(counts) <= at).saturating_sub(1);
        let mut left = at - self.0.counts.get(block).map_or(0, pick);
        let start = ceil_char(&self.0.raw, block * STRIDE);
        let mut last = start;
        for (index, c) in self.0.raw.get(start..)?.char_indices() {
            last = start + index;
            let width = if unit == Unit::Utf16 { c.len_utf16() } else { 1 };
            if left < width {
                return Some(last);
            }
            left -= width;
            last += c.len_utf8();
        }
        (left == 0).then_some(last)
    }

    fn converted(&self, start: usize, end: usize, unit: Unit) -> Result<Span, OffsetError> {
        let past_end = |offset| OffsetError::PastEnd { offset, length: self.count_before(self.len(), unit), unit };
        let from = self.byte_at(start, unit).ok_or_else(|| past_end(start))?;
        let to = self.byte_at(end, unit).ok_or_else(|| past_end(end))?;
        for (offset, byte) in [(start, from), (end, to)] {
            if self.count_before(byte, unit) != offset {
                return Err(self.cuts(offset, byte, unit));
            }
        }
        self.checked(from, to, (start, end), unit)
    }

    fn checked(&self, from: usize, to: usize, given: (usize, usize), unit: Unit) -> Result<Span, OffsetError> {
        for (offset, byte) in [(given.0, from), (given.1, to)] {
            if byte > self.len() {
                return Err(OffsetError::PastEnd { offset, length: self.count_before(self.len(), unit), unit });
            }
        }
        if from >= to {
            return Err(OffsetError::Empty { start: given.0, end: given.1 });
        }
        for (offset, byte) in [(given.0, from), (given.1, to)] {
            if !self.0.edges.is_edge(self.as_str(), byte) {
                return Err(self.cuts(offset, byte, unit));
            }
        }
        Ok(Span::trusted(from, to))
    }

    fn cuts(&self, offset: usize, byte: usize, unit: Unit) -> OffsetError {
        let start = self.0.edges.floor(self.as_str(), byte);
        let end = self.0.edges.ceil(self.as_str(), byte + 1);
        let cluster = self.get(start..end).chars().take(8).collect();
        OffsetError::InsideCluster { offset, unit, cluster }
    }
}

/// Returns the first character edge at or after a byte.
fn ceil_char(text: &str, mut byte: usize) -> usize {
    while byte < text.len() && !text.is_char_boundary(byte) {
        byte += 1;
    }
    byte.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXAMPLE: &str = "قال شكري 😀: «السَّلامُ ممكن».";

    #[test]
    fn the_example_has_offsets_in_three_units() {
        let text = Text::new(EXAMPLE);
        let inner = text.span_of_code_points(12, 28).unwrap();
        assert_eq!(text.slice(inner), "«السَّلامُ ممكن»");
        assert_eq!((inner.start(), inner.end()), (22, 53));
        assert_eq!(text.utf16(inner), 13..29);
        assert_eq!(text.span_of_utf16(13, 29).unwrap(), inner);
    }

    #[test]
    fn invalid_offsets_are_errors() {
        let text = Text::new(EXAMPLE);
        let cluster = |result: Result<Span, OffsetError>| matches!(result, Err(OffsetError::InsideCluster { .. }));
        assert!(cluster(text.span_of_code_points(16, 17)), "between seen and its shadda");
        assert!(cluster(text.span_of_utf16(10, 12)), "between the halves of a surrogate pair");
        assert!(cluster(text.span(1, 3)), "inside a UTF-8 sequence");
        assert!(matches!(text.span_of_code_points(3, 3), Err(OffsetError::Empty { .. })));
        assert!(matches!(text.span_of_code_points(8, 4), Err(OffsetError::Empty { .. })));
        let past = text.span_of_code_points(4, 40).unwrap_err();
        assert_eq!(past.to_string(), "40 is past the end of the text (29 code points)");
    }

    #[test]
    fn clusters_are_counted() {
        let text = Text::new(EXAMPLE);
        let inner = text.span_in(12, 25, Unit::Graphemes).unwrap();
        assert_eq!(text.slice(inner), "«السَّلامُ ممكن»");
        assert_eq!(text.range_in(inner, Unit::Graphemes), 12..25);
        let past = text.span_in(0, 27, Unit::Graphemes).unwrap_err();
        assert_eq!(past.to_string(), "27 is past the end of the text (26 grapheme clusters)");
    }

    proptest! {
        #[test]
        fn conversions_round_trip(pieces in prop::collection::vec("[اأبلمن ًَّ😀a\u{200d}\r\n«]{0,40}", 0..60)) {
            let text = Text::new(pieces.concat());
            let mut points = 0;
            let mut units = 0;
            for (byte, c) in text.as_str().char_indices() {
                prop_assert_eq!(text.byte_at(points, Unit::CodePoints), Some(byte));
                prop_assert_eq!(text.byte_at(units, Unit::Utf16), Some(byte));
                prop_assert_eq!(text.count_before(byte, Unit::CodePoints), points);
                prop_assert_eq!(text.count_before(byte, Unit::Utf16), units);
                points += 1;
                units += c.len_utf16();
            }
            prop_assert_eq!(text.code_point_len(), points);
            prop_assert_eq!(text.byte_at(points, Unit::CodePoints), Some(text.len()));
            prop_assert_eq!(text.byte_at(points + 1, Unit::CodePoints), None);
            for word in text.words() {
                let range = text.code_points(word);
                prop_assert_eq!(text.span_of_code_points(range.start, range.end), Ok(word));
            }
        }
    }
}
