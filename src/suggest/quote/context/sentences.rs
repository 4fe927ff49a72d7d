//! The edges of sentences, worked out once for every token.

use crate::words::token::{TokenKind, Tokens};

use super::super::quotation_marks::QuotationMarks;
use super::classes::TokenClasses;
use crate::words::lexicon::class::Class;

/// Contents and sentences of more tokens than this are not looked at: no news is written so.
pub(crate) const LONGEST_SENTENCE: usize = 400;

#[cfg(test)]
thread_local! {
    /// Steps that rules have taken along a text, for the test that holds them to linear time.
    pub(crate) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts a step of a rule that looks along the text. Outside of tests it does nothing.
pub(crate) fn count_step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// True if a sentence ends with this token: a line end, a full stop, a question mark and the like. A full stop glued to
/// the letter or number after it (3.5, .com) and that of an abbreviated title (د. أحمد) end none.
pub(super) fn ends_sentence(tokens: &Tokens<'_>, classes: &TokenClasses, at: usize) -> bool {
    match tokens.kind(at) {
        TokenKind::LineEnd | TokenKind::Punctuation('؟' | '?' | '!' | '…' | '۔') => true,
        // د. أحمد, م. سامي: an abbreviated title.
        TokenKind::Punctuation('.')
            if at > 0 && tokens.get(at).is_some_and(|dot| dot.glued) && classes.is(at - 1, Class::TitleLetter) =>
        {
            false
        }
        TokenKind::Punctuation('.') => {
            let next = tokens.get(at + 1);
            next.is_none_or(|next| {
                !next.glued || !matches!(next.kind, TokenKind::Foreign | TokenKind::Number | TokenKind::Punctuation(_))
            })
        }
        _ => false,
    }
}

/// The first token of the sentence of each token.
#[derive(Debug)]
pub(super) struct SentenceEdges {
    /// For each token and for the end of the text.
    starts: Vec<u32>,
}

impl SentenceEdges {
    pub(super) fn new(tokens: &Tokens<'_>, classes: &TokenClasses, quotation_marks: &QuotationMarks) -> Self {
        let mut starts: Vec<u32> = Vec::with_capacity(tokens.len() + 1);
        let mut quoted = quotation_marks.all().peekable();
        for at in 0..=tokens.len() {
            while quoted.peek().is_some_and(|span| span.after() < at) {
                quoted.next();
            }
            let Some(before) = at.checked_sub(1) else {
                starts.push(0);
                continue;
            };
            let start_of = |earlier: usize| {
                debug_assert!(earlier < at, "only earlier tokens have a start");
                starts.get(earlier).copied().unwrap_or_default()
            };
            let start = match quoted.peek().filter(|span| span.is_closed && span.after() == at) {
                // A quoted span that is a sentence of its own ends the sentence around it as well.
                Some(span)
                    if ends_sentence(tokens, classes, span.close - 1)
                        && span.open.checked_sub(1).is_none_or(|before| ends_sentence(tokens, classes, before)) =>
                {
                    as_u32(at)
                }
                Some(span) => start_of(span.open),
                None if ends_sentence(tokens, classes, before) => as_u32(at),
                None => start_of(before),
            };
            starts.push(start);
        }
        Self { starts }
    }

    /// The first token of the sentence of a token.
    pub(super) fn start(&self, at: usize) -> usize {
        self.starts.get(at).or(self.starts.last()).map_or(0, |start| *start as usize)
    }
}

fn as_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
