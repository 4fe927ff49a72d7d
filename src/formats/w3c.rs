//! `w3c`: Web Annotations (W3C Recommendation, 2017), an `AnnotationPage` an article, one a line. Code points, as the
//! recommendation demands, with position and quote selectors.
//!
//! An entity or a part of a quote is an annotation whose body is its label (and kind); parts are tied by annotations
//! with the motivation `linking`. The text itself, which annotations only point at, is in `tawsim:text`.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Extra, GoldItem, QuoteKind, Status};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, Link, Piece, assemble, doubtful};
use super::common::json_values::each_article;
use super::export::{Export, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;

/// The format `w3c`.
pub(super) static FORMAT: Format = Format {
    name: "w3c",
    description: "W3C Web Annotations, a page an article",
    unit: "code points",
    carries: "entities, quotes, notes",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json", "jsonld"],
    negatives: false,
    export: |_| Box::new(W3c),
    import,
};

/// The vocabulary of the standard.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Ours, for what it has no word for.
const OURS: &str = "urn:tawsim:vocabulary:";
/// How many code points stand beside a quotation.
const BESIDE: usize = 16;

struct W3c;

impl Export for W3c {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let Annotated { article, annotation } = one;
        let source = format!("urn:tawsim:article:{}", escaped(&article.id));
        let iri = |id: &str| format!("{source}#{}", escaped(id));
        let graph = Graph::of_marks(one);
        let marks: Vec<&GoldItem> = one.gold_items().collect();
        let tag = |word: &str, purpose: &str| json!({"type": "TextualBody", "value": word, "purpose": purpose});
        let mut items = Vec::new();
        for node in &graph.nodes {
            let mut body = vec![tag(node.label, "tagging")];
            body.extend(node.kind.map(|kind| tag(kind.name(), "classifying")));
            let mark = marks.get(node.body).filter(|mark| mark.id == node.id);
            let note = mark.and_then(|mark| one.annotation.remarks.of(&mark.remark_target()).note);
            body.extend(note.map(|note| tag(&note, "commenting")));
            let mut item = json!({
                "id": iri(&node.id), "type": "Annotation", "motivation": "tagging", "body": body,
                "target": {"source": source, "selector": selectors(&article.text, node.span)},
            });
            if let Some(at) = mark.and_then(|mark| mark.at.as_ref()) {
                item["created"] = json!(at.to_string());
            }
            if let Some(annotator) = &annotation.annotator {
                item["creator"] = json!({"type": "Person", "name": annotator});
            }
            items.push(item);
        }
        let id = |at: usize| graph.nodes.get(at).map(|node| iri(&node.id));
        items.extend(graph.edges.iter().map(|edge| {
            json!({"type": "Annotation", "motivation": "linking", "target": id(edge.from),
                "body": [{"type": "SpecificResource", "source": id(edge.to), "purpose": "linking"}, tag(edge.label, "tagging")]})
        }));
        let page = json!({
            "@context": [CONTEXT, {"tawsim": OURS}], "id": source, "type": "AnnotationPage", "items": items,
            "tawsim:id": article.id, "tawsim:text": article.text.as_str(), "tawsim:meta": article.meta,
            "tawsim:status": annotation.status.name(),
        });
        sink.append(format!("{page}\n").as_bytes())
    }
}

fn selectors(text: &Text, span: Span) -> Value {
    let range = text.code_points(span);
    let before: Vec<char> = text.get(0..span.start()).chars().rev().take(BESIDE).collect();
    let prefix: String = before.into_iter().rev().collect();
    let suffix: String = text.get(span.end()..text.len()).chars().take(BESIDE).collect();
    json!([{"type": "TextPositionSelector", "start": range.start, "end": range.end},
        {"type": "TextQuoteSelector", "prefix": prefix, "exact": text.slice(span), "suffix": suffix}])
}

/// Percent-encoded, so that any id is part of an IRI (RFC 3987 lets letters of all scripts stand).
fn escaped(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

fn unescaped(id: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = id.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Deserialize)]
struct Page {
    id: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(rename = "tawsim:id")]
    article: Option<String>,
    #[serde(rename = "tawsim:text")]
    text: Option<String>,
    #[serde(rename = "tawsim:meta", default)]
    meta: Extra,
    #[serde(rename = "tawsim:status")]
    status: Option<String>,
}

#[derive(Deserialize)]
struct Item {
    id: Option<String>,
    #[serde(default)]
    body: Many,
    target: Value,
    creator: Option<Value>,
}

/// One value or a list, as JSON-LD lets either stand.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Many {
    #[default]
    None,
    List(Vec<Value>),
    One(Value),
}

impl Many {
    fn values(&self) -> &[Value] {
        match self {
            Self::None => &[],
            Self::List(list) => list,
            Self::One(one) => std::slice::from_ref(one),
        }
    }

