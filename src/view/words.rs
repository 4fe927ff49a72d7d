//! One line of any script, in visual order with joined letters: every string on the screen but the article itself.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::page::{BaseDirection, Line, Page, PageOptions, is_tashkeel};
use crate::text::{Text, cell_width, is_line_end, next_grapheme, previous_grapheme};
use crate::workbench::Rect;

/// Where a string stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// At the right.
    Right,
}

/// Draws a string at the left of a row; gives how many cells it filled.
pub(super) fn left(buffer: &mut Buffer, rect: Rect, words: &str, style: Style) -> u16 {
    paint(buffer, rect, words, Align::Left, style)
}

/// Draws a string in the first row of a rectangle, cut with … where it is too long; gives how many cells it filled.
pub(super) fn paint(buffer: &mut Buffer, rect: Rect, words: &str, align: Align, style: Style) -> u16 {
    if is_plain(words) && words.len() <= usize::from(rect.width) {
        return plain(buffer, rect, words, align, style);
    }
    let words = shortened(words, rect.width);
    let line = one_line(&words, BaseDirection::Auto);
    let width = line.width.min(rect.width);
    let x = match align {
        Align::Left => rect.x,
        Align::Right => rect.x + rect.width - width,
    };
    for cell in &line.cells {
        let column = cell.column - line.indent;
        if column + u16::from(cell.width) <= width {
            put(buffer, x + column, rect.y, cell.width, &cell.symbol, style);
        }
    }
    width
}

/// Nothing but letters, digits and signs of one cell each, from left to right?
fn is_plain(words: &str) -> bool {
    words.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Most of the interface's own words: there is nothing to lay out.
fn plain(buffer: &mut Buffer, rect: Rect, words: &str, align: Align, style: Style) -> u16 {
    let width = u16::try_from(words.len()).unwrap_or(rect.width);
    let x = match align {
        Align::Left => rect.x,
        Align::Right => rect.x + rect.width - width,
    };
    for (x, letter) in (x..).zip(words.chars()) {
        put(buffer, x, rect.y, 1, letter.encode_utf8(&mut [0; 4]), style);
    }
    width
}

/// Writes one cell, and for a wide one empties the cell that it covers.
pub(super) fn put(buffer: &mut Buffer, x: u16, y: u16, width: u8, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
    if width == 2
        && let Some(covered) = buffer.cell_mut((x + 1, y))
    {
        covered.set_symbol(" ").set_style(style);
    }
}

/// Takes tashkeel from the letters of list, header and messages, as the page has done with its own. A mark that stands
/// alone is shown as what it is.
pub(super) fn hide_tashkeel(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.starts_with(char::is_alphabetic) && symbol.contains(is_tashkeel) {
            let bare: String = symbol.chars().filter(|c| !is_tashkeel(*c)).collect();
            cell.set_symbol(&bare);
        }
    }
}

/// A string as one line of cells; line ends become spaces.
#[must_use]
pub fn one_line(words: &str, base: BaseDirection) -> Line {
    let flat: String = words.chars().map(|c| if is_line_end(c) { ' ' } else { c }).collect();
    Page::new(&Text::new(flat), PageOptions { base, ..PageOptions::default() }, u16::MAX / 2).line(0, &[])
}

/// The logical beginning of a string that fits, with … behind it if something was cut. An upper bound: a lam-alef
/// that will be one cell counts as two.
fn shortened(words: &str, width: u16) -> Cow<'_, str> {
    let width = usize::from(width);
    // No character is wider than one cell before U+1100, nor than two at all.
    if words.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum::<usize>() <= width {
        return Cow::Borrowed(words);
    }
    let (mut end, mut used, mut fits) = (0, 0, 0);
    while end < words.len() {
        let next = next_grapheme(words, end);
        // Stand-ins are one cell wide even where the width tables say none.
        used += cell_width(words.get(end..next).unwrap_or_default()).max(1);
        if used > width {
            return Cow::Owned(format!("{}…", words.get(..fits).unwrap_or_default().trim_end()));
        }
        end = next;
        if used < width {
            fits = end;
        }
    }
    Cow::Borrowed(words)
}

/// A string that is too long for so many cells, with … in its middle.
pub(super) fn with_both_ends(words: &str, width: u16) -> String {
    let width = usize::from(width);
    if width < 12 || cell_width(words) <= width {
        return words.to_owned();
    }
    let half = (width - 1) / 2;
    let (mut first, mut used) = (0, 0);
    while used < half && first < words.len() {
        let next = next_grapheme(words, first);
        used += cell_width(words.get(first..next).unwrap_or_default()).max(1);
        first = next;
    }
    let (mut last, mut used) = (words.len(), 0);
    while used + 1 < half && last > first {
        let before = previous_grapheme(words, last);
        used += cell_width(words.get(before..last).unwrap_or_default()).max(1);
        last = before;
    }
    format!("{}…{}", words.get(..first).unwrap_or_default(), words.get(last..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str, width: u16, align: Align) -> String {
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, 1));
        paint(&mut buffer, Rect { x: 0, y: 0, width, height: 1 }, words, align, Style::default());
        buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn words_are_visual_and_cut_at_their_end() {
        assert_eq!(row("abc", 5, Align::Left), "abc  ");
        assert_eq!(row("سلام", 6, Align::Right), "   ﻡﻼﺳ", "lam-alef is one cell");
        assert_eq!(row("وكالة", 4, Align::Right), "…ﺎﻛﻭ");
        assert_eq!(row("abcdef", 4, Align::Left), "abc…");
        let hostile = row("\u{1b}[2J\u{202e}x\ny", 12, Align::Left);
        assert!(!hostile.chars().any(char::is_control), "{hostile:?}");
    }
}
