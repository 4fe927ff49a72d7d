//! Pieces: a word as parts of a fixed vocabulary (unigram language model, Kudo 2018).
//!
//! A word is cut where the sum of the scores of its pieces is highest. The vocabulary is a part of that of
//! multilingual-e5-small; a word whose pieces are all kept is cut as the original cuts it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// The number of a piece.
pub(super) type Piece = u32;

/// The piece before the first word.
pub(super) const START: Piece = 0;
/// The piece after the last word.
pub(super) const END: Piece = 2;
/// The piece for characters that no piece has.
const UNKNOWN: Piece = 3;
/// The number of pieces with a special meaning: these three and one for padding.
const SPECIAL: usize = 4;

/// Stands before the first letter of every word.
const WORD_START: char = '\u{2581}';

/// The score of an unknown character, compared with the lowest score of a piece.
const UNKNOWN_BELOW: f32 = 10.0;

/// The pieces and their scores.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    pieces: HashMap<Box<str>, (Piece, f32)>,
    unknown_score: f32,
    /// The largest number of characters of a piece.
    longest: usize,
}

impl Vocabulary {
    /// A vocabulary of pieces in the order of their numbers. The first four have a special meaning and match no text.
    pub(super) fn new(pieces: &[(impl AsRef<str>, f32)]) -> Self {
        let mut vocabulary = Self { unknown_score: f32::INFINITY, ..Self::default() };
        for (number, (piece, score)) in (0..).zip(pieces) {
            vocabulary.unknown_score = vocabulary.unknown_score.min(score - UNKNOWN_BELOW);
            if number as usize >= SPECIAL {
                let piece = piece.as_ref();
                vocabulary.longest = vocabulary.longest.max(piece.chars().count());
                vocabulary.pieces.insert(piece.into(), (number, *score));
            }
        }
        vocabulary
    }

    /// Adds the pieces of a word to a list. The word must have no diacritics.
    pub(super) fn cut(&self, word: &str, pieces: &mut Vec<Piece>) {
        let word: String = std::iter::once(WORD_START).chain(word.nfkc()).collect();
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).chain([word.len()]).collect();
        // For each number of characters: the best sum, and the first character and the number of its last piece.
        let mut best: Vec<(f32, usize, Piece)> = vec![(0.0, 0, UNKNOWN)];
        for end in 1..=ends.len() {
            let mut found = (f32::NEG_INFINITY, end - 1, UNKNOWN);
            for first in end.saturating_sub(self.longest)..end {
                let start = first.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                let part = ends.get(end - 1).and_then(|end| word.get(start..*end)).unwrap_or_default();
                let known = self.pieces.get(part).copied();
                let entry = known.or_else(|| (end - first == 1).then_some((UNKNOWN, self.unknown_score)));
                if let (Some((piece, score)), Some((sum, ..))) = (entry, best.get(first))
                    && sum + score > found.0
                {
                    found = (sum + score, first, piece);
                }
            }
            best.push(found);
        }
        let begin = pieces.len();
        let mut end = ends.len();
        while end > 0 {
            let Some((_, first, piece)) = best.get(end) else { break };
            // Neighbouring unknown characters are one piece.
            if *piece != UNKNOWN || pieces.len() == begin || pieces.last() != Some(&UNKNOWN) {
                pieces.push(*piece);
            }
            end = *first;
        }
        if let Some(own) = pieces.get_mut(begin..) {
            own.reverse();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_cut_where_the_sum_of_scores_is_highest() {
        let special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)];
        let own = [("\u{2581}", -4.0), ("\u{2581}ال", -5.0), ("سك", -7.0), ("ك", -6.0), ("سكك", -20.0), ("س", -6.0)];
        let vocabulary = Vocabulary::new(&[&special[..], &own].concat());
        let cut = |word: &str| {
            let mut pieces = vec![9];
            vocabulary.cut(word, &mut pieces);
            pieces
        };
        assert_eq!(cut("السكك"), [9, 5, 6, 7]);
        assert_eq!(cut("س"), [9, 4, 9]);
        assert_eq!(cut("سXYك"), [9, 4, 9, UNKNOWN, 7], "unknown characters are one piece");
        assert_eq!(cut(""), [9, 4]);
    }
}
