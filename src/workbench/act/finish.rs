//! Ending an article: done, skipped, and what becomes of what is still pending.

use crate::edit::ItemRef;
use crate::gold::Status;
use crate::lang::{self, say};

use super::moves::open;
use super::{Then, edit};
use crate::workbench::{Command, Effect, Mode, Model};

/// Gives the article a status and goes to the next one; a status that it has is taken back. Marking an article done while
/// suggestions are pending asks once what becomes of them.
pub(super) fn set_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let back = document.annotation.status == status;
    let pending = document.annotation.pending.len();
    // What nobody was shown would count as text without names.
    let unread = document.suggested_in_part();
    if !back && status == Status::Done && (pending > 0 || unread.is_some()) && model.settings.read_only.is_none() {
        model.mode = Mode::Finish;
        let [accept, reject, leave, back] =
            [Command::Accept, Command::Reject, Command::Done, Command::Back].map(|command| model.key(command));
        let lang = model.lang();
        model.tell(match unread {
            Some((known, all)) => say::rest_is_unread(lang, known, all, &leave, &back),
            None => say::rest_is_pending(lang, say::pending(pending), &accept, &reject, &leave, &back),
        });
        return Vec::new();
    }
    give(model, if back { Status::InProgress } else { status })
}

/// Answers that question: everything as one step of undo.
pub(super) fn finish(model: &mut Model, answer: Command) -> Vec<Effect> {
    model.mode = Mode::Review;
    let Some(document) = model.document() else { return Vec::new() };
    let rest: Vec<ItemRef> = document.annotation.pending.iter().map(|one| ItemRef::Pending(one.id.clone())).collect();
    if !matches!(answer, Command::Accept | Command::Reject) {
        return give(model, Status::Done);
    }
    let accept = answer == Command::Accept;
    let effects = edit(model, Then::Stay, |decider| decider.decide_all(&rest, accept, Some(Status::Done)));
    go_on(model, Status::Done, effects)
}

fn give(model: &mut Model, status: Status) -> Vec<Effect> {
    let effects = edit(model, Then::Stay, |decider| decider.set_status(status));
    go_on(model, status, effects)
}

/// To the next article, once this one has its status.
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
            let back = model.key(Command::PreviousArticle);
            model.tell(say::marked_with_pending(model.lang(), how, pending, say::pending(pending), &back));
        }
    }
    effects
}
