//! A file of lines that grows. A later run can continue where an interrupted one ended.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::store::problem::Problem;

/// A file that lines are appended to, one for each article.
#[derive(Debug)]
pub struct OutputFile {
    file: File,
    path: PathBuf,
}

/// Reads the article ids of the lines that a file already has, in their order.
#[derive(Debug)]
pub struct WrittenIds {
    lines: BufReader<File>,
    path: PathBuf,
    line: usize,
}

#[derive(Deserialize)]
struct ArticleId {
    id: String,
}

impl OutputFile {
    /// Creates a file.
    ///
    /// # Errors
    /// When the file exists or cannot be created.
    pub fn create(path: &Path) -> Result<Self, Problem> {
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(file) => Ok(Self { file, path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let what = "exists already; add --resume to continue it, or move it away";
                Err(Problem::new(path, None, what))
            }
            Err(error) => Err(Problem::cannot_write(path, &error)),
        }
    }

    /// Continues a file, or creates it. A last line without a line feed was not written to its end; it is cut off.
    /// Returns the file, and a reader of the ids that it holds.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn resume(path: &Path) -> Result<(Self, WrittenIds), Problem> {
        let failed = |error: io::Error| Problem::cannot_write(path, &error);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        let whole = whole_lines(&mut file).map_err(failed)?;
        file.set_len(whole).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        let lines = BufReader::with_capacity(256 * 1024, File::open(path).map_err(failed)?);
        Ok((Self { file, path: path.to_owned() }, WrittenIds { lines, path: path.to_owned(), line: 0 }))
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// When the disk refuses the write.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.write_all(bytes).map_err(|error| Problem::cannot_write(&self.path, &error))
    }

    /// Waits until the whole file is on disk.
    ///
    /// # Errors
    /// When the disk refuses the sync.
    pub fn finish(self) -> Result<(), Problem> {
        // A pipe or a device has no disk to wait for.
        match self.file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            true => self.file.sync_all().map_err(|error| Problem::cannot_write(&self.path, &error)),
            false => Ok(()),
        }
    }
}

/// The number of bytes up to the end of the last whole line.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    const BLOCK: u64 = 64 * 1024;
    let mut end = file.metadata()?.len();
    let mut bytes = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        file.seek(SeekFrom::Start(start))?;
        bytes.clear();
        io::Read::read_to_end(&mut io::Read::take(&mut *file, end - start), &mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

impl WrittenIds {
    /// Reads the id of the next line; `None` after the last line.
    ///
    /// # Errors
    /// When the line is not JSON with an `"id"`, or cannot be read.
    pub fn next_id(&mut self) -> Result<Option<String>, Problem> {
        let mut bytes = Vec::new();
        let read =
            self.lines.read_until(b'\n', &mut bytes).map_err(|error| Problem::cannot_read(&self.path, &error))?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        match serde_json::from_slice::<ArticleId>(&bytes) {
            Ok(ArticleId { id }) => Ok(Some(id)),
            Err(error) => Err(self.mismatch(&format!("is no article ({error})"))),
        }
    }

    /// The problem that the line read last is not the expected one. `what` says what it is.
    #[must_use]
    pub fn mismatch(&self, what: &str) -> Problem {
        let what = format!("{what}, so this is not the beginning of what is to be written; move the file away");
        Problem::new(&self.path, Some(self.line), what)
    }
}
