//! A UIMA CAS with the types of INCEpTION (DKPro Core), for `xmi`, `casjson` and the import of `webanno`. UTF-16 units.
//!
//! Entities are DKPro's `NamedEntity`. The parts of quotes are the custom span layer `webanno.custom.Quote`: role, kind,
//! and, on a speaker, its entity as `LABEL@begin-end`. The relation layer `webanno.custom.QuoteRelation` connects them.
//! Tokens and sentences are written too, because those layers are anchored to them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::formats::annotated::Annotated;
use crate::formats::export::ExportOptions;
use crate::formats::import::{ImportProblem, Imported};
use crate::formats::loss::Loss;
use crate::gold::QuoteKind;
use crate::text::{Span, Text, Unit};

use super::article_builder::ArticleBuilder;
use super::graph::{Graph, ItemIds, Link, Piece, add_items, report_ambiguous_items};
use super::tokens::{report_edges_inside_tokens, tokens_in_sentences};

pub(crate) const SOFA: &str = "uima.cas.Sofa";
const ANNOTATION: &str = "uima.tcas.Annotation";
const DOCUMENT: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const QUOTE: &str = "webanno.custom.Quote";
const RELATION: &str = "webanno.custom.QuoteRelation";

/// A type: its name, its supertype, its features with their ranges.
pub(crate) type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const STRING: &str = "uima.cas.String";

/// The types that are written, without those that UIMA defines itself.
pub(crate) const TYPES: [Type; 6] = [
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

/// The value of a feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    String(String),
    Bool(bool),
    /// The number of another feature structure.
    Reference(usize),
}

/// A feature structure that is written, with its place in the text.
#[derive(Debug, Clone)]
pub(crate) struct Structure {
    pub(crate) id: usize,
    pub(crate) kind: &'static str,
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) features: Vec<(&'static str, Value)>,
}

/// The number of the sofa, which holds the text. The other structures follow.
pub(crate) const SOFA_ID: usize = 1;

/// Collects the feature structures of an article and numbers them.
struct StructureList<'a> {
    text: &'a Text,
    structures: Vec<Structure>,
}

impl StructureList<'_> {
    /// Adds a structure at a span (`None`: an empty text) and gives its number.
    fn add(&mut self, kind: &'static str, span: Option<Span>, features: Vec<(&'static str, Value)>) -> usize {
        let id = SOFA_ID + 1 + self.structures.len();
        let range = span.map_or(0..0, |span| self.text.utf16(span));
        self.structures.push(Structure { id, kind, begin: range.start, end: range.end, features });
        id
    }

    fn get_mut(&mut self, id: usize) -> Option<&mut Structure> {
        self.structures.get_mut(id.checked_sub(SOFA_ID + 1)?)
    }
}

/// The feature structures of an article.
pub(crate) fn feature_structures(
    annotated: &Annotated,
    options: &ExportOptions,
    lost: &mut dyn FnMut(Loss),
) -> Vec<Structure> {
    report_ambiguous_items(annotated, lost);
    let article = &annotated.article;
    let graph = Graph::of_gold(annotated);
    let mut list = StructureList { text: &article.text, structures: Vec::new() };
    let string = |words: &str| Value::String(words.to_owned());
    let metadata = vec![
        ("language", string("ar")),
        ("documentId", string(&article.id)),
        ("documentTitle", string(article.title())),
        ("isLastSegment", Value::Bool(false)),
    ];
    list.add(DOCUMENT, article.text.whole(), metadata);
    let tokens = tokens_in_sentences(article, &graph, options.tokens);
    let mut first_token = None;
    for (token, ends_sentence) in tokens.tokens.iter().zip(&tokens.sentence_ends) {
        list.add(TOKEN, Some(*token), Vec::new());
        let first = *first_token.get_or_insert(*token);
        if *ends_sentence {
            list.add(SENTENCE, Some(first.hull(*token)), Vec::new());
            first_token = None;
        }
    }
    let why = "begins or ends inside a token, where INCEpTION may move it; its characters stand as they are";
    report_edges_inside_tokens(&graph, &tokens.tokens, article, why, lost);
    let mut ids = Vec::new();
    for node in &graph.nodes {
        ids.push(if graph.is_entity(node) {
            list.add(ENTITY, Some(node.span), vec![("value", string(node.label))])
        } else {
            let mut features = vec![("role", string(node.label))];
            features.extend(node.kind.map(|kind| ("kind", string(kind.name()))));
            list.add(QUOTE, Some(node.span), features)
        });
    }
    for edge in &graph.edges {
        let (Some(&governor), Some(&dependent)) = (ids.get(edge.from), ids.get(edge.to)) else { continue };
        let Some(target) = graph.nodes.get(edge.to) else { continue };
        if edge.label == "ENTITY" {
            // A relation layer connects spans of one layer, so the link to an entity is a feature of the speaker.
            let link = Value::String(place_name(target.label, &article.text.utf16(target.span)));
            if let Some(speaker) = list.get_mut(governor) {
                speaker.features.push(("entity", link));
            }
            continue;
        }
        let features = vec![
            ("Dependent", Value::Reference(dependent)),
            ("Governor", Value::Reference(governor)),
            ("label", string(edge.label)),
        ];
        // In UIMA a relation has the offsets of its dependent.
        list.add(RELATION, Some(target.span), features);
    }
    list.structures
}

