//! What was done, as undo and redo name it.

use crate::edit::EditKind;
use crate::lang::{self, Lang, isolated};

/// The words for it; what another version did is called as its journal has it.
pub(super) fn deed(lang: Lang, name: &EditKind) -> String {
    let words = match name {
        EditKind::Accepted => lang::EDIT_ACCEPTED,
        EditKind::Rejected => lang::EDIT_REJECTED,
        EditKind::Removed => lang::EDIT_REMOVED,
        EditKind::Reopened => lang::EDIT_REOPENED,
        EditKind::Added => lang::EDIT_ADDED,
        EditKind::Labelled => lang::EDIT_LABELLED,
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
        EditKind::Proposed => lang::EDIT_PROPOSED,
        EditKind::MarkedDone => lang::EDIT_MARKED_DONE,
        EditKind::Skipped => lang::EDIT_SKIPPED,
        EditKind::Other(other) => return isolated(lang, other),
    };
    words.get(lang).to_owned()
}
