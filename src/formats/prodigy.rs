//! `prodigy`: tasks of Prodigy, one a line. Code points; `token_end` and the ends of relations are the last token.
//!
//! An article is a task: `spans` (entities, and the parts of quotes by their roles), `relations` between them, `answer`
//! accept for a done article, ignore for a skipped one, none for the others, whose pending suggestions stand among the
//! spans with source and score. `--negatives` adds a task with `answer: reject` for each refused suggestion. Tasks that
//! follow each other and have one `_input_hash` (or one id) are one article.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::gold::json::ItemRecord;
use crate::gold::{Body, Extra, GoldItem, Status, Suggestion};
use crate::text::{Span, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, Link, Node, Piece, assemble, doubtful};
use super::common::lines::each_line;
use super::common::tokens::{cover, fits, tokens, what};
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

/// An article's text, cut into tokens.
struct Cut<'a> {
    one: &'a Annotated,
    tokens: Vec<Span>,
}

impl Export for Prodigy {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let status = one.annotation.status;
        let open = !status.is_over();
        let mut bodies: Vec<(&str, &Body, Option<&GoldItem>, Option<&Suggestion>)> =
            one.gold_items().map(|mark| (mark.id.as_str(), &mark.body, Some(mark), mark.suggestion.as_ref())).collect();
        if open {
            bodies.extend(one.pending().map(|it| (it.id.as_str(), &it.body, None, Some(it))));
        }
        let graph = Graph::of(bodies.iter().map(|(id, body, ..)| (*id, *body)));
        let refused = Graph::of(one.rejected().map(|it| (it.suggestion.id.as_str(), &it.suggestion.body)));
        let spans = graph.nodes.iter().chain(&refused.nodes).map(|node| node.span);
        let cut = Cut { one, tokens: tokens(&one.article.text, self.options.tokens, spans) };
        let decorate = |node: &Node<'_>, span: &mut Value| {
            let Some((_, _, mark, suggestion)) = bodies.get(node.body) else { return };
            provenance(one, *mark, *suggestion, span);
        };
        for node in graph.nodes.iter().filter(|node| !fits(&cut.tokens, node.span)) {
            let mark = bodies.get(node.body).and_then(|(_, _, mark, _)| *mark);
            let name = mark.map_or_else(|| node.id.clone(), what);
            lost(Loss::at(
                &one.article,
                node.span,
                name,
                "begins or ends inside a token; its characters stand as they are",
            ));
        }
        let answer = match status {
            Status::Done => Some("accept"),
            Status::Skipped => Some("ignore"),
            Status::Suggested | Status::InProgress => None,
        };
        sink.append(cut.task(&graph, answer, &decorate).as_bytes())?;
        if !self.options.negatives {
            return Ok(());
        }
        for rejected in one.rejected() {
            let suggestion = &rejected.suggestion;
            let graph = Graph::of([(suggestion.id.as_str(), &suggestion.body)].into_iter());
            let decorate = |_: &Node<'_>, span: &mut Value| provenance(one, None, Some(suggestion), span);
            sink.append(cut.task(&graph, Some("reject"), &decorate).as_bytes())?;
        }
        Ok(())
    }
}

/// Who proposed a span, and what became of it.
fn provenance(one: &Annotated, mark: Option<&GoldItem>, suggestion: Option<&Suggestion>, span: &mut Value) {
    let Some(span) = span.as_object_mut() else { return };
    if let Some(suggestion) = suggestion {
        span.insert("source".to_owned(), json!(suggestion.source));
        if let Some(score) = suggestion.score {
            span.insert("score".to_owned(), json!(score));
        }
    }
    let Some(mark) = mark else { return };
    span.insert("verdict".to_owned(), json!(mark.verdict.name()));
    if let Some(suggestion) = &mark.suggestion {
        let record = serde_json::to_value(ItemRecord::of_suggestion(&one.article.text, suggestion));
        span.insert("suggestion".to_owned(), record.unwrap_or_default());
    }
    for (key, value) in one.beside(mark) {
        span.entry(key).or_insert(value);
    }
}

