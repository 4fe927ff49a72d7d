//! The article: its lines in visual order, what is marked in them, and the margin.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use std::ops::Range;

use crate::gold::{Body, Layer};
use crate::lang::Lang;
use crate::text::Span;
use crate::workbench::{Document, Find, Item, ItemState, Mode, Model, Panes, Rect, Role};

use super::tags;
use super::theme::{Part, Theme, said, sign};
use super::words::put;

/// A stretch of text with its style; later ones lie on top.
struct Coat {
    span: Span,
    style: Style,
}

/// Draws the lines that are on the screen.
pub(super) fn draw(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let selection = match &model.mode {
        Mode::Select(selection) => Some(selection.span),
        _ => None,
    };
    let find = model.search.find.as_ref();
    let found = find.and_then(Find::followed);
    let focus = selection.or(found).or_else(|| document.focused().map(|item| item.span));
    let tags = model.settings.tags;
    // What was found lies on top of all but the selection.
    let shown = document.shown(lines(panes.page.height, tags));
    let mut over = find.map_or_else(Vec::new, |find| matches(find, theme, &shown));
    match &model.mode {
        Mode::Select(selection) => {
            over.push(Coat { span: selection.span, style: theme.style(Part::Selection, "") });
        }
        Mode::ChooseRole(choice) => {
            let part = if choice.role == Role::Cue { Part::Cue } else { Part::Speaker };
            over.extend(choice.candidates.iter().map(|one| Coat { span: one.span, style: theme.style(part, "") }));
        }
        _ => {}
    }
    let look = Look { theme, tags, lang: model.lang() };
    let items = paint(document, selection.is_none(), over, &look, panes.page, buffer);
    let Some(page) = document.laid_out() else { return };
    let lines = page.lines_from(document.top).take(lines(panes.page.height, tags));
    for (y, line) in rows(panes.page, tags).zip(lines) {
        margin(document, theme, &items, focus, &page.line_range(line), (panes.margin.x, y), buffer);
    }
}

/// Draws lines of an article from its `top` on into the top left corner of a buffer that is as wide as its page:
/// what the workbench shows, with or without tags, without anything around it.
pub fn article(document: &Document, theme: &Theme, height: u16, tags: bool, buffer: &mut Buffer) {
    let width = buffer.area.width;
    let look = Look { theme, tags, lang: Lang::En };
    paint(document, false, Vec::new(), &look, Rect { x: 0, y: 0, width, height }, buffer);
}

/// The rows in which lines stand: with tags, every second one.
fn rows(rect: Rect, tags: bool) -> impl Iterator<Item = u16> {
    (rect.y..rect.y + rect.height).step_by(if tags { 2 } else { 1 })
}

/// How many lines there is room for.
fn lines(height: u16, tags: bool) -> usize {
    usize::from(if tags { (height / 2).max(1) } else { height })
}

/// How lines are drawn.
pub(super) struct Look<'a> {
    pub(super) theme: &'a Theme,
    /// With tags under them?
    pub(super) tags: bool,
    /// What the tags of quotes speak.
    pub(super) lang: Lang,
}

/// Draws the lines; gives the items that lie in them.
fn paint<'a>(
    document: &'a Document,
    focused: bool,
    over: Vec<Coat>,
    look: &Look<'_>,
    rect: Rect,
    buffer: &mut Buffer,
) -> Vec<&'a Item> {
    let Look { theme, tags, .. } = *look;
    let Some(page) = document.laid_out() else { return Vec::new() };
    let items: Vec<&Item> = document.items().overlapping(document.shown(lines(rect.height, tags))).collect();
    let mut coats = coats(document, focused, theme, &items);
    coats.extend(over);
    let mut splits: Vec<usize> = coats.iter().flat_map(|coat| [coat.span.start(), coat.span.end()]).collect();
    splits.sort_unstable();
    splits.dedup();
    let stand_in = theme.style(Part::StandIn, "");
    for (y, line) in rows(rect, tags).zip(page.lines_from(document.top).take(lines(rect.height, tags))) {
        let line = page.line(line, &splits);
        // White space that hangs at a wrap stays bare: a ground or an underline there would look like a word.
        let words = document.article.text.get(line.range.clone()).trim_end();
        let end = line.range.start + words.len();
        let here = coats.iter().filter(|coat| coat.span.start() < end && coat.span.end() > line.range.start);
        let here: Vec<&Coat> = here.collect();
        for cell in &line.cells {
            let mut style = if cell.stand_in { stand_in } else { Style::default() };
            for coat in here.iter().filter(|coat| cell.range.start < end && coat.span.contains(cell.range.start)) {
                style = style.patch(coat.style);
            }
            put(buffer, rect.x + cell.column, y, cell.width, &cell.symbol, style);
        }
        if tags && y + 1 < rect.y + rect.height {
            tags::draw(document, look, &items, &line, end, (rect.x, y + 1), buffer);
        }
    }
    items
}