    /// The value of the body with a purpose; a body without one counts as a tag.
    fn said(&self, purpose: &str) -> Option<&str> {
        let fits = |body: &&Value| {
            let of = body.get("purpose").and_then(Value::as_str).unwrap_or("tagging");
            of == purpose && body.get("value").is_some()
        };
        self.values().iter().find(fits)?.get("value")?.as_str()
    }

    fn linked(&self) -> Option<&str> {
        let resource = |body: &Value| body.get("source").or(Some(body)).and_then(Value::as_str).map(str::len).is_some();
        let body = self.values().iter().find(|body| resource(body))?;
        body.get("source").unwrap_or(body).as_str()
    }
}

/// Reads pages.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_article(source, each, "AnnotationPage", &mut |page, name, number| article(page, &format!("{name}-{number}")))
}

fn article(page: Page, otherwise: &str) -> Result<Imported, String> {
    let text = page.text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or("holds no \"tawsim:text\", and annotations only point at a text; add the exact text")?;
    let named = page.id.as_deref().and_then(|id| id.strip_prefix("urn:tawsim:article:")).map(unescaped);
    let id = page.article.or(named).filter(|id| !id.trim().is_empty()).unwrap_or_else(|| otherwise.to_owned());
    let mut build = ArticleBuilder::new(id, text);
    *build.meta() = page.meta;
    if let Some(status) = page.status {
        build.annotation().status = status.parse::<Status>()?;
    }
    let (mut pieces, mut links, mut notes) = (Vec::new(), Vec::new(), HashMap::new());
    for (at, item) in page.items.iter().enumerate() {
        let label = item.body.said("tagging").unwrap_or_default().to_owned();
        if let (Some(from), Some(to)) = (item.target.as_str(), item.body.linked()) {
            links.push(Link { from: local(from), to: local(to), label });
            continue;
        }
        let span = place(&item.target, &mut build, at, &label)?;
        let label =
            if label.is_empty() { return Err(format!("items[{at}] has no tag in its body; add one")) } else { label };
        let kind = item.body.said("classifying").and_then(|kind| kind.parse::<QuoteKind>().ok());
        let id = item.id.as_deref().map_or_else(|| format!("item-{at}"), local);
        if let Some(note) = item.body.said("commenting") {
            notes.insert(id.clone(), note.to_owned());
        }
        if let Some(name) = item.creator.as_ref().and_then(|creator| creator.get("name").unwrap_or(creator).as_str()) {
            build.annotation().annotator = Some(name.to_owned());
        }
        pieces.push(Piece { id, span, label, kind });
    }
    for (id, body, _) in assemble(&pieces, &links, true, &mut build) {
        let note = notes.remove(&id).map(|note| ("note".to_owned(), json!(note)));
        build.decided(Some(&id), body, None, note.into_iter().collect());
    }
    Ok(build.done())
}

/// What stands behind the last `#` of an IRI, else all of it.
fn local(iri: &str) -> String {
    unescaped(iri.rsplit_once('#').map_or(iri, |(_, id)| id))
}

/// Where a target is: by its position, if the quotation stands there; else where the quotation stands with what is
/// beside it, once.
fn place(target: &Value, build: &mut ArticleBuilder, at: usize, label: &str) -> Result<Span, String> {
    let selectors = match target.get("selector") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return Err(format!("items[{at}] has no selector; add a TextPositionSelector")),
    };
    let of = |kind: &str| selectors.iter().find(|it| it.get("type").and_then(Value::as_str) == Some(kind));
    let words = |key: &str| of("TextQuoteSelector").and_then(|it| it.get(key)).and_then(Value::as_str);
    let edge = |key: &str| {
        of("TextPositionSelector").and_then(|it| it.get(key)?.as_u64()).and_then(|edge| usize::try_from(edge).ok())
    };
    let positioned = match (edge("start"), edge("end")) {
        (Some(start), Some(end)) => Some(build.span(start, end, Unit::CodePoints, label)),
        _ => None,
    };
    let exact = words("exact");
    match positioned {
        Some(Ok(span)) if exact.is_none_or(|exact| build.text().slice(span).contains(exact)) => return Ok(span),
        Some(Err(error)) if exact.is_none() => return Err(format!("items[{at}] ({label}): {error}; mend its offsets")),
        _ => {}
    }
    let exact =
        exact.ok_or_else(|| format!("items[{at}] ({label}) has neither a position nor a quotation; add one"))?;
    let (prefix, suffix) = (words("prefix").unwrap_or_default(), words("suffix").unwrap_or_default());
    let needle = format!("{prefix}{exact}{suffix}");
    let text = build.text().clone();
    let mut hits = text.as_str().match_indices(&needle).map(|(start, _)| start + prefix.len());
    match (hits.next(), hits.next()) {
        (Some(start), None) => build
            .span(start, start + exact.len(), Unit::Bytes, label)
            .map_err(|error| format!("items[{at}] ({label}): {error}; mend it")),
        _ => Err(format!(
            "items[{at}] ({label}): {exact:?} does not stand there, nor just once elsewhere; mend its offsets"
        )),
    }
}
