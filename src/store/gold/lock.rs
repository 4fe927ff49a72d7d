//! The lock of a gold folder: one process at a time writes in it.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::lang::{self, Lang, Rendered, say};

use crate::store::disk::replace::replace_file;
use crate::store::disk::{RealDisk, not_a_file, remove_leftovers};
use crate::store::problem::Problem;
use crate::store::problem::escape_controls;

use super::folder::GoldFolder;

/// The lock of a gold folder. It is held until this value is dropped or the process ends, in whatever way.
#[derive(Debug)]
pub struct Lock {
    /// The system ties the lock to the open file. The file itself stays afterwards and means nothing.
    _file: File,
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

/// The process that holds a lock, and for how long it has held it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolder {
    known: Option<(HolderRecord, Duration)>,
}

impl LockHolder {
    /// The holder as a part of a message: `process 7 on sara-pc (for 3 min)`.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> Rendered {
        let Some((record, held)) = &self.known else { return Rendered(lang::ANOTHER_PROCESS.get(lang).to_owned()) };
        let minutes = usize::try_from(held.as_secs() / 60).unwrap_or(usize::MAX);
        let since = match minutes {
            0 => Rendered(lang::LESS_THAN_A_MINUTE.get(lang).to_owned()),
            1..120 => Rendered(lang::MINUTES.count(minutes).get(lang)),
            _ => Rendered(lang::HOURS.count(minutes / 60).get(lang)),
        };
        let pid = record.pid.to_string();
        Rendered(match &record.host {
            Some(host) => say::process_on(lang, &pid, &escape_controls(host), since),
            None => say::process(lang, &pid, since),
        })
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En).0)
    }
}

/// The content of `.journal/lock-holder.json`. It has a file of its own because on Windows no other process can read a
/// locked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct HolderRecord {
    pid: u32,
    #[serde(default)]
    host: Option<String>,
    /// Seconds since 1970.
    since: u64,
}

impl GoldFolder {
    /// Locks the folder for this process, by the file `.journal/lock`, which is made if it is missing. The lock is one of
    /// the system (`flock`, `LockFileEx`), so a file that a dead process left is no obstacle.
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
    /// When another process holds the lock, or the file cannot be made (a read-only folder, a file system without locks).
    pub fn lock(&self) -> Result<Lock, LockError> {
        let folder = self.journals_dir();
        let path = folder.join("lock");
        let failed = |error: &io::Error| LockError::Io(Problem::cannot_write(&path, error));
        self.check_journals_dir().map_err(LockError::Io)?;
        self.create_folder(&folder).map_err(|error| failed(&error))?;
        if path.is_symlink() {
            return Err(failed(&not_a_file()));
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| failed(&error))?;
        let holder = folder.join("lock-holder.json");
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { by: read_holder(&holder) }),
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        let record = HolderRecord { pid: std::process::id(), host: host(), since: now().as_secs() };
        let json = serde_json::to_string(&record);
        debug_assert!(json.is_ok(), "numbers and strings can always be written as JSON");
        replace_file(&RealDisk, &holder, json.unwrap_or_default().as_bytes()).map_err(|error| failed(&error))?;
        for place in [self.dir(), &folder] {
            remove_leftovers(place);
        }
        Ok(Lock { _file: file })
    }
}

impl GoldFolder {
    /// The process that has locked the folder; `None` if no process has. Nothing is written.
    pub(crate) fn find_writer(&self) -> Option<LockHolder> {
        let folder = self.journals_dir();
        let path = folder.join("lock");
        // A pipe would wait for ever.
        if !path.symlink_metadata().ok()?.is_file() {
            return None;
        }
        match File::open(&path).ok()?.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(read_holder(&folder.join("lock-holder.json"))),
            Ok(()) | Err(TryLockError::Error(_)) => None,
        }
    }
}

fn read_holder(holder: &Path) -> LockHolder {
    let json = fs::read_to_string(holder).unwrap_or_default();
    let record = serde_json::from_str::<HolderRecord>(&json).ok();
    LockHolder {
        known: record.map(|record| {
            let held = now().saturating_sub(Duration::from_secs(record.since));
            (record, held)
        }),
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The name of the machine, if a file or a variable says it.
fn host() -> Option<String> {
    let file = |path| fs::read_to_string(path).ok();
    let name = file("/proc/sys/kernel/hostname")
        .or_else(|| file("/etc/hostname"))
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::without_isolates;

    #[test]
    fn the_holder_is_described_in_both_languages() {
        let holder = |host: Option<&str>, minutes: u64| LockHolder {
            known: Some((
                HolderRecord { pid: 7, host: host.map(str::to_owned), since: 0 },
                Duration::from_secs(60 * minutes),
            )),
        };
        for (holder, en, ar) in [
            (holder(None, 0), "process 7 (for less than a minute)", "العملية 7 (منذ أقل من دقيقة)"),
            (holder(Some("sara-pc"), 3), "process 7 on sara-pc (for 3 min)", "العملية 7 على sara-pc (منذ 3 دقائق)"),
            (holder(None, 180), "process 7 (for 3 h)", "العملية 7 (منذ 3 ساعات)"),
            (LockHolder::default(), "another process", "عملية أخرى"),
        ] {
            assert_eq!(holder.to_string(), en);
            assert_eq!(without_isolates(&holder.describe(Lang::Ar).0), ar);
        }
    }
}
