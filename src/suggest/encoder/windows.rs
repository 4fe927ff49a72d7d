//! Windows: an article in parts that the network reads at once.
//!
//! A window holds whole sentences, as many as fit. The network was trained on such windows.

use std::ops::Range;

use crate::text::is_arabic_diacritic;
use crate::words::token::{TokenKind, Tokens, is_ignorable};

use super::pieces::{END, Piece, START, Vocabulary};

/// The largest number of pieces of a window.
pub(super) const PLACES: usize = 256;
/// The largest number of tokens of a sentence. A longer one is cut.
const LONGEST_SENTENCE: usize = 60;

/// A part of an article for the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// The tokens of the article; line ends among them are not read.
    pub(super) tokens: Range<usize>,
    /// The pieces of all words, between [`START`] and [`END`].
    pub(super) pieces: Vec<Piece>,
    /// For each token that is read: its number in the article, and the place of its first piece.
    pub(super) words: Vec<(usize, usize)>,
}

/// The windows of an article, in reading order.
pub(super) fn windows(tokens: &Tokens<'_>, vocabulary: &Vocabulary) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut window = Window::starting_at(0);
    let mut sentence: Vec<(usize, Vec<Piece>)> = Vec::new();
    for at in 0..=tokens.len() {
        let kind = tokens.kind(at);
        if kind != TokenKind::LineEnd {
            sentence.push((at, pieces_of(tokens, at, vocabulary)));
        }
        let ends = matches!(kind, TokenKind::LineEnd | TokenKind::Punctuation('.' | '!' | '?' | '؟'));
        if ends || sentence.len() >= LONGEST_SENTENCE {
            let length: usize = sentence.iter().map(|(_, pieces)| pieces.len()).sum();
            if window.is_begun() && window.pieces.len() + length + 1 > PLACES {
                windows.push(window.close());
                window = Window::starting_at(sentence.first().map_or(at, |(first, _)| *first));
            }
            for (token, pieces) in sentence.drain(..) {
                if window.is_begun() && window.pieces.len() + pieces.len() + 1 > PLACES {
                    windows.push(window.close());
                    window = Window::starting_at(token);
                }
                window.add(token, &pieces);
            }
        }
    }
    if window.is_begun() {
        windows.push(window.close());
    }
    windows
}

impl Window {
    fn starting_at(token: usize) -> Self {
        Self { tokens: token..token, pieces: vec![START], words: Vec::new() }
    }

    const fn is_begun(&self) -> bool {
        !self.words.is_empty()
    }

    fn add(&mut self, token: usize, pieces: &[Piece]) {
        self.words.push((token, self.pieces.len()));
        // A single word with more pieces than a window has places loses its end.
        let room = PLACES - 1 - self.pieces.len();
        self.pieces.extend(pieces.iter().take(room));
        self.tokens.end = token + 1;
    }

    fn close(mut self) -> Self {
        self.pieces.push(END);
        self
    }
}

/// The pieces of a token without diacritics, tatweel and invisible characters.
fn pieces_of(tokens: &Tokens<'_>, at: usize, vocabulary: &Vocabulary) -> Vec<Piece> {
    let raw = tokens.text().get(tokens.start(at)..tokens.end_before(at + 1));
    let bare: String = raw.chars().filter(|c| !is_left_out(*c)).collect();
    let mut pieces = Vec::new();
    vocabulary.cut(if bare.is_empty() { raw } else { &bare }, &mut pieces);
    pieces
}

fn is_left_out(c: char) -> bool {
    c == '\u{640}' || is_ignorable(c) || is_arabic_diacritic(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use proptest::prelude::*;

    fn letters() -> Vocabulary {
        let names: Vec<String> = "<>=+\u{2581}ابتجدوي.".chars().map(String::from).collect();
        Vocabulary::new(&names.iter().map(|name| (name.as_str(), -1.0)).collect::<Vec<_>>())
    }

    proptest! {
        /// Every token but line ends is in one window, in order, and its first piece is inside of it.
        #[test]
        fn windows_hold_every_word_once(text in "([ابتجدوي]{1,9}[ .\n]{1,2}){0,200}") {
            let text = Text::new(&text);
            let tokens = Tokens::new(&text);
            let found = windows(&tokens, &letters());
            let words: Vec<usize> = found.iter().flat_map(|window| window.words.iter().map(|word| word.0)).collect();
            let wanted: Vec<usize> =
                (0..tokens.len()).filter(|at| tokens.kind(*at) != TokenKind::LineEnd).collect();
            prop_assert_eq!(words, wanted);
            for window in &found {
                prop_assert!(window.pieces.len() <= PLACES);
                let is_inside = |(token, place): &(usize, usize)| {
                    window.tokens.contains(token) && (1..window.pieces.len() - 1).contains(place)
                };
                prop_assert!(window.words.iter().all(is_inside));
            }
        }
    }

    #[test]
    fn a_word_longer_than_a_window_is_cut() {
        let text = Text::new(format!("با {} جا", "و".repeat(600)));
        let found = windows(&Tokens::new(&text), &letters());
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|window| window.pieces.len() <= PLACES));
    }
}
