//! The folder of gold files: one `ARTICLE-ID.json` each.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::gold::json::{self, JsonError};
use crate::gold::{Annotation, Article};
use crate::lang::{self, say};
use crate::store::disk::replace::create_folder;
use crate::store::disk::{Disk, FileKind, RealDisk, not_a_file};
use crate::store::locate::{line_of, not_utf8};
use crate::store::problem::Problem;

use super::file_state::FileState;
use super::hash::hash;
use super::mismatch::find_mismatch;
use super::name::file_stem;

/// A folder of gold files. Clones share what they know of the files, so one may load while another saves.
#[derive(Debug, Clone)]
pub struct GoldFolder {
    dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    known: Arc<Mutex<HashMap<String, FileState>>>,
    /// Folders in which names wait to be synced.
    owed: Arc<Mutex<Vec<PathBuf>>>,
    /// The names, without their ends, of what came along from another folder and was not read here yet.
    came: Arc<Mutex<HashSet<String>>>,
}

/// The same folder, whatever is known of it.
impl PartialEq for GoldFolder {
    fn eq(&self, other: &Self) -> bool {
        self.dir == other.dir
    }
}

impl Eq for GoldFolder {}

impl GoldFolder {
    /// A folder that may not exist yet; nothing on disk is touched.
    #[must_use]
    pub fn new(dir: PathBuf) -> Self {
        Self::on(Arc::new(RealDisk), dir)
    }

    /// A folder on a disk.
    pub(crate) fn on(disk: Arc<dyn Disk>, dir: PathBuf) -> Self {
        Self { dir, disk, known: Arc::default(), owed: Arc::default(), came: Arc::default() }
    }

    /// Where it is.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file of an article, always directly in this folder and that of no other id, whatever is in the id.
    /// Letters and digits of any script, `-`, `_`, `.` and spaces stay; the rest is written `%XX`.
    ///
    /// ```
    /// let folder = tawsim::store::GoldFolder::new("gold".into());
    /// assert!(folder.file_of("mali-resort").ends_with("gold/mali-resort.json"));
    /// assert!(folder.file_of("../../x").ends_with("gold/%2E.%2F..%2Fx.json"));
    /// ```
    #[must_use]
    pub fn file_of(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{}.json", file_stem(id)))
    }

    /// Reads the annotation of an article, migrated where an older version wrote it (the file stays as it is until the
    /// first save, which keeps the old one in `.journal/`); `None` when there is no file yet. Suggestions that stand in the file
    /// without a verdict come as pending.
    ///
    /// # Errors
    /// When the file cannot be read, is no gold or that of a later version, or belongs to another article or another
    /// text. Then the file is not replaced by a later [`GoldFolder::save`] either.
    pub fn load(&self, article: &Article) -> Result<Option<Annotation>, Problem> {
        let path = self.file_of(&article.id);
        let Some(bytes) = self.read_gold_file(&path)? else {
            self.with_state(&article.id, |state| {
                let journal = std::mem::take(&mut state.journal);
                *state = FileState { attempted: state.attempted, journal, ..FileState::default() };
            });
            return Ok(None);
        };
        let (found, mut annotation, older) = parse(&path, &bytes)?;
        if found.id != article.id {
            let [found, wanted] = [&found.id, &article.id].map(|id| format!("{id:?}"));
            return Err(Problem::translated(&path, None, |lang| say::gold_of_another(lang, &found, &wanted)));
        }
        if let Some(mismatch) = find_mismatch(found.text.as_str(), article.text.as_str()) {
            return Err(Problem::translated(&path, None, |lang| mismatch.describe(lang)));
        }
        annotation.pending.extend(found.suggestions);
        self.with_state(&article.id, |state| {
            state.last_content = Some(hash(&bytes));
            state.file_meta = found.meta;
            state.older_schema = older;
        });
        Ok(Some(annotation))
    }

    /// Is there no gold of an article here, or the same?
    pub(crate) fn expect_no_other_gold(
        &self,
        article: &Article,
        annotation: Option<&Annotation>,
    ) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        let same = annotation.map(|annotation| json::write(article, annotation));
        match self.read_gold_file(&path)? {
            Some(bytes) if same.is_none_or(|same| same.as_bytes() != bytes) => {
                Err(Problem::translated(&path, None, |lang| lang::OTHER_GOLD.get(lang).to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Never held while the disk works.
    pub(crate) fn with_state<T>(&self, id: &str, look: impl FnOnce(&mut FileState) -> T) -> T {
        let mut files: MutexGuard<'_, _> = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        look(files.entry(id.to_owned()).or_default())
    }

    /// What came along and was not read yet.
    pub(crate) fn with_copied<T>(&self, look: impl FnOnce(&mut HashSet<String>) -> T) -> T {
        look(&mut self.came.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes the folder, or one in it, if it is not there.
    pub(crate) fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let mut owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner);
        create_folder(&*self.disk, folder, &mut owed)
    }

    /// The names in a folder are to be synced before anything else is called saved.
    pub(crate) fn sync_later(&self, folder: &Path) {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_owned());
    }

    /// The bytes of a gold file; `None` when there is none.
    pub(super) fn read_gold_file(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        // A pipe or a device would be waited for; a folder gives a message that differs from system to system.
        match self.disk.target_kind(path) {
            Ok(Some(FileKind::File)) => {}
            Ok(Some(_)) => return Err(Problem::translated(path, None, |lang| lang::NOT_A_FILE.get(lang).to_owned())),
            // A link to nowhere is there, though what it names is not; a rename takes its place.
            Ok(None) => return Ok(None),
            Err(error) => return Err(Problem::cannot_read(path, &error)),
        }
        self.read_if_present(path)
    }

    /// As for a gold file, but what this program alone writes is no link: one would lead out of the folder.
    pub(crate) fn read_own_file(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        match self.disk.kind(path) {
            Ok(Some(FileKind::File)) => self.read_if_present(path),
            Ok(Some(_)) => Err(Problem::cannot_read(path, &not_a_file())),
            Ok(None) => Ok(None),
            Err(error) => Err(Problem::cannot_read(path, &error)),
        }
    }

    fn read_if_present(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        match self.disk.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Problem::cannot_read(path, &error)),
        }
    }
}

/// What a gold file holds, and the older schema that it was written in.
fn parse(path: &Path, bytes: &[u8]) -> Result<(Article, Annotation, Option<String>), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, what) = not_utf8(bytes, error);
        Problem::translated(path, Some(line), |lang| say::gold_not_utf8(lang, &what))
    })?;
    let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let fault = |error: JsonError| Problem::invalid_gold(path, line_of(json, &error), &error);
    let found = json::examine(json).map_err(fault)?;
    match found.problems.into_iter().next() {
        Some(first) => Err(fault(first.error)),
        None => Ok((found.article, found.annotation, found.older)),
    }
}
