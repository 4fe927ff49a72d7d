//! The calls that the store makes of the system, as traits: a test can refuse each of them, or stop the disk after it.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::Path;

/// The kind of thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a device or a socket.
    Other,
}

/// The treatment of a file that has the wanted name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// The other file loses its name.
    Replace,
    /// The call fails with `AlreadyExists`.
    Keep,
}

/// A disk. Gold folders and the user's folders write only through it. The lock does not: it ends with its process, and
/// no data is kept in it.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// The kind of the name itself: a link is a link. `None` if nothing has this name.
    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>>;
    /// The kind of the thing that the name leads to: links are followed. `None` if there is nothing.
    fn target_kind(&self, path: &Path) -> io::Result<Option<FileKind>>;
    /// Lists the names in a folder, in no order.
    fn list_names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// Reads all bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Makes one folder.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Syncs a folder: the names in it outlive a crash.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Renames a file. A file that had the new name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Opens an existing file for reading and writing. A link is refused.
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Creates a file with a temporary name in `folder`. If there is a file at `like`, the new file gets its permissions.
    fn create_temporary(&self, folder: &Path, like: &Path) -> io::Result<Box<dyn TemporaryFile>>;
}

/// An open file.
pub(crate) trait OpenFile {
    /// The length in bytes.
    fn len(&mut self) -> io::Result<u64>;
    /// Reads at most `count` bytes from byte `at` on.
    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>>;
    /// Cuts the file to `len` bytes.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Writes at byte `at`. Returns how many bytes were written, which may be fewer than all.
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<usize>;
    /// Waits until the content is on disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// A new file that has only a temporary name. It is removed if it is dropped before [`TemporaryFile::persist`].
pub(crate) trait TemporaryFile {
    /// Writes at the end. Returns how many bytes were written, which may be fewer than all.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Waits until the content is on disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Gives the file its final name.
    fn persist(self: Box<Self>, path: &Path, existing: Existing) -> io::Result<()>;
}

/// Calls `write` with the number of bytes written so far and the rest, until all bytes are written.
pub(crate) fn write_all(bytes: &[u8], mut write: impl FnMut(usize, &[u8]) -> io::Result<usize>) -> io::Result<()> {
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

/// The error for a name that must be a file, and is a link, a folder or a device.
pub(crate) fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a file, as it must be (a link is none): move it away")
}
