//! Opening an article of a library together with its gold.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use crate::gold::Article;
use crate::lang::say;
use crate::store::gold::conflicts::{ConflictFile, MERGE};
use crate::store::gold::folder::{Access, GoldFolder};
use crate::store::gold::journal::resume::ResumedArticle;
use crate::store::problem::Problem;

use super::library::{Library, ReadArticle};

/// A library and the gold folder that belongs to it.
#[derive(Debug)]
pub struct Opener {
    pub(super) library: Library,
    folder: RwLock<GoldFolder>,
    pub(super) access: Access,
    /// The articles that were opened, with the length and time of their files before. Locked while an article is opened or repaired, so that no two
    /// threads write one journal.
    opened: Mutex<HashMap<usize, Option<(u64, SystemTime)>>>,
}

/// An article that was opened.
#[derive(Debug)]
pub struct OpenedArticle {
    /// The article.
    pub article: Arc<Article>,
    /// Its annotation and history.
    pub resumed: ResumedArticle,
    /// The problem that the article's file was changed since it was indexed; reported once for each file.
    pub changed: Option<Problem>,
    /// The notice that the article has a conflict file, or that this is not known.
    pub conflict: Option<Problem>,
}

/// The conflict files of an article, and what they are to be merged into.
#[derive(Debug)]
pub struct FoundConflicts {
    /// The article, if another program wrote its gold file since this process read or wrote it.
    pub opened: Option<OpenedArticle>,
    /// The conflict files.
    pub files: Vec<ConflictFile>,
}

impl Opener {
    /// Combines a library with its gold folder. `access` says what this process may do in the folder.
    #[must_use]
    pub fn new(library: Library, folder: GoldFolder, access: Access) -> Self {
        Self { library, folder: RwLock::new(folder), access, opened: Mutex::default() }
    }

    pub(super) fn folder(&self) -> GoldFolder {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads gold from another folder from now on, because everything was saved there
    /// ([`SaveReport::Moved`](crate::store::SaveReport::Moved)).
    pub fn switch_folder(&self, folder: GoldFolder) {
        *self.folder.write().unwrap_or_else(PoisonError::into_inner) = folder;
    }

    /// Reads an article with its gold and its journal. Do not open an article again while changes of it are on their way
    /// to the disk.
    ///
    /// # Errors
    /// When the article, its gold file or its journal cannot be read, or they do not belong together.
    pub fn open(&self, number: usize) -> Result<OpenedArticle, Problem> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        // Before the text is read: a change in between is noticed the next time.
        let stamp = self.library.stamp(number);
        let read = self.library.read(number)?;
        opened.insert(number, stamp);
        let mut resumed = self.folder().resume(&read.article, self.access)?;
        // Beside a writer, a gold file and its journal may seem not to fit.
        resumed.problem = resumed.problem.filter(|_| self.access != Access::ReadBesideWriter);
        let conflict = match self.folder().find_conflict_files(&read.article.id) {
            Ok(files) => {
                files.first().map(|file| Problem::translated(file, None, |lang| say::conflict_beside(lang, MERGE)))
            }
            Err(problem) => Some(problem),
        };
        Ok(OpenedArticle { article: Arc::new(read.article), resumed, changed: read.changed, conflict })
    }

    /// Reads the conflict files of an article, and the article itself if its gold file is not as this process knows it. Do not
    /// call it while changes of the article are on their way to the disk.
    ///
    /// # Errors
    /// As [`Opener::open`], and when a conflict file cannot be read or belongs to another article.
    pub fn open_conflicts(&self, number: usize) -> Result<FoundConflicts, Problem> {
        let (article, folder) = (self.library.read(number)?.article, self.folder());
        let files = folder.read_conflicts(&article)?;
        let is_changed = !files.is_empty() && folder.is_changed_on_disk(&article.id)?;
        let opened = if is_changed { Some(self.open(number)?) } else { None };
        Ok(FoundConflicts { opened, files })
    }

    /// Reads an article without its gold, for a look ahead. It does not count as opened.
    ///
    /// # Errors
    /// When the article cannot be read.
    pub fn read_article(&self, number: usize) -> Result<ReadArticle, Problem> {
        self.library.read(number)
    }

    /// Reads an article again if its file was changed since it was opened; `None` if it was not.
    ///
    /// # Errors
    /// As [`Opener::open`].
    pub fn open_if_changed(&self, number: usize) -> Result<Option<OpenedArticle>, Problem> {
        let known = self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(&number).copied().flatten();
        if known == self.library.stamp(number) {
            return Ok(None);
        }
        self.open(number).map(Some)
    }

    /// Completes what a killed process left half done for an article, unless the article was opened.
    pub(super) fn repair(&self, number: usize) -> Option<Problem> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.contains_key(&number) {
            return None;
        }
        match self.library.read(number) {
            // Opening the article will report it.
            Err(_) => None,
            Ok(read) => match self.folder().resume(&read.article, self.access) {
                Ok(resumed) => resumed.problem,
                Err(problem) => Some(problem),
            },
        }
    }
}