impl Cut<'_> {
    fn task(&self, graph: &Graph<'_>, answer: Option<&str>, decorate: &dyn Fn(&Node<'_>, &mut Value)) -> String {
        let article = &self.one.article;
        let tokens: Vec<Value> = self.tokens.iter().enumerate().map(|(id, token)| self.token(id, *token)).collect();
        let spans: Vec<Value> = graph
            .nodes
            .iter()
            .map(|node| {
                let mut span = self.span(node);
                decorate(node, &mut span);
                span
            })
            .collect();
        let end = |at: usize| {
            let node = graph.nodes.get(at);
            let last = node.map(|node| cover(&self.tokens, node.span).end.saturating_sub(1));
            (json!(last), node.map(|node| self.span(node)).unwrap_or_default())
        };
        let relations: Vec<Value> = graph
            .edges
            .iter()
            .map(|edge| {
                let ((head, head_span), (child, child_span)) = (end(edge.from), end(edge.to));
                json!({"head": head, "child": child, "head_span": head_span, "child_span": child_span, "label": edge.label})
            })
            .collect();
        let view = if relations.is_empty() { "spans_manual" } else { "relations" };
        let input = hash(&[article.text.as_str()]);
        let question: Vec<String> = spans.iter().chain(&relations).map(ToString::to_string).collect();
        let question: Vec<&str> = question.iter().map(String::as_str).chain([article.text.as_str()]).collect();
        let mut task = json!({
            "id": article.id, "text": article.text.as_str(), "meta": article.meta, "tokens": tokens, "spans": spans,
            "relations": relations, "_input_hash": input, "_task_hash": hash(&question), "_view_id": view,
        });
        if let Some(task) = task.as_object_mut() {
            if let Some(answer) = answer {
                task.insert("answer".to_owned(), json!(answer));
            }
            if let Some(annotator) = &self.one.annotation.annotator {
                task.insert("_annotator_id".to_owned(), json!(annotator));
                task.insert("_session_id".to_owned(), json!(annotator));
            }
        }
        format!("{task}\n")
    }

    fn token(&self, id: usize, token: Span) -> Value {
        let text = &self.one.article.text;
        let range = text.code_points(token);
        let ws = text.as_str().get(token.end()..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        json!({"text": text.slice(token), "start": range.start, "end": range.end, "id": id, "ws": ws})
    }

    fn span(&self, node: &Node<'_>) -> Value {
        let range = self.one.article.text.code_points(node.span);
        let tokens = cover(&self.tokens, node.span);
        let mut span = json!({
            "id": node.id, "start": range.start, "end": range.end, "text": self.one.article.text.slice(node.span),
            "token_start": tokens.start, "token_end": tokens.end.saturating_sub(1), "label": node.label,
        });
        if let (Some(kind), Some(span)) = (node.kind, span.as_object_mut()) {
            span.insert("kind".to_owned(), json!(kind.name()));
        }
        span
    }
}

