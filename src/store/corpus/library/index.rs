//! The index of a library: its files, the places of its articles, and their headings.

use std::fmt;
use std::fs::Metadata;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use crate::gold::{ArticleSummary, Catalogue, Headings};
use crate::store::corpus::kind::SourceKind;
use crate::store::problem::{Problem, printable};

use super::unpacked::UnpackedFile;

/// What has been found out.
#[derive(Debug, Clone)]
pub enum LibraryReport {
    /// Articles that follow those reported before, and what could not be read among them.
    Found {
        /// What they are called. One that cannot be read is called by its file and line.
        headings: Arc<Headings>,
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// There are no further articles.
    Indexed,
    /// How far articles are, by their number, as their gold files say.
    Standings(Vec<(usize, ArticleSummary)>),
    /// All of that has been reported.
    Surveyed {
        /// The article on which work was done last and is not finished, by its number.
        resume: Option<usize>,
    },
}

/// Articles, each to be read by its number. A clone is the same library.
#[derive(Clone, Default)]
pub struct Library(pub(super) Arc<RwLock<Index>>);

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({} articles)", self.read_index().places.len())
    }
}

#[derive(Default)]
pub(super) struct Index {
    pub(super) files: Vec<IndexedFile>,
    pub(super) places: Vec<ArticlePlace>,
    pub(super) catalogue: Catalogue,
}

/// Where an article stands.
#[derive(Clone, Copy)]
pub(super) struct ArticlePlace {
    pub(super) file: u32,
    /// From 1; 0 in a file of one article.
    pub(super) line: u32,
    /// The line's first byte.
    pub(super) at: u64,
}

pub(super) struct IndexedFile {
    pub(super) path: Box<Path>,
    pub(super) kind: SourceKind,
    /// Its length and time of change when it was indexed.
    pub(super) stamp: Option<(u64, SystemTime)>,
    /// What is in it, where it is compressed.
    pub(super) unpacked: Option<Arc<UnpackedFile>>,
    /// Was it reported that it changed?
    pub(super) reported: AtomicBool,
}

pub(super) fn stamp_of(metadata: &Metadata) -> Option<(u64, SystemTime)> {
    Some((metadata.len(), metadata.modified().ok()?))
}

impl Library {
    pub(super) fn read_index(&self) -> RwLockReadGuard<'_, Index> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many articles are known so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read_index().places.len()
    }

    /// Is none known?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the articles are called that are known so far.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        self.read_index().catalogue.clone()
    }
}

/// What an article is called that cannot be read.
pub(super) fn placeholder_id(path: &Path, line: u32) -> String {
    let name = printable(path.file_name().unwrap_or(path.as_os_str()));
    if line == 0 { name } else { format!("{name}:{line}") }
}
