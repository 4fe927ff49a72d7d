//! `labelstudio`: a JSON list of Label Studio's tasks. Code points.
//!
//! What machines proposed is `predictions`, one for each source; what a person decided is an annotation, whose regions
//! say by `origin` how they came to be: `prediction` (accepted), `prediction-changed` (fixed), `manual` (added). The
//! parts of quotes are regions with relations; the kind of a quote is a choice on its region. The labelling interface
//! that goes with it is in the README.

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::gold::{Body, Extra, GoldItem, QuoteKind, Status, Suggestion, Verdict};
use crate::text::{Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, Link, Piece, assemble, doubtful};
use super::common::json_values::each_article;
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
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let Annotated { article, annotation } = one;
        let mut data = json!({"text": article.text.as_str(), "id": article.id, "status": annotation.status.name()});
        if let Some(data) = data.as_object_mut() {
            data.extend(annotation.annotator.iter().map(|name| ("annotator".to_owned(), json!(name))));
            data.extend((!article.meta.is_empty()).then(|| ("meta".to_owned(), json!(article.meta))));
        }
        let mut task = json!({"data": data, "predictions": predictions(one)});
        if annotation.status != Status::Suggested || !annotation.gold.is_empty() {
            let marks: Vec<&GoldItem> = one.gold_items().collect();
            let result = regions(&article.text, &Graph::of_marks(one), &|body| {
                marks.get(body).map_or_else(Map::new, |mark| mark_keys(one, mark))
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

/// What a region says of its mark.
fn mark_keys(one: &Annotated, mark: &GoldItem) -> Extra {
    let origin = match mark.verdict {
        Verdict::Accepted => "prediction",
        Verdict::Fixed => "prediction-changed",
        Verdict::Added => "manual",
    };
    let mut meta = one.beside(mark);
    if let Some(note) = meta.shift_remove("note") {
        meta.insert("text".to_owned(), json!([note]));
    }
    if let Some(suggestion) = &mark.suggestion {
        meta.insert("suggestion".to_owned(), json!(suggestion.id));
    }
    let mut keys = Extra::new();
    keys.insert("origin".to_owned(), json!(origin));
    if !meta.is_empty() {
        keys.insert("meta".to_owned(), json!(meta));
    }
    keys
}

/// A suggestion, and what became of it where the annotation does not tell.
type Proposed<'a> = (&'a Suggestion, Option<&'a str>);

/// All that machines proposed, by its source.
fn predictions(one: &Annotated) -> Vec<Value> {
    let mut sources: BTreeMap<&str, Vec<Proposed<'_>>> = BTreeMap::new();
    let decided = one.gold_items().filter_map(|mark| Some((mark.suggestion.as_ref()?, None)));
    let pending = one.pending().map(|it| (it, Some("pending")));
    let rejected = one.rejected().map(|it| (&it.suggestion, Some("rejected")));
    for proposed in decided.chain(pending).chain(rejected) {
        sources.entry(&proposed.0.source).or_default().push(proposed);
    }
    let prediction = |(source, proposed): (&str, Vec<Proposed<'_>>)| {
        let graph = Graph::of(proposed.iter().map(|(it, _)| (it.id.as_str(), &it.body)));
        let result = regions(&one.article.text, &graph, &|body| {
            let Some((suggestion, state)) = proposed.get(body) else { return Map::new() };
            let mut keys = Map::new();
            keys.extend(suggestion.score.map(|score| ("score".to_owned(), json!(score))));
            keys.extend(state.map(|state| ("meta".to_owned(), json!({"verdict": state}))));
            keys
        });
        let scores: Vec<f64> = proposed.iter().filter_map(|(it, _)| it.score).collect();
        let mut prediction = json!({"model_version": source, "result": result});
        if !scores.is_empty() {
            let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
            prediction["score"] = json!(scores.iter().sum::<f64>() / f64::from(count));
        }
        prediction
    };
    sources.into_iter().map(prediction).collect()
}

fn regions(text: &Text, graph: &Graph<'_>, more: &dyn Fn(usize) -> Extra) -> Vec<Value> {
    let mut result = Vec::new();
    for node in &graph.nodes {
        let range = text.code_points(node.span);
        let value = |key: &str, said: &str| json!({"start": range.start, "end": range.end, "text": text.slice(node.span), key: [said]});
        let region = |from: &str, kind: &str, value: Value| json!({"id": node.id, "from_name": from, "to_name": "text", "type": kind, "value": value});
        let mut labels = region("label", "labels", value("labels", node.label));
        if let Some(labels) = labels.as_object_mut() {
            labels.extend(more(node.body));
        }
        result.push(labels);
        result.extend(node.kind.map(|kind| region("kind", "choices", value("choices", kind.name()))));
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
    annotations: Vec<Said>,
    #[serde(default)]
    predictions: Vec<Said>,
}

/// An annotation or a prediction.
#[derive(Deserialize)]
struct Said {
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
    global: Option<Global>,
}

#[derive(Deserialize)]
struct Global {
    start: usize,
    end: usize,
}

/// Reads tasks.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_article(source, each, "task", &mut article)
}

fn article(task: Task, name: &str, number: usize) -> Result<Imported, String> {
    let mut data = task.data;
    let key = if data.get("text").is_some_and(Value::is_string) { Some("text".to_owned()) } else { None };
    let key = key.or_else(|| data.iter().find(|(_, value)| value.is_string()).map(|(key, _)| key.clone()));
    let text = key.and_then(|key| data.shift_remove(&key)).and_then(|text| text.as_str().map(str::to_owned));
    let text = text.filter(|text| !text.trim().is_empty()).ok_or("\"data\" holds no text; add \"text\"")?;
    let mut word = |key: &str| data.shift_remove(key).and_then(|value| value.as_str().map(str::to_owned));
    let (id, status, annotator) = (word("id"), word("status"), word("annotator"));
    let given = task.id.map_or_else(|| number.to_string(), |id| id.to_string());
    let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{}", given.trim_matches('"')));
    let mut build = ArticleBuilder::new(id, text);
    if let Some(Value::Object(meta)) = data.shift_remove("meta") {
        *build.meta() = meta;
    }
    build.meta().extend(data);

    let said = task
        .annotations
        .iter()
        .position(|it| !it.was_cancelled)
        .or_else(|| (!task.annotations.is_empty()).then_some(0));
    let said = said.and_then(|at| task.annotations.get(at));
    if task.annotations.len() > 1 {
        build.lose_all(
            &format!("{} annotations", task.annotations.len()),
            "only the first that is not skipped is taken",
        );
    }
    let found = match said {
        None => Status::Suggested,
        Some(said) if said.was_cancelled => Status::Skipped,
        Some(_) => Status::Done,
    };
    build.annotation().status = status.and_then(|status| status.parse().ok()).unwrap_or(found);
    build.annotation().annotator = annotator.or_else(|| said.and_then(|said| person(said.completed_by.as_ref()?)));

    let mut proposed: HashMap<String, (Suggestion, Option<String>)> = HashMap::new();
    let mut order = Vec::new();
    for prediction in &task.predictions {
        let source = prediction.model_version.clone().unwrap_or_else(|| "labelstudio".to_owned());
        for (id, body, region) in bodies(&prediction.result, &mut build)? {
            let score = region.score.or(prediction.score);
            let suggestion = build.suggestion(Some(&id), &source, score, body);
            let state = region.meta.get("verdict").and_then(|state| state.as_str().map(str::to_owned));
            order.push(id.clone());
            proposed.insert(id, (suggestion, state));
        }
    }
    let mut taken = Vec::new();
    for (id, body, region) in said.map(|said| bodies(&said.result, &mut build)).transpose()?.unwrap_or_default() {
        let mut meta = region.meta.clone();
        let of = meta.shift_remove("suggestion").and_then(|of| of.as_str().map(str::to_owned));
        let of = of.or_else(|| proposed.contains_key(&id).then(|| id.clone()));
        if let Some(note) = meta.shift_remove("text") {
            let note = note.as_array().and_then(|notes| notes.first()).cloned().unwrap_or(note);
            meta.insert("note".to_owned(), note);
        }
        let suggestion = of.as_ref().and_then(|of| proposed.get(of)).map(|(suggestion, _)| suggestion.clone());
        taken.extend(of);
        build.decided(Some(&id), body, suggestion, meta);
    }
    let done = build.annotation().status.is_over();
    for id in order.iter().filter(|id| !taken.contains(id)) {
        let Some((suggestion, state)) = proposed.remove(id) else { continue };
        match state.as_deref() {
            // What stands in no annotation of a finished task was seen and left out.
            None if done => build.rejected(suggestion),
            Some("rejected") => build.rejected(suggestion),
            _ => build.pending(suggestion),
        }
    }
    Ok(build.done())
}

fn person(by: &Value) -> Option<String> {
    let name = by.get("email").or_else(|| by.get("username")).or_else(|| by.get("id")).unwrap_or(by);
    match name {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(format!("user {number}")),
        _ => None,
    }
}

/// The entities and quotes of a result, each with the region that it begins with.
fn bodies<'a>(result: &'a [Region], build: &mut ArticleBuilder) -> Result<Vec<(String, Body, &'a Region)>, String> {
    let (mut pieces, mut of, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let kinds: HashMap<&str, QuoteKind> = result
        .iter()
        .filter(|region| region.kind == "choices")
        .filter_map(|region| Some((region.id.as_deref()?, region.value.choices.first()?.parse().ok()?)))
        .collect();
    for (at, region) in result.iter().enumerate() {
        let number =
            |value: &Option<Value>| value.as_ref().and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        let global = region.value.global.as_ref().map(|global| (global.start, global.end));
        let place = global.or_else(|| Some((number(&region.value.start)?, number(&region.value.end)?)));
        match region.kind.as_str() {
            "relation" => {
                let end = |id: &Option<String>| id.clone().unwrap_or_default();
                let label = region.labels.as_ref().and_then(|labels| labels.first()).cloned().unwrap_or_default();
                links.push(Link { from: end(&region.from_id), to: end(&region.to_id), label });
            }
            "labels" | "hypertextlabels" => {
                let (start, end) = place.ok_or_else(|| format!("result[{at}] has no start and end; add them"))?;
                for label in &region.value.labels {
                    let wrong = |what: String| format!("result[{at}] ({label}): {what}; mend its offsets");
                    let span =
                        build.span(start, end, Unit::CodePoints, label).map_err(|error| wrong(error.to_string()))?;
                    let words = region.value.text.as_ref().and_then(Value::as_str);
                    let exact = build.text().code_points(span) == (start..end);
                    if let Some(words) = words.filter(|words| exact && *words != build.text().slice(span)) {
                        return Err(wrong(format!("the text there is not {words:?} (offsets are code points)")));
                    }
                    let id = region.id.clone().unwrap_or_else(|| format!("region-{at}"));
                    let kind = kinds.get(id.as_str()).copied();
                    pieces.push(Piece { id, span, label: label.clone(), kind });
                    of.push(region);
                }
            }
            "choices" if region.id.is_some() && place.is_some() => {}
            other => build.lose_all(&format!("result[{at}] ({other})"), "it is no labelled span; left out"),
        }
    }
    let found = assemble(&pieces, &links, true, build);
    Ok(found.into_iter().filter_map(|(id, body, at)| Some((id, body, *of.get(at)?))).collect())
}
