//! The session: the time, counts, saving and leaving.

use crate::gold::Timestamp;

/// The state of leaving the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::workbench) enum Leaving {
    /// The user has not asked to leave.
    #[default]
    No,
    /// The user has asked to leave while verdicts were on their way to the disk: the program ends when they are there.
    WhenSaved,
    /// True after the user has seen the message that verdicts are not on disk: the next request to leave then ends the
    /// program.
    Anyway,
}

/// Facts about the session as a whole.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Session {
    /// The time that was read last.
    pub(in crate::workbench) now: Option<Timestamp>,
    /// The number of times that the built-in suggester has learnt something.
    pub(in crate::workbench) learnt: u64,
    /// The number of verdicts and changes.
    pub(in crate::workbench) decisions: usize,
    /// The gold folder that is used now, if it was changed.
    pub(in crate::workbench) moved: Option<String>,
    /// The item at which a relation begins: the id of its article, and its id. The other end is not chosen yet.
    pub(in crate::workbench) relation_start: Option<(String, String)>,
    /// The state of leaving the program.
    pub(in crate::workbench) leaving: Leaving,
}

/// The progress of saving, for the whole session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been decided in this session.
    Untouched,
    /// Verdicts are on their way to the disk.
    Busy,
    /// All verdicts are on disk.
    Saved,
    /// All verdicts are on disk, some of them in a conflict file beside the gold file of another program.
    Aside,
    /// The disk refused the last ones; they are kept in memory and tried again.
    Failed,
}
