//! Walking paths: from the paths that a user names to the files that may hold articles.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use crate::lang::{self, Lang, say};
use crate::store::gold::folder::{JOURNALS, has_journals};
use crate::store::input::is_standard_output;
use crate::store::problem::{Problem, printable};

use super::kind::SourceKind;
use super::natural::NaturalKey;

/// A file or a problem that the walk visits.
pub(crate) enum Visited {
    /// A file that may hold articles.
    File(SourceKind),
    /// A gold folder; its files follow.
    GoldFolder,
    /// A path that cannot be opened.
    Problem(Problem),
}

/// The rule for gold folders that the walk finds in other folders: it enters them or skips them. A gold folder that the
/// user names is always entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GoldFolders {
    Skip,
    Enter,
}

/// The function that is called for each file and each problem, with the path. An error ends the walk.
pub(crate) type Visitor<'a> = &'a mut dyn FnMut(&Path, Visited) -> io::Result<()>;

/// Visits every file of some paths once, in order. See [`read_corpus`](crate::store::read_corpus) for the order and for
/// the files that are left out.
///
/// # Errors
/// The error of `visit`.
pub(crate) fn walk(paths: &[PathBuf], gold_folders: GoldFolders, visit: Visitor<'_>) -> io::Result<()> {
    let mut walker = Walker { visit, gold_folders, visited: HashSet::new() };
    paths.iter().try_for_each(|path| walker.visit_path(path))
}

struct Walker<'a> {
    visit: Visitor<'a>,
    gold_folders: GoldFolders,
    /// The files and folders that were visited, as hashes of their canonical paths: they take little memory.
    visited: HashSet<u128>,
}

impl Walker<'_> {
    fn report_problem(&mut self, path: &Path, say: impl Fn(Lang) -> String) -> io::Result<()> {
        (self.visit)(path, Visited::Problem(Problem::translated(path, None, say)))
    }

    fn report_unreadable(&mut self, path: &Path, error: &io::Error) -> io::Result<()> {
        (self.visit)(path, Visited::Problem(Problem::cannot_read(path, error)))
    }

    /// Visits a path that the user named.
    fn visit_path(&mut self, path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Err(error) => self.report_unreadable(path, &error),
            Ok(metadata) if metadata.is_dir() => {
                if self.visit_folder(path, canonical(path))? {
                    return Ok(());
                }
                self.report_problem(path, |lang| say::no_article_files(lang, ".txt", ".jsonl", ".json"))
            }
            Ok(metadata) => match SourceKind::from_path(path) {
                None => self.report_problem(path, |lang| say::no_article_file(lang, ".txt", ".jsonl", ".json")),
                Some(_) if !metadata.is_file() => self.report_problem(path, |lang| lang::NO_FILE.get(lang).to_owned()),
                Some(kind) => self.visit_file(path, &canonical(path), kind),
            },
        }
    }

    /// Visits a folder with its canonical path. Returns false if it holds no file that could be an article, and no problem
    /// was reported.
    fn visit_folder(&mut self, folder: &Path, real: PathBuf) -> io::Result<bool> {
        if !self.is_first_visit(&real) {
            return Ok(true);
        }
        let mut names = Vec::new();
        let mut any = false;
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => names.push((entry.file_name(), entry.file_type())),
                        Err(error) => {
                            any = true;
                            self.report_unreadable(folder, &error)?;
                        }
                    }
                }
            }
            Err(error) => {
                self.report_unreadable(folder, &error)?;
                return Ok(true);
            }
        }
        if names.iter().any(|(name, _)| name == JOURNALS) {
            (self.visit)(folder, Visited::GoldFolder)?;
        }
        names.retain(|(name, _)| !name.as_encoded_bytes().starts_with(b"."));
        names.sort_by_cached_key(|(name, _)| NaturalKey::new(&printable(name)));
        let mut folders = Vec::new();
        for (name, file_type) in names {
            let path = folder.join(&name);
            if file_type.as_ref().is_ok_and(fs::FileType::is_dir) {
                // It is no link. To ask the system for its canonical path would take as many steps as it lies deep.
                folders.push((path, real.join(&name)));
            } else if let Some(kind) = SourceKind::from_path(&path)
                && !is_standard_output(&path)
            {
                if file_type.is_ok_and(|file_type| file_type.is_file()) {
                    // A call for each file to follow links would take long in a folder of 100,000 files.
                    self.visit_file(&path, &real.join(&name), kind)?;
                } else {
                    match fs::metadata(&path) {
                        Ok(metadata) if metadata.is_file() => self.visit_file(&path, &canonical(&path), kind)?,
                        Ok(_) => continue,
                        Err(error) => self.report_unreadable(&path, &error)?,
                    }
                }
                any = true;
            }
        }
        for (path, real) in folders {
            if self.gold_folders == GoldFolders::Enter || !is_gold_folder(&path) {
                any |= self.visit_folder(&path, real)?;
            }
        }
        Ok(any)
    }

    fn visit_file(&mut self, path: &Path, real: &Path, kind: SourceKind) -> io::Result<()> {
        if !self.is_first_visit(real) {
            return Ok(());
        }
        (self.visit)(path, Visited::File(kind))
    }

    /// Notes a canonical path. Returns false if it was visited before, by whatever name.
    fn is_first_visit(&mut self, real: &Path) -> bool {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, real).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        self.visited.insert(half(0) << 64 | half(1))
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_gold_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "gold") || has_journals(path)
}
