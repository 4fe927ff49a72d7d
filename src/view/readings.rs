//! The readings of a difference between annotators: whose an item is, and what the others say.

use crate::edit::{ItemRef, readings_of};
use crate::gold::merge::difference_of;
use crate::gold::{Body, Suggestion};
use crate::lang::isolated;
use crate::text::Text;
use crate::workbench::{CommandName, Document, Item, Model};

use super::signs::kind_word;

/// The name of the annotator whose reading a pending item is. `None` for an item that is no reading.
pub(super) fn reader_name<'a>(document: &'a Document, at: &ItemRef) -> Option<&'a str> {
    reading(document, at).map(|suggestion| suggestion.source.as_str())
}

fn reading<'a>(document: &'a Document, at: &ItemRef) -> Option<&'a Suggestion> {
    let ItemRef::Pending(id) = at else { return None };
    document.annotation.pending(id).filter(|suggestion| difference_of(suggestion).is_some())
}

/// The other readings of the difference that has the focus, each with the key that takes it, and its words.
pub(super) fn other_readings(model: &Model, document: &Document, item: &Item) -> Vec<(String, String)> {
    let ItemRef::Pending(id) = &item.at else { return Vec::new() };
    let keys = [CommandName::TAKE_SECOND, CommandName::TAKE_THIRD].map(|name| model.key(name));
    let keys = keys.into_iter().chain(std::iter::repeat(String::new()));
    let readings = readings_of(&document.annotation, id).into_iter().skip(1);
    let rows = readings.zip(keys).filter_map(|(reading, key)| {
        let items: Vec<&Suggestion> = reading.iter().filter_map(|id| document.annotation.pending(id)).collect();
        let name = &items.first()?.source;
        let parts: Vec<String> =
            items.iter().map(|item| described(model, &document.article.text, &item.body)).collect();
        let words: Vec<String> = items.iter().map(|item| words(&document.article.text, &item.body)).collect();
        let message = format!("{key} {}: {}", isolated(model.lang(), name), parts.join(" + "));
        Some((message, words.join(" + ")))
    });
    rows.collect()
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
