//! The readings of a difference between annotators: who says what, and the keys that take it.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::edit::{ItemRef, OpenDifference, OpenReading};
use crate::gold::merge::{
    annotators_of, carried_attributes, carried_links, carried_parts, carried_relations, class_of, difference_of,
    times_of,
};
use crate::gold::{Body, RemarkTarget, Suggestion, attribute_words};
use crate::lang::{self, Lang, isolated, say};
use crate::text::{Text, cell_width};
use crate::workbench::{self, CommandName, Document, Item, Model, ReadingRow, ReadingStack, Rect};

use super::message::message_width;
use super::row::FreeRow;
use super::shorten::{keep_both_ends, shorten};
use super::signs::{NOTE, kind_word, pointer};
use super::theme::{ScreenElement, Theme};

/// The letters of the annotators who have a pending item, such as `A` or `A+C`. `None` for an item that is no reading.
pub(super) fn reader_letters(document: &Document, at: &ItemRef) -> Option<String> {
    let ItemRef::Pending(id) = at else { return None };
    let suggestion = document.annotation.pending(id).filter(|suggestion| difference_of(suggestion).is_some())?;
    let difference = OpenDifference::at(&document.annotation, id)?;
    let names = annotators_of(&suggestion.extra);
    let has = |number: &usize| difference.annotators.get(*number).is_some_and(|name| names.contains(&name.as_str()));
    let by: Vec<usize> = (0..difference.annotators.len()).filter(has).collect();
    Some(if by.is_empty() { suggestion.source.clone() } else { workbench::reader_letters(&by) })
}

/// The rows of the details about the difference that has the focus: its class and how many are decided; then the focused
/// reading. `None` for an item that is no reading.
pub(super) fn difference_rows(model: &Model, document: &Document, item: &Item) -> Option<Vec<(String, String)>> {
    let ItemRef::Pending(id) = &item.at else { return None };
    let difference = OpenDifference::at(&document.annotation, id)?;
    let lang = model.lang();
    let (open, all) = document.differences();
    let class = document.annotation.pending(id).and_then(class_of).map(|class| match lang::difference_class(class) {
        Some(words) => words.get(lang).to_owned(),
        None => isolated(lang, class),
    });
    let decided = say::differences_decided(lang, all - open, lang::DIFFERENCES.count(all));
    let none = say::key_takes_none(lang, &model.key(CommandName::TAKE_NONE));
    let title = class.into_iter().chain([decided, none]).collect::<Vec<_>>().join("  ");
    let focused = difference.reading_with(id).map(|reading| {
        let drawn = DrawnReading::new(model, document, &difference, reading);
        (format!("{}{}", drawn.message, drawn.time), drawn.words)
    });
    Some([(title, String::new())].into_iter().chain(focused).collect())
}

/// Draws the readings of the focused difference into rows of the page, one below the other.
pub(super) fn draw_readings(model: &Model, theme: &Theme, stack: &ReadingStack, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let lang = model.lang();
    let focused = match &document.focus {
        Some(ItemRef::Pending(id)) => stack.difference.reading_with(id),
        _ => None,
    };
    let quiet = theme.style(ScreenElement::Quiet);
    for (y, row) in (rect.y..rect.y + rect.height).zip(&stack.rows) {
        let Some(reading) = stack.difference.readings.get(row.reading()) else { continue };
        let is_last = stack.rows.last() == Some(row);
        let mut free = FreeRow::new(Rect { y, height: 1, ..rect }, lang);
        free.split_start(1).write_text(buffer, branch(lang, is_last), quiet);
        let drawn = DrawnReading::new(model, document, &stack.difference, reading);
        let has_words_below = stack.rows.contains(&ReadingRow::Words(row.reading()));
        match row {
            ReadingRow::Reading(_) => {
                let is_focused = focused == Some(reading);
                free.split_start(1).write_text(buffer, if is_focused { pointer(lang) } else { "" }, Style::default());
                let style = if is_focused { theme.style(ScreenElement::Key) } else { Style::default() };
                let words = if has_words_below { "" } else { &drawn.words };
                drawn.draw(free, words, style, theme.style(ScreenElement::Key), buffer);
            }
            ReadingRow::Words(_) => {
                free.skip_start(3);
                free.write_text_at_end(
                    buffer,
                    &keep_both_ends(&drawn.words, free.width()),
                    theme.style(ScreenElement::Key),
                );
            }
            ReadingRow::Note(_) => {
                free.skip_start(3);
                free.write_text(buffer, NOTE, quiet);
                free.skip_start(1);
                free.write_text(buffer, &shorten(&drawn.note, free.width()), Style::default());
            }
        }
    }
}

/// The line that joins the readings with the line of the article above them.
const fn branch(lang: Lang, is_last: bool) -> &'static str {
    match (lang.is_rtl(), is_last) {
        (false, false) => "├",
        (false, true) => "└",
        (true, false) => "┤",
        (true, true) => "┘",
    }
}

