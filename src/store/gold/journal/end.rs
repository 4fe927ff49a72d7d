//! How far a journal is, and lines behind that.

use std::io;
use std::path::Path;

use crate::store::disk::{Disk, write_all};

/// So many of its last bytes are known again: the end of a line of its own sum.
const KNOWN: usize = 128;

/// How far a journal is, as this process knows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct JournalEnd {
    /// So many bytes are in it.
    pub(crate) len: u64,
    /// And so many changes.
    pub(crate) seq: u64,
    /// It holds nothing but the history.
    pub(crate) short: bool,
    /// Its last bytes.
    last: Vec<u8>,
    /// What an attempt that failed may have left behind them.
    tried: Vec<u8>,
}

/// What became of lines that were to be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AppendOutcome {
    Done,
    /// The file is not there.
    Gone,
    /// Another program wrote in it: behind what is ours, or all of it.
    Foreign {
        behind: bool,
    },
}

impl JournalEnd {
    /// The end of the whole lines of a journal; what follows them was never finished.
    pub(crate) fn new(whole: &[u8], torn: &[u8], seq: u64) -> Self {
        let mut place = Self { tried: torn.to_owned(), seq, ..Self::default() };
        place.grow(whole);
        place
    }

    fn grow(&mut self, lines: &[u8]) {
        self.len += lines.len() as u64;
        self.last.extend_from_slice(lines.get(lines.len().saturating_sub(KNOWN)..).unwrap_or_default());
        let surplus = self.last.len().saturating_sub(KNOWN);
        self.last.drain(..surplus);
    }

    /// Writes lines with so many changes behind what is there, `synced` on disk when this returns. What is not as this
    /// process left it is not touched.
    pub(crate) fn extend(
        &mut self,
        disk: &dyn Disk,
        path: &Path,
        lines: &[u8],
        changes: u64,
        synced: bool,
    ) -> io::Result<AppendOutcome> {
        let mut file = match disk.open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(AppendOutcome::Gone),
            file => file?,
        };
        let len = file.len()?;
        let known = self.last.len() as u64;
        if len < self.len || file.read_at(self.len - known, known)? != self.last {
            return Ok(AppendOutcome::Foreign { behind: false });
        }
        if len > self.len {
            let most = self.tried.len().max(lines.len()) as u64 + 1;
            let behind = file.read_at(self.len, most)?;
            if !self.tried.starts_with(&behind) && !lines.starts_with(&behind) {
                return Ok(AppendOutcome::Foreign { behind: true });
            }
            file.truncate(self.len)?;
        }
        self.tried = lines.to_owned();
        let at = self.len;
        write_all(lines, |done, rest| file.write_at(at + done as u64, rest))?;
        if synced {
            file.sync()?;
        }
        self.tried.clear();
        self.grow(lines);
        self.seq += changes;
        Ok(AppendOutcome::Done)
    }

    /// Takes away what stands behind what is ours.
    pub(crate) fn cut(&self, disk: &dyn Disk, path: &Path) -> io::Result<()> {
        disk.open(path)?.truncate(self.len)
    }
}
