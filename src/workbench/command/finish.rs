//! Finishing an article: done, skipped, and what happens to suggestions that are still pending.

use crate::edit::{Decision, ItemRef};
use crate::gold::Status;
use crate::lang::{self, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::requests::next_article;

use super::articles::open;
use super::commit::{FocusAfter, commit, tell};
use super::condition::{Condition, IN_OPEN_ARTICLE, IN_REVIEW, is_in_open_article, needs_focus};
use super::decide_list::{compatible, left_with_labels, storable};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::DONE,
        title: Wording::new("done", "إكمال المقالة"),
        help: Wording::new(
            "Mark the article done and go to the next one. While suggestions are pending it asks first.",
            "اجعل المقالة مكتملة وانتقل إلى التالية. وإن بقي معلق سأل أولا.",
        ),
        keys: &["d"],
        group: Group::Articles,
        footer: Footer::new("done", "إكمال"),
        when: CAN_FINISH,
        run: |model, _| mark_done(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::ACCEPT_REST,
        title: Wording::new("accept-rest", "قبول الباقي"),
        help: Wording::new(
            "Accept all pending suggestions, mark the article done and go to the next one, in one step of undo. The message says how many, and how many of them were never on the screen.",
            "اقبل كل الاقتراحات المعلقة واجعل المقالة مكتملة وانتقل إلى التالية، في خطوة تراجع واحدة. وتذكر الرسالة عددها وكم منها لم يظهر على الشاشة قط.",
        ),
        keys: &["D", "Alt-d"],
        group: Group::Articles,
        footer: Footer::new("accept rest", "قبول الباقي").only_in(Modes::FINISH),
        traits: CommandTraits::CHANGES,
        when: CAN_DECIDE_REST,
        run: |model, _| finish(model, Rest::Decided(Decision::Accept)),
    },
    Command {
        name: CommandName::REJECT_REST,
        title: Wording::new("reject-rest", "رفض الباقي"),
        help: Wording::new(
            "Reject all pending suggestions, mark the article done and go to the next one, in one step of undo. The message says how many, and how many of them were never on the screen.",
            "ارفض كل الاقتراحات المعلقة واجعل المقالة مكتملة وانتقل إلى التالية، في خطوة تراجع واحدة. وتذكر الرسالة عددها وكم منها لم يظهر على الشاشة قط.",
        ),
        keys: &["Alt-x"],
        group: Group::Articles,
        footer: Footer::new("reject rest", "رفض الباقي").only_in(Modes::FINISH),
        traits: CommandTraits::CHANGES,
        when: CAN_DECIDE_REST,
        run: |model, _| finish(model, Rest::Decided(Decision::Reject)),
    },
    Command {
        name: CommandName::new("skip"),
        title: Wording::new("skip", "تأجيل المقالة"),
        help: Wording::new("Skip the article and go to the next one.", "أجل المقالة وانتقل إلى التالية."),
        keys: &["z"],
        group: Group::Articles,
        when: IN_REVIEW,
        run: |model, _| set_status(model, Status::Skipped),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::REOPEN_ARTICLE,
        title: Wording::new("reopen-article", "إعادة فتح المقالة"),
        help: Wording::new(
            "Open a done or skipped article again: it is in progress, and the suggesters read it again.",
            "أعد فتح مقالة مكتملة أو مؤجلة: تعود قيد العمل، ويقرؤها برنامج الاقتراح من جديد.",
        ),
        keys: &["R"],
        group: Group::Articles,
        when: IN_REVIEW,
        run: |model, _| reopen_article(model),
        ..Command::PLAIN
    },
];

/// While reviewing, or while it is asked what happens to pending suggestions.
const CAN_FINISH: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::FINISH),
    holds: |model| matches!(model.mode, Mode::Review | Mode::Finish),
    why_not: needs_focus,
};

/// In an article that is not done, or while it is asked what happens to pending suggestions.
const CAN_DECIDE_REST: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::FINISH),
    holds: |model| model.mode == Mode::Finish || is_in_open_article(model),
    why_not: IN_OPEN_ARTICLE.why_not,
};

/// The treatment of pending suggestions when an article is marked done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// They are decided, in one step of undo with the status.
    Decided(Decision),
    /// They stay pending.
    Left,
}

pub(super) fn mark_done(model: &mut Model) -> Vec<Effect> {
    match model.mode {
        Mode::Finish => finish(model, Rest::Left),
        _ => set_status(model, Status::Done),
    }
}

/// Gives the article a status and goes to the next one. Before an article with pending suggestions, or about which a suggester is
/// still asked, is marked done, this asks once what happens to them.
fn set_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    if document.annotation.status == status {
        return tell_finished_already(model, status);
    }
    let pending = document.annotation.pending.len();
    // Parts without suggestions would count as text without names.
    let is_open = pending > 0 || document.suggested_in_part().is_some() || document.awaited() > 0;
    if status == Status::Done && is_open && model.settings.read_only.is_none() {
        model.mode = Mode::Finish;
        let message = question(model);
        model.tell(message);
        return Vec::new();
    }
    give_status(model, status)
}

