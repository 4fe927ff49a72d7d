//! Answers of language models, kept on disk so that the same question is not paid for twice.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::store::disk::RealDisk;
use crate::store::disk::replace::{create_folder, replace_file};
use crate::store::input::{InputKind, read_text_input};

/// A folder with one file for each answer: `$XDG_CACHE_HOME/tawsim/answers`, by default `~/.cache/tawsim/answers`. It can be
/// deleted at any time.
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

    /// Keeps an answer. If the disk refuses, it is not kept, and nothing else happens: it can be asked for again.
    pub fn put(&self, key: &str, answer: &str) {
        let Some(path) = self.path(key) else { return };
        let Some(folder) = path.parent() else { return };
        let made = create_folder(&RealDisk, folder, &mut Vec::new());
        let _ = made.and_then(|()| replace_file(&RealDisk, &path, answer.as_bytes()));
    }

    /// The file of a key. Its first two digits are a folder, so that no folder has a million files.
    fn path(&self, key: &str) -> Option<PathBuf> {
        let is_hash = key.len() >= 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (folder, name) = key.split_at_checked(2).filter(|_| is_hash)?;
        Some(self.folder.join(folder).join(format!("{name}.json")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_by_their_key() {
        let folder = tempfile::tempdir().unwrap();
        let cache = AnswerCache { folder: folder.path().join("a/b") };
        assert_eq!(cache.get("00112233"), None);
        cache.put("00112233", "نعم");
        cache.put("00112233", "لا");
        assert_eq!((cache.get("00112233").as_deref(), cache.get("00112234")), (Some("لا"), None));
        cache.put("../../etc", "x");
        assert_eq!(folder.path().join("a/b").read_dir().unwrap().count(), 1);
    }
}
