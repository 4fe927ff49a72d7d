//! Reads the tasks of Label Studio: its JSON with annotations and predictions, older exports with `completions`, and
//! JSON-MIN. Each annotation of a task is an article, because each is the work of one person.

use std::collections::HashMap;
use std::io;

use serde_json::{Value, json};

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::json_fields::safe_keys;
use crate::formats::common::json_fields::{Fields, words_of};
use crate::formats::common::json_input::each_json_article;
use crate::formats::import::{EachArticle, Imported, Source};
use crate::gold::{Extra, Status, Suggestion};
use crate::text::Unit;

use super::regions::{Region, RegionItem, RegionText, read_regions};
use super::text::{Evidence, divide_texts, lift_texts, read_dialogue, without_tags};

/// So many spans are compared with the texts of a task.
const MOST_EVIDENCE: usize = 100;

/// An annotation or a prediction.
#[derive(Default)]
struct TaskResult {
    regions: Vec<Region>,
    model_version: Option<String>,
    score: Option<f64>,
    was_cancelled: bool,
    completed_by: Option<Value>,
    /// The keys that were not read.
    rest: Extra,
}

impl TaskResult {
    fn read(value: Value) -> Result<Self, String> {
        let mut keys = Fields::of(value).ok_or("an annotation is no object; correct it")?;
        let result = keys.take_list(&["result"]).unwrap_or_default();
        let regions = result.into_iter().map(|region| Region::read(region).ok_or("a region is no object; correct it"));
        Ok(Self {
            regions: regions.collect::<Result<_, _>>()?,
            model_version: keys.take_text(&["model_version"]),
            score: keys.take(&["score"]).and_then(|score| score.as_f64()),
            was_cancelled: keys.take(&["was_cancelled", "skipped"]).is_some_and(|it| it == Value::Bool(true)),
            completed_by: keys.take(&["completed_by", "created_username"]),
            rest: keys.rest(),
        })
    }
}

/// A task, before its text is chosen.
struct Task {
    id: Option<Value>,
    data: Extra,
    annotations: Vec<TaskResult>,
    predictions: Vec<TaskResult>,
    /// The drafts that hold regions.
    drafts: usize,
    /// The keys that were not read.
    rest: Extra,
}

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    each_json_article(source, each, &mut |value, name, number| {
        let mut keys = Fields::of(value).ok_or("is not a task; a task is an object with \"data\"")?;
        if let Some(tasks) = keys.take_list(&["tasks", "results"]) {
            let mut articles = Vec::new();
            for (at, task) in tasks.into_iter().enumerate() {
                let keys = Fields::of(task).ok_or("is not a list of tasks; correct it")?;
                articles.extend(read_task(Task::read(keys)?, name, number + at, unit)?);
            }
            return Ok(articles);
        }
        read_task(Task::read(keys)?, name, number, unit)
    })
}

impl Task {
    fn read(mut keys: Fields) -> Result<Self, String> {
        let id = keys.take(&["id"]);
        let results = |list: Option<Vec<Value>>| -> Result<Vec<TaskResult>, String> {
            list.unwrap_or_default().into_iter().map(TaskResult::read).collect()
        };
        let Some(data) = keys.take_if(&["data"], Value::is_object).and_then(Fields::of) else {
            return Self::of_min(id, keys);
        };
        let annotations = results(keys.take_list(&["annotations", "completions"]))?;
        let predictions = results(keys.take_list(&["predictions"]))?;
        let has_regions =
            |draft: &Value| draft.get("result").and_then(Value::as_array).is_some_and(|it| !it.is_empty());
        let drafts = keys.take_list(&["drafts"]).unwrap_or_default().iter().filter(|it| has_regions(it)).count();
        Ok(Self { id, data: data.0, annotations, predictions, drafts, rest: keys.rest() })
    }

    /// A task of JSON-MIN: the data and the values of one annotation in one object.
    fn of_min(id: Option<Value>, mut keys: Fields) -> Result<Self, String> {
        let completed_by = keys.take(&["annotator", "completed_by"]);
        let mut regions = Vec::new();
        let are_regions = |value: &Value| {
            value
                .as_array()
                .is_some_and(|list| !list.is_empty() && list.iter().all(|it| Region::of_value(it).is_some()))
        };
        let names: Vec<String> =
            keys.0.iter().filter(|(_, value)| are_regions(value)).map(|(key, _)| key.clone()).collect();
        for name in &names {
            let list = keys.take_list(&[name]).unwrap_or_default();
            regions.extend(list.iter().filter_map(Region::of_value));
        }
        let is_min = !names.is_empty() || keys.has(&["annotation_id", "lead_time", "created_at"]);
        if !is_min {
            return Err("is not a task of Label Studio; a task is an object with \"data\"".to_owned());
        }
        let mut rest = Extra::new();
        for key in ["annotation_id", "created_at", "updated_at", "lead_time"] {
            rest.extend(keys.take(&[key]).map(|value| (key.to_owned(), value)));
        }
        let annotations = vec![TaskResult { regions, completed_by, rest, ..TaskResult::default() }];
        Ok(Self { id, data: keys.rest(), annotations, predictions: Vec::new(), drafts: 0, rest: Extra::new() })
    }
}

