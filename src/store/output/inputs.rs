//! The files and folders that a run reads.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::corpus::kind::SourceKind;
use crate::store::input::FileIdentity;
use crate::store::problem::Problem;

/// True for a file in a folder that the run would read.
type ReadsFile = Box<dyn Fn(&Path) -> bool>;

/// The files and folders that a run reads. An output must not be one of them.
pub struct Inputs {
    /// The paths that the user named as inputs, without `-`.
    named: Vec<PathBuf>,
    /// Other files that are read: a label set, a lexicon.
    others: Vec<PathBuf>,
    reads_stdin: bool,
    reads_file: ReadsFile,
    /// True if the named inputs were looked for.
    are_present: bool,
    /// All files that are read, when an output had to be compared with them.
    files: Option<HashSet<FileIdentity>>,
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inputs").field("named", &self.named).field("others", &self.others).finish_non_exhaustive()
    }
}

impl Inputs {
    /// The inputs that the user named; `-` is standard input. `reads_file` is true for a file in a folder that is read.
    #[must_use]
    pub fn new(paths: &[PathBuf], reads_file: impl Fn(&Path) -> bool + 'static) -> Self {
        let (stdin, named): (Vec<&PathBuf>, Vec<&PathBuf>) =
            paths.iter().partition(|path| path.as_path() == Path::new("-"));
        Self {
            named: named.into_iter().cloned().collect(),
            others: Vec::new(),
            reads_stdin: !stdin.is_empty(),
            reads_file: Box::new(reads_file),
            are_present: false,
            files: None,
        }
    }

    /// The inputs of a verb that reads gold.
    #[must_use]
    pub fn gold(paths: &[PathBuf]) -> Self {
        Self::new(paths, |path| !matches!(SourceKind::from_path(path), None | Some(SourceKind::Txt)))
    }

    /// The inputs of a verb that reads articles.
    #[must_use]
    pub fn articles(paths: &[PathBuf]) -> Self {
        Self::new(paths, |path| SourceKind::from_path(path).is_some())
    }

    /// Adds files that are read as well, such as a label set.
    #[must_use]
    pub fn and(mut self, files: impl IntoIterator<Item = PathBuf>) -> Self {
        self.others.extend(files);
        self
    }

    /// Fails if a named input is missing: the run would end with an output that lacks it. Looks once.
    pub(crate) fn check_present(&mut self) -> Result<(), Problem> {
        if !std::mem::replace(&mut self.are_present, true) {
            for path in &self.named {
                fs::metadata(path).map_err(|error| Problem::cannot_read(path, &error))?;
            }
        }
        Ok(())
    }

    /// True if this existing file is read. Links are followed, on both sides.
    pub(crate) fn contain(&mut self, path: &Path) -> bool {
        let Some(identity) = FileIdentity::of(path) else { return false };
        let files = self.files.get_or_insert_with(|| {
            let mut files: HashSet<FileIdentity> =
                self.others.iter().filter_map(|path| FileIdentity::of(path)).collect();
            files.extend(self.reads_stdin.then(FileIdentity::of_stdin).flatten());
            for path in &self.named {
                if path.is_dir() {
                    collect_files(path, &self.reads_file, &mut files);
                } else {
                    files.extend(FileIdentity::of(path));
                }
            }
            files
        });
        files.contains(&identity)
    }

    /// True if the user named this file or folder as an input.
    pub(crate) fn is_named(&self, identity: Option<&FileIdentity>) -> bool {
        identity.is_some() && self.named.iter().any(|path| FileIdentity::of(path).as_ref() == identity)
    }

    /// An input that the user named and that lies in this folder. `folder` is without links.
    pub(crate) fn named_inside(&self, folder: &Path) -> Option<&Path> {
        let is_inside = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| path.starts_with(folder));
        self.named.iter().find(is_inside).map(PathBuf::as_path)
    }

    /// The named folder whose reading would meet a file at this path, which need not exist. `path` is without links.
    pub(crate) fn folder_around(&self, path: &Path) -> Option<&Path> {
        let around = |folder: &&PathBuf| {
            folder.is_dir()
                && folder.canonicalize().is_ok_and(|folder| path.starts_with(folder))
                && (self.reads_file)(path)
        };
        self.named.iter().find(around).map(PathBuf::as_path)
    }
}

/// Collects the files of a folder and its sub-folders that are read. Links to files are followed, links to folders are not.
fn collect_files(folder: &Path, reads_file: &ReadsFile, files: &mut HashSet<FileIdentity>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().is_ok_and(|file_type| file_type.is_dir()) {
            collect_files(&path, reads_file, files);
        } else if reads_file(&path) {
            files.extend(FileIdentity::of(&path));
        }
    }
}
