//! The disk of the system.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::store::input::{InputKind, read_input};

use super::calls::{Disk, Existing, FileKind, OpenFile, TemporaryFile, not_a_file};

/// The names of temporary files begin with this.
const PREFIX: &str = ".tawsim-";
/// The names of temporary files end with this.
const SUFFIX: &str = ".tmp";

/// The disk of the system.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        kind(fs::symlink_metadata(path))
    }

    fn target_kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        kind(fs::metadata(path))
    }

    fn list_names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read_input(path, InputKind::of_gold_folder(path))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows has no call that syncs a folder.
        if cfg!(not(unix)) {
            return Ok(());
        }
        match File::open(folder)?.sync_all() {
            // Some file systems cannot sync a folder and say so; they keep names in their own way.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        match self.kind(path)? {
            None => return Err(io::ErrorKind::NotFound.into()),
            Some(FileKind::File) => {}
            Some(_) => return Err(not_a_file()),
        }
        Ok(Box::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn create_temporary(&self, folder: &Path, like: &Path) -> io::Result<Box<dyn TemporaryFile>> {
        let mut builder = Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        // The umask decides who may read the file, as for any new file (a temporary file would be private).
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = create_locked(&builder, folder)?;
        match fs::symlink_metadata(like) {
            Ok(metadata) if metadata.is_file() => {
                if metadata.permissions().readonly() {
                    return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is marked read-only"));
                }
                file.as_file_mut().set_permissions(metadata.permissions())?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(Box::new(file))
    }
}

/// Creates a temporary file and locks it: [`remove_leftovers`] removes only files without a lock.
fn create_locked(builder: &Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = builder.tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Before the lock, another process may have taken the file for a leftover and removed it.
            Ok(()) if file.path().exists() => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) => {}
            // On a file system without locks nobody removes it.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

fn kind(found: io::Result<fs::Metadata>) -> io::Result<Option<FileKind>> {
    match found {
        Ok(metadata) if metadata.is_file() => Ok(Some(FileKind::File)),
        Ok(metadata) if metadata.is_dir() => Ok(Some(FileKind::Folder)),
        Ok(metadata) if metadata.is_symlink() => Ok(Some(FileKind::Link)),
        Ok(_) => Ok(Some(FileKind::Other)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl OpenFile for File {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        self.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        Read::take(&mut *self, count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<usize> {
        self.seek(SeekFrom::Start(at))?;
        self.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

impl TemporaryFile for NamedTempFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.as_file_mut().write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.as_file().sync_all()
    }

    fn persist(self: Box<Self>, path: &Path, existing: Existing) -> io::Result<()> {
        let persisted = match existing {
            Existing::Replace => Self::persist(*self, path),
            Existing::Keep => self.persist_noclobber(path),
        };
        persisted.map(drop).map_err(|error| error.error)
    }
}

/// Removes the temporary files that killed processes left in a folder. A process that is alive has a lock on each of its
/// own, so those stay. A file that cannot be removed stays too.
pub(crate) fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if !name.starts_with(PREFIX.as_bytes()) || !name.ends_with(SUFFIX.as_bytes()) {
            continue;
        }
        let path = entry.path();
        if entry.file_type().is_ok_and(|file_type| file_type.is_file())
            && let Ok(file) = OpenOptions::new().write(true).open(&path)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(path);
        }
    }
}
