//! Moving a selection to other words.

use crate::page::Page;
use crate::text::{Span, Text};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

/// Selects other words, if there are any in that direction.
pub(super) fn reselect(model: &mut Model, to: impl Fn(&Text, Option<&Page>, Span) -> Option<Span>) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    if let Some(span) = to(&document.article.text, document.laid_out(), selection.span) {
        model.mode = Mode::Select(selection.with_span(span));
    }
    Vec::new()
}
