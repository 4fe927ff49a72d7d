//! What `xmi` and `casjson` have in common: a UIMA CAS with the types of INCEpTION (DKPro Core). UTF-16 units.
//!
//! Entities are DKPro's `NamedEntity`; the parts of quotes are the custom span layer `webanno.custom.Quote` (role, kind,
//! and, on a speaker, the entity it is linked to as `LABEL@begin-end`), tied by the relation layer
//! `webanno.custom.QuoteRelation`. Tokens and sentences are there too, because those layers are anchored to them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::gold::{QuoteKind, Status};
use crate::text::{Span, Text, Unit};

use super::article_builder::ArticleBuilder;
use super::graph::{Graph, Link, Piece, assemble, doubtful};
use super::tokens::TagScheme;
use super::tokens::{fits, tag, what};
use crate::formats::annotated::Annotated;
use crate::formats::export::ExportOptions;
use crate::formats::import::{ImportProblem, Imported};
use crate::formats::loss::Loss;

pub(in crate::formats) const SOFA: &str = "uima.cas.Sofa";
pub(in crate::formats) const ANNOTATION: &str = "uima.tcas.Annotation";
const DOCUMENT: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const QUOTE: &str = "webanno.custom.Quote";
const RELATION: &str = "webanno.custom.QuoteRelation";

/// A type with its features: name, supertype, features with their ranges.
pub(in crate::formats) type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const STRING: &str = "uima.cas.String";

/// The types that are written, UIMA's own left out.
pub(in crate::formats) const TYPES: [Type; 6] = [
    (
        DOCUMENT,
        "uima.tcas.DocumentAnnotation",
        &[("documentId", STRING), ("documentTitle", STRING), ("isLastSegment", "uima.cas.Boolean")],
    ),
    (TOKEN, ANNOTATION, &[]),
    (SENTENCE, ANNOTATION, &[]),
    (ENTITY, ANNOTATION, &[("value", STRING), ("identifier", STRING)]),
    (QUOTE, ANNOTATION, &[("role", STRING), ("kind", STRING), ("entity", STRING)]),
    (RELATION, ANNOTATION, &[("Dependent", QUOTE), ("Governor", QUOTE), ("label", STRING)]),
];

/// A feature's value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::formats) enum Value {
    String(String),
    Bool(bool),
    /// The number of another feature structure.
    Reference(usize),
}

/// A feature structure with a place in the text.
#[derive(Debug, Clone)]
pub(in crate::formats) struct Structure {
    pub(in crate::formats) id: usize,
    pub(in crate::formats) kind: &'static str,
    pub(in crate::formats) begin: usize,
    pub(in crate::formats) end: usize,
    pub(in crate::formats) features: Vec<(&'static str, Value)>,
}

/// The number of the sofa, the text itself; others follow.
pub(in crate::formats) const SOFA_ID: usize = 1;

/// The feature structures of an article.
pub(in crate::formats) fn structures(
    one: &Annotated,
    options: &ExportOptions,
    lost: &mut dyn FnMut(Loss),
) -> Vec<Structure> {
    doubtful(one, lost);
    let text = &one.article.text;
    let graph = Graph::of_marks(one);
    let marks: Vec<_> = one.gold_items().collect();
    let mut made = Vec::new();
    let mut add = |kind, (begin, end): (usize, usize), features: Vec<(&'static str, Value)>| {
        let id = SOFA_ID + 1 + made.len();
        made.push(Structure { id, kind, begin, end, features });
        id
    };
    let place = |span: Span| (text.utf16(span).start, text.utf16(span).end);
    let whole = text.whole().map_or((0, 0), place);
    let string = |words: &str| Value::String(words.to_owned());
    let title = vec![
        ("language", string("ar")),
        ("documentId", string(&one.article.id)),
        ("documentTitle", string(one.article.title())),
        ("isLastSegment", Value::Bool(false)),
    ];
    add(DOCUMENT, whole, title);
    let labelled: Vec<_> = graph
        .nodes
        .iter()
        .map(|node| super::tokens::Labelled { span: node.span, label: String::new(), what: String::new() })
        .collect();
    // Only the tokens and the sentences are wanted of it.
    let tagged = tag(&one.article, &labelled, options.tokens, TagScheme::Iob2, &mut |_| {});
    let mut first = None;
    for (token, ends) in tagged.tokens.iter().zip(&tagged.ends) {
        add(TOKEN, place(*token), Vec::new());
        let begin = *first.get_or_insert(*token);
        if *ends {
            add(SENTENCE, place(begin.hull(*token)), Vec::new());
            first = None;
        }
    }
    let mut ids = Vec::new();
    for node in &graph.nodes {
        if !fits(&tagged.tokens, node.span) {
            let name = marks.get(node.body).map_or_else(|| node.id.clone(), |mark| what(mark));
            let why = "begins or ends inside a token, where INCEpTION may move it; its characters stand as they are";
            lost(Loss::at(&one.article, node.span, name, why));
        }
        let is_entity = marks.get(node.body).is_some_and(|mark| mark.body.frame().is_none());
        let id = if is_entity {
            add(ENTITY, place(node.span), vec![("value", string(node.label))])
        } else {
            let mut features = vec![("role", string(node.label))];
            features.extend(node.kind.map(|kind| ("kind", string(kind.name()))));
            add(QUOTE, place(node.span), features)
        };
        ids.push(id);
    }
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (graph.nodes.get(edge.from), graph.nodes.get(edge.to)) else { continue };
        let (Some(&governor), Some(&dependent)) = (ids.get(edge.from), ids.get(edge.to)) else { continue };
        if edge.label == "ENTITY" {
            // A relation layer connects spans of one layer.
            let (begin, end) = place(to.span);
            let link = Value::String(format!("{}@{begin}-{end}", to.label));
            if let Some(speaker) = governor.checked_sub(SOFA_ID + 1).and_then(|at| made.get_mut(at)) {
                speaker.features.push(("entity", link));
            }
            continue;
        }
        let features = vec![
            ("Dependent", Value::Reference(dependent)),
            ("Governor", Value::Reference(governor)),
            ("label", string(edge.label)),
        ];
        let id = SOFA_ID + 1 + made.len();
        // UIMA's relations stand where their dependent does.
        let (begin, end) = place(to.span);
        debug_assert!(from.span.end() > 0);
        made.push(Structure { id, kind: RELATION, begin, end, features });
    }
    made
}

