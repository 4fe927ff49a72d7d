//! The cluster edges of one text, found in constant or logarithmic time however long its clusters are.
//!
//! Whether a place between two flags is an edge depends on all flags before it, and an emoji or an Indic letter may depend
//! on all signs before it. So a question looks back only a few bytes. If that is not enough, all edges of the text are found
//! in one pass and kept. No usual text needs that.

use std::sync::OnceLock;

use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete, UnicodeSegmentation};

/// A question looks at so many bytes before and after a place.
const NEAR: usize = 96;

/// The cluster edges of a text. The text is given with each question; it must always be the same.
#[derive(Default)]
pub(super) struct ClusterEdges(OnceLock<Box<[u32]>>);

impl ClusterEdges {
    /// All edges: the first byte of each cluster.
    fn all(&self, text: &str) -> &[u32] {
        self.0.get_or_init(|| {
            // Texts are shorter than 4 GiB.
            text.grapheme_indices(true).map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect()
        })
    }

    /// Returns true if the byte offset is an edge between two clusters, or an end of the text.
    pub(super) fn is_edge(&self, text: &str, byte: usize) -> bool {
        if byte > text.len() || !text.is_char_boundary(byte) {
            return false;
        }
        let (near, start) = surroundings(text, byte);
        match GraphemeCursor::new(byte, text.len(), true).is_boundary(near, start) {
            Ok(is_edge) => is_edge,
            Err(_) => byte == text.len() || self.all(text).binary_search(&as_u32(byte)).is_ok(),
        }
    }

    /// Returns the number of clusters that begin before a byte offset.
    pub(super) fn count_before(&self, text: &str, byte: usize) -> usize {
        self.all(text).partition_point(|edge| (*edge as usize) < byte)
    }

    /// Returns the first byte of cluster number `at`, the length of the text for the number of all clusters, or `None` past
    /// it.
    pub(super) fn start_of(&self, text: &str, at: usize) -> Option<usize> {
        let edges = self.all(text);
        let end = (at == edges.len()).then_some(text.len());
        edges.get(at).map(|edge| *edge as usize).or(end)
    }

    /// Returns the last edge at or before a byte offset.
    pub(super) fn floor(&self, text: &str, byte: usize) -> usize {
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        if self.is_edge(text, byte) {
            return byte;
        }
        let (near, start) = surroundings(text, byte);
        match GraphemeCursor::new(byte, text.len(), true).prev_boundary(near, start) {
            Ok(edge) => edge.unwrap_or(0),
            Err(_) => {
                let edges = self.all(text);
                let before = edges.partition_point(|edge| (*edge as usize) < byte);
                before.checked_sub(1).and_then(|index| edges.get(index)).map_or(0, |edge| *edge as usize)
            }
        }
    }

    /// Returns the first edge at or after a byte offset.
    pub(super) fn ceil(&self, text: &str, byte: usize) -> usize {
        let floor = self.floor(text, byte);
        if floor >= byte {
            return floor;
        }
        let (near, start) = surroundings(text, floor);
        match GraphemeCursor::new(floor, text.len(), true).next_boundary(near, start) {
            Ok(edge) => edge.unwrap_or(text.len()),
            Err(_) => {
                let edges = self.all(text);
                let next = edges.partition_point(|edge| (*edge as usize) <= floor);
                edges.get(next).map_or(text.len(), |edge| *edge as usize)
            }
        }
    }
}

fn as_u32(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// The text around a place, and where it begins.
fn surroundings(text: &str, byte: usize) -> (&str, usize) {
    let mut start = byte.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = text.len().min(byte + NEAR);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (text.get(start..end).unwrap_or_default(), start)
}

/// Returns the edge after an edge, without looking far back.
pub(super) fn edge_after(text: &str, edge: usize) -> usize {
    let (near, start) = surroundings(text, edge);
    let near_edge = GraphemeCursor::new(edge, text.len(), true).next_boundary(near, start);
    match near_edge {
        Ok(found) => found.unwrap_or(text.len()),
        Err(GraphemeIncomplete::InvalidOffset) => text.len(),
        Err(_) => {
            // Nothing before an edge decides where its cluster ends.
            let rest = text.get(edge..).unwrap_or_default();
            rest.graphemes(true).next().map_or(text.len(), |cluster| edge + cluster.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::grapheme::{ceil_grapheme, floor_grapheme};
    use proptest::prelude::*;

    proptest! {
        /// The answers are those of the library, which looks back as far as it must.
        #[test]
        fn edges_near_and_far_agree(pieces in prop::collection::vec((prop::sample::select(vec![
            "ا", "َ", "\u{1F1F8}", "😀", "\u{200D}", "\u{1F3FB}", "क", "\u{94D}", "\r", "\n", "\u{600}", "\u{300}",
        ]), 1_usize..60), 0..8)) {
            let text: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            let edges = ClusterEdges::default();
            for byte in 0..=text.len() {
                prop_assert_eq!(edges.floor(&text, byte), floor_grapheme(&text, byte), "floor of {} in {:?}", byte, text);
                prop_assert_eq!(edges.ceil(&text, byte), ceil_grapheme(&text, byte), "ceil of {} in {:?}", byte, text);
                prop_assert_eq!(edges.is_edge(&text, byte), floor_grapheme(&text, byte) == byte);
            }
        }
    }

    /// Each question about a long row of flags would read all of it. One pass is enough.
    #[test]
    fn all_edges_are_found_only_where_a_look_around_is_not_enough() {
        let usual = "قال سامي: «السَّلامُ 😀 ممكن». ".repeat(1000);
        let flags = "\u{1F1F8}\u{1F1E6}".repeat(1000);
        for (text, needed) in [(usual, false), (flags, true)] {
            let edges = ClusterEdges::default();
            let found = (0..=text.len()).filter(|byte| edges.is_edge(&text, *byte)).count();
            assert_eq!(found, text.graphemes(true).count() + 1);
            assert_eq!(edges.0.get().is_some(), needed);
        }
    }
}
