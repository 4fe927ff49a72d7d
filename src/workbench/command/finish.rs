//! Finishing an article: done, skipped, and what happens to suggestions that are still pending.

use crate::edit::{Decision, ItemRef};
use crate::gold::Status;
use crate::lang::{self, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::articles::open;
use super::commit::{FocusAfter, commit};
use super::condition::{Condition, IN_OPEN_ARTICLE, IN_REVIEW, needs_focus};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::DONE,
        title: Wording::new("done", "إكمال المقالة"),
        help: Wording::new(
            "Mark the article done and go to the next one. On a done article: take that back.",
            "اجعل المقالة مكتملة وانتقل إلى التالية؛ وعلى المكتملة: تراجع عن ذلك.",
        ),
        keys: &["d"],
        group: Group::Articles,
        footer: Footer::new("done", "إكمال"),
        when: CAN_FINISH,
        run: |model, _| mark_done(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("accept-rest"),
        title: Wording::new("accept-rest", "قبول الباقي"),
        help: Wording::new(
            "Accept all pending suggestions, mark the article done and go to the next one, in one step of undo.",
            "اقبل كل الاقتراحات المعلقة واجعل المقالة مكتملة وانتقل إلى التالية، في خطوة تراجع واحدة.",
        ),
        keys: &["D", "Alt-d"],
        group: Group::Articles,
        traits: CommandTraits::CHANGES,
        when: IN_OPEN_ARTICLE,
        run: |model, _| finish(model, Rest::Decided(Decision::Accept)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("reject-rest"),
        title: Wording::new("reject-rest", "رفض الباقي"),
        help: Wording::new(
            "Reject all pending suggestions, mark the article done and go to the next one, in one step of undo.",
            "ارفض كل الاقتراحات المعلقة واجعل المقالة مكتملة وانتقل إلى التالية، في خطوة تراجع واحدة.",
        ),
        keys: &["Alt-x"],
        group: Group::Articles,
        traits: CommandTraits::CHANGES,
        when: IN_OPEN_ARTICLE,
        run: |model, _| finish(model, Rest::Decided(Decision::Reject)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("skip"),
        title: Wording::new("skip", "تأجيل المقالة"),
        help: Wording::new(
            "Skip the article and go to the next one. On a skipped article: take that back.",
            "أجل المقالة وانتقل إلى التالية؛ وعلى المؤجلة: تراجع عن ذلك.",
        ),
        keys: &["z"],
        group: Group::Articles,
        when: IN_REVIEW,
        run: |model, _| set_status(model, Status::Skipped),
        ..Command::PLAIN
    },
];

/// While reviewing, or while it is asked what happens to pending suggestions.
const CAN_FINISH: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::FINISH),
    holds: |model| matches!(model.mode, Mode::Review | Mode::Finish),
    why_not: needs_focus,
};

/// The treatment of pending suggestions when an article is marked done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// They are decided, in one step of undo with the status.
    Decided(Decision),
    /// They stay pending.
    Left,
}

fn mark_done(model: &mut Model) -> Vec<Effect> {
    match model.mode {
        Mode::Finish => finish(model, Rest::Left),
        _ => set_status(model, Status::Done),
    }
}

/// Gives the article a status and goes to the next one; a status that it has already is removed. Before an article
/// with pending suggestions is marked done, this asks once what happens to them.
fn set_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let back = document.annotation.status == status;
    let pending = document.annotation.pending.len();
    // Parts without suggestions would count as text without names.
    let unread = document.suggested_in_part();
    if !back && status == Status::Done && (pending > 0 || unread.is_some()) && model.settings.read_only.is_none() {
        model.mode = Mode::Finish;
        let [accept, reject, leave, back] =
            [CommandName::ACCEPT, CommandName::REJECT, CommandName::DONE, CommandName::BACK]
                .map(|command| model.key(command));
        let lang = model.lang();
        model.tell(match unread {
            Some((known, all)) => say::rest_is_unread(lang, known, all, &leave, &back),
            None => say::rest_is_pending(lang, say::pending(pending), &accept, &reject, &leave, &back),
        });
        return Vec::new();
    }
    give_status(model, if back { Status::InProgress } else { status })
}

/// Marks the article done and decides about pending suggestions, in one step of undo.
pub(super) fn finish(model: &mut Model, rest: Rest) -> Vec<Effect> {
    model.mode = Mode::Review;
    let Some(document) = model.document() else { return Vec::new() };
    let Rest::Decided(decision) = rest else { return give_status(model, Status::Done) };
    let items: Vec<ItemRef> = document.annotation.pending.iter().map(|one| ItemRef::Pending(one.id.clone())).collect();
    let effects = commit(model, FocusAfter::Stay, |decider| decider.decide_all(&items, decision, Some(Status::Done)));
    go_on(model, Status::Done, effects)
}

fn give_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let effects = commit(model, FocusAfter::Stay, |decider| decider.set_status(status));
    go_on(model, status, effects)
}

/// Goes to the next article after this one got its status.
fn go_on(model: &mut Model, status: Status, mut effects: Vec<Effect>) -> Vec<Effect> {
    if effects.is_empty() || status == Status::InProgress {
        return effects;
    }
    let pending = model.document().map_or(0, |document| document.annotation.pending.len());
    if model.current + 1 < model.documents.len() {
        effects.extend(open(model, model.current + 1));
    }
    let how = if status == Status::Done { lang::DONE } else { lang::SKIPPED };
    match pending {
        0 => model.tell(say::marked(model.lang(), how)),
        _ => {
            let back = model.key(CommandName::PREVIOUS_ARTICLE);
            model.tell(say::marked_with_pending(model.lang(), how, pending, say::pending(pending), &back));
        }
    }
    effects
}
