//! Effects: what must happen outside the model.

use std::ops::Range;
use std::sync::Arc;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article, Catalogue, Label};
use crate::text::{Needle, Text};

use super::document::BegunArticle;

/// The reason for reading an open article again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// The user asks for it.
    Asked,
    /// The article comes on the screen, and was read some time before: its file may have changed since.
    IfChanged,
}

/// Something that must happen outside the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read an article with what was decided on it. The answer is [`super::Action::ArticleOpened`].
    OpenArticle {
        /// The number of the article.
        index: usize,
    },
    /// Find the articles that match a query (see [`super::matching`]): there are too many to do it between two keys.
    /// The answer is [`super::Action::ArticlesMatched`], unless a newer effect of this kind came.
    MatchArticles {
        /// The query that was typed.
        query: String,
        /// All articles.
        catalogue: Catalogue,
    },
    /// Search all open articles for words. The answer is [`super::Action::FoundEverywhere`], unless a newer effect of this
    /// kind came.
    FindEverywhere {
        /// The words.
        needle: Needle,
        /// The texts of the articles, by their numbers.
        texts: Vec<(usize, Text)>,
    },
    /// Search a long article for words (see [`crate::text::Needle`]). The answer is [`super::Action::FoundInArticle`], unless a
    /// newer effect of this kind came.
    FindInArticle {
        /// The number of the article.
        index: usize,
        /// The query that was typed.
        query: String,
        /// The article's text.
        text: Text,
    },
    /// Ask the built-in suggester about a chunk of an article. The answer is [`super::Action::Suggested`].
    Suggest {
        /// The number of the article.
        index: usize,
        /// The article.
        article: Arc<Article>,
        /// The bytes of the chunk.
        chunk: Range<usize>,
        /// True for the article that comes next, false for the one on the screen.
        is_ahead: bool,
    },
    /// Estimate how much verdicts on an article are worth, by the rule of the order. The answer is
    /// [`super::Action::Estimated`].
    Estimate {
        /// The number of the article.
        index: usize,
    },
    /// Ask the other suggesters about an article. Each answers with [`super::Action::Suggested`].
    Consult {
        /// The number of the article.
        index: usize,
        /// The article.
        article: Arc<Article>,
    },
    /// Nobody waits for the answers of the other suggesters about an article: those that have not answered may stop. Each that
    /// stops answers with [`super::Action::ConsultingStopped`].
    StopConsulting {
        /// The number of the article.
        index: usize,
    },
    /// Save the changes of an article. The answer is [`super::Action::Saved`] or [`super::Action::SaveFailed`].
    Save {
        /// The article.
        article: Arc<Article>,
        /// The changes since the previous effect of this kind, for the journal.
        entries: Vec<JournalEntry>,
        /// The annotation as it is now, for the gold file.
        annotation: Box<Annotation>,
        /// The revision.
        revision: u64,
    },
    /// Write articles into another gold folder, and use it from then on. The answer is [`super::Action::Moved`] or
    /// [`super::Action::MoveFailed`], and [`super::Action::Saved`] for each article.
    SaveAs {
        /// The folder as it was typed.
        folder: String,
        /// All open articles on which work has begun.
        documents: Vec<BegunArticle>,
    },
    /// Write articles into a new file that is no gold folder; nothing else changes. The answer is
    /// [`super::Action::WrittenTo`] or [`super::Action::WriteToFailed`].
    WriteTo {
        /// The file as it was typed.
        file: String,
        /// The articles.
        documents: Vec<BegunArticle>,
    },
    /// Write a new label into the labels file. The answer is [`super::Action::LabelWritten`] or
    /// [`super::Action::ProblemReported`].
    AddLabel {
        /// The label.
        label: Label,
        /// Its description; may be empty.
        description: String,
    },
    /// Read an open article from the disk again. The answer is [`super::Action::ArticleReloaded`].
    ReloadArticle {
        /// The number of the article.
        index: usize,
        /// Who wants it.
        why: Reload,
    },
    /// Read the conflict files of an open article. The answer is [`super::Action::ConflictsRead`].
    ReadConflicts {
        /// The number of the article.
        index: usize,
    },
    /// Put conflict files away after their article is saved.
    PutConflictsAway {
        /// The id of the article.
        id: String,
        /// The names of the files, each with the hash of the content that was merged.
        files: Vec<(String, String)>,
    },
    /// Put a text on the system's clipboard.
    Copy(String),
    /// Send the whole screen to the terminal again.
    Redraw,
    /// Ask the terminal for the mouse (true), or leave it to the terminal (false).
    Mouse(bool),
    /// Give the terminal back to the shell until resumed.
    Suspend,
    /// End the program.
    Quit,
}
