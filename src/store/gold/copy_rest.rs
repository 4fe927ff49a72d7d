//! Gold that goes along to another folder though nobody has opened it: byte for byte, with its journals.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::gold::Article;
use crate::lang;

use crate::store::disk::replace::{parent_folder, replace_file};
use crate::store::problem::Problem;

use super::folder::GoldFolder;
use super::name::file_stem;
use super::peek::peek_string;

/// A file that goes along: from, to.
type FilePair = (PathBuf, PathBuf);

/// What goes along, and what cannot.
#[derive(Debug, Default)]
pub(crate) struct RestOfFolder {
    gold: Vec<FilePair>,
    journals: Vec<FilePair>,
    /// How many files cannot be read, and why the first of them.
    unread: Option<(usize, Problem)>,
}

impl RestOfFolder {
    /// What is in a file, if it is there; that it cannot be read is remembered.
    fn content(&mut self, folder: &GoldFolder, file: &Path) -> Option<Vec<u8>> {
        folder.read_own_file(file).unwrap_or_else(|problem| {
            self.missed(problem);
            None
        })
    }

    fn missed(&mut self, problem: Problem) {
        match &mut self.unread {
            Some((count, _)) => *count += 1,
            None => self.unread = Some((1, problem)),
        }
    }
}

impl GoldFolder {
    /// What is to go along to another folder: the gold and the journals of all articles but some.
    ///
    /// # Errors
    /// When the other folder holds other gold of one of them.
    pub(crate) fn list_rest(&self, new: &Self, but: &HashSet<String>) -> Result<RestOfFolder, Problem> {
        let mut along = RestOfFolder::default();
        for (folder, to, extension) in [
            (self.dir().to_owned(), new.dir().to_owned(), "json"),
            (self.dir().join(".journal"), new.dir().join(".journal"), "jsonl"),
        ] {
            let names = match self.disk.list_names(&folder) {
                Ok(names) => names,
                // Nothing is there to be taken along.
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(error) => {
                    along.missed(Problem::cannot_read(&folder, &error));
                    continue;
                }
            };
            let wanted = |name: &&OsStr| {
                let (name, stem) = (Path::new(name), Path::new(name).file_stem().and_then(OsStr::to_str));
                name.extension().is_some_and(|own| own == extension) && stem.is_some_and(|stem| !but.contains(stem))
            };
            for name in names.iter().map(AsRef::as_ref).filter(wanted) {
                let (from, to) = (folder.join(name), to.join(name));
                let Some(bytes) = along.content(self, &from) else { continue };
                if extension == "json" && !is_gold(&bytes) {
                    continue;
                }
                if new.read_own_file(&to)?.is_some_and(|other| other != bytes) {
                    return Err(Problem::translated(&to, None, |lang| lang::OTHER_GOLD.get(lang).to_owned()));
                }
                if extension == "json" { &mut along.gold } else { &mut along.journals }.push((from, to));
            }
        }
        Ok(along)
    }

    /// Copies it. Gives how many articles' gold that was, and what stays behind because it cannot be read.
    ///
    /// # Errors
    /// When the other folder cannot be written.
    pub(crate) fn copy_rest(
        &self,
        new: &Self,
        mut along: RestOfFolder,
    ) -> Result<(usize, Option<(usize, Problem)>), Problem> {
        let mut count = 0;
        let gold = std::mem::take(&mut along.gold).into_iter().map(|way| (way, true));
        let journals = std::mem::take(&mut along.journals).into_iter().map(|way| (way, false));
        for ((from, to), is_gold) in gold.chain(journals) {
            let Some(bytes) = along.content(self, &from) else { continue };
            let writing = |error: io::Error| Problem::cannot_write(&to, &error);
            new.create_folder(parent_folder(&to).map_err(writing)?).map_err(writing)?;
            replace_file(&*new.disk, &to, &bytes).map_err(writing)?;
            if let Some(stem) = to.file_stem().and_then(OsStr::to_str) {
                new.with_copied(|stems| stems.insert(stem.to_owned()));
            }
            count += usize::from(is_gold);
        }
        Ok((count, along.unread))
    }

    /// Reads what came along of an article, before anything is written about it: else it would be taken for another
    /// program's.
    pub(crate) fn read_copied(&self, article: &Article) -> Result<(), Problem> {
        let came = self.with_copied(|stems| !stems.is_empty() && stems.contains(&file_stem(&article.id)));
        if came { self.resume(article, true).map(drop) } else { Ok(()) }
    }
}

/// Is it a gold file? It says its schema, first of all when we wrote it.
fn is_gold(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    peek_string("schema", bytes).is_some_and(|schema| schema.starts_with("tawsim/"))
}
