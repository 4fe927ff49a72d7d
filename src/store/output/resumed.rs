//! An output of lines that grows. A later run can continue where an interrupted one ended.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read as _, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::store::disk::replace::parent_folder;
use crate::store::disk::{Disk as _, RealDisk};
use crate::store::input::open_input;
use crate::store::problem::Problem;

use super::check::{not_writable, problem_of};
use super::file::OutputFile;

/// A file of article lines that is continued. It is as it was until the first line is added. A last line without a line
/// feed, which was not written to its end, is cut off then; if it is not the beginning of the line that comes, nothing is changed.
#[derive(Debug)]
pub struct ResumedFile {
    /// The path as the user wrote it.
    path: PathBuf,
    /// The path without links.
    real: PathBuf,
    /// The open file; `None` if it does not exist yet.
    file: Option<File>,
    /// The number of bytes of the whole lines that it had.
    whole: u64,
    /// True if more bytes follow the whole lines.
    has_rest: bool,
    /// True if a line was added.
    is_begun: bool,
    waiting: Vec<u8>,
}

/// Reads the article ids of the lines that a file already has, in their order.
#[derive(Debug)]
pub struct WrittenIds {
    /// The whole lines; `None` if there is no file.
    lines: Option<io::Take<BufReader<File>>>,
    path: PathBuf,
    line: usize,
    /// The ids of lines that lack the answer of a suggester.
    unanswered: HashSet<String>,
}

/// A line that a file already has.
#[derive(Debug)]
pub struct WrittenLine {
    /// The id of its article.
    pub id: String,
    /// True if a suggester failed or did not answer.
    pub lacks_answer: bool,
    /// The line with its line feed.
    pub bytes: Vec<u8>,
}

/// The keys of every line that `suggest` writes. An article line of another program lacks some of them.
#[derive(Deserialize)]
struct SuggestedLine {
    id: String,
    #[serde(rename = "schema")]
    _schema: IgnoredAny,
    #[serde(rename = "status")]
    _status: IgnoredAny,
    #[serde(default)]
    unanswered: bool,
}

/// The key behind the id in a gold line. In a string of JSON its quotation marks would have a backslash.
const TEXT_KEY: &[u8] = b",\"text\"";

/// The end of each line that lacks an answer, as `suggest` writes it.
const UNANSWERED: &[u8] = b"\"unanswered\":true}\n";

/// The number of bytes that are collected before they are written.
const BUFFER_BYTES: usize = 64 * 1024;

impl ResumedFile {
    /// Opens the file, if there is one, and changes nothing.
    pub(crate) fn open(path: &Path, real: PathBuf) -> Result<(Self, WrittenIds), Problem> {
        let mut resumed = Self {
            path: path.to_owned(),
            real,
            file: None,
            whole: 0,
            has_rest: false,
            is_begun: false,
            waiting: Vec::new(),
        };
        let mut written = WrittenIds { lines: None, path: path.to_owned(), line: 0, unanswered: HashSet::new() };
        let failed = |error: io::Error| not_writable(path, &error);
        let mut file = match OpenOptions::new().read(true).write(true).open(&resumed.real) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((resumed, written)),
            Err(error) => return Err(failed(error)),
        };
        lock(path, &file)?;
        resumed.whole = whole_lines(&mut file).map_err(failed)?;
        resumed.has_rest = file.metadata().map_err(failed)?.len() > resumed.whole;
        let lines = || Ok(BufReader::with_capacity(256 * 1024, open_input(&resumed.real)?));
        let found = unanswered_lines(lines().map_err(failed)?.take(resumed.whole)).map_err(failed)?;
        written.unanswered = found.ids;
        // The lines at the end are written anew, as if the run had been interrupted before them.
        if found.answered < resumed.whole {
            resumed.whole = found.answered;
            resumed.has_rest = true;
        }
        written.lines = Some(lines().map_err(failed)?.take(resumed.whole));
        resumed.file = Some(file);
        Ok((resumed, written))
    }

    /// Waits until the whole file is on disk.
    ///
    /// # Errors
    /// When the disk refuses it, and when the file ends with a part of a line that does not belong to any article.
    pub fn finish(mut self) -> Result<(), Problem> {
        if self.has_rest && !self.is_begun && self.waiting.is_empty() {
            let what = "ends with a part of a line beyond the last article, so this is not what is to be written; \
                        move the file away";
            return Err(Problem::new(&self.path, None, what));
        }
        let (path, real) = (self.path.clone(), self.real.clone());
        let failed = |error: io::Error| not_writable(&path, &error);
        let is_new = self.file.is_none() || self.whole == 0;
        self.begin().and_then(|file| file.sync_all()).map_err(|error| problem_of(&path, error))?;
        match is_new {
            true => RealDisk.sync_folder(parent_folder(&real).map_err(failed)?).map_err(failed),
            false => Ok(()),
        }
    }

    /// Begins a copy of the file, in which some lines are others. The file stays as it is until [`ResumedFile::replace`].
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn begin_copy(&self) -> Result<OutputFile, Problem> {
        OutputFile::temporary(&self.path, self.real.clone(), Arc::new(RealDisk), true)
            .map_err(|error| not_writable(&self.path, &error))
    }

    /// Puts a finished copy in the place of the file, and continues behind its last line.
    ///
    /// # Errors
    /// When the disk refuses it; the file is as it was then.
    pub fn replace(&mut self, copy: OutputFile) -> Result<(), Problem> {
        copy.finish()?;
        let failed = |error: io::Error| not_writable(&self.path, &error);
        let file = OpenOptions::new().read(true).write(true).open(&self.real).map_err(failed)?;
        lock(&self.path, &file)?;
        self.whole = file.metadata().map_err(failed)?.len();
        (self.file, self.has_rest, self.is_begun) = (Some(file), false, false);
        Ok(())
    }

    /// The file with the bytes that were to be written so far. It is made, or cut to its whole lines, before the first of
    /// them.
    fn begin(&mut self) -> io::Result<&mut File> {
        let file = match &mut self.file {
            Some(file) => file,
            empty => {
                let file = OpenOptions::new().write(true).create_new(true).open(&self.real)?;
                lock(&self.path, &file).map_err(io::Error::other)?;
                empty.insert(file)
            }
        };
        if !self.is_begun {
            if self.has_rest {
                check_rest(&self.path, file, self.whole, &self.waiting)?;
            }
            file.set_len(self.whole)?;
            file.seek(SeekFrom::End(0))?;
            self.is_begun = true;
        }
        file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(file)
    }
}

