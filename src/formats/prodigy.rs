//! `prodigy`: tasks of Prodigy, one a line. Code points; `token_end` and the ends of relations are the last token.
//!
//! An article is a task: `spans` (entities, and the parts of quotes with their roles), `relations` between them, and
//! `answer`: accept for a done article, ignore for a skipped one. A task of any other article has no answer, and its
//! pending suggestions stand among the spans with source and score. `--negatives` adds a task with `answer: reject` for
//! each rejected suggestion. An import joins tasks that follow each other and have one `_input_hash` or one id.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::gold::json::ItemRecord;
use crate::gold::{Body, Extra, GoldItem, Status, Suggestion};
use crate::text::Span;

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, ItemIds, Link, Node, Piece, assemble_items, report_ambiguous_items};
use super::common::lines::each_line;
use super::common::tokens::{report_edges_inside_tokens, split_tokens, token_range};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::Loss;

/// The format `prodigy`.
pub(super) static FORMAT: Format = Format {
    name: "prodigy",
    description: "tasks of Prodigy: tokens, spans, relations, answer",
    unit: "code points; tokens, the last one included",
    carries: "entities, quotes (spans and relations), provenance, `answer`; rejected suggestions with `--negatives`",
    omits: "–",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl"],
    negatives: true,
    export: |options| Box::new(Prodigy { options }),
    import,
};

struct Prodigy {
    options: ExportOptions,
}

/// Writes the tasks of one article. They share its tokens.
struct TaskWriter<'a> {
    annotated: &'a Annotated,
    tokens: Vec<Span>,
}

/// An item of a task: the gold item, the suggestion, or both.
#[derive(Clone, Copy)]
struct TaskItem<'a> {
    id: &'a str,
    body: &'a Body,
    gold: Option<&'a GoldItem>,
    suggestion: Option<&'a Suggestion>,
}

impl<'a> TaskItem<'a> {
    fn of_gold(item: &'a GoldItem) -> Self {
        Self { id: &item.id, body: &item.body, gold: Some(item), suggestion: item.suggestion.as_ref() }
    }

    fn of_suggestion(suggestion: &'a Suggestion) -> Self {
        Self { id: &suggestion.id, body: &suggestion.body, gold: None, suggestion: Some(suggestion) }
    }

    fn graph(items: &[Self]) -> Graph<'a> {
        Graph::of(items.iter().map(|item| (item.id, item.body)))
    }
}

impl Export for Prodigy {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let article = &annotated.article;
        let status = annotated.annotation.status;
        let mut items: Vec<TaskItem<'_>> = annotated.gold_items().map(TaskItem::of_gold).collect();
        if !status.is_over() {
            items.extend(annotated.pending().map(TaskItem::of_suggestion));
        }
        let rejected: Vec<TaskItem<'_>> =
            annotated.rejected().map(|rejected| TaskItem::of_suggestion(&rejected.suggestion)).collect();
        let (graph, rejected_graph) = (TaskItem::graph(&items), TaskItem::graph(&rejected));
        let spans = graph.nodes.iter().chain(&rejected_graph.nodes).map(|node| node.span);
        let tasks = TaskWriter { annotated, tokens: split_tokens(&article.text, self.options.tokens, spans) };
        let why = "begins or ends inside a token; its characters stand as they are";
        report_edges_inside_tokens(&graph, &tasks.tokens, article, why, lost);
        let answer = match status {
            Status::Done => Some("accept"),
            Status::Skipped => Some("ignore"),
            Status::Suggested | Status::InProgress => None,
        };
        sink.append(tasks.task(&graph, &items, answer).as_bytes())?;
        if self.options.negatives {
            for item in rejected {
                let items = [item];
                sink.append(tasks.task(&TaskItem::graph(&items), &items, Some("reject")).as_bytes())?;
            }
        }
        Ok(())
    }
}

