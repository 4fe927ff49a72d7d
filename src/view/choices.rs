//! Numbered candidates for a part of a quote.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::workbench::{Model, Pick, Rect};

use super::theme::{Part, Theme};
use super::words::{Align, left, paint, put};

/// Draws the candidates, nearest first, each with its digit.
pub(super) fn draw(model: &Model, theme: &Theme, pick: &Pick, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    for y in rect.y..rect.y + rect.height {
        for x in rect.x..rect.x + rect.width {
            put(buffer, x, y, 1, " ", Style::default());
        }
    }
    let row = |y: u16| Rect { x: rect.x + 1, y, width: rect.width.saturating_sub(2), height: 1 };
    left(buffer, row(rect.y), &format!("the {}:", pick.role.name()), theme.style(Part::Key, ""));
    for ((y, candidate), digit) in (rect.y + 1..rect.y + rect.height).zip(&pick.candidates).zip(1..) {
        let mark = if candidate.implied { " implied" } else { "" };
        let used = left(buffer, row(y), &format!("{digit}{mark}"), theme.style(Part::Key, ""));
        let line = row(y);
        let words = Rect { x: line.x + used + 1, width: line.width.saturating_sub(used + 1), ..line };
        paint(buffer, words, document.article.text.slice(candidate.span), Align::Right, Style::default());
    }
}
