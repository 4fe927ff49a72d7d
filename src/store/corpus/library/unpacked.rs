//! The uncompressed content of a compressed file, in a temporary file in which a line can be read from the middle.

use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::store::input::{LineError, LineReader};

/// A temporary file without a name: the system removes it when the process ends.
pub(super) struct UnpackedFile(Mutex<File>);

impl UnpackedFile {
    /// Creates the file.
    ///
    /// # Errors
    /// When the folder of large temporary files cannot be written.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(Mutex::new(tempfile::tempfile_in(large_temporary_folder())?)))
    }

    /// Appends bytes.
    pub(super) fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)
    }

    /// Reads the line that begins at byte `at`.
    pub(super) fn line(&self, at: u64) -> io::Result<Vec<u8>> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        line_at(&mut file, at)
    }
}

/// Reads the line that begins at byte `at` of a file.
pub(super) fn line_at(file: &mut File, at: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    match LineReader::new(BufReader::with_capacity(16 * 1024, file)).read_line(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(LineError::TooLong { what, .. }) => Err(io::Error::new(io::ErrorKind::InvalidInput, what)),
        Err(LineError::Io(error)) => Err(error),
    }
}

/// The folder for large temporary files: `TMPDIR` if it is set, else `/var/tmp` (the usual folder may lie in memory), else
/// the folder that the system names.
pub(super) fn large_temporary_folder() -> PathBuf {
    let large = Path::new("/var/tmp");
    if std::env::var_os("TMPDIR").is_none() && large.is_dir() { large.to_owned() } else { std::env::temp_dir() }
}