impl TaskWriter<'_> {
    fn task(&self, graph: &Graph<'_>, items: &[TaskItem<'_>], answer: Option<&str>) -> String {
        let Annotated { article, annotation } = self.annotated;
        let tokens: Vec<Value> = self.tokens.iter().enumerate().map(|(id, token)| self.token(id, *token)).collect();
        let span_of_item = |node: &Node<'_>| {
            let mut span = self.span(node);
            if let (Some(item), Some(span)) = (items.get(node.item), span.as_object_mut()) {
                self.add_provenance(*item, span);
            }
            span
        };
        let spans: Vec<Value> = graph.nodes.iter().map(span_of_item).collect();
        let end = |at: usize| {
            let node = graph.nodes.get(at);
            let last = node.map(|node| token_range(&self.tokens, node.span).end.saturating_sub(1));
            (json!(last), json!(node.map(|node| self.span(node))))
        };
        let relations = graph.edges.iter().map(|edge| {
            let ((head, head_span), (child, child_span)) = (end(edge.from), end(edge.to));
            json!({"head": head, "child": child, "head_span": head_span, "child_span": child_span, "label": edge.label})
        });
        let relations: Vec<Value> = relations.collect();
        let view = if relations.is_empty() { "spans_manual" } else { "relations" };
        let input = hash([article.text.as_str()]);
        let question: Vec<String> = spans.iter().chain(&relations).map(ToString::to_string).collect();
        let question = hash(question.iter().map(String::as_str).chain([article.text.as_str()]));
        let mut task = json!({
            "id": article.id, "text": article.text.as_str(), "meta": article.meta, "tokens": tokens, "spans": spans,
            "relations": relations, "_input_hash": input, "_task_hash": question, "_view_id": view,
        });
        if let Some(answer) = answer {
            task["answer"] = json!(answer);
        }
        if let Some(annotator) = &annotation.annotator {
            task["_annotator_id"] = json!(annotator);
            task["_session_id"] = json!(annotator);
        }
        format!("{task}\n")
    }

    fn token(&self, id: usize, token: Span) -> Value {
        let text = &self.annotated.article.text;
        let range = text.code_points(token);
        let ws = text.as_str().get(token.end()..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        json!({"text": text.slice(token), "start": range.start, "end": range.end, "id": id, "ws": ws})
    }

    fn span(&self, node: &Node<'_>) -> Value {
        let text = &self.annotated.article.text;
        let range = text.code_points(node.span);
        let tokens = token_range(&self.tokens, node.span);
        let mut span = json!({
            "id": node.id, "start": range.start, "end": range.end, "text": text.slice(node.span),
            "token_start": tokens.start, "token_end": tokens.end.saturating_sub(1), "label": node.label,
        });
        if let Some(kind) = node.kind {
            span["kind"] = json!(kind.name());
        }
        span
    }

    /// Adds who proposed a span, and what was decided.
    fn add_provenance(&self, item: TaskItem<'_>, span: &mut Extra) {
        if let Some(suggestion) = item.suggestion {
            span.insert("source".to_owned(), json!(suggestion.source));
            if let Some(score) = suggestion.score {
                span.insert("score".to_owned(), json!(score));
            }
        }
        let Some(gold) = item.gold else { return };
        span.insert("verdict".to_owned(), json!(gold.verdict.name()));
        if let Some(suggestion) = &gold.suggestion {
            let record = ItemRecord::of_suggestion(&self.annotated.article.text, suggestion);
            span.insert("suggestion".to_owned(), json!(record));
        }
        for (key, value) in self.annotated.extra_keys(gold) {
            span.entry(key).or_insert(value);
        }
    }
}

/// A signed number of 32 bits, as Prodigy's own hashes are.
fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> i32 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(4).fold(0_i32, |sum, byte| sum << 8 | i32::from(*byte))
}

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

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut open: Option<OpenArticle> = None;
    each_line(source.main, &mut |number, line| {
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
