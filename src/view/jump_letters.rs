//! The letters of a jump, and the digits of the candidates for a part of a quote, on the page.

use ratatui::buffer::Buffer;

use crate::text::Span;
use crate::workbench::{Document, JumpTarget, Mode, Model};

use super::article_style::LineRows;
use super::cells::put_cell;
use super::theme::{ScreenElement, Theme};

/// Draws the letters and digits: each in the cell before its word, where the space is, so that no letter of the word is
/// hidden and no cell moves. A word without such a cell has it over its first letter. Of two letters the first is shown,
/// and when it was typed the second. Items and names stand out; the letters of other words are quiet.
pub(super) fn draw_jump_letters(model: &Model, theme: &Theme, lines: LineRows, buffer: &mut Buffer) {
    let rect = lines.rect;
    let Some(document) = model.document() else { return };
    for (start, end, label, weight) in labels(model) {
        let Some((x, y, to_left)) = cell_of(document, lines, start, end) else { continue };
        let style = theme.style(match weight {
            Weight::Strong => ScreenElement::Selection,
            Weight::Quiet => ScreenElement::Quiet,
        });
        // A number is read from left to right.
        let count = u16::try_from(label.chars().count()).unwrap_or(1);
        let before = if to_left { Some(x + 1) } else { x.checked_sub(count) };
        let is_free = |x: &u16| {
            let inside = rect.x <= *x && *x + count <= rect.x + rect.width;
            inside && (*x..*x + count).all(|x| buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " "))
        };
        let first =
            before.filter(is_free).unwrap_or(if to_left { (x + 1).saturating_sub(count).max(rect.x) } else { x });
        for (x, letter) in (first..rect.x + rect.width).zip(label.chars()) {
            put_cell(buffer, x, y, 1, letter.encode_utf8(&mut [0; 4]), style);
        }
    }
}

/// How much a letter stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Strong,
    Quiet,
}

/// The labels with the bytes of their words.
fn labels(model: &Model) -> Vec<(usize, usize, String, Weight)> {
    if let Some(jump) = model.jump() {
        let keyboard = model.settings.keymap.keyboard();
        let typed = |letter: char| if model.types_not_latin() { keyboard.typed(letter) } else { letter };
        let label = |rest: &str| rest.chars().next().map(typed).into_iter().collect();
        let weight = |target: &JumpTarget| match (&target.item, &target.label, jump.typed.is_empty()) {
            (None, None, true) => Weight::Quiet,
            _ => Weight::Strong,
        };
        let labelled =
            |(target, rest): (&JumpTarget, &str)| (target.span.start(), target.span.end(), label(rest), weight(target));
        return jump.left().map(labelled).collect();
    }
    let Mode::ChooseRole(choice) = &model.mode else { return Vec::new() };
    let spans = choice.candidates.iter().map(|candidate| candidate.span);
    let numbered = |(number, span): (usize, Span)| (span.start(), span.end(), number.to_string(), Weight::Strong);
    (1..).zip(spans).map(numbered).collect()
}

/// The cell of the first letter of some words on the screen, and whether they run to the left.
fn cell_of(document: &Document, lines: LineRows, start: usize, end: usize) -> Option<(u16, u16, bool)> {
    let page = document.laid_out()?;
    let place = page.position_of(start, &[start]);
    let (y, line) = lines.first_rows().zip(page.lines_from(document.top)).find(|(_, line)| *line == place.line)?;
    let last = page.position_of(end.min(page.line_range(line).end).saturating_sub(1).max(start), &[start]);
    let one_letter = last.column == place.column;
    let to_left = if one_letter { page.line_is_rtl(start) } else { last.column < place.column };
    Some((lines.rect.x + place.column, y, to_left))
}
