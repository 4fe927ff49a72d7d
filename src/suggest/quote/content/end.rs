//! The end of content without quotation marks: the end of the sentence, or the words that open the next report.

use crate::words::token::TokenKind;

use super::super::context::{Context, LONGEST_SENTENCE, count_step};

impl Context<'_> {
    /// For each token, and for the end of the text: the place where content that contains the token ends at the latest.
    /// The places are found from the end of the text backwards: a token that ends no content has the place of the next
    /// token.
    pub(crate) fn find_latest_content_ends(&self) -> Vec<u32> {
        let as_u32 = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut ends = vec![as_u32(self.len()); self.len() + 1];
        for at in (0..self.len()).rev() {
            count_step();
            let end = if self.ends_sentence(at) || self.opens_report(at) {
                as_u32(at)
            } else {
                let next = self.quotation_marks.opened_at(at).map_or(at + 1, |quoted| quoted.after().max(at + 1));
                ends.get(next).copied().unwrap_or(as_u32(self.len()))
            };
            if let Some(slot) = ends.get_mut(at) {
                *slot = end;
            }
        }
        ends
    }

    /// The end of content without quotation marks around it: the end of the sentence, or the words that open the next report
    /// (a participle; a verb of saying after و, ف or a comma; an attribution cue after a comma). Gives `from`
    /// itself if there is no content, or too much.
    pub(crate) fn content_end(&self, from: usize) -> usize {
        if from >= self.len() || self.ends_sentence(from) {
            return from;
        }
        let next = self.quotation_marks.opened_at(from).map_or(from + 1, |quoted| quoted.after().max(from + 1));
        let mut end = self.latest_content_end(next);
        if end > from + LONGEST_SENTENCE {
            return from;
        }
        // A question or exclamation mark is a part of what is said; a full stop is not.
        if matches!(self.kind(end), TokenKind::Punctuation('؟' | '?' | '!')) {
            return end + 1;
        }
        // No comma or dash stays at the end.
        while end > from
            && matches!(self.kind(end - 1), TokenKind::Punctuation('،' | ',' | '؛' | ';' | '-' | '–' | '—' | ':'))
        {
            end -= 1;
        }
        end
    }
}
