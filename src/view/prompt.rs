//! The line that is being typed, and what it chooses from.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::gold::Status;
use crate::text::cell_width;
use crate::workbench::{ArticleKind, Choice, Command, InputLine, Model, Prompt, Purpose, Rect, Scope};

use super::theme::{FLAG, Part, Theme};
use super::words::{Align, left, paint, put};

/// Does the open line lie over the page, with a list to choose from?
pub(super) fn covers(model: &Model) -> bool {
    model.seek.prompt.as_ref().is_some_and(|prompt| prompt.picker.is_some())
}

/// What is looked for, or noted, over the status line.
pub(super) fn find(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prompt) = &model.seek.prompt else { return };
    match prompt.purpose {
        Purpose::Find => line(prompt, "find", &count(model), theme, rect, buffer),
        Purpose::Note(Scope::Item) => line(prompt, "note", "", theme, rect, buffer),
        Purpose::Note(Scope::Article) => line(prompt, "note on the article", "", theme, rect, buffer),
        Purpose::Articles | Purpose::Commands => {}
    }
}

/// `3/12`, or that there is nothing.
fn count(model: &Model) -> String {
    let Some(find) = &model.seek.find else { return String::new() };
    match find.current {
        _ if find.query.trim().is_empty() => String::new(),
        Some(index) => format!("{}/{}", index + 1, find.matches.len()),
        None => "none".to_owned(),
    }
}

/// What is kept of a find, on the status line: the words, which match of how many, and the keys that go on.
pub(super) fn found(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(find) = &model.seek.find else { return };
    let key = |command| model.key(command);
    let (next, previous, end) = (key(Command::FindNext), key(Command::FindPrevious), key(Command::Back));
    let words = format!("{}  {next} next  {previous} before  {end} ends  ", count(model));
    let used = left(buffer, rect, &words, theme.style(Part::Quiet, ""));
    left(buffer, Rect { x: rect.x + used, width: rect.width - used, ..rect }, &find.query, theme.style(Part::Key, ""));
}

/// The keys of an open line.
pub(super) fn footer(theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let mut x = rect.x + 1;
    for (key, does) in [("Enter", "take"), ("Esc", "leave"), ("Up/Down", "choose"), ("Ctrl-u", "erase")] {
        let width = u16::try_from(cell_width(key) + 1 + cell_width(does)).unwrap_or(u16::MAX);
        if x + width > rect.x + rect.width {
            break;
        }
        x += left(buffer, Rect { x, width, ..rect }, key, theme.style(Part::Key, "")) + 1;
        x += left(buffer, Rect { x, width, ..rect }, does, theme.style(Part::Quiet, "")) + 2;
    }
}

/// The line and the list below it, over the page.
pub(super) fn sheet(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some((prompt, picker)) = model.seek.prompt.as_ref().and_then(|prompt| Some((prompt, prompt.picker.as_ref()?)))
    else {
        return;
    };
    let label = if prompt.purpose == Purpose::Articles { "article" } else { "command" };
    let label = match picker.kind() {
        None => label.to_owned(),
        Some(ArticleKind::Status(status)) => format!("{label}, {}", status_word(status)),
        Some(ArticleKind::Flagged) => format!("{label}, flagged"),
    };
    line(prompt, &label, &picker.len().to_string(), theme, Rect { height: 1, ..rect }, buffer);
    let rows = usize::from(rect.height - 1);
    let top = (picker.chosen() + 1).saturating_sub(rows);
    for (y, index) in (rect.y + 1..rect.y + rect.height).zip(top..) {
        let Some(choice) = picker.get(index) else { break };
        let row = Rect { y, height: 1, ..rect };
        let chosen = index == picker.chosen();
        let style = if chosen { theme.style(Part::Bar, "") } else { Style::default() };
        if chosen {
            clear(row, style, buffer);
            put(buffer, row.x, y, 1, "▸", style);
        }
        let row = Rect { x: row.x + 2, width: row.width - 3, ..row };
        match choice {
            Choice::Article(index) => article(model, index, style, row, buffer),
            Choice::Command { invocation, name, about } => {
                let valid = invocation.command.info().is_some_and(|info| (info.valid)(model));
                let dim = theme.style(Part::Quiet, "");
                let style = if valid || chosen { style } else { dim };
                let keys = match model.settings.keymap.keys(invocation.command).get(usize::from(invocation.nth) - 1) {
                    Some(chord) => chord.to_string(),
                    None => model.settings.keymap.shown(invocation.command),
                };
                command((&keys, &name, about), valid, style, row, buffer);
            }
        }
    }
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Suggested => "new",
        Status::InProgress => "begun",
        Status::Done => "done",
        Status::Skipped => "skipped",
    }
}

