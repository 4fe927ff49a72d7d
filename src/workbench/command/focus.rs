//! The focus: moving it, and whether it is on the screen.

use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::filter::Filter;

/// Gives the focus to the item with the index that `to` returns; for `None` the focus stays.
pub(super) fn focus_index(model: &mut Model, to: impl Fn(&Document, &Filter) -> Option<usize>) -> Vec<Effect> {
    let filter = model.search.filter.clone();
    if let Some(document) = model.document_mut()
        && let Some(index) = to(document, &filter)
        && let Some(item) = document.items().get(index)
    {
        document.focus = Some(item.at.clone());
    }
    Vec::new()
}

/// Gives the focus to the next item that the filter shows, if it hides the focused one.
pub(in crate::workbench) fn refocus(model: &mut Model) {
    let filter = model.search.filter.clone();
    if let Some(document) = model.document_mut()
        && !document.focused().is_some_and(|item| filter.shows(item))
    {
        let next = filter.next(document, document.focus_index(), ReadingDirection::Forward, |_| true);
        document.focus = next.and_then(|index| document.items().get(index)).map(|item| item.at.clone());
    }
}

/// True if the focus is off the screen because the screen follows a match. Nothing is decided on an item that is not
/// seen.
pub(super) fn is_focus_off_screen(model: &Model) -> bool {
    let screen_follows = model.search.find.as_ref().is_some_and(|find| find.screen_follows);
    let Some(document) = model.document().filter(|_| screen_follows) else { return false };
    let shown = document.shown(model.lines_shown());
    document.focused().is_some_and(|item| !shown.contains(&item.span.start()))
}

/// True if some of the focused item is on the screen.
pub(super) fn is_focus_in_view(model: &Model) -> bool {
    let Some(document) = model.document() else { return false };
    let shown = document.shown(model.lines_shown());
    document.focused().is_some_and(|item| item.span.start() < shown.end && shown.start < item.span.end())
}

/// Lets the screen follow the focus again, and not the match.
pub(super) fn follow_focus(model: &mut Model) {
    if let Some(find) = model.search.find.as_mut() {
        find.screen_follows = false;
    }
}
