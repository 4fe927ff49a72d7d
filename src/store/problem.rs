//! What is wrong with a file, in one line.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

use crate::text::is_bidi_control;

/// What is wrong, where, and what to do about it. Shown as `path:line: what`, always in one line; control characters
/// in file names and messages are shown escaped, so that it may be printed to a terminal.
///
/// ```
/// let problem = tawsim::store::Problem {
///     path: "news\n.jsonl".into(),
///     line: Some(17),
///     what: "\"id\" is missing or empty; add it".to_owned(),
/// };
/// assert_eq!(problem.to_string(), "news\\n.jsonl:17: \"id\" is missing or empty; add it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// The line in it, from 1, where one is to blame.
    pub line: Option<usize>,
    /// What is wrong and the remedy.
    pub what: String,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.path.as_os_str()))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", escaped(&self.what))
    }
}

impl Problem {
    pub(super) fn new(path: &Path, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }

    /// A path that could not be read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> Self {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        let what = match error.kind() {
            io::ErrorKind::NotFound if is_link => {
                "is a symbolic link to something that does not exist; mend the link".to_owned()
            }
            io::ErrorKind::NotFound => "does not exist; check the path".to_owned(),
            io::ErrorKind::PermissionDenied => {
                "may not be read: permission denied; give yourself the right to read it".to_owned()
            }
            io::ErrorKind::NotADirectory => {
                "does not exist: a part of the path is a file, not a folder; check the path".to_owned()
            }
            io::ErrorKind::InvalidInput => format!("cannot be read: {}", words_of(error)),
            // The kind for links that lead in a circle is not stable yet; the message says it.
            _ if is_link => {
                format!("is a symbolic link that cannot be followed: {}; mend the link", words_of(error))
            }
            _ => format!("cannot be read: {}; check the file and its disk", words_of(error)),
        };
        Self::new(path, None, what)
    }

    /// A path that could not be written.
    pub(super) fn writing(path: &Path, error: &io::Error) -> Self {
        let what = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "is not saved: the disk is full; free some space".to_owned()
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                format!("is not saved: {}; make the folder writable, or choose another gold folder", words_of(error))
            }
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "is not saved: a part of the path is a file, not a folder; choose another gold folder".to_owned()
            }
            _ => format!("is not saved: {}; check the folder and its disk", words_of(error)),
        };
        Self::new(path, None, what)
    }
}

/// The system's words, without its number.
pub(super) fn words_of(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_owned()
}

/// A string whose control characters, line separators and bidi controls are written as escapes.
pub fn escaped(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_control() || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') {
            shown.extend(c.escape_debug());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A file name as one can print it; bytes that are no text are written `\xE9`.
pub fn shown(name: &OsStr) -> String {
    let mut shown = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        shown.push_str(&escaped(chunk.valid()));
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        let problem = Problem::new(Path::new("a\u{1b}[2J\u{202e}.txt"), Some(3), "bad\nthing \u{9b} here\u{2028}");
        assert_eq!(problem.to_string(), "a\\u{1b}[2J\\u{202e}.txt:3: bad\\nthing \\u{9b} here\\u{2028}");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_shown() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(shown(OsStr::from_bytes(b"caf\xe9 \xd9\x82")), "caf\\xE9 ق");
    }
}
