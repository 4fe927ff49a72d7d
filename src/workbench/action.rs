//! What happens to the model, and what is to happen outside.

use std::ops::Range;
use std::sync::Arc;

use crate::edit::{History, ItemRef, JournalEntry};
use crate::gold::{Annotation, Article, ArticleSummary, Catalogue, Headings, Suggestion};
use crate::text::{Needle, Span, Text};

use super::mouse::Mouse;
use super::{Document, Key};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// Words were pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// More articles were found.
    Found {
        /// What they are called; they follow those that are known.
        headings: Arc<Headings>,
        /// What could not be opened, a line each.
        problems: Vec<String>,
    },
    /// All articles are known.
    Indexed,
    /// How far articles are that may not be open, by their number.
    Standings(Vec<(usize, ArticleSummary)>),
    /// On this article, by its number, work was done last.
    Resume(usize),
    /// An article comes from the disk.
    Opened {
        /// Its number.
        index: usize,
        /// It as it was left, or why it cannot be read.
        found: Result<Box<Opened>, String>,
        /// What else is to be told of it.
        problems: Vec<String>,
    },
    /// Articles were found that fit what was typed to choose one.
    Matched {
        /// What was typed.
        query: String,
        /// Their numbers, the best first.
        shown: Vec<u32>,
        /// Were all articles looked at, or is more to come?
        all: bool,
    },
    /// All open articles were looked through for words.
    Everywhere {
        /// What was looked for.
        needle: Needle,
        /// For each article by its number, where they stand.
        found: Vec<(usize, Vec<Span>)>,
    },
    /// A long article was looked through for what was typed.
    Sought {
        /// Its number.
        index: usize,
        /// What was typed.
        query: String,
        /// Every place, in reading order.
        matches: Vec<Span>,
    },
    /// A machine answered for an article.
    Suggested {
        /// Its place among the open articles.
        index: usize,
        /// What it proposes.
        suggestions: Vec<Suggestion>,
        /// The first byte of the chunk of the text that our own machine was asked about: its fresh suggestions take the
        /// place of its pending ones there. `None` where others answer for a whole article.
        own: Option<usize>,
    },
    /// Our own machine has learnt something and would answer otherwise now.
    Learnt,
    /// What was done to an article is on disk.
    Saved {
        /// Its id.
        id: String,
        /// As of which revision.
        revision: u64,
    },
    /// The disk refused what was done to an article.
    SaveFailed {
        /// Its id.
        id: String,
        /// What went wrong, and what to do.
        problem: String,
    },
    /// All gold is on disk in another folder, and goes there from now on.
    Moved {
        /// As it was typed.
        folder: String,
        /// How many articles.
        count: usize,
        /// What was not opened and could not be read, so that it stays behind.
        behind: Option<String>,
    },
    /// It could not be written there; everything stays where it is.
    MoveFailed {
        /// What went wrong, and what to do.
        problem: String,
    },
}

/// An article with all that was ever done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
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

impl Whole {
    pub(super) fn of(document: &Document) -> Self {
        Self {
            article: Arc::clone(&document.article),
            annotation: document.annotation.clone(),
            history: document.history.clone(),
            focus: document.focus.clone(),
            revision: document.revision,
        }
    }
}

/// An article as it was left.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The article.
    pub article: Arc<Article>,
    /// What was decided; `None` when nobody has decided anything.
    pub annotation: Option<Annotation>,
    /// What can be taken back and made again.
    pub history: History,
    /// What had the focus.
    pub focus: Option<ItemRef>,
}

impl From<Opened> for Document {
    fn from(opened: Opened) -> Self {
        Self::resumed(opened.article, opened.annotation, opened.history, opened.focus)
    }
}

/// Something that must happen outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read an article with what was decided on it; the answer is [`Action::Opened`].
    Open {
        /// Its number.
        index: usize,
    },
    /// Find the articles that fit what was typed (see [`super::matching`]), too many to do it between two keys; the answer
    /// is [`Action::Matched`], unless another such effect came meanwhile.
    Match {
        /// What was typed.
        query: String,
        /// All articles.
        catalogue: Catalogue,
    },
    /// Find words in all open articles; the answer is [`Action::Everywhere`], unless another such effect came meanwhile.
    Everywhere {
        /// What is looked for.
        needle: Needle,
        /// The articles by their numbers.
        texts: Vec<(usize, Text)>,
    },
    /// Find words in a long article (see [`crate::text::Needle`]); the answer is [`Action::Sought`], unless another such
    /// effect came meanwhile.
    Find {
        /// Its number.
        index: usize,
        /// What was typed.
        query: String,
        /// The article's text.
        text: Text,
    },
    /// Ask our own machine about a chunk of an article; the answer is [`Action::Suggested`].
    Suggest {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
        /// The bytes of the chunk.
        chunk: Range<usize>,
    },
    /// Ask the other suggesters about an article; the answers are [`Action::Suggested`].
    Consult {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
    },
    /// Put what was done to an article on disk; the answer is [`Action::Saved`] or [`Action::SaveFailed`].
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
    /// Write articles into another gold folder and go on there; the answer is [`Action::Moved`] or
    /// [`Action::MoveFailed`], and [`Action::Saved`] for each.
    SaveAs {
        /// As it was typed.
        folder: String,
        /// Everything that was begun.
        documents: Vec<Whole>,
    },
    /// Ask the terminal for the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Give the terminal back to the shell until resumed.
    Suspend,
    /// End the program.
    Quit,
}
