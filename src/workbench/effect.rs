//! Effects: what must happen outside the model.

use std::ops::Range;
use std::sync::Arc;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article, Catalogue};
use crate::text::{Needle, Text};

use super::document::BegunArticle;

/// Something that must happen outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read an article with what was decided on it; the answer is [`super::Action::Opened`].
    Open {
        /// Its number.
        index: usize,
    },
    /// Find the articles that fit what was typed (see [`super::matching`]), too many to do it between two keys; the answer
    /// is [`super::Action::Matched`], unless another such effect came meanwhile.
    Match {
        /// What was typed.
        query: String,
        /// All articles.
        catalogue: Catalogue,
    },
    /// Find words in all open articles; the answer is [`super::Action::Everywhere`], unless another such effect came meanwhile.
    Everywhere {
        /// What is looked for.
        needle: Needle,
        /// The articles by their numbers.
        texts: Vec<(usize, Text)>,
    },
    /// Find words in a long article (see [`crate::text::Needle`]); the answer is [`super::Action::Sought`], unless another such
    /// effect came meanwhile.
    Find {
        /// Its number.
        index: usize,
        /// What was typed.
        query: String,
        /// The article's text.
        text: Text,
    },
    /// Ask our own machine about a chunk of an article; the answer is [`super::Action::Suggested`].
    Suggest {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
        /// The bytes of the chunk.
        chunk: Range<usize>,
    },
    /// Ask the other suggesters about an article; the answers are [`super::Action::Suggested`].
    Consult {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
    },
    /// Put what was done to an article on disk; the answer is [`super::Action::Saved`] or [`super::Action::SaveFailed`].
    Save {
        /// The article.
        article: Arc<Article>,
        /// What was done since the effect before this one, for the journal.
        entries: Vec<JournalEntry>,
        /// Its annotation as it is now, for the gold file.
        annotation: Box<Annotation>,
        /// The revision that this is.
        revision: u64,
    },
    /// Write articles into another gold folder and go on there; the answer is [`super::Action::Moved`] or
    /// [`super::Action::MoveFailed`], and [`super::Action::Saved`] for each.
    SaveAs {
        /// As it was typed.
        folder: String,
        /// Everything that was begun.
        documents: Vec<BegunArticle>,
    },
    /// Ask the terminal for the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Give the terminal back to the shell until resumed.
    Suspend,
    /// End the program.
    Quit,
}
