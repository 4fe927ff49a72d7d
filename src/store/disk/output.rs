//! A file of lines that grows, and with which a later run goes on where one was cut off.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::store::problem::Problem;

/// A file that lines are written to, each by one article.
#[derive(Debug)]
pub struct OutputFile {
    file: File,
    path: PathBuf,
}

/// The ids of the lines that a file has already, in their order.
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
    /// A new file.
    ///
    /// # Errors
    /// When there is one of this name, or it cannot be made.
    pub fn create(path: &Path) -> Result<Self, Problem> {
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(file) => Ok(Self { file, path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let what = "is there already; --resume goes on with it, or move it away";
                Err(Problem::new(path, None, what))
            }
            Err(error) => Err(Problem::cannot_write(path, &error)),
        }
    }

    /// Goes on with a file, or begins it: a last line that was not written to its end is cut off. What it has already
    /// comes beside it.
    ///
    /// # Errors
    /// When it cannot be read or written.
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

    /// Adds bytes to it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.write_all(bytes).map_err(|error| Problem::cannot_write(&self.path, &error))
    }

    /// Waits until all of it is on disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> Result<(), Problem> {
        // Pipes and devices have nothing to wait for.
        match self.file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            true => self.file.sync_all().map_err(|error| Problem::cannot_write(&self.path, &error)),
            false => Ok(()),
        }
    }
}

/// How many bytes of a file are whole lines.
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
    /// The id of the next line; `None` behind the last.
    ///
    /// # Errors
    /// When the line is none of an article.
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

    /// The line read last is not what it should be.
    #[must_use]
    pub fn mismatch(&self, what: &str) -> Problem {
        let what = format!("{what}, so this is not the beginning of what is to be written; move the file away");
        Problem::new(&self.path, Some(self.line), what)
    }
}
