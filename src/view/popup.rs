//! After a prefix: what each key that may follow does.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::workbench::{Command, FilterBy, Model, Rect};

use super::prompt::clear;
use super::theme::{Part, Theme};
use super::words::left;

const KEY_COLUMN: u16 = 6;

/// Draws the keys that may follow over the last rows of the page.
pub(super) fn draw(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prefix) = model.seek.prefix else { return };
    let rows = model.settings.keymap.after(prefix);
    let height = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX).min(rect.height);
    let rect = Rect { y: rect.y + rect.height - height, height, ..rect };
    clear(rect, Style::default(), buffer);
    for x in rect.x..rect.x + rect.width {
        super::words::put(buffer, x, rect.y, 1, "─", theme.style(Part::Quiet, ""));
    }
    let title = format!(" {prefix} ");
    left(buffer, Rect { x: rect.x + 1, width: rect.width - 1, height: 1, ..rect }, &title, theme.style(Part::Key, ""));
    // Where they do not all fit below each other, they stand in columns by their names.
    let shown = usize::from(rect.height - 1).max(1);
    let columns = u16::try_from(rows.len().div_ceil(shown)).unwrap_or(1).max(1);
    let width = rect.width / columns;
    // What all names begin with (filter-) tells nothing.
    let head = rows.first().and_then(|(_, info)| info.name.split_inclusive('-').next()).unwrap_or_default();
    let shared = if rows.iter().all(|(_, info)| info.name.starts_with(head)) { head } else { "" };
    for (index, (keys, info)) in (0_u16..).zip(rows) {
        let tall = rect.height - 1;
        let (column, y) = (index / tall.max(1), rect.y + 1 + index % tall.max(1));
        let x = rect.x + column * width + 2;
        let row = Rect { x, y, width: width.saturating_sub(3), height: 1 };
        let valid = (info.valid)(model);
        let style = if valid { Style::default() } else { theme.style(Part::Quiet, "") };
        left(buffer, Rect { width: KEY_COLUMN - 1, ..row }, &keys, theme.style(Part::Key, ""));
        let rest = Rect { x: row.x + KEY_COLUMN, width: row.width.saturating_sub(KEY_COLUMN), ..row };
        let words = match info.command {
            _ if columns > 1 => info.name.strip_prefix(shared).unwrap_or(info.name).to_owned(),
            Command::Filter(FilterBy::Label) | Command::Label => format!("{} {}", labels(model), info.about),
            _ => info.about.to_owned(),
        };
        left(buffer, rest, &words, style);
    }
}

fn labels(model: &Model) -> String {
    let labels = model.settings.labels.iter().filter_map(|def| Some(format!("{} {}", def.digit?, def.label)));
    labels.collect::<Vec<_>>().join(" ")
}
