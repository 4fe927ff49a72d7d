//! Makes items of the labelled spans and relations of an imported file: entities, quotes with their parts, and the relations
//! between items. The shape is that of `graph.rs`.
//!
//! An import also accepts the names of other tools (Source for a speaker, as PARC, Citron and JournalismAI call it),
//! relations in either direction, and speakers that are connected with the cue.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::gold::{Attributes, Body, Frame, Label, QuoteKind, Speaker};
use crate::text::Span;

use super::article_builder::{ArticleBuilder, frame};
use super::roles::{Role, is_part_label, is_quote_label, is_speaker_label, parse_kind};

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
            Some(_) => assembly.frame(at, &item_ids, &mut used).map(|frame| Body::Quote(Box::new(frame))),
        };
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
        items.extend(body.map(|body| (id.clone(), body, at)));
    }
    for (piece, _) in pieces.iter().zip(&used).filter(|(_, used)| !**used) {
        builder.lose_span(piece.span, &piece.label, "it belongs to no quote; left out");
    }
    assembly.add_relations(&item_ids, builder);
    assembly.report_unused_links(&items, &used, &item_ids, builder);
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

/// The first speaker and the first entity among the neighbours of a piece. A cue may have thousands of neighbours, and each
/// of its quotes asks for these.
#[derive(Clone, Copy)]
struct FirstNeighbours<'a> {
    speaker: Option<Neighbour<'a>>,
    entity: Option<Neighbour<'a>>,
}

