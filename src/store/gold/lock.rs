//! The lock of a gold folder: one process at a time writes in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::lang::say;
use crate::store::disk::replace::{create_file, replace_file};
use crate::store::disk::{RealDisk, not_a_file, remove_leftovers};
use crate::store::input::{InputKind, read_text_input};
use crate::store::problem::{Problem, printable, system_words};

use super::folder::GoldFolder;
use super::lock_holder::{HolderRecord, LockHolder, read_holder};

/// The lock of a gold folder. It is held until this value is dropped or the process ends, in whatever way.
///
/// The system ties the lock to open files: `.journal/lock` and, where the system allows it, the gold folder itself. So a
/// second process notices the first one also after somebody has removed the file. On a file system without locks a file
/// that exists as long as the lock takes their place.
#[derive(Debug)]
pub struct Lock {
    /// The file that must stay in its place while the lock is held.
    path: PathBuf,
    held: HeldLock,
    /// The message for the user that the file system has no locks.
    notice: Option<Problem>,
}

#[derive(Debug)]
enum HeldLock {
    /// A lock of the system on these open files. `.journal/lock` stays afterwards and means nothing.
    System { file: File, _folder: Option<File> },
    /// A file with this content, which is removed at the end.
    Named { content: String },
}

impl Lock {
    /// True if nobody has removed or replaced the lock file. Otherwise another process may have locked the folder.
    pub(crate) fn is_in_place(&self) -> bool {
        match &self.held {
            HeldLock::System { file, .. } => is_file_at(file, &self.path),
            HeldLock::Named { content } => {
                read_text_input(&self.path, InputKind::Record).is_ok_and(|found| found == *content)
            }
        }
    }

    /// The message that the file system has no locks, and what follows from it.
    #[must_use]
    pub const fn notice(&self) -> Option<&Problem> {
        self.notice.as_ref()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if matches!(self.held, HeldLock::Named { .. }) && self.is_in_place() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// True if a path leads to this open file.
#[cfg(unix)]
fn is_file_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |found: io::Result<fs::Metadata>| found.ok().map(|metadata| (metadata.dev(), metadata.ino()));
    let open = identity(file.metadata());
    open.is_some() && open == identity(path.symlink_metadata())
}

/// True if a path leads to this open file: an open file keeps its name on Windows, or loses it for good.
#[cfg(not(unix))]
fn is_file_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// The reason why a folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds the lock.
    #[error("the gold folder is in use by {by}; close that one, or choose another folder with --gold")]
    Held {
        /// The process, as far as it is known.
        by: LockHolder,
    },
    /// The lock file could not be written.
    #[error("{0}")]
    Io(Problem),
}

impl GoldFolder {
    /// Locks the folder for this process, by the file `.journal/lock`, which is made if it is missing. The lock is one of
    /// the system (`flock`, `LockFileEx`), so a file that a dead process left is no obstacle. On a file system without
    /// locks the file `.journal/lock-by-name` takes their place, and [`Lock::notice`] says so.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// use tawsim::store::{GoldFolder, LockError};
    /// let folder = GoldFolder::new(dir.path().join("gold"));
    /// let lock = folder.lock().unwrap();
    /// assert!(matches!(folder.lock(), Err(LockError::Held { .. })));
    /// drop(lock);
    /// assert!(folder.lock().is_ok());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When another process holds the lock, or the file cannot be made (a read-only folder).
    pub fn lock(&self) -> Result<Lock, LockError> {
        self.lock_with(&File::try_lock, None)
    }

    /// As [`GoldFolder::lock`], and tells others who annotates here.
    ///
    /// # Errors
    /// As [`GoldFolder::lock`].
    pub fn lock_as(&self, annotator: Option<&str>) -> Result<Lock, LockError> {
        self.lock_with(&File::try_lock, annotator)
    }

