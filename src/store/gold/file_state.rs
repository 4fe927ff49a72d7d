//! The state of an article's gold file and journal, as this process knows it.

use std::path::PathBuf;

use crate::gold::{Annotation, Extra};
use crate::store::problem::Problem;

use super::hash::ContentHash;
use super::journal::state::JournalState;

/// The key of a conflict file with the hash of its base, in hexadecimal.
pub const CONFLICT_BASE: &str = "conflict_base";

/// A conflict file that this process wrote beside a gold file of another program.
#[derive(Debug, Clone)]
pub(crate) struct ConflictOnDisk {
    pub(crate) path: PathBuf,
    pub(crate) content: ContentHash,
    /// The hash of the base that the file names; `None` if the base is not known.
    pub(crate) base: Option<String>,
}

/// The state of an article's gold file and journal, as this process knows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileState {
    /// The content that this process last read or wrote.
    pub(crate) last_content: Option<ContentHash>,
    /// The content that this process last tried to write. It may be on disk although the attempt returned an error.
    pub(crate) attempted: Option<ContentHash>,
    /// The conflict file that this process wrote since it last read the gold file.
    pub(crate) conflict: Option<ConflictOnDisk>,
    /// The gold that this process last read or wrote, for articles that were touched lately.
    pub(crate) last_gold: Option<Annotation>,
    /// True if the last save wrote the conflict file, because the gold file is of another program.
    pub(crate) is_saved_aside: bool,
    /// The metadata in the gold file.
    pub(crate) file_meta: Extra,
    /// The schema of the gold file, if it is older than the present one.
    pub(crate) older_schema: Option<String>,
    /// The state of the journal.
    pub(crate) journal: JournalState,
    /// Another program's write that was noticed and not yet reported.
    pub(crate) notice: Option<Problem>,
}
