//! Reading the files inside ZIP archives.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use zip::ZipArchive;

use super::limits::{InputKind, most_unpacked};
use super::open::{open_input, read_bounded};

/// What can be read at any place.
trait Stream: Read + Seek {}

impl<T: Read + Seek> Stream for T {}

/// A ZIP archive that is open for reading.
pub struct Archive {
    zip: ZipArchive<Box<dyn Stream>>,
    packed: u64,
    unpacked: u64,
}

impl Archive {
    /// True if a file begins like a ZIP archive.
    ///
    /// ```
    /// assert!(tawsim::store::Archive::is_archive(b"PK\x03\x04..."));
    /// ```
    #[must_use]
    pub const fn is_archive(first_bytes: &[u8]) -> bool {
        matches!(first_bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..])
    }

    /// Opens an archive. See [`open_input`] for what may be read.
    ///
    /// # Errors
    /// If it cannot be opened or is no archive.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file: File = open_input(path)?;
        let packed = file.metadata()?.len();
        Self::of_stream(Box::new(file), packed)
    }

    /// Opens an archive that lies in another one.
    ///
    /// # Errors
    /// If it is no archive.
    pub fn of_bytes(bytes: Vec<u8>) -> io::Result<Self> {
        let packed = bytes.len() as u64;
        Self::of_stream(Box::new(Cursor::new(bytes)), packed)
    }

    fn of_stream(stream: Box<dyn Stream>, packed: u64) -> io::Result<Self> {
        Ok(Self { zip: ZipArchive::new(stream)?, packed, unpacked: 0 })
    }

    /// The names of the files inside, in order. A file whose name leads out of the archive or is hidden is left out.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let is_visible = |name: &str| {
            let mut parts = name.split('/');
            !name.ends_with('/')
                && !name.contains('\\')
                && parts.all(|part| !part.starts_with('.') && part != "__MACOSX")
        };
        let mut names: Vec<String> =
            self.zip.file_names().filter_map(Result::ok).filter(|name| is_visible(name)).map(Cow::into_owned).collect();
        names.sort();
        names
    }

    /// The content of a file inside.
    ///
    /// # Errors
    /// If there is no such file, if it is damaged or too large, or if the archive unpacks to more than it may.
    pub fn read(&mut self, name: &str) -> io::Result<Vec<u8>> {
        let bytes = read_bounded(self.zip.by_name(name)?, InputKind::Import)?;
        self.unpacked += bytes.len() as u64;
        if self.unpacked > most_unpacked(self.packed) {
            let what = "it unpacks to more than any text does; if that is right, set --max-unpacked GIB";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn files_in_an_archive_are_read() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["b.txt", "a/x.ann", ".hidden", "__MACOSX/b.txt"] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert!(Archive::is_archive(&bytes));
        let mut archive = Archive::of_bytes(bytes).unwrap();
        assert_eq!(archive.names(), ["a/x.ann", "b.txt"]);
        assert_eq!(archive.read("a/x.ann").unwrap(), b"a/x.ann");
        assert!(archive.read("c.txt").is_err());
        assert!(Archive::of_bytes(b"PK\x03\x04 no archive".to_vec()).is_err());
    }
}
