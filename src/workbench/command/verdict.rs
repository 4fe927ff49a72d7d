//! Verdicts on the focused item: accept, reject, take back, remove.

use crate::lang::{self, Wording};
use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::{FocusAfter, decide};
use super::condition::{
    self, Condition, ON_GOLD_ITEM, focused_state, is_on_decided_suggestion, is_on_live_item, needs_focus,
};
use super::finish::{mark_done, question};
use super::group::Group;
use super::modes::Modes;
use super::moves::go_to_pending;
use super::name::CommandName;
use super::readings::decide_or_finish_adjudication;
use super::row::{Command, CommandTraits, Footer};
use super::{propagate, roles};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::ACCEPT,
        title: Wording::new("accept", "قبول"),
        help: Wording::new(
            "Accept the suggestion and go to the next pending one. On an accepted, fixed or added item: it is right as it stands now, go on.",
            "اقبل الاقتراح وانتقل إلى المعلق التالي. على عنصر موسوم: هو صحيح كما هو الآن فانتقل.",
        ),
        keys: &["a", "Enter"],
        group: Group::Review,
        footer: Footer::new("accept", "قبول"),
        traits: CommandTraits::VERDICT,
        when: CAN_ACCEPT,
        run: |model, _| accept(model),
    },
    Command {
        name: CommandName::REJECT,
        title: Wording::new("reject", "رفض"),
        help: Wording::new(
            "Reject the suggestion and go to the next pending one; it is kept as a negative example. Works on accepted suggestions too.",
            "ارفض الاقتراح وانتقل إلى المعلق التالي؛ ويبقى مثالا سلبيا. يعمل على المقبول أيضا.",
        ),
        keys: &["x"],
        group: Group::Review,
        footer: Footer::new("reject", "رفض"),
        traits: CommandTraits::VERDICT,
        when: CAN_REJECT,
        run: |model, _| reject(model),
    },
];

pub(super) const TAKE_BACK: &[Command] = &[
    Command {
        name: CommandName::REOPEN,
        title: Wording::new("reopen", "الإرجاع إلى المعلقات"),
        help: Wording::new(
            "Take the verdict back: the suggestion is pending again.",
            "اسحب القرار: يعود الاقتراح إلى المعلقات.",
        ),
        keys: &["Backspace"],
        group: Group::Review,
        footer: Footer::new("reopen", "إرجاع").only_in(Modes::CHOOSE_ROLE.complement()),
        traits: CommandTraits::CHANGES,
        when: CAN_REOPEN,
        run: |model, _| reopen(model),
    },
    Command {
        name: CommandName::new("remove"),
        title: Wording::new("remove", "حذف"),
        help: Wording::new(
            "Remove the accepted or added item and stay in its place. If it was a suggestion, it counts as rejected.",
            "احذف العنصر الموسوم وابق في موضعه. وإن كان اقتراحا عد مرفوضا.",
        ),
        keys: &["r", "Delete"],
        group: Group::Review,
        footer: Footer::new("remove", "حذف"),
        traits: CommandTraits::VERDICT,
        when: ON_GOLD_ITEM,
        run: |model, _| remove(model),
    },
];

/// On an item, or while a preview is shown. Not while it is asked about all pending suggestions: this key must not accept
/// what nobody has seen.
const CAN_ACCEPT: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::FINISH).union(Modes::PREVIEW),
    holds: |model| focused_state(model).is_some() || matches!(model.mode, Mode::Preview(_)),
    why_not: |model| match model.mode {
        Mode::Finish => question(model),
        _ => needs_focus(model),
    },
};

/// On a pending suggestion or a gold item. Not while it is asked about all pending suggestions, as `accept`.
const CAN_REJECT: Condition =
    Condition { modes: Modes::REVIEW.union(Modes::FINISH), holds: is_on_live_item, why_not: CAN_ACCEPT.why_not };

/// On a decided suggestion; or while a part of a quote is chosen, which the command clears.
const CAN_REOPEN: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::CHOOSE_ROLE),
    holds: |model| is_on_decided_suggestion(model) || matches!(model.mode, Mode::ChooseRole(_)),
    why_not: |model| {
        condition::while_choosing_or_selecting(model).unwrap_or_else(|| condition::words(model, lang::ONLY_DECIDED))
    },
};

fn accept(model: &mut Model) -> Vec<Effect> {
    if let Mode::Preview(_) = &model.mode {
        return propagate::take_shown(model);
    }
    let state = model.document().and_then(Document::focused).map(|item| item.state);
    match state {
        Some(ItemState::Decided(_)) if ends_adjudication(model) => mark_done(model),
        Some(ItemState::Decided(_)) => go_to_pending(model, ReadingDirection::Forward),
        _ => decide_or_finish_adjudication(model, |decider, item| decider.accept(item)),
    }
}

fn reject(model: &mut Model) -> Vec<Effect> {
    decide_or_finish_adjudication(model, |decider, item| decider.reject(item))
}

/// True in an adjudication if nothing is pending and the article is not done: then `accept` on a decided item marks it done.
fn ends_adjudication(model: &Model) -> bool {
    let is_ready = |document: &Document| {
        document.annotation.pending.is_empty() && !document.annotation.status.is_over() && document.differences().1 > 0
    };
    model.settings.adjudication.is_some() && model.document().is_some_and(is_ready)
}

/// Takes an item away and stays in its place, where something else is often added.
fn remove(model: &mut Model) -> Vec<Effect> {
    decide(model, FocusAfter::Stay, |decider, item| decider.reject(item))
}

fn reopen(model: &mut Model) -> Vec<Effect> {
    if matches!(model.mode, Mode::ChooseRole(_)) {
        return roles::clear_part(model);
    }
    decide(model, FocusAfter::Stay, |decider, item| decider.reopen(item))
}
