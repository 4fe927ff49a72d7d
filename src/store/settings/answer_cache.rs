//! Answers of language models, kept on disk so that the same question is not paid for twice.

#[cfg(unix)]
use std::fs;
use std::io;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::store::disk::RealDisk;
use crate::store::disk::replace::{create_folder, replace_file};
use crate::store::input::{InputKind, read_text_input};
use crate::store::problem::Problem;

/// A folder with one file for each answer: `$XDG_CACHE_HOME/tawsim/answers`, by default `~/.cache/tawsim/answers`. It can be
/// deleted at any time. The answers repeat words of the articles, so nobody else may read it (Unix).
#[derive(Debug, Clone)]
pub struct AnswerCache {
    folder: PathBuf,
}

impl AnswerCache {
    /// Finds the folder; `None` for a user without a home folder. It is made by the first write.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        Some(Self { folder: base.cache_dir().join("tawsim").join("answers") })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the answer that is kept under a key, which is a hash in hexadecimal digits.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        read_text_input(&self.path(key)?, InputKind::Article).ok()
    }

    /// Keeps an answer.
    ///
    /// # Errors
    /// If the disk refuses: the answer is not kept then, and can be asked for again.
    pub fn put(&self, key: &str, answer: &str) -> Result<(), Problem> {
        let Some(path) = self.path(key) else { return Ok(()) };
        let Some(folder) = path.parent() else { return Ok(()) };
        let kept = create_folder(&RealDisk, &self.folder, &mut Vec::new())
            .and_then(|()| make_private(&self.folder))
            .and_then(|()| create_folder(&RealDisk, folder, &mut Vec::new()))
            .and_then(|()| replace_file(&RealDisk, &path, answer.as_bytes()));
        kept.map_err(|error| Problem::new(&self.folder, None, format!("cannot be written: {error}")))
    }

    /// The file of a key. Its first two digits are a folder, so that no folder has a million files.
    fn path(&self, key: &str) -> Option<PathBuf> {
        let is_hash = key.len() >= 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (folder, name) = key.split_at_checked(2).filter(|_| is_hash)?;
        Some(self.folder.join(folder).join(format!("{name}.json")))
    }
}

/// Takes the folder away from all but its owner.
#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    let mut permissions = fs::metadata(folder)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o700);
        fs::set_permissions(folder, permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_by_their_key() {
        let folder = tempfile::tempdir().unwrap();
        let cache = AnswerCache { folder: folder.path().join("a/b") };
        assert_eq!(cache.get("00112233"), None);
        cache.put("00112233", "نعم").unwrap();
        cache.put("00112233", "لا").unwrap();
        assert_eq!((cache.get("00112233").as_deref(), cache.get("00112234")), (Some("لا"), None));
        cache.put("../../etc", "x").unwrap();
        assert_eq!(folder.path().join("a/b").read_dir().unwrap().count(), 1);
        #[cfg(unix)]
        assert_eq!(folder.path().join("a/b").metadata().unwrap().permissions().mode() & 0o777, 0o700);
        std::fs::write(folder.path().join("file"), "").unwrap();
        let cache = AnswerCache { folder: folder.path().join("file/answers") };
        assert!(cache.put("00112233", "نعم").unwrap_err().to_string().contains("cannot be written"));
    }
}
