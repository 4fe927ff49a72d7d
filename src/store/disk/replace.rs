//! Writing whole files: the old content or the new content is on disk, never a part of either.

use std::io;
use std::path::{Path, PathBuf};

use super::calls::{Disk, Existing, FileKind, TemporaryFile, write_all};

/// Replaces or creates a file: writes and syncs a temporary file in the same folder, renames it, and syncs the folder.
/// An existing file keeps its permissions; a file that is marked read-only is not replaced.
///
/// # Errors
/// When a step fails. The old content is in place then, unless only the sync of the folder failed.
pub(crate) fn replace_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_new(disk, path, bytes, Existing::Replace)
}

/// Creates a file that must not exist yet, and syncs it like [`replace_file`].
///
/// # Errors
/// As [`replace_file`]; `AlreadyExists` if there is such a file.
pub(crate) fn create_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_new(disk, path, bytes, Existing::Keep)
}

fn write_new(disk: &dyn Disk, path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let folder = parent_folder(path)?;
    write_temporary(disk, folder, path, bytes)?.persist(path, existing)?;
    disk.sync_folder(folder)
}

/// Makes a folder and its missing parents, and syncs the folders that got new names. `unsynced` holds the folders that
/// are still to be synced: when a sync fails, the next call repeats it.
///
/// # Errors
/// When a folder cannot be made or synced.
pub(crate) fn create_folder(disk: &dyn Disk, folder: &Path, unsynced: &mut Vec<PathBuf>) -> io::Result<()> {
    create_missing(disk, folder, unsynced)?;
    while let Some(next) = unsynced.last() {
        disk.sync_folder(next)?;
        unsynced.pop();
    }
    Ok(())
}

fn create_missing(disk: &dyn Disk, folder: &Path, unsynced: &mut Vec<PathBuf>) -> io::Result<()> {
    if disk.target_kind(folder)? == Some(FileKind::Folder) {
        return Ok(());
    }
    let parent = folder.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    if let Some(parent) = parent {
        create_missing(disk, parent, unsynced)?;
        unsynced.push(parent.to_owned());
    }
    match disk.make_folder(folder) {
        // Another program made it a moment ago.
        Err(error)
            if error.kind() == io::ErrorKind::AlreadyExists && disk.target_kind(folder)? == Some(FileKind::Folder) =>
        {
            Ok(())
        }
        made => made,
    }
}

/// The folder of a file; `.` for a bare name.
///
/// # Errors
/// `InvalidInput` for a path without a file name, such as `/`.
pub(crate) fn parent_folder(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Writes and syncs a temporary file with the permissions of the file at `path`.
fn write_temporary(disk: &dyn Disk, folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<Box<dyn TemporaryFile>> {
    let mut file = disk.create_temporary(folder, path)?;
    write_all(bytes, |_, rest| file.write(rest))?;
    file.sync()?;
    Ok(file)
}