/// The question about pending suggestions and unread parts, before an article is marked done.
pub(super) fn question(model: &Model) -> String {
    let [accept, reject, leave, back] =
        [CommandName::ACCEPT_REST, CommandName::REJECT_REST, CommandName::DONE, CommandName::BACK]
            .map(|command| model.key(command));
    let lang = model.lang();
    let Some(document) = model.document() else { return String::new() };
    let pending = document.annotation.pending.len();
    match document.suggested_in_part() {
        Some((_, 1)) => say::rest_is_being_read(lang, &leave, &back),
        Some((known, all)) => say::rest_is_unread(lang, known, all, &leave, &back),
        None if document.awaited() > 0 && pending == 0 => say::answer_is_awaited(lang, &leave, &back),
        None if document.awaited() > 0 => {
            say::rest_and_answer_are_awaited(lang, say::pending(pending), &accept, &reject, &leave, &back)
        }
        None => say::rest_is_pending(lang, say::pending(pending), &accept, &reject, &leave, &back),
    }
}

fn tell_finished_already(model: &mut Model, status: Status) -> Vec<Effect> {
    let how = if status == Status::Done { lang::DONE } else { lang::SKIPPED };
    let (reopen, next) = (model.key(CommandName::REOPEN_ARTICLE), model.key(CommandName::NEXT_ARTICLE));
    model.tell(say::finished_already(model.lang(), how, &reopen, &next));
    Vec::new()
}

fn reopen_article(model: &mut Model) -> Vec<Effect> {
    if model.document().is_none_or(|document| !document.annotation.status.is_over()) {
        return tell(model, lang::OPEN_ALREADY);
    }
    let effects = commit(model, FocusAfter::Stay, |decider| decider.set_status(Status::InProgress));
    if !effects.is_empty() {
        model.tell_words(lang::OPEN_AGAIN);
    }
    effects
}

/// Marks the article done and decides about pending suggestions, in one step of undo.
pub(super) fn finish(model: &mut Model, rest: Rest) -> Vec<Effect> {
    model.mode = Mode::Review;
    let Some(document) = model.document() else { return Vec::new() };
    let Rest::Decided(decision) = rest else { return give_status(model, Status::Done) };
    let items: Vec<ItemRef> = document.annotation.pending.iter().map(|one| ItemRef::Pending(one.id.clone())).collect();
    let (items, left) = match decision {
        Decision::Accept => storable(model, items),
        Decision::Reject => (items, Vec::new()),
    };
    let items = if decision == Decision::Accept { compatible(document, items) } else { items };
    let (unseen, here) = (document.never_shown(&items), model.current);
    let effects = commit(model, FocusAfter::Stay, |decider| decider.decide_all(&items, decision, Some(Status::Done)));
    let decided = !effects.is_empty() && !items.is_empty();
    let effects = go_on(model, Status::Done, effects);
    if decided {
        let undo = undo_keys_from(model, here);
        let (lang, count) = (model.lang(), say::suggestions(items.len()));
        let told = match decision {
            Decision::Accept => say::accepted_rest(lang, items.len(), count, unseen, &undo),
            Decision::Reject => say::rejected_rest(lang, items.len(), count, unseen, &undo),
        };
        let all: Vec<String> = std::iter::once(told).chain(left_with_labels(lang, &left)).collect();
        model.tell(all.join(lang.between()));
    }
    effects
}

fn give_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let effects = commit(model, FocusAfter::Stay, |decider| decider.set_status(status));
    go_on(model, status, effects)
}

/// Goes on after the last verdict of an adjudication marked the article done. The message names the keys that take it back.
pub(super) fn go_on_after_verdict(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    let here = model.current;
    let effects = go_on(model, Status::Done, effects);
    model.tell(say::done_by_verdict(model.lang(), &undo_keys_from(model, here)));
    effects
}

/// The keys that undo the last change of an article. If another article is on the screen, they go back first.
fn undo_keys_from(model: &Model, here: usize) -> String {
    let undo = model.key(CommandName::UNDO);
    if model.current == here { undo } else { format!("{} {undo}", model.key(CommandName::PREVIOUS_ARTICLE)) }
}

/// Goes to the next article after this one got its status.
fn go_on(model: &mut Model, status: Status, mut effects: Vec<Effect>) -> Vec<Effect> {
    if effects.is_empty() || status == Status::InProgress {
        return effects;
    }
    let pending = model.document().map_or(0, |document| document.annotation.pending.len());
    if let Some(next) = next_article(model) {
        effects.extend(open(model, next));
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
