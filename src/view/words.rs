//! One line of any script, in visual order with joined letters: every string on the screen but the article itself. What
//! the interface says runs in its language's direction; what comes from outside, in its own.

use std::borrow::Cow;

use compact_str::CompactString;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{END_ISOLATE, ISOLATE, Lang, without_isolates};
use crate::page::{BaseDirection, Line, Page, PageOptions, is_optional_diacritic};
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

/// A row that is filled from where the interface's lines begin, and from where they end: in Arabic that is the right, and
/// the left. What is drawn takes its cells away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strip {
    rect: Rect,
    lang: Lang,
}

impl Strip {
    /// The first row of a rectangle.
    pub(super) const fn new(rect: Rect, lang: Lang) -> Self {
        Self { rect: Rect { height: 1, ..rect }, lang }
    }

    /// How many cells are left.
    pub(super) const fn width(&self) -> u16 {
        self.rect.width
    }

    /// The cells that are left.
    pub(super) const fn rect(&self) -> Rect {
        self.rect
    }

    /// Takes so many cells away from the beginning, as a row of its own.
    pub(super) fn column(&mut self, cells: u16) -> Self {
        self.split(cells, self.lang.is_rtl())
    }

    /// Takes so many cells away from the end, as a row of its own.
    pub(super) fn last_column(&mut self, cells: u16) -> Self {
        self.split(cells, !self.lang.is_rtl())
    }

    fn split(&mut self, cells: u16, from_right: bool) -> Self {
        let cells = cells.min(self.rect.width);
        let rest = self.rect.width - cells;
        let (taken, kept) =
            if from_right { (self.rect.x + rest, self.rect.x) } else { (self.rect.x, self.rect.x + cells) };
        let column = Self { rect: Rect { x: taken, width: cells, ..self.rect }, ..*self };
        self.rect = Rect { x: kept, width: rest, ..self.rect };
        column
    }

    /// This row and the one that was taken from its end, together again.
    pub(super) fn joined(self, last: Self) -> Self {
        let x = self.rect.x.min(last.rect.x);
        Self { rect: Rect { x, width: self.rect.width + last.rect.width, ..self.rect }, ..self }
    }

    /// What was left of a column that was taken from the beginning, and this row behind it.
    pub(super) fn joined_before(self, column: Self) -> Self {
        self.joined(column)
    }

    /// Does it begin at the right?
    pub(super) const fn is_rtl(&self) -> bool {
        self.lang.is_rtl()
    }

    /// Leaves cells out at the beginning.
    pub(super) fn skip(&mut self, cells: u16) {
        self.column(cells);
    }

    /// Leaves cells out at the end.
    pub(super) fn skip_last(&mut self, cells: u16) {
        self.last_column(cells);
    }

    /// Draws what the interface says at the beginning; gives how many cells it filled.
    pub(super) fn say(&mut self, buffer: &mut Buffer, words: &str, style: Style) -> u16 {
        let used = say(buffer, self.rect, words, self.begins(), style, self.lang);
        self.skip(used);
        used
    }

    /// The same at the end.
    pub(super) fn say_last(&mut self, buffer: &mut Buffer, words: &str, style: Style) -> u16 {
        let used = say(buffer, self.rect, words, self.ends(), style, self.lang);
        self.skip_last(used);
        used
    }

    /// Draws what comes from outside, or a key, at the beginning.
    pub(super) fn show(&mut self, buffer: &mut Buffer, words: &str, style: Style) -> u16 {
        let used = paint(buffer, self.rect, words, self.begins(), style);
        self.skip(used);
        used
    }

    /// Draws what comes from outside at the end.
    pub(super) fn show_last(&mut self, buffer: &mut Buffer, words: &str, style: Style) {
        paint(buffer, self.rect, words, self.ends(), style);
    }

    /// Draws words of an article: at the right.
    pub(super) fn content(&self, buffer: &mut Buffer, words: &str, style: Style) {
        paint(buffer, self.rect, words, Align::Right, style);
    }

    const fn begins(&self) -> Align {
        if self.lang.is_rtl() { Align::Right } else { Align::Left }
    }

    const fn ends(&self) -> Align {
        if self.lang.is_rtl() { Align::Left } else { Align::Right }
    }
}

/// How many cells at most a message fills.
pub(super) fn room(message: &str) -> u16 {
    u16::try_from(cell_width(&without_isolates(message))).unwrap_or(u16::MAX)
}

