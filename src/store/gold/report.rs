//! The reports of the writer's thread.

use crate::store::problem::Problem;

use super::copy_rest::LeftBehind;
use super::folder::GoldFolder;

/// A report of the [`Writer`](crate::store::Writer).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveReport {
    /// A revision is on disk, synced: in the journal, or in the gold file if the save had no journal entries.
    Saved {
        /// The id of the article.
        id: String,
        /// The revision that was given with the save.
        revision: u64,
    },
    /// A revision is not on disk, or the gold file could not follow the journal. The save stays in memory and is tried
    /// again. Reported once for each revision and message.
    Failed {
        /// The id of the article.
        id: String,
        /// The revision that was given with the save.
        revision: u64,
        /// The reason.
        problem: Problem,
    },
    /// Another program wrote the gold file. A revision is on disk, synced, in a conflict file beside it. Reported once for
    /// each revision and message.
    SavedAside {
        /// The id of the article.
        id: String,
        /// The revision that was given with the save.
        revision: u64,
        /// The conflict file, and what to do.
        problem: Problem,
    },
    /// A save succeeded, but another program wrote in the journal. The problem says how that was kept.
    Noticed(Problem),
    /// Everything is in another folder, and later saves go there.
    Moved {
        /// The other folder.
        folder: GoldFolder,
        /// The number of articles in it.
        count: usize,
        /// The files of articles that are not open and were not copied, because they cannot be read.
        left_behind: Option<LeftBehind>,
    },
    /// The other folder could not be written. Saves go to the present folder as before.
    MoveFailed(Problem),
}
