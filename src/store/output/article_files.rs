//! One file for each article: no two articles of a run have the same one.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Arc;

use crate::store::gold::name::file_stem;
use crate::store::problem::{Problem, printable};

/// The articles for which a run writes files of their own. A second article with the same id would replace the file of the
/// first, so it is refused.
#[derive(Debug, Default)]
pub struct ArticleFiles {
    /// The places of the articles, by the hash of the file name.
    places: HashMap<u64, Place>,
    hasher: RandomState,
    /// The place of the article that was read last.
    last: Option<Place>,
}

/// An article: its file, and its number in the file, from 1.
#[derive(Debug, Clone)]
struct Place {
    path: Arc<Path>,
    number: usize,
}

impl ArticleFiles {
    /// Notes that the next article of a file was read.
    pub fn next_article(&mut self, path: &Path) {
        self.last = Some(match self.last.take() {
            Some(Place { path: last, number }) if *last == *path => Place { path: last, number: number + 1 },
            _ => Place { path: path.into(), number: 1 },
        });
    }

    /// Takes the file of an article for the one that was read last.
    ///
    /// ```
    /// # use std::path::Path;
    /// let mut files = tawsim::store::ArticleFiles::default();
    /// files.next_article(Path::new("a.jsonl"));
    /// assert!(files.claim("x").is_ok());
    /// files.next_article(Path::new("b.jsonl"));
    /// let what = files.claim("x").unwrap_err().to_string();
    /// assert!(what.starts_with("b.jsonl: article 1 has the id \"x\", and so has article 1 of a.jsonl;"), "{what}");
    /// ```
    ///
    /// # Errors
    /// When an earlier article has that file. The problem names both places.
    pub fn claim(&mut self, id: &str) -> Result<(), Problem> {
        let place = self.last.clone().unwrap_or_else(|| Place { path: Path::new("-").into(), number: 1 });
        // Where names that differ only in case are one file, so are these.
        let stem = file_stem(id);
        let stem = if cfg!(any(windows, target_os = "macos")) { stem.to_lowercase() } else { stem };
        match self.places.get(&self.hasher.hash_one(&stem)) {
            Some(first) => {
                let what = format!(
                    "article {} has the id {id:?}, and so has article {} of {}; each article needs an id of its own, \
                     because its file is named after it: change one of them",
                    place.number,
                    first.number,
                    printable(first.path.as_os_str()),
                );
                Err(Problem::new(&place.path, None, what))
            }
            None => {
                self.places.insert(self.hasher.hash_one(&stem), place);
                Ok(())
            }
        }
    }
}
