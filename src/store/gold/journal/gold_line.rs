//! The lines that tie a journal to its gold file.

use crate::gold::Article;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::{Hash, hex};
use crate::store::problem::Problem;

use super::line;
use super::state::State;

impl GoldFolder {
    /// Says in the journal, if there is one, that the gold file is about to be replaced. Once it is, this is called
    /// with twice the same hash, so that the content before fits no more: who puts it back means it.
    pub(crate) fn mark(&self, article: &Article, is: &Hash, was: Option<&Hash>) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.known(&article.id, |known| known.journal.clone());
        if matches!(state, State::Either { .. }) {
            self.claim(&path, &mut state, article)?;
        }
        let State::Open(mut place) = state else { return Ok(()) };
        let line = line::gold(place.seq, hex(is), was.map(hex));
        // A journal that has gone, or is another's, is noticed by the next change.
        let done = place.extend(&*self.disk, &path, line.as_bytes(), 0, was != Some(is));
        self.known(&article.id, |known| known.journal = State::Open(place));
        done.map(drop).map_err(|error| Problem::writing(&path, &error))
    }
}