/// Draws a message of the interface, cut with … where it is too long; gives how many cells it filled.
fn say(buffer: &mut Buffer, rect: Rect, message: &str, align: Align, style: Style, lang: Lang) -> u16 {
    if !lang.is_rtl() {
        return paint(buffer, rect, message, align, style);
    }
    let cells = message_cells(&shortened(message, rect.width));
    let width: u16 = cells.iter().map(|(_, width)| u16::from(*width)).sum::<u16>().min(rect.width);
    let mut x = match align {
        Align::Left => rect.x,
        Align::Right => rect.x + rect.width - width,
    };
    let end = rect.x + rect.width;
    for (symbol, width) in cells {
        if x + u16::from(width) <= end {
            put(buffer, x, rect.y, width, &symbol, style);
        }
        x += u16::from(width);
    }
    width
}

/// The cells of an Arabic message from left to right. What stands in isolates is laid out by itself, and is to the rest
/// what one neutral character is (UAX #9, X5a to X6a); no isolate of Unicode is needed for it, and none is sent.
pub(super) fn message_cells(message: &str) -> Vec<(CompactString, u8)> {
    const PLACE: char = '\u{FFFC}';
    let mut outer = String::new();
    let mut inner = Vec::new();
    for (index, piece) in message.split(ISOLATE).enumerate() {
        let (foreign, own) = match index {
            0 => (None, piece),
            _ => piece.split_once(END_ISOLATE).map_or((Some(piece), ""), |(foreign, own)| (Some(foreign), own)),
        };
        if let Some(foreign) = foreign {
            inner.push((outer.len(), foreign));
            outer.push(PLACE);
        }
        outer.push_str(own);
    }
    let mut cells = Vec::new();
    for cell in one_line(&outer, BaseDirection::Rtl).cells {
        match inner.iter().find(|(at, _)| *at == cell.range.start) {
            Some((_, foreign)) => {
                cells.extend(
                    one_line(foreign, BaseDirection::Auto).cells.into_iter().map(|cell| (cell.symbol, cell.width)),
                );
            }
            None => cells.push((cell.symbol, cell.width)),
        }
    }
    cells
}

/// Draws a string from outside in the first row of a rectangle, cut with … where it is too long; gives how many cells it
/// filled.
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
pub(super) fn hide_diacritics(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.starts_with(char::is_alphabetic) && symbol.contains(is_optional_diacritic) {
            let bare: String = symbol.chars().filter(|c| !is_optional_diacritic(*c)).collect();
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
    let most = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    if words.chars().filter(|c| !is_isolate(*c)).map(most).sum::<usize>() <= width {
        return Cow::Borrowed(words);
    }
    let (mut end, mut used, mut fits) = (0, 0, 0);
    while end < words.len() {
        let next = next_grapheme(words, end);
        let cluster = words.get(end..next).unwrap_or_default();
        // Stand-ins are one cell wide even where the width tables say none.
        used += if cluster.starts_with(is_isolate) { 0 } else { cell_width(cluster).max(1) };
        if used > width {
            let kept = words.get(..fits).unwrap_or_default().trim_end();
            let open = kept.matches(ISOLATE).count() > kept.matches(END_ISOLATE).count();
            let close = if open { END_ISOLATE.to_string() } else { String::new() };
            return Cow::Owned(format!("{kept}{close}…"));
        }
        end = next;
        if used < width {
            fits = end;
        }
    }
    Cow::Borrowed(words)
}

pub(super) const fn is_isolate(c: char) -> bool {
    matches!(c, ISOLATE | END_ISOLATE)
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

    /// As a reader of Arabic sees it, from right to left: keys stand where they are spoken of and are not turned round.
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
            Strip::new(rect, Lang::Ar).say(&mut buffer, message, Style::default());
            let row: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
            assert_eq!(row, expected);
        }
    }

    #[test]
    fn words_are_visual_and_cut_at_their_end() {
        assert_eq!(row("abc", 5, Align::Left), "abc  ");
        assert_eq!(row("سلام", 6, Align::Right), "   ﻡﻼﺳ", "lam-alef is one cell");
        assert_eq!(row("وكالة", 4, Align::Right), "…ﺎﻛﻭ");
        assert_eq!(row("abcdef", 4, Align::Left), "abc…");
        assert_eq!(row("abc", 5, Align::Right), "  abc");
        let hostile = row("\u{1b}[2J\u{202e}x\ny", 12, Align::Left);
        assert!(!hostile.chars().any(char::is_control), "{hostile:?}");
    }
}
