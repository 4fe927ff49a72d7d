//! Sheets over the page: help, problems, and the preview of the same words elsewhere.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{self, Lang, isolated, say};
use crate::text::{Span, Text};
use crate::workbench::{COMMANDS, CommandName, Group, Model, PROMPT_KEYS, Preview, Rect};

use super::cells::clear_cells;
use super::message::wrap_message;
use super::row::FreeRow;
use super::signs::EXPLAINED_SIGNS;
use super::theme::{ScreenElement, Theme};

/// A row of a sheet: a key and a text.
struct SheetRow {
    key: String,
    text: String,
    /// The style of a row that is all text; `None` for a row with a key.
    element: Option<ScreenElement<'static>>,
}

/// The width of the column with the keys, in cells.
const KEY_COLUMN: u16 = 14;

/// Draws the help page: every command with its keys, from the command table; the keys of the prompt; the signs; the labels.
pub(super) fn draw_help(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let width = rect.width.saturating_sub(KEY_COLUMN + 3);
    let lang = model.lang();
    let head = say::help_head(lang, &model.key(CommandName::PAGE_DOWN), &model.key(CommandName::BACK));
    let mut rows = vec![heading(&head)];
    for group in Group::ALL {
        rows.push(heading(""));
        rows.push(heading(group.title().get(lang)));
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let keys = model.settings.keymap.shown(command.name);
            for (index, line) in wrap_message(command.help.get(lang), width).into_iter().enumerate() {
                let key = if index == 0 { keys.clone() } else { String::new() };
                rows.push(SheetRow { key, text: line, element: None });
            }
        }
    }
    rows.push(heading(""));
    rows.push(heading(lang::WHILE_TYPING.get(lang)));
    for (keys, about) in PROMPT_KEYS {
        for (index, line) in wrap_message(about.get(lang), width).into_iter().enumerate() {
            let key = if index == 0 { keys } else { "" };
            rows.push(SheetRow { key: key.to_owned(), text: line, element: None });
        }
    }
    rows.push(heading(""));
    rows.push(heading(lang::SIGNS.get(lang)));
    for (key, text) in EXPLAINED_SIGNS {
        rows.push(SheetRow { key: key.to_owned(), text: text.get(lang).to_owned(), element: None });
    }
    rows.push(heading(""));
    rows.push(heading(lang::LABELS.get(lang)));
    for def in model.settings.labels.iter() {
        let list = || format!("{} {}", model.key(CommandName::LABEL_LIST), def.key.as_deref().unwrap_or_default());
        let key = def.digit.map_or_else(list, |digit| digit.to_string());
        let key = format!("{} {}", key.trim_end(), def.label);
        for (index, line) in wrap_message(&isolated(lang, def.about(lang.is_rtl())), width).into_iter().enumerate() {
            rows.push(SheetRow {
                key: if index == 0 { key.clone() } else { String::new() },
                text: line,
                element: None,
            });
        }
    }
    draw_sheet(&rows, theme, top, rect, buffer, lang);
}

/// Draws the list of problems.
pub(super) fn draw_problems(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut rows = Vec::new();
    let saving: Vec<String> = model.save_errors().into_iter().map(str::to_owned).collect();
    for (title, problems) in [(lang::NOT_SAVED, saving.as_slice()), (lang::WENT_WRONG, model.problems())] {
        if problems.is_empty() {
            continue;
        }
        rows.push(heading(&say::closes(lang, title, &model.key(CommandName::BACK))));
        for problem in problems {
            for (index, line) in wrap_message(problem, rect.width.saturating_sub(6)).into_iter().enumerate() {
                let text = if index == 0 { line } else { format!("  {line}") };
                rows.push(SheetRow { key: String::new(), text, element: Some(ScreenElement::Quiet) });
            }
        }
    }
    draw_sheet(&rows, theme, top, rect, buffer, lang);
}

/// Draws the places where the same words occur, each with the words around it.
pub(super) fn draw_preview(model: &Model, theme: &Theme, preview: &Preview, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let title = format!("{}: {}", isolated(lang, preview.label.as_str()), isolated(lang, &preview.words));
    let mut rows = vec![heading(&title)];
    for (index, suggestions) in &preview.found {
        let Some(document) = model.documents.get(*index) else { continue };
        rows.push(heading(&isolated(lang, &document.article.id)));
        for suggestion in suggestions {
            let Some(span) = suggestion.body.span() else { continue };
            let text = &document.article.text;
            rows.push(SheetRow {
                key: "?".to_owned(),
                text: isolated(lang, &with_context(text, span, if rect.width < 70 { 1 } else { 4 })),
                element: None,
            });
        }
    }
    draw_sheet(&rows, theme, preview.top, rect, buffer, lang);
}

/// Returns the words of a span with some words before and after it.
fn with_context(text: &Text, span: Span, count: usize) -> String {
    let start = text.words_back_from(span.start()).take(count).last().map_or(span.start(), Span::start);
    let behind = text.words_from(span.end()).filter(|word| word.start() >= span.end());
    let end = behind.take(count).last().map_or(span.end(), Span::end);
    format!("…{}⟦{}⟧{}…", text.get(start..span.start()), text.slice(span), text.get(span.end()..end))
}

fn heading(text: &str) -> SheetRow {
    SheetRow { key: String::new(), text: text.to_owned(), element: Some(ScreenElement::Key) }
}

fn draw_sheet(rows: &[SheetRow], theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer, lang: Lang) {
    let top = top.min(rows.len().saturating_sub(usize::from(rect.height)));
    for (y, row) in (rect.y..rect.y + rect.height).zip(rows.iter().skip(top)) {
        let mut line = FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang);
        if let Some(element) = row.element {
            line.write_message(buffer, &row.text, theme.style(element));
            continue;
        }
        let mut key = line.split_start(KEY_COLUMN);
        key.skip_start(1);
        key.skip_end(1);
        key.write_text(buffer, &row.key, theme.style(ScreenElement::Key));
        line.write_message(buffer, &row.text, Style::default());
    }
    if rows.len() > top + usize::from(rect.height) {
        let mut last = FreeRow::new(Rect { y: rect.y + rect.height - 1, ..rect }, lang).split_end(10);
        clear_cells(buffer, last.rect(), Style::default());
        last.skip_start(2);
        last.write_message(buffer, lang::MORE.get(lang), theme.style(ScreenElement::Key));
    }
}