/// The articles of a task: one for each annotation, or one with the predictions.
fn read_task(task: Task, name: &str, number: usize, unit: Unit) -> Result<Vec<Result<Imported, String>>, String> {
    let given: Vec<&TaskResult> = task.annotations.iter().filter(|it| !it.was_cancelled).collect();
    let skipped = task.annotations.len() - given.len();
    let skipped_regions = task.annotations.iter().filter(|it| it.was_cancelled && !it.regions.is_empty()).count();
    let annotations: Vec<Option<&TaskResult>> = match given.as_slice() {
        [] => vec![task.annotations.first()],
        given => given.iter().map(|annotation| Some(*annotation)).collect(),
    };
    let mut articles = Vec::new();
    for (at, annotation) in annotations.into_iter().enumerate() {
        let mut data = read_data(&task, name, number, unit)?;
        if at == 0 && skipped > 0 && !given.is_empty() {
            let what = format!("{skipped} skipped annotations");
            match skipped_regions {
                0 => data.builder.note(&what, "others annotated the task"),
                _ => data.builder.lose(&what, "others annotated the task; their regions are left out"),
            }
        }
        if at == 0 && task.drafts > 0 {
            data.builder.lose(&format!("{} drafts", task.drafts), "they were not submitted; left out");
        }
        articles.push(Ok(read_annotation(&task, annotation, data)));
    }
    Ok(articles)
}

