//! The same words elsewhere, before they are proposed.

use crate::gold::{Label, Suggestion};
use crate::text::Needle;

/// The suggestions that would be made, shown before they are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The words.
    pub words: String,
    /// The label they get.
    pub label: Label,
    /// The suggestions for each article that has the words, by its number.
    pub found: Vec<(usize, Vec<Suggestion>)>,
    /// The first row shown.
    pub top: usize,
    /// What the key that accepts does with them.
    pub then: PreviewThen,
}

/// What happens to the places of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewThen {
    /// They become pending.
    Propose,
    /// They become gold, with the equal suggestions that are pending.
    Accept,
    /// They are pending with another label, and become gold with this one.
    Relabel,
}

/// A search for the same words that a thread does.
#[derive(Debug)]
pub(in crate::workbench) struct PropagationRequest {
    pub(in crate::workbench) needle: Needle,
    pub(in crate::workbench) words: String,
    pub(in crate::workbench) label: Label,
    /// The number of the article from which it was requested.
    pub(in crate::workbench) from: usize,
    pub(in crate::workbench) then: PreviewThen,
}