/// How it stands, how much is pending and decided where it is open, its id and title.
fn article(model: &Model, index: usize, style: Style, row: Rect, buffer: &mut Buffer) {
    let heading = model.documents.heading(index);
    let standing = model.documents.standing(index);
    let status = status_word(standing.status);
    let said = if standing.flagged { FLAG } else { " " };
    let counts = match model.documents.get(index) {
        None => format!("{:>17}", ""),
        Some(document) => {
            let (pending, marks, rejected) = document.progress();
            let known = document.suggested || pending > 0;
            let pending = if known { format!("{pending}?") } else { "…?".to_owned() };
            format!("{pending:>5} {marks:>4}✓ {rejected:>3}✗")
        }
    };
    let facts = format!("{status:<7} {counts} {said} ");
    let used = left(buffer, row, &facts, style);
    let rest = Rect { x: row.x + used, width: row.width - used, ..row };
    let used = left(buffer, Rect { width: rest.width.min(rest.width / 2 + 4), ..rest }, heading.id, style);
    let rest = Rect { x: rest.x + used + 2, width: rest.width.saturating_sub(used + 2), ..rest };
    if rest.width > 6 {
        let title = model.documents.get(index).map_or(heading.title, |document| document.article.title());
        paint(buffer, rest, title, Align::Right, style);
    }
}

fn command((keys, name, about): (&str, &str, &str), valid: bool, style: Style, row: Rect, buffer: &mut Buffer) {
    const KEYS: u16 = 12;
    const NAME: u16 = 23;
    left(buffer, Rect { width: KEYS - 1, ..row }, keys, style.add_modifier(Modifier::BOLD));
    left(buffer, Rect { x: row.x + KEYS, width: NAME.min(row.width - KEYS), ..row }, name, style);
    let mut rest = Rect { x: row.x + KEYS + NAME + 1, width: row.width.saturating_sub(KEYS + NAME + 1), ..row };
    if !valid {
        let words = "not now";
        let used = u16::try_from(cell_width(words)).unwrap_or(0).min(row.width);
        paint(buffer, Rect { x: row.x + row.width - used, width: used, ..row }, words, Align::Right, style);
        rest.width = rest.width.saturating_sub(used + 1);
    }
    if rest.width > 8 {
        left(buffer, rest, about, style);
    }
}

/// A label, a count and what was typed: Arabic from the right, Latin behind the label; the caret stands on its cell.
fn line(prompt: &Prompt, label: &str, count: &str, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    clear(rect, Style::default(), buffer);
    let mut x = rect.x + 1;
    x += left(buffer, Rect { x, width: rect.width - 2, ..rect }, label, theme.style(Part::Key, "")) + 1;
    x += left(buffer, Rect { x, width: 8, ..rect }, count, theme.style(Part::Quiet, "")) + 2;
    input(&prompt.line, Rect { x, width: (rect.x + rect.width).saturating_sub(x + 1), ..rect }, buffer);
}

/// What was typed, the part of it around the caret where it is too long.
fn input(input: &InputLine, rect: Rect, buffer: &mut Buffer) {
    let line = input.shown();
    let end = input.text().len();
    // The cells from left to right, with one for the caret behind the last letter.
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
    let caret = cells.iter().position(|(.., here)| *here).map_or(0, |at| width(cells.get(..at).unwrap_or_default()));
    let hidden = (caret + 1).saturating_sub(room / 2).min(total.saturating_sub(room));
    let indent = if line.rtl { room.saturating_sub(total) } else { 0 };
    let mut at = 0;
    for (symbol, width, here) in cells {
        let next = at + usize::from(width);
        if at >= hidden && next <= hidden + room {
            let style = if here { Style::default().add_modifier(Modifier::REVERSED) } else { Style::default() };
            let column = u16::try_from(indent + at - hidden).unwrap_or(0);
            put(buffer, rect.x + column, rect.y, width, symbol, style);
        }
        at = next;
    }
}

pub(super) fn clear(rect: Rect, style: Style, buffer: &mut Buffer) {
    for y in rect.y..rect.y + rect.height {
        for x in rect.x..rect.x + rect.width {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}
