//! Imports: the source that an importer reads, and the articles and problems that it gives.

use std::io::{self, BufRead};

use super::annotated::Annotated;
use super::import_options::ImportOptions;
use super::loss::Loss;

/// The input of an import.
pub struct Source<'a> {
    /// The file's name without its extension. Articles without an id are named after it.
    pub name: &'a str,
    /// The file.
    pub main: &'a mut dyn BufRead,
    /// The longest line, or file of one article, in bytes. A longer one is a problem.
    pub longest: u64,
    /// The content of the companion file, where the format has one: brat's text, the card of a data set, the
    /// text of W3C annotations.
    pub companion: Option<&'a [u8]>,
    /// What the user says about the file.
    pub options: &'a ImportOptions,
}

/// An article that was read, and what could not be taken over as it was.
pub type Imported = (Annotated, Vec<Loss>);

/// Receives each article, or the problem in its place.
pub type EachArticle<'a> = &'a mut dyn FnMut(Result<Imported, ImportProblem>) -> io::Result<()>;

/// The reason for refusing an input, and the remedy. The caller adds the name of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProblem {
    /// The line, counted from 1, if one line is the cause.
    pub line: Option<usize>,
    /// The cause and the remedy.
    pub what: String,
}

impl ImportProblem {
    pub(super) fn new(line: impl Into<Option<usize>>, what: impl Into<String>) -> Self {
        Self { line: line.into(), what: what.into() }
    }
}
