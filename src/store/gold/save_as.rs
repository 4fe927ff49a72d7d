//! Saving everything in another gold folder.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::gold::Article;
use crate::lang::say;
use crate::store::disk::replace;
use crate::store::problem::Problem;

use super::folder::GoldFolder;
use super::hash::hex;
use super::journal::end::Place;
use super::journal::resume::Left;
use super::journal::rewrite::{rewritten, settle};
use super::journal::state::State;
use super::lock::{Lock, LockError};
use super::name::file_stem;

/// An article with all that was ever done to it, to be written into a folder that knows nothing of it.
#[derive(Debug)]
pub struct Moving {
    /// The article.
    pub article: Arc<Article>,
    /// It as it was left.
    pub left: Left,
    /// As of which revision.
    pub revision: u64,
}

/// Another folder that everything went to.
#[derive(Debug)]
pub(crate) struct TakenAlong {
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
    pub(crate) fn take_along(&self, dir: PathBuf, articles: &[Moving]) -> Result<TakenAlong, Problem> {
        let new = Self::on(Arc::clone(&self.disk), dir);
        let lock = new.lock().map_err(|error| match error {
            LockError::Io(problem) => problem,
            LockError::Held { by } => Problem::said(new.dir(), None, |lang| say::folder_in_use(lang, by.said(lang))),
        })?;
        for one in articles {
            new.expect_none(&one.article, one.left.annotation.as_ref())?;
        }
        let moving: HashSet<String> = articles.iter().map(|one| file_stem(&one.article.id)).collect();
        let along = self.along(&new, &moving)?;
        // What may be much goes first: should there be no room for it, what is open is not there yet, and the same folder can
        // be named again.
        let (copied, unread) = self.send_along(&new, along)?;
        for Moving { article, left, .. } in articles {
            let path = new.journal_of(&article.id);
            let writing = |error: io::Error| Problem::writing(&path, &error);
            let mut state = State::Unread;
            new.claim(&path, &mut state, article)?;
            settle(&*new.disk, &path, &mut state)?;
            new.save(article, &left.annotation.clone().unwrap_or_default())?;
            let gold = new.known(&article.id, |known| known.on_disk).as_ref().map(hex);
            let (lines, seq) = rewritten(article, gold, &left.history, left.focus.clone(), &[]);
            replace::replace(&*new.disk, &path, lines.as_bytes()).map_err(writing)?;
            let state = State::Open(Place::new(lines.as_bytes(), &[], seq));
            new.known(&article.id, |known| known.journal = state);
        }
        Ok(TakenAlong { folder: new, lock, count: articles.len() + copied, unread })
    }
}
