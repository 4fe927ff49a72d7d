//! Cuts a text into chunks of whole paragraphs, so that work on one part of a text does not read all of it.

use std::sync::OnceLock;

use super::offset::Span;
use super::sentence::{next_paragraph, paragraphs_from};

/// The size of a chunk in bytes: about ten thousand Arabic words. A chunk with one long paragraph is larger.
const CHUNK_BYTES: usize = 128 * 1024;

/// A run of whole paragraphs. It ends where the next chunk starts.
pub(super) struct Chunk {
    pub(super) start: usize,
    pub(super) words: OnceLock<Box<[Span]>>,
}

/// Returns the chunks of a text.
pub(super) fn chunks(text: &str) -> Vec<Chunk> {
    chunk_starts(text, CHUNK_BYTES).into_iter().map(|start| Chunk { start, words: OnceLock::new() }).collect()
}

/// Returns the first byte of each chunk. A chunk is the shortest run of paragraphs with at least `size` bytes. The last
/// chunk also takes a shorter rest, so a text of less than twice the size is one chunk.
fn chunk_starts(text: &str, size: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let mut start = 0;
    while let Some(behind) = next_chunk_start(text, start + size - 1)
        && text.len() - behind >= size
    {
        starts.push(behind);
        start = behind;
    }
    starts
}

/// Returns the start of the next paragraph after a byte that no word reaches from before. UAX #29 (WB3a) ends words at
/// all line ends except the ASCII separators U+001C to U+001E, which a diacritic may follow.
fn next_chunk_start(text: &str, from: usize) -> Option<usize> {
    let joins = |end: usize| text.get(end..).is_some_and(|rest| rest.starts_with(['\u{1C}', '\u{1D}', '\u{1E}']));
    let paragraph = paragraphs_from(text, from).find(|paragraph| !joins(paragraph.end))?;
    next_paragraph(text, paragraph.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::paragraph_at;
    use crate::text::word::word_spans;

    proptest! {
        #[test]
        fn chunks_are_whole_paragraphs_and_no_word_is_cut(
            text in "([اabم]|\u{301}|\u{64B}|\u{600}| |\r|\n|\u{85}|\u{1C}|\u{200D}){0,80}",
            size in 1usize..20,
        ) {
            let starts = chunk_starts(&text, size);
            let whole = word_spans(&text);
            let mut found = Vec::new();
            for (index, &start) in starts.iter().enumerate() {
                let end = starts.get(index + 1).copied().unwrap_or(text.len());
                prop_assert!(paragraph_at(&text, start).start == start);
                prop_assert!(starts.len() == 1 || end - start >= size);
                let words = word_spans(text.get(start..end).unwrap());
                found.extend(words.iter().map(|word| (start + word.start(), start + word.end())));
            }
            prop_assert_eq!(found, whole.iter().map(|word| (word.start(), word.end())).collect::<Vec<_>>());
        }
    }
}
