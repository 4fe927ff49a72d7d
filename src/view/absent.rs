//! An article that is not there: on its way from the disk, or not to be read.

use ratatui::buffer::Buffer;

use crate::lang::{self, isolated, say};
use crate::workbench::{CommandName, Model, Rect};

use super::sheet::wrapped;
use super::theme::{Part, Theme};
use super::words::{Strip, put};

/// Position and id.
pub(super) fn header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let style = theme.style(Part::Bar, "");
    for x in rect.x..rect.x + rect.width {
        put(buffer, x, rect.y, 1, " ", style);
    }
    let lang = model.lang();
    let id = isolated(lang, model.documents.heading(model.current).id);
    Strip::new(rect, lang).say(buffer, &format!(" {} {id} ", super::frame::place(model)), style);
}

/// Why it cannot be read, and that nothing is lost by it; or that it comes.
pub(super) fn page(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut rows = Vec::new();
    match model.documents.problem(model.current) {
        None => rows.push((lang::OPENING.get(lang).to_owned(), Part::Quiet)),
        Some(why) => {
            let [next, all] = [CommandName::NEXT_ARTICLE, CommandName::PROBLEMS].map(|command| model.key(command));
            rows.push((lang::CANNOT_BE_OPENED.get(lang).to_owned(), Part::Bad));
            let lines = wrapped(why, rect.width.saturating_sub(2));
            rows.extend(lines.into_iter().map(|line| (line, Part::Quiet)));
            rows.push((String::new(), Part::Quiet));
            rows.push((say::goes_past(lang, &next, &all), Part::Key));
        }
    }
    for (y, (line, part)) in (rect.y + 1..rect.y + rect.height).zip(rows) {
        let mut strip = Strip::new(Rect { y, height: 1, ..rect }, lang);
        strip.skip(1);
        strip.skip_last(1);
        strip.say(buffer, &line, theme.style(part, ""));
    }
}
