//! The state of an article's journal, as this process knows it.

use super::end::JournalEnd;

/// The state of an article's journal, as this process knows it. It decides what must happen before a line is appended.
#[derive(Debug, Clone, Default)]
pub(crate) enum JournalState {
    /// This process has not read the journal. If it finds one, it puts it aside as stale.
    #[default]
    Unread,
    /// There is no journal, or only a beginning of `attempted`, which a failed attempt of this process left.
    Absent { attempted: Vec<u8> },
    /// This process read or wrote the journal up to here, and appends after it.
    Open(JournalEnd),
    /// This process replaced the journal with a shorter one that says the same, and does not know whether that succeeded.
    Either { old: JournalEnd, new: JournalEnd },
    /// Before the next write, the file on disk is put aside if `aside` says so, and `lines` are written in its place.
    /// Empty `lines` mean that no journal is left.
    Replace { aside: Option<AsideReason>, lines: String, seq: u64 },
}

/// The reason for keeping a journal under another name. The name contains the reason: `ID.jsonl.stale-1`,
/// `ID.jsonl.damaged-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsideReason {
    /// It does not belong to this gold file or this text, or another program wrote in it.
    Stale,
    /// Lines of it are not as they were written.
    Damaged,
}
