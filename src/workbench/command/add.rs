//! Adding the selection as a quote, or as a part of its content.

use crate::edit::{EditKind, ItemRef, NewItem};
use crate::gold::{Body, Frame, QuoteKind};
use crate::lang::{self, Wording};
use crate::text::{Span, Text, quotation_mark};
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::words_beside::without_space;

use super::commit::{FocusAfter, commit, tell};
use super::condition::{IN_SELECTION, IN_SELECTION_FROM_ITEM};
use super::group::Group;
use super::name::CommandName;
use super::roles;
use super::row::{Command, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::ADD_QUOTE,
        title: Wording::new("add-quote", "إضافة اقتباس"),
        help: Wording::new(
            "In a selection: add a quote with these words as its content.",
            "في التحديد: أضف اقتباسا تكون هذه الكلمات مقوله.",
        ),
        keys: &["c"],
        group: Group::Add,
        footer: Footer::new("add quote", "إضافة اقتباس"),
        when: IN_SELECTION,
        run: |model, _| add_quote(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("add-part"),
        title: Wording::new("add-part", "إضافة جزء"),
        help: Wording::new(
            "In a selection: add these words to the content of the quote on which the selection began, or to the parts of the entity on which it began.",
            "في التحديد: أضف هذه الكلمات إلى مقول الاقتباس الذي بدأ التحديد منه، أو إلى أجزاء الكيان الذي بدأ منه.",
        ),
        keys: &["C", "Alt-c"],
        group: Group::Add,
        footer: Footer::new("add part", "إضافة جزء"),
        when: IN_SELECTION_FROM_ITEM,
        run: |model, _| add_part(model),
        ..Command::PLAIN
    },
];

fn add_quote(model: &mut Model) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let kind = kind_of(&document.article.text, selection.span);
    let span = selection.span_to_add(&document.article.text, without_space);
    let frame = Frame { kind, content: vec![span], cue: None, speaker: None };
    let same = quote_of(document, &frame.content);
    model.mode = Mode::Review;
    if let Some((at, pending)) = same {
        return accept_quote(model, at, pending);
    }
    let effects = commit(model, FocusAfter::Stay, |decider| decider.add(NewItem(Body::Quote(Box::new(frame)))));
    if !effects.is_empty() {
        roles::offer_parts(model);
    }
    effects
}

/// The quote with exactly this content, and true if it is pending.
fn quote_of(document: &Document, content: &[Span]) -> Option<(ItemRef, bool)> {
    let near = content.first()?.range();
    document.items().overlapping(near).find_map(|item| {
        let frame = document.body(&item.at)?.0.frame()?;
        let live = item.state != ItemState::Rejected && frame.content == content;
        live.then(|| (item.at.clone(), item.state == ItemState::Pending))
    })
}

/// Goes to a quote that exists already, and accepts it if it is pending: its speaker and cue are kept.
fn accept_quote(model: &mut Model, at: ItemRef, pending: bool) -> Vec<Effect> {
    if let Some(document) = model.document_mut() {
        document.focus = Some(at.clone());
    }
    if !pending {
        return tell(model, lang::QUOTE_ALREADY);
    }
    let effects = commit(model, FocusAfter::Stay, |decider| decider.accept(&at));
    if !effects.is_empty() && model.messages.notice.as_ref().is_none_or(|notice| !notice.bad) {
        model.tell_words(lang::QUOTE_PROPOSED);
    }
    effects
}

/// The kind of a quote by its quotation marks: around the span (direct), inside it (mixed), or none (indirect).
pub(super) fn kind_of(text: &Text, span: Span) -> QuoteKind {
    let is_gold = |c: Option<char>| c.is_some_and(|c| quotation_mark(c).is_some());
    let before = text.get(0..span.start()).chars().rev().find(|c| !c.is_whitespace());
    let after = text.get(span.end()..text.len()).chars().find(|c| !c.is_whitespace() && *c != '.' && *c != '،');
    if is_gold(before) && is_gold(after) {
        QuoteKind::Direct
    } else if text.slice(span).chars().any(|c| is_gold(Some(c))) {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    }
}

/// Adds the selection to the content of the quote, or to the parts of the entity, on which it began.
fn add_part(model: &mut Model) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let Some(at) = selection.from.clone() else { return Vec::new() };
    let span = selection.span_to_add(&document.article.text, without_space);
    let Some((body, _)) = document.body(&at) else { return Vec::new() };
    let Body::Quote(frame) = body else {
        model.mode = Mode::Review;
        return commit(model, FocusAfter::Stay, |decider| decider.add_part(&at, span));
    };
    let mut frame = frame.clone();
    if frame.content.iter().any(|part| part.overlaps(span)) {
        return tell(model, lang::BELONGS_ALREADY);
    }
    frame.content.push(span);
    frame.content.sort();
    model.mode = Mode::Review;
    commit(model, FocusAfter::Stay, |decider| decider.change(EditKind::AddedPart, &at, Body::Quote(frame)))
}
