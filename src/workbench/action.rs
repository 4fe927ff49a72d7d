//! Actions: everything that can happen to the model.

use std::sync::Arc;

use crate::gold::{ArticleSummary, Headings, Suggestion, Timestamp};
use crate::text::{Needle, Span};

use super::document::LoadedArticle;
use super::key::Key;
use super::mouse::Mouse;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// Wording were pasted.
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
        found: Result<Box<LoadedArticle>, String>,
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
    /// The clock was read. Verdicts carry the time that was given last; nothing else changes.
    ClockRead(Timestamp),
    /// Something went wrong outside: it is shown, and kept in the list of problems.
    ProblemReported(String),
    /// A suggester stopped with an error while it read an article.
    SuggesterFailed {
        /// The article's id.
        article: String,
    },
    /// A hint for the user. It is shown on the status line, unless another message stands there.
    HintGiven(String),
}
