//! The token tags of a pipeline that does not group them: `B-PER`, `I-PER` in the key `entity`.

use serde_json::{Map, Value};

/// Joins the tagged tokens of a pipeline into entities: a token `I-X` that follows a token of X with at most one character
/// between them continues its entity. Other items stay as they are.
pub(super) fn merge_tags(items: Vec<Value>) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    for item in items {
        let Some((begins, label)) = tag_of(&item) else {
            merged.push(item);
            continue;
        };
        let last = merged.last_mut().and_then(Value::as_object_mut);
        match last {
            Some(last) if !begins && continues(last, &item, &label) => extend(last, &item),
            _ => merged.push(with_label(item, label)),
        }
    }
    merged
}

/// The label in the key `entity` of a tagged token, and whether the tag begins an entity.
fn tag_of(item: &Value) -> Option<(bool, String)> {
    if item.get("label").is_some() || item.get("entity_group").is_some() {
        return None;
    }
    let tag = item.get("entity")?.as_str()?;
    item.get("start")?.as_u64()?;
    match tag.split_once(['-', '_']) {
        Some(("B" | "S" | "U", label)) => Some((true, label.to_owned())),
        Some(("I" | "E" | "L" | "M", label)) => Some((false, label.to_owned())),
        _ => Some((true, tag.to_owned())),
    }
}

fn continues(last: &Map<String, Value>, item: &Value, label: &str) -> bool {
    let number = |value: Option<&Value>| value.and_then(Value::as_u64);
    let (Some(end), Some(start)) = (number(last.get("end")), number(item.get("start"))) else { return false };
    last.get("label").and_then(Value::as_str) == Some(label) && start >= end && start - end <= 1
}

fn extend(last: &mut Map<String, Value>, item: &Value) {
    if let Some(end) = item.get("end") {
        last.insert("end".to_owned(), end.clone());
    }
    let score = |value: Option<&Value>| value.and_then(Value::as_f64);
    if let (Some(before), Some(score)) = (score(last.get("score")), score(item.get("score"))) {
        // An entity is as certain as its least certain token.
        last.insert("score".to_owned(), before.min(score).into());
    }
}

fn with_label(mut item: Value, label: String) -> Value {
    if let Some(item) = item.as_object_mut() {
        for key in ["entity", "word", "index"] {
            item.remove(key);
        }
        item.insert("label".to_owned(), label.into());
    }
    item
}
