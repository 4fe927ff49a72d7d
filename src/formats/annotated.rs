//! An article with its annotation: what exports write and imports give.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::gold::{Annotation, Article, Body, Extra, GoldItem, Rejected, Suggestion, UniqueIds, stable_id};
use crate::text::Text;

/// The key of the attributes of an item in formats that are JSON.
pub(super) const ATTRIBUTES: &str = "attributes";
/// The key of the parts of an entity in formats that are JSON.
pub(super) const PARTS: &str = "parts";

/// An article with its annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The article. Its suggestions are in the annotation's `pending`, not here.
    pub article: Article,
    /// Its annotation.
    pub annotation: Annotation,
}

/// The attributes and the parts of a gold item of a text as JSON keys. Parts are pairs of offsets in code points.
pub(super) fn detail_keys(text: &Text, item: &GoldItem) -> Extra {
    let mut keys = Extra::new();
    keys.extend(item.attributes.to_json().map(|attributes| (ATTRIBUTES.to_owned(), attributes)));
    let places = item.parts.iter().map(|part| text.code_points(*part));
    let places: Vec<Value> = places.map(|range| json!([range.start, range.end])).collect();
    if !places.is_empty() {
        keys.insert(PARTS.to_owned(), Value::Array(places));
    }
    keys
}

impl Annotated {
    /// Moves the suggestions of the article into `pending`.
    #[must_use]
    pub fn new(mut article: Article, mut annotation: Annotation) -> Self {
        annotation.pending.extend(std::mem::take(&mut article.suggestions));
        Self { article, annotation }
    }

    /// The gold items, in reading order.
    pub fn gold_items(&self) -> impl Iterator<Item = &GoldItem> {
        self.annotation.gold.iter()
    }

    /// The JSON keys of a gold item that are not part of its span: unknown keys, its note and its flags, its attributes and
    /// parts.
    #[must_use]
    pub fn extra_keys(&self, item: &GoldItem) -> Extra {
        let mut keys = item.extra.clone();
        self.annotation.remarks.of(&item.remark_target()).put(&mut keys);
        keys.extend(self.detail_keys(item));
        keys
    }

    /// The attributes and the parts of a gold item as JSON keys. Parts are pairs of offsets in code points.
    #[must_use]
    pub fn detail_keys(&self, item: &GoldItem) -> Extra {
        detail_keys(&self.article.text, item)
    }

    /// The suggestions without a verdict, in reading order.
    pub fn pending(&self) -> impl Iterator<Item = &Suggestion> {
        self.annotation.pending.iter()
    }

    /// The rejected suggestions, in reading order.
    pub fn rejected(&self) -> impl Iterator<Item = &Rejected> {
        self.annotation.rejected.iter()
    }

    /// The article with everything as suggestions to review. Gold items become suggestions of `source` under stable ids,
    /// and speaker links follow the new ids. Pending suggestions stay as they are. Verdicts, relations, attributes and
    /// parts are dropped; [`lost_by_suggestions`](super::lost_by_suggestions) counts them.
    #[must_use]
    pub fn into_suggestions(self, source: &str) -> Article {
        let Self { mut article, annotation } = self;
        let mut used: UniqueIds = annotation.pending.iter().map(|suggestion| suggestion.id.clone()).collect();
        let speakers = annotation.gold.iter().filter_map(|item| item.body.frame()?.speaker.as_ref()?.entity.clone());
        let linked: HashSet<String> = speakers.collect();
        let mut new_ids = HashMap::new();
        let mut suggestions = Vec::new();
        for mut item in annotation.gold {
            annotation.remarks.of(&item.remark_target()).put(&mut item.extra);
            let id = used.claim(stable_id(&article.text, &item.body));
            if linked.contains(&item.id) {
                new_ids.insert(item.id, id.clone());
            }
            let score = item.suggestion.as_ref().and_then(|suggestion| suggestion.score);
            suggestions.push(Suggestion { id, source: source.to_owned(), score, body: item.body, extra: item.extra });
        }
        for suggestion in &mut suggestions {
            if let Body::Quote(frame) = &mut suggestion.body
                && let Some(speaker) = frame.speaker.as_mut()
            {
                speaker.entity = speaker.entity.take().and_then(|id| new_ids.get(&id).cloned());
            }
        }
        suggestions.extend(annotation.pending);
        article.suggestions = suggestions;
        article
    }
}
