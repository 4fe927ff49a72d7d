//! When a command makes sense: what has the focus, and what is open.

use crate::gold::{Layer, Status, Verdict};

use super::super::{Mode, Model, Saving, State};

pub(super) fn always(_: &Model) -> bool {
    true
}

pub(super) fn in_review(model: &Model) -> bool {
    model.mode == Mode::Review
}

pub(super) fn on_page(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Select(_))
}

pub(super) fn in_selection(model: &Model) -> bool {
    matches!(model.mode, Mode::Select(_))
}

pub(super) fn in_selection_from_quote(model: &Model) -> bool {
    let Mode::Select(selection) = &model.mode else { return false };
    let body = || model.document()?.body(selection.from.as_ref()?);
    body().is_some_and(|(body, _)| body.frame().is_some())
}

pub(super) fn state(model: &Model) -> Option<State> {
    in_review(model).then(|| model.document()?.focused().map(|item| item.state)).flatten()
}

pub(super) fn on_item(model: &Model) -> bool {
    state(model).is_some()
}

pub(super) fn on_live(model: &Model) -> bool {
    matches!(state(model), Some(State::Pending | State::Decided(_)))
}

/// On a pending suggestion, whose score is meant; or after a count, which is one.
pub(super) fn on_score(model: &Model) -> bool {
    on_pending(model) || in_review(model) && model.count.is_some()
}

pub(super) fn on_pending(model: &Model) -> bool {
    state(model) == Some(State::Pending)
}

/// On the focused item, or where the rest of an article or a preview is decided at once.
pub(super) fn can_accept(model: &Model) -> bool {
    on_item(model) || matches!(model.mode, Mode::Finish | Mode::Preview(_))
}

pub(super) fn can_reject(model: &Model) -> bool {
    on_live(model) || model.mode == Mode::Finish
}

/// A verdict can be taken back, or a part of a quote be cleared.
pub(super) fn can_reopen(model: &Model) -> bool {
    on_decided(model) || matches!(model.mode, Mode::Pick(_))
}

pub(super) fn takes_a_digit(model: &Model) -> bool {
    on_item_or_selection(model) || matches!(model.mode, Mode::Pick(_))
}

pub(super) fn on_open_article(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.annotation.status != Status::Done)
}

pub(super) fn in_review_or_pick(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Pick(_))
}

pub(super) fn in_review_or_finishing(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Finish)
}

pub(super) fn focused_layer(model: &Model) -> Option<Layer> {
    let document = model.document().filter(|_| in_review(model))?;
    document.body(document.focus.as_ref()?).map(|(body, _)| body.layer())
}

pub(super) fn on_entity(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Entity)
}

pub(super) fn on_quote(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Quote)
}

pub(super) fn on_quote_with_speaker(model: &Model) -> bool {
    let focused = || {
        let document = model.document().filter(|_| in_review(model))?;
        document.body(document.focus.as_ref()?)?.0.frame()?.speaker.as_ref()
    };
    focused().is_some()
}

pub(super) fn on_quote_or_selection_from_it(model: &Model) -> bool {
    on_quote(model) || in_selection_from_quote(model)
}

pub(super) fn on_mark(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(_)))
}

pub(super) fn guides(model: &Model) -> bool {
    !matches!(model.mode, Mode::Guidelines { .. })
}

pub(super) fn helps(model: &Model) -> bool {
    !matches!(model.mode, Mode::Help { .. })
}

/// On something that a machine proposed and a person decided.
pub(super) fn on_decided(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(Verdict::Accepted | Verdict::Fixed) | State::Rejected))
}

pub(super) fn on_item_or_selection(model: &Model) -> bool {
    on_item(model) || in_selection(model)
}

pub(super) fn on_span(model: &Model) -> bool {
    on_item_or_selection(model)
}

pub(super) fn can_undo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_undo())
}

pub(super) fn can_redo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_redo())
}

pub(super) fn has_find(model: &Model) -> bool {
    in_review(model) && model.seek.find.is_some()
}

pub(super) fn has_problems(model: &Model) -> bool {
    in_review(model) && (!model.problems.is_empty() || model.saving() == Saving::Failed)
}

pub(super) fn can_go_back(model: &Model) -> bool {
    !in_review(model) || model.notice.is_some() || model.count.is_some() || model.seek.find.is_some()
}
