//! The lesson of the tutorial.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::isolated;
use crate::workbench::{Model, Rect};

use super::cells::fill_row;
use super::message::wrap_message;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Draws the step of the tutorial: its number and title, its text, and a rule below it.
pub(super) fn draw_lesson(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some((number, all, title, text)) = model.lesson() else { return };
    let lang = model.lang();
    let row =
        |index: u16| FreeRow::new(Rect { x: rect.x + 1, y: rect.y + index, width: rect.width - 2, height: 1 }, lang);
    let head = format!("{} {title}", isolated(lang, &format!("{number}/{all}")));
    row(0).write_message(buffer, &head, theme.style(ScreenElement::Key));
    let rule = rect.height.saturating_sub(1);
    for (index, line) in (1..rule).zip(wrap_message(&text, rect.width.saturating_sub(2))) {
        row(index).write_message(buffer, &line, Style::default());
    }
    fill_row(buffer, Rect { y: rect.y + rule, height: 1, ..rect }, "─", theme.style(ScreenElement::Quiet));
}
