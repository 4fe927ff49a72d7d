//! The end of a journal, and appending lines after it.

use std::io;
use std::path::Path;

use crate::store::disk::{Disk, write_all};

/// The number of the last bytes that are compared before a line is appended. They contain the end of the last line.
const TAIL_BYTES: usize = 128;

/// The end of a journal as this process read or wrote it.
#[derive(Debug, Clone, Default)]
pub(crate) struct JournalEnd {
    /// The length in bytes, up to the end of the last whole line.
    pub(crate) len: u64,
    /// The number of the last change.
    pub(crate) seq: u64,
    /// True if the journal holds only the history: it need not be made shorter.
    pub(crate) compact: bool,
    /// The last bytes, at most [`TAIL_BYTES`].
    tail: Vec<u8>,
    /// Bytes of which a failed attempt may have left a beginning after the end.
    attempted: Vec<u8>,
}

/// States that a write must be on disk when the call returns, or that it need not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sync {
    Now,
    /// Together with a later write, or when the system does it.
    Later,
}

/// The outcome of an attempt to append lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AppendOutcome {
    Appended,
    /// The file does not exist.
    Missing,
    /// Another program appended bytes. The bytes of this process are still as they were.
    ForeignTail,
    /// Another program changed the bytes of this process.
    ForeignFile,
}

impl JournalEnd {
    /// The end of the whole lines of a journal. `torn` is what follows them: a line that was not written to its end.
    pub(crate) fn new(whole: &[u8], torn: &[u8], seq: u64) -> Self {
        let mut end = Self { attempted: torn.to_owned(), seq, ..Self::default() };
        end.advance(whole);
        end
    }

    fn advance(&mut self, lines: &[u8]) {
        self.len += lines.len() as u64;
        self.tail.extend_from_slice(lines.get(lines.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default());
        let surplus = self.tail.len().saturating_sub(TAIL_BYTES);
        self.tail.drain(..surplus);
    }

    /// Appends lines that hold `changes` changes. A file that is not as this process left it is not touched.
    pub(super) fn append(
        &mut self,
        disk: &dyn Disk,
        path: &Path,
        lines: &[u8],
        changes: u64,
        sync: Sync,
    ) -> io::Result<AppendOutcome> {
        let mut file = match disk.open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(AppendOutcome::Missing),
            file => file?,
        };
        let len = file.len()?;
        let tail_len = self.tail.len() as u64;
        if len < self.len || file.read_at(self.len - tail_len, tail_len)? != self.tail {
            return Ok(AppendOutcome::ForeignFile);
        }
        if len > self.len {
            let most = self.attempted.len().max(lines.len()) as u64 + 1;
            let surplus = file.read_at(self.len, most)?;
            if !self.attempted.starts_with(&surplus) && !lines.starts_with(&surplus) {
                return Ok(AppendOutcome::ForeignTail);
            }
            file.truncate(self.len)?;
        }
        self.attempted = lines.to_owned();
        let at = self.len;
        write_all(lines, |done, rest| file.write_at(at + done as u64, rest))?;
        if sync == Sync::Now {
            file.sync()?;
        }
        self.attempted.clear();
        self.advance(lines);
        self.seq += changes;
        Ok(AppendOutcome::Appended)
    }

    /// Cuts off the bytes after the end.
    pub(super) fn truncate(&self, disk: &dyn Disk, path: &Path) -> io::Result<()> {
        disk.open(path)?.truncate(self.len)
    }
}
