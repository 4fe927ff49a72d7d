//! Moving about: from item to item, over the page, between articles.

use super::{looking, say};
use crate::workbench::select::{next_word, word_on_next_line};
use crate::workbench::update::wanted;
use crate::workbench::{Command, Document, Effect, Filter, Mode, Model, Selection, Side};

pub(super) fn go_pending(model: &mut Model, forward: bool) -> Vec<Effect> {
    let from = model.document().and_then(Document::focus_index);
    let next = looking::pending_from(model, from, forward);
    let filtered = model.seek.filter.is_on();
    let nothing = format!(
        "nothing is pending: {} marks the article done, {} goes on",
        model.key(Command::Done),
        model.key(Command::NextArticle)
    );
    let Some(document) = model.document_mut() else { return Vec::new() };
    match next {
        Some(next) => document.focus = Some(next),
        None if filtered && document.progress().0 > 0 => return say(model, "the filter shows nothing pending"),
        None if document.suggested => return say(model, &nothing),
        None => return say(model, "the suggesters are still reading"),
    }
    Vec::new()
}

/// A move by an arrow key.
pub(super) enum Way {
    /// Down (true) or up.
    Line(bool),
    /// To a side of the screen.
    Side(Side),
}

pub(super) fn go(model: &mut Model, way: Way) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let place = match &model.mode {
        Mode::Select(selection) => Some(selection.span),
        _ => document.focused().map(|item| item.span),
    };
    let rtl = match (place, document.laid_out()) {
        (Some(span), Some(page)) => page.line_is_rtl(page.line_of(span.start())),
        _ => true,
    };
    let forward = match way {
        Way::Line(down) => down,
        Way::Side(side) => rtl == (side == Side::Left),
    };
    if let Mode::Select(selection) = &model.mode {
        let text = &document.article.text;
        let span = match (way, document.laid_out()) {
            (Way::Line(down), Some(page)) => word_on_next_line(text, page, selection.span, down),
            _ => next_word(text, selection.span, forward),
        };
        if let Some(span) = span {
            model.mode = Mode::Select(Selection { span, from: selection.from.clone() });
        }
        return Vec::new();
    }
    focus_index(model, |document, filter| {
        let shown = |index: &usize| document.items().get(*index).is_some_and(|item| filter.shows(item));
        match (document.focus_index(), forward) {
            (None, _) => (0..document.items().len()).find(shown),
            (Some(index), true) => (index + 1..document.items().len()).find(shown),
            (Some(index), false) => (0..index).rev().find(shown),
        }
    })
}

pub(super) fn focus_index(model: &mut Model, to: impl Fn(&Document, &Filter) -> Option<usize>) -> Vec<Effect> {
    let filter = model.seek.filter.clone();
    if let Some(document) = model.document_mut()
        && let Some(index) = to(document, &filter)
        && let Some(item) = document.items().get(index)
    {
        document.focus = Some(item.at.clone());
    }
    Vec::new()
}

/// Scrolls by a screen. The focus stays where it is; the next key that needs it brings it back.
pub(super) fn scroll(model: &mut Model, forward: bool) -> Vec<Effect> {
    let shown = model.lines_shown();
    let rows = shown.saturating_sub(2).max(1);
    let moved = |top: usize| if forward { top + rows } else { top.saturating_sub(rows) };
    match &mut model.mode {
        Mode::Help { top, .. } | Mode::Problems { top } => {
            *top = moved(*top);
            return Vec::new();
        }
        Mode::Preview(preview) => {
            preview.top = moved(preview.top);
            return Vec::new();
        }
        Mode::Select(_) | Mode::Pick(_) | Mode::Finish => return Vec::new(),
        Mode::Review => {}
    }
    let Some(document) = model.document_mut() else { return Vec::new() };
    let lines = document.laid_out().map_or(0, crate::page::Page::line_count);
    document.top = moved(document.top).min(lines.saturating_sub(shown));
    model.adrift = true;
    Vec::new()
}

pub(in crate::workbench) fn open(model: &mut Model, index: usize) -> Vec<Effect> {
    if index >= model.documents.len() {
        let last = "this is the last article";
        return say(model, if model.documents.is_complete() { last } else { "further articles are still being found" });
    }
    model.current = index;
    model.mode = Mode::Review;
    model.documents.tidy(index);
    looking::arrived(model);
    wanted(model)
}
