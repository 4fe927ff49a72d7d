//! An article as it comes from the disk, and as it is written whole.

use std::sync::Arc;

use crate::edit::{History, ItemRef};
use crate::gold::{Annotation, Article};

use super::Document;

/// An article as it was left.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedArticle {
    /// The article.
    pub article: Arc<Article>,
    /// What was decided; `None` when nobody has decided anything.
    pub annotation: Option<Annotation>,
    /// What can be taken back and made again.
    pub history: History,
    /// What had the focus.
    pub focus: Option<ItemRef>,
}

impl From<LoadedArticle> for Document {
    fn from(opened: LoadedArticle) -> Self {
        Self::resumed(opened.article, opened.annotation, opened.history, opened.focus)
    }
}

/// An article with all that was ever done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct BegunArticle {
    /// The article.
    pub article: Arc<Article>,
    /// What is decided.
    pub annotation: Annotation,
    /// What can be taken back and made again.
    pub history: History,
    /// What has the focus.
    pub focus: Option<ItemRef>,
    /// The revision that this is.
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
