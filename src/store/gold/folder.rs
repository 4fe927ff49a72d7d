//! The folder of gold files: one `ARTICLE-ID.json` for each article.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::gold::json::{self, JsonError};
use crate::gold::{Annotation, Article};
use crate::lang::{self, say};
use crate::store::disk::replace::create_folder;
use crate::store::disk::{Disk, FileKind, RealDisk, not_a_file};
use crate::store::locate::{BOM, line_of, not_utf8};
use crate::store::problem::Problem;

use super::file_state::{CONFLICT_BASE, FileState};
use super::hash::ContentHash;
use super::mismatch::find_mismatch;
use super::name::file_stem;

/// The folder in a gold folder that has its journals and its lock.
pub(crate) const JOURNALS: &str = ".journal";

/// True if this is a gold folder in which a workbench has worked.
#[must_use]
pub fn has_journals(folder: &Path) -> bool {
    folder.join(JOURNALS).is_dir()
}

/// The access of this process to a gold folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// This process holds the [`Lock`](crate::store::Lock): it writes, and repairs what a killed process left.
    Write,
    /// This process only reads, and no other process is known to write.
    Read,
    /// This process only reads while another one writes: a gold file and its journal may be of different moments.
    ReadBesideWriter,
}

/// A folder of gold files. Clones share what this process knows of the files, so that one clone may load on one thread
/// while another saves.
#[derive(Debug, Clone)]
pub struct GoldFolder {
    dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    /// By article id.
    states: Arc<Mutex<HashMap<String, FileState>>>,
    /// Folders with new names that are not synced yet.
    unsynced: Arc<Mutex<Vec<PathBuf>>>,
    /// File stems of the gold that was copied here from another folder and that this process has not read here yet.
    copied: Arc<Mutex<HashSet<String>>>,
    /// The ids of the articles whose gold is remembered, the newest last.
    remembered: Arc<Mutex<VecDeque<String>>>,
}

/// Two values are equal if they are the same folder, whatever each knows of its files.
impl PartialEq for GoldFolder {
    fn eq(&self, other: &Self) -> bool {
        self.dir == other.dir
    }
}

impl Eq for GoldFolder {}

impl GoldFolder {
    /// Names a folder, which need not exist yet. Nothing on disk is touched.
    #[must_use]
    pub fn new(dir: PathBuf) -> Self {
        Self::on(Arc::new(RealDisk), dir)
    }

    /// Names a folder on this disk.
    pub(crate) fn on(disk: Arc<dyn Disk>, dir: PathBuf) -> Self {
        let (states, unsynced, copied, remembered) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        Self { dir, disk, states, unsynced, copied, remembered }
    }

    /// The path of the folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The path of the folder of journals, in this folder.
    pub(crate) fn journals_dir(&self) -> PathBuf {
        self.dir.join(JOURNALS)
    }

    /// The gold file of an article. It is always directly in this folder, and no two ids share a file. Letters and
    /// digits of any script, `-`, `_`, `.` and spaces stay as they are; other characters are written `%XX`.
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

    /// Reads the annotation of an article; `None` if there is no gold file. Suggestions without a verdict in the file
    /// become pending.
    ///
    /// The annotation of an older schema is migrated in memory. The file itself stays until the first save, which keeps
    /// a copy of it in `.journal/`.
    ///
    /// # Errors
    /// When the file cannot be read, is not gold, was written by a later version, or belongs to another article or
    /// another text. Later calls of [`GoldFolder::save`] do not replace such a file.
    pub fn load(&self, article: &Article) -> Result<Option<Annotation>, Problem> {
        let path = self.file_of(&article.id);
        let Some(bytes) = self.read_gold_file(&path)? else {
            self.with_state(&article.id, |state| {
                let journal = std::mem::take(&mut state.journal);
                *state = FileState { attempted: state.attempted, journal, ..FileState::default() };
            });
            return Ok(None);
        };
        let (found, mut annotation, older_schema) = parse_gold_of(article, &path, &bytes)?;
        // A conflict file that somebody has renamed is gold like any other.
        annotation.extra.shift_remove(CONFLICT_BASE);
        self.with_state(&article.id, |state| {
            state.last_content = Some(ContentHash::of(&bytes));
            // What is in the conflict file is not in this gold: the next conflict must not overwrite it.
            state.conflict = None;
            state.file_meta = found.meta;
            state.older_schema = older_schema;
        });
        self.remember_gold(&article.id, annotation.clone());
        Ok(Some(annotation))
    }

