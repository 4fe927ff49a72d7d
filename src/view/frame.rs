//! The rows above and below: header, status, footer.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use crate::gold::Status;
use crate::lang::{self, isolated, say};
use crate::workbench::{COMMANDS, Command, CommandName, FooterKeys, Keymap, Mode, Model, Rect, Saving};

use super::theme::{Part, Theme, said};
use super::words::{Strip, put, room};
use super::{absent, prompt};

/// The number of the article on the screen, and of how many; `…` as long as more are found.
pub(super) fn place(model: &Model) -> String {
    let more = if model.documents.is_complete() { "" } else { "…" };
    isolated(model.lang(), &format!("{}/{}{more}", model.current + 1, model.documents.len()))
}

/// Position and id, progress, status, and the title where there is room.
pub(super) fn header(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return absent::header(model, theme, rect, buffer) };
    let lang = model.lang();
    let style = theme.style(Part::Bar, "");
    for x in rect.x..rect.x + rect.width {
        put(buffer, x, rect.y, 1, " ", style);
    }
    let (pending, marks, rejected) = document.progress();
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
    let facts = format!("{pending} {marks}✓ {rejected}✗  {} ", status.get(lang));
    let mut strip = Strip::new(rect, lang);
    strip.last_column(room(&facts).min(rect.width / 2)).say_last(buffer, &facts, style);
    let remark = document.remark(None);
    let said = said(remark.flagged(), remark.note.is_some()).map_or_else(String::new, |said| format!("{said} "));
    let name = format!(" {} {said}{} ", place(model), isolated(lang, &document.article.id));
    // What is not seen must be told, in narrow windows too: the id gives way.
    let filter = if model.search.filter.is_on() {
        format!("▽ {}", model.search.filter.description(lang))
    } else {
        String::new()
    };
    let reserved = room(&filter).min(strip.width() / 2);
    let kept = strip.last_column(1 + reserved + u16::from(reserved > 0));
    strip.say(buffer, &name, style);
    let mut free = strip.joined(kept);
    if filter.is_empty() {
        free.skip(1);
    } else {
        free.say(buffer, &filter, style.add_modifier(Modifier::BOLD));
        free.skip(2);
    }
    free.skip_last(3);
    let done = model.done();
    if done > 0 && free.width() > 30 {
        free.say(buffer, &lang::DONE_ONES.count(done).get(lang), style);
        free.skip(2);
    }
    if free.width() > 14 {
        free.show_last(buffer, document.article.title(), style);
    }
}

/// The message, and whether all is saved.
pub(super) fn status(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let (saved, part) = match model.saving() {
        Saving::Untouched => ("", Part::Quiet),
        Saving::Busy => (lang::SAVING.get(lang), Part::Quiet),
        Saving::Saved => (lang::SAVED.get(lang), Part::Quiet),
        Saving::Failed => (lang::NOT_SAVED_LOUD.get(lang), Part::Bad),
    };
    let mut strip = Strip::new(rect, lang);
    strip.skip(1);
    strip.skip_last(1);
    strip.say_last(buffer, saved, theme.style(part, ""));
    strip.skip_last(2);
    if let Some(count) = model.count() {
        strip.say(buffer, &say::times(lang, lang::TIMES.count(usize::from(count))), theme.style(Part::Key, ""));
        return;
    }
    match (model.notice(), model.save_errors().first()) {
        (Some(notice), _) => {
            let part = if notice.bad { Part::Bad } else { Part::Key };
            strip.say(buffer, &notice.text, theme.style(part, ""));
        }
        (None, Some(error)) => {
            strip.say(buffer, error, theme.style(Part::Bad, ""));
        }
        (None, None) => prompt::found(model, theme, strip, buffer),
    }
}

/// The keys that are valid now, in the order of the command table, as many as there is room for.
pub(super) fn footer(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut strip = Strip::new(rect, lang);
    strip.skip(1);
    if let Some(prompt) = &model.search.prompt {
        return prompt::footer(prompt, theme, strip, buffer, lang);
    }
    // What a stranger needs most stands at the end, always.
    let keymap = &model.settings.keymap;
    let waiting = model.prefix().is_some();
    let command = if model.mode == Mode::Review && !waiting { CommandName::HELP } else { CommandName::BACK };
    let short = Command::named(command).map_or("", |command| command.footer.short.get(lang));
    let last = format!("{} {short}", isolated(lang, &model.key(command)));
    let reserved = room(&last).saturating_add(2);
    let mode = model.mode.as_set();
    let shown = |command: &&Command| {
        let footer = &command.footer;
        !waiting && !footer.short.is_empty() && footer.modes.contains(mode) && command.is_valid(model)
    };
    for Command { name, footer, .. } in COMMANDS.iter().filter(shown) {
        let keys = footer_keys(*name, footer.keys, keymap);
        if keys.is_empty() {
            continue;
        }
        let short = footer.short.get(lang);
        let width = room(&keys).saturating_add(1).saturating_add(room(short));
        if width.saturating_add(reserved) > strip.width() {
            break;
        }
        strip.show(buffer, &keys, theme.style(Part::Key, ""));
        strip.skip(1);
        strip.say(buffer, short, theme.style(Part::Quiet, ""));
        strip.skip(2);
    }
    let mut end = Strip::new(rect, lang);
    end.skip_last(1);
    end.say_last(buffer, &last, theme.style(Part::Key, ""));
}

/// The keys of a command as the footer shows them.
fn footer_keys(command: CommandName, keys: FooterKeys, keymap: &Keymap) -> String {
    match keys {
        FooterKeys::First => keymap.first(command),
        FooterKeys::All => keymap.shown(command),
        FooterKeys::Prefix => match keymap.keys(command).first() {
            Some(chord) => chord.prefix.unwrap_or(chord.key).to_string(),
            None => String::new(),
        },
        FooterKeys::Of { commands, between } => {
            let keys = commands.iter().map(|command| keymap.first(*command));
            keys.filter(|key| !key.is_empty()).collect::<Vec<_>>().join(between)
        }
    }
}
