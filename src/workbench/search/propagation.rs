//! The same words elsewhere, before they are proposed.

use crate::gold::{Label, Suggestion};
use crate::text::Needle;

/// What would be proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The words and their label.
    pub words: String,
    /// The label they get.
    pub label: Label,
    /// For each article that has them: its place among the open ones, and the suggestions.
    pub found: Vec<(usize, Vec<Suggestion>)>,
    /// The first row shown.
    pub top: usize,
}

/// The search for the same words that a thread does.
#[derive(Debug)]
pub(in crate::workbench) struct PropagationRequest {
    pub(in crate::workbench) needle: Needle,
    pub(in crate::workbench) words: String,
    pub(in crate::workbench) label: Label,
    /// The number of the article from which it was requested.
    pub(in crate::workbench) from: usize,
}
