//! The header.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use crate::gold::Status;
use crate::lang::{self, isolated};
use crate::workbench::{Model, Rect};

use super::cells::fill_row;
use super::message::message_width;
use super::row::FreeRow;
use super::signs::{FILTER, remark_sign};
use super::theme::{ScreenElement, Theme};

/// Returns the number of the article on the screen and the number of all articles, with … while more are being found.
fn article_position(model: &Model) -> String {
    let more = if model.documents.is_complete() { "" } else { "…" };
    isolated(model.lang(), &format!("{}/{}{more}", model.current + 1, model.documents.len()))
}

/// Draws the header: the position and the id of the article, its progress and status, and its title if there is room.
pub(super) fn draw_header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let style = theme.style(ScreenElement::Bar);
    fill_row(buffer, rect, " ", style);
    let mut row = FreeRow::new(rect, lang);
    let Some(document) = model.document() else {
        let id = isolated(lang, model.documents.heading(model.current).id);
        row.write_message(buffer, &format!(" {} {id} ", article_position(model)), style);
        return;
    };
    let (pending, decided, rejected) = document.progress();
    let status = match document.annotation.status {
        _ if model.settings.read_only.is_some() => lang::READ_ONLY,
        Status::Suggested => lang::NEW,
        Status::InProgress => lang::IN_PROGRESS,
        Status::Done => lang::DONE_LOUD,
        Status::Skipped => lang::SKIPPED_LOUD,
    };
    let pending = match (document.suggested(), pending, document.suggested_in_part()) {
        (false, 0, _) => "…?".to_owned(),
        (_, _, Some(_)) => format!("{pending}+?"),
        _ => format!("{pending}?"),
    };
    // Suggestions that came while the list was frozen.
    let waiting = match document.waiting() {
        0 => String::new(),
        waiting => isolated(lang, &format!("+{waiting} ")),
    };
    // A program or a language model has not answered.
    let asking = if document.awaited() > 0 { format!("{} ", lang::ASKING.get(lang)) } else { String::new() };
    let facts = format!("{pending} {waiting}{asking}{decided}✓ {rejected}✗  {} ", status.get(lang));
    row.split_end(message_width(&facts).min(rect.width / 2)).write_message_at_end(buffer, &facts, style);
    let remark = document.remark(None);
    let sign = remark_sign(remark.flagged(), remark.note.is_some()).map_or_else(String::new, |sign| format!("{sign} "));
    let name = format!(" {} {sign}{} ", article_position(model), isolated(lang, &document.article.id));
    // The filter hides items, so it is always shown. In a narrow window the id has less room.
    let filter = if model.search.filter.is_on() {
        format!("{FILTER} {}", model.search.filter.description(lang))
    } else {
        String::new()
    };
    let reserved = message_width(&filter).min(row.width() / 2);
    let kept = row.split_end(1 + reserved + u16::from(reserved > 0));
    row.write_message(buffer, &name, style);
    let mut free = row.merged_with(kept);
    if filter.is_empty() {
        free.skip_start(1);
    } else {
        free.write_message(buffer, &filter, style.add_modifier(Modifier::BOLD));
        free.skip_start(2);
    }
    free.skip_end(3);
    let done = model.done();
    if done > 0 && free.width() > 30 {
        free.write_message(buffer, &lang::DONE_ONES.count(done).get(lang), style);
        free.skip_start(2);
    }
    if free.width() > 14 {
        free.write_text_at_end(buffer, document.article.title(), style);
    }
}
