//! The status line.

use ratatui::buffer::Buffer;

use crate::lang::{self, say};
use crate::workbench::{Model, Rect, Saving};

use super::prompt_line::draw_kept_search;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Draws the status line: the message, and whether everything is saved.
pub(super) fn draw_status_line(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let (saved, element) = match model.saving() {
        Saving::Untouched => ("", ScreenElement::Quiet),
        Saving::Busy => (lang::SAVING.get(lang), ScreenElement::Quiet),
        Saving::Saved => (lang::SAVED.get(lang), ScreenElement::Quiet),
        Saving::Aside => (lang::SAVED_ASIDE.get(lang), ScreenElement::Problem),
        Saving::Failed => (lang::NOT_SAVED_LOUD.get(lang), ScreenElement::Problem),
    };
    let mut row = FreeRow::new(rect, lang);
    row.skip_start(1);
    row.skip_end(1);
    row.write_message_at_end(buffer, saved, theme.style(element));
    row.skip_end(2);
    if let Some(count) = model.count() {
        row.write_message(
            buffer,
            &say::times(lang, lang::TIMES.count(usize::from(count))),
            theme.style(ScreenElement::Key),
        );
        return;
    }
    match (model.notice(), model.save_errors().first().or(model.conflicts().first())) {
        (Some(notice), _) => {
            let element = if notice.bad { ScreenElement::Problem } else { ScreenElement::Key };
            row.write_message(buffer, &notice.text, theme.style(element));
        }
        (None, Some(error)) => {
            row.write_message(buffer, error, theme.style(ScreenElement::Problem));
        }
        (None, None) => draw_kept_search(model, theme, row, buffer),
    }
}
