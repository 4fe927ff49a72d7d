//! What this room asks of the system, one call each: so that a test can refuse any of them, or end the world after it.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::Path;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    File,
    Folder,
    Link,
    /// A pipe, a device, a socket.
    Other,
}

/// The calls. Everything that gold folders and the user's folders write goes through them; locks do not, since they
/// end with their process and nothing is kept in them.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// What the name itself is, a link too; `None` where there is none.
    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>>;
    /// What it leads to, links followed; `None` where there is nothing.
    fn target_kind(&self, path: &Path) -> io::Result<Option<FileKind>>;
    /// The names in a folder.
    fn list_names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// All bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Makes one folder.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder outlive a crash.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Gives a file another name, and takes that name from whatever had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Opens a file that is there, to be read and written; a link is refused.
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// A file without a name of its own yet, with the permissions that the file at `like` has, if there is one.
    fn create_temporary(&self, folder: &Path, like: &Path) -> io::Result<Box<dyn TemporaryFile>>;
}

/// A file that was opened.
pub(crate) trait OpenFile {
    fn len(&mut self) -> io::Result<u64>;
    /// At most so many bytes from a place on.
    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>>;
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Writes at a place as much as can be written now, and says how much that was.
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<usize>;
    fn sync(&mut self) -> io::Result<()>;
}

/// A file on its way; it goes when it is dropped before it has its name.
pub(crate) trait TemporaryFile {
    /// As [`OpenFile::write_at`], behind what was written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    fn sync(&mut self) -> io::Result<()>;
    /// Gives it its name: over what has that name now, or only where nothing has (`AlreadyExists`).
    fn name(self: Box<Self>, path: &Path, over: bool) -> io::Result<()>;
}

/// Calls a `write` until all bytes are written.
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

/// What stands where a file is expected, and is none.
pub(crate) fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a file, as it must be (a link is none): move it away")
}
