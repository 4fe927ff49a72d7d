//! Entities and quotes as labelled spans with relations, as most annotation tools have them, and back.
//!
//! A quote becomes a span `CONTENT` with its kind, and relations from it: `PART` to each further part of its content,
//! `CUE` to its cue, `SPEAKER` or `IMPLIED_SPEAKER` to its speaker. `ENTITY` leads from a speaker to its entity. The other
//! relations are those of the gold, between its items.
//! `assembly.rs` reads this shape.

use std::collections::{HashMap, HashSet};

use crate::formats::annotated::Annotated;
use crate::formats::loss::{Loss, describe_item};
use crate::gold::{Body, Frame, Layer, QuoteKind, Relation};
use crate::text::{Span, Text};

pub(crate) use super::assembly::{ItemIds, Link, Piece, assemble_items};
use super::roles::{Role, is_part_label, is_speaker_label};

/// A labelled span.
pub(crate) struct Node<'a> {
    pub(crate) id: String,
    pub(crate) span: Span,
    /// The entity's label, or the role in a quote.
    pub(crate) label: &'a str,
    /// The kind of the quote, on its first `CONTENT` and on the further parts.
    pub(crate) kind: Option<QuoteKind>,
    /// The number of the item that it is, or is a part of.
    pub(crate) item: usize,
}

/// A relation between two nodes, by their numbers.
pub(crate) struct Edge<'a> {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: &'a str,
    /// The relation of the gold that it is. `None` for the relations inside a quote.
    pub(crate) relation: Option<&'a Relation>,
}

/// Items as labelled spans and relations.
#[derive(Default)]
pub(crate) struct Graph<'a> {
    items: Vec<(&'a str, &'a Body)>,
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) edges: Vec<Edge<'a>>,
}

/// Words longer than this are not repeated beside the offsets, as in gold JSON: many long spans in each other would make a
/// file that grows with the square of the text.
const LONGEST_WORDS: usize = 4096;

/// The words of a span, unless they are too long to be repeated.
pub(crate) fn short_words(text: &Text, span: Span) -> Option<&str> {
    Some(text.slice(span)).filter(|words| words.len() <= LONGEST_WORDS)
}

/// The labels of the parts of quotes.
pub(crate) const ROLES: [&str; 3] = ["CONTENT", "CUE", "SPEAKER"];

impl<'a> Graph<'a> {
    /// The graph of items with their ids.
    pub(crate) fn of(items: impl Iterator<Item = (&'a str, &'a Body)>) -> Self {
        let mut graph = Self { items: items.collect(), ..Self::default() };
        let mut speaker_links = Vec::new();
        for (number, (id, body)) in graph.items.clone().into_iter().enumerate() {
            match body {
                Body::Entity { span, label } => {
                    graph.add_node(id.to_owned(), *span, label.as_str(), None, number);
                }
                Body::Quote(frame) => speaker_links.extend(graph.add_quote(id, frame, number)),
            }
        }
        let nodes: HashMap<String, usize> =
            graph.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        for (from, entity) in speaker_links {
            if let Some(&to) = nodes.get(entity) {
                graph.edges.push(Edge { from, to, label: "ENTITY", relation: None });
            }
        }
        graph
    }

    /// The graph of the gold items of an article, with the relations between them.
    pub(crate) fn of_gold(annotated: &'a Annotated) -> Self {
        Self::of(annotated.annotation.gold.iter().map(|item| (item.id.as_str(), &item.body))).with_relations(annotated)
    }

    /// Adds the relations of an article between items of this graph.
    pub(crate) fn with_relations(mut self, annotated: &'a Annotated) -> Self {
        if annotated.annotation.relations.is_empty() {
            return self;
        }
        let nodes: HashMap<&str, usize> =
            self.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
        let edges = annotated.annotation.relations.iter().filter(|relation| !is_reserved(annotated, relation));
        let edges = edges.filter_map(|relation| {
            let (from, to) = (*nodes.get(relation.from.as_str())?, *nodes.get(relation.to.as_str())?);
            Some(Edge { from, to, label: &relation.label, relation: Some(relation) })
        });
        let edges: Vec<Edge<'a>> = edges.collect();
        self.edges.extend(edges);
        self
    }

