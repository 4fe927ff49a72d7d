//! What is wrong in a source of articles, and in which line.

use std::io;
use std::path::Path;
use std::str::Utf8Error;

use crate::gold::json::JsonError;
use crate::lang::{self, BROKEN_LINES, Lang, say};
use crate::store::locate::not_utf8;
use crate::store::problem::{Problem, describe_gold_error};

/// What is wrong, and in which line.
pub(crate) struct SourceFault {
    line: Option<usize>,
    pub(crate) what: String,
    arabic: String,
}

impl SourceFault {
    pub(crate) fn new(line: impl Into<Option<usize>>, say: impl Fn(Lang) -> String) -> Self {
        Self { line: line.into(), what: say(Lang::En), arabic: say(Lang::Ar) }
    }

    /// A JSON file or line without an article in it.
    pub(crate) fn invalid_json(line: Option<usize>, error: &JsonError) -> Self {
        Self::new(line, |lang| describe_gold_error(lang, error))
    }

    /// As what is wrong with a file.
    pub(crate) fn into_problem(self, path: &Path) -> Problem {
        Problem { path: path.to_owned(), line: self.line, what: self.what, arabic: Some(self.arabic) }
    }
}

/// A file of lines that has none.
pub(crate) fn no_articles() -> SourceFault {
    SourceFault::new(None, |lang| lang::NO_ARTICLES.get(lang).to_owned())
}

/// So many lines of a file beyond those that were told.
pub(crate) fn unreported_faults(count: usize) -> SourceFault {
    SourceFault::new(None, |lang| say::more_broken_lines(lang, BROKEN_LINES.count(count)))
}

/// Bytes that are no UTF-8, in this line of the file; without one, where they stop being it.
pub(crate) fn invalid_utf8(bytes: &[u8], error: Utf8Error, line: Option<usize>) -> SourceFault {
    let (found, what) = not_utf8(bytes, error);
    SourceFault::new(line.or(Some(found)), |lang| say::gold_not_utf8(lang, &what))
}

/// A compressed file that cannot be unpacked any further.
pub(crate) fn broken_off(line: usize, error: &io::Error) -> SourceFault {
    SourceFault::new(line, |lang| say::broken_off(lang, &error.to_string()))
}
