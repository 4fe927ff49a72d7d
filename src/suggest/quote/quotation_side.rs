//! Single quotation marks: what is one, on which side of a quotation it is, and which other one it may close.

use crate::text::{QuotationMark, quotation_mark};
use crate::words::token::{TokenKind, Tokens};

/// The quotation mark that a token is. An apostrophe inside a word is none.
pub(super) fn quotation_mark_at(tokens: &Tokens<'_>, at: usize) -> Option<QuotationMark> {
    if let Some(opening) = side_of_doubled_apostrophe(tokens, at) {
        return Some(QuotationMark::Single { opening });
    }
    if at.checked_sub(1).is_some_and(|before| side_of_doubled_apostrophe(tokens, before).is_some()) {
        return None;
    }
    if tokens.is_punctuation(at, '\'') {
        let proclitic = at > 0 && tokens.is_word(at - 1) && tokens.folded(at - 1).chars().count() == 1;
        let glued_before = !proclitic && tokens.get(at).is_some_and(|token| token.glued);
        let word = matches!(tokens.kind(at + 1), TokenKind::Word | TokenKind::Foreign | TokenKind::Number);
        let glued_after = word && tokens.get(at + 1).is_some_and(|token| token.glued);
        return (glued_before != glued_after).then_some(QuotationMark::Single { opening: glued_after });
    }
    if tokens.kind(at) != TokenKind::QuotationMark {
        return None;
    }
    tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).chars().next().and_then(quotation_mark)
}

/// For the first one of two apostrophes or grave accents (''نعم'', ``نعم''): true if they open, false if they close.
pub(super) fn side_of_doubled_apostrophe(tokens: &Tokens<'_>, at: usize) -> Option<bool> {
    let is_mark = |at: usize| matches!(tokens.kind(at), TokenKind::Punctuation('\'' | '`'));
    let is_glued = |at: usize| tokens.get(at).is_some_and(|token| token.glued);
    let is_word = |at: usize| matches!(tokens.kind(at), TokenKind::Word | TokenKind::Foreign | TokenKind::Number);
    if !is_mark(at) || !is_mark(at + 1) || !is_glued(at + 1) {
        return None;
    }
    let opens = is_word(at + 2) && is_glued(at + 2) && !(is_glued(at) && at > 0 && is_word(at - 1));
    let closes = is_glued(at) && !is_glued(at + 2) || is_glued(at) && !is_word(at + 2);
    (opens || closes).then_some(opens)
}

/// The side of a quoted span on which a quotation mark is. The white space around the mark shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuotationSide {
    Opening,
    Closing,
    Unclear,
}

fn side_by_white_space(tokens: &Tokens<'_>, at: usize, from: usize, to: usize) -> QuotationSide {
    let before = at > from && tokens.get(at).is_some_and(|token| token.glued);
    let following = at + 1 < to && tokens.get(at + 1).is_some_and(|token| token.glued);
    let word = |at: usize| matches!(tokens.kind(at), TokenKind::Word | TokenKind::Foreign | TokenKind::Number);
    let after_word = before
        && at > 0
        && (word(at - 1)
            || matches!(tokens.kind(at - 1), TokenKind::Punctuation('.' | '!' | '؟' | '?' | '…' | ')' | '%')));
    match (before, following) {
        // A proclitic is written onto the opening quotation mark: و"المستقبل".
        (true, true) if word(at + 1) && at > 0 && tokens.folded(at - 1).chars().count() == 1 => QuotationSide::Opening,
        (true, true) if word(at + 1) && !after_word => QuotationSide::Opening,
        (true, true) if after_word && !word(at + 1) => QuotationSide::Closing,
        (false, true) if word(at + 1) || tokens.kind(at + 1) == TokenKind::QuotationMark => QuotationSide::Opening,
        (true, false) if after_word => QuotationSide::Closing,
        (false, false) if at == from => QuotationSide::Opening,
        (_, _) if at + 1 == to && before => QuotationSide::Closing,
        _ => QuotationSide::Unclear,
    }
}

/// True if `mark` may close a span that `open` has opened.
pub(super) fn can_close(open: QuotationMark, mark: QuotationMark, side: QuotationSide) -> bool {
    use QuotationMark::{Curly, Guillemet, Single, Straight};
    let (same_style, same_side) = match (open, mark) {
        (Guillemet { opening: a }, Guillemet { opening: b })
        | (Curly { opening: a }, Curly { opening: b })
        | (Single { opening: a }, Single { opening: b }) => (true, a == b),
        (Straight, Straight) => (true, true),
        // “…" and "…” are careless, but pairs.
        (Straight, Curly { .. }) | (Curly { .. }, Straight) => return side == QuotationSide::Closing,
        _ => (false, false),
    };
    same_style
        && (!same_side && side != QuotationSide::Opening
            || side == QuotationSide::Closing
            || same_side && side == QuotationSide::Unclear)
}

/// True if a mark of another kind closes a span: «…" and "…». Careless, but pairs.
pub(super) fn closes_other_kind(open: QuotationMark, mark: QuotationMark, side: QuotationSide) -> bool {
    use QuotationMark::{Curly, Guillemet, Straight};
    side == QuotationSide::Closing
        && matches!(
            (open, mark),
            (Guillemet { .. }, Straight | Curly { .. }) | (Straight | Curly { .. }, Guillemet { opening: false })
        )
}

/// The side of the quotation mark at a token, in a paragraph from one token to another.
pub(super) fn side_of_mark(tokens: &Tokens<'_>, at: usize, from: usize, to: usize) -> QuotationSide {
    match side_of_doubled_apostrophe(tokens, at) {
        Some(true) => QuotationSide::Opening,
        Some(false) => QuotationSide::Closing,
        None => side_by_white_space(tokens, at, from, to),
    }
}
