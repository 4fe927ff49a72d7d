//! `labelstudio`: a JSON list of Label Studio's tasks. Code points.
//!
//! All suggestions are `predictions`, one for each source. The verdicts are an annotation; `origin` says how each of its
//! regions came to be: `prediction` (accepted), `prediction-changed` (fixed), `manual` (added). The parts of quotes are
//! regions with relations; the kind of a quote is a choice on its region. The labelling interface that goes with it is
//! `assets/labelstudio.xml`.

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::gold::{Body, Extra, GoldItem, QuoteKind, Status, Suggestion, Verdict};
use crate::text::Text;

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, ItemIds, Link, Piece, assemble_items, report_ambiguous_items};
use super::common::json_values::each_record;
use super::export::{Export, Framing, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;

/// The format `labelstudio`.
pub(super) static FORMAT: Format = Format {
    name: "labelstudio",
    description: "tasks of Label Studio: predictions, annotations, relations",
    unit: "code points",
    carries: "entities, quotes, all suggestions as predictions, `origin`",
    omits: "–",
    shape: Shape::Stream("json"),
    extensions: &["json"],
    negatives: true,
    export: |_| Box::new(LabelStudio),
    import,
};

struct LabelStudio;

impl Export for LabelStudio {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let Annotated { article, annotation } = annotated;
        let mut data = json!({"text": article.text.as_str(), "id": article.id, "status": annotation.status.name()});
        if let Some(name) = &annotation.annotator {
            data["annotator"] = json!(name);
        }
        if !article.meta.is_empty() {
            data["meta"] = json!(article.meta);
        }
        let mut task = json!({"data": data, "predictions": predictions(annotated)});
        if annotation.status != Status::Suggested || !annotation.gold.is_empty() {
            let items: Vec<&GoldItem> = annotated.gold_items().collect();
            let result = regions(&article.text, &Graph::of_gold(annotated), &|item| {
                items.get(item).map_or_else(Map::new, |item| verdict_keys(annotated, item))
            });
            let skipped = annotation.status == Status::Skipped;
            task["annotations"] = json!([{"was_cancelled": skipped, "ground_truth": false, "result": result}]);
        }
        sink.append(task.to_string().as_bytes())
    }

    fn framing(&self) -> Framing {
        Framing { open: "[\n", between: ",\n", close: "\n]\n" }
    }
}

/// The keys of a region that hold the verdict, the note and the decided suggestion of its gold item.
fn verdict_keys(annotated: &Annotated, item: &GoldItem) -> Extra {
    let origin = match item.verdict {
        Verdict::Accepted => "prediction",
        Verdict::Fixed => "prediction-changed",
        Verdict::Added => "manual",
    };
    let mut meta = annotated.extra_keys(item);
    if let Some(note) = meta.shift_remove("note") {
        meta.insert("text".to_owned(), json!([note]));
    }
    if let Some(suggestion) = &item.suggestion {
        meta.insert("suggestion".to_owned(), json!(suggestion.id));
    }
    let mut keys = Extra::new();
    keys.insert("origin".to_owned(), json!(origin));
    if !meta.is_empty() {
        keys.insert("meta".to_owned(), json!(meta));
    }
    keys
}

/// A suggestion, and its state where no gold item tells it: pending or rejected.
type StatedSuggestion<'a> = (&'a Suggestion, Option<&'a str>);

/// All suggestions, as one prediction for each source.
fn predictions(annotated: &Annotated) -> Vec<Value> {
    let mut sources: BTreeMap<&str, Vec<StatedSuggestion<'_>>> = BTreeMap::new();
    let decided = annotated.gold_items().filter_map(|item| Some((item.suggestion.as_ref()?, None)));
    let pending = annotated.pending().map(|suggestion| (suggestion, Some("pending")));
    let rejected = annotated.rejected().map(|rejected| (&rejected.suggestion, Some("rejected")));
    for stated in decided.chain(pending).chain(rejected) {
        sources.entry(&stated.0.source).or_default().push(stated);
    }
    let prediction = |(source, suggestions): (&str, Vec<StatedSuggestion<'_>>)| {
        let graph = Graph::of(suggestions.iter().map(|(suggestion, _)| (suggestion.id.as_str(), &suggestion.body)));
        let result = regions(&annotated.article.text, &graph, &|item| {
            let Some((suggestion, state)) = suggestions.get(item) else { return Map::new() };
            let mut keys = Map::new();
            keys.extend(suggestion.score.map(|score| ("score".to_owned(), json!(score))));
            keys.extend(state.map(|state| ("meta".to_owned(), json!({"verdict": state}))));
            keys
        });
        let scores: Vec<f64> = suggestions.iter().filter_map(|(suggestion, _)| suggestion.score).collect();
        let mut prediction = json!({"model_version": source, "result": result});
        if !scores.is_empty() {
            let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
            prediction["score"] = json!(scores.iter().sum::<f64>() / f64::from(count));
        }
        prediction
    };
    sources.into_iter().map(prediction).collect()
}

/// The regions and relations of a graph. `more` gives further keys for an item, by its number.
fn regions(text: &Text, graph: &Graph<'_>, more: &dyn Fn(usize) -> Extra) -> Vec<Value> {
    let mut result = Vec::new();
    for node in &graph.nodes {
        let range = text.code_points(node.span);
        let region = |from: &str, kind: &str, key: &str, value: &str| {
            let value = json!({"start": range.start, "end": range.end, "text": text.slice(node.span), key: [value]});
            json!({"id": node.id, "from_name": from, "to_name": "text", "type": kind, "value": value})
        };
        let mut labels = region("label", "labels", "labels", node.label);
        if let Some(labels) = labels.as_object_mut() {
            labels.extend(more(node.item));
        }
        result.push(labels);
        result.extend(node.kind.map(|kind| region("kind", "choices", "choices", kind.name())));
    }
    let id = |at: usize| graph.nodes.get(at).map(|node| node.id.as_str());
    result.extend(graph.edges.iter().map(|edge| {
        json!({"type": "relation", "from_id": id(edge.from), "to_id": id(edge.to), "direction": "right", "labels": [edge.label]})
    }));
    result
}

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

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
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
