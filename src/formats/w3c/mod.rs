//! `w3c`: Web Annotations (W3C Recommendation, 2017), one `AnnotationPage` for each article, one a line. Code points, as the
//! recommendation demands, with position and quote selectors.
//!
//! An entity or a part of a quote is an annotation whose body is its label (and kind). Annotations with the motivation
//! `linking` are the relations between them. Annotations only refer to a text; the text itself is in `tawsim:text`. For the
//! annotations of other tools, `--text` names it.

mod read;

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use crate::gold::{Extra, GoldItem};
use crate::text::{Span, Text};

use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, Node, report_ambiguous_items, short_words};
use super::common::lazy_list::LazyList;
use super::export::{Export, ExportOptions, Sink, append_line};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::loss::Loss;
use super::signature::Signature;

/// The format `w3c`.
pub(super) static FORMAT: Format = Format {
    name: "w3c",
    description: "W3C Web Annotations, one page for each article",
    unit: "code points",
    carries: "entities, quotes, relations, attributes, notes",
    omits: "verdicts",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json", "jsonld"],
    signatures: &[("", Signature::JsonLines(&[&["@context", "items", "tawsim:id", "tawsim:text"]], &[]))],
    negatives: false,
    takes_unit: true,
    export: |options| Box::new(W3c { options }),
    import: read::import,
};

/// The vocabulary of the standard.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Our vocabulary, for what the standard has no word for.
const OUR_VOCABULARY: &str = "urn:tawsim:vocabulary:";
/// The number of code points of context that a quote selector has on each side.
const CONTEXT_LENGTH: usize = 16;

struct W3c {
    options: ExportOptions,
}

impl Export for W3c {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let Annotated { article, annotation } = annotated;
        let source = format!("urn:tawsim:article:{}", percent_encode(&article.id));
        let iri = |id: &str| format!("{source}#{}", percent_encode(id));
        let graph = Graph::of_gold(annotated);
        let gold_items: Vec<&GoldItem> = annotated.gold_items().collect();
        let text_body = |word: &str, purpose: &str| json!({"type": "TextualBody", "value": word, "purpose": purpose});
        let annotation_of = |node: &Node<'_>| {
            let gold = gold_items.get(node.item).filter(|gold| gold.id == node.id);
            let mut body = vec![text_body(node.label, "tagging")];
            body.extend(node.kind.map(|kind| text_body(kind.name(), "classifying")));
            let note = gold.and_then(|gold| annotation.remarks.of(&gold.remark_target()).note);
            body.extend(note.map(|note| text_body(&note, "commenting")));
            let mut item = json!({
                "id": iri(&node.id), "type": "Annotation", "motivation": "tagging", "body": body,
                "target": {"source": source, "selector": selectors(&article.text, node.span, &self.options)},
            });
            for (key, value) in gold.map(|gold| annotated.detail_keys(gold)).unwrap_or_default() {
                item[format!("tawsim:{key}")] = value;
            }
            if let Some(at) = gold.and_then(|gold| gold.at.as_ref()) {
                item["created"] = json!(at.to_string());
            }
            if let Some(annotator) = &annotation.annotator {
                item["creator"] = json!({"type": "Person", "name": annotator});
            }
            item
        };
        let id = |at: usize| graph.nodes.get(at).map(|node| iri(&node.id));
        let link_of = |edge: &Edge<'_>| {
            let target = json!({"type": "SpecificResource", "source": id(edge.to), "purpose": "linking"});
            json!({"type": "Annotation", "motivation": "linking", "target": id(edge.from),
                "body": [target, text_body(edge.label, "tagging")]})
        };
        let items = LazyList(|| graph.nodes.iter().map(annotation_of).chain(graph.edges.iter().map(link_of)));
        let page = Page {
            context: json!([CONTEXT, {"tawsim": OUR_VOCABULARY}]),
            id: &source,
            kind: "AnnotationPage",
            items,
            article: &article.id,
            text: article.text.as_str(),
            meta: &article.meta,
            status: annotation.status.name(),
        };
        append_line(sink, &page)
    }

    fn extras(&self) -> Extras {
        Extras { relation_attributes: false, ..Extras::ALL }
    }
}

/// A page, in the order of its keys.
#[derive(Serialize)]
struct Page<'a, Items> {
    #[serde(rename = "@context")]
    context: Value,
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    items: Items,
    #[serde(rename = "tawsim:id")]
    article: &'a str,
    #[serde(rename = "tawsim:text")]
    text: &'a str,
    #[serde(rename = "tawsim:meta")]
    meta: &'a Extra,
    #[serde(rename = "tawsim:status")]
    status: &'a str,
}

fn selectors(text: &Text, span: Span, options: &ExportOptions) -> Value {
    let range = options.range(text, span);
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
