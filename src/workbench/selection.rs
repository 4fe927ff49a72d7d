//! The selection: words that are about to be added.

use crate::edit::ItemRef;
use crate::text::{Span, Text};

/// A selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The words.
    pub span: Span,
    /// The item that had the focus when the selection began: a quote gets its speaker, cue or part from the selection.
    pub from: Option<ItemRef>,
    /// True if it is added exactly as it is, with space and punctuation at its edges.
    pub exact: bool,
}

impl Selection {
    /// The same selection with other words.
    pub(in crate::workbench) fn with_span(&self, span: Span) -> Self {
        Self { span, from: self.from.clone(), exact: self.exact }
    }

    /// The words to add: all of them, or what `clean` leaves of them.
    pub(in crate::workbench) fn span_to_add(&self, text: &Text, clean: impl Fn(&Text, Span) -> Span) -> Span {
        if self.exact { self.span } else { clean(text, self.span) }
    }
}