    /// As [`GoldFolder::lock`]. `try_lock` locks an open file.
    pub(crate) fn lock_with(&self, try_lock: TryLock<'_>, annotator: Option<&str>) -> Result<Lock, LockError> {
        let folder = self.journals_dir();
        let path = folder.join("lock");
        let failed = |error: &io::Error| LockError::Io(Problem::cannot_write(&path, error));
        self.check_journals_dir().map_err(LockError::Io)?;
        self.create_folder(&folder).map_err(|error| failed(&error))?;
        // A link, a pipe or a device is no lock.
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Err(failed(&not_a_file()));
        }
        let holder = folder.join("lock-holder.json");
        let held = || LockError::Held { by: read_holder(&holder) };
        let opened = self.open_locked(&path, try_lock).map_err(|error| failed(&error))?;
        let by_name = folder.join("lock-by-name");
        let lock = match opened {
            Opened::Locked(held) => Lock { path, held, notice: None },
            Opened::Held => return Err(held()),
            Opened::Unsupported(error) => lock_by_name(by_name.clone(), &error, annotator)?,
        };
        // A process that could not lock the file, for whatever reason, may be at work.
        if matches!(lock.held, HeldLock::System { .. })
            && let Some(by) = find_named_holder(&by_name)
        {
            return Err(LockError::Held { by });
        }
        let json = HolderRecord::of_this_process(annotator).to_json();
        replace_file(&RealDisk, &holder, json.as_bytes())
            .map_err(|error| LockError::Io(Problem::cannot_write(&holder, &error)))?;
        for place in [self.dir(), &folder] {
            remove_leftovers(place);
        }
        Ok(lock)
    }

    /// Opens and locks the lock file and the folder itself.
    fn open_locked(&self, path: &Path, try_lock: TryLock<'_>) -> io::Result<Opened> {
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                thread::sleep(PAUSE);
            }
            // Not every system can open a folder or lock it.
            let folder = File::open(self.dir()).ok();
            let folder = match folder.as_ref().map(try_lock) {
                Some(Err(TryLockError::WouldBlock)) => continue,
                Some(Ok(())) => folder,
                Some(Err(TryLockError::Error(_))) | None => None,
            };
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
            match try_lock(&file) {
                // Somebody may have removed the file before it was locked.
                Ok(()) if is_file_at(&file, path) => {
                    return Ok(Opened::Locked(HeldLock::System { file, _folder: folder }));
                }
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Ok(Opened::Unsupported(error)),
            }
        }
        Ok(Opened::Held)
    }

    /// The process that has locked the folder; `None` if no process has. Nothing is written.
    pub(crate) fn find_writer(&self) -> Option<LockHolder> {
        let folder = self.journals_dir();
        let is_held = |path: &Path| {
            let is_locked = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
            File::open(path).is_ok_and(is_locked)
        };
        let lock = folder.join("lock");
        // A pipe in the place of the file would wait for ever.
        let is_file = lock.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        if (is_file && is_held(&lock)) || (folder.is_dir() && is_held(self.dir())) {
            return Some(read_holder(&folder.join("lock-holder.json")));
        }
        find_named_holder(&folder.join("lock-by-name"))
    }
}

/// Locks an open file, or says why not.
pub(crate) type TryLock<'a> = &'a dyn Fn(&File) -> Result<(), TryLockError>;

/// The result of trying to lock a folder.
enum Opened {
    Locked(HeldLock),
    Held,
    /// The file system has no locks.
    Unsupported(io::Error),
}

/// A verb that reads holds a lock for a moment, to find out whether a process writes. So a lock that is held is tried again.
const ATTEMPTS: usize = 6;

