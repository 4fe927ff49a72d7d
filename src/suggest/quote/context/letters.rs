//! The letters of a word.

use crate::words::token::Tokens;

/// A folded word without its first letters.
pub(crate) fn without_proclitic(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).and_then(|(byte, _)| word.get(byte..)).unwrap_or_default()
}

/// The word at a token as it is written.
pub(crate) fn written<'a>(tokens: &Tokens<'a>, at: usize) -> &'a str {
    tokens.text().get(tokens.start(at)..tokens.end_before(at + 1))
}
