//! Reads the tasks of Label Studio.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::Value;

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::json_values::each_record;
use crate::formats::import::{EachArticle, Imported, Source};
use crate::gold::{Body, Extra, QuoteKind, Status, Suggestion};

#[derive(Deserialize)]
struct Task {
    id: Option<Value>,
    data: Extra,
    #[serde(default)]
    annotations: Vec<TaskResult>,
    #[serde(default)]
    predictions: Vec<TaskResult>,
}

/// An annotation or a prediction.
#[derive(Deserialize)]
struct TaskResult {
    #[serde(default)]
    result: Vec<Region>,
    model_version: Option<String>,
    score: Option<f64>,
    #[serde(default)]
    was_cancelled: bool,
    completed_by: Option<Value>,
}

#[derive(Deserialize)]
struct Region {
    #[serde(default)]
    id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    value: RegionValue,
    score: Option<f64>,
    #[serde(default)]
    meta: Extra,
    from_id: Option<String>,
    to_id: Option<String>,
    #[serde(default)]
    labels: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
struct RegionValue {
    start: Option<Value>,
    end: Option<Value>,
    text: Option<Value>,
    #[serde(default, alias = "hypertextlabels")]
    labels: Vec<String>,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(rename = "globalOffsets")]
    global_offsets: Option<GlobalOffsets>,
}

#[derive(Deserialize)]
struct GlobalOffsets {
    start: usize,
    end: usize,
}

impl RegionValue {
    /// The start and the end, in code points.
    fn place(&self) -> Option<(usize, usize)> {
        if let Some(offsets) = &self.global_offsets {
            return Some((offsets.start, offsets.end));
        }
        let number = |value: &Option<Value>| value.as_ref()?.as_u64().and_then(|at| usize::try_from(at).ok());
        Some((number(&self.start)?, number(&self.end)?))
    }
}

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_record(source, each, "task", &mut read_task)
}

fn read_task(task: Task, name: &str, number: usize) -> Result<Imported, String> {
    let Task { id, data, annotations, predictions } = task;
    let TaskData { mut builder, status, annotator } = read_data(data, id, name, number)?;
    let annotation = annotations.iter().find(|it| !it.was_cancelled).or(annotations.first());
    if annotations.len() > 1 {
        let what = format!("{} annotations", annotations.len());
        builder.lose(&what, "only the first that is not skipped is taken");
    }
    let implied_status = match annotation {
        None => Status::Suggested,
        Some(annotation) if annotation.was_cancelled => Status::Skipped,
        Some(_) => Status::Done,
    };
    let status = status.unwrap_or(implied_status);
    builder.annotation().status = status;
    let completed_by = || annotation.and_then(|annotation| person_name(annotation.completed_by.as_ref()?));
    builder.annotation().annotator = annotator.or_else(completed_by);

    let (mut suggestions, order) = read_predictions(&predictions, &mut builder)?;
    let mut decided = Vec::new();
    let result = annotation.map(|annotation| annotation.result.as_slice()).unwrap_or_default();
    for (id, body, region) in read_regions(result, &mut builder)? {
        let mut meta = region.meta.clone();
        let suggestion_id = meta.shift_remove("suggestion").and_then(|id| id.as_str().map(str::to_owned));
        let suggestion_id = suggestion_id.or_else(|| suggestions.contains_key(&id).then(|| id.clone()));
        if let Some(note) = meta.shift_remove("text") {
            let note = note.as_array().and_then(|notes| notes.first()).cloned().unwrap_or(note);
            meta.insert("note".to_owned(), note);
        }
        let suggestion = suggestion_id.as_ref().and_then(|id| suggestions.get(id));
        let suggestion = suggestion.map(|(suggestion, _)| suggestion.clone());
        decided.extend(suggestion_id);
        builder.add_decided_item(Some(&id), body, suggestion, meta);
    }
    for id in order.iter().filter(|id| !decided.contains(id)) {
        let Some((suggestion, state)) = suggestions.remove(id) else { continue };
        match state.as_deref() {
            // The annotator of a finished task saw the suggestion and left it out.
            None if status.is_over() => builder.add_rejected(suggestion),
            Some("rejected") => builder.add_rejected(suggestion),
            _ => builder.add_pending(suggestion),
        }
    }
    Ok(builder.finish())
}

/// The contents of a task's `data`.
struct TaskData {
    builder: ArticleBuilder,
    status: Option<Status>,
    annotator: Option<String>,
}

