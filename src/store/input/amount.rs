//! How much was read from files, and how much there is to read: for the progress of a run.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes that this program has read from input files.
static READ: AtomicU64 = AtomicU64::new(0);

/// The number of bytes that this program has read from input files so far, by all threads. Of a compressed file, the compressed ones
/// count.
#[must_use]
pub fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// Counts bytes that were read from a file.
fn add_bytes_read(bytes: usize) {
    READ.fetch_add(bytes as u64, Ordering::Relaxed);
}

/// A file of which the bytes that are read are counted.
#[derive(Debug)]
pub struct CountedFile(fs::File);

impl From<fs::File> for CountedFile {
    fn from(file: fs::File) -> Self {
        Self(file)
    }
}

impl Read for CountedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        add_bytes_read(read);
        Ok(read)
    }
}

/// The bytes of the files of some paths, and of all files in folders among them. Hidden files do not count. `None` if a path is `-`, or
/// no file: the amount is unknown.
#[must_use]
pub fn bytes_to_read(paths: &[PathBuf]) -> Option<u64> {
    paths.iter().map(|path| bytes_of(path)).sum()
}

fn bytes_of(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok()?;
    if metadata.is_file() {
        return Some(metadata.len());
    }
    if !metadata.is_dir() {
        return None;
    }
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let paths = fs::read_dir(path).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    // A link could lead back to this folder.
    Some(paths.filter(|path| !is_hidden(path) && !path.is_symlink()).filter_map(|path| bytes_of(&path)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{InputKind, read_input};

    #[test]
    fn what_is_read_and_what_is_to_be_read_have_one_measure() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/.journal")).unwrap();
        fs::write(folder.path().join("a/b.json"), "x".repeat(1000)).unwrap();
        fs::write(folder.path().join("a/.journal/b.json"), "x").unwrap();
        fs::write(folder.path().join("c.json"), "x".repeat(500)).unwrap();
        let whole = [folder.path().to_owned()];
        assert_eq!(bytes_to_read(&whole), Some(1500));
        assert_eq!(bytes_to_read(&[folder.path().join("c.json"), "-".into()]), None);
        let before = bytes_read();
        read_input(&folder.path().join("a/b.json"), InputKind::Article).unwrap();
        assert!(bytes_read() >= before + 1000);
    }
}
