//! The shapes of an answer: an object with lists, a bare list, the output of common libraries.

use serde_json::{Map, Value};

use super::tags::merge_tags;

/// The items of an answer, before their places are known.
#[derive(Debug, Default)]
pub(super) struct AnswerItems {
    pub(super) entities: Vec<Value>,
    pub(super) quotes: Vec<Value>,
    /// The unit of the offsets, if the answer says one.
    pub(super) unit: Option<String>,
}

/// The names of the list of entities: our own first, then those of other tools.
const ENTITY_LISTS: [&str; 3] = ["entities", "ents", "spans"];

/// Other names of our keys: Hugging Face pipelines (`entity_group`, `word`), Stanza and spaCy (`start_char`, `type`,
/// `label_`), Presidio (`entity_type`), and what language models write.
const OTHER_NAMES: [(&str, &[&str]); 6] = [
    ("start", &["start_char", "start_offset", "begin"]),
    ("end", &["end_char", "end_offset"]),
    ("label", &["entity_group", "label_", "entity_type", "type", "tag"]),
    ("score", &["confidence", "probability"]),
    ("text", &["word", "surface", "span", "entity_text", "name"]),
    ("content", &["quote"]),
];

/// The label of an entity of an answer, under whatever name.
pub fn label_of(item: &mut Value) -> Option<&mut Value> {
    let others = OTHER_NAMES.iter().find(|(ours, _)| *ours == "label").map_or(&[][..], |(_, others)| others);
    let name = ["label"].iter().chain(others).find(|name| item.get(**name).is_some_and(Value::is_string))?;
    item.get_mut(*name)
}

/// Takes the items out of an answer.
///
/// # Errors
/// If it has no known shape: why.
pub(super) fn items_of(answer: Value) -> Result<AnswerItems, String> {
    match answer {
        Value::Array(items) => {
            let items = flatten_batch(items)?;
            let (quotes, entities) = items.into_iter().partition(is_quote);
            Ok(AnswerItems { entities: merge_tags(entities), quotes, unit: None }.with_our_names())
        }
        Value::Object(mut object) => {
            refuse_other_lists(&object)?;
            let unit = match object.remove("offset_unit") {
                Some(Value::String(unit)) => Some(unit),
                _ => None,
            };
            let mut entities = Vec::new();
            for name in ENTITY_LISTS {
                entities.extend(list(&mut object, name)?);
            }
            let quotes = list(&mut object, "quotes")?;
            Ok(AnswerItems { entities: merge_tags(entities), quotes, unit }.with_our_names())
        }
        _ => Err("its answer is no JSON object and no array".to_owned()),
    }
}

/// Refuses an answer whose only lists have other names: their items would be lost, and probably a name is misspelt.
fn refuse_other_lists(object: &Map<String, Value>) -> Result<(), String> {
    let is_list = |name: &str| ENTITY_LISTS.contains(&name) || name == "quotes";
    if object.keys().any(|name| is_list(name)) {
        return Ok(());
    }
    match object.iter().find(|(_, value)| value.is_array()) {
        Some((name, _)) => Err(format!("its list {name:?} has an unknown name; the lists are entities and quotes")),
        None => Ok(()),
    }
}

/// Takes a list out of an object. No list is an empty one.
fn list(object: &mut Map<String, Value>, name: &str) -> Result<Vec<Value>, String> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(format!("its \"{name}\" is no list")),
    }
}

/// A pipeline that gets a list of one text answers with a list of one list.
fn flatten_batch(mut items: Vec<Value>) -> Result<Vec<Value>, String> {
    if items.iter().all(|item| !item.is_array()) {
        return Ok(items);
    }
    match (items.pop(), items.is_empty()) {
        (Some(Value::Array(inner)), true) => Ok(inner),
        _ => Err("its answer has several lists; answer one article on each line".to_owned()),
    }
}

fn is_quote(item: &Value) -> bool {
    ["content", "quote", "kind", "speaker", "cue"].iter().any(|key| item.get(key).is_some())
}

impl AnswerItems {
    fn with_our_names(mut self) -> Self {
        for item in self.entities.iter_mut().chain(&mut self.quotes).filter_map(Value::as_object_mut) {
            rename_keys(item);
            for part in ["cue", "speaker"] {
                if let Some(part) = item.get_mut(part).and_then(Value::as_object_mut) {
                    rename_keys(part);
                }
            }
            for part in item.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(part) = part.as_object_mut() {
                    rename_keys(part);
                }
            }
        }
        self
    }
}

/// Gives the keys of an item the names of gold JSON, and takes out what is `null`.
fn rename_keys(item: &mut Map<String, Value>) {
    let mut keys = vec!["start", "end", "label", "score", "text", "nth", "context", "before", "after", "kind"];
    // The words of a pipeline come from its tokens and can differ from the text. Its offsets are right.
    let has_offsets = ["start", "start_char"].iter().any(|key| item.get(*key).is_some_and(Value::is_number));
    if has_offsets && item.contains_key("word") {
        item.remove("word");
    }
    for (ours, others) in OTHER_NAMES {
        for other in others {
            if other == &"span" && item.get(*other).is_some_and(|value| !value.is_string()) {
                continue;
            }
            if item.get(ours).is_none_or(Value::is_null)
                && let Some(value) = item.remove(*other)
            {
                item.insert(ours.to_owned(), value);
            }
        }
    }
    keys.retain(|key| item.get(*key).is_some_and(Value::is_null));
    for key in keys {
        item.remove(key);
    }
    for key in ["start", "end", "nth"] {
        if let Some(whole) = item.get(key).and_then(whole_number) {
            item.insert(key.to_owned(), whole.into());
        }
    }
}

/// A number that is whole but was written with a decimal point, as 4.0.
fn whole_number(value: &Value) -> Option<u64> {
    let number = value.as_f64().filter(|_| value.is_f64())?;
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 1e15;
    is_whole.then(|| format!("{number:.0}").parse().ok()).flatten()
}
