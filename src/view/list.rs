//! The side list: every item in reading order.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::{Body, Kind};
use crate::workbench::{Model, Rect};

use super::theme::{Part, Theme, said, sign};
use super::words::{Align, left, paint, put};

/// Cells for the arrow, the sign and the label before the words.
const LABEL: u16 = 4;
const WORDS: u16 = 11;

/// Draws the items around the focus.
pub(super) fn draw(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let quiet = theme.style(Part::Quiet, "");
    for y in rect.y..rect.y + rect.height {
        put(buffer, rect.x + rect.width, y, 1, "│", quiet);
    }
    let filtered = model.seek.filter.is_on();
    if filtered {
        title(model, theme, rect, buffer);
    }
    let listed = model.listed(rect.height);
    if listed.is_empty() {
        let words = match (filtered, document.suggested) {
            (true, _) => "nothing of that kind",
            (false, true) => "nothing marked yet",
            (false, false) => "reading …",
        };
        let y = rect.y + u16::from(filtered);
        left(buffer, Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, words, quiet);
        return;
    }
    let focus = document.focus_index();
    for (y, index) in listed.into_iter().map(|(row, index)| (rect.y + row, index)) {
        let Some(item) = document.items().get(index) else { continue };
        let Some((body, _)) = document.body(&item.at) else { continue };
        let focused = focus == Some(index);
        let row = Rect { x: rect.x, y, width: rect.width, height: 1 };
        let style = if focused { theme.style(Part::Focus(item.state), "") } else { Style::default() };
        if focused {
            for x in rect.x..rect.x + rect.width {
                put(buffer, x, y, 1, " ", style);
            }
            put(buffer, rect.x, y, 1, "▸", style);
        }
        put(buffer, rect.x + 2, y, 1, sign(item.state), style);
        if let Some(said) = said(item.flagged, item.noted) {
            put(buffer, rect.x + 3, y, 1, said, style);
        }
        let (label, label_style) = match body {
            Body::Entity { label, .. } if focused => (label.as_str(), style),
            Body::Entity { label, .. } => (label.as_str(), theme.style(Part::Entity(item.state), label.as_str())),
            // Eight letters would cost the words two cells.
            Body::Quote(frame) if frame.kind == Kind::Indirect => ("indir.", style),
            Body::Quote(frame) => (frame.kind.name(), style),
        };
        left(buffer, Rect { x: rect.x + LABEL, width: WORDS - LABEL - 1, ..row }, label, label_style);
        if let Body::Quote(_) = body {
            put(buffer, rect.x + 1, y, 1, "❝", style);
        }
        let words = document.article.text.slice(item.span);
        paint(buffer, Rect { x: rect.x + WORDS, width: rect.width - WORDS, ..row }, words, Align::Right, style);
    }
}

/// What the filter shows, and how much of all.
fn title(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let filter = &model.seek.filter;
    let shown = document.items().iter().filter(|item| filter.shows(item)).count();
    let words = format!("▽ {} {shown}/{}", filter.words(), document.items().len());
    left(buffer, Rect { x: rect.x + 1, width: rect.width - 1, height: 1, ..rect }, &words, theme.style(Part::Key, ""));
}
