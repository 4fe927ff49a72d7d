//! Labels of entities and kinds of quotes, given by digits.

use crate::edit::{EditKind, ItemRef, NewItem};
use crate::gold::{Body, Frame, Label, QuoteKind, trim_stray};
use crate::lang::{self, Wording, say};
use crate::text::Span;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::{FocusAfter, commit, tell};
use super::condition::{Condition, focused_state, needs_focus};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::roles;
use super::row::{Command, CommandTraits, Footer, FooterKeys};

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::LABEL,
    title: Wording::new("label", "وسم"),
    help: Wording::new(
        "Give the entity the label with this digit and stay on it; a suggestion is accepted with it. On a quote: 1 direct, 2 indirect, 3 mixed. In a selection: add an entity with this label. The list of labels has those without a digit.",
        "أعط الكيان الوسم ذا هذا الرقم وابق عليه، ويقبل الاقتراح معه. على اقتباس: 1 مباشر، 2 غير مباشر، 3 مختلط. في التحديد: أضف كيانا بهذا الوسم. وما لا رقم له ففي قائمة الوسوم.",
    ),
    keys: &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    group: Group::Review,
    footer: Footer::new("label", "وسم").showing(FooterKeys::All).only_in(Modes::CHOOSE_ROLE.complement()),
    traits: CommandTraits::VERDICT.union(CommandTraits::PER_LABEL),
    when: TAKES_A_DIGIT,
    run: label,
}];

/// On an item, with a selection, or while a numbered candidate is chosen.
const TAKES_A_DIGIT: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::SELECT).union(Modes::CHOOSE_ROLE),
    holds: |model| focused_state(model).is_some() || matches!(model.mode, Mode::Select(_) | Mode::ChooseRole(_)),
    why_not: needs_focus,
};

fn label(model: &mut Model, number: u16) -> Vec<Effect> {
    match model.mode {
        Mode::ChooseRole(_) => roles::choose_candidate(model, number),
        Mode::Select(_) => add_entity(model, number),
        _ => label_focused(model, number),
    }
}

/// Adds the selection as an entity.
fn add_entity(model: &mut Model, number: u16) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let span = selection.span_to_add(&document.article.text, trim_stray);
    let Some(label) = label_of(model, number) else { return tell_no_label(model, number) };
    add_labelled(model, span, label)
}

/// Adds words as an entity, and ends the selection. If there is a gold entity with the same span and label, goes to it.
pub(super) fn add_labelled(model: &mut Model, span: Span, label: Label) -> Vec<Effect> {
    let existing = model.document().and_then(|document| entity_with(document, span, &label));
    model.mode = Mode::Review;
    if let (Some(at), Some(document)) = (existing, model.document_mut()) {
        document.focus = Some(at);
        model.tell(say::entity_already(model.lang(), label.as_str()));
        return Vec::new();
    }
    commit(model, FocusAfter::Stay, |decider| decider.add(NewItem(Body::Entity { span, label })))
}

/// Gives the focused entity another label, or the focused quote another kind.
fn label_focused(model: &mut Model, number: u16) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let Some(body) = document.body(&focus).map(|(body, _)| body.clone()) else { return Vec::new() };
    let body = match body {
        Body::Entity { span, .. } => {
            let Some(label) = label_of(model, number) else { return tell_no_label(model, number) };
            Body::Entity { span, label }
        }
        Body::Quote(frame) => {
            let Some(kind) = QuoteKind::ALL.get(usize::from(number).wrapping_sub(1)).copied() else {
                return tell(model, lang::KINDS_BY_DIGIT);
            };
            Body::Quote(Box::new(Frame { kind, ..*frame }))
        }
    };
    commit(model, FocusAfter::Stay, |decider| decider.change(EditKind::Labelled, &focus, body))
}

/// The gold entity with this span and label, if there is one.
fn entity_with(document: &Document, span: Span, label: &Label) -> Option<ItemRef> {
    let wanted = Body::Entity { span, label: label.clone() };
    let mut near = document.annotation.gold.overlapping(span.range());
    near.find(|item| item.body.agrees_with(&wanted)).map(|item| ItemRef::GoldItem(item.id.clone()))
}

fn label_of(model: &Model, number: u16) -> Option<Label> {
    model.settings.labels.by_number(number).map(|def| def.label.clone())
}

pub(super) fn tell_no_label(model: &mut Model, number: u16) -> Vec<Effect> {
    model.tell(say::no_label(model.lang(), usize::from(number)));
    Vec::new()
}
