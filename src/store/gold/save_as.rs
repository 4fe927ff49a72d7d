//! Saving everything in another gold folder (`:save-as`), with the histories of the open articles.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::edit::{History, ItemRef};
use crate::gold::{Annotation, Article};
use crate::lang::say;
use crate::store::disk::replace::replace_file;
use crate::store::problem::Problem;

use super::copy_rest::LeftBehind;
use super::folder::GoldFolder;
use super::journal::end::JournalEnd;
use super::journal::rewrite::{apply_replacement, write_journal};
use super::journal::state::JournalState;
use super::lock::{Lock, LockError};
use super::name::file_stem;

/// An open article with all that was done to it, for a folder that does not have it yet.
#[derive(Debug)]
pub struct ArticleToMove {
    /// The article.
    pub article: Arc<Article>,
    /// Its present annotation.
    pub annotation: Annotation,
    /// The edits that can be undone and redone.
    pub history: History,
    /// The item that has the focus.
    pub focus: Option<ItemRef>,
    /// The revision of the annotation, for [`SaveReport::Saved`](crate::store::SaveReport::Saved).
    pub revision: u64,
}

/// The folder that everything was saved in.
#[derive(Debug)]
pub(crate) struct MovedFolder {
    pub(crate) folder: GoldFolder,
    pub(crate) lock: Lock,
    /// The number of articles in it.
    pub(crate) count: usize,
    /// The files that were not copied because they cannot be read.
    pub(crate) left_behind: Option<LeftBehind>,
}

impl GoldFolder {
    /// Locks another folder, copies the gold of all other articles there, and writes `articles` there with their
    /// histories. This folder stays as it is.
    ///
    /// # Errors
    /// When the other folder is in use, holds different gold of one of the articles, or cannot be written.
    pub(crate) fn move_into(&self, dir: PathBuf, articles: &[ArticleToMove]) -> Result<MovedFolder, Problem> {
        let new = Self::on(Arc::clone(&self.disk), dir);
        let lock = new.lock().map_err(|error| match error {
            LockError::Io(problem) => problem,
            LockError::Held { by } => {
                Problem::translated(new.dir(), None, |lang| say::folder_in_use(lang, by.describe(lang)))
            }
        })?;
        for one in articles {
            new.expect_no_other_gold(&one.article, &one.annotation)?;
        }
        let open: HashSet<String> = articles.iter().map(|one| file_stem(&one.article.id)).collect();
        let rest = self.list_rest(&new, &open)?;
        // The rest goes first because it may be large. If the disk is full, no open article is in the new folder yet, and
        // the user can name the same folder again.
        let (copied, left_behind) = self.copy_rest(&new, rest)?;
        for one in articles {
            new.write_moved(one)?;
        }
        Ok(MovedFolder { folder: new, lock, count: articles.len() + copied, left_behind })
    }

    /// Writes an article of another folder in this one: its gold file, and a journal with its history.
    fn write_moved(&self, moved: &ArticleToMove) -> Result<(), Problem> {
        let ArticleToMove { article, annotation, history, focus, .. } = moved;
        let path = self.journal_of(&article.id);
        let mut state = JournalState::Unread;
        self.claim_journal(&path, &mut state, article)?;
        apply_replacement(&*self.disk, &path, &mut state)?;
        self.save(article, annotation)?;
        let gold = self.with_state(&article.id, |file| file.last_content);
        let (lines, seq) = write_journal(article, gold, history, focus.as_ref(), &[]);
        replace_file(&*self.disk, &path, lines.as_bytes())
            .map_err(|error: io::Error| Problem::cannot_write(&path, &error))?;
        let state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], seq));
        self.with_state(&article.id, |file| file.journal = state);
        Ok(())
    }
}
