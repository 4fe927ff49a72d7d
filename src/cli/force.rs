//! The flag `--force` of the verbs that write files, and the kinds of files that several of them write.

use std::io;
use std::path::Path;

use clap::Args;

use crate::formats::GOLD_LINES;
use crate::store;

#[derive(Args, Clone, Copy)]
pub(super) struct ForceArgs {
    /// Write the output even if it replaces a file of another kind or an input, lies in a gold folder, or lacks inputs
    #[arg(long)]
    pub(super) force: bool,
}

/// The message for an output whose name a file of another kind has. `what` is what this run writes.
pub(super) fn refusal(what: &str) -> String {
    format!("exists already, and is not {what}; name another file, or add --force to replace it")
}

/// True if a file has lines of gold JSON.
pub(super) fn has_gold_lines(path: &Path) -> io::Result<bool> {
    GOLD_LINES.recognises(&mut *store::open_regular(path)?)
}
