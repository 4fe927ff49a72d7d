//! Prints rows of a buffer as lines, with the terminal's colours or without.

use std::io::{self, Write};

use crossterm::QueueableCommand;
use crossterm::style::{Attribute, Color, Print, SetAttribute, SetBackgroundColor, SetForegroundColor};
use ratatui::backend::IntoCrossterm;
use ratatui::buffer::Cell;
use ratatui::style::{Modifier, Style};

use crate::text::cell_width;

/// The style of printed lines: with colours and attributes, or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintColors {
    /// With escape sequences for colours and attributes.
    Colored,
    /// The letters alone.
    Plain,
}

/// Returns the number of columns of the terminal; `None` if it is not known.
#[must_use]
pub fn terminal_columns() -> Option<u16> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns)
}

/// Writes one row as a line: its cells without the blanks at its end.
///
/// # Errors
/// If it cannot be written.
pub fn print_row(out: &mut impl Write, row: &[Cell], colors: PrintColors) -> io::Result<()> {
    let colored = colors == PrintColors::Colored;
    let plain = Cell::EMPTY.style();
    let is_blank = |cell: &Cell| cell.symbol() == " " && (!colored || cell.style() == plain);
    let end = row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    let mut style = plain;
    let mut covered = false;
    for cell in row.iter().take(end) {
        // A character that is two cells wide covers the next cell.
        if std::mem::take(&mut covered) {
            continue;
        }
        if colored && cell.style() != style {
            style = cell.style();
            set_style(out, style)?;
        }
        out.write_all(cell.symbol().as_bytes())?;
        covered = cell_width(cell.symbol()) == 2;
    }
    if style != plain {
        out.queue(SetAttribute(Attribute::Reset))?;
    }
    writeln!(out)
}

fn set_style(out: &mut impl Write, style: Style) -> io::Result<()> {
    out.queue(SetAttribute(Attribute::Reset))?;
    let color = |color: Option<ratatui::style::Color>| {
        color.map(IntoCrossterm::into_crossterm).filter(|color| *color != Color::Reset)
    };
    if let Some(color) = color(style.fg) {
        out.queue(SetForegroundColor(color))?;
    }
    if let Some(color) = color(style.bg) {
        out.queue(SetBackgroundColor(color))?;
    }
    for (modifier, attribute) in [
        (Modifier::BOLD, Attribute::Bold),
        (Modifier::DIM, Attribute::Dim),
        (Modifier::ITALIC, Attribute::Italic),
        (Modifier::UNDERLINED, Attribute::Underlined),
        (Modifier::REVERSED, Attribute::Reverse),
    ] {
        if style.add_modifier.contains(modifier) {
            out.queue(SetAttribute(attribute))?;
        }
    }
    out.queue(Print("")).map(|_| ())
}
