//! What this process knows of an article's journal.

use super::end::JournalEnd;

/// What this process knows of an article's journal.
#[derive(Debug, Clone, Default)]
pub(crate) enum JournalState {
    /// It has not looked. What is there is not to be gone on with.
    #[default]
    Unread,
    /// There is none, or nothing in it but what an attempt that failed has left.
    None { tried: Vec<u8> },
    /// It is ours to go on with.
    Open(JournalEnd),
    /// It is ours, and may or may not have been made shorter.
    Either { old: JournalEnd, new: JournalEnd },
    /// What is there must be kept under another name, and this put in its place, before anything is written.
    Mend { aside: Option<AsideReason>, lines: String, seq: u64 },
}

/// Why a journal is kept under another name; the word in that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsideReason {
    Stale,
    Damaged,
}
