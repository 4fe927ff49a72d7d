//! Undo and redo.

use crate::edit::EditKind;
use crate::lang::{self, Lang, Rendered, Wording, isolated, say};
use crate::workbench::document::HistoryStep;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::save;
use super::condition::{Condition, words};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::UNDO,
        title: Wording::new("undo", "تراجع"),
        help: Wording::new("Undo the last change of this article.", "تراجع عن آخر تغيير في هذه المقالة."),
        keys: &["u"],
        group: Group::Workbench,
        footer: Footer::new("undo", "تراجع"),
        traits: CommandTraits::COUNTED,
        when: CAN_UNDO,
        run: |model, _| step(model, HistoryStep::Undo),
    },
    Command {
        name: CommandName::new("redo"),
        title: Wording::new("redo", "إعادة"),
        help: Wording::new("Redo the change that was undone last.", "أعد آخر تغيير تراجعت عنه."),
        keys: &["Ctrl-r"],
        group: Group::Workbench,
        footer: Footer::new("redo", "إعادة"),
        traits: CommandTraits::COUNTED,
        when: CAN_REDO,
        run: |model, _| step(model, HistoryStep::Redo),
    },
];

const CAN_UNDO: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| model.mode == Mode::Review && model.document().is_some_and(|document| document.history.can_undo()),
    why_not: |model| words(model, lang::NOTHING_TO_UNDO),
};

const CAN_REDO: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| model.mode == Mode::Review && model.document().is_some_and(|document| document.history.can_redo()),
    why_not: |model| words(model, lang::NOTHING_TO_REDO),
};

/// Undoes the last change of the article, or redoes it. The focus goes to the item that it touched.
fn step(model: &mut Model, step: HistoryStep) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return Vec::new();
    }
    let Some(document) = model.document_mut() else { return Vec::new() };
    let Some(edit) = document.step_history(step) else { return Vec::new() };
    if let Some(touched) = edit.touched() {
        document.focus = Some(touched);
    } else if document.focused().is_none() {
        document.focus = document.item_before(&edit);
    }
    let lang = model.lang();
    let what = Rendered(operation_name(lang, &edit.kind));
    model.tell(match step {
        HistoryStep::Undo if edit.kind == EditKind::Merged => {
            say::took_back_a_merge(lang, what, &model.key(CommandName::MERGE))
        }
        HistoryStep::Undo => say::took_back(lang, what),
        HistoryStep::Redo => say::did_again(lang, what),
    });
    save(model)
}

/// The name of an operation on the status line. An operation of another version of the program has the name that
/// is in the journal.
fn operation_name(lang: Lang, kind: &EditKind) -> String {
    let words = match kind {
        EditKind::Accepted => lang::EDIT_ACCEPTED,
        EditKind::Rejected => lang::EDIT_REJECTED,
        EditKind::Removed => lang::EDIT_REMOVED,
        EditKind::Reopened => lang::EDIT_REOPENED,
        EditKind::Added => lang::EDIT_ADDED,
        EditKind::Labelled => lang::EDIT_LABELLED,
        EditKind::Alternative => lang::EDIT_ALTERNATIVE,
        EditKind::MovedEdge => lang::EDIT_MOVED_EDGE,
        EditKind::AddedPart => lang::EDIT_ADDED_PART,
        EditKind::SetSpeaker => lang::EDIT_SET_SPEAKER,
        EditKind::SetCue => lang::EDIT_SET_CUE,
        EditKind::LinkedSpeaker => lang::EDIT_LINKED_SPEAKER,
        EditKind::ImpliedSpeaker => lang::EDIT_IMPLIED_SPEAKER,
        EditKind::Noted => lang::EDIT_NOTED,
        EditKind::RemovedNote => lang::EDIT_REMOVED_NOTE,
        EditKind::Flagged => lang::EDIT_FLAGGED,
        EditKind::TookFlag => lang::EDIT_TOOK_FLAG,
        EditKind::Related => lang::EDIT_RELATED,
        EditKind::RemovedRelation => lang::EDIT_REMOVED_RELATION,
        EditKind::RelabelledRelation => lang::EDIT_RELABELLED_RELATION,
        EditKind::SetAttribute => lang::EDIT_SET_ATTRIBUTE,
        EditKind::RemovedAttribute => lang::EDIT_REMOVED_ATTRIBUTE,
        EditKind::Proposed => lang::EDIT_PROPOSED,
        EditKind::Merged => lang::EDIT_MERGED,
        EditKind::MarkedDone => lang::EDIT_MARKED_DONE,
        EditKind::Skipped => lang::EDIT_SKIPPED,
        EditKind::Other(other) => return isolated(lang, other),
    };
    words.get(lang).to_owned()
}
