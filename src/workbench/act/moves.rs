//! Moving about: from item to item, over the page, between articles.

use super::{looking, tell};
use crate::lang::{self, say};
use crate::page::Page;
use crate::text::{Span, Text, next_grapheme};
use crate::workbench::select::{letter_beside, next_word, shifted, word_beside, word_on_next_line};
use crate::workbench::update::wanted;
use crate::workbench::{Command, Document, Effect, Filter, Mode, Model, Side, Way};

pub(super) fn go_pending(model: &mut Model, forward: bool) -> Vec<Effect> {
    let from = model.document().and_then(Document::focus_index);
    let next = looking::pending_from(model, from, forward);
    let filtered = model.seek.filter.is_on();
    let nothing = say::none_pending(model.lang(), &model.key(Command::Done), &model.key(Command::NextArticle));
    let Some(document) = model.document_mut() else { return Vec::new() };
    match next {
        Some(next) => document.focus = Some(next),
        None if filtered && document.progress().0 > 0 => return tell(model, lang::FILTER_NOTHING_PENDING),
        None if document.suggested() => model.tell(nothing),
        None => return tell(model, lang::STILL_READING),
    }
    Vec::new()
}

/// A move by an arrow key.
#[derive(Clone, Copy)]
pub(super) enum Arrow {
    /// Down (true) or up.
    Line(bool),
    /// To a side of the screen.
    Side(Side),
}

pub(super) fn go(model: &mut Model, arrow: Arrow) -> Vec<Effect> {
    if let Mode::Select(_) = model.mode {
        return reselect(model, |text, page, span| match (arrow, page) {
            (Arrow::Line(down), Some(page)) => word_on_next_line(text, page, span, down),
            (Arrow::Side(side), Some(page)) => word_beside(text, page, span, side),
            (Arrow::Line(forward), None) => next_word(text, span, forward),
            (Arrow::Side(side), None) => next_word(text, span, side == Side::Left),
        });
    }
    let Some(document) = model.document() else { return Vec::new() };
    let rtl = match (document.focused(), document.laid_out()) {
        (Some(item), Some(page)) => page.line_is_rtl(item.span.start()),
        _ => true,
    };
    let forward = match arrow {
        Arrow::Line(down) => down,
        Arrow::Side(side) => rtl == (side == Side::Left),
    };
    focus_index(model, |document, filter| {
        let shown = |index: &usize| document.items().get(*index).is_some_and(|item| filter.shows(item));
        match (document.focus_index(), forward) {
            (None, _) => (0..document.items().len()).find(shown),
            (Some(index), true) => (index + 1..document.items().len()).find(shown),
            (Some(index), false) => (0..index).rev().find(shown),
        }
    })
}

/// Other words are selected, if there are any that way.
fn reselect(model: &mut Model, to: impl Fn(&Text, Option<&Page>, Span) -> Option<Span>) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    if let Some(span) = to(&document.article.text, document.laid_out(), selection.span) {
        model.mode = Mode::Select(selection.moved(span));
    }
    Vec::new()
}

/// The next word in reading order, or the one before.
pub(super) fn select_word(model: &mut Model, way: Way) -> Vec<Effect> {
    reselect(model, |text, _, span| next_word(text, span, way == Way::Forward))
}

/// The last word of the line, or the first, in reading order.
pub(super) fn select_line_end(model: &mut Model, way: Way) -> Vec<Effect> {
    reselect(model, |text, page, span| {
        let page = page?;
        let line = page.line_range(span.start());
        let word = match way {
            Way::Back => text.words_from(line.start).find(|word| word.start() >= line.start),
            Way::Forward => text.words_back_from(line.end).next(),
        };
        word.filter(|word| line.contains(&word.start()))
    })
}

/// The whole selection a letter on in reading order, or back.
pub(super) fn next_letter(model: &mut Model, way: Way) -> Vec<Effect> {
    reselect(model, |text, _, span| shifted(text, span, way))
}

/// The whole selection to where its first letter comes when it goes a letter to a side: so many letters from there.
pub(super) fn letter_to(model: &mut Model, side: Side) -> Vec<Effect> {
    reselect(model, |text, page, span| {
        let to = letter_beside(text, page?, span.start(), side)?;
        let letters = std::iter::successors(Some(span.start()), |at| Some(next_grapheme(text.as_str(), *at)))
            .take_while(|at| *at < span.end())
            .count();
        let end = (0..letters).fold(to, |at, _| next_grapheme(text.as_str(), at));
        text.span(to, end).ok()
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
        Mode::Help { top, .. } | Mode::Guidelines { top, .. } | Mode::Problems { top } => {
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
    document.scroll(forward, rows, shown);
    model.adrift = true;
    Vec::new()
}

pub(in crate::workbench) fn open(model: &mut Model, index: usize) -> Vec<Effect> {
    if index >= model.documents.len() {
        let last = model.documents.is_complete();
        return tell(model, if last { lang::LAST_ARTICLE } else { lang::MORE_ARTICLES });
    }
    model.current = index;
    model.mode = Mode::Review;
    model.documents.tidy(index);
    let mut effects = looking::arrived(model);
    effects.extend(wanted(model));
    effects
}
