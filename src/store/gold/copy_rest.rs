//! Copying the rest on save-as: gold that this session has not opened goes to the other folder byte for byte, with its
//! journals.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::gold::Article;
use crate::lang;
use crate::store::disk::replace::{parent_folder, replace_file};
use crate::store::problem::Problem;

use super::folder::{Access, GoldFolder};
use super::name::file_stem;
use super::peek::is_gold;

/// A file to copy.
#[derive(Debug)]
struct FileToCopy {
    from: PathBuf,
    to: PathBuf,
}

/// The gold files and journals to copy.
#[derive(Debug, Default)]
pub(crate) struct RestOfFolder {
    gold: Vec<FileToCopy>,
    journals: Vec<FileToCopy>,
    left_behind: Option<LeftBehind>,
}

/// The files that save-as did not copy because they cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// The number of files.
    pub count: usize,
    /// The problem with the first of them.
    pub first: Problem,
}

impl RestOfFolder {
    /// Reads a file; `None` if it is missing or cannot be read. A file that cannot be read is counted.
    fn read(&mut self, folder: &GoldFolder, file: &Path) -> Option<Vec<u8>> {
        folder.read_own_file(file).unwrap_or_else(|problem| {
            self.leave_behind(problem);
            None
        })
    }

    fn leave_behind(&mut self, problem: Problem) {
        match &mut self.left_behind {
            Some(left_behind) => left_behind.count += 1,
            None => self.left_behind = Some(LeftBehind { count: 1, first: problem }),
        }
    }
}

impl GoldFolder {
    /// Lists the gold and the journals of all articles except those with a file stem in `open`.
    ///
    /// # Errors
    /// When the other folder holds different gold of one of them.
    pub(crate) fn list_rest(&self, other: &Self, open: &HashSet<String>) -> Result<RestOfFolder, Problem> {
        let mut rest = RestOfFolder::default();
        for (folder, to, extension) in [
            (self.dir().to_owned(), other.dir().to_owned(), "json"),
            (self.journals_dir(), other.journals_dir(), "jsonl"),
        ] {
            let names = match self.disk.list_names(&folder) {
                Ok(names) => names,
                // No folder, nothing to copy.
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(error) => {
                    rest.leave_behind(Problem::cannot_read(&folder, &error));
                    continue;
                }
            };
            let wanted = |name: &&OsStr| {
                let (name, stem) = (Path::new(name), Path::new(name).file_stem().and_then(OsStr::to_str));
                name.extension().is_some_and(|own| own == extension) && stem.is_some_and(|stem| !open.contains(stem))
            };
            for name in names.iter().map(AsRef::as_ref).filter(wanted) {
                let (from, to) = (folder.join(name), to.join(name));
                let Some(bytes) = rest.read(self, &from) else { continue };
                if extension == "json" && !is_gold(&bytes) {
                    continue;
                }
                if other.read_own_file(&to)?.is_some_and(|there| there != bytes) {
                    return Err(Problem::translated(&to, None, |lang| lang::OTHER_GOLD.get(lang).to_owned()));
                }
                if extension == "json" { &mut rest.gold } else { &mut rest.journals }.push(FileToCopy { from, to });
            }
        }
        Ok(rest)
    }

    /// Copies the listed files: gold first, then journals. Returns the number of gold files that were copied, and the
    /// files that cannot be read.
    ///
    /// # Errors
    /// When the other folder cannot be written.
    pub(crate) fn copy_rest(
        &self,
        other: &Self,
        mut rest: RestOfFolder,
    ) -> Result<(usize, Option<LeftBehind>), Problem> {
        let mut count = 0;
        for file in std::mem::take(&mut rest.gold) {
            count += usize::from(self.copy_file(other, &mut rest, &file)?);
        }
        for file in std::mem::take(&mut rest.journals) {
            self.copy_file(other, &mut rest, &file)?;
        }
        Ok((count, rest.left_behind))
    }

    /// Copies a file. Returns false if it cannot be read.
    fn copy_file(&self, other: &Self, rest: &mut RestOfFolder, file: &FileToCopy) -> Result<bool, Problem> {
        let FileToCopy { from, to } = file;
        let Some(bytes) = rest.read(self, from) else { return Ok(false) };
        let writing = |error: io::Error| Problem::cannot_write(to, &error);
        other.create_folder(parent_folder(to).map_err(writing)?).map_err(writing)?;
        replace_file(&*other.disk, to, &bytes).map_err(writing)?;
        if let Some(stem) = to.file_stem().and_then(OsStr::to_str) {
            other.with_copied(|stems| stems.insert(stem.to_owned()));
        }
        Ok(true)
    }

    /// Reads the copied gold and journal of an article before the first write about it. Otherwise that write would take
    /// them for another program's.
    pub(crate) fn read_copied(&self, article: &Article) -> Result<(), Problem> {
        let copied = self.with_copied(|stems| !stems.is_empty() && stems.contains(&file_stem(&article.id)));
        if copied { self.resume(article, Access::Write).map(drop) } else { Ok(()) }
    }
}
