//! Sheets over the page: help, guidelines, problems, where the same words stand.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{self, END_ISOLATE, ISOLATE, Lang, isolated, say};
use crate::text::{Span, Text};
use crate::workbench::{COMMANDS, CommandName, Group, Model, PROMPT_KEYS, Preview, Rect};

use super::prompt::clear;
use super::theme::{Part, Theme};
use super::words::{Strip, message_cells, room};

/// A row of a sheet: a key and a text.
struct Row {
    key: String,
    text: String,
    part: Option<Part>,
}

const KEY_COLUMN: u16 = 14;

/// Every command with its keys, from the command table.
pub(super) fn help(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let width = rect.width.saturating_sub(KEY_COLUMN + 3);
    let lang = model.lang();
    let head = say::help_head(lang, &model.key(CommandName::PAGE_DOWN), &model.key(CommandName::BACK));
    let mut rows = vec![heading(&head)];
    for group in Group::ALL {
        rows.push(heading(""));
        rows.push(heading(group.title().get(lang)));
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let keys = model.settings.keymap.shown(command.name);
            for (index, line) in wrapped(command.help.get(lang), width).into_iter().enumerate() {
                let key = if index == 0 { keys.clone() } else { String::new() };
                rows.push(Row { key, text: line, part: None });
            }
        }
    }
    rows.push(heading(""));
    rows.push(heading(lang::WHILE_TYPING.get(lang)));
    for (keys, about) in PROMPT_KEYS {
        for (index, line) in wrapped(about.get(lang), width).into_iter().enumerate() {
            let key = if index == 0 { keys } else { "" };
            rows.push(Row { key: key.to_owned(), text: line, part: None });
        }
    }
    rows.push(heading(""));
    rows.push(heading(lang::SIGNS.get(lang)));
    for (key, text) in [
        ("?", lang::SIGN_PENDING),
        ("✓ ~ +", lang::SIGN_DECIDED),
        ("✗", lang::SIGN_REJECTED),
        ("⚑ ✎", lang::SIGN_FLAG),
        ("┊ ┃", lang::SIGN_QUOTE),
    ] {
        rows.push(Row { key: key.to_owned(), text: text.get(lang).to_owned(), part: None });
    }
    rows.push(heading(""));
    rows.push(heading(lang::LABELS.get(lang)));
    for def in model.settings.labels.iter() {
        let key = format!("{} {}", def.digit.map_or_else(String::new, |digit| digit.to_string()), def.label);
        for (index, line) in wrapped(&isolated(lang, def.about(lang.is_rtl())), width).into_iter().enumerate() {
            rows.push(Row { key: if index == 0 { key.clone() } else { String::new() }, text: line, part: None });
        }
    }
    draw(&rows, theme, top, rect, buffer, lang);
}

/// What could not be opened or saved, or failed while it suggested, and why.
pub(super) fn problems(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut rows = Vec::new();
    let saving: Vec<String> = model.save_errors().into_iter().map(str::to_owned).collect();
    for (title, problems) in [(lang::NOT_SAVED, saving.as_slice()), (lang::WENT_WRONG, model.problems())] {
        if problems.is_empty() {
            continue;
        }
        rows.push(heading(&say::closes(lang, title, &model.key(CommandName::BACK))));
        for problem in problems {
            for (index, line) in wrapped(problem, rect.width.saturating_sub(6)).into_iter().enumerate() {
                let text = if index == 0 { line } else { format!("  {line}") };
                rows.push(Row { key: String::new(), text, part: Some(Part::Quiet) });
            }
        }
    }
    draw(&rows, theme, top, rect, buffer, lang);
}

/// Where the same words stand elsewhere, with the words around them.
pub(super) fn preview(model: &Model, theme: &Theme, preview: &Preview, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let title = format!("{}: {}", isolated(lang, preview.label.as_str()), isolated(lang, &preview.words));
    let mut rows = vec![heading(&title)];
    for (index, suggestions) in &preview.found {
        let Some(document) = model.documents.get(*index) else { continue };
        rows.push(heading(&isolated(lang, &document.article.id)));
        for suggestion in suggestions {
            let Some(span) = suggestion.body.span() else { continue };
            let text = &document.article.text;
            rows.push(Row {
                key: "?".to_owned(),
                text: isolated(lang, &around(text, span, if rect.width < 70 { 1 } else { 4 })),
                part: None,
            });
        }
    }
    draw(&rows, theme, preview.top, rect, buffer, lang);
}

/// A span in its line: some words before it and behind it.
fn around(text: &Text, span: Span, count: usize) -> String {
    let start = text.words_back_from(span.start()).take(count).last().map_or(span.start(), Span::start);
    let behind = text.words_from(span.end()).filter(|word| word.start() >= span.end());
    let end = behind.take(count).last().map_or(span.end(), Span::end);
    format!("…{}⟦{}⟧{}…", text.get(start..span.start()), text.slice(span), text.get(span.end()..end))
}

fn heading(text: &str) -> Row {
    Row { key: String::new(), text: text.to_owned(), part: Some(Part::Key) }
}

fn draw(rows: &[Row], theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer, lang: Lang) {
    let top = top.min(rows.len().saturating_sub(usize::from(rect.height)));
    for (y, row) in (rect.y..rect.y + rect.height).zip(rows.iter().skip(top)) {
        let mut line = Strip::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang);
        if let Some(part) = row.part {
            line.say(buffer, &row.text, theme.style(part, ""));
            continue;
        }
        let mut key = line.column(KEY_COLUMN);
        key.skip(1);
        key.skip_last(1);
        key.show(buffer, &row.key, theme.style(Part::Key, ""));
        line.say(buffer, &row.text, Style::default());
    }
    if rows.len() > top + usize::from(rect.height) {
        let mut last = Strip::new(Rect { y: rect.y + rect.height - 1, ..rect }, lang).last_column(10);
        clear(last.rect(), Style::default(), buffer);
        last.skip(2);
        last.say(buffer, lang::MORE.get(lang), theme.style(Part::Key, ""));
    }
}

/// An Arabic message in lines of so many cells, each in visual order: the beginning at the right.
#[must_use]
pub fn message_lines(message: &str, width: u16) -> Vec<String> {
    let line =
        |line: String| message_cells(line.trim_end()).into_iter().map(|(symbol, _)| symbol.to_string()).collect();
    wrapped(message, width).into_iter().map(line).collect()
}

/// Interface text in lines of so many cells, broken between words. What is isolated is so on each of its lines.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut used, mut open) = (0, false);
    for piece in text.split_inclusive(' ') {
        let cells = room(piece);
        if used > 0 && used + room(piece.trim_end()) > width {
            if let Some(line) = lines.last_mut().filter(|_| open) {
                line.push(END_ISOLATE);
            }
            lines.push(if open { ISOLATE.to_string() } else { String::new() });
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        open = piece
            .rfind([ISOLATE, END_ISOLATE])
            .map_or(open, |at| piece.get(at..).is_some_and(|rest| rest.starts_with(ISOLATE)));
        used += cells;
    }
    lines
}
