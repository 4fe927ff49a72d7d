//! Reads the tasks of Prodigy.

use std::collections::HashSet;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::formats::common::article_builder::{ArticleBuilder, is_empty_value};
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::json_fields::safe_keys;
use crate::formats::common::json_input::each_json_article;
use crate::formats::common::offset_repair::SpanClaim;
use crate::formats::common::raw_spans::holds_places;
use crate::formats::import::{EachArticle, Source};
use crate::gold::json::ItemRecord;
use crate::gold::{Body, Extra, Status, Suggestion, Verdict};
use crate::text::Unit;

#[derive(Deserialize)]
struct Task {
    text: Option<String>,
    id: Option<Value>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    spans: Vec<TaskSpan>,
    #[serde(default)]
    relations: Vec<TaskRelation>,
    answer: Option<String>,
    #[serde(rename = "_input_hash")]
    input_hash: Option<i64>,
    #[serde(rename = "_annotator_id")]
    annotator: Option<String>,
    #[serde(rename = "_session_id")]
    session: Option<String>,
    #[serde(flatten)]
    rest: Extra,
}

impl Task {
    /// The person or the session that answered.
    fn annotator(&self) -> Option<&String> {
        self.annotator.as_ref().or(self.session.as_ref())
    }
}

/// The keys that repeat the text or the task, or say how Prodigy showed it.
const OWN_KEYS: [&str; 7] =
    ["tokens", "_task_hash", "_view_id", "_is_binary", "_timestamp", "_annotator_id", "_session_id"];

#[derive(Deserialize, Serialize)]
struct TaskSpan {
    #[serde(default)]
    id: Option<String>,
    start: usize,
    end: usize,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    score: Option<f64>,
    #[serde(default)]
    verdict: Option<String>,
    #[serde(default)]
    suggestion: Option<Value>,
    #[serde(flatten)]
    extra: Extra,
}

impl TaskSpan {
    /// The keys that are not read, without the numbers of tokens.
    fn kept_keys(&self) -> Extra {
        let is_extra = |key: &str| !matches!(key, "token_start" | "token_end");
        self.extra.clone().into_iter().filter(|(key, _)| is_extra(key)).collect()
    }

    /// The id, else a name made of place and label: two spans with one place and label are the same.
    fn name(&self) -> String {
        let label = self.label.as_deref().unwrap_or_default();
        self.id.clone().unwrap_or_else(|| format!("{}-{}-{label}", self.start, self.end))
    }
}

#[derive(Deserialize)]
struct TaskRelation {
    head: Option<u64>,
    child: Option<u64>,
    head_span: Option<TaskSpan>,
    child_span: Option<TaskSpan>,
    label: Option<String>,
    #[serde(flatten)]
    rest: Extra,
}

impl TaskRelation {
    /// The name of an end: its span, else the span that has the token.
    fn end(span: Option<&TaskSpan>, token: Option<u64>, spans: &[TaskSpan]) -> String {
        let number = |span: &TaskSpan, key: &str| span.extra.get(key).and_then(Value::as_u64);
        let has = |span: &&TaskSpan, token: u64| {
            number(span, "token_start").is_some_and(|start| start <= token)
                && number(span, "token_end").is_some_and(|end| token <= end)
        };
        let of_token = || token.and_then(|token| spans.iter().find(|span| has(span, token)));
        span.or_else(of_token).map_or_else(String::new, TaskSpan::name)
    }
}

/// An article that the next task may continue.
struct OpenArticle {
    key: String,
    annotator: Option<String>,
    builder: ArticleBuilder,
}

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let mut open: Option<OpenArticle> = None;
    each_json_article(source, each, &mut |value, name, number| {
        let task: Task =
            serde_json::from_value(value).map_err(|error| format!("is not a task: {error}; correct it"))?;
        let finished = continue_or_open(&mut open, &task, name, number)?;
        if let Some(current) = &mut open
            && let Err(what) = add_task(task, &mut current.builder, unit)
        {
            open = None;
            return Ok(finished.into_iter().map(|builder| Ok(builder.finish())).chain([Err(what)]).collect());
        }
        Ok(finished.into_iter().map(|builder| Ok(builder.finish())).collect())
    })?;
    open.map_or(Ok(()), |last| each(Ok(last.builder.finish())))
}

/// Keeps the open article if the task belongs to it: the same text, answered by the same person. Else opens another one and
/// gives the one before.
fn continue_or_open(
    open: &mut Option<OpenArticle>,
    task: &Task,
    name: &str,
    number: usize,
) -> Result<Option<ArticleBuilder>, String> {
    let id = task.id.as_ref().map(|id| id.as_str().map_or_else(|| format!("{name}-{id}"), str::to_owned));
    let hash = task.input_hash.map(|hash| hash.to_string());
    let key = id.clone().or(hash).unwrap_or_else(|| number.to_string());
    let annotator = task.annotator().cloned();
    let continues = |open: &OpenArticle| {
        open.key == key && open.annotator == annotator && task.text.as_deref() == Some(open.builder.text().as_str())
    };
    if open.as_ref().is_some_and(continues) {
        return Ok(None);
    }
    if task.text.is_none() && ["html", "image", "audio", "video"].iter().any(|key| task.rest.contains_key(*key)) {
        return Err("is a task about HTML, an image or sound, without a \"text\"; only texts can be read".to_owned());
    }
    let fallback_id = format!("{name}-{number}");
    let mut builder = ArticleBuilder::of_record(id, fallback_id, task.text.clone())?;
    builder.meta().clone_from(&task.meta);
    let rest = task.rest.iter().filter(|(key, value)| !OWN_KEYS.contains(&key.as_str()) && !is_empty_value(value));
    builder.meta().extend(rest.map(|(key, value)| (key.clone(), value.clone())));
    builder.annotation().status = Status::InProgress;
    builder.annotation().annotator.clone_from(&annotator);
    Ok(open.replace(OpenArticle { key, annotator, builder }).map(|last| last.builder))
}

