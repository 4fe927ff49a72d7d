//! The keys of the JSON objects, in the order in which they are written.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::error::{JsonError, syntax_error_in};
use crate::gold::{Extra, Layer};

/// An article with its annotation. `List` is a list of items: [`RawItems`] when it is read, and [`LazyItems`] when it is
/// written, so that one of them is in memory at a time. `Text` is a string, which is borrowed when it is written.
#[derive(Serialize, Deserialize)]
pub(super) struct JsonArticle<Text, List> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) text: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text_sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offset_unit: Option<String>,
    #[serde(default)]
    pub(super) meta: Extra,
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) flags: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) entities: List,
    #[serde(default)]
    pub(super) quotes: List,
    /// Kept as a value, because files of other programs may have anything under this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) relations: Option<Value>,
    #[serde(default)]
    pub(super) rejected: List,
    #[serde(default)]
    pub(super) pending: List,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// An iterator of items.
pub(super) type ItemIter<'a> = Box<dyn Iterator<Item = JsonItem> + 'a>;

/// A list of items that are made one by one while they are written.
pub(super) struct LazyItems<'a>(Box<dyn Fn() -> ItemIter<'a> + 'a>);

impl<'a> LazyItems<'a> {
    /// The items that the iterators of `make` give.
    pub(super) fn new<I: Iterator<Item = JsonItem> + 'a>(make: impl Fn() -> I + 'a) -> Self {
        Self(Box::new(move || Box::new(make())))
    }
}

impl Serialize for LazyItems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A list of items as it is in the file. The items are parsed one by one: together they would take many times the memory
/// of the file.
#[derive(Clone, Copy, Default)]
pub(super) struct RawItems<'a>(Option<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for RawItems<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de RawValue>::deserialize(deserializer).map(|list| Self(Some(list)))
    }
}

impl RawItems<'_> {
    /// Calls `each` for every item, with its number from 0. `json` is the object that the list is in.
    ///
    /// # Errors
    /// Returns a [`JsonError`] for what is no list, and for the first item that has a key of another type. `each` was called
    /// for the items before it.
    pub(super) fn each(self, json: &str, each: impl FnMut(usize, JsonItem)) -> Result<(), JsonError> {
        let Some(list) = self.0.map(RawValue::get) else { return Ok(()) };
        let read = serde_json::Deserializer::from_str(list).deserialize_seq(EachItem(each));
        read.map_err(|error| syntax_error_in(json, list, &error))
    }
}

struct EachItem<F>(F);

impl<'de, F: FnMut(usize, JsonItem)> Visitor<'de> for EachItem<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element()? {
            (self.0)(number, item);
            number += 1;
        }
        Ok(())
    }
}

/// A gold item or a suggestion of either layer. Its keys show which.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct JsonItem {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) layer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// The parts of an entity that is not one piece. Kept as a value, like `relations`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parts: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<Vec<JsonSpan>>,
    /// Written as `null` in a quote without a cue, and left out of an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cue: Option<Option<JsonSpan>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) speaker: Option<Option<JsonSpeaker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) attributes: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) verdict: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) suggestion: Option<Box<JsonItem>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<String>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// The two states of an item in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemState {
    /// It has a verdict.
    Gold,
    /// It has none, or it is the suggestion inside a gold item.
    Suggested,
}

#[derive(Serialize, Deserialize)]
pub(super) struct JsonSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

#[derive(Serialize, Deserialize)]
pub(super) struct JsonSpeaker {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) entity: Option<String>,
    #[serde(default)]
    pub(super) implied: bool,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// While an item is in memory, the unknown keys of its parts (content, cue, speaker) are kept under this key among its
/// own unknown keys. So they stay with the item when an edge moves, and no other type needs to know of them. No key of
/// a file can be equal to it: keys that begin with U+0000 are dropped.
const PARTS: &str = "\u{0}parts";

