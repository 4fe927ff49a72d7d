//! Lays out a string in one line: in visual order, with joined letters, and in its own direction. Every string on the
//! screen that does not come from tawsim itself (titles, names of files, notes) is laid out here.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::page::{BaseDirection, Line, Page, PageOptions};
use crate::text::{Text, is_line_end};
use crate::workbench::Rect;

use super::cells::put_cell;
use super::shorten::shorten;

/// The side of a rectangle at which a string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

impl Align {
    /// Returns the column of the first cell of a string with this width.
    pub(super) const fn first_column(self, rect: Rect, width: u16) -> u16 {
        match self {
            Self::Left => rect.x,
            Self::Right => rect.x + rect.width - width,
        }
    }
}

/// Writes a string in the first row of a rectangle, with … at its end if it is too long. Returns the number of cells that it
/// takes.
pub(super) fn write_text_line(buffer: &mut Buffer, rect: Rect, text: &str, align: Align, style: Style) -> u16 {
    if is_printable_ascii(text) && text.len() <= usize::from(rect.width) {
        return write_ascii(buffer, rect, text, align, style);
    }
    let text = shorten(text, rect.width);
    let line = one_line(&text, BaseDirection::Auto);
    let width = line.width.min(rect.width);
    let x = align.first_column(rect, width);
    for cell in &line.cells {
        let column = cell.column - line.indent;
        if column + u16::from(cell.width) <= width {
            put_cell(buffer, x + column, rect.y, cell.width, &cell.symbol, style);
        }
    }
    width
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Writes a string that needs no layout: one cell for each character, from left to right.
fn write_ascii(buffer: &mut Buffer, rect: Rect, text: &str, align: Align, style: Style) -> u16 {
    let width = u16::try_from(text.len()).unwrap_or(rect.width);
    for (x, letter) in (align.first_column(rect, width)..).zip(text.chars()) {
        put_cell(buffer, x, rect.y, 1, letter.encode_utf8(&mut [0; 4]), style);
    }
    width
}

/// Lays out a string as one line of cells. Line ends become spaces, and control characters become visible signs.
///
/// ```
/// use tawsim::page::BaseDirection;
/// let line = tawsim::view::one_line("سلام", BaseDirection::Auto);
/// let symbols: String = line.cells.iter().map(|cell| cell.symbol.as_str()).collect();
/// assert_eq!((symbols.as_str(), line.width), ("ﻡﻼﺳ", 3));
/// ```
#[must_use]
pub fn one_line(text: &str, base: BaseDirection) -> Line {
    let flat: String = text.chars().map(|c| if is_line_end(c) { ' ' } else { c }).collect();
    Page::new(&Text::new(flat), PageOptions { base, ..PageOptions::default() }, u16::MAX / 2).line(0, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, width: u16, align: Align) -> String {
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, 1));
        write_text_line(&mut buffer, Rect { x: 0, y: 0, width, height: 1 }, text, align, Style::default());
        buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn text_is_visual_and_shortened_at_its_end() {
        assert_eq!(row("abc", 5, Align::Left), "abc  ");
        assert_eq!(row("سلام", 6, Align::Right), "   ﻡﻼﺳ", "lam-alef is one cell");
        assert_eq!(row("وكالة", 4, Align::Right), "…ﺎﻛﻭ");
        assert_eq!(row("abcdef", 4, Align::Left), "abc…");
        assert_eq!(row("abc", 5, Align::Right), "  abc");
        let hostile = row("\u{1b}[2J\u{202e}x\ny", 12, Align::Left);
        assert!(!hostile.chars().any(char::is_control), "{hostile:?}");
    }
}