/// A feature structure that is read: the full name of its type, its features as strings.
#[derive(Debug, Default)]
pub(crate) struct ReadStructure {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) features: BTreeMap<String, String>,
}

impl ReadStructure {
    /// The first feature with one of the names that is not empty.
    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.features.get(*name)).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value of the only feature, for a layer with one.
    fn only_feature(&self) -> Option<&str> {
        let mut values =
            self.features.iter().filter(|(key, _)| !matches!(key.as_str(), "begin" | "end" | "sofa" | "@sofa"));
        values.next().map(|(_, value)| value.as_str()).filter(|value| values.next().is_none() && !value.is_empty())
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.get(&[name])?.parse().ok()
    }

    /// The name of its type without the package.
    fn local_kind(&self) -> &str {
        self.kind.rsplit('.').next().unwrap_or(&self.kind)
    }

    /// True for entities and for custom layers.
    fn is_labelled_span(&self) -> bool {
        let is_custom = self.kind.starts_with("webanno.custom.") || self.kind.starts_with("custom.");
        is_custom || self.local_kind() == "NamedEntity"
    }
}

/// Builds the article that feature structures describe. Their offsets count in `unit`.
pub(crate) fn build_article(structures: &[ReadStructure], name: &str, unit: Unit) -> Result<Imported, ImportProblem> {
    let problem = |what: String| ImportProblem::new(None, what);
    let sofas = structures.iter().filter(|it| it.kind == SOFA);
    let sofa = sofas.clone().find(|it| it.get(&["sofaID"]) == Some("_InitialView")).or_else(|| sofas.clone().next());
    let text = sofa.and_then(|sofa| sofa.features.get("sofaString")).filter(|text| !text.trim().is_empty());
    let text =
        text.ok_or_else(|| problem("contains no sofa with a text; export the document with its text".to_owned()))?;
    let document = structures.iter().find(|it| it.kind.ends_with(".DocumentMetaData"));
    let id = document.and_then(|it| it.get(&["documentId", "documentTitle"])).filter(|id| !id.trim().is_empty());
    let mut builder = ArticleBuilder::new(id.unwrap_or(name), text.clone());
    let (mut pieces, mut links, mut entity_links) = (Vec::new(), Vec::new(), Vec::new());
    let mut unknown_layers = HashSet::new();
    for it in structures {
        let local = it.local_kind();
        if let (Some(from), Some(to)) = (it.get(&["Governor", "@Governor"]), it.get(&["Dependent", "@Dependent"])) {
            let label = it.get(&["label", "relation", "value", "DependencyType"]).unwrap_or_default().to_owned();
            if local != "Dependency" {
                links.push(Link { from: from.to_owned(), to: to.to_owned(), label });
            }
            continue;
        }
        let (Some(begin), Some(end)) = (it.number("begin"), it.number("end")) else { continue };
        if !it.is_labelled_span() {
            let known = matches!(local, "Token" | "Sentence" | "DocumentMetaData" | "DocumentAnnotation" | "Paragraph");
            if !known && unknown_layers.insert(it.kind.clone()) {
                builder.lose(&it.kind, "gold has no such layer; left out");
            }
            continue;
        }
        let Some(label) = it.get(&["role", "value", "label"]).or_else(|| it.only_feature()) else {
            builder.lose(&format!("{local} at {begin}..{end}"), "it has no label; left out");
            continue;
        };
        let span = builder
            .span(begin, end, unit, label)
            .map_err(|error| problem(format!("{local} {} ({label}): {error}; correct its offsets", it.id)))?;
        if let Some(link) = it.get(&["entity"]) {
            entity_links.push((it.id.clone(), link.to_owned()));
        }
        let kind = it.get(&["kind"]).and_then(|kind| kind.parse::<QuoteKind>().ok());
        pieces.push(Piece { id: it.id.clone(), span, label: label.to_owned(), kind });
    }
    let by_place: HashMap<String, String> = pieces
        .iter()
        .map(|piece| (place_name(&piece.label, &builder.text().range_in(piece.span, unit)), piece.id.clone()))
        .collect();
    for (from, link) in entity_links {
        match by_place.get(&link) {
            Some(to) => links.push(Link { from, to: to.clone(), label: "ENTITY".to_owned() }),
            None => builder.lose(&format!("the link to {link}"), "there is no such entity; left out"),
        }
    }
    add_items(&pieces, &links, ItemIds::Number, &mut builder);
    Ok(builder.finish())
}

/// The form in which a speaker names its entity: `LABEL@begin-end`.
pub(crate) fn place_name(label: &str, range: &std::ops::Range<usize>) -> String {
    format!("{label}@{}-{}", range.start, range.end)
}
