//! Entities and quotes as labelled spans with relations between them, as most annotation tools have them, and back.
//!
//! A quote becomes a span `CONTENT` with its kind, and relations from it: `PART` to each further part of its content,
//! `CUE` to its cue, `SPEAKER` or `IMPLIED_SPEAKER` to its speaker; `ENTITY` leads from a speaker to its entity. Read
//! are also the names of others (Source for a speaker, as PARC, Citron and JournalismAI call it), relations in either
//! direction, and speakers that hang on the cue.

use std::collections::{HashMap, HashSet};

use crate::gold::{Body, Frame, Label, QuoteKind, Speaker};
use crate::text::Span;

use super::article_builder::{ArticleBuilder, frame};
use crate::formats::annotated::Annotated;
use crate::formats::loss::Loss;

/// A labelled span.
pub(in crate::formats) struct Node<'a> {
    pub(in crate::formats) id: String,
    pub(in crate::formats) span: Span,
    /// The entity's label, or the role in a quote.
    pub(in crate::formats) label: &'a str,
    /// Of a `CONTENT`.
    pub(in crate::formats) kind: Option<QuoteKind>,
    /// Which of the bodies it is (a part of).
    pub(in crate::formats) body: usize,
}

/// A relation between two nodes, by their numbers.
pub(in crate::formats) struct Edge {
    pub(in crate::formats) from: usize,
    pub(in crate::formats) to: usize,
    pub(in crate::formats) label: &'static str,
}

/// Spans and relations.
#[derive(Default)]
pub(in crate::formats) struct Graph<'a> {
    pub(in crate::formats) nodes: Vec<Node<'a>>,
    pub(in crate::formats) edges: Vec<Edge>,
}

/// The labels of the parts of quotes.
pub(in crate::formats) const ROLES: [&str; 3] = ["CONTENT", "CUE", "SPEAKER"];

impl<'a> Graph<'a> {
    /// Of bodies with their ids.
    pub(in crate::formats) fn of(bodies: impl Iterator<Item = (&'a str, &'a Body)>) -> Self {
        let mut graph = Self::default();
        let mut speakers = Vec::new();
        for (number, (id, body)) in bodies.enumerate() {
            match body {
                Body::Entity { span, label } => {
                    graph.node(id.to_owned(), *span, label.as_str(), None, number);
                }
                Body::Quote(frame) => speakers.extend(graph.quote(id, frame, number)),
            }
        }
        let entities: HashMap<String, usize> =
            graph.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        for (from, entity) in speakers {
            if let Some(&to) = entities.get(entity) {
                graph.edges.push(Edge { from, to, label: "ENTITY" });
            }
        }
        graph
    }

    /// Of the gold of an article.
    pub(in crate::formats) fn of_marks(one: &'a Annotated) -> Self {
        Self::of(one.annotation.gold.iter().map(|mark| (mark.id.as_str(), &mark.body)))
    }

    fn node(&mut self, id: String, span: Span, label: &'a str, kind: Option<QuoteKind>, body: usize) -> usize {
        self.nodes.push(Node { id, span, label, kind, body });
        self.nodes.len() - 1
    }

    /// Gives the speaker's node and the entity that it is linked to.
    fn quote(&mut self, id: &str, frame: &'a Frame, body: usize) -> Option<(usize, &'a str)> {
        let mut head = None;
        for (number, part) in frame.content.iter().enumerate() {
            match head {
                None => head = Some(self.node(id.to_owned(), *part, "CONTENT", Some(frame.kind), body)),
                Some(from) => {
                    let to = self.node(format!("{id}.{}", number + 1), *part, "CONTENT", Some(frame.kind), body);
                    self.edges.push(Edge { from, to, label: "PART" });
                }
            }
        }
        let from = head?;
        if let Some(cue) = frame.cue {
            let to = self.node(format!("{id}.cue"), cue, "CUE", None, body);
            self.edges.push(Edge { from, to, label: "CUE" });
        }
        let speaker = frame.speaker.as_ref()?;
        let to = self.node(format!("{id}.speaker"), speaker.span, "SPEAKER", None, body);
        let label = if speaker.implied { "IMPLIED_SPEAKER" } else { "SPEAKER" };
        self.edges.push(Edge { from, to, label });
        speaker.entity.as_deref().map(|entity| (to, entity))
    }
}

