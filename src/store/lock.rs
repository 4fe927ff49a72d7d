//! One workbench at a time writes in a gold folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::disk::{Real, not_a_file, sweep};
use super::problem::escaped;
use super::{GoldFolder, Problem, replace};

/// Holds a gold folder until it is dropped, or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    /// The system's lock goes with the open file; the file itself stays and means nothing.
    _file: File,
}

/// Why a folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("the gold folder is in use by {by}; close that one, or choose another folder with --gold")]
    Held {
        /// Who: process, host, since when.
        by: String,
    },
    /// The lock file could not be written.
    #[error("{0}")]
    Io(Problem),
}

/// Who holds a lock. It stands in a file beside it: on Windows nobody else can read a locked file.
#[derive(Serialize, Deserialize)]
struct Holder {
    pid: u32,
    #[serde(default)]
    host: Option<String>,
    /// Seconds since 1970.
    since: u64,
}

impl GoldFolder {
    /// Locks the folder against other workbenches: the file `.journal/lock` in it, made when needed. The lock is the
    /// system's (`flock`, `LockFileEx`), so that a file which a dead process left is no obstacle.
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
    /// When another holds it, or when the file cannot be made (a read-only folder, a file system without locks).
    pub fn lock(&self) -> Result<Lock, LockError> {
        let folder = self.dir().join(".journal");
        let path = folder.join("lock");
        let failed = |error: &io::Error| LockError::Io(Problem::writing(&path, error));
        self.check_journals().map_err(LockError::Io)?;
        self.make(&folder).map_err(|error| failed(&error))?;
        if path.is_symlink() {
            return Err(failed(&not_a_file()));
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| failed(&error))?;
        let holder = folder.join("lock-holder.json");
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { by: who(&holder) }),
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        let me = Holder { pid: std::process::id(), host: host(), since: now().as_secs() };
        let json = serde_json::to_string(&me).unwrap_or_default();
        replace::replace(&Real, &holder, json.as_bytes()).map_err(|error| failed(&error))?;
        for place in [self.dir(), &folder] {
            sweep(place);
        }
        Ok(Lock { _file: file })
    }
}

fn who(holder: &Path) -> String {
    let json = fs::read_to_string(holder).unwrap_or_default();
    let Ok(holder) = serde_json::from_str::<Holder>(&json) else {
        return "another process".to_owned();
    };
    let host = holder.host.map(|host| format!(" on {}", escaped(&host))).unwrap_or_default();
    let minutes = now().as_secs().saturating_sub(holder.since) / 60;
    let since = match minutes {
        0 => "less than a minute".to_owned(),
        1..120 => format!("{minutes} min"),
        _ => format!("{} h", minutes / 60),
    };
    format!("process {}{host} (for {since})", holder.pid)
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The machine's name, where it is easily had.
fn host() -> Option<String> {
    let file = |path| fs::read_to_string(path).ok();
    let name = file("/proc/sys/kernel/hostname")
        .or_else(|| file("/etc/hostname"))
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
