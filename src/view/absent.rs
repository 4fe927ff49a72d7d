//! An article that is not there: on its way from the disk, or not to be read.

use ratatui::buffer::Buffer;

use crate::workbench::{Command, Model, Rect};

use super::sheet::wrapped;
use super::theme::{Part, Theme};
use super::words::{left, put};

/// Position and id.
pub(super) fn header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let style = theme.style(Part::Bar, "");
    for x in rect.x..rect.x + rect.width {
        put(buffer, x, rect.y, 1, " ", style);
    }
    let heading = model.documents.heading(model.current);
    left(buffer, rect, &format!(" {} {}", super::frame::place(model), heading.id), style);
}

/// Why it cannot be read, and that nothing is lost by it; or that it comes.
pub(super) fn page(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let width = rect.width.saturating_sub(2);
    let mut rows = Vec::new();
    match model.documents.trouble(model.current) {
        None => rows.push(("opening …".to_owned(), Part::Quiet)),
        Some(why) => {
            let [next, all] = [Command::NextArticle, Command::Problems].map(|command| model.key(command));
            rows.push(("This article cannot be opened:".to_owned(), Part::Bad));
            rows.extend(wrapped(why, width).into_iter().map(|line| (line, Part::Quiet)));
            rows.push((String::new(), Part::Quiet));
            rows.push((
                format!("{next} goes to the next one, {all} lists everything that cannot be opened."),
                Part::Key,
            ));
        }
    }
    for (y, (line, part)) in (rect.y + 1..rect.y + rect.height).zip(rows) {
        left(buffer, Rect { x: rect.x + 1, y, width, height: 1 }, &line, theme.style(part, ""));
    }
}
