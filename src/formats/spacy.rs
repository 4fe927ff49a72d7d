//! `spacy`: JSONL of text, tokens and character spans, from which a few lines of Python make a `DocBin` (see the guide).
//! Code points.
//!
//! `entities` are the entities that do not overlap, for `doc.ents`. `spans.sc` is every entity and every part of a quote,
//! for `doc.spans["sc"]` and the span categorizer. `relations` connect them by their numbers. `words` and `spaces` make a
//! `Doc` with exactly this text, in which every span begins and ends on token edges. `--negatives` adds `incorrect_spans`: spaCy's
//! `ner` learns that these are not entities.

use std::io;

use serde::Deserialize;
use serde_json::json;

use crate::gold::{Body, Extra, Label, Layer};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, ItemIds, Link, Piece, add_items, report_ambiguous_items};
use super::common::lines::each_record;
use super::common::tokens::{labelled_spans, report_edges_inside_tokens, split_tokens};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `spacy`.
pub(super) static FORMAT: Format = Format {
    name: "spacy",
    description: "text, tokens and character spans for spaCy's DocBin",
    unit: "code points",
    carries: "entities, quotes; rejected entities with `--negatives`",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl"],
    signatures: &[("", Signature::JsonLines(&[&["words", "spaces", "entities", "spans"]], &[]))],
    negatives: true,
    export: |options| Box::new(Spacy { options }),
    import,
};

struct Spacy {
    options: ExportOptions,
}

impl Export for Spacy {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let article = &annotated.article;
        let graph = Graph::of_gold(annotated);
        let negatives = annotated.rejected().filter_map(|rejected| match &rejected.suggestion.body {
            Body::Entity { span, label } if self.options.negatives => Some((*span, label.as_str())),
            _ => None,
        });
        let negatives: Vec<(Span, &str)> = negatives.collect();
        let tokens = split_tokens(&article.text, self.options.tokens);
        let why = "begins or ends inside a token, where spaCy has no span; its characters stand as they are";
        report_edges_inside_tokens(&graph, &tokens, article, why, lost);
        let triple = |span: Span, label: &str| {
            let range = article.text.code_points(span);
            json!([range.start, range.end, label])
        };
        let mut last_end = 0;
        let mut entities = Vec::new();
        for labelled in labelled_spans(&graph, Layer::Entity) {
            if labelled.span.start() >= last_end {
                last_end = labelled.span.end();
                entities.push(triple(labelled.span, &labelled.label));
            }
        }
        let spans = graph.nodes.iter().map(|node| {
            let range = article.text.code_points(node.span);
            let mut span = json!({"start": range.start, "end": range.end, "label": node.label, "id": node.id});
            if let Some(kind) = node.kind {
                span["kind"] = json!(kind.name());
            }
            span
        });
        let relations = graph.edges.iter().map(|edge| json!({"from": edge.from, "to": edge.to, "label": edge.label}));
        let (words, spaces) = words_and_spaces(&article.text, &tokens);
        let mut line = json!({
            "id": article.id, "text": article.text.as_str(), "meta": article.meta, "words": words, "spaces": spaces,
            "entities": entities, "spans": {"sc": spans.collect::<Vec<_>>()}, "relations": relations.collect::<Vec<_>>(),
        });
        if self.options.negatives {
            line["incorrect_spans"] = negatives.iter().map(|(span, label)| triple(*span, label)).collect();
        }
        sink.append(format!("{line}\n").as_bytes())
    }
}

/// The arguments of spaCy's `Doc(vocab, words, spaces)`. A word may have one space after it; other white space is a word.
fn words_and_spaces<'a>(text: &'a Text, tokens: &[Span]) -> (Vec<&'a str>, Vec<bool>) {
    let (mut words, mut spaces) = (Vec::new(), Vec::new());
    let mut done = 0;
    for token in tokens.iter().map(|token| token.range()).chain(std::iter::once(text.len()..text.len())) {
        let mut gap = text.get(done..token.start);
        if let (Some(rest), Some(space)) = (gap.strip_prefix(' '), spaces.last_mut()) {
            *space = true;
            gap = rest;
        }
        for word in [gap, text.get(token.clone())].into_iter().filter(|word| !word.is_empty()) {
            words.push(word);
            spaces.push(false);
        }
        done = token.end;
    }
    (words, spaces)
}

#[derive(Deserialize)]
struct Record {
    id: Option<String>,
    text: Option<String>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    entities: Vec<EntityRecord>,
    #[serde(default)]
    spans: Option<SpanGroups>,
    #[serde(default)]
    relations: Vec<RelationRecord>,
    #[serde(default)]
    incorrect_spans: Vec<EntityRecord>,
}

#[derive(Deserialize)]
struct SpanGroups {
    #[serde(default)]
    sc: Vec<SpanRecord>,
}

#[derive(Deserialize)]
struct SpanRecord {
    start: usize,
    end: usize,
    label: String,
    id: Option<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EntityRecord {
    Triple(usize, usize, String),
    Object { start: usize, end: usize, label: String },
}

#[derive(Deserialize)]
struct RelationRecord {
    from: usize,
    to: usize,
    #[serde(default)]
    label: String,
}

impl From<EntityRecord> for SpanRecord {
    fn from(entity: EntityRecord) -> Self {
        match entity {
            EntityRecord::Triple(start, end, label) | EntityRecord::Object { start, end, label } => {
                Self { start, end, label, id: None, kind: None }
            }
        }
    }
}

/// Reads lines with `spans.sc`, or with `entities` only.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_record(source, each, "line of text and character spans", &mut read_record)
}

fn read_record(record: Record, name: &str, number: usize) -> Result<Imported, String> {
    let mut builder = ArticleBuilder::of_record(record.id, format!("{name}-{number}"), record.text)?;
    *builder.meta() = record.meta;
    let spans = match record.spans {
        Some(groups) if !groups.sc.is_empty() => groups.sc,
        _ => record.entities.into_iter().map(SpanRecord::from).collect(),
    };
    let ids = if spans.iter().all(|span| span.id.is_some()) { ItemIds::Keep } else { ItemIds::Number };
    let mut pieces = Vec::new();
    for (at, SpanRecord { start, end, label, id, kind }) in spans.into_iter().enumerate() {
        let span = builder
            .span(start, end, Unit::CodePoints, &label)
            .map_err(|error| format!("span {at} ({label}): {error}; correct its offsets"))?;
        let id = id.unwrap_or_else(|| at.to_string());
        pieces.push(Piece { id, span, label, kind: kind.and_then(|kind| kind.parse().ok()) });
    }
    let end = |at: usize| pieces.get(at).map_or_else(String::new, |piece| piece.id.clone());
    let links: Vec<Link> =
        record.relations.into_iter().map(|it| Link { from: end(it.from), to: end(it.to), label: it.label }).collect();
    add_items(&pieces, &links, ids, &mut builder);
    for SpanRecord { start, end, label, .. } in record.incorrect_spans.into_iter().map(SpanRecord::from) {
        let span = builder
            .span(start, end, Unit::CodePoints, &label)
            .map_err(|error| format!("incorrect span ({label}): {error}; correct its offsets"))?;
        let body = Body::Entity { span, label: Label::new(&label) };
        let suggestion = builder.new_suggestion(None, "spacy", None, body);
        builder.add_rejected(suggestion);
    }
    Ok(builder.finish())
}
