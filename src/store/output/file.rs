//! An output file: written under a temporary name, and renamed when it is complete.

use std::fs::File;
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::disk::replace::parent_folder;
use crate::store::disk::{Disk, Existing, TemporaryFile};
use crate::store::gold::lock::Lock;
use crate::store::problem::Problem;

use super::check::not_writable;

/// An output file. The file that had its name before stays until [`OutputFile::finish`]. Without that call nothing of the
/// output remains.
pub struct OutputFile {
    /// The path as the user wrote it.
    path: PathBuf,
    to: BufWriter<Destination>,
    /// True if there is an earlier output, which is replaced.
    replaces: bool,
    /// True if the user wants the earlier output replaced in any case.
    forced: bool,
    /// The lock of the gold folder that the user wants written in.
    lock: Option<Arc<Lock>>,
}

enum Destination {
    Temporary {
        file: Box<dyn TemporaryFile>,
        disk: Arc<dyn Disk>,
        /// The path without links.
        real: PathBuf,
    },
    /// A pipe or a device, which has no earlier content.
    Direct(File),
}

/// A file that got its name: the folder, which is not synced yet.
pub(crate) struct Renamed {
    disk: Arc<dyn Disk>,
    pub(crate) folder: PathBuf,
}

/// The number of bytes that are collected before they are written.
const BUFFER_BYTES: usize = 64 * 1024;

impl OutputFile {
    /// A file with a temporary name beside `real`.
    pub(crate) fn temporary(path: &Path, real: PathBuf, disk: Arc<dyn Disk>, forced: bool) -> io::Result<Self> {
        let replaces = disk.kind(&real)?.is_some();
        let file = disk.create_temporary(parent_folder(&real)?, &real)?;
        let to = BufWriter::with_capacity(BUFFER_BYTES, Destination::Temporary { file, disk, real });
        Ok(Self { path: path.to_owned(), to, replaces, forced, lock: None })
    }

    /// A pipe or a device, to which is written at once.
    pub(crate) fn direct(path: &Path, file: File) -> Self {
        let to = BufWriter::with_capacity(BUFFER_BYTES, Destination::Direct(file));
        Self { path: path.to_owned(), to, replaces: false, forced: true, lock: None }
    }

    /// The file keeps this lock until it is finished or dropped.
    pub(crate) fn with_lock(self, lock: Option<Arc<Lock>>) -> Self {
        Self { lock, ..self }
    }

    /// Fails if an earlier output would be replaced by one that lacks `unread` inputs.
    ///
    /// # Errors
    /// The reason, with the remedy.
    pub fn refuse_incomplete(&self, unread: usize) -> Result<(), Problem> {
        if unread == 0 || !self.replaces || self.forced {
            return Ok(());
        }
        let inputs = if unread == 1 { "1 input" } else { &format!("{unread} inputs") };
        let what = format!("stays as it was, because {inputs} could not be read; mend the input, or add --force");
        Err(Problem::new(&self.path, None, what))
    }

    /// Gives the file its name, after its content is on disk. A reader sees the earlier output or this one as a whole.
    ///
    /// # Errors
    /// When the disk refuses a step; the earlier output is in place then.
    pub fn finish(self) -> Result<(), Problem> {
        let path = self.path.clone();
        match self.rename()? {
            Some(Renamed { disk, folder }) => disk.sync_folder(&folder).map_err(|error| not_writable(&path, &error)),
            None => Ok(()),
        }
    }

    /// As [`OutputFile::finish`], but the new name may not outlive a crash until the folder, which is returned, is synced.
    pub(crate) fn rename(self) -> Result<Option<Renamed>, Problem> {
        let Self { path, to, replaces, lock, .. } = self;
        let failed = |error: io::Error| not_writable(&path, &error);
        let complete = match to.into_inner().map_err(IntoInnerError::into_error) {
            // The reader of a pipe has ended: that is no fault.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(None),
            done => done.map_err(failed)?,
        };
        match complete {
            Destination::Direct(_) => Ok(None),
            Destination::Temporary { mut file, disk, real } => {
                file.sync().map_err(failed)?;
                if !replaces && disk.kind(&real).map_err(failed)?.is_some() {
                    let what = "was made by another program during this run, and stays as it is; name another file";
                    return Err(Problem::new(&path, None, what));
                }
                file.persist(&real, Existing::Replace).map_err(failed)?;
                drop(lock);
                let folder = parent_folder(&real).map_err(failed)?.to_owned();
                Ok(Some(Renamed { disk, folder }))
            }
        }
    }

    /// Adds the name of the file to an error.
    fn named(&self, error: &io::Error) -> io::Error {
        match error.kind() {
            // The reader of a pipe has ended: that is no fault.
            io::ErrorKind::BrokenPipe => error.kind().into(),
            kind => io::Error::new(kind, not_writable(&self.path, error)),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.to.get_ref() {
            // Nobody sees it before the end.
            Destination::Temporary { .. } => Ok(()),
            Destination::Direct(_) => self.to.flush().map_err(|error| self.named(&error)),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Temporary { file, .. } => file.write(bytes),
            Self::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::simulated::{DiskFault, SimulatedDisk, UNSYNCED};

    fn export(disk: &SimulatedDisk, bytes: &[u8]) -> Result<(), Problem> {
        let path = Path::new("/out/a.jsonl");
        let failed = |error: io::Error| not_writable(path, &error);
        let mut file = OutputFile::temporary(path, path.to_owned(), Arc::new(disk.clone()), false).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.finish()
    }

    /// The power goes, or a call is refused, at each call of the disk: the output is the old one or the new one.
    #[test]
    fn an_output_is_old_or_new_whatever_fails() {
        let (old, new) = (b"old\n".repeat(30_000), b"newer\n".repeat(30_000));
        let prepared = || {
            let disk = SimulatedDisk::with("/out");
            disk.foreign(Path::new("/out/a.jsonl"), Some(&old));
            disk
        };
        let whole = prepared();
        export(&whole, &new).unwrap();
        for call in 0..whole.calls() {
            for fault in [DiskFault::Crash, DiskFault::Short, DiskFault::Once(io::ErrorKind::StorageFull)] {
                let disk = prepared();
                disk.fail(call, fault);
                let done = export(&disk, &new);
                for unsynced in UNSYNCED {
                    let files = disk.crashed(unsynced).files();
                    let found = &files[Path::new("/out/a.jsonl")];
                    assert!(*found == old || *found == new, "{call} {fault:?} {unsynced:?}");
                    assert!(done.is_err() || *found == new, "{call} {fault:?} {unsynced:?}: it was called written");
                }
            }
        }
    }
}
