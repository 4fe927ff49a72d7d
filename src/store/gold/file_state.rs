//! What this process knows of an article's gold file and journal.

use std::path::PathBuf;

use crate::gold::Extra;
use crate::store::problem::Problem;

use super::hash::ContentHash;
use super::journal::state::JournalState;

/// What this process knows of an article's file.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileState {
    /// The content that it read or wrote last.
    pub(crate) last_content: Option<ContentHash>,
    /// The content that it last tried to write: it may be there although the attempt was called a failure.
    pub(crate) attempted: Option<ContentHash>,
    /// Where it wrote when the file was another's, and what.
    pub(crate) set_aside: Option<(PathBuf, ContentHash)>,
    /// Metadata that stood in the file.
    pub(crate) file_meta: Extra,
    /// The older schema that it is in.
    pub(crate) older_schema: Option<String>,
    /// How far its journal is.
    pub(crate) journal: JournalState,
    /// What was found to be another's and is to be told.
    pub(crate) notice: Option<Problem>,
}
