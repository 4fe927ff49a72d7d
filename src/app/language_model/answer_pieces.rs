//! Joins the pieces of JSON that make up one answer.

use std::ops::Range;

use serde_json::{Value, json};

/// The JSON of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AnswerJson {
    pub(super) value: Value,
    /// A sentence about what is missing in it.
    pub(super) missing: Option<&'static str>,
}

pub(super) const UNREADABLE: &str = "a part of the model's JSON cannot be read; what it says is missing";
pub(super) const SEVERAL: &str = "the model wrote several answers with words between them; only the first is used";

/// The pieces of JSON that are one answer: those with nothing but white space, commas and code fences between them, and those
/// inside of JSON that cannot be read as a whole.
#[derive(Default)]
pub(super) struct Pieces {
    value: Option<Value>,
    /// The end of the last piece, in bytes.
    end: usize,
    pub(super) missing: Option<&'static str>,
}

impl Pieces {
    /// True if a piece that begins here belongs to those before it.
    pub(super) fn reaches(&self, words: &str, at: usize) -> bool {
        let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '`');
        let gap = self.value.as_ref().and_then(|_| words.get(self.end..at));
        gap.is_some_and(|gap| gap.split(is_between).all(|word| matches!(word, "" | "json")))
    }

    pub(super) fn add(&mut self, words: &str, piece: Range<usize>, value: Value, missing: Option<&'static str>) {
        let is_inside = missing == Some(UNREADABLE) && self.missing == missing;
        let is_joined = is_inside || self.reaches(words, piece.start);
        match &mut self.value {
            Some(_) if !is_joined && is_empty(&value) => return,
            Some(known) if !is_joined && !is_empty(known) => {
                self.missing = self.missing.or(Some(SEVERAL));
                return;
            }
            Some(known) if is_joined => join(known, value),
            known => *known = Some(value),
        }
        self.end = piece.end;
        self.missing = self.missing.or(missing);
    }

    /// Notes that JSON which cannot be read begins here.
    pub(super) fn note_unreadable(&mut self, words: &str, at: usize) {
        if self.reaches(words, at) {
            self.missing = self.missing.or(Some(UNREADABLE));
        }
    }

    pub(super) fn answer(self) -> Option<AnswerJson> {
        Some(AnswerJson { value: self.value?, missing: self.missing })
    }
}

/// True for an answer without items.
fn is_empty(answer: &Value) -> bool {
    match answer {
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.values().filter_map(Value::as_array).all(Vec::is_empty),
        _ => true,
    }
}

/// Adds the items of an answer to those of another.
fn join(known: &mut Value, more: Value) {
    match (known, more) {
        (Value::Array(known), Value::Array(more)) => known.extend(more),
        (Value::Object(known), Value::Object(more)) => {
            for (key, value) in more {
                match (known.get_mut(&key), value) {
                    (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
                    (Some(_), _) => {}
                    (None, value) => {
                        known.insert(key, value);
                    }
                }
            }
        }
        (known @ Value::Object(_), Value::Array(items)) => {
            let (quotes, entities): (Vec<Value>, Vec<Value>) = items.into_iter().partition(is_quote);
            join(known, json!({"entities": entities, "quotes": quotes}));
        }
        (known @ Value::Array(_), mut more @ Value::Object(_)) => {
            join(&mut more, known.take());
            *known = more;
        }
        _ => {}
    }
}

/// True for one quote.
pub(super) fn is_quote(value: &Value) -> bool {
    ["content", "quote"].iter().any(|key| value.get(*key).is_some_and(|value| !value.is_array()))
}
