//! Files written whole: the old content or the new one is on disk, never a part of either.

use std::io;
use std::path::{Path, PathBuf};

use crate::store::disk::{Disk, FileKind, RealDisk, TemporaryFile, write_all};

/// Replaces a file of the user's, or makes it, whole: a reader sees the old content or the new one.
///
/// # Errors
/// When any step fails; the old content is in place then.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A bare name has no folder to be synced but this one.
    let bare = path.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    if bare { replace_file(&RealDisk, &Path::new(".").join(path), bytes) } else { replace_file(&RealDisk, path, bytes) }
}

/// Replaces a file, or makes it: a temporary neighbour is written and synced, renamed over it, and the folder synced.
/// The permissions of an existing file are kept, and one that nobody may write is left alone.
///
/// # Errors
/// When any step fails. Then the old content is in place, except when only the last sync failed.
pub(crate) fn replace_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = parent_folder(path)?;
    write_temporary(disk, folder, path, bytes)?.name(path, true)?;
    disk.sync_folder(folder)
}

/// Makes a file that must not exist yet, as durably as [`replace_file`].
///
/// # Errors
/// As [`replace_file`]; `AlreadyExists` when there is such a file.
pub(crate) fn create_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = parent_folder(path)?;
    write_temporary(disk, folder, path, bytes)?.name(path, false)?;
    disk.sync_folder(folder)
}

/// Makes a folder and those above it that are missing, so that they outlive a crash. `unsynced` are the folders in which
/// names were made and could not be synced yet: a call that failed leaves them to the next one.
///
/// # Errors
/// When one cannot be made or synced.
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
    let above = folder.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    if let Some(above) = above {
        create_missing(disk, above, unsynced)?;
        unsynced.push(above.to_owned());
    }
    match disk.make_folder(folder) {
        // Someone else made it just now.
        Err(error)
            if error.kind() == io::ErrorKind::AlreadyExists && disk.target_kind(folder)? == Some(FileKind::Folder) =>
        {
            Ok(())
        }
        made => made,
    }
}

pub(crate) fn parent_folder(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// A synced temporary file in the folder.
fn write_temporary(disk: &dyn Disk, folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<Box<dyn TemporaryFile>> {
    let mut file = disk.create_temporary(folder, path)?;
    write_all(bytes, |_, rest| file.write(rest))?;
    file.sync()?;
    Ok(file)
}
