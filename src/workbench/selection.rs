//! The selection: words that are about to be added.

use crate::edit::ItemRef;
use crate::text::{Span, Text};

/// What is selected, and what had the focus when selecting began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The words.
    pub span: Span,
    /// What had the focus: `s` and `e` give this quote its speaker and cue.
    pub from: Option<ItemRef>,
    /// Is it added just as it is, with stray space and punctuation at its edges?
    pub exact: bool,
}

impl Selection {
    /// Other words, selected in the same way.
    pub(in crate::workbench) fn moved(&self, span: Span) -> Self {
        Self { span, from: self.from.clone(), exact: self.exact }
    }

    /// What is added: the words, or what `clean` leaves of them.
    pub(in crate::workbench) fn kept(&self, text: &Text, clean: impl Fn(&Text, Span) -> Span) -> Span {
        if self.exact { self.span } else { clean(text, self.span) }
    }
}
