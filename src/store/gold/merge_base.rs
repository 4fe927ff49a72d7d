//! The common beginning of a conflict file and the gold file of another program: the gold as this process last read or wrote it.
//!
//! It is kept in memory for some articles. When a conflict file is made, it is written into the folder of journals under the first
//! digits of the hash of its content, and the conflict file names the whole hash. It stays there. So a merge can tell what one side removed from what the other added.

use crate::gold::{Annotation, Article};
use crate::store::disk::replace::replace_file;

use super::file_state::{CONFLICT_BASE, FileState};
use super::folder::{GoldFolder, parse_gold_of};
use super::hash::ContentHash;
use super::name::file_stem;

/// The annotations of so many articles are kept in memory.
const KEPT: usize = 64;

impl GoldFolder {
    /// Remembers the gold of an article as it is on disk now.
    pub(super) fn remember_gold(&self, id: &str, annotation: Annotation) {
        let oldest = self.with_remembered(|ids| {
            ids.retain(|one| one != id);
            ids.push_back(id.to_owned());
            if ids.len() > KEPT { ids.pop_front() } else { None }
        });
        self.with_state(id, |file| file.last_gold = Some(annotation));
        if let Some(oldest) = oldest {
            self.with_state(&oldest, |file| file.last_gold = None);
        }
    }

    /// Writes the base of a new conflict file. Returns its hash; `None` if it is not known or cannot be written: then a merge brings
    /// back what one side removed, and loses nothing.
    pub(super) fn keep_base(&self, article: &Article, state: &FileState) -> Option<String> {
        let base = state.last_gold.as_ref()?;
        let bytes = self.gold_line(article, base).into_bytes();
        let hash = ContentHash::of(&bytes).to_hex();
        self.create_folder(&self.journals_dir()).ok()?;
        replace_file(&*self.disk, &self.base_file(&article.id, &hash), &bytes).ok()?;
        Some(hash)
    }

    /// The base of a conflict file; `None` if it has none, or if the file of the base is not as it was written.
    pub(super) fn base_of(&self, article: &Article, conflict: &Annotation) -> Option<Annotation> {
        let hash = conflict.extra.get(CONFLICT_BASE)?.as_str()?;
        let path = self.base_file(&article.id, hash);
        let bytes = self.read_own_file(&path).ok()??;
        if ContentHash::of(&bytes).to_hex() != hash {
            return None;
        }
        parse_gold_of(article, &path, &bytes).ok().map(|(_, base, _)| base)
    }

    fn base_file(&self, id: &str, hash: &str) -> std::path::PathBuf {
        // The hash comes from a file: it must not name another folder.
        let digits: String = hash.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        self.journals_dir().join(format!("{}.json.base-{digits}", file_stem(id)))
    }
}
