//! `spacy`: JSONL of text, tokens and character spans, from which a few lines of Python make a `DocBin` (README). Code
//! points.
//!
//! `entities` are those that do not overlap, for `doc.ents`; `spans.sc` is every entity and every part of a quote, for
//! `doc.spans["sc"]` and the span categorizer; `relations` lead from one to another by their numbers. `words` and
//! `spaces` make a `Doc` with exactly this text, in which every span lies on token edges. `--negatives` adds
//! `incorrect_spans`, which spaCy's `ner` takes as what is no entity.

use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Body, Extra, Layer};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, Link, Piece, assemble, doubtful};
use super::common::lines::each_article;
use super::common::tokens::{fits, labelled, tokens, what};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;

/// The format `spacy`.
pub(super) static FORMAT: Format = Format {
    name: "spacy",
    description: "text, tokens and character spans for spaCy's DocBin",
    unit: "code points",
    carries: "entities, quotes; rejected entities with `--negatives`",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl"],
    negatives: true,
    export: |options| Box::new(Spacy { options }),
    import,
};

struct Spacy {
    options: ExportOptions,
}

impl Export for Spacy {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let article = &one.article;
        let graph = Graph::of_marks(one);
        let negatives = one.rejected().filter_map(|it| match &it.suggestion.body {
            Body::Entity { span, label } if self.options.negatives => Some((*span, label.as_str())),
            _ => None,
        });
        let negatives: Vec<(Span, &str)> = negatives.collect();
        let spans = graph.nodes.iter().map(|node| node.span).chain(negatives.iter().map(|(span, _)| *span));
        let tokens = tokens(&article.text, self.options.tokens, spans);
        let marks: Vec<_> = one.gold_items().collect();
        for node in graph.nodes.iter().filter(|node| !fits(&tokens, node.span)) {
            let why = "begins or ends inside a token, where spaCy has no span; its characters stand as they are";
            let name = marks.get(node.body).map_or_else(|| node.id.clone(), |mark| what(mark));
            lost(Loss::at(article, node.span, name, why));
        }
        let edges = |span: Span| article.text.code_points(span);
        let entity = |span: Span, label: &str| json!([edges(span).start, edges(span).end, label]);
        let mut free = 0;
        let mut entities = Vec::new();
        for it in labelled(one, Layer::Entity) {
            if it.span.start() >= free {
                free = it.span.end();
                entities.push(entity(it.span, &it.label));
            }
        }
        let all: Vec<Value> = graph
            .nodes
            .iter()
            .map(|node| {
                let range = edges(node.span);
                let mut span = json!({"start": range.start, "end": range.end, "label": node.label, "id": node.id});
                if let (Some(kind), Some(span)) = (node.kind, span.as_object_mut()) {
                    span.insert("kind".to_owned(), json!(kind.name()));
                }
                span
            })
            .collect();
        let relations: Vec<Value> =
            graph.edges.iter().map(|edge| json!({"from": edge.from, "to": edge.to, "label": edge.label})).collect();
        let (words, spaces) = words_and_spaces(&article.text, &tokens);
        let mut line = json!({
            "id": article.id, "text": article.text.as_str(), "meta": article.meta, "words": words, "spaces": spaces,
            "entities": entities, "spans": {"sc": all}, "relations": relations,
        });
        if let Some(line) = line.as_object_mut().filter(|_| self.options.negatives) {
            let spans: Vec<Value> = negatives.iter().map(|(span, label)| entity(*span, label)).collect();
            line.insert("incorrect_spans".to_owned(), json!(spans));
        }
        sink.append(format!("{line}\n").as_bytes())
    }
}

/// spaCy's `Doc(vocab, words, spaces)`: a token may have one space behind it; other white space is a token itself.
fn words_and_spaces<'a>(text: &'a Text, tokens: &[Span]) -> (Vec<&'a str>, Vec<bool>) {
    let (mut words, mut spaces) = (Vec::new(), Vec::new());
    let mut done = 0;
    for token in tokens.iter().map(|token| token.range()).chain(std::iter::once(text.len()..text.len())) {
        let mut gap = text.get(done..token.start);
        if let (Some(rest), Some(space)) = (gap.strip_prefix(' '), spaces.last_mut()) {
            *space = true;
            gap = rest;
        }
        if !gap.is_empty() {
            words.push(gap);
            spaces.push(false);
        }
        if !token.is_empty() {
            words.push(text.get(token.clone()));
            spaces.push(false);
        }
        done = token.end;
    }
    (words, spaces)
}

#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    text: Option<String>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    spans: Option<Groups>,
    #[serde(default)]
    relations: Vec<Relation>,
    #[serde(default)]
    incorrect_spans: Vec<Entity>,
}

#[derive(Deserialize)]
struct Groups {
    #[serde(default)]
    sc: Vec<Piecewise>,
}

#[derive(Deserialize)]
struct Piecewise {
    start: usize,
    end: usize,
    label: String,
    id: Option<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entity {
    Short(usize, usize, String),
    Whole { start: usize, end: usize, label: String },
}

#[derive(Deserialize)]
struct Relation {
    from: usize,
    to: usize,
    #[serde(default)]
    label: String,
}

impl From<Entity> for Piecewise {
    fn from(entity: Entity) -> Self {
        match entity {
            Entity::Short(start, end, label) | Entity::Whole { start, end, label } => {
                Self { start, end, label, id: None, kind: None }
            }
        }
    }
}

/// Reads lines with `spans.sc`, or with `entities` only.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_article(source, each, &mut article)
}

fn article(line: &str, name: &str, number: usize) -> Result<Imported, String> {
    let line: Line = serde_json::from_str(line)
        .map_err(|error| format!("is no line of text and character spans: {error}; mend it"))?;
    let text = line.text.filter(|text| !text.trim().is_empty()).ok_or("\"text\" is missing or empty; add it")?;
    let id = line.id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{number}"));
    let mut build = ArticleBuilder::new(id, text);
    *build.meta() = line.meta;
    let spans = match line.spans {
        Some(groups) if !groups.sc.is_empty() => groups.sc,
        _ => line.entities.into_iter().map(Piecewise::from).collect(),
    };
    let keep = spans.iter().all(|span| span.id.is_some());
    let mut pieces = Vec::new();
    for (at, span) in spans.into_iter().enumerate() {
        let found = build
            .span(span.start, span.end, Unit::CodePoints, &span.label)
            .map_err(|error| format!("span {at} ({}): {error}; mend its offsets", span.label))?;
        let id = span.id.unwrap_or_else(|| at.to_string());
        pieces.push(Piece { id, span: found, label: span.label, kind: span.kind.and_then(|kind| kind.parse().ok()) });
    }
    let end = |at: usize| pieces.get(at).map_or_else(String::new, |piece| piece.id.clone());
    let links: Vec<Link> =
        line.relations.into_iter().map(|it| Link { from: end(it.from), to: end(it.to), label: it.label }).collect();
    for (id, body, _) in assemble(&pieces, &links, keep, &mut build) {
        build.mark(Some(&id), body);
    }
    for span in line.incorrect_spans.into_iter().map(Piecewise::from) {
        let found = build
            .span(span.start, span.end, Unit::CodePoints, &span.label)
            .map_err(|error| format!("incorrect span ({}): {error}; mend its offsets", span.label))?;
        let body = Body::Entity { span: found, label: crate::gold::Label::new(&span.label) };
        let suggestion = build.suggestion(None, "spacy", None, body);
        build.rejected(suggestion);
    }
    Ok(build.done())
}
