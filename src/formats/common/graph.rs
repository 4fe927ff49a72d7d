//! Entities and quotes as labelled spans with relations, as most annotation tools have them, and back.
//!
//! A quote becomes a span `CONTENT` with its kind, and relations from it: `PART` to each further part of its content,
//! `CUE` to its cue, `SPEAKER` or `IMPLIED_SPEAKER` to its speaker. `ENTITY` leads from a speaker to its entity.
//!
//! An import also accepts the names of other tools (Source for a speaker, as PARC, Citron and JournalismAI call it),
//! relations in either direction, and speakers that are connected with the cue.

use std::collections::{HashMap, HashSet};

use crate::formats::annotated::Annotated;
use crate::formats::loss::{Loss, describe_item};
use crate::gold::{Body, Frame, Label, QuoteKind, Speaker};
use crate::text::{Span, Text};

use super::article_builder::{ArticleBuilder, frame};

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
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: &'static str,
}

/// Items as labelled spans and relations.
#[derive(Default)]
pub(crate) struct Graph<'a> {
    items: Vec<(&'a str, &'a Body)>,
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) edges: Vec<Edge>,
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
                graph.edges.push(Edge { from, to, label: "ENTITY" });
            }
        }
        graph
    }

    /// The graph of the gold items of an article.
    pub(crate) fn of_gold(annotated: &'a Annotated) -> Self {
        Self::of(annotated.annotation.gold.iter().map(|item| (item.id.as_str(), &item.body)))
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
                    self.edges.push(Edge { from, to, label: "PART" });
                }
            }
        }
        let from = head?;
        if let Some(cue) = frame.cue {
            let to = self.add_node(format!("{id}.cue"), cue, "CUE", None, item);
            self.edges.push(Edge { from, to, label: "CUE" });
        }
        let speaker = frame.speaker.as_ref()?;
        let to = self.add_node(format!("{id}.speaker"), speaker.span, "SPEAKER", None, item);
        let label = if speaker.implied { "IMPLIED_SPEAKER" } else { "SPEAKER" };
        self.edges.push(Edge { from, to, label });
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
}

/// A labelled span in an imported file.
pub(crate) struct Piece {
    pub(crate) id: String,
    pub(crate) span: Span,
    pub(crate) label: String,
    pub(crate) kind: Option<QuoteKind>,
}

/// A relation between two pieces of an imported file, by their ids.
pub(crate) struct Link {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) label: String,
}

/// The ids of imported items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemIds {
    /// Those of the file.
    Keep,
    /// New ones: e1, e2, q1.
    Number,
}

/// The part of a quote that a piece is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Content,
    Cue,
    Speaker,
}

impl Role {
    /// The role that a label names, in upper or lower case: `CONTENT`, `CONTENT-direct`, `Source`.
    fn of_label(label: &str) -> Option<Self> {
        let name =
            label.split_once('-').map_or(label, |(name, kind)| if parse_kind(kind).is_some() { name } else { label });
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        match () {
            () if is("CONTENT") || is("QUOTE") => Some(Self::Content),
            () if is("CUE") => Some(Self::Cue),
            () if is("SPEAKER") || is("SOURCE") => Some(Self::Speaker),
            () => None,
        }
    }
}

fn parse_kind(word: &str) -> Option<QuoteKind> {
    word.to_ascii_lowercase().parse().ok()
}

/// The items that pieces and links describe: bodies with their ids, and the number of the piece that each begins with.
/// Pieces and links that belong to no item are reported as losses.
pub(crate) fn assemble_items(
    pieces: &[Piece],
    links: &[Link],
    ids: ItemIds,
    builder: &mut ArticleBuilder,
) -> Vec<(String, Body, usize)> {
    let assembly = Assembly::new(pieces, links, builder);
    let mut used = vec![false; pieces.len()];
    let mut item_ids = HashMap::new();
    let (mut entities, mut quotes) = (0, 0);
    for (at, piece) in pieces.iter().enumerate() {
        let (letter, count) = match assembly.role(at) {
            None => ('e', &mut entities),
            Some(Role::Content) if !assembly.is_further_part(at) => ('q', &mut quotes),
            Some(_) => continue,
        };
        *count += 1;
        let id = if ids == ItemIds::Keep { piece.id.clone() } else { format!("{letter}{count}") };
        item_ids.insert(at, id);
    }
    let mut items = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some(id) = item_ids.get(&at) else { continue };
        let body = match assembly.role(at) {
            None => Some(Body::Entity { span: piece.span, label: Label::new(&piece.label) }),
            Some(_) => assembly.frame(at, &item_ids, &mut used).map(Body::Quote),
        };
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
        items.extend(body.map(|body| (id.clone(), body, at)));
    }
    for (piece, _) in pieces.iter().zip(used).filter(|(_, used)| !used) {
        builder.lose_span(piece.span, &piece.label, "it belongs to no quote; left out");
    }
    items
}

