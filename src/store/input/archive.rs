//! Reading the files inside ZIP archives.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;

use zip::ZipArchive;

use super::limits::{InputKind, most_unpacked};
use super::open::{open_input, read_bounded};

/// What can be read at any place.
trait Stream: Read + Seek {}

impl<T: Read + Seek> Stream for T {}

/// A ZIP archive that is open for reading.
pub struct Archive {
    zip: ZipArchive<Box<dyn Stream>>,
    /// What may still be unpacked, in bytes: of this archive and of those that lie in it.
    budget: Rc<Cell<u64>>,
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
        let budget = most_unpacked(file.metadata()?.len());
        Ok(Self { zip: ZipArchive::new(Box::new(file) as Box<dyn Stream>)?, budget: Rc::new(Cell::new(budget)) })
    }

    /// Opens an archive that lies in this one. Both may unpack to as much as this one alone.
    ///
    /// # Errors
    /// If it is no archive.
    pub fn inner(&self, bytes: Vec<u8>) -> io::Result<Self> {
        Ok(Self {
            zip: ZipArchive::new(Box::new(Cursor::new(bytes)) as Box<dyn Stream>)?,
            budget: Rc::clone(&self.budget),
        })
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
    /// If there is no such file, if it is damaged or too large; [`io::ErrorKind::QuotaExceeded`] if the archive unpacks to more
    /// than it may.
    pub fn read(&mut self, name: &str) -> io::Result<Vec<u8>> {
        let left = self.budget.get();
        let bytes = read_bounded(self.zip.by_name(name)?.take(left.saturating_add(1)), InputKind::Import)?;
        self.budget.set(left.saturating_sub(bytes.len() as u64));
        if bytes.len() as u64 > left {
            let what = "the archive unpacks to more than any text does; if that is right, set --max-unpacked GIB";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, what));
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
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["b.txt", "a/x.ann", ".hidden", "__MACOSX/b.txt"] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert!(Archive::is_archive(&bytes));
        std::fs::write(&path, bytes).unwrap();
        let mut archive = Archive::open(&path).unwrap();
        assert_eq!(archive.names(), ["a/x.ann", "b.txt"]);
        assert_eq!(archive.read("a/x.ann").unwrap(), b"a/x.ann");
        assert!(archive.read("c.txt").is_err());
        assert!(archive.inner(b"PK\x03\x04 no archive".to_vec()).is_err());
    }

    /// An archive with files of this content.
    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn archives_inside_of_an_archive_share_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let zeros = vec![0; 40 << 20];
        let inner = packed(&[("zeros.txt", &zeros)]);
        std::fs::write(&path, packed(&[("1.zip", &inner), ("2.zip", &inner)])).unwrap();
        let mut archive = Archive::open(&path).unwrap();
        let read = |archive: &mut Archive, name: &str| {
            let bytes = archive.read(name)?;
            archive.inner(bytes)?.read("zeros.txt").map(|bytes| bytes.len())
        };
        assert_eq!(read(&mut archive, "1.zip").unwrap(), zeros.len());
        assert_eq!(read(&mut archive, "2.zip").unwrap_err().kind(), io::ErrorKind::QuotaExceeded);
        assert_eq!(
            read(&mut archive, "1.zip").unwrap_err().kind(),
            io::ErrorKind::QuotaExceeded,
            "nothing more is unpacked"
        );
    }
}
