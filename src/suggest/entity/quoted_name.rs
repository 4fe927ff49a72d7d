//! Names in quotation marks after a head noun or an announcing word.

use crate::words::token::{TokenKind, Tokens};

/// The largest number of words of such a name.
const MAX_WORDS: usize = 6;

/// The token after the closing quotation mark of a short name that opens at `open`. `None` if it is no short name.
pub(super) fn find_quoted_name_end(tokens: &Tokens<'_>, open: usize) -> Option<usize> {
    let mut words = 0;
    for at in open + 1..=open + MAX_WORDS + 3 {
        match tokens.kind(at) {
            TokenKind::QuotationMark if words > 0 => return Some(at + 1),
            TokenKind::Word | TokenKind::Foreign | TokenKind::Number => words += 1,
            TokenKind::Punctuation('-' | '.' | '&' | '\'') => {}
            _ => return None,
        }
        if words > MAX_WORDS {
            return None;
        }
    }
    None
}