/// A piece at the other end of a link.
#[derive(Clone, Copy)]
struct Neighbour<'a> {
    piece: usize,
    label: &'a str,
    /// True if the link leads to it.
    is_target: bool,
}

/// Pieces with their roles and neighbours.
struct Assembly<'a> {
    pieces: &'a [Piece],
    roles: Vec<Option<Role>>,
    neighbours: Vec<Vec<Neighbour<'a>>>,
}

impl<'a> Assembly<'a> {
    fn new(pieces: &'a [Piece], links: &'a [Link], builder: &mut ArticleBuilder) -> Self {
        let by_id: HashMap<&str, usize> =
            pieces.iter().enumerate().rev().map(|(at, piece)| (piece.id.as_str(), at)).collect();
        let roles: Vec<Option<Role>> = pieces.iter().map(|piece| Role::of_label(&piece.label)).collect();
        let is_entity = |at: usize| roles.get(at).is_some_and(Option::is_none);
        let mut neighbours: Vec<Vec<Neighbour<'a>>> = pieces.iter().map(|_| Vec::new()).collect();
        for link in links {
            let (Some(&from), Some(&to)) = (by_id.get(link.from.as_str()), by_id.get(link.to.as_str())) else {
                builder.lose(&format!("relation {}", link.label), "one of its ends is not a span; left out");
                continue;
            };
            if is_entity(from) && is_entity(to) {
                builder.lose(&format!("relation {}", link.label), "gold has no relations between entities; left out");
                continue;
            }
            for (at, piece, is_target) in [(from, to, true), (to, from, false)] {
                if let Some(neighbours) = neighbours.get_mut(at) {
                    neighbours.push(Neighbour { piece, label: &link.label, is_target });
                }
            }
        }
        Self { pieces, roles, neighbours }
    }

    fn role(&self, at: usize) -> Option<Role> {
        self.roles.get(at).copied().flatten()
    }

    fn neighbours(&self, at: usize) -> impl Iterator<Item = Neighbour<'a>> {
        self.neighbours.get(at).into_iter().flatten().copied()
    }

    /// True if another content leads to this one: it is a further part of that quote.
    fn is_further_part(&self, at: usize) -> bool {
        self.neighbours(at)
            .any(|other| !other.is_target && other.piece != at && self.role(other.piece) == Some(Role::Content))
    }

    /// The quote whose content begins with the piece `head`. Marks the pieces that it takes as used.
    fn frame(&self, head: usize, item_ids: &HashMap<usize, String>, used: &mut [bool]) -> Option<Frame> {
        let mut take_span = |at: usize| {
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
            self.pieces.get(at).map(|piece| piece.span)
        };
        let piece = self.pieces.get(head)?;
        let kind_in_label = piece.label.rsplit_once('-').and_then(|(_, word)| parse_kind(word));
        let parts =
            self.neighbours(head).filter(|other| other.is_target && self.role(other.piece) == Some(Role::Content));
        let content: Vec<Span> = parts.filter_map(|other| take_span(other.piece)).chain([piece.span]).collect();
        let cue = self.neighbours(head).find(|other| self.role(other.piece) == Some(Role::Cue));
        let of_cue = || cue.into_iter().flat_map(|cue| self.neighbours(cue.piece));
        let near = || self.neighbours(head).chain(of_cue());
        let speaker = near().find(|other| self.role(other.piece) == Some(Role::Speaker));
        // Some tools connect the entity itself with the quote.
        let speaker = speaker.or_else(|| near().find(|other| self.role(other.piece).is_none()));
        let speaker = speaker.and_then(|Neighbour { piece: at, label, .. }| {
            let is_entity = |at: &usize| self.role(*at).is_none();
            let entity = Some(at).filter(is_entity);
            let entity = entity.or_else(|| self.neighbours(at).map(|other| other.piece).find(is_entity));
            let implied = label.to_ascii_uppercase().contains("IMPLIED");
            Some(Speaker { span: take_span(at)?, entity: entity.and_then(|at| item_ids.get(&at)).cloned(), implied })
        });
        let cue = cue.and_then(|cue| take_span(cue.piece));
        frame(piece.kind.or(kind_in_label).unwrap_or(QuoteKind::Direct), content, cue, speaker)
    }
}
