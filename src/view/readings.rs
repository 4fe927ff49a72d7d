//! The readings of a difference between annotators: who says what, and the keys that take it.

use crate::edit::{ItemRef, OpenDifference, OpenReading};
use crate::gold::merge::{annotators_of, class_of, difference_of, times_of};
use crate::gold::{Body, RemarkTarget, Suggestion};
use crate::lang::{self, isolated, say};
use crate::text::Text;
use crate::workbench::{CommandName, Document, Item, Model, Names};

use super::signs::{NOTE, kind_word, pointer};

/// The letters of the annotators who have a pending item, such as `A` or `A+C`. `None` for an item that is no reading.
pub(super) fn reader_letters(document: &Document, at: &ItemRef) -> Option<String> {
    let ItemRef::Pending(id) = at else { return None };
    let suggestion = document.annotation.pending(id).filter(|suggestion| difference_of(suggestion).is_some())?;
    let difference = OpenDifference::at(&document.annotation, id)?;
    let names = annotators_of(&suggestion.extra);
    let has = |number: &usize| difference.annotators.get(*number).is_some_and(|name| names.contains(&name.as_str()));
    let by: Vec<usize> = (0..difference.annotators.len()).filter(has).collect();
    Some(if by.is_empty() { suggestion.source.clone() } else { letters(&by) })
}

fn letters(by: &[usize]) -> String {
    let letter =
        |number: &usize| u8::try_from(*number).ok().and_then(|number| b'A'.checked_add(number)).map(char::from);
    let letters: Vec<String> = by.iter().map(|number| letter(number).unwrap_or('?').to_string()).collect();
    letters.join("+")
}

/// The rows about the difference that has the focus: its class and how many are decided; then each reading with the key that
/// takes it, its annotators, and its words. Empty for an item that is no reading.
pub(super) fn difference_rows(model: &Model, document: &Document, item: &Item) -> Vec<(String, String)> {
    let ItemRef::Pending(id) = &item.at else { return Vec::new() };
    let Some(difference) = OpenDifference::at(&document.annotation, id) else { return Vec::new() };
    let lang = model.lang();
    let (open, all) = document.differences();
    let class = document.annotation.pending(id).and_then(class_of).map(|class| isolated(lang, class));
    let decided = say::differences_decided(lang, all - open, lang::DIFFERENCES.count(all));
    let none = say::key_takes_none(lang, &model.key(CommandName::TAKE_NONE));
    let title = class.into_iter().chain([decided, none]).collect::<Vec<_>>().join("  ");
    let focused = difference.reading_with(id);
    let rows = difference.readings.iter().map(|reading| {
        let is_focused = focused == Some(reading);
        let point = if is_focused { pointer(lang) } else { " " };
        let (message, words) = reading_row(model, document, &difference, reading, is_focused);
        (format!("{point}{message}"), words)
    });
    [(title, String::new())].into_iter().chain(rows).collect()
}

fn reading_row(
    model: &Model,
    document: &Document,
    difference: &OpenDifference,
    reading: &OpenReading,
    is_focused: bool,
) -> (String, String) {
    let lang = model.lang();
    let text = &document.article.text;
    let items: Vec<&Suggestion> = reading.items.iter().filter_map(|id| document.annotation.pending(id)).collect();
    let key = match reading.by.first() {
        Some(number) => {
            let keys = model.settings.keymap.keys(CommandName::TAKE_READING);
            keys.get(*number).map(ToString::to_string).unwrap_or_default()
        }
        None if is_focused => model.key(CommandName::ACCEPT),
        None => String::new(),
    };
    let who = who(model, difference, reading, &items);
    if items.is_empty() {
        return (format!("{key} {}: {}", isolated(lang, &who), lang::NOTHING_THERE.get(lang)), String::new());
    }
    let described: Vec<String> = items.iter().map(|item| described(model, text, &item.body)).collect();
    let note =
        |item: &&&Suggestion| document.annotation.remark(&RemarkTarget::Suggestion(item.id.clone())).note.is_some();
    let note = if items.iter().any(|item| note(&item)) { format!(" {NOTE}") } else { String::new() };
    let time = items.first().and_then(|item| times_of(item).next()).filter(|_| !is_blind(model));
    let when = time.map_or_else(String::new, |time| {
        let minutes: String = time.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
        format!("  {}", isolated(lang, &minutes))
    });
    let words: Vec<String> = items.iter().map(|item| words(text, &item.body)).collect();
    (format!("{key} {}: {}{note}{when}", isolated(lang, &who), described.join(" + ")), words.join(" + "))
}

/// The letters and the names of the annotators; only the letters if the names are hidden.
fn who(model: &Model, difference: &OpenDifference, reading: &OpenReading, items: &[&Suggestion]) -> String {
    let letters = letters(&reading.by);
    let names: Vec<&str> =
        reading.by.iter().filter_map(|number| difference.annotators.get(*number)).map(String::as_str).collect();
    let source = items.first().map(|item| item.source.as_str());
    match source {
        _ if is_blind(model) => letters,
        Some(source) if letters.is_empty() => source.to_owned(),
        _ => format!("{letters} {}", names.join("+")),
    }
}

/// True if the names of the annotators are hidden, and with them everything that tells one from the other.
fn is_blind(model: &Model) -> bool {
    model.settings.adjudication.is_some_and(|adjudication| adjudication.names == Names::Hidden)
}

fn words(text: &Text, body: &Body) -> String {
    match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" … "),
    }
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
