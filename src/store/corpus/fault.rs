//! What is wrong in a source of articles, and in which line.

use std::io;
use std::path::Path;
use std::str::Utf8Error;

use crate::gold::json::JsonError;
use crate::lang::{self, BROKEN_LINES, Lang, say};
use crate::store::locate::not_utf8;
use crate::store::problem::{Problem, said_of_gold};

/// What is wrong, and in which line.
pub(crate) struct Fault {
    line: Option<usize>,
    pub(crate) what: String,
    arabic: String,
}

impl Fault {
    pub(crate) fn new(line: impl Into<Option<usize>>, say: impl Fn(Lang) -> String) -> Self {
        Self { line: line.into(), what: say(Lang::En), arabic: say(Lang::Ar) }
    }

    /// A JSON file or line without an article in it.
    pub(crate) fn no_article(line: Option<usize>, error: &JsonError) -> Self {
        Self::new(line, |lang| said_of_gold(lang, error))
    }

    /// As what is wrong with a file.
    pub(crate) fn of(self, path: &Path) -> Problem {
        Problem { path: path.to_owned(), line: self.line, what: self.what, arabic: Some(self.arabic) }
    }
}

/// A file of lines that has none.
pub(crate) fn no_lines() -> Fault {
    Fault::new(None, |lang| lang::NO_ARTICLES.get(lang).to_owned())
}

/// So many lines of a file beyond those that were told.
pub(crate) fn more_faults(count: usize) -> Fault {
    Fault::new(None, |lang| say::more_broken_lines(lang, BROKEN_LINES.count(count)))
}

/// Bytes that are no UTF-8, in this line of the file; without one, where they stop being it.
pub(crate) fn no_text(bytes: &[u8], error: Utf8Error, line: Option<usize>) -> Fault {
    let (found, what) = not_utf8(bytes, error);
    Fault::new(line.or(Some(found)), |lang| say::gold_not_utf8(lang, &what))
}

/// A compressed file that cannot be unpacked any further.
pub(crate) fn broken_off(line: usize, error: &io::Error) -> Fault {
    Fault::new(line, |lang| say::broken_off(lang, &error.to_string()))
}
