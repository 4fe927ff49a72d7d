//! Where an output path leads to, and whether a gold folder is there.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::store::gold::folder::JOURNALS;
use crate::store::input::open_input;
use crate::store::problem::{Problem, system_words};

/// The thing that an output path leads to.
pub(super) enum Place {
    /// A pipe, a device, or the standard output by its path.
    Direct,
    /// A regular file, or nothing yet: the path without links.
    File(PathBuf),
}

/// Finds out where an output path leads to. Nothing is changed.
pub(super) fn locate(path: &Path) -> Result<Place, Problem> {
    if is_descriptor(path) {
        return Ok(Place::Direct);
    }
    if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(is_folder(path));
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(is_folder(path)),
        Ok(metadata) if metadata.is_file() => match path.canonicalize() {
            Ok(real) => Ok(Place::File(real)),
            Err(error) => Err(not_writable(path, &error)),
        },
        Ok(_) => Ok(Place::Direct),
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
            Err(Problem::new(path, None, "is a link to a file that does not exist; remove it, or name another file"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => real_path(path).map(Place::File),
        Err(error) => Err(not_writable(path, &error)),
    }
}

fn is_folder(path: &Path) -> Problem {
    Problem::new(path, None, "is a folder, and the output is one file; name a file")
}

/// The problem of a failed write: the one inside the error, or that the output cannot be written.
pub(super) fn problem_of(path: &Path, error: io::Error) -> Problem {
    error.downcast::<Problem>().unwrap_or_else(|error| not_writable(path, &error))
}

/// The problem that an output cannot be written.
pub(super) fn not_writable(path: &Path, error: &io::Error) -> Problem {
    let remedy = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space",
        io::ErrorKind::PermissionDenied => "make it and its folder writable",
        _ => "check the folder and its disk",
    };
    Problem::new(path, None, format!("cannot be written: {}; {remedy}, or name another place", system_words(error)))
}

/// True for a path by which the system gives an open file of this process, such as `/dev/stdout`.
fn is_descriptor(path: &Path) -> bool {
    cfg!(unix)
        && (["/dev/stdout", "/dev/stderr"].iter().any(|it| path == Path::new(it))
            || is_number_in(path, "/dev/fd")
            || is_number_in(path, "/proc/self/fd"))
}

fn is_number_in(path: &Path, folder: &str) -> bool {
    let number = path.strip_prefix(folder).ok().and_then(Path::to_str);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The path without links of something that need not exist; its folder must exist.
fn real_path(path: &Path) -> Result<PathBuf, Problem> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return Err(is_folder(path)) };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    match parent.canonicalize() {
        Ok(parent) => Ok(parent.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let what = "its folder does not exist; make the folder first, or name another file";
            Err(Problem::new(path, None, what))
        }
        Err(error) => Err(not_writable(path, &error)),
    }
}

/// The path without links of a folder that need not exist, nor the folders around it.
pub(super) fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    if folder.as_os_str().is_empty() {
        return Path::new(".").canonicalize();
    }
    match folder.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (folder.parent(), folder.file_name()) {
            (Some(parent), Some(name)) => Ok(real_folder(parent)?.join(name)),
            _ => Err(error),
        },
        done => done,
    }
}

/// True if a workbench keeps gold in this folder: it has a `.journal`, with or without a lock in it.
pub(super) fn is_gold_folder(folder: &Path) -> bool {
    folder.join(JOURNALS).symlink_metadata().is_ok()
}

/// True if this folder, or one around it, is a gold folder. Readers of gold enter the folders inside of one.
pub(super) fn is_in_gold_folder(folder: &Path) -> bool {
    folder.ancestors().any(is_gold_folder)
}

/// Opens a file to find out what it is. Only regular files are opened: others could make the program wait.
///
/// # Errors
/// When it cannot be opened.
pub fn open_regular(path: &Path) -> io::Result<Box<dyn BufRead>> {
    Ok(Box::new(BufReader::new(open_input(path)?)))
}