/// Entities whose label is that of a role would be read as parts of quotes, and speakers' links to what is not there
/// (a removed mark) lead nowhere.
pub(in crate::formats) fn doubtful(one: &Annotated, lost: &mut dyn FnMut(Loss)) {
    let ids: HashSet<&str> = one.gold_items().map(|mark| mark.id.as_str()).collect();
    for mark in one.gold_items() {
        let Some(span) = mark.body.span() else { continue };
        let mut lose = |why: &str| lost(Loss::at(&one.article, span, super::tokens::what(mark), why));
        match &mark.body {
            Body::Entity { label, .. } if role(label.as_str()).is_some() => {
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

/// A labelled span as a file has it.
pub(in crate::formats) struct Piece {
    pub(in crate::formats) id: String,
    pub(in crate::formats) span: Span,
    pub(in crate::formats) label: String,
    pub(in crate::formats) kind: Option<QuoteKind>,
}

/// A relation as a file has it.
pub(in crate::formats) struct Link {
    pub(in crate::formats) from: String,
    pub(in crate::formats) to: String,
    pub(in crate::formats) label: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Content,
    Cue,
    Speaker,
}

/// The role that a label names, whatever its case: `CONTENT`, `CONTENT-direct`, `Source`.
fn role(label: &str) -> Option<Role> {
    let name = label.split_once('-').map_or(label, |(name, kind)| if kind_of(kind).is_some() { name } else { label });
    let is = |word: &str| name.eq_ignore_ascii_case(word);
    match () {
        () if is("CONTENT") || is("QUOTE") => Some(Role::Content),
        () if is("CUE") => Some(Role::Cue),
        () if is("SPEAKER") || is("SOURCE") => Some(Role::Speaker),
        () => None,
    }
}

fn kind_of(word: &str) -> Option<QuoteKind> {
    word.to_ascii_lowercase().parse().ok()
}

/// What spans and relations say: bodies with their ids and the number of the piece that each begins with. Speakers are
/// linked to entities by these ids. Ids of the file are kept where `keep` says so, else made.
pub(in crate::formats) fn assemble(
    pieces: &[Piece],
    links: &[Link],
    keep: bool,
    build: &mut ArticleBuilder,
) -> Vec<(String, Body, usize)> {
    let by_id: HashMap<&str, usize> = pieces.iter().enumerate().rev().map(|(at, it)| (it.id.as_str(), at)).collect();
    let roles: Vec<Option<Role>> = pieces.iter().map(|piece| role(&piece.label)).collect();
    let mut around: Vec<Vec<(usize, &str, bool)>> = pieces.iter().map(|_| Vec::new()).collect();
    for link in links {
        let (Some(&from), Some(&to)) = (by_id.get(link.from.as_str()), by_id.get(link.to.as_str())) else {
            build.lose_all(&format!("relation {}", link.label), "an end of it is no span; left out");
            continue;
        };
        if let Some(links) = around.get_mut(from) {
            links.push((to, &link.label, true));
        }
        if let Some(links) = around.get_mut(to) {
            links.push((from, &link.label, false));
        }
    }
    let reading = Reading { pieces, roles, around };
    let mut used = vec![false; pieces.len()];
    let mut found = Vec::new();
    let (mut entities, mut quotes) = (0, 0);
    let mut ids = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let letter = match reading.role(at) {
            None => 'e',
            Some(Role::Content) if !reading.is_part(at) => 'q',
            Some(_) => continue,
        };
        let count = if letter == 'e' { &mut entities } else { &mut quotes };
        *count += 1;
        ids.insert(at, if keep { piece.id.clone() } else { format!("{letter}{count}") });
    }
    for (at, piece) in pieces.iter().enumerate() {
        let Some(id) = ids.get(&at) else { continue };
        let body = match reading.role(at) {
            None => Some(Body::Entity { span: piece.span, label: Label::new(&piece.label) }),
            Some(_) => reading.frame(at, &ids, &mut used).map(Body::Quote),
        };
        if let Some(slot) = used.get_mut(at) {
            *slot = true;
        }
        found.extend(body.map(|body| (id.clone(), body, at)));
    }
    for (at, piece) in pieces.iter().enumerate() {
        if !used.get(at).copied().unwrap_or(true) {
            build.lose(piece.span, &piece.label, "it belongs to no quote; left out");
        }
    }
    found
}

struct Reading<'a> {
    pieces: &'a [Piece],
    roles: Vec<Option<Role>>,
    /// The other piece, the relation's label, and whether it leads there.
    around: Vec<Vec<(usize, &'a str, bool)>>,
}

impl Reading<'_> {
    fn role(&self, at: usize) -> Option<Role> {
        self.roles.get(at).copied().flatten()
    }

    fn around(&self, at: usize) -> impl Iterator<Item = (usize, &str, bool)> {
        self.around.get(at).into_iter().flatten().copied()
    }

    /// A further part of another's content.
    fn is_part(&self, at: usize) -> bool {
        self.around(at).any(|(other, _, out)| !out && other != at && self.role(other) == Some(Role::Content))
    }

    fn frame(&self, head: usize, ids: &HashMap<usize, String>, used: &mut [bool]) -> Option<Frame> {
        let mut take = |at: usize| {
            if let Some(slot) = used.get_mut(at) {
                *slot = true;
            }
            self.pieces.get(at).map(|piece| piece.span)
        };
        let piece = self.pieces.get(head)?;
        let tail = piece.label.rsplit_once('-').and_then(|(_, word)| kind_of(word));
        let parts = self.around(head).filter(|(at, _, out)| *out && self.role(*at) == Some(Role::Content));
        let content: Vec<Span> = parts.filter_map(|(at, ..)| take(at)).chain([piece.span]).collect();
        let cue = self.around(head).find(|(at, ..)| self.role(*at) == Some(Role::Cue));
        let of_cue = || cue.into_iter().flat_map(|(at, ..)| self.around(at));
        let near = || self.around(head).chain(of_cue());
        let speaker = near().find(|(at, ..)| self.role(*at) == Some(Role::Speaker));
        // Some link the entity itself.
        let speaker = speaker.or_else(|| near().find(|(at, ..)| self.role(*at).is_none()));
        let speaker = speaker.and_then(|(at, label, _)| {
            let entity = if self.role(at).is_none() { Some(at) } else { None };
            let entity = entity.or_else(|| self.around(at).map(|(to, ..)| to).find(|to| self.role(*to).is_none()));
            let implied = label.to_ascii_uppercase().contains("IMPLIED");
            Some(Speaker { span: take(at)?, entity: entity.and_then(|at| ids.get(&at)).cloned(), implied })
        });
        let cue = cue.and_then(|(at, ..)| take(at));
        frame(piece.kind.or(tail).unwrap_or(QuoteKind::Direct), content, cue, speaker)
    }
}