fn read_annotation(task: &Task, annotation: Option<&TaskResult>, data: TaskData) -> Imported {
    let TaskData { mut builder, status, annotator, text } = data;
    let implied_status = match annotation {
        None => Status::Suggested,
        Some(annotation) if annotation.was_cancelled => Status::Skipped,
        Some(_) => Status::Done,
    };
    let status = status.unwrap_or(implied_status);
    builder.annotation().status = status;
    let completed_by = || annotation.and_then(|annotation| person_name(annotation.completed_by.as_ref()?));
    builder.annotation().annotator = annotator.or_else(completed_by);
    keep_rest(task, annotation, &mut builder);

    let (mut suggestions, order) = read_predictions(&task.predictions, &text, &mut builder);
    builder.drop_relations("of predictions");
    let mut decided = Vec::new();
    let regions = annotation.map(|annotation| annotation.regions.as_slice()).unwrap_or_default();
    for RegionItem { id, body, mut meta, .. } in read_regions(regions, &text, &mut builder) {
        let suggestion_id = meta.shift_remove("suggestion").and_then(|id| id.as_str().map(str::to_owned));
        let suggestion_id = suggestion_id.or_else(|| suggestions.contains_key(&id).then(|| id.clone()));
        if let Some(note) = meta.shift_remove("text") {
            let words = note.as_array().map(|notes| notes.iter().map(Value::as_str).collect::<Option<Vec<&str>>>());
            match words {
                Some(Some(words)) => {
                    // A field of the form may be called "note", too.
                    let said = meta.shift_remove("note").as_ref().map(answers_of).unwrap_or_default();
                    let all: Vec<&str> = said.iter().map(String::as_str).chain(words).collect();
                    meta.insert("note".to_owned(), all.join(" / ").into());
                }
                Some(None) => drop(meta.insert("original_text".to_owned(), note)),
                None => drop(meta.insert("note".to_owned(), note)),
            }
        }
        let suggestion = suggestion_id.as_ref().and_then(|id| suggestions.get(id));
        let suggestion = suggestion.map(|(suggestion, _)| suggestion.clone());
        decided.extend(suggestion_id);
        builder.add_decided_item(Some(&id), body, suggestion, safe_keys(&meta));
    }
    if status == Status::Done && !regions.is_empty() && builder.annotation().gold.is_empty() {
        // Only answers about the whole text: no span was looked for.
        builder.annotation().status = Status::Suggested;
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
    builder.finish()
}

/// Keeps the other keys of the task and of the annotation as metadata: the times, the numbers, who reviewed it.
fn keep_rest(task: &Task, annotation: Option<&TaskResult>, builder: &mut ArticleBuilder) {
    let mut kept = Extra::new();
    if !task.rest.is_empty() {
        kept.insert("task".to_owned(), json!(task.rest));
    }
    let of_predictions: Vec<&Extra> = task.predictions.iter().map(|it| &it.rest).filter(|it| !it.is_empty()).collect();
    if !of_predictions.is_empty() {
        kept.insert("predictions".to_owned(), json!(of_predictions));
    }
    let of_annotation = annotation.map(|annotation| {
        annotation.rest.iter().filter(|(key, value)| *key != "ground_truth" || **value == Value::Bool(true))
    });
    let of_annotation: Extra =
        of_annotation.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
    if !of_annotation.is_empty() {
        kept.insert("annotation".to_owned(), json!(of_annotation));
    }
    if !kept.is_empty() {
        builder.meta().insert("labelstudio".to_owned(), json!(kept));
    }
}

/// The contents of a task's `data`.
struct TaskData {
    builder: ArticleBuilder,
    status: Option<Status>,
    annotator: Option<String>,
    text: RegionText,
}

/// Reads the `data` of a task. Keys that are not ours become metadata.
fn read_data(task: &Task, name: &str, number: usize, unit: Unit) -> Result<TaskData, String> {
    let mut data = task.data.clone();
    let regions = || task.annotations.iter().chain(&task.predictions).flat_map(|result| &result.regions);
    // A task may have thousands of spans; some are enough to tell its text.
    let evidence: Vec<Evidence<'_>> = regions().filter_map(Region::evidence).take(MOST_EVIDENCE).collect();
    let dialogue = read_dialogue(&data).filter(|_| {
        regions().any(|region| region.is_of("paragraphlabels")) || { !data.values().any(Value::is_string) }
    });
    let mut others = Vec::new();
    let (text, turns, note) = match dialogue {
        Some((text, turns)) => (text, turns, Some(("the dialogue", "its turns are the lines of the text".to_owned()))),
        None => {
            lift_texts(&mut data);
            let (key, other_names) = divide_texts(&data, &evidence)?;
            others = other_names;
            let text = data.shift_remove(&key).and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
            let texts = data.values().filter(|value| value.as_str().is_some_and(|it| it.trim().contains(' '))).count();
            let is_html = regions().any(|region| region.is_of("hypertextlabels")) && text.contains("</");
            let note = (key != "text" && texts > 0).then(|| ("data", format!("the text is that of {key:?}")));
            let html = is_html.then(|| ("HTML", "the text is what a browser shows, without tags".to_owned()));
            (if is_html { without_tags(&text) } else { text }, Vec::new(), html.or(note))
        }
    };
    if text.trim().is_empty() {
        return Err("\"data\" contains no text; add \"text\"".to_owned());
    }
    let mut take_word = |key: &str| data.shift_remove(key).as_ref().and_then(words_of);
    let (id, status, annotator) = (take_word("id"), take_word("status"), take_word("annotator"));
    let is_status = |word: &String| word.parse::<Status>().is_ok();
    if let Some(status) = status.as_ref().filter(|word| !is_status(word)) {
        data.insert("status".to_owned(), json!(status));
    }
    let task_id = task.id.as_ref().map_or_else(|| number.to_string(), ToString::to_string);
    let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{}", task_id.trim_matches('"')));
    let mut builder = ArticleBuilder::new(id, text);
    if let Some((what, why)) = note {
        builder.note(what, &why);
    }
    if let Some(Value::Object(meta)) = data.shift_remove("meta") {
        *builder.meta() = meta.into();
    }
    builder.meta().extend(data);
    let status = status.and_then(|status| status.parse().ok());
    Ok(TaskData { builder, status, annotator, text: RegionText { unit, turns, others } })
}

/// Suggestions with their states, by id.
type Predicted = HashMap<String, (Suggestion, Option<String>)>;

/// The suggestions of the predictions, and their ids in the order of the file.
fn read_predictions(
    predictions: &[TaskResult],
    text: &RegionText,
    builder: &mut ArticleBuilder,
) -> (Predicted, Vec<String>) {
    let (mut suggestions, mut order) = (HashMap::new(), Vec::new());
    for prediction in predictions {
        let source = prediction.model_version.clone().unwrap_or_else(|| "labelstudio".to_owned());
        for RegionItem { id, body, score, mut meta } in read_regions(&prediction.regions, text, builder) {
            let suggestion = builder.new_suggestion(Some(&id), &source, score.or(prediction.score), body);
            let state = meta.shift_remove("verdict").and_then(|state| state.as_str().map(str::to_owned));
            let suggestion = Suggestion { extra: safe_keys(&meta), ..suggestion };
            let id = suggestion.id.clone();
            order.push(id.clone());
            suggestions.insert(id, (suggestion, state));
        }
    }
    (suggestions, order)
}

/// The words of an answer, which is one or a list.
fn answers_of(answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(list) => list.iter().flat_map(answers_of).collect(),
        Value::Null => Vec::new(),
        one => vec![words_of(one).unwrap_or_else(|| one.to_string())],
    }
}

fn person_name(person: &Value) -> Option<String> {
    let name = person.get("email").or_else(|| person.get("username")).or_else(|| person.get("id")).unwrap_or(person);
    match name {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(format!("user {number}")),
        _ => None,
    }
}