/// A feature structure as a file has it: its type's full name, its features as strings.
#[derive(Debug, Default)]
pub(in crate::formats) struct Found {
    pub(in crate::formats) id: String,
    pub(in crate::formats) kind: String,
    pub(in crate::formats) features: BTreeMap<String, String>,
}

impl Found {
    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.features.get(*name)).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value of the one feature of a layer that has no other.
    fn only(&self) -> Option<&str> {
        let mut values =
            self.features.iter().filter(|(key, _)| !matches!(key.as_str(), "begin" | "end" | "sofa" | "@sofa"));
        values.next().map(|(_, value)| value.as_str()).filter(|value| values.next().is_none() && !value.is_empty())
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.get(&[name])?.parse().ok()
    }
}

/// What stands in an article's structures.
pub(in crate::formats) fn article(found: &[Found], name: &str, unit: Unit) -> Result<Imported, ImportProblem> {
    let wrong = |what: String| ImportProblem::new(None, what);
    let sofas = found.iter().filter(|it| it.kind == SOFA);
    let sofa = sofas.clone().find(|it| it.get(&["sofaID"]) == Some("_InitialView")).or_else(|| sofas.clone().next());
    let text = sofa.and_then(|sofa| sofa.features.get("sofaString")).filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| wrong("holds no sofa with a text; export the document with its text".to_owned()))?;
    let document = found.iter().find(|it| it.kind.ends_with(".DocumentMetaData"));
    let id = document.and_then(|it| it.get(&["documentId", "documentTitle"])).filter(|id| !id.trim().is_empty());
    let mut build = ArticleBuilder::new(id.unwrap_or(name), text.clone());
    build.annotation().status = Status::Done;
    let (mut pieces, mut links, mut entity_links) = (Vec::new(), Vec::new(), Vec::new());
    let mut passed = HashSet::new();
    for it in found {
        let local = it.kind.rsplit('.').next().unwrap_or_default();
        if let (Some(from), Some(to)) = (it.get(&["Governor", "@Governor"]), it.get(&["Dependent", "@Dependent"])) {
            let label = it.get(&["label", "relation", "value", "DependencyType"]).unwrap_or_default().to_owned();
            if local != "Dependency" {
                links.push(Link { from: from.to_owned(), to: to.to_owned(), label });
            }
            continue;
        }
        let custom = it.kind.starts_with("webanno.custom.") || it.kind.starts_with("custom.");
        let (Some(begin), Some(end)) = (it.number("begin"), it.number("end")) else { continue };
        if !(local == "NamedEntity" || custom) {
            let known = matches!(local, "Token" | "Sentence" | "DocumentMetaData" | "DocumentAnnotation" | "Paragraph");
            if !known && passed.insert(it.kind.clone()) {
                build.lose_all(&it.kind, "gold has no such layer; left out");
            }
            continue;
        }
        let label = it.get(&["role", "value", "label"]).or_else(|| it.only());
        let Some(label) = label.map(str::to_owned) else {
            build.lose_all(&format!("{local} at {begin}..{end}"), "it has no label; left out");
            continue;
        };
        let span = build
            .span(begin, end, unit, &label)
            .map_err(|error| wrong(format!("{local} {} ({label}): {error}; mend its offsets", it.id)))?;
        if let Some(link) = it.get(&["entity"]) {
            entity_links.push((it.id.clone(), link.to_owned()));
        }
        let kind = it.get(&["kind"]).and_then(|kind| kind.parse::<QuoteKind>().ok());
        pieces.push(Piece { id: it.id.clone(), span, label, kind });
    }
    let by_place: HashMap<String, String> =
        pieces.iter().map(|piece| (place_name(build.text(), piece, unit), piece.id.clone())).collect();
    for (from, link) in entity_links {
        match by_place.get(&link) {
            Some(to) => links.push(Link { from, to: to.clone(), label: "ENTITY".to_owned() }),
            None => build.lose_all(&format!("the link to {link}"), "there is no such entity; left out"),
        }
    }
    for (id, body, _) in assemble(&pieces, &links, false, &mut build) {
        build.mark(Some(&id), body);
    }
    Ok(build.done())
}

fn place_name(text: &Text, piece: &Piece, unit: Unit) -> String {
    let range = text.range_in(piece.span, unit);
    format!("{}@{}-{}", piece.label, range.start, range.end)
}
