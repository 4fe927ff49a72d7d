//! Values that pass between an open article and the disk.

use std::sync::Arc;

use crate::edit::{History, ItemRef};
use crate::gold::{Annotation, Article};

use super::Document;

/// An article as the disk has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedArticle {
    /// The article.
    pub article: Arc<Article>,
    /// The annotation; `None` if nothing was decided yet.
    pub annotation: Option<Annotation>,
    /// The changes that can be undone and redone.
    pub history: History,
    /// The item that had the focus.
    pub focus: Option<ItemRef>,
}

impl From<LoadedArticle> for Document {
    fn from(opened: LoadedArticle) -> Self {
        Self::resumed(opened.article, opened.annotation, opened.history, opened.focus)
    }
}

/// Another version of an article, from a conflict file beside its gold file.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictVersion {
    /// The name of the file.
    pub name: String,
    /// The hash of its content.
    pub content: String,
    /// The annotation in it.
    pub annotation: Annotation,
    /// The annotation with which both it and the gold file began, if that is known.
    pub base: Option<Annotation>,
}

/// The other versions of an article on the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundVersions {
    /// The article as its gold file has it, if another program wrote it.
    pub loaded: Option<Box<LoadedArticle>>,
    /// The versions in conflict files.
    pub versions: Vec<ConflictVersion>,
}

/// An article on which work has begun, with everything that is saved of it.
#[derive(Debug, Clone, PartialEq)]
pub struct BegunArticle {
    /// The article.
    pub article: Arc<Article>,
    /// The annotation.
    pub annotation: Annotation,
    /// The changes that can be undone and redone.
    pub history: History,
    /// The item that has the focus.
    pub focus: Option<ItemRef>,
    /// The revision.
    pub revision: u64,
}

impl From<&Document> for BegunArticle {
    fn from(document: &Document) -> Self {
        Self {
            article: Arc::clone(&document.article),
            annotation: document.annotation.clone(),
            history: document.history.clone(),
            focus: document.focus.clone(),
            revision: document.revision(),
        }
    }
}
