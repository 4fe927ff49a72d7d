//! Replacing one gold file that another program manages, as Git does during a merge.

use std::path::Path;

use crate::store::disk::RealDisk;
use crate::store::disk::replace::replace_file;
use crate::store::problem::Problem;

/// Replaces a file as a whole: the old or the new content is on disk, never a part. For a file outside a gold folder, which is
/// input and output at once.
///
/// # Errors
/// When the file cannot be written. The old content stays then.
pub fn replace_gold_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    replace_file(&RealDisk, path, bytes).map_err(|error| Problem::cannot_write(path, &error))
}
