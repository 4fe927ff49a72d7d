//! The list of keys that may follow a prefix.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::LabelDef;
use crate::lang::isolated;
use crate::workbench::{Command, CommandTraits, Model, Rect};

use super::cells::{clear_cells, fill_row};
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// The width of the column with the keys, in cells.
const KEY_COLUMN: u16 = 6;

/// Draws the keys that may follow the prefix, over the last rows of the page.
pub(super) fn draw_prefix_popup(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prefix) = model.prefix() else { return };
    let after = model.settings.keymap.after(prefix).into_iter();
    let rows: Vec<(String, &Command)> = after.filter_map(|(key, name)| Some((key, Command::named(name)?))).collect();
    let height = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX).min(rect.height);
    let rect = Rect { y: rect.y + rect.height - height, height, ..rect };
    clear_cells(buffer, rect, Style::default());
    fill_row(buffer, rect, "─", theme.style(ScreenElement::Quiet));
    let lang = model.lang();
    let mut title = FreeRow::new(rect, lang);
    title.skip_start(1);
    title.write_text(buffer, &format!(" {prefix} "), theme.style(ScreenElement::Key));
    // If there are more keys than rows, they are in columns, with the titles of their commands.
    let tall = rect.height.saturating_sub(1).max(1);
    let columns = u16::try_from(rows.len().div_ceil(usize::from(tall))).unwrap_or(1).max(1);
    // A word that all titles begin with (filter-) is left out.
    let names: Vec<&str> = rows.iter().map(|(_, command)| command.title.get(lang)).collect();
    let head = names.first().and_then(|name| name.split_inclusive(['-', ' ']).next()).unwrap_or_default();
    let shared = if names.iter().all(|name| name.starts_with(head)) { head } else { "" };
    for (index, ((keys, command), name)) in (0_u16..).zip(rows.iter().zip(&names)) {
        let mut row = FreeRow::new(Rect { y: rect.y + 1 + index % tall, ..rect }, lang);
        row.skip_start(index / tall * (rect.width / columns));
        let mut row = row.split_start(rect.width / columns);
        row.skip_start(2);
        row.skip_end(1);
        let valid = command.is_valid(model);
        let style = if valid { Style::default() } else { theme.style(ScreenElement::Quiet) };
        let mut key = row.split_start(KEY_COLUMN);
        key.skip_end(1);
        key.write_text(buffer, keys, theme.style(ScreenElement::Key));
        let help = command.help.get(lang);
        match command.traits.contains(CommandTraits::PER_LABEL) {
            _ if columns > 1 => row.write_message(buffer, name.strip_prefix(shared).unwrap_or(name), style),
            true => row.write_message(buffer, &format!("{} {help}", label_digits(model, " ")), style),
            false => row.write_message(buffer, help, style),
        };
    }
}

/// Returns the labels that have a digit, each with its digit.
pub(super) fn label_digits(model: &Model, between: &str) -> String {
    let label = |def: &LabelDef| Some(isolated(model.lang(), &format!("{} {}", def.digit?, def.label)));
    model.settings.labels.iter().filter_map(label).collect::<Vec<_>>().join(between)
}
