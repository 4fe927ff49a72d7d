//! Verdicts on a list of suggestions, and the suggestions that are equal to the focused item.

use crate::edit::{Decision, ItemRef};
use crate::gold::{Annotation, Attributes, Body, Extra, GoldItem, Suggestion, Verdict};
use crate::lang::{Rendered, say};
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
    let Some(document) = model.document() else { return Vec::new() };
    let Some((body, _)) = document.focus.as_ref().and_then(|at| document.body(at)) else { return Vec::new() };
    let text = &document.article.text;
    let words = |body: &Body| body.span().map(|span| text.slice(span).fold());
    let (wanted, label) = (words(body), body.label());
    let alike = |suggestion: &&Suggestion| {
        let layer = suggestion.body.layer() == body.layer();
        layer && suggestion.body.label() == label && words(&suggestion.body) == wanted
    };
    document.annotation.pending.iter().filter(alike).map(item_ref).collect()
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

pub(super) fn decide_all(model: &mut Model, items: Vec<ItemRef>, decision: Decision, what: String) -> Vec<Effect> {
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
        let undo = model.key(CommandName::UNDO);
        model.tell(match decision {
            Decision::Accept => say::accepted_all(model.lang(), items.len(), Rendered(what), &undo),
            Decision::Reject => say::rejected_all(model.lang(), items.len(), Rendered(what), &undo),
        });
    }
    effects
}
