//! What was compressed, unpacked where a line can be read from the middle.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What was in a compressed file, in one without a name.
pub(crate) struct UnpackedFile(Mutex<File>);

impl UnpackedFile {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(Mutex::new(tempfile::tempfile_in(large_temporary_folder())?)))
    }

    pub(crate) fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)
    }

    pub(crate) fn line(&self, at: u64) -> io::Result<Vec<u8>> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        BufReader::with_capacity(16 * 1024, &mut *file).read_until(b'\n', &mut bytes)?;
        Ok(bytes)
    }
}

/// Where large temporary files belong: `TMPDIR`, else `/var/tmp` (the usual folder of temporary files may lie in
/// memory), else whatever the system has.
pub(crate) fn large_temporary_folder() -> PathBuf {
    let large = Path::new("/var/tmp");
    if std::env::var_os("TMPDIR").is_none() && large.is_dir() { large.to_owned() } else { std::env::temp_dir() }
}
