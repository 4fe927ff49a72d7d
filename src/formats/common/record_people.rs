//! Divides a record that several people annotated, and brings the records of some tools into the usual shape.

use serde_json::{Map, Value, json};

use crate::gold::{Extra, Status};

use super::article_builder::ArticleBuilder;
use super::json_fields::{Fields, words_of};
use super::raw_spans::{holds_places, is_span};
use super::record_kili::read_label;

/// The records of each annotator, with the name: Kili's labels, the users of Argilla. One record for all others.
pub(super) fn divide(mut keys: Fields) -> Vec<(Option<String>, Fields)> {
    of_ubiai(&mut keys);
    let versions = of_kili(&mut keys).or_else(|| of_argilla(&mut keys)).unwrap_or_default();
    if versions.is_empty() {
        return vec![(None, keys)];
    }
    let with = |(annotator, more): Version| {
        let mut keys = keys.clone();
        keys.0.extend(more);
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

/// A version of the annotation: the annotator, and the keys that it adds to the record.
type Version = (Option<String>, Extra);

/// Kili: `"labels": [{"author": …, "jsonResponse": …}]`, one for each annotator.
fn of_kili(keys: &mut Fields) -> Option<Vec<Version>> {
    let has_response = |value: &Value| value.get("jsonResponse").is_some();
    let is_kili =
        |value: &Value| value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(has_response));
    match keys.take_if(&["labels"], is_kili).or_else(|| keys.take_if(&["latestLabel"], has_response))? {
        Value::Array(labels) => Some(labels.into_iter().map(read_label).collect()),
        label => Some(vec![read_label(label)]),
    }
}

/// Argilla: `"responses": {"spans": [{"value": […], "user_id": …}, …]}`, or lists beside lists of users in the columns of an
/// exported data set. An answer that names no user stays as it is if no question has another.
fn of_argilla(keys: &mut Fields) -> Option<Vec<Version>> {
    let is_divided = |value: &Value| {
        let lists = value.as_object().into_iter().flat_map(Map::values).filter_map(Value::as_array);
        let has_state = |answer: &Value| answer.get("user_id").is_some() || answer.get("status").is_some();
        lists.into_iter().any(|list| list.len() > 1 || list.iter().any(has_state))
    };
    match keys.take_if(&["responses"], is_divided) {
        Some(Value::Object(questions)) => Some(answers_by_user(questions)),
        _ => of_argilla_columns(keys),
    }
}

/// The name of a user, or the number of an answer that names none.
type User = (Option<String>, usize);

/// The answers of each user to all questions. Answers without a user are told apart by their numbers.
fn answers_by_user(questions: Map<String, Value>) -> Vec<Version> {
    let mut users: Vec<(User, Map<String, Value>)> = Vec::new();
    let mut states: Vec<(User, Value)> = Vec::new();
    for (question, answers) in questions {
        let list = if let Value::Array(list) = answers { list } else { vec![answers] };
        for (at, answer) in list.into_iter().enumerate() {
            let status = answer.get("status").filter(|status| *status == "discarded").cloned();
            let user = answer.get("user_id").and_then(words_of);
            let user = if user.is_some() { (user, 0) } else { (user, at) };
            states.extend(status.map(|status| (user.clone(), status)));
            let found = users.iter().position(|(known, _)| *known == user).unwrap_or(users.len());
            if found == users.len() {
                users.push((user, Map::new()));
            }
            let answers = users.get_mut(found).map(|(_, questions)| questions.entry(&question));
            if let Some(Value::Array(answers)) = answers.map(|it| it.or_insert_with(|| Value::Array(Vec::new()))) {
                answers.push(answer);
            }
        }
    }
    let version = |(user, questions): (User, Map<String, Value>)| {
        let state = states.iter().find(|(known, _)| *known == user).map(|(_, state)| state.clone());
        (user.0, with_responses(Value::Object(questions), state))
    };
    users.into_iter().map(version).collect()
}

fn of_argilla_columns(keys: &mut Fields) -> Option<Vec<Version>> {
    let people_of = |name: &str| format!("{name}.users");
    let states_of = |name: &str| format!("{name}.status");
    let is_divided = |(name, value): &(&String, &Value)| {
        let is_several = |list: &Vec<Value>| list.len() > 1 || keys.has(&[&people_of(name), &states_of(name)]);
        value.as_array().is_some_and(|list| is_several(list) && list.iter().any(holds_places))
    };
    let (name, _) = keys.0.iter().filter(|(key, _)| key.ends_with(".responses")).find(is_divided)?;
    let name = name.clone();
    let answers = keys.take_list(&[name.as_str()])?;
    let people = keys.take_list(&[people_of(&name).as_str()]).unwrap_or_default();
    let states = keys.take_list(&[states_of(&name).as_str()]).unwrap_or_default();
    let user = |at: usize| people.get(at).and_then(words_of);
    let state = |at: usize| states.get(at).filter(|state| *state == "discarded").cloned();
    let version = |(at, answer): (usize, Value)| (user(at), with_responses(json!([answer]), state(at)));
    Some(answers.into_iter().enumerate().map(version).collect())
}

fn with_responses(answers: Value, state: Option<Value>) -> Extra {
    let state = state.map(|state| ("status".to_owned(), state));
    [("responses".to_owned(), answers)].into_iter().chain(state).collect()
}

/// Takes the status that a record names: ours, or Argilla's where it says what a person decided. Argilla's stays as metadata.
pub(super) fn take_status(keys: &mut Fields, builder: &mut ArticleBuilder) -> Option<Status> {
    let word = keys.0.get("status")?.as_str()?.to_owned();
    if let Ok(status) = word.parse() {
        keys.skip(&["status"]);
        return Some(status);
    }
    match word.to_lowercase().as_str() {
        "validated" => Some(Status::Done),
        "discarded" => {
            builder.note("a discarded record", "an annotator discarded it, so its status is skipped");
            Some(Status::Skipped)
        }
        _ => None,
    }
}

/// Argilla 1: `"annotation": {"agent": …, "entities": […]}` of a person, and `"prediction"` of a model. What a person annotated has a
/// score, too, and is no suggestion.
pub(super) fn unfold_argilla(keys: &mut Fields) {
    let entities = |value: &Value| value.get("entities").filter(|list| list.is_array()).cloned();
    let is_person = keys.has(&["annotation_agent"])
        || keys.0.get("annotation").is_some_and(|value| entities(value).is_some())
        || keys.has(&["prediction"])
        || keys.0.get("status").and_then(Value::as_str) == Some("Validated");
    if let Some(list) = keys.0.get("annotation").and_then(entities) {
        keys.0.insert("annotation".to_owned(), list);
    }
    if let Some(Value::Array(spans)) = keys.0.get_mut("annotation").filter(|_| is_person) {
        for span in spans {
            match span {
                Value::Object(keys) => drop(keys.shift_remove("score")),
                Value::Array(items) if items.len() == 4 && items.last().is_some_and(Value::is_number) => {
                    drop(items.pop());
                }
                _ => {}
            }
        }
    }
    if let Some(prediction) = keys.0.get("prediction").filter(|value| entities(value).is_some()).cloned() {
        let mut spans = Vec::new();
        collect_spans(&prediction, &mut spans);
        keys.0.insert("prediction".to_owned(), spans.into());
    }
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