    /// Fails if the folder holds gold of this article that differs from `annotation`.
    pub(crate) fn expect_no_other_gold(&self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        match self.read_gold_file(&path)? {
            Some(bytes) if json::write(article, annotation).as_bytes() != bytes => {
                Err(Problem::translated(&path, None, |lang| lang::OTHER_GOLD.get(lang).to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Reads or changes what is known of an article. `look` must not call the disk: all articles wait for it.
    pub(crate) fn with_state<T>(&self, id: &str, look: impl FnOnce(&mut FileState) -> T) -> T {
        let mut states: MutexGuard<'_, _> = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        look(states.entry(id.to_owned()).or_default())
    }

    /// Reads or changes the stems of the copied gold that was not read yet.
    pub(crate) fn with_copied<T>(&self, look: impl FnOnce(&mut HashSet<String>) -> T) -> T {
        look(&mut self.copied.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads or changes the list of the articles whose gold is remembered.
    pub(super) fn with_remembered<T>(&self, look: impl FnOnce(&mut VecDeque<String>) -> T) -> T {
        look(&mut self.remembered.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes the folder, or a folder in it, unless it exists.
    pub(crate) fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let mut unsynced = self.unsynced.lock().unwrap_or_else(PoisonError::into_inner);
        create_folder(&*self.disk, folder, &mut unsynced)
    }

    /// Notes that a folder must be synced before the next write. Until then nothing else is called saved.
    pub(crate) fn sync_later(&self, folder: &Path) {
        self.unsynced.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_owned());
    }

    /// Reads the bytes of a gold file; `None` if there is none. A link is followed.
    pub(super) fn read_gold_file(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        // Reading a pipe or a device could wait for ever; reading a folder fails with a different message on each system.
        match self.disk.target_kind(path) {
            Ok(Some(FileKind::File)) => {}
            Ok(Some(_)) => return Err(Problem::translated(path, None, |lang| lang::NOT_A_FILE.get(lang).to_owned())),
            // A link to a missing file counts as no file: a save replaces the link.
            Ok(None) => return Ok(None),
            Err(error) => return Err(Problem::cannot_read(path, &error)),
        }
        self.read_if_present(path)
    }

    /// Reads the bytes of a file that only this program writes; `None` if there is none. A link is refused, because it
    /// would lead out of the folder.
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

/// Parses a gold file. The third value is its schema, if that is an older one.
pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<(Article, Annotation, Option<String>), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, what) = not_utf8(bytes, error);
        Problem::translated(path, Some(line), |lang| say::gold_not_utf8(lang, &what))
    })?;
    let json = text.strip_prefix(BOM).unwrap_or(text);
    let invalid = |error: JsonError| Problem::invalid_gold(path, line_of(json, &error), &error);
    let examined = json::examine(json).map_err(invalid)?;
    match examined.problems.into_iter().next() {
        Some(first) => Err(invalid(first.error)),
        None => Ok((examined.article, examined.annotation, examined.older)),
    }
}

/// Parses a gold file of an article, as [`parse`]. Suggestions without a verdict are pending in the annotation.
///
/// # Errors
/// Also when the file belongs to another article or another text.
pub(super) fn parse_gold_of(
    article: &Article,
    path: &Path,
    bytes: &[u8],
) -> Result<(Article, Annotation, Option<String>), Problem> {
    let (mut found, mut annotation, older_schema) = parse(path, bytes)?;
    if found.id != article.id {
        let [found, wanted] = [&found.id, &article.id].map(|id| format!("{id:?}"));
        return Err(Problem::translated(path, None, |lang| say::gold_of_another(lang, &found, &wanted)));
    }
    if let Some(mismatch) = find_mismatch(found.text.as_str(), article.text.as_str()) {
        return Err(Problem::translated(path, None, |lang| mismatch.describe(lang)));
    }
    annotation.pending.extend(std::mem::take(&mut found.suggestions));
    Ok((found, annotation, older_schema))
}
