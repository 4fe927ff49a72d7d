//! A verb after its content: what `quotation_first` and `words_first` share.

use crate::words::lexicon::class::Class;
use crate::words::token::TokenKind;

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::quotation_marks::QuotedSpan;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::token::TokenSpan;

/// True for a verb after words that sum up what was said: هكذا قال, بهذه الكلمات رد.
pub(super) fn is_after_summary(context: &Context<'_>, at: usize) -> bool {
    at > 1 && context.start_of(at, Class::Summary).is_some()
}

/// A verb that may be after its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct TrailingVerb {
    pub(super) at: usize,
    pub(super) form: VerbForm,
    /// The comma or dash before the verb, or else the token directly before it.
    pub(super) before: usize,
    /// The last token of the content or of its closing quotation mark.
    last: usize,
    /// A comma or a dash is before the verb.
    pub(super) is_after_comma: bool,
    /// One past the speaker, or past what is in its place.
    pub(super) end: usize,
    pub(super) speaker: Option<TokenSpan>,
}

impl TrailingVerb {
    /// Reads the words around a verb. `None` after a proclitic (وقال), or at the beginning of a text.
    pub(super) fn new(context: &Context<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Self> {
        let mut before = at.checked_sub(1)?;
        let mut is_summed = false;
        // «…»، هكذا قال فلان
        // and «…». بهذه الكلمات وصف فلان
        if context.is(before, Class::Thus) {
            before = before.checked_sub(1)?;
        } else if let Some(start) = context.start_of(at, Class::InTheseWords).filter(|start| *start > 0) {
            before = start - 1;
            is_summed = true;
        }
        if proclitic > 0 {
            return None;
        }
        let is_after_comma =
            context.is_comma(before) || matches!(context.kind(before), TokenKind::Punctuation('-' | '–' | '—'));
        let skips_one = is_after_comma || is_summed && context.tokens().is_punctuation(before, '.');
        let from = context.skip_addressees(at + 1);
        let end = context.phrase_end(from);
        Some(Self {
            at,
            form,
            before,
            last: before.checked_sub(usize::from(skips_one))?,
            is_after_comma,
            end,
            speaker: (end > from && !context.is_manner(from, end)).then(|| TokenSpan::whole(from, end)),
        })
    }

    pub(super) const fn cue(&self) -> TokenSpan {
        TokenSpan::word(self.at, 0)
    }

    pub(super) const fn agreement(&self) -> Agreement {
        Agreement::new(self.form.gender, self.form.number)
    }

    /// The quotation directly before the verb: two words at least, and no name after its head noun.
    pub(super) fn quotation<'c>(&self, context: &'c Context<'_>) -> Option<&'c QuotedSpan> {
        context
            .quotation_marks
            .closed_at(self.last)
            .filter(|quoted| quoted.words > 1 && !context.is_title_after_head(quoted.open))
    }
}
