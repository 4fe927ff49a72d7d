//! The rows above and below: header, status, footer.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use crate::gold::Status;
use crate::text::cell_width;
use crate::workbench::{COMMANDS, Command, FilterBy, Keymap, Mode, Model, Rect, Saving};

use super::theme::{Part, Theme, said};
use super::words::{Align, left, paint, put};
use super::{absent, prompt};

/// The number of the article on the screen, and of how many; `…` as long as more are found.
pub(super) fn place(model: &Model) -> String {
    let more = if model.documents.is_complete() { "" } else { "…" };
    format!("{}/{}{more}", model.current + 1, model.documents.len())
}

/// Position and id, progress, status, and the title where there is room.
pub(super) fn header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return absent::header(model, theme, rect, buffer) };
    let style = theme.style(Part::Bar, "");
    for x in rect.x..rect.x + rect.width {
        put(buffer, x, rect.y, 1, " ", style);
    }
    let (pending, marks, rejected) = document.progress();
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
    let remark = document.remark(None);
    let said = said(remark.flagged(), remark.note.is_some()).map_or_else(String::new, |said| format!("{said} "));
    let name = format!(" {} {said}{} ", place(model), document.article.id);
    // What is not seen must be told, in narrow windows too: the id gives way.
    let filter = if model.seek.filter.is_on() { format!("▽ {}", model.seek.filter.words()) } else { String::new() };
    let reserved = u16::try_from(cell_width(&filter)).unwrap_or(0).min(space / 2);
    let used = left(
        buffer,
        Rect { width: space.saturating_sub(1 + reserved + u16::from(reserved > 0)), ..rect },
        &name,
        style,
    );
    let mut free = Rect { x: rect.x + used + 1, width: space.saturating_sub(used + 4), ..rect };
    if !filter.is_empty() {
        let place = Rect { x: rect.x + used, width: space.saturating_sub(used), ..rect };
        let used = used + left(buffer, place, &filter, style.add_modifier(Modifier::BOLD));
        free = Rect { x: rect.x + used + 2, width: space.saturating_sub(used + 5), ..free };
    }
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
    match (&model.notice, model.save_errors().first()) {
        (Some(notice), _) => {
            let part = if notice.bad { Part::Bad } else { Part::Key };
            left(buffer, space, &notice.text, theme.style(part, ""));
        }
        (None, Some(error)) => {
            left(buffer, space, error, theme.style(Part::Bad, ""));
        }
        (None, None) => prompt::found(model, theme, space, buffer),
    }
}

/// The keys that are valid now, in the order of the command table, as many as there is room for.
pub(super) fn footer(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let mut x = rect.x + 1;
    let end = rect.x + rect.width;
    // What a stranger needs most stands at the end, always.
    let keymap = &model.settings.keymap;
    let waiting = model.seek.prefix.is_some();
    let command = if model.mode == Mode::Review && !waiting { Command::Help } else { Command::Back };
    let last = command.info().map(|info| format!("{} {}", model.key(command), info.short)).unwrap_or_default();
    if model.seek.prompt.is_some() {
        return prompt::footer(theme, rect, buffer);
    }
    let reserved = u16::try_from(cell_width(&last)).unwrap_or(0) + 2;
    for info in COMMANDS.iter().filter(|info| !info.short.is_empty() && (info.valid)(model)) {
        if matches!(info.command, Command::Help | Command::Back) {
            continue;
        }
        let keys = keys_of(info.command, keymap);
        if keys.is_empty() || waiting {
            continue;
        }
        let width = u16::try_from(cell_width(&keys) + 1 + cell_width(info.short)).unwrap_or(u16::MAX);
        if x.saturating_add(width).saturating_add(reserved) > end {
            break;
        }
        x += left(buffer, Rect { x, width: end - x, ..rect }, &keys, theme.style(Part::Key, "")) + 1;
        x += left(buffer, Rect { x, width: end - x, ..rect }, info.short, theme.style(Part::Quiet, "")) + 2;
    }
    paint(buffer, Rect { width: rect.width - 1, ..rect }, &last, Align::Right, theme.style(Part::Key, ""));
}

/// The keys of a command as the footer shows them: the edge keys stand together, and a prefix for all behind it.
fn keys_of(command: Command, keymap: &Keymap) -> String {
    match command {
        Command::MoveEdge(_, _, step) => COMMANDS
            .iter()
            .filter(|info| matches!(info.command, Command::MoveEdge(_, _, of) if of == step))
            .map(|info| keymap.first(info.command))
            .collect(),
        Command::Label => keymap.shown(command),
        Command::NextArticle => {
            let keys = [command, Command::PreviousArticle].map(|command| keymap.first(command));
            keys.into_iter().filter(|key| !key.is_empty()).collect::<Vec<_>>().join("/")
        }
        Command::Filter(FilterBy::Entities) => match keymap.keys(command).first() {
            Some(chord) => chord.prefix.unwrap_or(chord.key).to_string(),
            None => String::new(),
        },
        _ => keymap.first(command),
    }
}
