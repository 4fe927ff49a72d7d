//! Reads the tasks of Prodigy.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::lines::each_line;
use crate::formats::import::{EachArticle, ImportProblem, Source};
use crate::gold::json::ItemRecord;
use crate::gold::{Body, Extra, Status, Suggestion};

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
}

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
    /// The id, else a name made of place and label: two spans with one place and label are the same.
    fn name(&self) -> String {
        let label = self.label.as_deref().unwrap_or_default();
        self.id.clone().unwrap_or_else(|| format!("{}-{}-{label}", self.start, self.end))
    }
}

#[derive(Deserialize)]
struct TaskRelation {
    head_span: TaskSpan,
    child_span: TaskSpan,
    label: Option<String>,
}

/// An article that the next task may continue.
struct OpenArticle {
    key: String,
    builder: ArticleBuilder,
}

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut open: Option<OpenArticle> = None;
    each_line(source, &mut |number, line| {
        let line = match line {
            Ok(line) if line.trim().is_empty() => return Ok(()),
            Ok(line) => line,
            Err(problem) => return each(Err(problem)),
        };
        let task: Task = match serde_json::from_str(line) {
            Ok(task) => task,
            Err(error) => {
                let what = format!("is not a task: {error}; correct the line");
                return each(Err(ImportProblem::new(number, what)));
            }
        };
        let id = task.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let hash = task.input_hash.map(|hash| hash.to_string());
        let key = id.clone().or(hash).unwrap_or_else(|| number.to_string());
        let continues =
            |open: &OpenArticle| open.key == key && task.text.as_deref() == Some(open.builder.text().as_str());
        if !open.as_ref().is_some_and(continues) {
            let mut builder = match ArticleBuilder::of_record(id, format!("{name}-{number}"), task.text.clone()) {
                Ok(builder) => builder,
                Err(what) => return each(Err(ImportProblem::new(number, what))),
            };
            builder.meta().clone_from(&task.meta);
            builder.annotation().status = Status::InProgress;
            builder.annotation().annotator.clone_from(&task.annotator);
            if let Some(last) = open.replace(OpenArticle { key, builder }) {
                each(Ok(last.builder.finish()))?;
            }
        }
        let Some(current) = &mut open else { return Ok(()) };
        if let Err(what) = add_task(task, &mut current.builder) {
            open = None;
            return each(Err(ImportProblem::new(number, what)));
        }
        Ok(())
    })?;
    open.map_or(Ok(()), |last| each(Ok(last.builder.finish())))
}

/// Adds the spans of a task to its article.
fn add_task(task: Task, builder: &mut ArticleBuilder) -> Result<(), String> {
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
    let mut pieces = Vec::new();
    for (number, span) in task.spans.iter().enumerate() {
        let label = span.label.as_deref().filter(|label| !label.is_empty());
        let label = label.ok_or_else(|| format!("spans[{number}] has no label; add it"))?;
        let problem = |error: &dyn fmt::Display| format!("spans[{number}] ({label}): {error}; correct its offsets");
        let place = builder.span_with_words((span.start, span.end), label, span.text.as_deref());
        let place = place.map_err(|error| problem(&error))?;
        let kind = span.kind.as_deref().and_then(|kind| kind.parse().ok());
        pieces.push(Piece { id: span.name(), span: place, label: label.to_owned(), kind });
    }
    let links = task.relations.iter().map(|relation| Link {
        from: relation.head_span.name(),
        to: relation.child_span.name(),
        label: relation.label.clone().unwrap_or_default(),
    });
    let links: Vec<Link> = links.collect();
    let all_have_ids = task.spans.iter().all(|span| span.id.is_some());
    let ids = if all_have_ids { ItemIds::Keep } else { ItemIds::Number };
    for (id, body, at) in assemble_items(&pieces, &links, ids, builder) {
        let Some(span) = task.spans.get(at) else { continue };
        if answer != Some("reject") && (span.verdict.is_some() || answer == Some("accept")) {
            let suggestion = decided_suggestion(span, builder, &body)?;
            let is_extra = |key: &str| !matches!(key, "token_start" | "token_end");
            let extra = span.extra.clone().into_iter().filter(|(key, _)| is_extra(key)).collect();
            builder.add_decided_item(Some(&id), body, suggestion, extra);
            continue;
        }
        let source = span.source.as_deref().unwrap_or("prodigy");
        let suggestion = builder.new_suggestion(Some(id.as_str()).filter(|_| all_have_ids), source, span.score, body);
        if answer == Some("reject") {
            builder.add_rejected(suggestion);
        } else {
            builder.add_pending(suggestion);
        }
    }
    Ok(())
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
