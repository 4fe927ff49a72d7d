//! Grapheme clusters (UAX #29, extended): the units of cells, of the caret and of span edges.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthChar;

use super::cluster_edges::edge_after;

/// Returns true if the byte offset is an edge between two clusters, or an end of the text.
#[must_use]
fn is_grapheme_edge(text: &str, byte: usize) -> bool {
    byte <= text.len()
        && text.is_char_boundary(byte)
        && GraphemeCursor::new(byte, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// Returns the last cluster edge at or before a byte offset.
///
/// ```
/// use tawsim::text::floor_grapheme;
/// assert_eq!(floor_grapheme("سَّل", 3), 0); // inside seen with its diacritics
/// ```
#[must_use]
pub fn floor_grapheme(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    if is_grapheme_edge(text, byte) { byte } else { previous_grapheme(text, byte) }
}

/// Returns the first cluster edge at or after a byte offset.
#[must_use]
pub fn ceil_grapheme(text: &str, byte: usize) -> usize {
    let floor = floor_grapheme(text, byte);
    if floor >= byte { floor } else { next_grapheme(text, floor) }
}

/// Returns the next cluster edge after a cluster edge, or the end of the text.
#[must_use]
pub fn next_grapheme(text: &str, byte: usize) -> usize {
    if byte >= text.len() || !text.is_char_boundary(byte) {
        return text.len();
    }
    edge_after(text, byte)
}

/// Returns the last cluster edge before a byte offset, or 0.
#[must_use]
pub fn previous_grapheme(text: &str, byte: usize) -> usize {
    if byte > text.len() || !text.is_char_boundary(byte) {
        return floor_grapheme(text, byte.min(text.len()));
    }
    GraphemeCursor::new(byte, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Returns the width of a short string of the interface, in cells: the sum of the widths of its clusters.
///
/// The width libraries measure some whole strings differently: `"لا"` measures 1 there, but fills 2 cells in ten of
/// eleven terminals. So no string is measured as a whole.
#[must_use]
pub fn cell_width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(|cluster| cluster.chars().next().and_then(UnicodeWidthChar::width).unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lam_alef_fills_two_cells() {
        assert_eq!(cell_width("لا"), 2);
        assert_eq!(cell_width("السَّلامُ"), 6);
    }

    #[test]
    fn every_byte_has_a_cluster_edge_before_and_after_it() {
        let text = "سَّلا😀\r\n؟";
        for byte in 0..=text.len() {
            let (floor, ceil) = (floor_grapheme(text, byte), ceil_grapheme(text, byte));
            assert!(floor <= byte && byte <= ceil, "{floor} {byte} {ceil}");
            assert!(is_grapheme_edge(text, floor) && is_grapheme_edge(text, ceil));
        }
    }
}
