//! Saving everything in another gold folder.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::gold::Article;
use crate::lang::say;
use crate::store::disk::replace::replace_file;
use crate::store::problem::Problem;

use super::folder::GoldFolder;
use super::hash::hex;
use super::journal::end::JournalEnd;
use super::journal::resume::ResumedArticle;
use super::journal::rewrite::{repair_on_disk, write_whole};
use super::journal::state::JournalState;
use super::lock::{Lock, LockError};
use super::name::file_stem;

/// An article with all that was ever done to it, to be written into a folder that knows nothing of it.
#[derive(Debug)]
pub struct ArticleToMove {
    /// The article.
    pub article: Arc<Article>,
    /// It as it was left.
    pub left: ResumedArticle,
    /// As of which revision.
    pub revision: u64,
}

/// Another folder that everything went to.
#[derive(Debug)]
pub(crate) struct MovedFolder {
    pub(crate) folder: GoldFolder,
    pub(crate) lock: Lock,
    /// How many articles.
    pub(crate) count: usize,
    /// How many files stay behind because they cannot be read, and why the first of them.
    pub(crate) unread: Option<(usize, Problem)>,
}

impl GoldFolder {
    /// Locks another folder and writes articles with their histories into it; all other gold is copied as it is.
    ///
    /// # Errors
    /// When it is in use, holds other gold of one of the articles, or refuses what is written.
    pub(crate) fn move_into(&self, dir: PathBuf, articles: &[ArticleToMove]) -> Result<MovedFolder, Problem> {
        let new = Self::on(Arc::clone(&self.disk), dir);
        let lock = new.lock().map_err(|error| match error {
            LockError::Io(problem) => problem,
            LockError::Held { by } => {
                Problem::translated(new.dir(), None, |lang| say::folder_in_use(lang, by.describe(lang)))
            }
        })?;
        for one in articles {
            new.expect_no_other_gold(&one.article, one.left.annotation.as_ref())?;
        }
        let moving: HashSet<String> = articles.iter().map(|one| file_stem(&one.article.id)).collect();
        let along = self.list_rest(&new, &moving)?;
        // What may be much goes first: should there be no room for it, what is open is not there yet, and the same folder can
        // be named again.
        let (copied, unread) = self.copy_rest(&new, along)?;
        for ArticleToMove { article, left, .. } in articles {
            let path = new.journal_of(&article.id);
            let writing = |error: io::Error| Problem::cannot_write(&path, &error);
            let mut state = JournalState::Unread;
            new.claim_journal(&path, &mut state, article)?;
            repair_on_disk(&*new.disk, &path, &mut state)?;
            new.save(article, &left.annotation.clone().unwrap_or_default())?;
            let gold = new.with_state(&article.id, |file| file.last_content).as_ref().map(hex);
            let (lines, seq) = write_whole(article, gold, &left.history, left.focus.clone(), &[]);
            replace_file(&*new.disk, &path, lines.as_bytes()).map_err(writing)?;
            let state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], seq));
            new.with_state(&article.id, |file| file.journal = state);
        }
        Ok(MovedFolder { folder: new, lock, count: articles.len() + copied, unread })
    }
}
