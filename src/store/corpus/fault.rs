//! Faults in article files, with their lines.

use std::io;
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use crate::gold::json::JsonError;
use crate::lang::{self, BROKEN_LINES, Lang, say};
use crate::store::locate::not_utf8;
use crate::store::problem::{Problem, describe_gold_error};

/// A fault in an article file: a [`Problem`] that does not know its file yet.
pub(crate) struct SourceFault {
    line: Option<usize>,
    pub(crate) what: String,
    arabic: Option<String>,
    /// The file, if it is another one than that of the article.
    path: Option<PathBuf>,
}

impl From<Problem> for SourceFault {
    fn from(problem: Problem) -> Self {
        Self { line: problem.line, what: problem.what, arabic: problem.arabic, path: Some(problem.path) }
    }
}

impl SourceFault {
    pub(crate) fn new(line: impl Into<Option<usize>>, say: impl Fn(Lang) -> String) -> Self {
        Self { line: line.into(), what: say(Lang::En), arabic: Some(say(Lang::Ar)), path: None }
    }

    /// JSON that is not an article.
    pub(crate) fn invalid_json(line: Option<usize>, error: &JsonError) -> Self {
        Self::new(line, |lang| describe_gold_error(lang, error))
    }

    /// The fault as a problem with a file.
    pub(crate) fn into_problem(self, path: &Path) -> Problem {
        let path = self.path.unwrap_or_else(|| path.to_owned());
        Problem { path, line: self.line, what: self.what, arabic: self.arabic }
    }
}

/// A file of lines without any article.
pub(crate) fn no_articles() -> SourceFault {
    SourceFault::new(None, |lang| lang::NO_ARTICLES.get(lang).to_owned())
}

/// `count` broken lines beyond those that were reported one by one.
pub(crate) fn unreported_faults(count: usize) -> SourceFault {
    SourceFault::new(None, |lang| say::more_broken_lines(lang, BROKEN_LINES.count(count)))
}

/// Bytes that are not UTF-8. `line` is their line in the file; if `None`, it is counted in `bytes`.
pub(crate) fn invalid_utf8(bytes: &[u8], error: Utf8Error, line: Option<usize>) -> SourceFault {
    let (line_in_bytes, what) = not_utf8(bytes, error);
    SourceFault::new(line.or(Some(line_in_bytes)), |lang| say::gold_not_utf8(lang, &what))
}

/// A line that is longer than an article may be. It is skipped.
pub(crate) fn too_large(line: usize, what: &str) -> SourceFault {
    SourceFault::new(line, |lang| say::cannot_be_read(lang, what))
}

/// A compressed file that is damaged from this line on.
pub(crate) fn broken_off(line: usize, error: &io::Error) -> SourceFault {
    SourceFault::new(line, |lang| say::broken_off(lang, &error.to_string()))
}
