//! Reads the labels of Kili: each is what one annotator says about a text.

use serde_json::{Map, Value, json};

use crate::gold::Extra;

use super::article_builder::is_empty_value;
use super::json_fields::{Fields, words_of};

/// The key under which an article keeps what is not about spans: the answers to questions about the whole text, the kind of the label.
const REST: &str = "kili";

/// The annotator of a label, and its spans and relations as a record has them.
///
/// `{"author": {"email": …}, "jsonResponse": {"JOB": {"annotations": [{"beginOffset": 5, "content": "ريم", "mid": "m1",
/// "categories": [{"name": "PER"}]}]}}}`
pub(super) fn read_label(label: Value) -> (Option<String>, Extra) {
    let mut label = Fields::of(label).unwrap_or_default();
    let mut author = label.take(&["author"]).unwrap_or_default();
    let annotator = author.get("email").or(Some(&author)).and_then(words_of);
    match &mut author {
        Value::Object(keys) => drop(keys.shift_remove("email")),
        name if annotator.is_some() => *name = Value::Null,
        _ => {}
    }
    let mut response = Response::default();
    let answers = response.take(label.take(&["jsonResponse"]).unwrap_or_default()).unwrap_or_default();
    let mut keys = Extra::new();
    // Answers that are only about the whole text say nothing about its spans.
    if response.has_annotations || is_empty_value(&answers) {
        keys.insert("entities".to_owned(), Value::Array(response.spans));
    }
    if !response.relations.is_empty() {
        keys.insert("relations".to_owned(), Value::Array(response.relations));
    }
    let mut rest = label.rest();
    let more = [("author", author), ("jsonResponse", answers)].into_iter().filter(|(_, value)| !is_empty_value(value));
    rest.extend(more.map(|(key, value)| (key.to_owned(), value)));
    if !rest.is_empty() {
        keys.insert(REST.to_owned(), rest.into());
    }
    (annotator, keys)
}

/// The spans and the relations of a `jsonResponse`.
#[derive(Default)]
struct Response {
    spans: Vec<Value>,
    relations: Vec<Value>,
    /// True if a job of annotations was answered, perhaps with none.
    has_annotations: bool,
}

impl Response {
    /// Takes the spans and the relations out of a value, and returns what is left.
    fn take(&mut self, value: Value) -> Option<Value> {
        match value {
            Value::Object(keys) if keys.contains_key("beginOffset") => {
                self.spans.push(span_of(keys.into()));
                None
            }
            Value::Object(keys) if keys.contains_key("startEntities") => {
                self.relations.extend(relations_of(Fields(keys.into())));
                None
            }
            Value::Object(keys) => {
                self.has_annotations |= keys.contains_key("annotations");
                let left: Map<String, Value> =
                    keys.into_iter().filter_map(|(key, value)| Some((key, self.take(value)?))).collect();
                (!left.is_empty()).then_some(Value::Object(left))
            }
            Value::Array(list) => {
                let left: Vec<Value> = list.into_iter().filter_map(|value| self.take(value)).collect();
                (!left.is_empty()).then_some(Value::Array(left))
            }
            Value::Null => None,
            other => Some(other),
        }
    }
}

fn span_of(mut span: Extra) -> Value {
    let length = |words: &Value| words.as_str().map(|words| words.chars().count());
    let start = span.shift_remove("beginOffset").unwrap_or_default();
    let words = span.shift_remove("content").unwrap_or_default();
    let end = span.shift_remove("endOffset").filter(|end| !end.is_null());
    let end = end.or_else(|| Some(json!(start.as_u64()?.checked_add(length(&words)? as u64)?)));
    let names = span.shift_remove("categories").unwrap_or_default();
    span.extend([("start", start), ("text", words), ("label", names)].map(|(key, value)| (key.to_owned(), value)));
    span.extend(end.map(|end| ("end".to_owned(), end)));
    let id = span.shift_remove("mid");
    span.extend(id.map(|id| ("id".to_owned(), id)));
    span.into()
}

/// A relation for each pair of a start and an end, and for each category. One without ends stays as it is, so that it is reported.
fn relations_of(mut keys: Fields) -> Vec<Value> {
    let whole = keys.0.clone();
    let mut list = |key: &str| keys.take_list(&[key]).unwrap_or_default();
    let (starts, ends, categories) = (list("startEntities"), list("endEntities"), list("categories"));
    keys.skip(&["mid"]);
    let names: Vec<Value> = categories.iter().filter_map(|it| it.get("name").cloned()).collect();
    let names = if names.is_empty() { vec![Value::Null] } else { names };
    let mut relations = Vec::new();
    for start in starts.iter().filter_map(|it| it.get("mid")) {
        for end in ends.iter().filter_map(|it| it.get("mid")) {
            for name in &names {
                let mut relation = keys.0.clone();
                let ends = [("from_id", start), ("to_id", end), ("type", name)];
                relation.extend(ends.map(|(key, value)| (key.to_owned(), value.clone())));
                relations.push(relation.into());
            }
        }
    }
    if relations.is_empty() {
        relations.push(whole.into());
    }
    relations
}
