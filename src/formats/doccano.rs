//! `doccano`: JSONL as doccano imports and exports it. Code points.
//!
//! Written: `entities` and `relations` (its relation extraction project), or, where only entities are exported, `label`
//! with `[start, end, label]` (its sequence labelling project). A quote's kind is a part of its label, `CONTENT-direct`.
//! Read: these, and the keys `labels` and `entities` with either shape.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Extra, Layer};
use crate::text::Unit;

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, Link, Piece, assemble, doubtful};
use super::common::lines::each_article;
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;

/// The format `doccano`.
pub(super) static FORMAT: Format = Format {
    name: "doccano",
    description: "doccano: sequence labelling and relation extraction",
    unit: "code points",
    carries: "entities, quotes (relation extraction); with `--layer entity` its sequence labelling",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl"],
    negatives: false,
    export: |options| Box::new(Doccano { options }),
    import,
};

struct Doccano {
    options: ExportOptions,
}

impl Export for Doccano {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let article = &one.article;
        let graph = Graph::of_marks(one);
        let label = |label: &str, kind: Option<crate::gold::QuoteKind>| {
            kind.map_or_else(|| label.to_owned(), |kind| format!("{label}-{}", kind.name()))
        };
        let mut line = json!({"id": article.id, "text": article.text.as_str()});
        let spans = graph.nodes.iter().map(|node| (article.text.code_points(node.span), label(node.label, node.kind)));
        let Some(object) = line.as_object_mut() else { return Ok(()) };
        if self.options.layer == Some(Layer::Entity) {
            let spans: Vec<Value> = spans.map(|(range, label)| json!([range.start, range.end, label])).collect();
            object.insert("label".to_owned(), json!(spans));
        } else {
            let spans = spans.enumerate().map(
                |(id, (range, label))| json!({"id": id, "start_offset": range.start, "end_offset": range.end, "label": label}),
            );
            object.insert("entities".to_owned(), json!(spans.collect::<Vec<_>>()));
            let relations = graph
                .edges
                .iter()
                .enumerate()
                .map(|(id, edge)| json!({"id": id, "from_id": edge.from, "to_id": edge.to, "type": edge.label}));
            object.insert("relations".to_owned(), json!(relations.collect::<Vec<_>>()));
        }
        // doccano takes every other key for metadata.
        for (key, value) in &article.meta {
            object.entry(key.clone()).or_insert_with(|| value.clone());
        }
        sink.append(format!("{line}\n").as_bytes())
    }
}

#[derive(Deserialize)]
struct Line {
    id: Option<Value>,
    #[serde(alias = "data")]
    text: Option<String>,
    #[serde(default)]
    label: Option<Vec<Entity>>,
    #[serde(default)]
    labels: Option<Vec<Entity>>,
    #[serde(default)]
    entities: Option<Vec<Entity>>,
    #[serde(default)]
    relations: Vec<Relation>,
    #[serde(flatten)]
    meta: Extra,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entity {
    Whole { id: Option<i64>, start_offset: usize, end_offset: usize, label: String },
    Short(usize, usize, String),
}

#[derive(Deserialize)]
struct Relation {
    from_id: i64,
    to_id: i64,
    #[serde(rename = "type", default)]
    label: String,
}

/// Reads lines of either kind of project.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_article(source, each, &mut article)
}

fn article(line: &str, name: &str, number: usize) -> Result<Imported, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| format!("is no line of doccano: {error}; mend it"))?;
    let text = line.text.filter(|text| !text.trim().is_empty()).ok_or("\"text\" is missing or empty; add it")?;
    let id = match line.id {
        Some(Value::String(id)) if !id.trim().is_empty() => id,
        Some(Value::Number(id)) => format!("{name}-{id}"),
        _ => format!("{name}-{number}"),
    };
    let mut build = ArticleBuilder::new(id, text);
    *build.meta() = line.meta;
    let mut pieces = Vec::new();
    let mut ids = HashMap::new();
    let entities = [line.label, line.labels, line.entities].into_iter().flatten().flatten();
    for (at, entity) in entities.enumerate() {
        let (id, start, end, label) = match entity {
            Entity::Whole { id, start_offset, end_offset, label } => (id, start_offset, end_offset, label),
            Entity::Short(start, end, label) => (None, start, end, label),
        };
        let span = build
            .span(start, end, Unit::CodePoints, &label)
            .map_err(|error| format!("span {at} ({label}): {error}; mend its offsets"))?;
        if let Some(id) = id {
            ids.insert(id, at);
        }
        pieces.push(Piece { id: at.to_string(), span, label, kind: None });
    }
    let end = |id: i64| ids.get(&id).map_or_else(String::new, ToString::to_string);
    let links: Vec<Link> = line
        .relations
        .into_iter()
        .map(|it| Link { from: end(it.from_id), to: end(it.to_id), label: it.label })
        .collect();
    for (id, body, _) in assemble(&pieces, &links, false, &mut build) {
        build.mark(Some(&id), body);
    }
    Ok(build.done())
}
