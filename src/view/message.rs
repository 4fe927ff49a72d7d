//! Lays out messages of the interface: they run in the direction of its language, around names and keys that are foreign to
//! it.

use compact_str::CompactString;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{END_ISOLATE, ISOLATE, Lang, without_isolates};
use crate::page::BaseDirection;
use crate::text::cell_width;
use crate::workbench::Rect;

use super::cells::put_cell;
use super::shorten::shorten;
use super::text_line::{Align, one_line, write_text_line};

/// Returns how many cells a message takes at most.
pub(super) fn message_width(message: &str) -> u16 {
    u16::try_from(cell_width(&without_isolates(message))).unwrap_or(u16::MAX)
}

/// Writes a message in the first row of a rectangle, with … at its end if it is too long. Returns the number of cells that
/// it takes.
pub(super) fn write_message_line(
    buffer: &mut Buffer,
    rect: Rect,
    message: &str,
    align: Align,
    style: Style,
    lang: Lang,
) -> u16 {
    if !lang.is_rtl() {
        return write_text_line(buffer, rect, message, align, style);
    }
    let cells = arabic_cells(&shorten(message, rect.width));
    let width: u16 = cells.iter().map(|(_, width)| u16::from(*width)).sum::<u16>().min(rect.width);
    let mut x = align.first_column(rect, width);
    let end = rect.x + rect.width;
    for (symbol, width) in cells {
        if x + u16::from(width) <= end {
            put_cell(buffer, x, rect.y, width, &symbol, style);
        }
        x += u16::from(width);
    }
    width
}

/// Returns the cells of an Arabic message from left to right, each with its width. A part between isolates is laid out by
/// itself; for the rest of the message it is one neutral character (UAX #9, X5a to X6a). No isolate character is sent.
fn arabic_cells(message: &str) -> Vec<(CompactString, u8)> {
    const PLACEHOLDER: char = '\u{FFFC}';
    let mut outer = String::new();
    let mut isolated = Vec::new();
    for (index, piece) in message.split(ISOLATE).enumerate() {
        let (foreign, own) = match index {
            0 => (None, piece),
            _ => piece.split_once(END_ISOLATE).map_or((Some(piece), ""), |(foreign, own)| (Some(foreign), own)),
        };
        if let Some(foreign) = foreign {
            isolated.push((outer.len(), foreign));
            outer.push(PLACEHOLDER);
        }
        outer.push_str(own);
    }
    let mut cells = Vec::new();
    for cell in one_line(&outer, BaseDirection::Rtl).cells {
        match isolated.iter().find(|(at, _)| *at == cell.range.start) {
            Some((_, foreign)) => {
                let line = one_line(foreign, BaseDirection::Auto);
                cells.extend(line.cells.into_iter().map(|cell| (cell.symbol, cell.width)));
            }
            None => cells.push((cell.symbol, cell.width)),
        }
    }
    cells
}

/// Breaks an Arabic message into lines of so many cells, each in visual order: its beginning is at the right.
#[must_use]
pub fn message_lines(message: &str, width: u16) -> Vec<String> {
    let line = |line: String| arabic_cells(line.trim_end()).into_iter().map(|(symbol, _)| symbol.to_string()).collect();
    wrap_message(message, width).into_iter().map(line).collect()
}

/// Breaks a message into lines of so many cells, between words. A part between isolates is isolated on each of its lines.
pub(super) fn wrap_message(message: &str, width: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut used, mut is_open) = (0, false);
    for piece in message.split_inclusive(' ') {
        let cells = message_width(piece);
        if used > 0 && used + message_width(piece.trim_end()) > width {
            if let Some(line) = lines.last_mut() {
                line.truncate(line.trim_end().len());
                if is_open {
                    line.push(END_ISOLATE);
                }
            }
            lines.push(if is_open { ISOLATE.to_string() } else { String::new() });
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        is_open = piece
            .rfind([ISOLATE, END_ISOLATE])
            .map_or(is_open, |at| piece.get(at..).is_some_and(|rest| rest.starts_with(ISOLATE)));
        used += cells;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_without_the_space_behind_their_last_word() {
        assert_eq!(wrap_message("accept it. Then go on", 15), ["accept it. Then", "go on"]);
        let foreign = format!("{ISOLATE}tawsim sample{END_ISOLATE}");
        assert_eq!(
            wrap_message(&foreign, 6),
            [format!("{ISOLATE}tawsim{END_ISOLATE}"), format!("{ISOLATE}sample{END_ISOLATE}")]
        );
    }
}
