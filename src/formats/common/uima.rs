//! A UIMA CAS with the types of INCEpTION (DKPro Core), for `xmi`, `casjson` and the import of `webanno`. UTF-16 units.
//!
//! Entities are DKPro's `NamedEntity`. The parts of quotes are the custom span layer `webanno.custom.Quote`: role, kind,
//! and, on a speaker, its entity as `LABEL@begin-end`. The relation layer `webanno.custom.QuoteRelation` connects them.
//! Tokens and sentences are written too, because those layers are anchored to them.

use crate::formats::annotated::Annotated;
use crate::formats::export::ExportOptions;
use crate::formats::extras::Extras;
use crate::formats::loss::Loss;
use crate::gold::{Layer, REFERENCE};
use crate::text::{Span, Text};

use super::graph::{Edge, Graph, report_ambiguous_items};
use super::tokens::{report_edges_inside_tokens, tokens_in_sentences};

pub(crate) const SOFA: &str = "uima.cas.Sofa";
const ANNOTATION: &str = "uima.tcas.Annotation";
const DOCUMENT: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const QUOTE: &str = "webanno.custom.Quote";
const RELATION: &str = "webanno.custom.QuoteRelation";
/// The relations of the gold between entities.
const ENTITY_RELATION: &str = "webanno.custom.EntityRelation";

/// A type: its name, its supertype, its features with their ranges.
pub(crate) type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const STRING: &str = "uima.cas.String";

/// The types that are written, without those that UIMA defines itself.
pub(crate) const TYPES: [Type; 7] = [
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
    (ENTITY_RELATION, ANNOTATION, &[("Dependent", ENTITY), ("Governor", ENTITY), ("label", STRING)]),
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
    let mut graph = Graph::of_gold(annotated);
    keep_layered_relations(annotated, &mut graph, lost);
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
            let mut features = vec![("value", string(node.label))];
            features.extend(identifier(annotated, &node.id).map(|identifier| ("identifier", string(&identifier))));
            list.add(ENTITY, Some(node.span), features)
        } else {
            let mut features = vec![("role", string(node.label))];
            features.extend(node.kind.map(|kind| ("kind", string(kind.name()))));
            list.add(QUOTE, Some(node.span), features)
        });
    }
    for edge in &graph.edges {
        let (Some(&governor), Some(&dependent)) = (ids.get(edge.from), ids.get(edge.to)) else { continue };
        let Some(target) = graph.nodes.get(edge.to) else { continue };
        if edge.relation.is_none() && edge.label == "ENTITY" {
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
        list.add(if graph.is_entity(target) { ENTITY_RELATION } else { RELATION }, Some(target.span), features);
    }
    list.structures
}

/// What UIMA's layers hold of relations and attributes. The attributes are counted by [`keep_layered_relations`].
pub(crate) const EXTRAS: Extras =
    Extras { relations: true, attributes: true, relation_attributes: false, parts: false };

/// The entry of a knowledge base that an entity has, for DKPro's feature `identifier`. It holds one.
pub(crate) fn identifier(annotated: &Annotated, id: &str) -> Option<String> {
    let item = annotated.annotation.gold_item(id).filter(|item| item.body.layer() == Layer::Entity)?;
    item.attributes.get(REFERENCE).and_then(|value| value.as_str()).map(str::to_owned).filter(|it| !it.is_empty())
}

/// Leaves out the relations between an entity and a quote, because a relation layer connects spans of one layer. Reports
/// them and the attributes that have no feature, with their numbers.
pub(crate) fn keep_layered_relations(annotated: &Annotated, graph: &mut Graph<'_>, lost: &mut dyn FnMut(Loss)) {
    let is_entity = |at: usize| graph.nodes.get(at).is_some_and(|node| graph.is_entity(node));
    let fits = |edge: &Edge<'_>| edge.relation.is_none() || is_entity(edge.from) == is_entity(edge.to);
    let kept: Vec<bool> = graph.edges.iter().map(fits).collect();
    let mut report = |count: usize, what: &str, why: &str| {
        if count > 0 {
            lost(Loss::of(&annotated.article, format!("{count} {what}"), why));
        }
    };
    let mixed = kept.iter().filter(|kept| !**kept).count();
    report(mixed, "relations between an entity and a quote", "a relation layer connects spans of one layer; left out");
    let mut kept = kept.into_iter();
    graph.edges.retain(|_| kept.next().unwrap_or(true));
    let all: usize = annotated.gold_items().map(|item| item.attributes.pairs().count()).sum();
    let written = annotated.gold_items().filter(|item| identifier(annotated, &item.id).is_some()).count();
    report(all - written, "attributes", "the layers have no feature for them, only one identifier; left out");
}

/// The form in which a speaker names its entity: `LABEL@begin-end`.
pub(crate) fn place_name(label: &str, range: &std::ops::Range<usize>) -> String {
    format!("{label}@{}-{}", range.start, range.end)
}
