//! Verdicts on a list of suggestions, and the suggestions that are equal to the focused item.

use std::collections::BTreeSet;

use crate::edit::{Decision, ItemRef};
use crate::gold::{Annotation, Attributes, Body, Extra, GoldItem, Label, Layer, Suggestion, Verdict};
use crate::lang::{Lang, Rendered, say};
use crate::text::Fold;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::commit::{FocusAfter, commit};
use super::name::CommandName;

/// Accepts the pending suggestions that are equal to the focused item, and suggestions for new places, in one step.
pub(super) fn accept_equal(model: &mut Model, fresh: Vec<Suggestion>) -> Vec<Effect> {
    let mut items = equal_pending(model);
    let what = equal_words(model);
    if fresh.is_empty() {
        return decide_all(model, items, Decision::Accept, what);
    }
    items.extend(fresh.iter().map(item_ref));
    let count = items.len();
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.accept_with_new(fresh, &items));
    if !effects.is_empty() {
        let undo = model.key(CommandName::UNDO);
        model.tell(say::accepted_all(model.lang(), count, Rendered(what), &undo));
    }
    effects
}

/// The pending suggestions with the same words (folded) and label as the focused item, which may be one of them.
pub(super) fn equal_pending(model: &Model) -> Vec<ItemRef> {
    let (same, _) = pending_with_words(model);
    same.into_iter().map(item_ref).collect()
}

/// The pending entities with the words of the focused entity, and another label.
pub(super) fn pending_with_other_label(model: &Model) -> Vec<&Suggestion> {
    let (_, mut others) = pending_with_words(model);
    others.retain(|suggestion| suggestion.body.layer() == Layer::Entity);
    others
}

/// The pending suggestions of the same layer and with the same words (folded) as the focused item: first those with its label,
/// then those with another one.
fn pending_with_words(model: &Model) -> (Vec<&Suggestion>, Vec<&Suggestion>) {
    let Some(document) = model.document() else { return Default::default() };
    let Some((body, _)) = document.focus.as_ref().and_then(|at| document.body(at)) else { return Default::default() };
    let text = &document.article.text;
    let words = |body: &Body| body.span().map(|span| text.slice(span).fold());
    let wanted = words(body);
    let alike = |suggestion: &&Suggestion| suggestion.body.layer() == body.layer() && words(&suggestion.body) == wanted;
    let pending = document.annotation.pending.iter().filter(alike);
    pending.partition(|suggestion| suggestion.body.label() == body.label())
}

/// The labels of suggestions, each once, for a message.
pub(super) fn labels_of(suggestions: &[&Suggestion]) -> String {
    let labels: BTreeSet<&str> = suggestions.iter().map(|suggestion| suggestion.body.label()).collect();
    labels.into_iter().collect::<Vec<_>>().join(" ")
}

/// The label and the words of the focused item, for a message.
pub(super) fn equal_words(model: &Model) -> String {
    let Some(document) = model.document() else { return String::new() };
    let Some((body, _)) = document.focus.as_ref().and_then(|at| document.body(at)) else { return String::new() };
    let text = &document.article.text;
    let shown: String = body.span().map_or_else(String::new, |span| text.slice(span).chars().take(40).collect());
    say::label_and_words(model.lang(), body.label(), &shown)
}

pub(super) fn item_ref(suggestion: &Suggestion) -> ItemRef {
    ItemRef::Pending(suggestion.id.clone())
}

/// Those of these pending suggestions that can be accepted together: of two that cross or repeat each other, the first
/// one. Accepting it removes the other.
pub(super) fn compatible(document: &Document, items: Vec<ItemRef>) -> Vec<ItemRef> {
    let text = &document.article.text;
    let mut accepted = Annotation::default();
    let mut kept = Vec::new();
    for item in items {
        let Some((body, _)) = document.body(&item) else { continue };
        if accepted.covers(text, body) {
            continue;
        }
        let (id, body) = (accepted.gold.len().to_string(), body.clone());
        let (parts, attributes, extra) = (Vec::new(), Attributes::default(), Extra::new());
        let verdict = Verdict::Accepted;
        let gold = GoldItem { id, body, parts, attributes, verdict, suggestion: None, at: None, extra };
        accepted.gold.insert(gold);
        kept.push(item);
    }
    kept
}

/// Those of these pending suggestions whose label is in the label set, and the labels of the others. All of them if none has
/// such a label: then a message says that nothing was stored.
pub(super) fn storable(model: &Model, items: Vec<ItemRef>) -> (Vec<ItemRef>, Vec<Label>) {
    let Some(document) = model.document() else { return (items, Vec::new()) };
    let other_label = |item: &ItemRef| match document.body(item)?.0 {
        Body::Entity { label, .. } if model.settings.labels.get(label.as_str()).is_none() => Some(label.clone()),
        _ => None,
    };
    let labels: Vec<Label> = items.iter().filter_map(other_label).collect();
    if labels.is_empty() || labels.len() == items.len() {
        return (items, Vec::new());
    }
    (items.into_iter().filter(|item| other_label(item).is_none()).collect(), labels)
}

/// The message that items are left because of their labels.
pub(super) fn left_with_labels(lang: Lang, labels: &[Label]) -> Option<String> {
    let names: BTreeSet<&str> = labels.iter().map(Label::as_str).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(" ");
    (!labels.is_empty()).then(|| say::left_with_labels(lang, labels.len(), &names))
}

pub(super) fn decide_all(model: &mut Model, items: Vec<ItemRef>, decision: Decision, what: String) -> Vec<Effect> {
    let (items, left) = match decision {
        Decision::Accept => storable(model, items),
        Decision::Reject => (items, Vec::new()),
    };
    let items = match model.document() {
        Some(document) if decision == Decision::Accept => compatible(document, items),
        _ => items,
    };
    if items.is_empty() {
        model.tell(say::none_with(model.lang(), Rendered(what)));
        return Vec::new();
    }
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.decide_all(&items, decision, None));
    if !effects.is_empty() {
        let (lang, undo) = (model.lang(), model.key(CommandName::UNDO));
        let told = match decision {
            Decision::Accept => say::accepted_all(lang, items.len(), Rendered(what), &undo),
            Decision::Reject => say::rejected_all(lang, items.len(), Rendered(what), &undo),
        };
        let all: Vec<String> = std::iter::once(told).chain(left_with_labels(lang, &left)).collect();
        model.tell(all.join(lang.between()));
    }
    effects
}