/// A signed number of 32 bits, as Prodigy's own hashes are.
fn hash(parts: &[&str]) -> i32 {
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
    spans: Vec<SpanIn>,
    #[serde(default)]
    relations: Vec<RelationIn>,
    answer: Option<String>,
    #[serde(rename = "_input_hash")]
    input: Option<i64>,
    #[serde(rename = "_annotator_id")]
    annotator: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct SpanIn {
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

#[derive(Deserialize)]
struct RelationIn {
    head_span: SpanIn,
    child_span: SpanIn,
    label: Option<String>,
}

/// An article that may go on in the next task.
struct Open {
    key: String,
    build: ArticleBuilder,
}

/// Reads tasks.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut open: Option<Open> = None;
    each_line(source.main, &mut |number, line| {
        let line = match line {
            Ok(line) if line.trim().is_empty() => return Ok(()),
            Ok(line) => line,
            Err(fault) => return each(Err(fault)),
        };
        let task: Task = match serde_json::from_str(line) {
            Ok(task) => task,
            Err(error) => return each(Err(ImportProblem::new(number, format!("is no task: {error}; mend the line")))),
        };
        let Some(text) = task.text.as_deref().filter(|text| !text.trim().is_empty()) else {
            return each(Err(ImportProblem::new(number, "\"text\" is missing or empty; add it")));
        };
        let id = task.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let key = id.clone().or_else(|| task.input.map(|hash| hash.to_string())).unwrap_or_else(|| number.to_string());
        let same = open.as_ref().is_some_and(|open| open.key == key && open.build.text().as_str() == text);
        if !same {
            if let Some(open) = open.take() {
                each(Ok(open.build.done()))?;
            }
            let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{number}"));
            let mut build = ArticleBuilder::new(id, text);
            *build.meta() = task.meta.clone();
            build.annotation().status = Status::InProgress;
            build.annotation().annotator.clone_from(&task.annotator);
            open = Some(Open { key, build });
        }
        let Some(current) = &mut open else { return Ok(()) };
        if let Err(what) = take(task, &mut current.build) {
            open = None;
            return each(Err(ImportProblem::new(number, what)));
        }
        Ok(())
    })?;
    open.map_or(Ok(()), |open| each(Ok(open.build.done())))
}

/// Adds what a task says to its article.
fn take(task: Task, build: &mut ArticleBuilder) -> Result<(), String> {
    let answer = task.answer.as_deref();
    match answer {
        Some("accept") => build.annotation().status = Status::Done,
        Some("ignore") => build.annotation().status = Status::Skipped,
        Some("reject") | None => {}
        Some(other) => return Err(format!("answer {other:?} is none of accept, reject, ignore; correct it")),
    }
    if answer.is_none() && task.spans.iter().all(|span| span.verdict.is_none()) {
        build.annotation().status = Status::Suggested;
    }
    let mut pieces = Vec::new();
    for (number, span) in task.spans.iter().enumerate() {
        let label = span.label.as_deref().filter(|label| !label.is_empty());
        let label = label.ok_or_else(|| format!("spans[{number}] has no label; add it"))?;
        let place = |error: &dyn std::fmt::Display| format!("spans[{number}] ({label}): {error}; mend its offsets");
        let found = build.span(span.start, span.end, Unit::CodePoints, label).map_err(|error| place(&error))?;
        let exact = build.text().code_points(found) == (span.start..span.end);
        if let Some(words) = span.text.as_deref().filter(|words| exact && *words != build.text().slice(found)) {
            return Err(place(&format!("the text there is not {words:?} (offsets are code points)")));
        }
        let kind = span.kind.as_deref().and_then(|kind| kind.parse().ok());
        let id = span.id.clone().unwrap_or_else(|| place_name(span));
        pieces.push(Piece { id, span: found, label: label.to_owned(), kind });
    }
    let end = |span: &SpanIn| span.id.clone().unwrap_or_else(|| place_name(span));
    let link = |it: &RelationIn| Link {
        from: end(&it.head_span),
        to: end(&it.child_span),
        label: it.label.clone().unwrap_or_default(),
    };
    let links: Vec<Link> = task.relations.iter().map(link).collect();
    let keep = task.spans.iter().all(|span| span.id.is_some());
    for (id, body, at) in assemble(&pieces, &links, keep, build) {
        let Some(span) = task.spans.get(at) else { continue };
        let source = span.source.as_deref().unwrap_or("prodigy");
        if answer != Some("reject") && (span.verdict.is_some() || answer == Some("accept")) {
            let suggestion = proposed(span, build, &body)?;
            let extra = span.extra.clone().into_iter().filter(|(key, _)| !is_ours(key)).collect();
            build.decided(Some(&id), body, suggestion, extra);
            continue;
        }
        let suggestion = build.suggestion(Some(id.as_str()).filter(|_| keep), source, span.score, body);
        if answer == Some("reject") {
            build.rejected(suggestion);
        } else {
            build.pending(suggestion);
        }
    }
    Ok(())
}

/// What a machine had proposed: written whole by us, else the span itself where it names a source with a score.
fn proposed(span: &SpanIn, build: &mut ArticleBuilder, body: &Body) -> Result<Option<Suggestion>, String> {
    if let Some(suggestion) = &span.suggestion {
        let record: ItemRecord =
            serde_json::from_value(suggestion.clone()).map_err(|error| format!("its suggestion: {error}; mend it"))?;
        return record.suggestion(build.text()).map(Some).map_err(|error| format!("its suggestion: {error}"));
    }
    Ok(match (&span.source, span.score) {
        (Some(source), Some(score)) => Some(build.suggestion(None, source, Some(score), body.clone())),
        _ => None,
    })
}

/// Two spans of one place and label are one.
fn place_name(span: &SpanIn) -> String {
    format!("{}-{}-{}", span.start, span.end, span.label.as_deref().unwrap_or_default())
}

fn is_ours(key: &str) -> bool {
    matches!(key, "token_start" | "token_end")
}
