//! `w3c`: Web Annotations (W3C Recommendation, 2017), one `AnnotationPage` for each article, one a line. Code points, as the
//! recommendation demands, with position and quote selectors.
//!
//! An entity or a part of a quote is an annotation whose body is its label (and kind). Annotations with the motivation
//! `linking` are the relations between them. Annotations only refer to a text; the text itself is in `tawsim:text`.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Extra, GoldItem, QuoteKind, Status};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::graph::{Graph, ItemIds, Link, Piece, assemble_items, report_ambiguous_items, short_words};
use super::common::json_values::each_record;
use super::export::{Export, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `w3c`.
pub(super) static FORMAT: Format = Format {
    name: "w3c",
    description: "W3C Web Annotations, one page for each article",
    unit: "code points",
    carries: "entities, quotes, notes",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json", "jsonld"],
    signatures: &[("", Signature::JsonLines(&[&["@context", "items", "tawsim:id", "tawsim:text"]], &[]))],
    negatives: false,
    export: |_| Box::new(W3c),
    import,
};

/// The vocabulary of the standard.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Our vocabulary, for what the standard has no word for.
const OUR_VOCABULARY: &str = "urn:tawsim:vocabulary:";
/// The number of code points of context that a quote selector has on each side.
const CONTEXT_LENGTH: usize = 16;

struct W3c;

impl Export for W3c {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let Annotated { article, annotation } = annotated;
        let source = format!("urn:tawsim:article:{}", percent_encode(&article.id));
        let iri = |id: &str| format!("{source}#{}", percent_encode(id));
        let graph = Graph::of_gold(annotated);
        let gold_items: Vec<&GoldItem> = annotated.gold_items().collect();
        let text_body = |word: &str, purpose: &str| json!({"type": "TextualBody", "value": word, "purpose": purpose});
        let mut items = Vec::new();
        for node in &graph.nodes {
            let gold = gold_items.get(node.item).filter(|gold| gold.id == node.id);
            let mut body = vec![text_body(node.label, "tagging")];
            body.extend(node.kind.map(|kind| text_body(kind.name(), "classifying")));
            let note = gold.and_then(|gold| annotation.remarks.of(&gold.remark_target()).note);
            body.extend(note.map(|note| text_body(&note, "commenting")));
            let mut item = json!({
                "id": iri(&node.id), "type": "Annotation", "motivation": "tagging", "body": body,
                "target": {"source": source, "selector": selectors(&article.text, node.span)},
            });
            if let Some(at) = gold.and_then(|gold| gold.at.as_ref()) {
                item["created"] = json!(at.to_string());
            }
            if let Some(annotator) = &annotation.annotator {
                item["creator"] = json!({"type": "Person", "name": annotator});
            }
            items.push(item);
        }
        let id = |at: usize| graph.nodes.get(at).map(|node| iri(&node.id));
        items.extend(graph.edges.iter().map(|edge| {
            let target = json!({"type": "SpecificResource", "source": id(edge.to), "purpose": "linking"});
            json!({"type": "Annotation", "motivation": "linking", "target": id(edge.from),
                "body": [target, text_body(edge.label, "tagging")]})
        }));
        let page = json!({
            "@context": [CONTEXT, {"tawsim": OUR_VOCABULARY}], "id": source, "type": "AnnotationPage", "items": items,
            "tawsim:id": article.id, "tawsim:text": article.text.as_str(), "tawsim:meta": article.meta,
            "tawsim:status": annotation.status.name(),
        });
        sink.append(format!("{page}\n").as_bytes())
    }
}

fn selectors(text: &Text, span: Span) -> Value {
    let range = text.code_points(span);
    let position = json!({"type": "TextPositionSelector", "start": range.start, "end": range.end});
    let Some(words) = short_words(text, span) else { return json!([position]) };
    let before: Vec<char> = text.get(0..span.start()).chars().rev().take(CONTEXT_LENGTH).collect();
    let prefix: String = before.into_iter().rev().collect();
    let suffix: String = text.get(span.end()..text.len()).chars().take(CONTEXT_LENGTH).collect();
    json!([position, {"type": "TextQuoteSelector", "prefix": prefix, "exact": words, "suffix": suffix}])
}

/// An id as a part of an IRI. Letters of all scripts stay, as RFC 3987 allows.
fn percent_encode(id: &str) -> String {
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

fn percent_decode(id: &str) -> String {
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
    items: Vec<WebAnnotation>,
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
struct WebAnnotation {
    id: Option<String>,
    #[serde(default)]
    body: Bodies,
    target: Value,
    creator: Option<Value>,
}

/// No body, one body or a list. JSON-LD allows each of them.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Bodies {
    #[default]
    None,
    List(Vec<Value>),
    One(Value),
}

impl Bodies {
    fn values(&self) -> &[Value] {
        match self {
            Self::None => &[],
            Self::List(list) => list,
            Self::One(one) => std::slice::from_ref(one),
        }
    }

    /// The text of the first body with a purpose. A body without a purpose is a tag.
    fn text(&self, purpose: &str) -> Option<&str> {
        let fits = |body: &&Value| {
            let purpose_of_body = body.get("purpose").and_then(Value::as_str).unwrap_or("tagging");
            purpose_of_body == purpose && body.get("value").is_some()
        };
        self.values().iter().find(fits)?.get("value")?.as_str()
    }

    /// The IRI to which a linking annotation leads.
    fn linked_iri(&self) -> Option<&str> {
        self.values().iter().find_map(|body| body.get("source").unwrap_or(body).as_str())
    }
}

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_record(source, each, "AnnotationPage", &mut |page, name, number| read_page(page, &format!("{name}-{number}")))
}

