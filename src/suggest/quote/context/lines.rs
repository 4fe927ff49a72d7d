//! The heads of lines and of dispatches.

use crate::words::token::TokenKind;

use super::tables::Context;

/// Tokens before the first word of a line that may be no part of the sentence: a time, a bullet, the name of a paper.
const LONGEST_LINE_HEAD: usize = 8;

/// The most tokens of the head of a dispatch, up to its dash.
const LONGEST_DATELINE: usize = 14;

/// The most tokens that are searched back for the start of a paragraph.
const LONGEST_PARAGRAPH: usize = 120;

impl Context<'_> {
    /// True if nothing is before a token in its line but a time, a bullet, or the name of a paper and a colon.
    pub(crate) fn starts_line(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..LONGEST_LINE_HEAD {
            let Some(before) = at.checked_sub(1) else { return true };
            match self.kind(before) {
                TokenKind::LineEnd => return true,
                TokenKind::Number | TokenKind::Punctuation('-' | '–' | '—' | '*' | '•' | ':' | '|' | '.' | '/') =>
                {
                    at = before;
                }
                TokenKind::QuotationMark => match self.quotation_marks.closed_at(before) {
                    Some(quoted) => at = quoted.open,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// The token after the place and agency at the head of a dispatch (باماكو (أ ف ب) - …, عمّان ـ «القدس العربي»: …). Gives
    /// `start` if there is no such head.
    pub(crate) fn skip_dateline(&self, start: usize) -> usize {
        let tokens = self.tokens();
        if start.checked_sub(1).is_some_and(|before| self.kind(before) != TokenKind::LineEnd) {
            return start;
        }
        let is_loose = |at: usize| tokens.get(at + 1).is_some_and(|next| !next.glued);
        let line = (start + 1..start + LONGEST_DATELINE).take_while(|at| self.kind(*at) != TokenKind::LineEnd);
        let dash = line.into_iter().find(|at| {
            let is_tatweel = self.is_word(*at) && self.word(*at).is_empty();
            (matches!(self.kind(*at), TokenKind::Punctuation('-' | '–' | '—')) || is_tatweel) && is_loose(*at)
        });
        let Some(dash) = dash else { return start };
        let names_place = self.entities.has_any(start, dash) || (start..dash).any(|at| tokens.is_punctuation(at, '('));
        let has_verb = (start..dash).any(|at| self.reporting_verb(at).is_some());
        if !names_place || has_verb {
            return start;
        }
        match self.quotation_marks.opened_at(dash + 1) {
            Some(quoted) if tokens.is_punctuation(quoted.after(), ':') => quoted.after() + 1,
            _ => dash + 1,
        }
    }

    /// The first token of the paragraph of a token, at most 120 tokens back.
    pub(crate) fn paragraph_start(&self, at: usize) -> usize {
        let lowest = at.saturating_sub(LONGEST_PARAGRAPH);
        (lowest..at).rev().find(|at| self.kind(*at) == TokenKind::LineEnd).map_or(lowest, |at| at + 1)
    }
}
