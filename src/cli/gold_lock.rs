//! Locking a gold folder that a verb writes.

use crate::store::{GoldFolder, Lock, LockError};

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
