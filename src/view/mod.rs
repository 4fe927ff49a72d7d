//! The model drawn into a buffer of cells.
//!
//! May use: `workbench` and what lies below it, ratatui's buffer and styles. Must never know: crossterm, disk, and how
//! to change anything: it reads the model and writes cells.
//!
//! Invariants: drawing the same model twice gives the same cells; every string goes through `words`, so no control
//! character of an article, a file name or a message reaches the terminal, and no string is measured whole; colour is
//! never the only sign.

mod absent;
mod choices;
mod details;
mod frame;
mod guide;
mod list;
mod page;
mod popup;
mod prompt;
mod sheet;
mod tags;
pub mod terminal;
pub(crate) mod theme;
mod words;

use ratatui::buffer::Buffer;

use crate::lang::say;
use crate::page::DiacriticsView;
use crate::workbench::{CommandName, MIN_COLUMNS, MIN_ROWS, Mode, Model, Rect};

pub use page::article;
pub use sheet::message_lines;
pub use theme::{Background, Depth, Theme};
pub use words::{Align, one_line};

/// Draws the whole screen.
pub fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let Some(panes) = model.panes() else {
        return too_small(model, buffer);
    };
    frame::header(model, theme, panes.header, buffer);
    match &model.mode {
        _ if prompt::covers(model) => prompt::sheet(model, theme, body(model, &panes.page), buffer),
        Mode::Help { top, .. } => sheet::help(model, theme, *top, body(model, &panes.page), buffer),
        Mode::Guidelines { top, .. } => guide::draw(model, theme, *top, body(model, &panes.page), buffer),
        Mode::Problems { top } => sheet::problems(model, theme, *top, body(model, &panes.page), buffer),
        Mode::Preview(preview) => sheet::preview(model, theme, preview, body(model, &panes.page), buffer),
        Mode::ChooseRole(choice) => {
            page::draw(model, theme, &panes, buffer);
            // Without a side list the candidates lie over the lower half of the page.
            let half = panes.page.height / 2;
            let over =
                Rect { x: 0, y: panes.page.y + half, height: panes.page.height - half, ..body(model, &panes.page) };
            choices::draw(model, theme, choice, panes.list.unwrap_or(over), buffer);
        }
        Mode::Review if model.document().is_none() => {
            absent::page(model, theme, body(model, &panes.page), buffer);
        }
        Mode::Review | Mode::Select(_) | Mode::Finish => {
            if let Some(list) = panes.list {
                list::draw(model, theme, list, buffer);
            }
            page::draw(model, theme, &panes, buffer);
        }
    }
    details::draw(model, theme, panes.details, buffer);
    frame::status(model, theme, panes.status, buffer);
    frame::footer(model, theme, panes.footer, buffer);
    prompt::find(model, theme, panes.status, buffer);
    popup::draw(model, theme, body(model, &panes.page), buffer);
    if model.settings.page.diacritics == DiacriticsView::Hide {
        words::hide_diacritics(buffer);
    }
}

/// The rows of the page over the whole width of the window.
const fn body(model: &Model, page: &Rect) -> Rect {
    Rect { x: 0, y: page.y, width: model.size().0, height: page.height }
}

fn too_small(model: &Model, buffer: &mut Buffer) {
    let (columns, rows) = model.size();
    let lang = model.lang();
    let lines = [
        say::needs_size(lang, &format!("{MIN_COLUMNS}x{MIN_ROWS}")),
        say::this_is_size(lang, &format!("{columns}x{rows}")),
        say::enlarge(lang, &model.key(CommandName::QUIT)),
    ];
    for (y, line) in (0..rows).zip(lines) {
        let mut row = words::Strip::new(Rect { x: 0, y, width: columns, height: 1 }, lang);
        row.say(buffer, &line, ratatui::style::Style::default());
    }
}
