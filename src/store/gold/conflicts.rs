//! Conflict files: reading them for a merge, and putting them away after it.

use std::io;
use std::path::{Path, PathBuf};

use crate::gold::{Annotation, Article};
use crate::lang::{self, say};
use crate::store::problem::Problem;

use super::file_state::CONFLICT_BASE;
use super::folder::{GoldFolder, JOURNALS, parse_gold_of};
use super::hash::ContentHash;
use super::name::file_name_of;

/// The command of the workbench that merges conflict files.
pub(crate) const MERGE: &str = ":merge";

/// After so many free numbers no further conflict file is looked for.
const MAX_GAP: u32 = 3;

/// A conflict file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictFile {
    /// Its name in the gold folder.
    pub name: String,
    /// The hash of its content, in hexadecimal.
    pub content: String,
    /// The annotation in it.
    pub annotation: Annotation,
    /// The annotation with which both it and the gold file began, if that is known.
    pub base: Option<Annotation>,
}

/// A conflict file whose content is in the gold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedConflict {
    /// Its name in the gold folder.
    pub name: String,
    /// The hash of the content that was merged, in hexadecimal.
    pub content: String,
}

impl GoldFolder {
    /// The conflict files of an article, by their numbers. The folder is not listed, because it may be large.
    ///
    /// # Errors
    /// When it is not known whether one of the files is there.
    pub(crate) fn find_conflict_files(&self, id: &str) -> Result<Vec<PathBuf>, Problem> {
        let gold = self.file_of(id);
        let (mut found, mut gap) = (Vec::new(), 0);
        for number in 1_u32.. {
            let file = gold.with_extension(format!("conflict-{number}.json"));
            let kind = self.disk.kind(&file).map_err(|error| Problem::cannot_read(&file, &error))?;
            if kind.is_some() {
                found.push(file);
                gap = 0;
                continue;
            }
            gap += 1;
            if gap == MAX_GAP {
                break;
            }
        }
        Ok(found)
    }

    /// Reads the conflict files of an article. Suggestions without a verdict become pending, as in [`GoldFolder::load`].
    ///
    /// # Errors
    /// When one cannot be read, is not gold, or belongs to another article or another text.
    pub fn read_conflicts(&self, article: &Article) -> Result<Vec<ConflictFile>, Problem> {
        let mut read = Vec::new();
        for path in self.find_conflict_files(&article.id)? {
            let Some(bytes) = self.read_own_file(&path)? else { continue };
            let (_, mut annotation, _) = parse_gold_of(article, &path, &bytes)?;
            let content = ContentHash::of(&bytes).to_hex();
            let base = self.base_of(article, &annotation);
            annotation.extra.shift_remove(CONFLICT_BASE);
            read.push(ConflictFile { name: file_name_of(&path), content, annotation, base });
        }
        Ok(read)
    }

    /// True if the gold file of an article is not as this process last read or wrote it.
    pub(crate) fn is_changed_on_disk(&self, id: &str) -> Result<bool, Problem> {
        let known = self.with_state(id, |file| file.last_content);
        let current = self.read_gold_file(&self.file_of(id))?;
        Ok(current.as_deref().map(ContentHash::of) != known)
    }

    /// Moves a conflict file that was merged into the folder of journals, as `NAME.merged-N`. A file that was changed since it
    /// was read stays.
    ///
    /// # Errors
    /// When it was changed, or the disk refuses. The file is then where it was.
    pub(crate) fn put_conflict_away(&self, id: &str, merged: &MergedConflict) -> Result<(), Problem> {
        let path = self.dir().join(Path::new(&merged.name));
        // It may be gone already: the step is repeated after a failure.
        let Some(bytes) = self.read_own_file(&path)? else { return Ok(()) };
        if ContentHash::of(&bytes).to_hex() != merged.content {
            return Err(Problem::translated(&path, None, |lang| lang::CONFLICT_CHANGED.get(lang).to_owned()));
        }
        self.move_to_journals(&path).map_err(|error| {
            let error = error.to_string();
            Problem::translated(&path, None, |lang| say::conflict_stays(lang, JOURNALS, &error))
        })?;
        self.with_state(id, |file| {
            file.conflict.take_if(|known| known.path == path);
        });
        Ok(())
    }

    fn move_to_journals(&self, path: &Path) -> io::Result<()> {
        let journals = self.journals_dir();
        self.create_folder(&journals)?;
        let name = file_name_of(path);
        for number in 1_u32.. {
            let aside = journals.join(format!("{name}.merged-{number}"));
            if self.disk.kind(&aside)?.is_none() {
                self.disk.rename(path, &aside)?;
                self.disk.sync_folder(&journals)?;
                return self.disk.sync_folder(self.dir());
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}
