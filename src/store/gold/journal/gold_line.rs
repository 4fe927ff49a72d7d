//! The lines that tie a journal to its gold file.

use crate::gold::Article;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::{ContentHash, hex};
use crate::store::problem::Problem;

use super::line;
use super::state::JournalState;

impl GoldFolder {
    /// Says in the journal, if there is one, that the gold file is about to be replaced. Once it is, this is called
    /// with twice the same hash, so that the content before fits no more: who puts it back means it.
    pub(crate) fn record_gold(
        &self,
        article: &Article,
        is: &ContentHash,
        was: Option<&ContentHash>,
    ) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.with_state(&article.id, |file| file.journal.clone());
        if matches!(state, JournalState::Either { .. }) {
            self.claim_journal(&path, &mut state, article)?;
        }
        let JournalState::Open(mut place) = state else { return Ok(()) };
        let line = line::gold(place.seq, hex(is), was.map(hex));
        // A journal that has gone, or is another's, is noticed by the next change.
        let done = place.extend(&*self.disk, &path, line.as_bytes(), 0, was != Some(is));
        self.with_state(&article.id, |file| file.journal = JournalState::Open(place));
        done.map(drop).map_err(|error| Problem::cannot_write(&path, &error))
    }
}