/// Pieces with their roles and neighbours.
struct Assembly<'a> {
    pieces: &'a [Piece],
    roles: Vec<Option<Role>>,
    neighbours: Vec<Vec<Neighbour<'a>>>,
    /// For each piece, the first speaker and the first entity among its neighbours.
    first: Vec<FirstNeighbours<'a>>,
    /// The links that are no part of a quote: relations between items. From, to, label.
    relations: Vec<(usize, usize, &'a str)>,
    /// The other links.
    inner: Vec<(usize, usize, &'a str)>,
}

impl<'a> Assembly<'a> {
    fn new(pieces: &'a [Piece], links: &'a [Link], builder: &mut ArticleBuilder) -> Self {
        let by_id: HashMap<&str, usize> =
            pieces.iter().enumerate().rev().map(|(at, piece)| (piece.id.as_str(), at)).collect();
        let mut neighbours: Vec<Vec<Neighbour<'a>>> = pieces.iter().map(|_| Vec::new()).collect();
        let roles: Vec<Option<Role>> = pieces.iter().map(|piece| Role::of_label(&piece.label)).collect();
        let (mut relations, mut inner, mut without_end) = (Vec::new(), Vec::new(), BTreeMap::new());
        for link in links {
            let (Some(&from), Some(&to)) = (by_id.get(link.from.as_str()), by_id.get(link.to.as_str())) else {
                *without_end.entry(link.label.as_str()).or_insert(0_usize) += 1;
                continue;
            };
            let role = |at: usize| roles.get(at).copied().flatten();
            let is_inner = match (role(from), role(to)) {
                (None, None) => false,
                (Some(Role::Content), Some(Role::Content)) => is_part_label(&link.label),
                (None, Some(Role::Content)) | (Some(Role::Content), None) => is_speaker_label(&link.label),
                _ => true,
            };
            if !is_inner {
                relations.push((from, to, link.label.as_str()));
                continue;
            }
            inner.push((from, to, link.label.as_str()));
            for (at, piece, is_target) in [(from, to, true), (to, from, false)] {
                if let Some(neighbours) = neighbours.get_mut(at) {
                    neighbours.push(Neighbour { piece, label: &link.label, is_target });
                }
            }
        }
        for (label, count) in without_end {
            builder.lose(&counted_relations(label, count), "an end is not a span; left out");
        }
        let role = |neighbour: &Neighbour<'_>| roles.get(neighbour.piece).copied().flatten();
        let first = |neighbours: &Vec<Neighbour<'a>>| FirstNeighbours {
            speaker: neighbours.iter().find(|other| role(other) == Some(Role::Speaker)).copied(),
            entity: neighbours.iter().find(|other| role(other).is_none()).copied(),
        };
        let first = neighbours.iter().map(first).collect();
        Self { pieces, roles, neighbours, first, relations, inner }
    }

    /// The id of the item that a piece is, or is a part of.
    fn item_of<'i>(&self, at: usize, item_ids: &'i HashMap<usize, String>) -> Option<&'i String> {
        let head = || self.neighbours(at).find(|other| !other.is_target && item_ids.contains_key(&other.piece));
        item_ids.get(&at).or_else(|| item_ids.get(&head()?.piece))
    }

    /// Adds the relations between items.
    fn add_relations(&self, item_ids: &HashMap<usize, String>, builder: &mut ArticleBuilder) {
        for (from, to, label) in &self.relations {
            match (self.item_of(*from, item_ids), self.item_of(*to, item_ids)) {
                (Some(from), Some(to)) => builder.add_relation(label, from, to, Attributes::default()),
                _ => builder.lose(&counted_relations(label, 1), "an end belongs to no item; left out"),
            }
        }
    }

    /// Reports the links inside quotes that no quote has taken, such as a second entity of a speaker.
    fn report_unused_links(
        &self,
        items: &[(String, Body, usize)],
        used: &[bool],
        item_ids: &HashMap<usize, String>,
        builder: &mut ArticleBuilder,
    ) {
        let speakers = items.iter().filter_map(|(_, body, _)| body.frame()?.speaker.as_ref()?.entity.as_deref());
        let speakers: HashSet<&str> = speakers.collect();
        let (mut unused, mut renamed) = (BTreeMap::new(), BTreeMap::new());
        for (from, to, label) in &self.inner {
            let is_taken = |at: usize| match self.role(at) {
                None => item_ids.get(&at).is_some_and(|id| speakers.contains(id.as_str())),
                Some(_) => used.get(at).copied().unwrap_or(false),
            };
            if !(is_taken(*from) && is_taken(*to)) {
                *unused.entry(*label).or_insert(0_usize) += 1;
            } else if !is_quote_label(label) {
                *renamed.entry(*label).or_insert(0_usize) += 1;
            }
        }
        for (label, count) in renamed {
            builder
                .note(&counted_relations(label, count), "they connect the parts of quotes, where gold has no labels");
        }
        for (label, count) in unused {
            builder.lose(&counted_relations(label, count), "no quote has a place for it; left out");
        }
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
        let near = || [Some(head), cue.map(|cue| cue.piece)].into_iter().flatten().filter_map(|at| self.first.get(at));
        let speaker = near().find_map(|first| first.speaker);
        // Some tools connect the entity itself with the quote.
        let speaker = speaker.or_else(|| near().find_map(|first| first.entity));
        let speaker = speaker.and_then(|Neighbour { piece: at, label, .. }| {
            let is_entity = |at: &usize| self.role(*at).is_none();
            let entity = Some(at).filter(is_entity);
            let entity = entity.or_else(|| Some(self.first.get(at)?.entity?.piece));
            let implied = label.to_ascii_uppercase().contains("IMPLIED");
            Some(Speaker { span: take_span(at)?, entity: entity.and_then(|at| item_ids.get(&at)).cloned(), implied })
        });
        let cue = cue.and_then(|cue| take_span(cue.piece));
        frame(piece.kind.or(kind_in_label).unwrap_or(QuoteKind::Direct), content, cue, speaker)
    }
}

/// The name of relations in a loss: `relation CUE`, `3 relations CUE`.
fn counted_relations(label: &str, count: usize) -> String {
    if count == 1 { format!("relation {label}") } else { format!("{count} relations {label}") }
}
