//! The outputs of one run: each is checked before it is opened.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::disk::replace::parent_folder;
use crate::store::disk::{Disk as _, RealDisk, remove_leftovers};
use crate::store::gold::folder::{GoldFolder, JOURNALS};
use crate::store::gold::lock::{Lock, LockError};
use crate::store::input::{FileIdentity, open_input};
use crate::store::problem::{Problem, printable};

use super::check::{Place, is_gold_folder, is_in_gold_folder, locate, not_writable, problem_of, real_folder};
use super::file::OutputFile;
use super::inputs::Inputs;
use super::resumed::{ResumedFile, WrittenIds};

/// The kind of file that a run writes. An earlier file of this kind may be replaced.
pub struct OutputKind<'a> {
    /// The message if a file of another kind has the name: the reason and the remedy.
    pub refusal: &'a str,
    /// True if a file is of this kind.
    pub is_one: &'a dyn Fn(&Path) -> io::Result<bool>,
}

impl fmt::Debug for OutputKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputKind").field("refusal", &self.refusal).finish_non_exhaustive()
    }
}

/// The outputs of one run. Every file that a verb writes is opened here.
#[derive(Debug)]
pub struct Outputs {
    inputs: Inputs,
    /// True if the user wants existing files replaced, whatever they are.
    force: bool,
    /// The folders that may be written in. Leftovers in them are removed. A gold folder that the user wants written in has
    /// a lock.
    ready: HashMap<PathBuf, Option<Arc<Lock>>>,
    /// Folders with new names that are not synced yet.
    unsynced: HashSet<PathBuf>,
    /// The outputs that were opened, without links: a second one of the same name would replace the first.
    created: HashSet<PathBuf>,
}

impl Outputs {
    /// The outputs of a run with these inputs. `force` is the user's wish that an existing file is replaced, whatever it is.
    #[must_use]
    pub fn new(inputs: Inputs, force: bool) -> Self {
        Self { inputs, force, ready: HashMap::new(), unsynced: HashSet::new(), created: HashSet::new() }
    }

    /// Opens an output. Nothing is changed under its name until [`OutputFile::finish`].
    ///
    /// # Errors
    /// When the output is an input, would be read as one, lies in a gold folder, or exists and is of another kind, unless the
    /// user forces it; when it is opened twice; when a named input is missing; when the output cannot be written.
    pub fn create(&mut self, path: &Path, kind: &OutputKind<'_>) -> Result<OutputFile, Problem> {
        self.inputs.check_present()?;
        let failed = |error: io::Error| not_writable(path, &error);
        let real = match locate(path)? {
            // A number of an open file, such as /dev/fd/3, may lead to any file.
            Place::Direct if !self.force && self.inputs.contain(path) => return Err(is_input(path)),
            Place::Direct => {
                // Never truncated: the standard output may be a file that the shell appends to.
                let file = OpenOptions::new().append(true).open(path).map_err(failed)?;
                return Ok(OutputFile::direct(path, file));
            }
            Place::File(real) => real,
        };
        if !self.force {
            if self.inputs.contain(&real) {
                return Err(is_input(path));
            }
            let has_content = fs::metadata(&real).is_ok_and(|metadata| metadata.len() > 0);
            if has_content && !(kind.is_one)(&real).map_err(|error| Problem::cannot_read(path, &error))? {
                return Err(Problem::new(path, None, kind.refusal));
            }
        }
        let lock = self.prepare_folder(path, &real)?;
        if let Some(input) = self.inputs.folder_around(&real).filter(|_| !self.force) {
            return Err(is_inside_input(path, input));
        }
        if !self.created.insert(real.clone()) {
            return Err(Problem::new(path, None, "is named for two outputs of this run; name two files"));
        }
        let file = OutputFile::temporary(path, real, Arc::new(RealDisk), self.force).map_err(failed)?;
        Ok(file.with_lock(lock))
    }

    /// Writes an output as a whole: one of many, so its folder is synced by [`Outputs::sync`]. A file that has this content
    /// already stays.
    ///
    /// # Errors
    /// As [`Outputs::create`] and [`OutputFile::finish`].
    pub fn write(&mut self, path: &Path, kind: &OutputKind<'_>, bytes: &[u8]) -> Result<(), Problem> {
        let found = fs::symlink_metadata(path);
        if found.is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
            && open_input(path).is_ok_and(|file| holds(file, bytes))
        {
            return Ok(());
        }
        let mut file = self.create(path, kind)?;
        file.write_all(bytes).map_err(|error| problem_of(path, error))?;
        self.unsynced.extend(file.rename()?.map(|renamed| renamed.folder));
        Ok(())
    }