    /// The name of a node's item in a loss: `e1 (PER)`.
    pub(crate) fn describe(&self, node: &Node<'_>) -> String {
        self.items.get(node.item).map_or_else(|| node.id.clone(), |(id, body)| describe_item(id, body))
    }

    /// True if the node is an entity, not a part of a quote.
    pub(crate) fn is_entity(&self, node: &Node<'_>) -> bool {
        self.items.get(node.item).is_some_and(|(_, body)| body.frame().is_none())
    }

    fn add_node(&mut self, id: String, span: Span, label: &'a str, kind: Option<QuoteKind>, item: usize) -> usize {
        self.nodes.push(Node { id, span, label, kind, item });
        self.nodes.len() - 1
    }

    /// Adds the parts of a quote. Gives the speaker's node with the id of its entity, if the speaker is linked.
    fn add_quote(&mut self, id: &str, frame: &'a Frame, item: usize) -> Option<(usize, &'a str)> {
        let mut head = None;
        for (number, part) in frame.content.iter().enumerate() {
            match head {
                None => head = Some(self.add_node(id.to_owned(), *part, "CONTENT", Some(frame.kind), item)),
                Some(from) => {
                    let to = self.add_node(format!("{id}.{}", number + 1), *part, "CONTENT", Some(frame.kind), item);
                    self.edges.push(Edge { from, to, label: "PART", relation: None });
                }
            }
        }
        let from = head?;
        if let Some(cue) = frame.cue {
            let to = self.add_node(format!("{id}.cue"), cue, "CUE", None, item);
            self.edges.push(Edge { from, to, label: "CUE", relation: None });
        }
        let speaker = frame.speaker.as_ref()?;
        let to = self.add_node(format!("{id}.speaker"), speaker.span, "SPEAKER", None, item);
        let label = if speaker.implied { "IMPLIED_SPEAKER" } else { "SPEAKER" };
        self.edges.push(Edge { from, to, label, relation: None });
        speaker.entity.as_deref().map(|entity| (to, entity))
    }
}

/// Reports the items that an import would read differently: entities with the label of a role, and speakers that are linked
/// to an entity that was removed.
pub(crate) fn report_ambiguous_items(annotated: &Annotated, lost: &mut dyn FnMut(Loss)) {
    let ids: HashSet<&str> = annotated.gold_items().map(|item| item.id.as_str()).collect();
    for item in annotated.gold_items() {
        let Some(span) = item.body.span() else { continue };
        let mut lose = |why: &str| lost(Loss::at(&annotated.article, span, describe_item(&item.id, &item.body), why));
        match &item.body {
            Body::Entity { label, .. } if Role::of_label(label.as_str()).is_some() => {
                lose("the parts of quotes have this label; give it another with --map");
            }
            Body::Quote(frame) => {
                let entity = frame.speaker.as_ref().and_then(|speaker| speaker.entity.as_deref());
                if entity.is_some_and(|entity| !ids.contains(entity)) {
                    lose("its speaker is linked to an entity that is not there; the link is left out");
                }
            }
            Body::Entity { .. } => {}
        }
    }
    for relation in annotated.annotation.relations.iter().filter(|relation| is_reserved(annotated, relation)) {
        let what = format!("{} ({} from {} to {})", relation.id, relation.label, relation.from, relation.to);
        let why = "the relations inside quotes have this label, or an end is missing; left out";
        lost(Loss::of(&annotated.article, what, why));
    }
}

/// True for a relation that an import would take for one inside a quote, and for one without its ends.
fn is_reserved(annotated: &Annotated, relation: &Relation) -> bool {
    let end = |id: &str| annotated.annotation.gold_item(id).map(|item| item.body.layer());
    match (end(&relation.from), end(&relation.to)) {
        (None, _) | (_, None) => true,
        (Some(Layer::Entity), Some(Layer::Entity)) => false,
        (Some(Layer::Quote), Some(Layer::Quote)) => is_part_label(&relation.label),
        _ => is_speaker_label(&relation.label),
    }
}
