//! A prompt with a list of choices: articles, or the commands of the palette.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::gold::{LabelDef, Status};
use crate::lang::{self, Lang, Wording, isolated};
use crate::workbench::{ArticleKind, Choice, Command, CommandName, Invocation, Model, Purpose, Rect};

use super::cells::clear_cells;
use super::prompt_line::draw_line;
use super::row::FreeRow;
use super::signs::{FLAG, pointer};
use super::theme::{ScreenElement, Theme};

/// Draws a prompt with the list of its choices, over the page.
pub(super) fn draw_prompt_list(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some((prompt, picker)) =
        model.search.prompt.as_ref().and_then(|prompt| Some((prompt, prompt.picker.as_ref()?)))
    else {
        return;
    };
    let lang = model.lang();
    let label = match prompt.purpose {
        Purpose::Articles => lang::ARTICLE_LABEL,
        Purpose::Labels => lang::LABEL_LABEL,
        Purpose::Relation => lang::RELATION_LABEL,
        Purpose::RelationToRemove => lang::RELATION_TO_REMOVE_LABEL,
        Purpose::Attribute => lang::ATTRIBUTE_LABEL,
        Purpose::AttributeToRemove => lang::ATTRIBUTE_TO_REMOVE_LABEL,
        Purpose::Reading => lang::READING_LABEL,
        _ => lang::COMMAND_LABEL,
    };
    let label = label.get(lang);
    let comma = if lang.is_rtl() { '،' } else { ',' };
    let label = match picker.kind() {
        None => label.to_owned(),
        Some(ArticleKind::Status(status)) => format!("{label}{comma} {}", status_word(status).get(lang)),
        Some(ArticleKind::Flagged) => format!("{label}{comma} {}", lang::ARTICLES_FLAGGED.get(lang)),
    };
    draw_line(prompt, &label, &picker.len().to_string(), theme, FreeRow::new(rect, lang), buffer);
    let rows = usize::from(rect.height - 1);
    let top = (picker.chosen() + 1).saturating_sub(rows);
    for (y, index) in (rect.y + 1..rect.y + rect.height).zip(top..) {
        let Some(choice) = picker.get(index) else { break };
        let row = Rect { y, height: 1, ..rect };
        let chosen = index == picker.chosen();
        let style = if chosen { theme.style(ScreenElement::Bar) } else { Style::default() };
        if chosen {
            clear_cells(buffer, row, style);
        }
        let mut row = FreeRow::new(row, lang);
        row.split_start(2).write_text(buffer, if chosen { pointer(lang) } else { "" }, style);
        row.skip_end(1);
        match choice {
            Choice::Word(word) => {
                row.write_text(buffer, &word.shown, style);
                row.skip_start(2);
                if row.width() > 3 {
                    row.write_text_at_end(buffer, &word.about, style);
                }
            }
            Choice::Article(index) => draw_article_choice(model, index, style, row, buffer),
            Choice::Command { invocation, name, title, help } => {
                let valid = Command::named(invocation.command).is_some_and(|command| command.is_valid(model));
                let dim = theme.style(ScreenElement::Quiet);
                let style = if valid || chosen { style } else { dim };
                let keys = keys_of(model, invocation);
                // In English the title of a command is its name in a keymap.
                let name = if lang.is_rtl() { title } else { name };
                let choice = CommandChoice { keys: &keys, name: &name, help: help.get(lang), valid };
                draw_command_choice(&choice, style, row, buffer, lang);
            }
            Choice::Label { label, .. } => {
                if let Some(def) = model.settings.labels.get(label.as_str()) {
                    let key = label_key(def);
                    // The name has the colours of the label, as on the page.
                    let name = theme.style(ScreenElement::Label { label: label.as_str() });
                    draw_label_choice(&key, def, (style, name), row, buffer, lang);
                }
            }
        }
    }
}