/// What the screen says of a reading.
struct DrawnReading {
    /// The key, the annotators, and the label or the parts of a quote.
    message: String,
    /// Two spaces and the time, if it is known and not hidden.
    time: String,
    words: String,
    note: String,
}

impl DrawnReading {
    fn new(model: &Model, document: &Document, difference: &OpenDifference, reading: &OpenReading) -> Self {
        let lang = model.lang();
        let text = &document.article.text;
        let items: Vec<&Suggestion> = reading.items.iter().filter_map(|id| document.annotation.pending(id)).collect();
        // An item may be in several readings; `accept` takes the first of them.
        let is_focused = match &document.focus {
            Some(ItemRef::Pending(id)) => difference.reading_with(id) == Some(reading),
            _ => false,
        };
        let key = isolated(lang, &key_of(model, reading, is_focused));
        let who = isolated(lang, &model.who_reads(difference, reading));
        if items.is_empty() {
            let message = format!("{key} {who}: {}", lang::NOTHING_THERE.get(lang));
            return Self { message, time: String::new(), words: String::new(), note: String::new() };
        }
        let described: Vec<String> = items.iter().map(|item| with_details(model, text, item)).collect();
        let remark = |item: &&Suggestion| document.annotation.remark(&RemarkTarget::Suggestion(item.id.clone()));
        let notes: Vec<String> = items.iter().filter_map(|item| remark(item).note).collect();
        let time = items.first().and_then(|item| times_of(item).next()).filter(|_| !model.hides_names());
        let time = time.map_or_else(String::new, |time| {
            let minutes: String = time.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
            format!("  {}", isolated(lang, &minutes))
        });
        let words: Vec<String> = items.iter().map(|item| words(text, &item.body)).collect();
        let message = format!("{key} {who}: {}", described.join(" + "));
        Self { message, time, words: words.join(" + "), note: notes.join(" / ") }
    }

    /// Draws the message, the time if there is room beside the words, and the words.
    fn draw(&self, mut free: FreeRow, words: &str, style: Style, words_style: Style, buffer: &mut Buffer) {
        let longest = usize::from(free.width());
        let with_time = format!("{}{}", self.message, self.time);
        let needed = usize::from(message_width(&with_time)) + 2 + cell_width(words);
        let message = if needed <= longest { &with_time } else { &self.message };
        free.write_message(buffer, message, style);
        free.skip_start(2);
        if free.width() > 3 {
            free.write_text_at_end(buffer, &keep_both_ends(words, free.width()), words_style);
        }
    }
}

/// The key that takes a reading; empty if it has none.
fn key_of(model: &Model, reading: &OpenReading, is_focused: bool) -> String {
    match reading.by.first() {
        Some(number) => match model.settings.keymap.keys(CommandName::TAKE_READING).get(*number) {
            Some(key) => key.to_string(),
            None if is_focused => model.key(CommandName::ACCEPT),
            None => model.key(CommandName::CHOOSE_READING),
        },
        None if is_focused => model.key(CommandName::ACCEPT),
        None => String::new(),
    }
}

fn words(text: &Text, body: &Body) -> String {
    match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" … "),
    }
}

/// The label or the roles of a reading, its parts and attributes, the labels of its relations, and whether its speaker is linked.
fn with_details(model: &Model, text: &Text, reading: &Suggestion) -> String {
    let lang = model.lang();
    let attributes = carried_attributes(reading);
    let attributes =
        attributes.pairs().map(|(name, value)| isolated(lang, &format!("{name}={}", attribute_words(value))));
    let parts = carried_parts(reading);
    let parts = parts.iter().map(|part| isolated(lang, text.slice(*part))).collect::<Vec<_>>().join(" + ");
    let relations = carried_relations(reading).into_iter().map(|relation| isolated(lang, &relation.label));
    let is_linked = carried_links(reading).iter().any(|(quote, _)| *quote == reading.id);
    let link = is_linked.then(|| lang::LINKED_READING.get(lang).to_owned());
    let details = [described(model, text, &reading.body), parts].into_iter().filter(|words| !words.is_empty());
    details.chain(attributes).chain(relations).chain(link).collect::<Vec<_>>().join(" · ")
}

/// The label; of a quote its kind, cue and speaker.
fn described(model: &Model, text: &Text, body: &Body) -> String {
    let lang = model.lang();
    match body {
        Body::Entity { label, .. } => isolated(lang, label.as_str()),
        Body::Quote(frame) => {
            let mut parts = vec![kind_word(frame.kind).get(lang).to_owned()];
            parts.extend(frame.cue.map(|cue| isolated(lang, text.slice(cue))));
            parts.extend(frame.speaker.as_ref().map(|speaker| isolated(lang, text.slice(speaker.span))));
            parts.join(" · ")
        }
    }
}
