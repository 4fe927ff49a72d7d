//! The line that is being typed, and what it chooses from.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::gold::Status;
use crate::lang::{self, Lang, Wording, isolated, say};
use crate::workbench::{
    ArticleKind, Choice, Command, CommandName, InputLine, Model, Prompt, Purpose, Rect, RemarkScope,
};

use super::list::arrow;
use super::theme::{FLAG, Part, Theme};
use super::words::{Strip, put, room};

/// Does the open line lie over the page, with a list to choose from?
pub(super) fn covers(model: &Model) -> bool {
    model.search.prompt.as_ref().is_some_and(|prompt| prompt.picker.is_some())
}

/// What is looked for, or noted, over the status line.
pub(super) fn find(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(prompt) = &model.search.prompt else { return };
    let lang = model.lang();
    let (label, count) = match prompt.purpose {
        Purpose::Find => (lang::FIND_LABEL, count(model)),
        Purpose::Note(RemarkScope::Item) => (lang::NOTE_LABEL, String::new()),
        Purpose::Note(RemarkScope::Article) => (lang::ARTICLE_NOTE_LABEL, String::new()),
        Purpose::Folder => (lang::FOLDER_LABEL, String::new()),
        Purpose::Articles | Purpose::Commands => return,
    };
    line(prompt, label.get(lang), &count, theme, Strip::new(rect, lang), buffer);
}