/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Takes the lock of a folder on a file system without locks: makes a file that must not exist yet.
fn lock_by_name(path: PathBuf, unsupported: &io::Error, annotator: Option<&str>) -> Result<Lock, LockError> {
    let content = HolderRecord::of_this_process(annotator).to_json();
    for _ in 0..2 {
        match create_file(&RealDisk, &path, content.as_bytes()) {
            Ok(()) => {
                let why = system_words(unsupported);
                let notice =
                    Problem::translated(&path, None, |lang| say::no_locks(lang, &why, &printable(path.as_os_str())));
                return Ok(Lock { path, held: HeldLock::Named { content }, notice: Some(notice) });
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(LockError::Io(Problem::cannot_write(&path, &error)));
            }
            Err(_) => {}
        }
        match find_named_holder(&path) {
            Some(by) => return Err(LockError::Held { by }),
            // Its process has ended.
            None => drop(fs::remove_file(&path)),
        }
    }
    Err(LockError::Held { by: LockHolder::default().with_file_to_remove(path) })
}

/// The process that made this lock file on a file system without locks; `None` if there is none, or it has ended.
fn find_named_holder(path: &Path) -> Option<LockHolder> {
    path.symlink_metadata().ok()?;
    let holder = read_holder(path);
    (!holder.has_ended()).then(|| holder.with_file_to_remove(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold_folder() -> (tempfile::TempDir, GoldFolder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().join("gold"));
        (dir, folder)
    }

    /// Somebody removes the lock file: a second process still finds the first one, and the first one notices.
    #[cfg(unix)]
    #[test]
    fn a_removed_lock_file_is_noticed() {
        let (_dir, folder) = gold_folder();
        let lock = folder.lock().unwrap();
        assert!(lock.is_in_place());
        let path = folder.journals_dir().join("lock");
        fs::remove_file(&path).unwrap();
        assert!(!lock.is_in_place());
        assert!(folder.find_writer().is_some(), "a verb that reads notices it too");
        assert!(matches!(GoldFolder::new(folder.dir().to_owned()).lock(), Err(LockError::Held { .. })));
        // Somebody makes the file again, and the first process is not deceived by it.
        fs::write(&path, "").unwrap();
        assert!(!lock.is_in_place());
        drop(lock);
        assert!(folder.find_writer().is_none());
        assert!(folder.lock().unwrap().is_in_place());
    }

    /// On a file system without locks a file is the lock, as long as its process lives.
    #[test]
    fn a_file_is_the_lock_where_the_system_has_none() {
        let (_dir, folder) = gold_folder();
        let unsupported: TryLock<'_> = &|_| Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
        let lock = folder.lock_with(unsupported, None).unwrap();
        assert!(lock.notice().unwrap().what.contains("has no locks"));
        assert!(lock.is_in_place());
        let path = folder.journals_dir().join("lock-by-name");
        for again in [folder.lock_with(unsupported, None), folder.lock()] {
            let Err(LockError::Held { by }) = again else { panic!("{again:?}") };
            assert!(by.to_string().contains("lock-by-name"), "{by}");
        }
        assert!(folder.find_writer().is_some());
        drop(lock);
        assert!(!path.exists() && folder.find_writer().is_none());
        // A process of this machine that has ended is no obstacle; one of another machine is.
        let mut record = HolderRecord { pid: u32::MAX, ..HolderRecord::of_this_process(None) };
        if cfg!(target_os = "linux") && record.host.is_some() {
            fs::write(&path, record.to_json()).unwrap();
            assert!(folder.find_writer().is_none());
            drop(folder.lock_with(unsupported, None).unwrap());
        }
        record.host = Some("another".to_owned());
        fs::write(&path, record.to_json()).unwrap();
        let Err(LockError::Held { by }) = folder.lock_with(unsupported, None) else {
            panic!("the other machine may write")
        };
        assert!(by.to_string().contains("another") && by.to_string().contains("lock-by-name"), "{by}");
        // A lock file that another process replaced.
        fs::remove_file(&path).unwrap();
        let lock = folder.lock_with(unsupported, None).unwrap();
        fs::write(&path, record.to_json()).unwrap();
        assert!(!lock.is_in_place());
        drop(lock);
        assert!(path.exists(), "the lock of the other one stays");
    }
}