impl Write for ResumedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= BUFFER_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let done = self.begin().map(drop);
        done.map_err(|error| io::Error::new(error.kind(), problem_of(&self.path, error)))
    }
}

/// Locks the file for this process: two runs that continue one file would mix their lines.
fn lock(path: &Path, file: &File) -> Result<(), Problem> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let what = "is being continued by another run; wait for its end, or name another file";
            Err(Problem::new(path, None, what))
        }
        // A file system without locks cannot tell.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Fails if what follows the whole lines is not the beginning of the next line, which a killed run left: then the file has
/// something else, and is not cut. What was suggested may differ between two runs, the beginning up to the text may not.
fn check_rest(path: &Path, file: &mut File, whole: u64, next: &[u8]) -> io::Result<()> {
    let head = next.windows(TEXT_KEY.len()).position(|window| window == TEXT_KEY).map_or(next, |at| &next[..at]);
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(whole))?;
    (&mut *file).take(head.len() as u64).read_to_end(&mut rest)?;
    if head.starts_with(&rest) {
        return Ok(());
    }
    let what = "ends with something else than the beginning of the next article line, so this is not what is to be \
                written; move the file away";
    Err(io::Error::other(Problem::new(path, None, what)))
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
        (&mut *file).take(end - start).read_to_end(&mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// The lines of a file that lack an answer.
struct UnansweredLines {
    /// The ids of those before the last line with an answer.
    ids: HashSet<String>,
    /// The number of bytes up to the end of the last line with an answer.
    answered: u64,
}

/// Finds the lines that lack an answer. Only those are parsed.
fn unanswered_lines(mut lines: impl BufRead) -> io::Result<UnansweredLines> {
    let mut found = UnansweredLines { ids: HashSet::new(), answered: 0 };
    let (mut waiting, mut bytes, mut end) = (Vec::new(), Vec::new(), 0);
    while lines.read_until(b'\n', &mut bytes)? > 0 {
        end += bytes.len() as u64;
        let unanswered = bytes.ends_with(UNANSWERED).then(|| serde_json::from_slice::<SuggestedLine>(&bytes));
        match unanswered {
            Some(Ok(line)) if line.unanswered => waiting.push(line.id),
            _ => {
                found.ids.extend(waiting.drain(..));
                found.answered = end;
            }
        }
        bytes.clear();
    }
    Ok(found)
}

impl WrittenIds {
    /// The ids of articles that lack an answer before others that have theirs. Those at the end are not among the lines.
    #[must_use]
    pub fn unanswered(&self) -> &HashSet<String> {
        &self.unanswered
    }

    /// Reads the next line; `None` after the last whole line.
    ///
    /// # Errors
    /// When the line is not one of `suggest`, or cannot be read.
    pub fn next_line(&mut self) -> Result<Option<WrittenLine>, Problem> {
        let Some(lines) = &mut self.lines else { return Ok(None) };
        let mut bytes = Vec::new();
        if lines.read_until(b'\n', &mut bytes).map_err(|error| Problem::cannot_read(&self.path, &error))? == 0 {
            return Ok(None);
        }
        self.line += 1;
        match serde_json::from_slice::<SuggestedLine>(&bytes) {
            Ok(SuggestedLine { id, unanswered, .. }) => Ok(Some(WrittenLine { id, lacks_answer: unanswered, bytes })),
            Err(error) => Err(self.mismatch(&format!("is no article with suggestions ({error})"))),
        }
    }

    /// The problem that the line read last is not the expected one. `what` says what it is.
    #[must_use]
    pub fn mismatch(&self, what: &str) -> Problem {
        let what = format!("{what}, so this is not the beginning of what is to be written; move the file away");
        Problem::new(&self.path, Some(self.line), what)
    }
}
