//! A row that is filled from its beginning and its end.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::Lang;
use crate::workbench::Rect;

use super::message::write_message_line;
use super::text_line::{Align, write_text_line};

/// The cells of a row that are still free. It is filled from the beginning, where lines of the interface begin, and from the
/// end: in English that is from the left and from the right, in Arabic the other way round. Each text that is written takes its
/// cells away.
#[derive(Debug, Clone, Copy)]
pub(super) struct FreeRow {
    rect: Rect,
    lang: Lang,
}

impl FreeRow {
    /// The first row of a rectangle.
    pub(super) const fn new(rect: Rect, lang: Lang) -> Self {
        Self { rect: Rect { height: 1, ..rect }, lang }
    }

    /// Returns the number of free cells.
    pub(super) const fn width(&self) -> u16 {
        self.rect.width
    }

    /// Returns the free cells.
    pub(super) const fn rect(&self) -> Rect {
        self.rect
    }

    /// Returns true if the row begins at the right.
    pub(super) const fn is_rtl(&self) -> bool {
        self.lang.is_rtl()
    }

    /// Takes so many cells away from the beginning, and returns them as a row of their own.
    pub(super) fn split_start(&mut self, cells: u16) -> Self {
        self.split(cells, self.start())
    }

    /// Takes so many cells away from the end, and returns them as a row of their own.
    pub(super) fn split_end(&mut self, cells: u16) -> Self {
        self.split(cells, self.end())
    }

    fn split(&mut self, cells: u16, side: Align) -> Self {
        let cells = cells.min(self.rect.width);
        let rest = self.rect.width - cells;
        let (taken, kept) = match side {
            Align::Right => (self.rect.x + rest, self.rect.x),
            Align::Left => (self.rect.x, self.rect.x + cells),
        };
        let column = Self { rect: Rect { x: taken, width: cells, ..self.rect }, ..*self };
        self.rect = Rect { x: kept, width: rest, ..self.rect };
        column
    }

    /// Returns this row and the one beside it as one row.
    pub(super) fn merged_with(self, neighbour: Self) -> Self {
        let x = self.rect.x.min(neighbour.rect.x);
        Self { rect: Rect { x, width: self.rect.width + neighbour.rect.width, ..self.rect }, ..self }
    }

    /// Leaves so many cells empty at the beginning.
    pub(super) fn skip_start(&mut self, cells: u16) {
        self.split_start(cells);
    }

    /// Leaves so many cells empty at the end.
    pub(super) fn skip_end(&mut self, cells: u16) {
        self.split_end(cells);
    }

    /// Writes a message of the interface at the beginning. Returns the number of cells that it takes.
    pub(super) fn write_message(&mut self, buffer: &mut Buffer, message: &str, style: Style) -> u16 {
        let used = write_message_line(buffer, self.rect, message, self.start(), style, self.lang);
        self.skip_start(used);
        used
    }

    /// Writes a message of the interface at the end. Returns the number of cells that it takes.
    pub(super) fn write_message_at_end(&mut self, buffer: &mut Buffer, message: &str, style: Style) -> u16 {
        let used = write_message_line(buffer, self.rect, message, self.end(), style, self.lang);
        self.skip_end(used);
        used
    }

    /// Writes a key, or text that comes from outside, at the beginning. Returns the number of cells that it takes.
    pub(super) fn write_text(&mut self, buffer: &mut Buffer, text: &str, style: Style) -> u16 {
        let used = write_text_line(buffer, self.rect, text, self.start(), style);
        self.skip_start(used);
        used
    }

    /// Writes text that comes from outside at the end.
    pub(super) fn write_text_at_end(&mut self, buffer: &mut Buffer, text: &str, style: Style) {
        write_text_line(buffer, self.rect, text, self.end(), style);
    }

    /// Writes words of an article: always at the right.
    pub(super) fn write_article_text(&self, buffer: &mut Buffer, text: &str, style: Style) {
        write_text_line(buffer, self.rect, text, Align::Right, style);
    }

    const fn start(&self) -> Align {
        if self.lang.is_rtl() { Align::Right } else { Align::Left }
    }

    const fn end(&self) -> Align {
        if self.lang.is_rtl() { Align::Left } else { Align::Right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages run from right to left; the keys in them keep their place and are not reversed.
    #[test]
    fn messages_run_from_right_to_left_around_keys() {
        for (message, width, expected) in [
            ("قبول \u{FDD0}\\ e\u{FDD1} تم", 12, " ﻢﺗ \\ e ﻝﻮﺒﻗ"),
            ("\u{FDD0}?\u{FDD1} (\u{FDD0}Ctrl-r\u{FDD1})", 12, "  (Ctrl-r) ?"),
            ("\u{FDD0}-\u{FDD1}، \u{FDD0}+\u{FDD1}", 4, "+ ،-"),
            ("تم \u{FDD0}/tmp/نص.json\u{FDD1}", 9, "…/tmp/ ﻢﺗ"),
        ] {
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, 1));
            let rect = Rect { x: 0, y: 0, width, height: 1 };
            FreeRow::new(rect, Lang::Ar).write_message(&mut buffer, message, Style::default());
            let row: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
            assert_eq!(row, expected);
        }
    }
}
