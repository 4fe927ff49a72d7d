//! What this room asks of the system, one call each: so that a test can refuse any of them, or end the world after it.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// What the names of temporary files begin and end with.
const PREFIX: &str = ".tawsim-";
const SUFFIX: &str = ".tmp";

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a device, a socket.
    Other,
}

/// The calls. Everything that gold folders and the user's folders write goes through them; locks do not, since they
/// end with their process and nothing is kept in them.
pub(super) trait Disk: fmt::Debug + Send + Sync {
    /// What the name itself is, a link too; `None` where there is none.
    fn kind(&self, path: &Path) -> io::Result<Option<Kind>>;
    /// What it leads to, links followed; `None` where there is nothing.
    fn target(&self, path: &Path) -> io::Result<Option<Kind>>;
    /// The names in a folder.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// All bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Makes one folder.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder outlive a crash.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Gives a file another name, and takes that name from whatever had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Opens a file that is there, to be read and written; a link is refused.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Opened>>;
    /// A file without a name of its own yet, with the permissions that the file at `like` has, if there is one.
    fn temporary(&self, folder: &Path, like: &Path) -> io::Result<Box<dyn Temporary>>;
}

/// A file that was opened.
pub(super) trait Opened {
    fn len(&mut self) -> io::Result<u64>;
    /// At most so many bytes from a place on.
    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>>;
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Writes at a place as much as can be written now, and says how much that was.
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<usize>;
    fn sync(&mut self) -> io::Result<()>;
}

/// A file on its way; it goes when it is dropped before it has its name.
pub(super) trait Temporary {
    /// As [`Opened::write_at`], behind what was written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    fn sync(&mut self) -> io::Result<()>;
    /// Gives it its name: over what has that name now, or only where nothing has (`AlreadyExists`).
    fn name(self: Box<Self>, path: &Path, over: bool) -> io::Result<()>;
}

/// Calls a `write` until all bytes are written.
pub(super) fn write_all(bytes: &[u8], mut write: impl FnMut(usize, &[u8]) -> io::Result<usize>) -> io::Result<()> {
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        match write(done, rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The disk that there is.
#[derive(Debug)]
pub(super) struct Real;

impl Disk for Real {
    fn kind(&self, path: &Path) -> io::Result<Option<Kind>> {
        kind(fs::symlink_metadata(path))
    }

    fn target(&self, path: &Path) -> io::Result<Option<Kind>> {
        kind(fs::metadata(path))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows has no such call: a rename there is as durable as it gets.
        if cfg!(not(unix)) {
            return Ok(());
        }
        match File::open(folder)?.sync_all() {
            // File systems that cannot do it say so, and keep names in their own way.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Opened>> {
        match self.kind(path)? {
            None => return Err(io::ErrorKind::NotFound.into()),
            Some(Kind::File) => {}
            Some(_) => return Err(not_a_file()),
        }
        Ok(Box::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn temporary(&self, folder: &Path, like: &Path) -> io::Result<Box<dyn Temporary>> {
        let mut builder = Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        // Readable for whom the user's umask allows, as any file that a program makes.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
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

/// What stands where a file is expected, and is none.
pub(super) fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a file, as it must be (a link is none): move it away")
}

fn kind(found: io::Result<fs::Metadata>) -> io::Result<Option<Kind>> {
    match found {
        Ok(metadata) if metadata.is_file() => Ok(Some(Kind::File)),
        Ok(metadata) if metadata.is_dir() => Ok(Some(Kind::Folder)),
        Ok(metadata) if metadata.is_symlink() => Ok(Some(Kind::Link)),
        Ok(_) => Ok(Some(Kind::Other)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Opened for File {
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

impl Temporary for NamedTempFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.as_file_mut().write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.as_file().sync_all()
    }

    fn name(self: Box<Self>, path: &Path, over: bool) -> io::Result<()> {
        let named = if over { self.persist(path) } else { self.persist_noclobber(path) };
        named.map(drop).map_err(|error| error.error)
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