/// Adds the spans of a task to its article.
fn add_task(task: Task, builder: &mut ArticleBuilder, unit: Unit) -> Result<(), String> {
    let answer = task.answer.as_deref();
    match answer {
        Some("accept") => builder.annotation().status = Status::Done,
        Some("ignore") => builder.annotation().status = Status::Skipped,
        Some("reject") | None => {}
        Some(other) => return Err(format!("answer {other:?} is none of accept, reject, ignore; correct it")),
    }
    if answer.is_none() && task.spans.iter().all(|span| span.verdict.is_none()) {
        builder.annotation().status = Status::Suggested;
    }
    report_other_spans(&task, builder);
    // The number of the span of each piece.
    let (mut pieces, mut numbers) = (Vec::new(), Vec::new());
    for (number, span) in task.spans.iter().enumerate() {
        let label = span.label.as_deref().filter(|label| !label.is_empty());
        let Some(label) = label else {
            let what = format!("spans[{number}] at {}..{}", span.start, span.end);
            builder.refuse(&what, "it has no label; left out");
            continue;
        };
        let claim = SpanClaim { start: span.start, end: span.end, unit, words: span.text.as_deref() };
        let Some(place) = builder.find_span(claim, label, None) else { continue };
        numbers.push(number);
        let kind = builder.quote_kind(span.kind.as_deref());
        if let Some(Err(why)) = span.verdict.as_deref().map(str::parse::<Verdict>) {
            builder.lose("a verdict", &format!("{why}; left out"));
        }
        pieces.push(Piece { id: span.name(), span: place, label: label.to_owned(), kind });
    }
    let links = task.relations.iter().map(|relation| Link {
        from: TaskRelation::end(relation.head_span.as_ref(), relation.head, &task.spans),
        to: TaskRelation::end(relation.child_span.as_ref(), relation.child, &task.spans),
        label: relation.label.clone().unwrap_or_default(),
    });
    let links: Vec<Link> = links.collect();
    for mut relation in task.relations.iter().map(|relation| relation.rest.clone()) {
        relation.retain(|key, _| !matches!(key.as_str(), "color" | "id"));
        builder.report_rest("relation", &relation);
    }
    let all_have_ids = task.spans.iter().all(|span| span.id.is_some());
    let ids = if all_have_ids { ItemIds::Keep } else { ItemIds::Number };
    let keys: Vec<Extra> = task.spans.iter().map(TaskSpan::kept_keys).collect();
    let mut taken = HashSet::new();
    for (id, body, at) in assemble_items(&pieces, &links, ids, builder) {
        let Some((at, span)) = numbers.get(at).and_then(|at| Some((*at, task.spans.get(*at)?))) else { continue };
        taken.insert(at);
        if answer != Some("reject") && (span.verdict.is_some() || answer == Some("accept")) {
            let suggestion = decided_suggestion(span, builder, &body)?;
            builder.add_decided_item(Some(&id), body, suggestion, span.kept_keys());
            continue;
        }
        let source = span.source.as_deref().unwrap_or("prodigy");
        let suggestion = builder.new_suggestion(Some(id.as_str()).filter(|_| all_have_ids), source, span.score, body);
        let suggestion = Suggestion { extra: safe_keys(&span.kept_keys()), ..suggestion };
        if answer == Some("reject") {
            builder.add_rejected(suggestion);
        } else {
            builder.add_pending(suggestion);
        }
    }
    builder.report_left_keys(&keys, &taken);
    Ok(())
}

/// Reports keys that hold spans and are not read, such as `versions`, the answers that a task of the recipe `review` compares.
fn report_other_spans(task: &Task, builder: &mut ArticleBuilder) {
    for (key, _) in task.rest.iter().filter(|(key, value)| !OWN_KEYS.contains(&key.as_str()) && holds_places(value)) {
        let why = "holds annotations that are not read as spans; kept as metadata";
        if task.spans.is_empty() {
            builder.refuse(key, why);
        } else {
            builder.note(key, why);
        }
    }
}

/// The suggestion that a span decides: the one that our export wrote whole, else the span itself if it names a source and a
/// score.
fn decided_suggestion(
    span: &TaskSpan,
    builder: &mut ArticleBuilder,
    body: &Body,
) -> Result<Option<Suggestion>, String> {
    if let Some(suggestion) = &span.suggestion {
        let record: ItemRecord = serde_json::from_value(suggestion.clone())
            .map_err(|error| format!("its suggestion: {error}; correct it"))?;
        return record.suggestion(builder.text()).map(Some).map_err(|error| format!("its suggestion: {error}"));
    }
    Ok(match (&span.source, span.score) {
        (Some(source), Some(score)) => Some(builder.new_suggestion(None, source, Some(score), body.clone())),
        _ => None,
    })
}
