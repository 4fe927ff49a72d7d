//! `doccano`: JSONL as doccano imports and exports it. Code points.
//!
//! An export has `entities` and `relations` (doccano's relation extraction), or, where only entities are exported, `label`
//! with `[start, end, label]` (its sequence labelling). The kind of a quote is part of its label: `CONTENT-direct`. An
//! import reads these, and the keys `labels` and `entities` with either shape.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Extra, Layer};
use crate::text::Unit;

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, ItemIds, Link, Node, Piece, add_items, report_ambiguous_items};
use super::common::lines::each_record;
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `doccano`.
pub(super) static FORMAT: Format = Format {
    name: "doccano",
    description: "doccano: sequence labelling and relation extraction",
    unit: "code points",
    carries: "entities, quotes (relation extraction); with `--layer entity` its sequence labelling",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl"],
    signatures: &[(
        "",
        Signature::JsonLines(&[&["id", "text", "label"], &["id", "text", "entities", "relations"]], &["spaces"]),
    )],
    negatives: false,
    export: |options| Box::new(Doccano { options }),
    import,
};

struct Doccano {
    options: ExportOptions,
}

impl Export for Doccano {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let article = &annotated.article;
        let graph = Graph::of_gold(annotated);
        let label = |node: &Node<'_>| match node.kind {
            Some(kind) => format!("{}-{}", node.label, kind.name()),
            None => node.label.to_owned(),
        };
        let spans = graph.nodes.iter().map(|node| (article.text.code_points(node.span), label(node)));
        let mut line = json!({"id": article.id, "text": article.text.as_str()});
        if self.options.layer == Some(Layer::Entity) {
            line["label"] = spans.map(|(range, label)| json!([range.start, range.end, label])).collect();
        } else {
            let entities = spans.enumerate().map(|(id, (range, label))| {
                json!({"id": id, "start_offset": range.start, "end_offset": range.end, "label": label})
            });
            line["entities"] = entities.collect();
            let relations = graph
                .edges
                .iter()
                .enumerate()
                .map(|(id, edge)| json!({"id": id, "from_id": edge.from, "to_id": edge.to, "type": edge.label}));
            line["relations"] = relations.collect();
        }
        // doccano reads every other key as metadata.
        for (key, value) in &article.meta {
            if line.get(key).is_none() {
                line[key] = value.clone();
            }
        }
        sink.append(format!("{line}\n").as_bytes())
    }
}

#[derive(Deserialize)]
struct Record {
    id: Option<Value>,
    #[serde(alias = "data")]
    text: Option<String>,
    #[serde(default)]
    label: Option<Vec<EntityRecord>>,
    #[serde(default)]
    labels: Option<Vec<EntityRecord>>,
    #[serde(default)]
    entities: Option<Vec<EntityRecord>>,
    #[serde(default)]
    relations: Vec<RelationRecord>,
    #[serde(flatten)]
    meta: Extra,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EntityRecord {
    Object { id: Option<i64>, start_offset: usize, end_offset: usize, label: String },
    Triple(usize, usize, String),
}

#[derive(Deserialize)]
struct RelationRecord {
    from_id: i64,
    to_id: i64,
    #[serde(rename = "type", default)]
    label: String,
}

/// Reads lines of either kind of project.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_record(source, each, "line of doccano", &mut read_record)
}

fn read_record(record: Record, name: &str, number: usize) -> Result<Imported, String> {
    let (id, fallback_id) = match record.id {
        Some(Value::Number(id)) => (None, format!("{name}-{id}")),
        Some(Value::String(id)) => (Some(id), format!("{name}-{number}")),
        _ => (None, format!("{name}-{number}")),
    };
    let mut builder = ArticleBuilder::of_record(id, fallback_id, record.text)?;
    *builder.meta() = record.meta;
    let mut pieces = Vec::new();
    let mut by_id = HashMap::new();
    let entities = [record.label, record.labels, record.entities].into_iter().flatten().flatten();
    for (at, entity) in entities.enumerate() {
        let (id, start, end, label) = match entity {
            EntityRecord::Object { id, start_offset, end_offset, label } => (id, start_offset, end_offset, label),
            EntityRecord::Triple(start, end, label) => (None, start, end, label),
        };
        let span = builder
            .span(start, end, Unit::CodePoints, &label)
            .map_err(|error| format!("span {at} ({label}): {error}; correct its offsets"))?;
        by_id.extend(id.map(|id| (id, at)));
        pieces.push(Piece { id: at.to_string(), span, label, kind: None });
    }
    let end = |id: i64| by_id.get(&id).map_or_else(String::new, ToString::to_string);
    let links = record.relations.into_iter();
    let links: Vec<Link> = links.map(|it| Link { from: end(it.from_id), to: end(it.to_id), label: it.label }).collect();
    add_items(&pieces, &links, ItemIds::Number, &mut builder);
    Ok(builder.finish())
}
