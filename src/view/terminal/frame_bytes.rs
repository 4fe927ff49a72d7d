//! The bytes of a frame: the cells that differ from the last frame, in as few bytes as every terminal understands.
//!
//! ratatui's `CrosstermBackend` moves the cursor to a row and a column for each run of cells, sends both colours if one
//! changes, and each attribute in a sequence of its own. Over ssh that is half of the bytes of a key.
//!
//! Only sequences of ECMA-48 are sent that terminals have had since the VT220 (CUP, CHA, CUF, EL, ECH, SGR); the colours are
//! those of `xterm`. Blanks are erased only without a background, because terminals differ in the colour that they erase with.

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};

use crate::text::cell_width;

use super::cell_style::{CellStyle, PLAIN};

/// A gap of unchanged cells is written again if that takes at most this many bytes: moving the cursor takes no fewer.
const SHORT_MOVE: usize = 4;
/// So many changed blanks in a row are erased, not written.
const MANY_BLANKS: u16 = 10;

/// The position of the cursor: its column and row, and whether the column is sure.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    x: u16,
    y: u16,
    /// True if only ASCII was written since the column was set: no terminal gives it another width.
    is_sure: bool,
}

/// Writes cells, and remembers what the terminal does then.
struct FrameWriter<'a> {
    bytes: &'a mut Vec<u8>,
    next: &'a Buffer,
    style: CellStyle,
    cursor: Option<Cursor>,
}

/// Adds the bytes that change one screen into the next. Both have the same size.
pub(super) fn write_changes(shown: &Buffer, next: &Buffer, bytes: &mut Vec<u8>) {
    let mut writer = FrameWriter { bytes, next, style: PLAIN, cursor: None };
    let mut changed = changed_cells(shown, next).into_iter().peekable();
    while let Some((x, y, cell)) = changed.next() {
        let blanks = if is_blank(cell) { writer.blanks_from(x, y) } else { 0 };
        let to_end = x + blanks == next.area.width;
        if blanks > 0 && (to_end || blanks >= MANY_BLANKS) {
            // Only the changed ones count: to write a few of them again may be shorter.
            let inside = |other: &(u16, u16, &Cell)| other.1 == y && other.0 < x + blanks;
            let mut last = x;
            let mut count = 1;
            let mut also: Vec<(u16, u16, &Cell)> = Vec::new();
            while let Some(other) = changed.next_if(inside) {
                last = other.0;
                count += 1;
                also.push(other);
            }
            if count > 3 && (to_end || count >= MANY_BLANKS) {
                writer.erase(x, y, if to_end { None } else { Some(last + 1 - x) });
            } else {
                writer.write(x, y, cell);
                also.into_iter().for_each(|(x, y, cell)| writer.write(x, y, cell));
            }
            continue;
        }
        writer.write(x, y, cell);
    }
    writer.set_style(PLAIN);
}

/// The cells that differ, by rows, and the second halves of wide characters that narrow ones replace: a terminal fills such
/// a half with the style of what is written on the first.
fn changed_cells<'a>(shown: &Buffer, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let is_wide = |buffer: &Buffer, x, y| buffer.cell((x, y)).is_some_and(|cell| cell_width(cell.symbol()) == 2);
    let mut cells: Vec<(u16, u16, &Cell)> = Vec::new();
    // The column and row of a second half that has not come yet.
    let mut half: Option<(u16, u16)> = None;
    for (x, y, cell) in shown.diff_iter(next) {
        if let Some((half_x, half_y)) = half.take()
            && (half_x, half_y) != (x, y)
        {
            cells.extend(next.cell((half_x, half_y)).map(|cell| (half_x, half_y, cell)));
        }
        cells.push((x, y, cell));
        half = (is_wide(shown, x, y) && !is_wide(next, x, y)).then_some((x + 1, y));
    }
    cells.extend(half.and_then(|(x, y)| Some((x, y, next.cell((x, y))?))));
    cells
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell) == PLAIN
}

