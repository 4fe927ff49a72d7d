//! Calls of the disk: every file that the gold folder and the user's folders write goes through the trait [`Disk`].

mod calls;
pub(crate) mod output;
mod real;
pub(crate) mod replace;
#[cfg(test)]
pub(crate) mod simulated;

pub(crate) use calls::{Disk, FileKind, TemporaryFile, not_a_file, write_all};
pub(crate) use real::{RealDisk, remove_leftovers};
