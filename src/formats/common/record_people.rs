//! Divides a record that several people annotated, and brings the records of some tools into the usual shape.

use serde_json::{Value, json};

use crate::gold::Extra;

use super::json_fields::{Fields, words_of};
use super::raw_spans::{holds_places, is_span};

/// The records of each annotator, with the name: Kili's labels, the users of Argilla. One record for all others.
pub(super) fn divide(mut keys: Fields) -> Vec<(Option<String>, Fields)> {
    of_ubiai(&mut keys);
    let versions = of_kili(&mut keys).or_else(|| of_argilla(&mut keys)).unwrap_or_default();
    if versions.is_empty() {
        return vec![(None, keys)];
    }
    let with = |(annotator, (key, value)): (Option<String>, (&str, Value))| {
        let mut keys = keys.clone();
        keys.0.insert(key.to_owned(), value);
        (annotator, keys)
    };
    versions.into_iter().map(with).collect()
}

/// Collects the spans in the answers to questions: those under the key `name`, and under keys that end with it, as `spans.responses`.
/// Answers without spans stay.
pub(super) fn take_answers(keys: &mut Fields, name: &str, spans: &mut Vec<Value>) {
    let ending = format!(".{name}");
    let names: Vec<String> = keys.0.keys().filter(|key| *key == name || key.ends_with(&ending)).cloned().collect();
    for key in names {
        match keys.0.get_mut(&key) {
            Some(Value::Object(questions)) => questions.retain(|_, answers| {
                let before = spans.len();
                collect_spans(answers, spans);
                spans.len() == before
            }),
            Some(answers) => {
                let before = spans.len();
                collect_spans(answers, spans);
                if spans.len() > before {
                    keys.skip(&[&key]);
                }
            }
            None => {}
        }
    }
}

/// Collects the spans anywhere in a value. An answer of a model names its agent and its score beside the spans.
fn collect_spans(value: &Value, spans: &mut Vec<Value>) {
    match value {
        Value::Object(_) if is_span(value) => spans.push(value.clone()),
        Value::Object(keys) => {
            let first = spans.len();
            keys.values().for_each(|value| collect_spans(value, spans));
            let said = [("source", keys.get("agent")), ("score", keys.get("score").filter(|score| score.is_number()))];
            for span in spans.iter_mut().skip(first).filter_map(Value::as_object_mut) {
                for (name, value) in said.iter().filter_map(|(name, value)| Some((*name, (*value)?))) {
                    span.entry(name).or_insert_with(|| value.clone());
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_spans(value, spans)),
        _ => {}
    }
}

/// A version of the annotation: the annotator, and the key with its value.
type Version<'a> = (Option<String>, (&'a str, Value));

/// Kili: `"labels": [{"author": {"email": …}, "jsonResponse": {"JOB": {"annotations": [{"beginOffset": 5, "content": "ريم",
/// "categories": [{"name": "PER"}]}]}}}]`, or one `jsonResponse`.
fn of_kili(keys: &mut Fields) -> Option<Vec<Version<'static>>> {
    let has_response = |value: &Value| value.get("jsonResponse").is_some();
    let is_kili =
        |value: &Value| value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(has_response));
    let labels = keys.take_if(&["labels"], is_kili)?;
    let versions = labels.as_array()?.iter().map(|label| {
        let author = label.pointer("/author/email").or_else(|| label.get("author")).and_then(words_of);
        let mut spans = Vec::new();
        collect_kili(label.get("jsonResponse").unwrap_or(&Value::Null), &mut spans);
        (author, ("entities", Value::Array(spans)))
    });
    Some(versions.collect())
}

fn collect_kili(value: &Value, spans: &mut Vec<Value>) {
    match value {
        Value::Object(keys) if keys.contains_key("beginOffset") => {
            let mut span: Extra = keys.clone().into();
            let length = |words: &Value| words.as_str().map(|words| words.chars().count());
            let start = span.shift_remove("beginOffset").unwrap_or_default();
            let words = span.shift_remove("content").unwrap_or_default();
            let end = span.shift_remove("endOffset").filter(|end| !end.is_null());
            let end = end.or_else(|| Some(json!(start.as_u64()?.checked_add(length(&words)? as u64)?)));
            let names = span.shift_remove("categories").unwrap_or_default();
            span.extend(
                [("start", start), ("text", words), ("label", names)].map(|(key, value)| (key.to_owned(), value)),
            );
            span.extend(end.map(|end| ("end".to_owned(), end)));
            let id = span.shift_remove("mid");
            span.extend(id.map(|id| ("id".to_owned(), id)));
            spans.push(Value::Object(span.into()));
        }
        Value::Object(keys) => keys.values().for_each(|value| collect_kili(value, spans)),
        Value::Array(list) => list.iter().for_each(|value| collect_kili(value, spans)),
        _ => {}
    }
}

/// Argilla: `"responses": {"spans": [{"value": […], "user_id": …}, …]}`, or lists beside lists of users in the columns of an
/// exported data set. Answers of one user stay as they are.
fn of_argilla(keys: &mut Fields) -> Option<Vec<Version<'static>>> {
    let users = |answer: &Value| answer.get("user_id").and_then(words_of);
    let is_several = |value: &Value| {
        value.as_object().is_some_and(|questions| {
            questions.values().any(|answers| answers.as_array().is_some_and(|list| list.len() > 1))
        })
    };
    if let Some(Value::Object(questions)) = keys.take_if(&["responses"], is_several) {
        let mut versions: Vec<(Option<String>, Vec<Value>)> = Vec::new();
        for answer in questions.values().filter_map(Value::as_array).flatten() {
            let user = users(answer);
            match versions.iter_mut().find(|(known, _)| *known == user && user.is_some()) {
                Some((_, answers)) => answers.push(answer.clone()),
                None => versions.push((user, vec![answer.clone()])),
            }
        }
        let version = |(user, answers)| (user, ("responses", Value::Array(answers)));
        return Some(versions.into_iter().map(version).collect());
    }
    let is_several = |(_, value): &(&String, &Value)| {
        value.as_array().is_some_and(|list| list.len() > 1 && list.iter().any(holds_places))
    };
    let (name, _) = keys.0.iter().filter(|(key, _)| key.ends_with(".responses")).find(is_several)?;
    let name = name.clone();
    let answers = keys.take_list(&[name.as_str()])?;
    let people = keys.take_list(&[format!("{name}.users").as_str()]).unwrap_or_default();
    let user = |at: usize| people.get(at).and_then(words_of);
    let version = |(at, answer): (usize, Value)| (user(at), ("responses", json!([answer])));
    Some(answers.into_iter().enumerate().map(version).collect())
}

/// UBIAI: its `tokens` are the labelled spans, with `entityLabel`.
fn of_ubiai(keys: &mut Fields) {
    let is_labelled = |value: &Value| {
        value.as_array().is_some_and(|list| list.iter().any(|token| token.get("entityLabel").is_some()))
    };
    let Some(Value::Array(tokens)) = keys.take_if(&["tokens"], is_labelled) else { return };
    let spans = tokens.into_iter().map(|mut token| {
        if let Some(keys) = token.as_object_mut()
            && let Some(label) = keys.shift_remove("entityLabel")
        {
            keys.insert("label".to_owned(), label);
        }
        token
    });
    keys.0.insert("entities".to_owned(), spans.collect());
}
