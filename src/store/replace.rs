//! Files written whole: the old content or the new one is on disk, never a part of either.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// What the names of temporary files begin and end with.
const PREFIX: &str = ".tawsim-";
const SUFFIX: &str = ".tmp";

/// Replaces a file, or makes it: a temporary neighbour is written and synced, renamed over it, and the folder synced.
/// The permissions of an existing file are kept, and one that nobody may write is left alone.
///
/// # Errors
/// When any step fails. Then the old content is in place, except when only the last sync failed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path)?;
    let mut temporary = written(folder, bytes)?;
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            if metadata.permissions().readonly() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is marked read-only"));
            }
            temporary.as_file_mut().set_permissions(metadata.permissions())?;
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes a file that must not exist yet, as durably as [`replace`].
///
/// # Errors
/// As [`replace`]; `AlreadyExists` when there is such a file.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path)?;
    let temporary = written(folder, bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes a folder and those above it that are missing, so that they outlive a crash.
///
/// # Errors
/// When one cannot be made.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let above = folder.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    above.map_or(Ok(()), sync_folder)
}

/// Syncs the names in a folder. File systems that cannot do it say so, and keep them in their own way.
///
/// # Errors
/// When the disk fails.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call: a rename there is as durable as it gets.
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Removes what a process that was killed has left of files it had not finished. Only for who holds the lock: nobody
/// else writes here then. What cannot be removed stays.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
}

/// A temporary file in the folder; it goes when it is dropped before it has its name.
fn written(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // Readable for whom the user's umask allows, as any file that a program makes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}
