//! Counts of letters in any range of a text, for spans of any length.

use std::ops::Range;

/// The numbers of letters and digits before the blocks of a text, so that long spans are counted as fast as short ones.
pub(super) struct LetterCounts(Vec<usize>);

impl LetterCounts {
    /// The bytes of a block.
    const BLOCK: usize = 256;

    pub(super) fn new(text: &str) -> Self {
        let mut counts = vec![0; text.len() / Self::BLOCK + 2];
        for (at, _) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            counts.get_mut(at / Self::BLOCK + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        Self(counts)
    }

    /// The letters that begin before a byte on the edge of a character.
    fn before(&self, text: &str, byte: usize) -> usize {
        let block = byte / Self::BLOCK;
        let begin = (block * Self::BLOCK..=byte).find(|at| text.is_char_boundary(*at)).unwrap_or(byte);
        let rest = text.get(begin..byte).unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).count();
        self.0.get(block).copied().unwrap_or_default() + rest
    }

    pub(super) fn count(&self, text: &str, range: Range<usize>) -> usize {
        self.before(text, range.end).saturating_sub(self.before(text, range.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_in_any_range() {
        let text = "سامي 😀، x7 ".repeat(60);
        let counts = LetterCounts::new(&text);
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (start, end) in
            edges.iter().step_by(7).flat_map(|start| edges.iter().step_by(5).map(move |end| (*start, *end)))
        {
            let counted = text.get(start..end).map_or(0, |words| words.chars().filter(|c| c.is_alphanumeric()).count());
            assert_eq!(counts.count(&text, start..end.max(start)), counted, "{start}..{end}");
        }
    }
}
