//! `spacy`: JSONL of text, tokens and character spans, from which a few lines of Python make a `DocBin` (see the guide).
//! Code points.
//!
//! `entities` are the entities that do not overlap, for `doc.ents`. `spans.sc` is every entity and every part of a quote,
//! for `doc.spans["sc"]` and the span categorizer. `relations` connect them by their numbers. `words` and `spaces` make a
//! `Doc` with exactly this text, in which every span begins and ends on token edges. `--negatives` adds `incorrect_spans`: spaCy's
//! `ner` learns that these are not entities.

use std::io;

use serde::Serialize;
use serde_json::json;

use crate::gold::{Body, Extra, Layer};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, Node, report_ambiguous_items};
use super::common::json_input::each_json_article;
use super::common::lazy_list::LazyList;
use super::common::records::{RecordStyle, read_records};
use super::common::tokens::{labelled_spans, report_edges_inside_tokens, split_tokens};
use super::export::{Export, ExportOptions, Sink, append_line};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::import::{EachArticle, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `spacy`.
pub(super) static FORMAT: Format = Format {
    name: "spacy",
    description: "text, tokens and character spans for spaCy's DocBin",
    unit: "code points",
    carries: "entities, quotes, relations, attributes; rejected entities with `--negatives`",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json"],
    signatures: &[("", Signature::JsonLines(&[&["words", "spaces", "entities", "spans"]], &[]))],
    negatives: true,
    takes_unit: true,
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
            let range = self.options.range(&article.text, span);
            json!([range.start, range.end, label])
        };
        let mut last_end = 0;
        let mut entities = Vec::new();
        for labelled in labelled_spans(&graph, Layer::Entity) {
            if labelled.span.start() >= last_end {
                last_end = labelled.span.end();
                entities.push((labelled.span, labelled.label));
            }
        }
        let span_of = |node: &Node<'_>| {
            let range = self.options.range(&article.text, node.span);
            let mut span = json!({"start": range.start, "end": range.end, "label": node.label, "id": node.id});
            if let Some(kind) = node.kind {
                span["kind"] = json!(kind.name());
            }
            if let (Some(item), Some(span)) = (annotated.annotation.gold_item(&node.id), span.as_object_mut()) {
                span.extend(annotated.detail_keys(item));
            }
            span
        };
        let relation_of = |edge: &Edge<'_>| json!({"from": edge.from, "to": edge.to, "label": edge.label});
        let (words, spaces) = words_and_spaces(&article.text, &tokens);
        let record = DocRecord {
            id: &article.id,
            text: article.text.as_str(),
            meta: &article.meta,
            words: &words,
            spaces: &spaces,
            entities: LazyList(|| entities.iter().map(|(span, label)| triple(*span, label))),
            spans: SpanGroups { sc: LazyList(|| graph.nodes.iter().map(span_of)) },
            relations: LazyList(|| graph.edges.iter().map(relation_of)),
            incorrect_spans: self
                .options
                .negatives
                .then_some(LazyList(|| negatives.iter().map(|(span, label)| triple(*span, label)))),
        };
        append_line(sink, &record)
    }

    fn extras(&self) -> Extras {
        Extras { relations: true, attributes: true, parts: true, ..Extras::default() }
    }
}

/// A record, in the order of its keys.
#[derive(Serialize)]
struct DocRecord<'a, Entities, Spans, Relations, Negatives> {
    id: &'a str,
    text: &'a str,
    meta: &'a Extra,
    words: &'a [&'a str],
    spaces: &'a [bool],
    entities: Entities,
    spans: SpanGroups<Spans>,
    relations: Relations,
    #[serde(skip_serializing_if = "Option::is_none")]
    incorrect_spans: Option<Negatives>,
}

/// `doc.spans`.
#[derive(Serialize)]
struct SpanGroups<Spans> {
    sc: Spans,
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

/// Reads records: our own, `Doc.to_json`, training pairs, training JSON of spaCy 2.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let style = RecordStyle { unit, source: "spacy" };
    each_json_article(source, each, &mut |value, name, number| read_records(value, name, number, style))
}
