//! Numbered candidates for a part of a quote.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{self, say};
use crate::workbench::{Model, Rect, RoleChoice};

use super::theme::{Part, Theme};
use super::words::{Strip, put};

/// Draws the candidates, nearest first, each with its digit.
pub(super) fn draw(model: &Model, theme: &Theme, choice: &RoleChoice, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    for y in rect.y..rect.y + rect.height {
        for x in rect.x..rect.x + rect.width {
            put(buffer, x, y, 1, " ", Style::default());
        }
    }
    let lang = model.lang();
    let row = |y: u16| Strip::new(Rect { x: rect.x + 1, y, width: rect.width.saturating_sub(2), height: 1 }, lang);
    row(rect.y).say(buffer, &say::role_title(lang, choice.role.name()), theme.style(Part::Key, ""));
    for ((y, candidate), digit) in (rect.y + 1..rect.y + rect.height).zip(&choice.candidates).zip(1..) {
        let mark = if candidate.implied { lang::IMPLIED.get(lang) } else { "" };
        let mut row = row(y);
        row.say(buffer, format!("{digit} {mark}").trim_end(), theme.style(Part::Key, ""));
        row.skip(1);
        row.content(buffer, document.article.text.slice(candidate.span), Style::default());
    }
}
