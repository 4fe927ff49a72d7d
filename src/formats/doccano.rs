//! `doccano`: JSONL as doccano imports and exports it. Code points.
//!
//! An export has `entities` and `relations` (doccano's relation extraction), or, where only entities are exported, `label`
//! with `[start, end, label]` (its sequence labelling). The kind of a quote is part of its label: `CONTENT-direct`. An
//! import reads these, and the shapes of older versions (`common/records.rs`).

use std::io;

use serde::Serialize;
use serde_json::json;

use crate::gold::{Extra, Layer};
use crate::text::Unit;

use super::annotated::Annotated;
use super::common::graph::{Graph, Node, report_ambiguous_items};
use super::common::json_input::each_json_article;
use super::common::lazy_list::LazyList;
use super::common::records::{RecordStyle, read_records};
use super::export::{Export, ExportOptions, Sink, append_line};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::import::{EachArticle, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `doccano`.
pub(super) static FORMAT: Format = Format {
    name: "doccano",
    description: "doccano: sequence labelling and relation extraction",
    unit: "code points",
    carries: "entities, quotes, relations (relation extraction); with `--layer entity` its sequence labelling",
    omits: "verdicts, attributes, parts of entities",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json", "json1"],
    signatures: &[(
        "",
        Signature::JsonLines(&[&["id", "text", "label"], &["id", "text", "entities", "relations"]], &["spaces"]),
    )],
    negatives: false,
    takes_unit: true,
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
        let range = |node: &Node<'_>| self.options.range(&article.text, node.span);
        let labelling = || {
            graph.nodes.iter().map(|node| {
                let range = range(node);
                (range.start, range.end, label(node))
            })
        };
        let entities = || {
            graph.nodes.iter().enumerate().map(|(id, node)| {
                let range = range(node);
                json!({"id": id, "start_offset": range.start, "end_offset": range.end, "label": label(node)})
            })
        };
        let relations = || {
            graph
                .edges
                .iter()
                .enumerate()
                .map(|(id, edge)| json!({"id": id, "from_id": edge.from, "to_id": edge.to, "type": edge.label}))
        };
        let is_labelling = self.options.layer == Some(Layer::Entity);
        let mut meta = article.meta.clone();
        let own: &[&str] = if is_labelling { &["label"] } else { &["entities", "relations"] };
        for key in ["id", "text"].iter().chain(own) {
            meta.shift_remove(key);
        }
        let record = DoccanoRecord {
            id: &article.id,
            text: article.text.as_str(),
            label: is_labelling.then_some(LazyList(labelling)),
            entities: (!is_labelling).then_some(LazyList(entities)),
            relations: (!is_labelling).then_some(LazyList(relations)),
            meta,
        };
        append_line(sink, &record)
    }

    fn extras(&self) -> Extras {
        Extras { relations: self.options.layer != Some(Layer::Entity), ..Extras::default() }
    }
}

/// A record, in the order of its keys.
#[derive(Serialize)]
struct DoccanoRecord<'a, Labelling, Entities, Relations> {
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Labelling>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Entities>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relations: Option<Relations>,
    /// doccano reads every other key as metadata.
    #[serde(flatten)]
    meta: Extra,
}

/// Reads records of any version of doccano.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let style = RecordStyle { unit, source: "doccano" };
    each_json_article(source, each, &mut |value, name, number| read_records(value, name, number, style))
}
