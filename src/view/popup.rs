//! After a prefix: what each key that may follow does.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::LabelDef;
use crate::lang::isolated;
use crate::workbench::{Command, FilterBy, Model, Rect};

use super::prompt::clear;
use super::theme::{Part, Theme};
use super::words::Strip;

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
    let lang = model.lang();
    let mut title = Strip::new(rect, lang);
    title.skip(1);
    title.show(buffer, &format!(" {prefix} "), theme.style(Part::Key, ""));
    for (y, (keys, info)) in (rect.y + 1..rect.y + rect.height).zip(rows) {
        let mut row = Strip::new(Rect { y, ..rect }, lang);
        row.skip(2);
        row.skip_last(1);
        let valid = (info.valid)(model);
        let style = if valid { Style::default() } else { theme.style(Part::Quiet, "") };
        let mut key = row.column(KEY_COLUMN);
        key.skip_last(1);
        key.show(buffer, &keys, theme.style(Part::Key, ""));
        let about = info.about.get(lang);
        match info.command {
            Command::Filter(FilterBy::Label) | Command::Label => {
                row.say(buffer, &format!("{} {about}", labels(model, " ")), style)
            }
            _ => row.say(buffer, about, style),
        };
    }
}

/// The digits with their labels.
pub(super) fn labels(model: &Model, between: &str) -> String {
    let label = |def: &LabelDef| Some(isolated(model.lang(), &format!("{} {}", def.digit?, def.label)));
    model.settings.labels.iter().filter_map(label).collect::<Vec<_>>().join(between)
}
