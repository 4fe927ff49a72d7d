//! Sheets over the page: help, and what could not be opened.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::text::{Span, Text, cell_width};
use crate::workbench::{COMMANDS, Command, Group, Model, PROMPT_KEYS, Preview, Rect};

use super::theme::{Part, Theme};
use super::words::left;

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
    let mut rows = vec![heading(&format!(
        "Keys work under an Arabic keyboard layout too. {} scrolls, {} closes.",
        model.key(Command::PageDown),
        model.key(Command::Back)
    ))];
    for group in Group::ALL {
        rows.push(heading(""));
        rows.push(heading(group.title()));
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let keys = model.settings.keymap.shown(info.command);
            for (index, line) in wrapped(info.about, width).into_iter().enumerate() {
                let key = if index == 0 { keys.clone() } else { String::new() };
                rows.push(Row { key, text: line, part: None });
            }
        }
    }
    rows.push(heading(""));
    rows.push(heading("While a line is typed, all keys are text but these"));
    for (keys, about) in PROMPT_KEYS {
        for (index, line) in wrapped(about, width).into_iter().enumerate() {
            let key = if index == 0 { keys } else { "" };
            rows.push(Row { key: key.to_owned(), text: line, part: None });
        }
    }
    rows.push(heading(""));
    rows.push(heading("Signs"));
    for (key, text) in [
        ("?", "pending: underlined on the page"),
        ("✓ ~ +", "accepted, fixed, added: on a ground"),
        ("✗", "rejected: only in the list"),
        ("⚑ ✎", "flagged for discussion, a note: in the list, beside the line, in the header"),
        ("┊ ┃", "beside a quote: pending, decided"),
    ] {
        rows.push(Row { key: key.to_owned(), text: text.to_owned(), part: None });
    }
    rows.push(heading(""));
    rows.push(heading("Labels"));
    for def in model.settings.labels.iter() {
        let key = format!("{} {}", def.digit.map_or_else(String::new, |digit| digit.to_string()), def.label);
        for (index, line) in wrapped(&def.description, width).into_iter().enumerate() {
            rows.push(Row { key: if index == 0 { key.clone() } else { String::new() }, text: line, part: None });
        }
    }
    draw(&rows, theme, top, rect, buffer);
}

/// What could not be opened, and why.
pub(super) fn problems(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let mut rows = Vec::new();
    let saving: Vec<String> = model.save_errors().into_iter().map(str::to_owned).collect();
    for (title, problems) in [("Not saved", &saving), ("Not opened", &model.problems)] {
        if problems.is_empty() {
            continue;
        }
        rows.push(heading(&format!("{title} ({} closes):", model.key(Command::Back))));
        for problem in problems {
            for (index, line) in wrapped(problem, rect.width.saturating_sub(6)).into_iter().enumerate() {
                let text = if index == 0 { line } else { format!("  {line}") };
                rows.push(Row { key: String::new(), text, part: Some(Part::Quiet) });
            }
        }
    }
    draw(&rows, theme, top, rect, buffer);
}

/// Where the same words stand elsewhere, with the words around them.
pub(super) fn preview(model: &Model, theme: &Theme, preview: &Preview, rect: Rect, buffer: &mut Buffer) {
    let mut rows = vec![heading(&format!("{}: {}", preview.label, preview.words))];
    for (index, suggestions) in &preview.found {
        let Some(document) = model.documents.get(*index) else { continue };
        rows.push(heading(&document.article.id));
        for suggestion in suggestions {
            let Some(span) = suggestion.body.span() else { continue };
            let text = &document.article.text;
            rows.push(Row {
                key: "?".to_owned(),
                text: around(text, span, if rect.width < 70 { 1 } else { 4 }),
                part: None,
            });
        }
    }
    draw(&rows, theme, preview.top, rect, buffer);
}

/// A span in its line: some words before it and behind it.
fn around(text: &Text, span: Span, count: usize) -> String {
    let words = text.words();
    let first = text.word_at_or_after(span.start()).unwrap_or(0).saturating_sub(count);
    let last = words.partition_point(|word| word.start() < span.end()) + count - 1;
    let start = words.get(first).map_or(span.start(), |word| word.start()).min(span.start());
    let end = words.get(last.min(words.len().saturating_sub(1))).map_or(span.end(), |word| word.end()).max(span.end());
    format!("…{}⟦{}⟧{}…", text.get(start..span.start()), text.slice(span), text.get(span.end()..end))
}

fn heading(text: &str) -> Row {
    Row { key: String::new(), text: text.to_owned(), part: Some(Part::Key) }
}

fn draw(rows: &[Row], theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let top = top.min(rows.len().saturating_sub(usize::from(rect.height)));
    for (y, row) in (rect.y..rect.y + rect.height).zip(rows.iter().skip(top)) {
        let line = Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 };
        if let Some(part) = row.part {
            left(buffer, line, &row.text, theme.style(part, ""));
            continue;
        }
        left(buffer, Rect { x: line.x + 1, width: KEY_COLUMN - 2, ..line }, &row.key, theme.style(Part::Key, ""));
        let text = Rect { x: line.x + KEY_COLUMN, width: line.width.saturating_sub(KEY_COLUMN), ..line };
        left(buffer, text, &row.text, Style::default());
    }
    if rows.len() > top + usize::from(rect.height) {
        let last = Rect { x: rect.x + rect.width - 8, y: rect.y + rect.height - 1, width: 7, height: 1 };
        left(buffer, last, "▾ more", theme.style(Part::Key, ""));
    }
}

/// Interface text in lines of so many cells, broken between words.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in text.split_inclusive(' ') {
        let cells = cell_width(piece);
        if used > 0 && used + cell_width(piece.trim_end()) > usize::from(width) {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        used += cells;
    }
    lines
}