    /// Waits until the names of all files of [`Outputs::write`] are on disk.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn sync(&mut self) -> Result<(), Problem> {
        for folder in self.unsynced.drain() {
            RealDisk.sync_folder(&folder).map_err(|error| not_writable(&folder, &error))?;
        }
        Ok(())
    }

    /// Checks a folder for files with these names, before any of them is written. The folder need not exist.
    ///
    /// # Errors
    /// When it is a gold folder or an input, or if an input folder is read in which the files would appear, unless the user
    /// forces it; when a named input is missing.
    pub fn check_folder(&mut self, folder: &Path, names: &[String]) -> Result<(), Problem> {
        self.inputs.check_present()?;
        let real = real_folder(folder).map_err(|error| not_writable(folder, &error))?;
        if real.exists() && !real.is_dir() {
            return Err(Problem::new(folder, None, "is a file, and the output is several files; name a folder"));
        }
        if self.force {
            return Ok(());
        }
        if is_in_gold_folder(&real) {
            return Err(in_gold_folder(folder));
        }
        if self.inputs.is_named(FileIdentity::of(&real).as_ref()) {
            return Err(is_input(folder));
        }
        match names.iter().find_map(|name| self.inputs.folder_around(&real.join(name))) {
            Some(input) => Err(is_inside_input(folder, input)),
            None => Ok(()),
        }
    }

    /// Checks a folder that the run fills with gold, before anything is written. It need not exist, and may be a gold folder.
    ///
    /// # Errors
    /// When it is an input, lies in an input or holds one, lies in another gold folder or is a file; when a named input is
    /// missing.
    pub fn check_gold_folder(&mut self, folder: &Path) -> Result<(), Problem> {
        self.inputs.check_present()?;
        let real = real_folder(folder).map_err(|error| not_writable(folder, &error))?;
        if real.exists() && !real.is_dir() {
            return Err(Problem::new(folder, None, "is a file, and the output is a folder of gold; name a folder"));
        }
        if !real.exists() && real.extension().is_some_and(|extension| extension == "json") {
            let what =
                "is named like one gold file, and the output is a folder; name a folder, or a file of lines (.jsonl)";
            return Err(Problem::new(folder, None, what));
        }
        if self.inputs.is_named(FileIdentity::of(&real).as_ref()) {
            return Err(is_input(folder));
        }
        if real.parent().is_some_and(is_in_gold_folder) {
            return Err(in_gold_folder(folder));
        }
        if let Some(input) = self.inputs.folder_around(&real.join("article.json")) {
            return Err(is_inside_input(folder, input));
        }
        match self.inputs.named_inside(&real) {
            Some(input) => Err(holds_input(folder, input)),
            None => Ok(()),
        }
    }

    /// Continues an output, or begins it. Nothing is changed before the first line is added. Gives a reader of the ids that
    /// it has.
    ///
    /// # Errors
    /// When the output is an input, would be read as one, lies in a gold folder, or cannot be read and written; when a named
    /// input is missing.
    pub fn resume(&mut self, path: &Path) -> Result<(ResumedFile, WrittenIds), Problem> {
        self.inputs.check_present()?;
        let Place::File(real) = locate(path)? else {
            return Err(Problem::new(
                path,
                None,
                "is not a regular file, so it cannot be continued; leave --resume out",
            ));
        };
        if self.inputs.contain(&real) {
            return Err(is_input(path));
        }
        if let Some(input) = self.inputs.folder_around(&real) {
            return Err(is_inside_input(path, input));
        }
        self.prepare_folder(path, &real)?;
        ResumedFile::open(path, real)
    }

    /// Fails if the folder of an output is a gold folder; with the user's force, locks it. Removes what killed runs left.
    fn prepare_folder(&mut self, path: &Path, real: &Path) -> Result<Option<Arc<Lock>>, Problem> {
        let folder = parent_folder(real).map_err(|error| not_writable(path, &error))?;
        if let Some(lock) = self.ready.get(folder) {
            return Ok(lock.clone());
        }
        let in_journals = folder.components().any(|part| part.as_os_str() == JOURNALS);
        if in_journals || (is_in_gold_folder(folder) && !self.force) {
            return Err(in_gold_folder(path));
        }
        let lock = match is_gold_folder(folder) {
            true => Some(Arc::new(lock_gold_folder(path, folder)?)),
            false => None,
        };
        remove_leftovers(folder);
        self.ready.insert(folder.to_owned(), lock.clone());
        Ok(lock)
    }
}

/// Makes the folder of outputs, and those above it, unless it exists. `option` is the one that names it, for the remedy.
///
/// # Errors
/// When the folder cannot be made: the path, the reason, and the remedy.
pub fn make_folder(folder: &Path, option: &str) -> Result<(), Problem> {
    fs::create_dir_all(folder).map_err(|error| {
        Problem::new(folder, None, format!("cannot be made: {error}; name another folder with {option}"))
    })
}

fn lock_gold_folder(path: &Path, folder: &Path) -> Result<Lock, Problem> {
    GoldFolder::new(folder.to_owned()).lock().map_err(|error| match error {
        LockError::Held { by } => {
            let what = format!("lies in a gold folder that is in use by {by}; close that one, or name another file");
            Problem::new(path, None, what)
        }
        LockError::Io(problem) => problem,
    })
}

fn is_input(path: &Path) -> Problem {
    Problem::new(path, None, "is an input, and the output would replace it; name another place for the output")
}

fn is_inside_input(path: &Path, input: &Path) -> Problem {
    let input = printable(input.as_os_str());
    let what = format!("lies in {input}, where it would be read as an input; name a place outside");
    Problem::new(path, None, what)
}

fn holds_input(folder: &Path, input: &Path) -> Problem {
    let what = format!("holds the input {}; name another folder for the output", printable(input.as_os_str()));
    Problem::new(folder, None, what)
}

fn in_gold_folder(path: &Path) -> Problem {
    let what = "is in a gold folder, which holds nothing but gold (it has a .journal); name a place outside";
    Problem::new(path, None, what)
}

/// True if a file of the same length holds exactly these bytes.
fn holds(mut file: File, bytes: &[u8]) -> bool {
    let mut found = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut found).is_ok_and(|_| found == bytes)
}
