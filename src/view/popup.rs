//! After a prefix: what each key that may follow does.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::LabelDef;
use crate::lang::isolated;
use crate::workbench::{Command, CommandTraits, Model, Rect};

use super::prompt::clear;
use super::theme::{Part, Theme};
use super::words::Strip;

const KEY_COLUMN: u16 = 6;

/// Draws the keys that may follow over the last rows of the page.
pub(super) fn draw(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prefix) = model.prefix() else { return };
    let after = model.settings.keymap.after(prefix).into_iter();
    let rows: Vec<(String, &Command)> = after.filter_map(|(key, name)| Some((key, Command::named(name)?))).collect();
    let height = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX).min(rect.height);
    let rect = Rect { y: rect.y + rect.height - height, height, ..rect };
    clear(rect, Style::default(), buffer);
    for x in rect.x..rect.x + rect.width {
        super::words::put(buffer, x, rect.y, 1, "─", theme.style(Part::Quiet, ""));
    }
    let lang = model.lang();
    let mut title = Strip::new(rect, lang);
    title.skip(1);
    title.show(buffer, &format!(" {prefix} "), theme.style(Part::Key, ""));
    // Where they do not all fit below each other, they stand in columns by their names.
    let tall = rect.height.saturating_sub(1).max(1);
    let columns = u16::try_from(rows.len().div_ceil(usize::from(tall))).unwrap_or(1).max(1);
    // What all names begin with (filter-) tells nothing.
    let names: Vec<&str> = rows.iter().map(|(_, command)| command.title.get(lang)).collect();
    let head = names.first().and_then(|name| name.split_inclusive(['-', ' ']).next()).unwrap_or_default();
    let shared = if names.iter().all(|name| name.starts_with(head)) { head } else { "" };
    for (index, ((keys, command), name)) in (0_u16..).zip(rows.iter().zip(&names)) {
        let mut row = Strip::new(Rect { y: rect.y + 1 + index % tall, ..rect }, lang);
        row.skip(index / tall * (rect.width / columns));
        let mut row = row.column(rect.width / columns);
        row.skip(2);
        row.skip_last(1);
        let valid = command.is_valid(model);
        let style = if valid { Style::default() } else { theme.style(Part::Quiet, "") };
        let mut key = row.column(KEY_COLUMN);
        key.skip_last(1);
        key.show(buffer, keys, theme.style(Part::Key, ""));
        let help = command.help.get(lang);
        match command.traits.contains(CommandTraits::PER_LABEL) {
            _ if columns > 1 => row.say(buffer, name.strip_prefix(shared).unwrap_or(name), style),
            true => row.say(buffer, &format!("{} {help}", labels(model, " ")), style),
            false => row.say(buffer, help, style),
        };
    }
}

/// The digits with their labels.
pub(super) fn labels(model: &Model, between: &str) -> String {
    let label = |def: &LabelDef| Some(isolated(model.lang(), &format!("{} {}", def.digit?, def.label)));
    model.settings.labels.iter().filter_map(label).collect::<Vec<_>>().join(between)
}
