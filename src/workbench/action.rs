//! Actions: everything that can happen to the model.

use std::ops::Range;
use std::sync::Arc;

use crate::gold::{ArticleSummary, Headings, Label, Suggestion, Timestamp};
use crate::text::{Needle, Span};

use super::document::{FoundVersions, LoadedArticle};
use super::effect::Reload;
use super::key::Key;
use super::mouse::Mouse;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The workbench opens: articles and suggestions are requested.
    Start,
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// The index has found more articles.
    ArticlesFound {
        /// Their headings; they follow the articles that are known already.
        headings: Arc<Headings>,
        /// The files and lines that could not be read, a message each.
        problems: Vec<String>,
    },
    /// The index is complete: no further article comes.
    IndexComplete,
    /// The statuses of articles that may not be open, by their number.
    Summaries(Vec<(usize, ArticleSummary)>),
    /// The number of the article on which work was done last.
    ResumeAt(usize),
    /// An article was read from the disk.
    ArticleOpened {
        /// The number of the article.
        index: usize,
        /// The article with what was decided on it, or a message that says why it cannot be read.
        found: Result<Box<LoadedArticle>, String>,
        /// Other problems with it, a message each.
        problems: Vec<String>,
    },
    /// An open article was read from the disk again.
    ArticleReloaded {
        /// The number of the article.
        index: usize,
        /// The reason for reading it.
        why: Reload,
        /// The article with what was decided on it; `None` if its file has not changed. Or a message that says why it cannot
        /// be read.
        found: Result<Option<Box<LoadedArticle>>, String>,
    },
    /// The conflict files of an article were read.
    ConflictsRead {
        /// The number of the article.
        index: usize,
        /// The versions of the article, or a message that says why they cannot be read.
        found: Result<FoundVersions, String>,
    },
    /// A new label is in the labels file.
    LabelWritten {
        /// The label.
        label: Label,
        /// The file.
        file: String,
    },
    /// A thread has found the articles that match what was typed to choose one.
    ArticlesMatched {
        /// The query that was typed.
        query: String,
        /// The numbers of the articles, best match first.
        shown: Vec<u32>,
        /// True for the whole answer, false for its beginning.
        all: bool,
    },
    /// A thread has searched all open articles for words.
    FoundEverywhere {
        /// The words that were searched for.
        needle: Needle,
        /// The places in each article, by its number.
        found: Vec<(usize, Vec<Span>)>,
    },
    /// A thread has searched a long article for what was typed.
    FoundInArticle {
        /// The number of the article.
        index: usize,
        /// The query that was typed.
        query: String,
        /// All matches, in reading order.
        matches: Vec<Span>,
    },
    /// A suggester has answered for an article.
    Suggested {
        /// The number of the article.
        index: usize,
        /// Its suggestions.
        suggestions: Vec<Suggestion>,
        /// What else the words of these suggestions may be: other edges and labels of entities, other ends of quotes.
        alternatives: Vec<Suggestion>,
        /// The part of the text that the built-in suggester has read: a chunk, or its beginning while it reads the rest. The
        /// new suggestions replace its pending ones there. `None` for other suggesters, which answer for a whole article.
        read: Option<Range<usize>>,
    },
    /// A suggester that is not the built-in one has stopped working on an article, without an answer.
    ConsultingStopped {
        /// The number of the article.
        index: usize,
    },
    /// An article was estimated (see [`super::ArticleOrder`]).
    Estimated {
        /// The number of the article.
        index: usize,
        /// How much a verdict on it is worth; `None` if it cannot be read.
        value: Option<f64>,
    },
    /// The built-in suggester has learnt something: it may answer differently from now on.
    Learnt,
    /// Changes of an article are on disk.
    Saved {
        /// The id of the article.
        id: String,
        /// The revision that is on disk.
        revision: u64,
    },
    /// The disk refused changes of an article.
    SaveFailed {
        /// The id of the article.
        id: String,
        /// A message that says what went wrong and what to do.
        problem: String,
    },
    /// Another program wrote the gold file of an article. Its changes are on disk in a conflict file beside it.
    SavedAside {
        /// The id of the article.
        id: String,
        /// The revision that is on disk.
        revision: u64,
        /// A message that names the conflict file and says what to do.
        problem: String,
    },
    /// Articles were written into a file outside of the gold folder.
    WrittenTo {
        /// The file.
        file: String,
        /// The number of articles.
        count: usize,
    },
    /// That file could not be written.
    WriteToFailed {
        /// A message that says what went wrong and what to do.
        problem: String,
    },
    /// All gold is on disk in another folder, and the session uses that folder from now on.
    Moved {
        /// The folder as it was typed.
        folder: String,
        /// The number of articles.
        count: usize,
        /// A message about files that could not be read and stay in the old folder, if there are any.
        behind: Option<String>,
    },
    /// The gold could not be written into the other folder; everything stays where it is.
    MoveFailed {
        /// A message that says what went wrong and what to do.
        problem: String,
    },
    /// The clock was read. Verdicts carry the time that was given last; nothing else changes.
    ClockRead(Timestamp),
    /// Something went wrong outside: it is shown, and kept in the list of problems.
    ProblemReported(String),
    /// A suggester stopped with an error while it read an article.
    SuggesterFailed {
        /// The article's id.
        article: String,
    },
    /// A hint for the user. It is shown on the status line, unless another message is there.
    HintGiven(String),
}
