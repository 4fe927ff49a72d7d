//! The page of an article that is not open: it is being read, or it cannot be read.

use ratatui::buffer::Buffer;

use crate::lang::{self, say};
use crate::workbench::{CommandName, Model, Rect};

use super::message::wrap_message;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Draws the problem and the keys that continue with the next article, or a message that the article is being opened.
pub(super) fn draw_unopened_article(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut rows = Vec::new();
    match model.documents.problem(model.current) {
        None => rows.push((lang::OPENING.get(lang).to_owned(), ScreenElement::Quiet)),
        Some(why) => {
            let [next, all] = [CommandName::NEXT_ARTICLE, CommandName::PROBLEMS].map(|command| model.key(command));
            rows.push((lang::CANNOT_BE_OPENED.get(lang).to_owned(), ScreenElement::Problem));
            let lines = wrap_message(why, rect.width.saturating_sub(2));
            rows.extend(lines.into_iter().map(|line| (line, ScreenElement::Quiet)));
            rows.push((String::new(), ScreenElement::Quiet));
            rows.push((say::goes_past(lang, &next, &all), ScreenElement::Key));
        }
    }
    for (y, (line, element)) in (rect.y + 1..rect.y + rect.height).zip(rows) {
        let mut row = FreeRow::new(Rect { y, height: 1, ..rect }, lang);
        row.skip_start(1);
        row.skip_end(1);
        row.write_message(buffer, &line, theme.style(element));
    }
}
