//! The line of a prompt, the search that stays on after the prompt, and the keys of a prompt.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::lang::{self, Lang, isolated, say};
use crate::workbench::{CommandName, InputLine, Mode, Model, Prompt, Purpose, Rect, RemarkScope};

use super::cells::{clear_cells, put_cell};
use super::message::message_width;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Returns true if a prompt with a list is open: it covers the page.
pub(super) fn is_list_open(model: &Model) -> bool {
    model.search.prompt.as_ref().is_some_and(|prompt| prompt.picker.is_some())
}

/// Draws a prompt without a list, over the status line.
pub(super) fn draw_prompt(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prompt) = &model.search.prompt else { return };
    let lang = model.lang();
    let (label, count) = match prompt.purpose {
        Purpose::Find => (lang::FIND_LABEL, match_count(model)),
        Purpose::Note(RemarkScope::Item) => (lang::NOTE_LABEL, String::new()),
        Purpose::Note(RemarkScope::Article) => (lang::ARTICLE_NOTE_LABEL, String::new()),
        Purpose::Folder => (lang::FOLDER_LABEL, String::new()),
        Purpose::File => (lang::FILE_LABEL, String::new()),
        Purpose::NewLabel => (lang::NEW_LABEL_LABEL, String::new()),
        Purpose::Articles
        | Purpose::Commands
        | Purpose::Labels
        | Purpose::Relation
        | Purpose::RelationToRemove
        | Purpose::Attribute
        | Purpose::AttributeToRemove
        | Purpose::Reading => return,
    };
    draw_line(prompt, label.get(lang), &count, theme, FreeRow::new(rect, lang), buffer);
}

/// Returns the number of the current match and of all matches, such as `3/12`, or that there is none.
fn match_count(model: &Model) -> String {
    if model.search.is_searching() {
        return "…".to_owned();
    }
    let Some(find) = &model.search.find else { return String::new() };
    match find.current {
        _ if find.query.trim().is_empty() => String::new(),
        Some(index) => isolated(model.lang(), &format!("{}/{}", index + 1, find.matches.len())),
        None => lang::NONE.get(model.lang()).to_owned(),
    }
}

/// Draws the search that stays on after its prompt was closed: the matches, the keys to move between them, and the
/// words.
pub(super) fn draw_kept_search(model: &Model, theme: &Theme, mut row: FreeRow, buffer: &mut Buffer) {
    let Some(find) = model.search.find.as_ref().filter(|find| !find.carried) else { return };
    let key = |command| model.key(command);
    let (next, previous, end) = (key(CommandName::FIND_NEXT), key(CommandName::FIND_PREVIOUS), key(CommandName::BACK));
    // In a selection these keys do other things.
    let keys = match model.mode {
        Mode::Select(_) => String::new(),
        _ => format!("{}  ", say::find_keys(model.lang(), &next, &previous, &end)),
    };
    row.write_message(buffer, &format!("{}  {keys}", match_count(model)), theme.style(ScreenElement::Quiet));
    row.write_text(buffer, &find.query, theme.style(ScreenElement::Key));
}

/// Draws the keys of a prompt.
pub(super) fn draw_prompt_keys(prompt: &Prompt, theme: &Theme, mut row: FreeRow, buffer: &mut Buffer, lang: Lang) {
    let (choose, more) = match prompt.purpose {
        Purpose::Note(_) | Purpose::Folder | Purpose::File | Purpose::NewLabel => (None, None),
        Purpose::Find => (Some(("Up/Down", lang::EARLIER)), None),
        Purpose::Articles => (Some(("Up/Down", lang::CHOOSE)), Some(("Tab", lang::BY_STATUS))),
        Purpose::Commands
        | Purpose::Labels
        | Purpose::Relation
        | Purpose::RelationToRemove
        | Purpose::Attribute
        | Purpose::AttributeToRemove
        | Purpose::Reading => (Some(("Up/Down", lang::CHOOSE)), None),
    };
    let keys = [Some(("Enter", lang::TAKE)), Some(("Esc", lang::LEAVE)), choose, more, Some(("Ctrl-u", lang::ERASE))];
    for (key, does) in keys.into_iter().flatten() {
        let does = does.get(lang);
        if message_width(key) + 1 + message_width(does) > row.width() {
            break;
        }
        row.write_text(buffer, key, theme.style(ScreenElement::Key));
        row.skip_start(1);
        row.write_message(buffer, does, theme.style(ScreenElement::Quiet));
        row.skip_start(2);
    }
}

/// Draws a label, a count and the typed text. Arabic text begins at the right, Latin text after the label.
pub(super) fn draw_line(
    prompt: &Prompt,
    label: &str,
    count: &str,
    theme: &Theme,
    mut row: FreeRow,
    buffer: &mut Buffer,
) {
    clear_cells(buffer, row.rect(), Style::default());
    row.skip_start(1);
    row.skip_end(1);
    row.write_message(buffer, label, theme.style(ScreenElement::Key));
    row.skip_start(1);
    row.write_message(buffer, count, theme.style(ScreenElement::Quiet));
    row.skip_start(2);
    draw_typed_text(&prompt.line, row, buffer);
}

/// Draws the typed text with the caret. If it is too long, the part around the caret is drawn.
fn draw_typed_text(input: &InputLine, row: FreeRow, buffer: &mut Buffer) {
    let rect = row.rect();
    let line = input.shown();
    let end = input.text().len();
    // The cells from left to right: symbol, width, and whether the caret is there. One cell after the last letter is for the
    // caret.
    let mut cells: Vec<(&str, u8, bool)> = line
        .cells
        .iter()
        .map(|cell| {
            (cell.symbol.as_str(), cell.width, cell.range.start <= input.caret() && input.caret() < cell.range.end)
        })
        .collect();
    cells.insert(if line.rtl { 0 } else { cells.len() }, (" ", 1, input.caret() == end));
    let width = |cells: &[(&str, u8, bool)]| cells.iter().map(|(_, width, _)| usize::from(*width)).sum::<usize>();
    let (total, room) = (width(&cells), usize::from(rect.width));
    let caret =
        cells.iter().position(|(.., has_caret)| *has_caret).map_or(0, |at| width(cells.get(..at).unwrap_or_default()));
    let hidden = (caret + 1).saturating_sub(room / 2).min(total.saturating_sub(room));
    let indent = if line.rtl || row.is_rtl() { room.saturating_sub(total) } else { 0 };
    let mut at = 0;
    for (symbol, width, has_caret) in cells {
        let next = at + usize::from(width);
        if at >= hidden && next <= hidden + room {
            let style = if has_caret { Style::default().add_modifier(Modifier::REVERSED) } else { Style::default() };
            let column = u16::try_from(indent + at - hidden).unwrap_or(0);
            put_cell(buffer, rect.x + column, rect.y, width, symbol, style);
        }
        at = next;
    }
}
