//! Writes single cells of the buffer.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::page::is_optional_diacritic;
use crate::workbench::Rect;

/// Writes one cell. A wide one also empties the cell that it covers.
pub(super) fn put_cell(buffer: &mut Buffer, x: u16, y: u16, width: u8, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
    if width == 2
        && let Some(covered) = buffer.cell_mut((x + 1, y))
    {
        covered.set_symbol(" ").set_style(style);
    }
}

/// Writes the same sign into each cell of the first row of a rectangle.
pub(super) fn fill_row(buffer: &mut Buffer, rect: Rect, symbol: &str, style: Style) {
    for x in rect.x..rect.x + rect.width {
        put_cell(buffer, x, rect.y, 1, symbol, style);
    }
}

/// Empties all cells of a rectangle, and gives them this style alone.
pub(super) fn clear_cells(buffer: &mut Buffer, rect: Rect, style: Style) {
    for y in rect.y..rect.y + rect.height {
        for x in rect.x..rect.x + rect.width {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// Removes the diacritics that may be hidden from all letters, as the page does with the article's. One without a letter
/// stays.
pub(super) fn hide_diacritics(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.starts_with(char::is_alphabetic) && symbol.contains(is_optional_diacritic) {
            let bare: String = symbol.chars().filter(|c| !is_optional_diacritic(*c)).collect();
            cell.set_symbol(&bare);
        }
    }
}
