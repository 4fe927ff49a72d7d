//! The letters of a jump, and the digits of the candidates for a part of a quote, on the page.

use ratatui::buffer::Buffer;

use crate::workbench::{Document, Mode, Model, Rect};

use super::article_style::TagRows;
use super::cells::put_cell;
use super::theme::{ScreenElement, Theme};

/// Draws the letters and digits over the first letters of their words. No cell moves.
pub(super) fn draw_jump_letters(model: &Model, theme: &Theme, tag_rows: TagRows, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let labels = labels(model);
    let style = theme.style(ScreenElement::Selection);
    for (start, end, label) in labels {
        let Some((x, y, to_left)) = cell_of(document, tag_rows, rect, start, end) else { continue };
        // The letters are read from left to right, and stay within the words and the page.
        let count = u16::try_from(label.chars().count()).unwrap_or(1);
        let first = if to_left { (x + 1).saturating_sub(count).max(rect.x) } else { x };
        for (x, letter) in (first..rect.x + rect.width).zip(label.chars()) {
            put_cell(buffer, x, y, 1, letter.encode_utf8(&mut [0; 4]), style);
        }
    }
}

/// The labels with the bytes of their words.
fn labels(model: &Model) -> Vec<(usize, usize, String)> {
    if let Some(jump) = model.jump() {
        let keyboard = model.settings.keymap.keyboard();
        let typed = |letter: char| if model.types_not_latin() { keyboard.typed(letter) } else { letter };
        let label = |rest: &str| rest.chars().map(typed).collect();
        return jump.left().map(|(target, rest)| (target.span.start(), target.span.end(), label(rest))).collect();
    }
    let Mode::ChooseRole(choice) = &model.mode else { return Vec::new() };
    let spans = choice.candidates.iter().map(|candidate| candidate.span);
    (1..).zip(spans).map(|(number, span): (usize, _)| (span.start(), span.end(), number.to_string())).collect()
}

/// The cell of the first letter of some words on the screen, and whether they run to the left.
fn cell_of(document: &Document, tag_rows: TagRows, rect: Rect, start: usize, end: usize) -> Option<(u16, u16, bool)> {
    let page = document.laid_out()?;
    let lines = page.lines_from(document.top).take(tag_rows.line_count(rect.height));
    let place = page.position_of(start, &[start]);
    let (y, line) = tag_rows.line_rows(rect).zip(lines).find(|(_, line)| *line == place.line)?;
    let last = page.position_of(end.min(page.line_range(line).end).saturating_sub(1).max(start), &[start]);
    let one_letter = last.column == place.column;
    let to_left = if one_letter { page.line_is_rtl(start) } else { last.column < place.column };
    Some((rect.x + place.column, y, to_left))
}
