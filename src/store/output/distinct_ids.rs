//! Distinct ids: no two articles of a run have the same one, whatever their files are named.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::{Component, Path};

use crate::store::gold::name::file_stem;

/// The ids that a run gave to articles. An id that another article has is changed, so that neither is lost.
#[derive(Debug, Default)]
pub struct DistinctIds {
    /// The hashes of the file names of the ids, with the hash of the file of each.
    used: HashMap<u64, u64>,
    hasher: RandomState,
}

impl DistinctIds {
    /// The id of an article: `id`, unless another article has it or shares its file name. Then it gets the annotator behind
    /// it, or the names of the folders before it, or a number.
    ///
    /// ```
    /// # use std::path::Path;
    /// let mut ids = tawsim::store::DistinctIds::default();
    /// assert_eq!(ids.claim("doc", Path::new("a/doc.txt"), None), "doc");
    /// assert_eq!(ids.claim("doc", Path::new("b/doc.txt"), None), "b-doc");
    /// assert_eq!(ids.claim("doc", Path::new("b/doc.txt"), Some("ali")), "doc.ali");
    /// assert_eq!(ids.claim("doc", Path::new("a/doc.txt"), None), "doc-2");
    /// ```
    pub fn claim(&mut self, id: &str, path: &Path, annotator: Option<&str>) -> String {
        let file = self.hasher.hash_one(path);
        if self.insert(id, file) {
            return id.to_owned();
        }
        // The folder tells two files apart, and not two articles of one file.
        let is_same_file = self.used.get(&self.key(id)) == Some(&file);
        let with_annotator = annotator.map(|name| format!("{id}.{name}"));
        let mut prefix = String::new();
        let folders = path.parent().filter(|_| !is_same_file).map(Path::components).into_iter().flatten().rev();
        let names = folders.filter_map(|folder| match folder {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        });
        let with_folders = names.map(|name| {
            prefix = format!("{name}-{prefix}");
            format!("{prefix}{id}")
        });
        let candidates: Vec<String> = with_annotator.into_iter().chain(with_folders).collect();
        for candidate in candidates {
            if self.insert(&candidate, file) {
                return candidate;
            }
        }
        let mut number = 2_u64;
        loop {
            let candidate = format!("{id}-{number}");
            if self.insert(&candidate, file) {
                return candidate;
            }
            number += 1;
        }
    }

    /// Puts an id to use for an article of a file. Gives false if it was in use.
    fn insert(&mut self, id: &str, file: u64) -> bool {
        let key = self.key(id);
        if self.used.contains_key(&key) {
            return false;
        }
        self.used.insert(key, file);
        true
    }

    fn key(&self, id: &str) -> u64 {
        // Where names that differ only in case are one file, so are these.
        let stem = file_stem(id);
        let stem = if cfg!(any(windows, target_os = "macos")) { stem.to_lowercase() } else { stem };
        self.hasher.hash_one(&stem)
    }
}