impl JsonItem {
    /// Moves the unknown keys of the parts to the item.
    pub(super) fn gather(&mut self) {
        self.extra.shift_remove(PARTS);
        let mut parts = Extra::new();
        // The parts of a content are sorted into reading order.
        let mut content: Vec<&mut JsonSpan> = self.content.iter_mut().flatten().collect();
        content.sort_by_key(|part| (part.start, part.end));
        for (index, part) in content.into_iter().enumerate() {
            put(&mut parts, index.to_string(), &mut part.extra);
        }
        if let Some(Some(cue)) = &mut self.cue {
            put(&mut parts, "cue".to_owned(), &mut cue.extra);
        }
        if let Some(Some(speaker)) = &mut self.speaker {
            put(&mut parts, "speaker".to_owned(), &mut speaker.extra);
        }
        if !parts.is_empty() {
            self.extra.insert(PARTS.to_owned(), parts.into());
        }
    }

    /// The entity that the speaker is linked to.
    pub(super) fn linked(&self) -> Option<String> {
        self.speaker.as_ref()?.as_ref()?.entity.clone()
    }

    /// Keeps known keys that have no meaning in an item of this layer and state as if they were unknown.
    pub(super) fn keep_strays(&mut self, layer: Layer, state: ItemState) {
        let mut keep = |key: &str, value: Option<Value>| value.map(|value| self.extra.insert(key.to_owned(), value));
        // What gold does not take of these two is an unknown key.
        keep("parts", self.parts.take());
        keep("attributes", self.attributes.take());
        if state == ItemState::Gold {
            keep("source", self.source.take().map(Value::from));
            keep("score", self.score.take().map(Value::from));
        }
        match layer {
            Layer::Entity => {
                keep("kind", self.kind.take().map(Value::from));
                keep("content", self.content.take().and_then(|content| serde_json::to_value(content).ok()));
                keep("cue", self.cue.take().and_then(|cue| serde_json::to_value(cue).ok()));
                keep("speaker", self.speaker.take().and_then(|speaker| serde_json::to_value(speaker).ok()));
            }
            Layer::Quote => {
                keep("start", self.start.take().map(Value::from));
                keep("end", self.end.take().map(Value::from));
                keep("text", self.text.take().map(Value::from));
                keep("label", self.label.take().map(Value::from));
            }
        }
    }

    /// Removes unknown keys with the name of a key that the item writes itself, so that no key is written twice.
    fn drop_doubles(&mut self) {
        for (key, said) in [
            ("source", self.source.is_some()),
            ("score", self.score.is_some()),
            ("start", self.start.is_some()),
            ("end", self.end.is_some()),
            ("text", self.text.is_some()),
            ("parts", self.parts.is_some()),
            ("label", self.label.is_some()),
            ("kind", self.kind.is_some()),
            ("content", self.content.is_some()),
            ("cue", self.cue.is_some()),
            ("speaker", self.speaker.is_some()),
            ("attributes", self.attributes.is_some()),
            ("at", self.at.is_some()),
        ] {
            if said {
                self.extra.shift_remove(key);
            }
        }
    }

    /// Moves the unknown keys back to the parts. The opposite of [`JsonItem::gather`].
    pub(super) fn scatter(&mut self) {
        if self.extra.is_empty() {
            return;
        }
        self.drop_doubles();
        let Some(Value::Object(mut parts)) = self.extra.shift_remove(PARTS) else { return };
        let mut take = |key: &str| match parts.remove(key) {
            Some(Value::Object(extra)) => extra.into(),
            _ => Extra::new(),
        };
        for (index, part) in self.content.iter_mut().flatten().enumerate() {
            part.extra = take(&index.to_string());
        }
        if let Some(Some(cue)) = &mut self.cue {
            cue.extra = take("cue");
        }
        if let Some(Some(speaker)) = &mut self.speaker {
            speaker.extra = take("speaker");
        }
    }
}

fn put(parts: &mut Extra, key: String, extra: &mut Extra) {
    if !extra.is_empty() {
        parts.insert(key, std::mem::take(extra).into());
    }
}
