//! Calls of the disk, and the ways to write a file so that it outlives a crash.
//!
//! Everything that gold folders, journals and the user's folders write goes through the trait [`Disk`], one system call
//! for each method. There are two disks: [`RealDisk`], and in tests `SimulatedDisk`, which lives in memory, refuses a
//! chosen call and forgets unsynced bytes when the power goes.
//!
//! May use: `store/problem`, `store/input`, `std::fs`, `tempfile`.
//!
//! Must never know: articles, gold, journals.
//!
//! Invariants:
//! - [`replace::replace_file`] leaves the old content or the new content on disk, never a part of either;
//! - a file that is created or replaced is synced, and then its folder is synced.

mod calls;
mod real;
pub(crate) mod replace;
#[cfg(test)]
pub(crate) mod simulated;

pub(crate) use calls::{Disk, Existing, FileKind, TemporaryFile, not_a_file, write_all};
pub(crate) use real::{RealDisk, remove_leftovers};