/// Returns the keys of a command as the palette calls it: for a label without a digit, those of the list of labels.
fn keys_of(model: &Model, invocation: Invocation) -> String {
    let keymap = &model.settings.keymap;
    let nth = usize::from(invocation.nth).checked_sub(1);
    if let Some(chord) = nth.and_then(|nth| keymap.keys(invocation.command).get(nth)) {
        return chord.to_string();
    }
    if invocation.command != CommandName::LABEL {
        return keymap.shown(invocation.command);
    }
    let key = model.settings.labels.by_number(invocation.nth).and_then(|def| def.key.as_deref()).unwrap_or_default();
    format!("{} {key}", keymap.first(CommandName::LABEL_LIST)).trim_end().to_owned()
}

/// Returns the digit of a label and its key, where it has them.
fn label_key(def: &LabelDef) -> String {
    let digit = def.digit.map(|digit| digit.to_string());
    digit.into_iter().chain(def.key.clone()).collect::<Vec<_>>().join(" ")
}

/// Draws a label: its digit and key, its name and its description.
fn draw_label_choice(
    key: &str,
    def: &LabelDef,
    (style, name): (Style, Style),
    mut row: FreeRow,
    buffer: &mut Buffer,
    lang: Lang,
) {
    let mut column = row.split_start(6);
    column.skip_end(1);
    column.write_text(buffer, key, style.add_modifier(Modifier::BOLD));
    let mut column = row.split_start(18);
    column.skip_end(1);
    column.write_text(buffer, def.label.as_str(), name);
    row.write_message(buffer, &isolated(lang, def.about(lang.is_rtl())), style);
}

/// Returns the word for a status.
const fn status_word(status: Status) -> Wording {
    match status {
        Status::Suggested => lang::NEW,
        Status::InProgress => lang::BEGUN,
        Status::Done => lang::DONE,
        Status::Skipped => lang::SKIPPED,
    }
}

/// Draws an article: its status, its progress if it is open, its id and title.
fn draw_article_choice(model: &Model, index: usize, style: Style, mut row: FreeRow, buffer: &mut Buffer) {
    let (heading, summary) = (model.documents.heading(index), model.documents.summary(index));
    let lang = model.lang();
    let flag = if summary.flagged { FLAG } else { "" };
    let mut column = row.split_start(if lang.is_rtl() { 10 } else { 8 });
    column.write_message(buffer, status_word(summary.status).get(lang), style);
    let counts = model.documents.get(index).map(|document| {
        let (pending, decided, rejected) = document.progress();
        let known = document.suggested() || pending > 0;
        [if known { format!("{pending}?") } else { "…?".to_owned() }, format!("{decided}✓"), format!("{rejected}✗")]
    });
    for (cells, count) in [6, 6, 5].into_iter().zip(counts.unwrap_or_default()) {
        let mut column = row.split_start(cells);
        column.skip_end(1);
        column.write_message_at_end(buffer, &count, style);
    }
    row.split_start(2).write_text(buffer, flag, style);
    let mut id = row.split_start(row.width().min(row.width() / 2 + 4));
    id.write_text(buffer, heading.id, style);
    let mut title = row.merged_with(id);
    title.skip_start(2);
    if title.width() > 6 {
        let words = model.documents.get(index).map_or(heading.title, |document| document.article.title());
        title.write_text_at_end(buffer, words, style);
    }
}

/// A command as the palette shows it.
struct CommandChoice<'a> {
    keys: &'a str,
    name: &'a str,
    help: &'a str,
    valid: bool,
}

fn draw_command_choice(choice: &CommandChoice<'_>, style: Style, mut row: FreeRow, buffer: &mut Buffer, lang: Lang) {
    /// The width of the column with the keys, in cells.
    const KEYS: u16 = 12;
    let mut column = row.split_start(KEYS);
    column.skip_end(1);
    column.write_text(buffer, choice.keys, style.add_modifier(Modifier::BOLD));
    // Arabic titles are longer.
    let mut column = row.split_start(if lang.is_rtl() { 29 } else { 24 });
    column.skip_end(1);
    column.write_message(buffer, choice.name, style);
    if !choice.valid {
        row.write_message_at_end(buffer, lang::NOT_NOW.get(lang), style);
        row.skip_end(1);
    }
    if row.width() > 8 {
        row.write_message(buffer, choice.help, style);
    }
}
