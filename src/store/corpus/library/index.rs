//! The index of a library: its files, the places of its articles, and their headings.

use std::fmt;
use std::fs::Metadata;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use crate::gold::{ArticleSummary, Catalogue, Headings};
use crate::store::corpus::kind::SourceKind;
use crate::store::problem::{Problem, printable};

use super::unpacked::UnpackedFile;

/// A report of the library, see [`Library::index`] and [`Library::spawn`].
#[derive(Debug, Clone)]
pub enum LibraryReport {
    /// Articles that follow those of the reports before, and the problems found among them.
    Found {
        /// The ids and titles. An article that cannot be read has its file and line as id, and no title.
        headings: Arc<Headings>,
        /// The problems.
        problems: Vec<Problem>,
    },
    /// The index is complete: there are no further articles.
    Indexed,
    /// The status of articles that have gold files, by article number.
    Standings(Vec<(usize, ArticleSummary)>),
    /// The status of all articles has been reported.
    Surveyed {
        /// The number of the article on which work was done last, if it is not finished.
        resume: Option<usize>,
    },
}

/// Articles that are read from disk by their numbers, which count from 0. Clones are the same library.
#[derive(Clone, Default)]
pub struct Library(Arc<RwLock<Index>>);

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({} articles)", self.read_index().places.len())
    }
}

/// The index that a library makes.
#[derive(Default)]
pub(super) struct Index {
    pub(super) files: Vec<IndexedFile>,
    /// By article number.
    pub(super) places: Vec<ArticlePlace>,
    pub(super) catalogue: Catalogue,
}

/// The place of an article on disk: 16 bytes.
#[derive(Clone, Copy)]
pub(super) struct ArticlePlace {
    /// The index of the file in [`Index::files`].
    pub(super) file: u32,
    /// The line, from 1; 0 in a file that holds one article.
    pub(super) line: u32,
    /// The offset of the line's first byte in the uncompressed file.
    pub(super) at: u64,
}

/// A file of the corpus.
pub(super) struct IndexedFile {
    pub(super) path: Box<Path>,
    pub(super) kind: SourceKind,
    /// Its length and modification time when it was indexed.
    pub(super) stamp: Option<(u64, SystemTime)>,
    /// Its uncompressed content, if it is compressed.
    pub(super) unpacked: Option<Arc<UnpackedFile>>,
    /// True when it was reported that the file has changed.
    pub(super) change_reported: AtomicBool,
}

/// The length and the modification time of a file.
pub(super) fn stamp_of(metadata: &Metadata) -> Option<(u64, SystemTime)> {
    Some((metadata.len(), metadata.modified().ok()?))
}

impl Library {
    /// Locks the index for reading.
    pub(super) fn read_index(&self) -> RwLockReadGuard<'_, Index> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks the index for writing.
    pub(super) fn write_index(&self) -> RwLockWriteGuard<'_, Index> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of articles that are indexed so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read_index().places.len()
    }

    /// True if no article is indexed so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids and titles of the articles that are indexed so far.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        self.read_index().catalogue.clone()
    }
}

/// The id of an article that cannot be read: its file name, and its line if the file holds several articles.
pub(super) fn placeholder_id(path: &Path, line: u32) -> String {
    let name = printable(path.file_name().unwrap_or(path.as_os_str()));
    if line == 0 { name } else { format!("{name}:{line}") }
}