/// `3/12`, or that there is nothing.
fn count(model: &Model) -> String {
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

/// What is kept of a find, on the status line: the words, which match of how many, and the keys that go on.
pub(super) fn found(model: &Model, theme: &Theme, mut strip: Strip, buffer: &mut Buffer) {
    let Some(find) = &model.search.find else { return };
    let key = |command| model.key(command);
    let (next, previous, end) = (key(CommandName::FIND_NEXT), key(CommandName::FIND_PREVIOUS), key(CommandName::BACK));
    let keys = say::find_keys(model.lang(), &next, &previous, &end);
    strip.say(buffer, &format!("{}  {keys}  ", count(model)), theme.style(Part::Quiet, ""));
    strip.show(buffer, &find.query, theme.style(Part::Key, ""));
}

/// The keys of an open line.
pub(super) fn footer(prompt: &Prompt, theme: &Theme, mut strip: Strip, buffer: &mut Buffer, lang: Lang) {
    let (choose, more) = match prompt.purpose {
        Purpose::Note(_) | Purpose::Folder => (None, None),
        Purpose::Find => (Some(("Up/Down", lang::EARLIER)), None),
        Purpose::Articles => (Some(("Up/Down", lang::CHOOSE)), Some(("Tab", lang::BY_STATUS))),
        Purpose::Commands => (Some(("Up/Down", lang::CHOOSE)), None),
    };
    let keys = [Some(("Enter", lang::TAKE)), Some(("Esc", lang::LEAVE)), choose, more, Some(("Ctrl-u", lang::ERASE))];
    for (key, does) in keys.into_iter().flatten() {
        let does = does.get(lang);
        if room(key) + 1 + room(does) > strip.width() {
            break;
        }
        strip.show(buffer, key, theme.style(Part::Key, ""));
        strip.skip(1);
        strip.say(buffer, does, theme.style(Part::Quiet, ""));
        strip.skip(2);
    }
}

/// The line and the list below it, over the page.
pub(super) fn sheet(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some((prompt, picker)) =
        model.search.prompt.as_ref().and_then(|prompt| Some((prompt, prompt.picker.as_ref()?)))
    else {
        return;
    };
    let lang = model.lang();
    let label = if prompt.purpose == Purpose::Articles { lang::ARTICLE_LABEL } else { lang::COMMAND_LABEL };
    let label = label.get(lang);
    let comma = if lang.is_rtl() { '،' } else { ',' };
    let label = match picker.kind() {
        None => label.to_owned(),
        Some(ArticleKind::Status(status)) => format!("{label}{comma} {}", status_word(status).get(lang)),
        Some(ArticleKind::Flagged) => format!("{label}{comma} {}", lang::ARTICLES_FLAGGED.get(lang)),
    };
    line(prompt, &label, &picker.len().to_string(), theme, Strip::new(rect, lang), buffer);
    let rows = usize::from(rect.height - 1);
    let top = (picker.chosen() + 1).saturating_sub(rows);
    for (y, index) in (rect.y + 1..rect.y + rect.height).zip(top..) {
        let Some(choice) = picker.get(index) else { break };
        let row = Rect { y, height: 1, ..rect };
        let chosen = index == picker.chosen();
        let style = if chosen { theme.style(Part::Bar, "") } else { Style::default() };
        if chosen {
            clear(row, style, buffer);
        }
        let mut row = Strip::new(row, lang);
        row.column(2).show(buffer, if chosen { arrow(lang) } else { "" }, style);
        row.skip_last(1);
        match choice {
            Choice::Article(index) => article(model, index, style, row, buffer),
            Choice::Command { invocation, name, title, help } => {
                let valid = Command::named(invocation.command).is_some_and(|command| command.is_valid(model));
                let dim = theme.style(Part::Quiet, "");
                let style = if valid || chosen { style } else { dim };
                let keys = match model.settings.keymap.keys(invocation.command).get(usize::from(invocation.nth) - 1) {
                    Some(chord) => chord.to_string(),
                    None => model.settings.keymap.shown(invocation.command),
                };
                // In English a command is called what a keymap calls it.
                let name = if lang.is_rtl() { title } else { name };
                command((&keys, &name, help.get(lang)), valid, style, row, buffer, lang);
            }
        }
    }
}

const fn status_word(status: Status) -> Wording {
    match status {
        Status::Suggested => lang::NEW,
        Status::InProgress => lang::BEGUN,
        Status::Done => lang::DONE,
        Status::Skipped => lang::SKIPPED,
    }
}

/// How it stands, how much is pending and decided where it is open, its id and title.
fn article(model: &Model, index: usize, style: Style, mut row: Strip, buffer: &mut Buffer) {
    let (heading, standing) = (model.documents.heading(index), model.documents.summary(index));
    let lang = model.lang();
    let said = if standing.flagged { FLAG } else { "" };
    let mut column = row.column(if lang.is_rtl() { 10 } else { 8 });
    column.say(buffer, status_word(standing.status).get(lang), style);
    let counts = model.documents.get(index).map(|document| {
        let (pending, marks, rejected) = document.progress();
        let known = document.suggested() || pending > 0;
        [if known { format!("{pending}?") } else { "…?".to_owned() }, format!("{marks}✓"), format!("{rejected}✗")]
    });
    for (cells, count) in [6, 6, 5].into_iter().zip(counts.unwrap_or_default()) {
        let mut column = row.column(cells);
        column.skip_last(1);
        column.say_last(buffer, &count, style);
    }
    row.column(2).show(buffer, said, style);
    let mut id = row.column(row.width().min(row.width() / 2 + 4));
    id.show(buffer, heading.id, style);
    let mut title = row.joined_before(id);
    title.skip(2);
    if title.width() > 6 {
        let words = model.documents.get(index).map_or(heading.title, |document| document.article.title());
        title.show_last(buffer, words, style);
    }
}

fn command(
    (keys, name, about): (&str, &str, &str),
    valid: bool,
    style: Style,
    mut row: Strip,
    buffer: &mut Buffer,
    lang: Lang,
) {
    const KEYS: u16 = 12;
    let mut column = row.column(KEYS);
    column.skip_last(1);
    column.show(buffer, keys, style.add_modifier(Modifier::BOLD));
    // The Arabic names are sentences almost.
    let mut column = row.column(if lang.is_rtl() { 29 } else { 24 });
    column.skip_last(1);
    column.say(buffer, name, style);
    if !valid {
        row.say_last(buffer, lang::NOT_NOW.get(lang), style);
        row.skip_last(1);
    }
    if row.width() > 8 {
        row.say(buffer, about, style);
    }
}

/// A label, a count and what was typed: Arabic from the right, Latin behind the label; the caret stands on its cell.
fn line(prompt: &Prompt, label: &str, count: &str, theme: &Theme, mut strip: Strip, buffer: &mut Buffer) {
    clear(strip.rect(), Style::default(), buffer);
    strip.skip(1);
    strip.skip_last(1);
    strip.say(buffer, label, theme.style(Part::Key, ""));
    strip.skip(1);
    strip.say(buffer, count, theme.style(Part::Quiet, ""));
    strip.skip(2);
    input(&prompt.line, strip, buffer);
}

/// What was typed, the part of it around the caret where it is too long.
fn input(input: &InputLine, strip: Strip, buffer: &mut Buffer) {
    let rect = strip.rect();
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
    let indent = if line.rtl || strip.is_rtl() { room.saturating_sub(total) } else { 0 };
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
