//! What was done, as undo and redo name it.

use crate::edit::Name;
use crate::lang::{self, Lang, isolated};

/// The words for it; what another version did is called as its journal has it.
pub(super) fn deed(lang: Lang, name: &Name) -> String {
    let words = match name {
        Name::Accepted => lang::DEED_ACCEPTED,
        Name::Rejected => lang::DEED_REJECTED,
        Name::Removed => lang::DEED_REMOVED,
        Name::Reopened => lang::DEED_REOPENED,
        Name::Added => lang::DEED_ADDED,
        Name::Labelled => lang::DEED_LABELLED,
        Name::MovedEdge => lang::DEED_MOVED_EDGE,
        Name::AddedPart => lang::DEED_ADDED_PART,
        Name::SetSpeaker => lang::DEED_SET_SPEAKER,
        Name::SetCue => lang::DEED_SET_CUE,
        Name::LinkedSpeaker => lang::DEED_LINKED_SPEAKER,
        Name::ImpliedSpeaker => lang::DEED_IMPLIED_SPEAKER,
        Name::Noted => lang::DEED_NOTED,
        Name::RemovedNote => lang::DEED_REMOVED_NOTE,
        Name::Flagged => lang::DEED_FLAGGED,
        Name::TookFlag => lang::DEED_TOOK_FLAG,
        Name::Proposed => lang::DEED_PROPOSED,
        Name::MarkedDone => lang::DEED_MARKED_DONE,
        Name::Skipped => lang::DEED_SKIPPED,
        Name::Other(other) => return isolated(lang, other),
    };
    words.get(lang).to_owned()
}
