//! The rows above and below: header, status, footer.

use ratatui::buffer::Buffer;

use crate::gold::Status;
use crate::text::cell_width;
use crate::workbench::{COMMANDS, Command, Model, Rect, Saving};

use super::theme::{Part, Theme};
use super::words::{Align, left, paint, put};

/// Position and id, progress, status, and the title where there is room.
pub(super) fn header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let style = theme.style(Part::Bar, "");
    for x in rect.x..rect.x + rect.width {
        put(buffer, x, rect.y, 1, " ", style);
    }
    let (pending, marks, rejected) = document.progress();
    let (place, count) = (model.current + 1, model.documents.len());
    let status = match document.annotation.status {
        _ if model.settings.read_only.is_some() => "READ-ONLY",
        Status::Suggested => "new",
        Status::InProgress => "in progress",
        Status::Done => "DONE",
        Status::Skipped => "SKIPPED",
    };
    let pending = match (document.suggested, pending) {
        (false, 0) => "…?".to_owned(),
        _ => format!("{pending}?"),
    };
    let right = format!("{pending} {marks}✓ {rejected}✗  {status} ");
    let width = u16::try_from(cell_width(&right)).unwrap_or(rect.width).min(rect.width / 2);
    paint(buffer, Rect { x: rect.x + rect.width - width, width, ..rect }, &right, Align::Right, style);
    let space = rect.width - width;
    let done = model.done();
    let name = format!(" {place}/{count} {} ", document.article.id);
    let used = left(buffer, Rect { width: space.saturating_sub(1), ..rect }, &name, style);
    let mut free = Rect { x: rect.x + used + 1, width: space.saturating_sub(used + 4), ..rect };
    if done > 0 && free.width > 30 {
        let used = left(buffer, free, &format!("{done} done"), style);
        free = Rect { x: free.x + used + 2, width: free.width.saturating_sub(used + 2), ..free };
    }
    if free.width > 14 {
        paint(buffer, free, document.article.title(), Align::Right, style);
    }
}

/// The message, and whether all is saved.
pub(super) fn status(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let (saved, part) = match model.saving() {
        Saving::Untouched => ("", Part::Quiet),
        Saving::Busy => ("saving …", Part::Quiet),
        Saving::Saved => ("saved", Part::Quiet),
        Saving::Failed => ("NOT SAVED", Part::Bad),
    };
    let width = u16::try_from(cell_width(saved)).unwrap_or(0);
    paint(buffer, Rect { width: rect.width - 1, ..rect }, saved, Align::Right, theme.style(part, ""));
    let space = Rect { x: rect.x + 1, width: rect.width.saturating_sub(width + 4), ..rect };
    if let Some(count) = model.count {
        left(buffer, space, &format!("{count} times …"), theme.style(Part::Key, ""));
        return;
    }
    match (&model.notice, &model.save_error) {
        (Some(notice), _) => {
            let part = if notice.bad { Part::Bad } else { Part::Key };
            left(buffer, space, &notice.text, theme.style(part, ""));
        }
        (None, Some(error)) => {
            left(buffer, space, error, theme.style(Part::Bad, ""));
        }
        (None, None) => {}
    }
}

/// The keys that are valid now, in the order of the command table, as many as there is room for.
pub(super) fn footer(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let mut x = rect.x + 1;
    let end = rect.x + rect.width;
    // What a stranger needs most stands at the end, always.
    let last = if (model.panes().is_some()) && matches!(model.mode, crate::workbench::Mode::Review) {
        "? help"
    } else {
        "Esc back"
    };
    let reserved = u16::try_from(cell_width(last)).unwrap_or(0) + 1;
    for info in COMMANDS.iter().filter(|info| !info.short.is_empty() && (info.valid)(model)) {
        if matches!(info.command, Command::Help | Command::Back) {
            continue;
        }
        let keys = keys_of(info.command);
        let width = u16::try_from(cell_width(&keys) + 1 + cell_width(info.short)).unwrap_or(u16::MAX);
        if x.saturating_add(width).saturating_add(reserved) > end {
            break;
        }
        x += left(buffer, Rect { x, width: end - x, ..rect }, &keys, theme.style(Part::Key, "")) + 1;
        x += left(buffer, Rect { x, width: end - x, ..rect }, info.short, theme.style(Part::Quiet, "")) + 2;
    }
    paint(buffer, Rect { width: rect.width - 1, ..rect }, last, Align::Right, theme.style(Part::Key, ""));
}

/// The keys of a command as the footer shows them: a row of edge keys stands for all four.
fn keys_of(command: Command) -> String {
    use crate::edit::Step;
    match command {
        Command::Label => "1-9".to_owned(),
        Command::MoveEdge(_, _, Step::Word) => "hjkl".to_owned(),
        Command::MoveEdge(_, _, Step::Grapheme) => "HJKL".to_owned(),
        Command::MoveEdge(_, _, Step::Proclitic) => "io".to_owned(),
        Command::NextArticle => "n/p".to_owned(),
        _ => {
            let info = COMMANDS.iter().find(|info| info.command == command);
            info.and_then(|info| info.keys.first()).map_or_else(String::new, |key| (*key).to_owned())
        }
    }
}