/// What was found in a stretch of text.
fn matches(find: &Find, theme: &Theme, text: &Range<usize>) -> Vec<Coat> {
    let coat = |(index, span)| {
        let part = if find.current == Some(index) { Part::CurrentMatch } else { Part::Match };
        Coat { span, style: theme.style(part, "") }
    };
    find.overlapping(text).map(coat).collect()
}

/// What to paint, from the ground up: quotes, the longer first; entities, the longer first; the focus with the parts
/// of a quote.
fn coats(document: &Document, focused: bool, theme: &Theme, items: &[&Item]) -> Vec<Coat> {
    let mut coats = Vec::new();
    for layer in [Layer::Quote, Layer::Entity] {
        let mut of_layer: Vec<(&Item, &Body)> = items
            .iter()
            .filter(|item| item.layer == layer && item.state != ItemState::Rejected)
            .filter_map(|item| Some((*item, document.body(&item.at)?.0)))
            .collect();
        of_layer.sort_by_key(|(item, _)| std::cmp::Reverse(item.span.end() - item.span.start()));
        for (item, body) in of_layer {
            match body {
                Body::Entity { span, label } => {
                    coats.push(Coat { span: *span, style: theme.style(Part::Entity(item.state), label.as_str()) });
                }
                Body::Quote(frame) => {
                    let style = theme.style(Part::Content(item.state), "");
                    coats.extend(frame.content.iter().map(|span| Coat { span: *span, style }));
                }
            }
        }
    }
    if !focused {
        return coats;
    }
    // The parts of the focused quote may lie on the screen where its content does not.
    if let Some(item) = document.focused()
        && let Some((body, _)) = document.body(&item.at)
    {
        match body {
            Body::Entity { span, label } => {
                coats.push(Coat { span: *span, style: theme.style(Part::Focus(item.state), label.as_str()) });
            }
            Body::Quote(frame) => focus_on_quote(frame, theme, &mut coats),
        }
    }
    coats
}

/// Entities inside the content keep their look: the content of the focused quote lies below them.
fn focus_on_quote(frame: &crate::gold::Frame, theme: &Theme, coats: &mut Vec<Coat>) {
    let content = theme.style(Part::FocusedContent, "");
    let below: Vec<Coat> = frame.content.iter().map(|span| Coat { span: *span, style: content }).collect();
    let at =
        coats.iter().position(|coat| frame.content.iter().any(|span| span.covers(coat.span) && *span != coat.span));
    let at = at.unwrap_or(coats.len());
    coats.splice(at..at, below);
    if let Some(speaker) = &frame.speaker {
        coats.push(Coat { span: speaker.span, style: theme.style(Part::Speaker, "") });
    }
    if let Some(cue) = frame.cue {
        coats.push(Coat { span: cue, style: theme.style(Part::Cue, "") });
    }
}

/// Beside a line: an arrow where the focus begins, else the sign of what begins there (pending before decided); and a
/// bar along the content of quotes, broken while it is pending.
fn margin(
    document: &Document,
    theme: &Theme,
    items: &[&Item],
    focus: Option<Span>,
    line: &Range<usize>,
    (x, y): (u16, u16),
    buffer: &mut Buffer,
) {
    let begins = |span: Span| line.contains(&span.start());
    let here = |item: &&&Item| item.span.start() < line.end && line.start < item.span.end();
    let live = || items.iter().filter(here).filter(|item| item.state != ItemState::Rejected);
    let first = if focus.is_some_and(begins) {
        "◂"
    } else if live().any(|item| item.state == ItemState::Pending && begins(item.span)) {
        sign(ItemState::Pending)
    } else {
        " "
    };
    put(buffer, x + 1, y, 1, first, theme.style(Part::Key, ""));
    // In the gap beside the text: what is flagged or noted on.
    let spoken = || items.iter().filter(here).filter(|item| begins(item.span));
    let (flagged, noted) = (spoken().any(|item| item.flagged), spoken().any(|item| item.noted));
    if let Some(said) = said(flagged, noted) {
        put(buffer, x, y, 1, said, theme.style(Part::Key, ""));
    }
    let overlaps = |span: &Span| span.start() < line.end && line.start < span.end();
    let quote = |item: &&&Item| {
        let frame = document.body(&item.at).and_then(|(body, _)| body.frame());
        frame.is_some_and(|frame| frame.content.iter().any(overlaps))
    };
    let decided = live().filter(quote).map(|item| item.state != ItemState::Pending).reduce(|a, b| a || b);
    let bar = match decided {
        Some(true) => "┃",
        Some(false) => "┊",
        None => " ",
    };
    put(buffer, x + 2, y, 1, bar, theme.style(Part::Quiet, ""));
}
