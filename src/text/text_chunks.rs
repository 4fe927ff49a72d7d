//! The words and the chunks of a [`Text`]. Words are found only in the chunks that are needed.

use std::ops::Range;

use super::exact_text::Text;
use super::offset::Span;
use super::word::word_spans;

impl Text {
    /// Returns all words of the text (UAX #29), in order. Reads the whole text.
    #[must_use]
    pub fn words(&self) -> Vec<Span> {
        self.words_from(0).collect()
    }

    /// Returns the words that end after a byte, in order: the word that contains the byte, if there is one, and all
    /// words after it. Reads each chunk when the iteration reaches it.
    ///
    /// ```
    /// use tawsim::text::Text;
    /// let text = Text::new("قال شكري: نعم.");
    /// assert_eq!(text.words_from(9).map(|word| text.slice(word)).collect::<Vec<_>>(), ["شكري", "نعم"]);
    /// ```
    pub fn words_from(&self, offset: usize) -> impl Iterator<Item = Span> {
        let first = self.chunk_at(offset);
        let words = (first..self.0.chunks.len()).flat_map(|chunk| self.words_of(chunk));
        let passed = self.words_of(first).partition_point(|word| word.end() <= offset);
        words.skip(passed).copied()
    }

    /// Returns the words that begin before a byte, from the last one back to the first one of the text.
    pub fn words_back_from(&self, offset: usize) -> impl Iterator<Item = Span> {
        let last = self.chunk_at(offset);
        let words = (0..=last).rev().flat_map(|chunk| self.words_of(chunk).iter().rev());
        let here = self.words_of(last);
        words.skip(here.len() - here.partition_point(|word| word.start() < offset)).copied()
    }

    /// Returns the chunks of the text. A chunk is a run of whole paragraphs, about ten thousand words, or one longer
    /// paragraph. No word, line or name crosses a chunk edge.
    pub fn chunks(&self) -> impl ExactSizeIterator<Item = Range<usize>> {
        (0..self.0.chunks.len()).map(|index| self.chunk(index))
    }

    /// Returns the chunk that contains a byte, or the last one past the end.
    #[must_use]
    pub fn chunk_of(&self, offset: usize) -> Range<usize> {
        self.chunk(self.chunk_at(offset))
    }

    fn chunk_at(&self, offset: usize) -> usize {
        self.0.chunks.partition_point(|chunk| chunk.start <= offset).saturating_sub(1)
    }

    fn chunk(&self, index: usize) -> Range<usize> {
        let start = |index: usize| self.0.chunks.get(index).map_or(self.len(), |chunk| chunk.start);
        start(index)..start(index + 1)
    }

    /// Returns the words of a chunk. They are found once and kept.
    fn words_of(&self, index: usize) -> &[Span] {
        let Some(chunk) = self.0.chunks.get(index) else { return &[] };
        chunk.words.get_or_init(|| {
            let range = self.chunk(index);
            let words = word_spans(self.get(range.clone()));
            words.into_iter().map(|word| Span::trusted(range.start + word.start(), range.start + word.end())).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_chunks() {
        let raw = "قال سامي نعم.\nثم ذهب إلى البيت\n".repeat(12_000);
        let text = Text::new(raw.as_str());
        assert!(text.chunks().count() > 3);
        let words = word_spans(&raw);
        assert_eq!(text.words(), words);
        let mut back: Vec<_> = text.words_back_from(raw.len()).collect();
        back.reverse();
        assert_eq!(back, words);
        for chunk in text.chunks() {
            for offset in chunk.start.saturating_sub(40)..chunk.start + 40 {
                let (before, after) = (text.words_back_from(offset).next(), text.words_from(offset).next());
                assert_eq!(before, words.iter().rev().find(|word| word.start() < offset).copied());
                assert_eq!(after, words.iter().find(|word| word.end() > offset).copied());
                assert_eq!(text.chunk_of(offset).contains(&offset), offset < raw.len());
            }
        }
    }
}
