//! The keys of a JSON object, taken one by one. What was not taken is left, so it can be kept or reported.

use serde_json::Value;

use crate::gold::Extra;

use super::article_builder::is_empty_value;

/// The keys of an object that were not read yet.
#[derive(Debug, Default, Clone)]
pub(crate) struct Fields(pub(crate) Extra);

impl Fields {
    /// The keys of a value; `None` if it is no object.
    pub(crate) fn of(value: Value) -> Option<Self> {
        match value {
            Value::Object(keys) => Some(Self(keys.into())),
            _ => None,
        }
    }

    /// The value of the first of these keys that is there and not null.
    pub(crate) fn take(&mut self, keys: &[&str]) -> Option<Value> {
        let key = keys.iter().find(|key| self.0.get(**key).is_some_and(|value| !value.is_null()))?;
        self.0.shift_remove(key)
    }

    /// The value of the first of these keys that passes a test.
    pub(crate) fn take_if(&mut self, keys: &[&str], test: impl Fn(&Value) -> bool) -> Option<Value> {
        let key = keys.iter().find(|key| self.0.get(**key).is_some_and(&test))?;
        self.0.shift_remove(key)
    }

    /// The text of the first of these keys that holds one.
    pub(crate) fn take_text(&mut self, keys: &[&str]) -> Option<String> {
        match self.take_if(keys, Value::is_string) {
            Some(Value::String(words)) => Some(words),
            _ => None,
        }
    }

    /// The items of the first of these keys that holds a list.
    pub(crate) fn take_list(&mut self, keys: &[&str]) -> Option<Vec<Value>> {
        match self.take_if(keys, Value::is_array) {
            Some(Value::Array(list)) => Some(list),
            _ => None,
        }
    }

    /// The whole number of the first of these keys that holds one. A number in quotation marks counts.
    pub(crate) fn take_number(&mut self, keys: &[&str]) -> Option<usize> {
        self.take_if(keys, |value| whole_number(value).is_some()).as_ref().and_then(whole_number)
    }

    /// True if one of the keys is there with a value that says something.
    pub(crate) fn has(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.0.get(*key).is_some_and(|value| !is_empty_value(value)))
    }

    /// Removes keys that repeat what the text says, such as tokens.
    pub(crate) fn skip(&mut self, keys: &[&str]) {
        for key in keys {
            self.0.shift_remove(key);
        }
    }

    /// The keys that were not taken and say something.
    pub(crate) fn rest(mut self) -> Extra {
        self.0.retain(|_, value| !is_empty_value(value));
        self.0
    }
}

/// A whole number, also as a float without a fraction or as a word.
pub(crate) fn whole_number(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(number) => usize::try_from(number).ok(),
            None => number.as_f64().filter(|it| it.fract() == 0.0 && (0.0..9e15).contains(it)).map(|it| it as usize),
        },
        Value::String(words) => words.trim().parse().ok(),
        _ => None,
    }
}

/// A name or a number as words.
pub(crate) fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()).filter(|words| !words.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The keys that a gold item has itself.
const OWN_KEYS: [&str; 13] = [
    "id",
    "start",
    "end",
    "text",
    "label",
    "verdict",
    "suggestion",
    "source",
    "score",
    "content",
    "cue",
    "speaker",
    "kind",
];

/// Keys under names that a gold item does not use itself.
pub(crate) fn safe_keys(keys: &Extra) -> Extra {
    let name = |key: &String| if OWN_KEYS.contains(&key.as_str()) { format!("original_{key}") } else { key.clone() };
    keys.iter().map(|(key, value)| (name(key), value.clone())).collect()
}
