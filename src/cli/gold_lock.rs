//! Locking a gold folder: for a verb that writes it, and for the workbench, which also opens a folder that another program holds.

use crate::lang::{Lang, say};
use crate::store::{Access, GoldFolder, Lock, LockError, Problem};

/// Locks the folder until the lock is dropped.
///
/// # Errors
/// When another program has it open, or the disk refuses.
pub(super) fn lock(folder: &GoldFolder) -> anyhow::Result<Lock> {
    folder.lock().map_err(|error| match error {
        LockError::Held { by } => anyhow::anyhow!("{by} has the gold folder open; close that program first"),
        LockError::Io(problem) => problem.into(),
    })
}

/// How the workbench may use a gold folder.
pub(super) struct FolderAccess {
    /// Held as long as the workbench is open.
    pub(super) lock: Option<Lock>,
    pub(super) access: Access,
    /// Why nothing can be changed; `None` if it can.
    pub(super) read_only: Option<String>,
    /// What to tell about the lock.
    pub(super) problem: Option<Problem>,
}

impl FolderAccess {
    /// Locks the folder in the name of an annotator, or says who has it open.
    pub(super) fn lock(folder: &GoldFolder, annotator: Option<&str>, lang: Lang) -> Self {
        let read = Self::read();
        match folder.lock_as(annotator) {
            Ok(lock) => {
                let problem = lock.notice().cloned();
                Self { lock: Some(lock), access: Access::Write, read_only: None, problem }
            }
            Err(LockError::Held { by }) => {
                let read_only = Some(say::folder_open(lang, by.describe(lang)));
                Self { access: Access::ReadBesideWriter, read_only, ..read }
            }
            Err(LockError::Io(problem)) => Self { problem: Some(problem), ..read },
        }
    }

    /// Reads without a lock, and creates nothing.
    pub(super) const fn read() -> Self {
        Self { lock: None, access: Access::Read, read_only: None, problem: None }
    }
}
