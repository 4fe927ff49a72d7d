//! Fixing what a machine proposed, or what was decided: labels, kinds, edges.

use crate::edit::{Edge, EditKind, ItemRef, Move, NewItem, Step, move_edge};
use crate::gold::{Body, Frame, Label, QuoteKind, trim_stray};
use crate::lang::{self, say};
use crate::text::Span;

use super::roles::Role;
use super::{Then, edit, tell};
use crate::workbench::{Document, Effect, Mode, Model, Side};

pub(super) fn label(model: &mut Model, digit: u8) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    if let Mode::Select(selection) = &model.mode {
        let span = selection.kept(&document.article.text, trim_stray);
        let Some(label) = label_of(model, digit) else { return no_label(model, digit) };
        let marked = marked(document, span, &label);
        model.mode = Mode::Review;
        if let (Some(at), Some(document)) = (marked, model.document_mut()) {
            document.focus = Some(at);
            model.tell(say::entity_already(model.lang(), label.as_str()));
            return Vec::new();
        }
        return edit(model, Then::Stay, |decider| decider.add(NewItem(Body::Entity { span, label })));
    }
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let (body, pending) = match document.body(&focus) {
        Some((body, _)) => (body.clone(), matches!(focus, ItemRef::Pending(_))),
        None => return Vec::new(),
    };
    let then = if pending { Then::GoOn } else { Then::Stay };
    match body {
        Body::Entity { span, .. } => {
            let Some(label) = label_of(model, digit) else { return no_label(model, digit) };
            edit(model, then, |decider| decider.change(EditKind::Labelled, &focus, Body::Entity { span, label }))
        }
        Body::Quote(frame) => {
            let Some(kind) = QuoteKind::ALL.get(usize::from(digit).wrapping_sub(1)).copied() else {
                return tell(model, lang::KINDS_BY_DIGIT);
            };
            edit(model, then, |decider| {
                decider.change(EditKind::Labelled, &focus, Body::Quote(Frame { kind, ..frame }))
            })
        }
    }
}

/// The mark of an entity with just this span and label, if there is one.
fn marked(document: &Document, span: Span, label: &Label) -> Option<ItemRef> {
    let wanted = Body::Entity { span, label: label.clone() };
    let mark = document.annotation.gold.overlapping(span.range()).find(|mark| mark.body.agrees_with(&wanted))?;
    Some(ItemRef::GoldItem(mark.id.clone()))
}

/// Which part of the focused quote the edge keys move: speaker, cue, content, and round again, as far as it has them.
pub(super) fn next_part(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document_mut() else { return Vec::new() };
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&focus) else { return Vec::new() };
    let parts = [None, frame.speaker.as_ref().map(|_| Role::Speaker), frame.cue.map(|_| Role::Cue)];
    let parts: Vec<Option<Role>> =
        parts.into_iter().enumerate().filter(|(n, part)| *n == 0 || part.is_some()).map(|(_, part)| part).collect();
    let now = parts.iter().position(|part| *part == document.part()).unwrap_or(0);
    let next = parts.get((now + 1) % parts.len()).copied().flatten();
    document.part = next.map(|role| (focus, role));
    let name = next.map_or(lang::CONTENT, Role::name);
    model.tell(say::edge_keys_move(model.lang(), name));
    Vec::new()
}

fn label_of(model: &Model, digit: u8) -> Option<Label> {
    model.settings.labels.by_digit(digit).map(|def| def.label.clone())
}

pub(super) fn no_label(model: &mut Model, digit: u8) -> Vec<Effect> {
    model.tell(say::no_label(model.lang(), usize::from(digit)));
    Vec::new()
}

/// Moves an edge of the selection, or of the focused span: an entity's, or the outer edge of a quote's content.
pub(super) fn edge(model: &mut Model, side: Side, way: Move, step: Step) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let text = document.article.text.clone();
    let rtl = |span: Span| document.laid_out().is_none_or(|page| page.line_is_rtl(span.start()));
    let edge = |span: Span| if rtl(span) == (side == Side::Left) { Edge::End } else { Edge::Start };
    if let Mode::Select(selection) = &model.mode {
        let moved = move_edge(&text, selection.span, edge(selection.span), way, step);
        match moved {
            Some(span) => model.mode = Mode::Select(selection.moved(span)),
            None => model.tell_words(lang::EDGE_STUCK),
        }
        return Vec::new();
    }
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let body = document.body(&focus).and_then(|(body, _)| {
        let edge = edge(body.span()?);
        with_edge_moved(body, document.part(), edge, |span| move_edge(&text, span, edge, way, step))
    });
    match body {
        Some(body) => edit(model, Then::Stay, |decider| decider.change(EditKind::MovedEdge, &focus, body)),
        None => tell(model, lang::EDGE_STUCK),
    }
}

fn with_edge_moved(body: &Body, part: Option<Role>, edge: Edge, moved: impl Fn(Span) -> Option<Span>) -> Option<Body> {
    match body {
        Body::Entity { span, label } => Some(Body::Entity { span: moved(*span)?, label: label.clone() }),
        Body::Quote(frame) => {
            let mut frame = frame.clone();
            match part {
                Some(Role::Speaker) => {
                    let speaker = frame.speaker.as_mut()?;
                    speaker.span = moved(speaker.span)?;
                    return Some(Body::Quote(frame));
                }
                Some(Role::Cue) => {
                    frame.cue = Some(moved(frame.cue?)?);
                    return Some(Body::Quote(frame));
                }
                Some(Role::Entity) | None => {}
            }
            let part = match edge {
                Edge::Start => frame.content.first_mut()?,
                Edge::End => frame.content.last_mut()?,
            };
            *part = moved(*part)?;
            let apart = frame.content.windows(2).all(|pair| matches!(pair, [a, b] if a.end() <= b.start()));
            apart.then_some(Body::Quote(frame))
        }
    }
}
