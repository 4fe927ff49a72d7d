//! `doccano`: JSONL as doccano imports and exports it. Code points.
//!
//! An export has `entities` and `relations` (doccano's relation extraction), or, where only entities are exported, `label`
//! with `[start, end, label]` (its sequence labelling). The kind of a quote is part of its label: `CONTENT-direct`. An
//! import reads these, and the shapes of older versions (`common/records.rs`).

use std::io;

use serde_json::json;

use crate::gold::Layer;
use crate::text::Unit;

use super::annotated::Annotated;
use super::common::graph::{Graph, Node, report_ambiguous_items};
use super::common::json_input::each_json_article;
use super::common::records::{RecordStyle, read_records};
use super::export::{Export, ExportOptions, Sink};
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
        let spans = graph.nodes.iter().map(|node| (self.options.range(&article.text, node.span), label(node)));
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

    fn extras(&self) -> Extras {
        Extras { relations: self.options.layer != Some(Layer::Entity), ..Extras::default() }
    }
}

/// Reads records of any version of doccano.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let style = RecordStyle { unit, source: "doccano" };
    each_json_article(source, each, &mut |value, name, number| read_records(value, name, number, style))
}