/// Reads the `data` of a task. Keys that are not ours become metadata.
fn read_data(mut data: Extra, task_id: Option<Value>, name: &str, number: usize) -> Result<TaskData, String> {
    let has_text = data.get("text").is_some_and(Value::is_string);
    let first_string = || data.iter().find(|(_, value)| value.is_string()).map(|(key, _)| key.clone());
    let key = if has_text { Some("text".to_owned()) } else { first_string() };
    let text = key.and_then(|key| data.shift_remove(&key)).and_then(|text| text.as_str().map(str::to_owned));
    let text = text.filter(|text| !text.trim().is_empty()).ok_or("\"data\" contains no text; add \"text\"")?;
    let mut take_word = |key: &str| data.shift_remove(key).and_then(|value| value.as_str().map(str::to_owned));
    let (id, status, annotator) = (take_word("id"), take_word("status"), take_word("annotator"));
    let task_id = task_id.map_or_else(|| number.to_string(), |id| id.to_string());
    let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{}", task_id.trim_matches('"')));
    let mut builder = ArticleBuilder::new(id, text);
    if let Some(Value::Object(meta)) = data.shift_remove("meta") {
        *builder.meta() = meta;
    }
    builder.meta().extend(data);
    Ok(TaskData { builder, status: status.and_then(|status| status.parse().ok()), annotator })
}

/// The suggestions of the predictions with their states, by id, and the ids in the order of the file.
#[expect(clippy::type_complexity, reason = "it is used once")]
fn read_predictions(
    predictions: &[TaskResult],
    builder: &mut ArticleBuilder,
) -> Result<(HashMap<String, (Suggestion, Option<String>)>, Vec<String>), String> {
    let (mut suggestions, mut order) = (HashMap::new(), Vec::new());
    for prediction in predictions {
        let source = prediction.model_version.clone().unwrap_or_else(|| "labelstudio".to_owned());
        for (id, body, region) in read_regions(&prediction.result, builder)? {
            let suggestion = builder.new_suggestion(Some(&id), &source, region.score.or(prediction.score), body);
            let state = region.meta.get("verdict").and_then(|state| state.as_str().map(str::to_owned));
            order.push(id.clone());
            suggestions.insert(id, (suggestion, state));
        }
    }
    Ok((suggestions, order))
}

fn person_name(person: &Value) -> Option<String> {
    let name = person.get("email").or_else(|| person.get("username")).or_else(|| person.get("id")).unwrap_or(person);
    match name {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(format!("user {number}")),
        _ => None,
    }
}

/// The entities and quotes of a result, each with the region that it begins with.
fn read_regions<'a>(
    result: &'a [Region],
    builder: &mut ArticleBuilder,
) -> Result<Vec<(String, Body, &'a Region)>, String> {
    let (mut pieces, mut region_of_piece, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let kinds: HashMap<&str, QuoteKind> = result
        .iter()
        .filter(|region| region.kind == "choices")
        .filter_map(|region| Some((region.id.as_deref()?, region.value.choices.first()?.parse().ok()?)))
        .collect();
    for (at, region) in result.iter().enumerate() {
        match region.kind.as_str() {
            "relation" => {
                let label = region.labels.as_ref().and_then(|labels| labels.first()).cloned().unwrap_or_default();
                let (from, to) = (region.from_id.clone().unwrap_or_default(), region.to_id.clone().unwrap_or_default());
                links.push(Link { from, to, label });
            }
            "labels" | "hypertextlabels" => {
                let place = region.value.place();
                let place = place.ok_or_else(|| format!("result[{at}] has no start and end; add them"))?;
                let words = region.value.text.as_ref().and_then(Value::as_str);
                for label in &region.value.labels {
                    let span = builder
                        .span_with_words(place, label, words)
                        .map_err(|what| format!("result[{at}] ({label}): {what}; correct its offsets"))?;
                    let id = region.id.clone().unwrap_or_else(|| format!("region-{at}"));
                    let kind = kinds.get(id.as_str()).copied();
                    pieces.push(Piece { id, span, label: label.clone(), kind });
                    region_of_piece.push(region);
                }
            }
            "choices" if region.id.is_some() && region.value.place().is_some() => {}
            other => builder.lose(&format!("result[{at}] ({other})"), "it is not a labelled span; left out"),
        }
    }
    let items = assemble_items(&pieces, &links, ItemIds::Keep, builder).into_iter();
    Ok(items.filter_map(|(id, body, at)| Some((id, body, *region_of_piece.get(at)?))).collect())
}
