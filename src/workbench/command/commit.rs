//! Commits a change to the article on the screen: the change is applied, remembered for undo, and saved.

use std::sync::Arc;

use crate::edit::{Change, Decider, Edit, ItemRef};
use crate::gold::{Body, GoldItem, Label, LabelSet};
use crate::lang::{self, Lang, Wording, say};
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Model, read_only};
use crate::workbench::role::Role;

use super::admission::{next_pending, tell_admitted};
use super::finding::problem_of_focused;
use super::name::CommandName;

/// The place of the focus after a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FocusAfter {
    /// It goes to the next pending suggestion.
    NextPending,
    /// It stays on the decided item.
    Stay,
}

/// Shows a message; returns no effect.
pub(super) fn tell(model: &mut Model, words: Wording) -> Vec<Effect> {
    model.tell_words(words);
    Vec::new()
}

/// Makes an edit of the focused item and commits it.
pub(super) fn decide(
    model: &mut Model,
    after: FocusAfter,
    verb: impl Fn(Decider<'_>, &ItemRef) -> Option<Edit>,
) -> Vec<Effect> {
    let Some(focus) = model.document().and_then(|document| document.focus.clone()) else { return Vec::new() };
    commit(model, after, |decider| verb(decider, &focus))
}

/// Makes an edit, commits it, moves the focus, and shows what the user should know about the result.
pub(super) fn commit(
    model: &mut Model,
    after: FocusAfter,
    verb: impl FnOnce(Decider<'_>) -> Option<Edit>,
) -> Vec<Effect> {
    if let Some(why) = &model.settings.read_only {
        let why = read_only(model.lang(), why);
        model.warn(why);
        return Vec::new();
    }
    let (now, annotator) = (model.session.now.clone(), model.settings.annotator.clone());
    let labels = &model.settings.labels;
    let Some(document) = model.documents.get_mut(model.current) else { return Vec::new() };
    let decider = Decider { annotation: &document.annotation, at: now.as_ref() };
    let Some(mut edit) = verb(decider) else {
        return tell(model, lang::NOTHING_TO_CHANGE);
    };
    if let Some(label) = unknown_label(&edit, labels) {
        let (list, map) = (model.key(CommandName::LABEL_LIST), format!("--map {label}=…"));
        model.warn(say::not_stored(model.lang(), label.as_str(), &list, &map));
        return Vec::new();
    }
    if annotator.is_some() {
        document.annotation.annotator = annotator;
    }
    let is_remark = is_remark(&edit);
    let covered = document.remove_covered(&mut edit);
    let Some(document) = model.document_mut() else { return Vec::new() };
    let was = Was::of(document, &edit);
    document.commit(edit);
    let rest = refocus_after(model, after, was);
    let effects = save(model);
    model.session.decisions += usize::from(!is_remark);
    if let Some(problem) = problem_of_focused(model) {
        model.warn(problem);
    } else if covered > 0 {
        model.tell(say::covered(model.lang(), say::suggestions(covered)));
    } else if after == FocusAfter::NextPending {
        match rest {
            Rest::Decided if model.document().is_some_and(Document::is_being_read) => {
                model.tell_words(lang::STILL_READING);
            }
            Rest::Decided => {
                let message = none_pending(model, say::none_pending_any_more);
                model.tell(message);
            }
            Rest::Hidden => model.tell_words(lang::FILTER_NO_MORE),
            Rest::Admitted(count) => tell_admitted(model, count),
            Rest::Pending => {}
        }
    }
    model.documents.update_summary(model.current);
    effects
}

/// A label outside of the set that an edit would store. An item that has it already may keep it: another program gave it.
fn unknown_label(edit: &Edit, labels: &LabelSet) -> Option<Label> {
    let label = |item: Option<&GoldItem>| match &item?.body {
        Body::Entity { label, .. } => Some(label.clone()),
        Body::Quote(_) => None,
    };
    edit.changes.iter().find_map(|change| match change {
        Change::GoldItem { before, after } => {
            let new = label(after.as_deref()).filter(|new| labels.get(new.as_str()).is_none())?;
            (label(before.as_deref()).as_ref() != Some(&new)).then_some(new)
        }
        _ => None,
    })
}

/// True for an edit that changes only notes and flags; it is no decision.
fn is_remark(edit: &Edit) -> bool {
    edit.changes.iter().any(|change| matches!(change, Change::Remark { .. }))
        && edit.changes.iter().all(|change| matches!(change, Change::Remark { .. } | Change::Status { .. }))
}

/// The suggestions that are left after a verdict.
enum Rest {
    /// All are decided.
    Decided,
    /// Some are pending, but the filter hides them.
    Hidden,
    /// All were decided or passed over, and new ones became pending.
    Admitted(usize),
    /// Some are pending.
    Pending,
}

/// The message that nothing is pending. It names the keys that go on; a finished article is not finished again.
pub(super) fn none_pending(model: &Model, unfinished: fn(Lang, &str, &str) -> String) -> String {
    let next = model.key(CommandName::NEXT_ARTICLE);
    if model.document().is_some_and(|document| document.annotation.status.is_over()) {
        return say::none_pending_in_finished(model.lang(), &next);
    }
    unfinished(model.lang(), &model.key(CommandName::DONE), &next)
}

/// The place of the focus before an edit, and what the edit is about.
struct Was {
    touched: Option<ItemRef>,
    decided: Option<ItemRef>,
    number: Option<usize>,
    part: Option<Role>,
    focus: Option<ItemRef>,
}

impl Was {
    fn of(document: &Document, edit: &Edit) -> Self {
        let touched = edit.touched();
        // After a sweep the eye goes back to where it began.
        let decided = edit.changes.iter().find_map(|change| match change {
            Change::GoldItem { before: None, after: Some(item) } => Some(ItemRef::GoldItem(item.id.clone())),
            _ => None,
        });
        let decided = decided.or_else(|| touched.clone());
        Self { decided, touched, number: document.focus_index(), part: document.part(), focus: document.focus.clone() }
    }
}

/// Moves the focus after an edit.
fn refocus_after(model: &mut Model, after: FocusAfter, was: Was) -> Rest {
    let Was { touched, decided, number: before, part, focus: was } = was;
    let Some(document) = model.document_mut() else { return Rest::Pending };
    document.record_decided(decided.as_ref());
    // The search for the next item begins at the focus, where the decided item still is.
    let place = before.or_else(|| document.items().number_of(touched.as_ref()?));
    let (next, admitted) = match after {
        FocusAfter::NextPending => next_pending(model, place),
        FocusAfter::Stay => (None, 0),
    };
    let Some(document) = model.document_mut() else { return Rest::Pending };
    let rest = match &next {
        _ if admitted > 0 => Rest::Admitted(admitted),
        _ if document.annotation.pending.is_empty() => Rest::Decided,
        None => Rest::Hidden,
        Some(_) => Rest::Pending,
    };
    document.focus = next.or(touched).or_else(|| {
        let last = document.items().len().checked_sub(1)?;
        document.items().get(place.unwrap_or(0).min(last)).map(|item| item.at.clone())
    });
    // The edge keys keep their part if the focus stays on the same quote, even when it has become a gold item.
    let same = match (&was, &document.focus) {
        (Some(ItemRef::Pending(id)), Some(ItemRef::GoldItem(gold))) => {
            let gold = document.annotation.gold_item(gold);
            gold.and_then(|gold| gold.suggestion.as_ref()).is_some_and(|suggestion| suggestion.id == *id)
        }
        (was, focus) => was == focus,
    };
    document.part = document.focus.clone().zip(part.filter(|_| same && after == FocusAfter::Stay));
    rest
}

/// The effect that saves the article on the screen.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    save_article(model, model.current)
}

/// The effect that saves an open article.
pub(super) fn save_article(model: &mut Model, index: usize) -> Vec<Effect> {
    model.documents.update_summary(index);
    let Some(document) = model.documents.get_mut(index) else { return Vec::new() };
    vec![Effect::Save {
        article: Arc::clone(&document.article),
        entries: document.take_unsaved(),
        annotation: Box::new(document.annotation.clone()),
        revision: document.revision(),
    }]
}
