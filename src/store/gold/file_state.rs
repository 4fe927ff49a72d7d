//! What this process knows of an article's gold file and journal.

use std::path::PathBuf;

use crate::gold::Extra;
use crate::store::problem::Problem;

use super::hash::Hash;
use super::journal::state::State;

/// What this process knows of an article's file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// The content that it read or wrote last.
    pub(crate) on_disk: Option<Hash>,
    /// The content that it last tried to write: it may be there although the attempt was called a failure.
    pub(crate) tried: Option<Hash>,
    /// Where it wrote when the file was another's, and what.
    pub(crate) aside: Option<(PathBuf, Hash)>,
    /// Metadata that stood in the file.
    pub(crate) meta: Extra,
    /// The older schema that it is in.
    pub(crate) older: Option<String>,
    /// How far its journal is.
    pub(crate) journal: State,
    /// What was found to be another's and is to be told.
    pub(crate) noticed: Option<Problem>,
}
