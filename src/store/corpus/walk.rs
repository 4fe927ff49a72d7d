//! From paths to files: what a person names, and what lies in the folders among it.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use crate::lang::{self, Lang, say};

use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::natural::NaturalKey;
use crate::store::problem::Problem;
use crate::store::problem::printable;

/// What walking the paths meets.
pub(crate) enum Visited {
    /// A file that may hold articles.
    File(SourceKind),
    /// Something that cannot be opened.
    Problem(Problem),
}

pub(crate) type Visitor<'a> = &'a mut dyn FnMut(&Path, Visited) -> io::Result<()>;

/// Meets every file behind some paths once, in order; those in gold folders only if wanted.
pub(crate) fn walk(paths: &[PathBuf], gold: bool, visit: Visitor<'_>) -> io::Result<()> {
    let mut walk = Walker { visit, gold, opened: HashSet::new() };
    paths.iter().try_for_each(|path| walk.path(path))
}

struct Walker<'a> {
    visit: Visitor<'a>,
    /// Go into gold folders too?
    gold: bool,
    /// Files and folders that were met: hashes of their canonical names, so that a million of them are no burden.
    opened: HashSet<u128>,
}

impl Walker<'_> {
    fn problem(&mut self, path: &Path, say: impl Fn(Lang) -> String) -> io::Result<()> {
        (self.visit)(path, Visited::Problem(Problem::translated(path, None, say)))
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) -> io::Result<()> {
        (self.visit)(path, Visited::Problem(Problem::cannot_read(path, error)))
    }

    /// A path that a person named.
    fn path(&mut self, path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Err(error) => self.unreadable(path, &error),
            Ok(metadata) if metadata.is_dir() => {
                if self.folder(path)? {
                    return Ok(());
                }
                self.problem(path, |lang| say::no_article_files(lang, ".txt", ".jsonl", ".json"))
            }
            Ok(metadata) => match SourceKind::from_path(path) {
                None => self.problem(path, |lang| say::no_article_file(lang, ".txt", ".jsonl", ".json")),
                Some(_) if !metadata.is_file() => self.problem(path, |lang| lang::NO_FILE.get(lang).to_owned()),
                Some(kind) => self.file(path, &canonical(path), kind),
            },
        }
    }

    /// Was there anything that could be an article, or a reason already told why not?
    fn folder(&mut self, folder: &Path) -> io::Result<bool> {
        let real = canonical(folder);
        if !self.first_time(&real) {
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
                            self.unreadable(folder, &error)?;
                        }
                    }
                }
            }
            Err(error) => {
                self.unreadable(folder, &error)?;
                return Ok(true);
            }
        }
        names.retain(|(name, _)| !name.as_encoded_bytes().starts_with(b"."));
        names.sort_by_cached_key(|(name, _)| NaturalKey::new(&printable(name)));
        let mut folders = Vec::new();
        for (name, file_type) in names {
            let path = folder.join(&name);
            if file_type.as_ref().is_ok_and(fs::FileType::is_dir) {
                folders.push(path);
            } else if let Some(kind) = SourceKind::from_path(&path) {
                if file_type.is_ok_and(|file_type| file_type.is_file()) {
                    // Not looked at once more: of a hundred thousand files that would be felt.
                    self.file(&path, &real.join(&name), kind)?;
                } else {
                    match fs::metadata(&path) {
                        Ok(metadata) if metadata.is_file() => self.file(&path, &canonical(&path), kind)?,
                        Ok(_) => continue,
                        Err(error) => self.unreadable(&path, &error)?,
                    }
                }
                any = true;
            }
        }
        for path in folders {
            if self.gold || !is_gold_folder(&path) {
                any |= self.folder(&path)?;
            }
        }
        Ok(any)
    }

    fn file(&mut self, path: &Path, real: &Path, kind: SourceKind) -> io::Result<()> {
        if !self.first_time(real) {
            return Ok(());
        }
        (self.visit)(path, Visited::File(kind))
    }

    /// Notes a canonical path; false when it was met before, under whatever name.
    fn first_time(&mut self, real: &Path) -> bool {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, real).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        self.opened.insert(half(0) << 64 | half(1))
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_gold_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "gold") || path.join(".journal").is_dir()
}