fn read_page(page: Page, fallback_id: &str) -> Result<Imported, String> {
    let text = page.text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or("contains no \"tawsim:text\", and annotations only refer to a text; add the exact text")?;
    let named = page.id.as_deref().and_then(|id| id.strip_prefix("urn:tawsim:article:")).map(percent_decode);
    let id = page.article.or(named).filter(|id| !id.trim().is_empty()).unwrap_or_else(|| fallback_id.to_owned());
    let mut builder = ArticleBuilder::new(id, text);
    *builder.meta() = page.meta;
    if let Some(status) = page.status {
        builder.annotation().status = status.parse::<Status>()?;
    }
    let (mut pieces, mut links, mut notes) = (Vec::new(), Vec::new(), HashMap::new());
    for (at, item) in page.items.iter().enumerate() {
        let label = item.body.text("tagging").unwrap_or_default().to_owned();
        if let (Some(from), Some(to)) = (item.target.as_str(), item.body.linked_iri()) {
            links.push(Link { from: local_id(from), to: local_id(to), label });
            continue;
        }
        let name = format!("items[{at}]");
        let span = target_span(&item.target, &mut builder, &name, &label)?;
        if label.is_empty() {
            return Err(format!("{name} has no tag in its body; add one"));
        }
        let kind = item.body.text("classifying").and_then(|kind| kind.parse::<QuoteKind>().ok());
        let id = item.id.as_deref().map_or_else(|| format!("item-{at}"), local_id);
        if let Some(note) = item.body.text("commenting") {
            notes.insert(id.clone(), note.to_owned());
        }
        if let Some(name) = item.creator.as_ref().and_then(|creator| creator.get("name").unwrap_or(creator).as_str()) {
            builder.annotation().annotator = Some(name.to_owned());
        }
        pieces.push(Piece { id, span, label, kind });
    }
    for (id, body, _) in assemble_items(&pieces, &links, ItemIds::Keep, &mut builder) {
        let note = notes.remove(&id).map(|note| ("note".to_owned(), json!(note)));
        builder.add_decided_item(Some(&id), body, None, note.into_iter().collect());
    }
    Ok(builder.finish())
}

/// The part of an IRI after the last `#`, else all of it.
fn local_id(iri: &str) -> String {
    percent_decode(iri.rsplit_once('#').map_or(iri, |(_, id)| id))
}

/// The span of a target: its position if the quotation is there, else the only place of the quotation with its context.
/// `name` names the annotation in messages.
fn target_span(target: &Value, builder: &mut ArticleBuilder, name: &str, label: &str) -> Result<Span, String> {
    let selectors = match target.get("selector") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return Err(format!("{name} has no selector; add a TextPositionSelector")),
    };
    let selector = |kind: &str| selectors.iter().find(|it| it.get("type").and_then(Value::as_str) == Some(kind));
    let words = |key: &str| selector("TextQuoteSelector").and_then(|it| it.get(key)).and_then(Value::as_str);
    let edge = |key: &str| {
        let edge = selector("TextPositionSelector").and_then(|it| it.get(key)?.as_u64());
        edge.and_then(|edge| usize::try_from(edge).ok())
    };
    let position = match (edge("start"), edge("end")) {
        (Some(start), Some(end)) => Some(builder.span(start, end, Unit::CodePoints, label)),
        _ => None,
    };
    let exact = words("exact");
    match position {
        Some(Ok(span)) if exact.is_none_or(|exact| builder.text().slice(span).contains(exact)) => return Ok(span),
        Some(Err(error)) if exact.is_none() => return Err(format!("{name} ({label}): {error}; correct its offsets")),
        _ => {}
    }
    let exact = exact.ok_or_else(|| format!("{name} ({label}) has neither a position nor a quotation; add one"))?;
    let (prefix, suffix) = (words("prefix").unwrap_or_default(), words("suffix").unwrap_or_default());
    let needle = format!("{prefix}{exact}{suffix}");
    let text = builder.text().clone();
    let mut hits = text.as_str().match_indices(&needle).map(|(start, _)| start + prefix.len());
    match (hits.next(), hits.next()) {
        (Some(start), None) => builder
            .span(start, start + exact.len(), Unit::Bytes, label)
            .map_err(|error| format!("{name} ({label}): {error}; correct it")),
        _ => Err(format!(
            "{name} ({label}): {exact:?} is not at its position, and not at exactly one other place; correct its offsets"
        )),
    }
}
