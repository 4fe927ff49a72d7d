//! The lines that tie a journal to its gold file.

use crate::gold::Article;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::ContentHash;
use crate::store::problem::Problem;

use super::end::Sync;
use super::line::{JournalLine, gold_line, read_line};
use super::state::JournalState;

impl GoldFolder {
    /// Writes in the journal, if there is one, that the gold file `is` replaces the gold file `was`.
    ///
    /// Call it twice: before the replacement, and after it with `is` for both. From the second line on the old content
    /// does not fit the journal any more; a user who restores the old file means it.
    pub(crate) fn record_gold(
        &self,
        article: &Article,
        is: ContentHash,
        was: Option<ContentHash>,
    ) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.with_state(&article.id, |file| file.journal.clone());
        if matches!(state, JournalState::Either { .. }) {
            self.claim_journal(&path, &mut state, article)?;
        }
        let JournalState::Open(mut end) = state else { return Ok(()) };
        let line = gold_line(end.seq, is, was);
        // The first line must be on disk before the gold file is; the second may come later.
        let sync = if was == Some(is) { Sync::Later } else { Sync::Now };
        // The next change notices a journal that is missing or foreign.
        let done = end.append(&*self.disk, &path, line.as_bytes(), 0, sync);
        self.with_state(&article.id, |file| file.journal = JournalState::Open(end));
        done.map(drop).map_err(|error| Problem::cannot_write(&path, &error))
    }
}

/// Returns true if `last_line`, the last line of a journal without its line feed, says that the gold file contains
/// everything.
pub(crate) fn is_at_rest(last_line: &[u8]) -> bool {
    match read_line(last_line) {
        Ok(JournalLine::Gold(gold)) => gold.was.as_ref() == Some(&gold.is),
        _ => false,
    }
}
