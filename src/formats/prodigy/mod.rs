//! `prodigy`: tasks of Prodigy, one a line. Code points; `token_end` and the ends of relations are the last token.
//!
//! An article is a task: `spans` (entities, and the parts of quotes with their roles), `relations` between them, and
//! `answer`: accept for a done article, ignore for a skipped one. A task of any other article has no answer, and its
//! pending suggestions are among the spans, with source and score. `--negatives` adds a task with `answer: reject` for
//! each rejected suggestion. An import joins tasks that follow each other and have one `_input_hash` or one id.

mod read;

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::gold::json::ItemRecord;
use crate::gold::{Body, Extra, GoldItem, Status, Suggestion};
use crate::text::{Span, Text};

use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, Node, report_ambiguous_items, short_words};
use super::common::lazy_list::LazyList;
use super::common::tokens::{report_edges_inside_tokens, split_tokens, token_range};
use super::export::{Export, ExportOptions, Sink, append_line};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::loss::Loss;
use super::signature::Signature;

/// The format `prodigy`.
pub(super) static FORMAT: Format = Format {
    name: "prodigy",
    description: "tasks of Prodigy: tokens, spans, relations, answer",
    unit: "code points; tokens, the last one included",
    carries: "entities, quotes (spans and relations), relations, attributes, provenance, `answer`; rejected suggestions with `--negatives`",
    omits: "–",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json"],
    signatures: &[("", Signature::JsonLines(&[&["text", "tokens", "spans", "_input_hash", "_task_hash"]], &[]))],
    negatives: true,
    takes_unit: true,
    export: |options| Box::new(Prodigy { options }),
    import: read::import,
};

struct Prodigy {
    options: ExportOptions,
}

/// Writes the tasks of one article. They share its tokens.
struct TaskWriter<'a> {
    annotated: &'a Annotated,
    options: &'a ExportOptions,
    tokens: Vec<Span>,
}

/// A task, in the order of its keys. Values of JSON would take several times as long: most of a task are tokens.
#[derive(Serialize)]
struct Task<'a, Tokens, Spans, Relations> {
    id: &'a str,
    text: &'a str,
    meta: &'a Extra,
    tokens: Tokens,
    spans: Spans,
    relations: Relations,
    #[serde(rename = "_input_hash")]
    input_hash: i32,
    #[serde(rename = "_task_hash")]
    task_hash: i32,
    #[serde(rename = "_view_id")]
    view_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(rename = "_annotator_id", skip_serializing_if = "Option::is_none")]
    annotator_id: Option<&'a str>,
    #[serde(rename = "_session_id", skip_serializing_if = "Option::is_none")]
    session_id: Option<&'a str>,
}

#[derive(Serialize)]
struct TokenRecord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    id: usize,
    ws: bool,
}

impl<'a> TokenRecord<'a> {
    /// The records of tokens in order.
    fn of(text: &'a Text, tokens: &'a [Span], options: &'a ExportOptions) -> impl Iterator<Item = Self> {
        let record = move |(id, token): (usize, &Span)| {
            let ws = text.as_str().get(token.end()..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
            let Range { start, end } = options.range(text, *token);
            Self { text: text.slice(*token), start, end, id, ws }
        };
        tokens.iter().enumerate().map(record)
    }
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
        let graph = TaskItem::graph(&items).with_relations(annotated);
        let tokens = split_tokens(&article.text, self.options.tokens);
        let tasks = TaskWriter { annotated, options: &self.options, tokens };
        let why = "begins or ends inside a token; its characters stand as they are";
        report_edges_inside_tokens(&graph, &tasks.tokens, article, why, lost);
        let answer = match status {
            Status::Done => Some("accept"),
            Status::Skipped => Some("ignore"),
            Status::Suggested | Status::InProgress => None,
        };
        tasks.write_task(sink, &graph, &items, answer)?;
        if self.options.negatives {
            for item in rejected {
                let items = [item];
                tasks.write_task(sink, &TaskItem::graph(&items), &items, Some("reject"))?;
            }
        }
        Ok(())
    }

    fn extras(&self) -> Extras {
        Extras { relation_attributes: false, ..Extras::ALL }
    }
}

impl TaskWriter<'_> {
    fn write_task(
        &self,
        sink: &mut dyn Sink,
        graph: &Graph<'_>,
        items: &[TaskItem<'_>],
        answer: Option<&str>,
    ) -> io::Result<()> {
        let Annotated { article, annotation } = self.annotated;
        let span_of_item = |node: &Node<'_>| {
            let mut span = self.span(node);
            if let (Some(item), Some(span)) = (items.get(node.item), span.as_object_mut()) {
                self.add_provenance(*item, span);
            }
            span
        };
        let spans = || graph.nodes.iter().map(span_of_item);
        let end = |at: usize| {
            let node = graph.nodes.get(at);
            let last = node.map(|node| token_range(&self.tokens, node.span).end.saturating_sub(1));
            (json!(last), json!(node.map(|node| self.span(node))))
        };
        let relation_of = |edge: &Edge<'_>| {
            let ((head, head_span), (child, child_span)) = (end(edge.from), end(edge.to));
            json!({"head": head, "child": child, "head_span": head_span, "child_span": child_span, "label": edge.label})
        };
        let relations = || graph.edges.iter().map(relation_of);
        let view = if graph.edges.is_empty() { "spans_manual" } else { "relations" };
        let input = hash([article.text.as_str().into()]);
        let question = spans().chain(relations()).map(|one| Cow::from(one.to_string()));
        let question = hash(question.chain([article.text.as_str().into()]));
        let annotator = annotation.annotator.as_deref();
        let task = Task {
            id: &article.id,
            text: article.text.as_str(),
            meta: &article.meta,
            tokens: LazyList(|| TokenRecord::of(&article.text, &self.tokens, self.options)),
            spans: LazyList(spans),
            relations: LazyList(relations),
            input_hash: input,
            task_hash: question,
            view_id: view,
            answer,
            annotator_id: annotator,
            session_id: annotator,
        };
        append_line(sink, &task)
    }

    fn span(&self, node: &Node<'_>) -> Value {
        let text = &self.annotated.article.text;
        let range = self.options.range(text, node.span);
        let tokens = token_range(&self.tokens, node.span);
        let mut span = json!({
            "id": node.id, "start": range.start, "end": range.end,
            "token_start": tokens.start, "token_end": tokens.end.saturating_sub(1), "label": node.label,
        });
        if let Some(words) = short_words(text, node.span) {
            span["text"] = json!(words);
        }
        if let Some(kind) = node.kind {
            span["kind"] = json!(kind.name());
        }
        span
    }

    /// Adds who proposed a span, and what was decided.
    fn add_provenance(&self, item: TaskItem<'_>, span: &mut Map<String, Value>) {
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
fn hash<'a>(parts: impl IntoIterator<Item = Cow<'a, str>>) -> i32 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(4).fold(0_i32, |sum, byte| sum << 8 | i32::from(*byte))
}