impl FrameWriter<'_> {
    /// The number of blanks without a style from a cell on.
    fn blanks_from(&self, x: u16, y: u16) -> u16 {
        let cells = (x..self.next.area.width).map_while(|x| self.next.cell((x, y)).filter(|cell| is_blank(cell)));
        u16::try_from(cells.count()).unwrap_or(u16::MAX)
    }

    fn write(&mut self, x: u16, y: u16, cell: &Cell) {
        self.move_to(x, y, CellStyle::of(cell));
        self.set_style(CellStyle::of(cell));
        self.print(x, y, cell);
    }

    fn print(&mut self, x: u16, y: u16, cell: &Cell) {
        let symbol = cell.symbol();
        self.bytes.extend_from_slice(symbol.as_bytes());
        let is_ascii = symbol.is_ascii();
        let is_sure = is_ascii && self.cursor.is_some_and(|cursor| cursor.is_sure);
        // At the right edge the cursor waits before the edge or stays on the last column. Behind a wide character it is where
        // the terminal's own table of widths puts it.
        let known = x + 1 < self.next.area.width && (is_ascii || cell_width(symbol) < 2);
        self.cursor = known.then_some(Cursor { x: x + 1, y, is_sure });
    }

    /// Erases cells with the plain style: so many, or all to the end of the row.
    fn erase(&mut self, x: u16, y: u16, count: Option<u16>) {
        self.move_to(x, y, PLAIN);
        self.set_style(PLAIN);
        match count {
            Some(count) => self.send(format_args!("\x1b[{count}X")),
            None => self.bytes.extend_from_slice(b"\x1b[K"),
        }
    }

    /// Moves the cursor. `style` is that of what is written there.
    fn move_to(&mut self, x: u16, y: u16, style: CellStyle) {
        match self.cursor {
            Some(cursor) if (cursor.x, cursor.y) == (x, y) => return,
            Some(cursor) if cursor.y == y && cursor.x < x => {
                if self.write_gap(cursor.x, x, y, style) {
                    return;
                }
                match x - cursor.x {
                    1 if cursor.is_sure => self.bytes.extend_from_slice(b"\x1b[C"),
                    by if cursor.is_sure && by < 10 => self.send(format_args!("\x1b[{by}C")),
                    _ => self.send(format_args!("\x1b[{}G", x + 1)),
                }
            }
            Some(cursor) if cursor.y == y => self.send(format_args!("\x1b[{}G", x + 1)),
            _ if x == 0 => self.send(format_args!("\x1b[{}H", y + 1)),
            _ => self.send(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        // CUF is sent only from a sure column, the others name the column.
        self.cursor = Some(Cursor { x, y, is_sure: true });
    }

    /// Writes the unchanged cells of a gap again if that is short. They must have the style that the terminal has now, or
    /// the one that comes.
    fn write_gap(&mut self, from: u16, to: u16, y: u16, style: CellStyle) -> bool {
        let next = self.next;
        let gap = || (from..to).filter_map(|x| Some((x, next.cell((x, y))?)));
        let fits = |wanted: CellStyle| gap().all(|(_, cell)| CellStyle::of(cell) == wanted);
        let is_plain = gap().all(|(_, cell)| cell_width(cell.symbol()) == 1);
        let is_short = gap().map(|(_, cell)| cell.symbol().len()).sum::<usize>() <= SHORT_MOVE;
        if !is_short || !is_plain || !(fits(self.style) || fits(style)) {
            return false;
        }
        if !fits(self.style) {
            self.set_style(style);
        }
        gap().for_each(|(x, cell)| self.print(x, y, cell));
        true
    }

    /// Sends what changes the style.
    fn set_style(&mut self, style: CellStyle) {
        if style != self.style {
            let codes = style.codes_after(self.style);
            self.send(format_args!("\x1b[{codes}m"));
            self.style = style;
        }
    }

    fn send(&mut self, sequence: std::fmt::Arguments<'_>) {
        // Writing to a Vec does not fail.
        let _ = self.bytes.write_fmt(sequence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    const COLUMNS: u16 = 24;
    const ROWS: u16 = 4;

    type Screen = Vec<((String, vt100::Color, vt100::Color), [bool; 5])>;

    /// A row of cells: a symbol, how often it stands there, and its style.
    type Run = (u16, usize, u16, usize);

    fn styles() -> [Style; 6] {
        [
            Style::new(),
            Style::new().fg(Color::Indexed(17)).add_modifier(Modifier::BOLD),
            Style::new().bg(Color::Rgb(1, 2, 3)),
            Style::new().add_modifier(Modifier::BOLD | Modifier::DIM | Modifier::UNDERLINED),
            Style::new().add_modifier(Modifier::DIM | Modifier::REVERSED),
            Style::new().fg(Color::White).bg(Color::Red),
        ]
    }

    fn draw(buffer: &mut Buffer, runs: &[Run]) {
        const SYMBOLS: [&str; 6] = [" ", "a", "\u{FEE1}", "\u{FEE1}\u{64E}", "ب", "字"];
        for (place, symbol, count, style) in runs {
            let (mut x, y, symbol) = (place % COLUMNS, place / COLUMNS % ROWS, SYMBOLS[symbol % SYMBOLS.len()]);
            let width = u16::try_from(cell_width(symbol)).unwrap();
            for _ in 0..*count {
                if x + width <= COLUMNS {
                    buffer[(x, y)].set_symbol(symbol).set_style(styles()[style % 6]);
                    if width == 2 {
                        buffer[(x + 1, y)].set_symbol(" ").set_style(styles()[style % 6]);
                    }
                }
                x += width;
            }
        }
    }

    fn screen(parser: &vt100::Parser) -> Screen {
        let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
        let read = |(row, column)| {
            let cell = parser.screen().cell(row, column).unwrap();
            let words = Some(cell.contents()).filter(|words| !words.is_empty()).unwrap_or(" ");
            let modes = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
            ((words.to_owned(), cell.fgcolor(), cell.bgcolor()), modes)
        };
        cells.map(read).collect()
    }

    fn parser() -> vt100::Parser {
        vt100::Parser::new(NonZero::new(ROWS).unwrap(), NonZero::new(COLUMNS).unwrap(), 0)
    }

    proptest! {
        /// What a terminal shows after the bytes of several frames is what it shows after all cells of the last one, written
        /// one by one. A wide character is never half overwritten: the view draws whole frames.
        #[test]
        fn the_bytes_of_frames_make_the_last_one(
            frames in prop::collection::vec(
                prop::collection::vec((0..COLUMNS * ROWS, 0..5_usize, 1..24_u16, 0..6_usize), 0..8),
                1..6,
            ),
            wide in prop::collection::vec((0..COLUMNS * ROWS, Just(5_usize), 1..3_u16, 0..6_usize), 0..2),
        ) {
            let empty = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
            let (mut shown, mut terminal) = (empty.clone(), parser());
            for (number, runs) in frames.iter().enumerate() {
                let mut next = empty.clone();
                draw(&mut next, runs);
                if number == 0 {
                    draw(&mut next, &wide);
                }
                let mut bytes = Vec::new();
                write_changes(&shown, &next, &mut bytes);
                terminal.process(&bytes);
                shown = next;
            }
            let mut anew = Vec::new();
            for (index, cell) in shown.content.iter().enumerate() {
                let covered = index > 0 && cell_width(shown.content[index - 1].symbol()) == 2;
                if !covered {
                    let (x, y) = shown.pos_of(index);
                    let mut writer = FrameWriter { bytes: &mut anew, next: &shown, style: PLAIN, cursor: None };
                    writer.write(x, y, cell);
                    writer.set_style(PLAIN);
                }
            }
            let mut fresh = parser();
            fresh.process(&anew);
            prop_assert_eq!(screen(&terminal), screen(&fresh), "{:?}", String::from_utf8_lossy(&anew));
        }
    }

    #[test]
    fn the_second_half_of_a_wide_character_loses_the_style_of_the_first() {
        let empty = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        let (mut shown, mut next) = (empty.clone(), empty.clone());
        draw(&mut shown, &[(4, 5, 2, 0)]);
        draw(&mut next, &[(4, 0, 3, 2)]);
        let mut terminal = parser();
        for (shown, next) in [(&empty, &shown), (&shown, &next)] {
            let mut bytes = Vec::new();
            write_changes(shown, next, &mut bytes);
            terminal.process(&bytes);
        }
        let grounds = (4..8).map(|column| terminal.screen().cell(0, column).unwrap().bgcolor());
        let ground = vt100::Color::Rgb(1, 2, 3);
        assert_eq!(grounds.collect::<Vec<_>>(), [ground, ground, ground, vt100::Color::Default]);
    }

    #[test]
    fn a_change_takes_few_bytes() {
        let sent = |before: &[Run], after: &[Run]| {
            let empty = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
            let (mut shown, mut next, mut bytes) = (empty.clone(), empty, Vec::new());
            draw(&mut shown, before);
            draw(&mut next, after);
            write_changes(&shown, &next, &mut bytes);
            String::from_utf8(bytes).unwrap()
        };
        // A letter, a letter behind two others that stay, and one farther off.
        assert_eq!(sent(&[(0, 1, 4, 0)], &[(0, 1, 4, 0), (0, 4, 1, 0), (3, 4, 1, 0)]), "\u{1b}[1Hبaaب");
        assert_eq!(sent(&[], &[(0, 1, 1, 0), (9, 1, 1, 0)]), "\u{1b}[1Ha\u{1b}[8Ca");
        // A row that becomes empty, and blanks before words.
        assert_eq!(sent(&[(0, 1, 24, 0)], &[]), "\u{1b}[1H\u{1b}[K");
        assert_eq!(sent(&[(0, 1, 24, 0)], &[(20, 1, 4, 0)]), "\u{1b}[1H\u{1b}[20X");
        // One colour changes, and the end of the frame is plain.
        assert_eq!(sent(&[], &[(0, 1, 1, 1), (1, 1, 1, 0)]), "\u{1b}[1H\u{1b}[1;38;5;17ma\u{1b}[ma");
    }
}
