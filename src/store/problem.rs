//! Problems with files, as they are shown to the user: in one line, with the remedy.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

use crate::gold::json::{self, JsonError};
use crate::lang::{self, Lang, Rendered, isolated, parser_message, say};
use crate::text::{OffsetError, is_control_or_format};

/// Something that went wrong with a file, and what to do about it. Shown as `path:line: what`, always in one line. Control
/// characters in file names and messages are escaped, so a problem may be printed to a terminal.
///
/// ```
/// let problem = tawsim::store::Problem::new("news\n.jsonl", Some(17), "\"id\" is missing or empty; add it");
/// assert_eq!(problem.to_string(), "news\\n.jsonl:17: \"id\" is missing or empty; add it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// The line in the file, from 1, if one line is to blame.
    pub line: Option<usize>,
    /// The problem and its remedy.
    pub what: String,
    /// The same in Arabic, with the isolates of [`crate::lang`]. `None` for problems inside settings and for those that only
    /// verbs without a screen report: they are in English only.
    pub arabic: Option<String>,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(self.path.as_os_str()))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", escape_controls(&self.what))
    }
}

impl Problem {
    /// A problem that is reported in English only.
    pub fn new(path: impl AsRef<Path>, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { path: path.as_ref().to_owned(), line, what: what.into(), arabic: None }
    }

    /// A problem in both languages: `say` gives the message in one.
    pub(crate) fn translated(path: &Path, line: Option<usize>, say: impl Fn(Lang) -> String) -> Self {
        Self { arabic: Some(say(Lang::Ar)), ..Self::new(path, line, say(Lang::En)) }
    }

    /// Appends a sentence to the message.
    pub(crate) fn append(&mut self, say: impl Fn(Lang) -> String) {
        self.what = format!("{}; {}", self.what, say(Lang::En));
        self.arabic = self.arabic.take().map(|arabic| format!("{arabic}؛ {}", say(Lang::Ar)));
    }

    /// Replaces the message by a longer one that contains it.
    pub(crate) fn extend_with(&mut self, say: impl Fn(Lang, Rendered) -> String) {
        self.arabic = self.arabic.take().map(|arabic| say(Lang::Ar, Rendered(arabic)));
        self.what = say(Lang::En, Rendered(std::mem::take(&mut self.what)));
    }

    /// The message without the path and the line.
    pub(crate) fn text_in(&self, lang: Lang) -> String {
        match (lang, &self.arabic) {
            (Lang::Ar, Some(arabic)) => arabic.clone(),
            _ => isolated(lang, &self.what),
        }
    }

    /// The problem as a message of the workbench: path, line and message.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (lang, &self.arabic) {
            (Lang::Ar, Some(arabic)) => {
                let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
                let place = format!("{}{line}", printable(self.path.as_os_str()));
                format!("{}: {}", isolated(lang, &place), escape_controls(arabic))
            }
            _ => isolated(lang, &self.to_string()),
        }
    }

    /// A file that is not valid gold.
    pub(crate) fn invalid_gold(path: &Path, line: Option<usize>, error: &JsonError) -> Self {
        Self::translated(path, line, |lang| describe_gold_error(lang, error))
    }

    /// The problem that a path cannot be read.
    pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> Self {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        let words = system_words(error);
        Self::translated(path, None, |lang| match error.kind() {
            io::ErrorKind::NotFound if is_link => lang::LINK_TO_NOTHING.get(lang).to_owned(),
            io::ErrorKind::NotFound => lang::DOES_NOT_EXIST.get(lang).to_owned(),
            io::ErrorKind::PermissionDenied => lang::MAY_NOT_BE_READ.get(lang).to_owned(),
            io::ErrorKind::NotADirectory => lang::PART_IS_A_FILE.get(lang).to_owned(),
            io::ErrorKind::InvalidInput => say::cannot_be_read(lang, &words),
            // The kind of error for links in a circle is not stable in the standard library; the system's message says it.
            _ if is_link => say::link_not_followed(lang, &words),
            _ => say::cannot_be_read_check(lang, &words),
        })
    }

    /// The problem that a path cannot be written.
    pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Self {
        let words = system_words(error);
        Self::translated(path, None, |lang| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => lang::DISK_FULL.get(lang).to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => say::not_writable(lang, &words, lang::READ_ONLY_DISK),
            io::ErrorKind::PermissionDenied => say::not_writable(lang, &words, lang::NO_PERMISSION),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => lang::NO_FOLDER.get(lang).to_owned(),
            _ => say::not_saved(lang, &words),
        })
    }
}

/// Describes an error in gold JSON. The English message is that of the error.
pub(crate) fn describe_gold_error(lang: Lang, error: &JsonError) -> String {
    match error {
        _ if lang == Lang::En => error.to_string(),
        JsonError::Syntax { message, .. } => say::gold_syntax(lang, parser_message(lang, message)),
        JsonError::Schema(found) => say::gold_schema(lang, found, json::RELATIONS_SCHEMA),
        JsonError::Unit(found) => say::gold_unit(lang, found, "codepoint"),
        JsonError::Missing(key) => say::gold_missing(lang, key),
        JsonError::Hash => lang::GOLD_HASH.get(lang).to_owned(),
        JsonError::Offset { place, error } => say::gold_offset(lang, place, describe_offset_error(lang, error)),
        JsonError::Words { place, start, end, found, expected } => {
            say::gold_words(lang, place, &format!("{start}..{end}"), found, expected)
        }
        JsonError::Value { place, message } => say::gold_value(lang, place, message),
        JsonError::Twice(id) => say::gold_twice(lang, id),
    }
}

fn describe_offset_error(lang: Lang, error: &OffsetError) -> Rendered {
    Rendered(match error {
        OffsetError::PastEnd { offset, length, .. } => say::offset_past_end(lang, *offset, *length),
        OffsetError::Empty { start, end } => say::offset_empty(lang, *start, *end),
        OffsetError::InsideCluster { offset, cluster, .. } => say::offset_inside(lang, *offset, cluster),
    })
}

/// The system's message without its error number.
pub(crate) fn system_words(error: &io::Error) -> String {
    let words = error.to_string();
    words.split_once(" (os error").map_or(words.as_str(), |(message, _)| message).to_owned()
}

/// Escapes the control characters, line separators, bidi controls, tags and other format characters of a string, so that it
/// may be printed to a terminal. What is escaped already stays as it is.
///
/// ```
/// assert_eq!(tawsim::store::escape_controls("a\nب\u{202e}"), "a\\nب\\u{202e}");
/// ```
pub fn escape_controls(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for c in words.chars() {
        if is_control_or_format(c) {
            // `\n` and `\t` have short escapes; all others are written `\u{…}`.
            if c.is_ascii() { shown.extend(c.escape_debug()) } else { shown.extend(c.escape_unicode()) }
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A file name that may be printed to a terminal: control characters are escaped, and bytes that are not UTF-8 are written
/// `\xE9`.
pub fn printable(name: &OsStr) -> String {
    let mut shown = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        shown.push_str(&escape_controls(chunk.valid()));
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
    fn control_characters_are_shown_escaped() {
        let problem = Problem::new(Path::new("a\u{1b}[2J\u{202e}.txt"), Some(3), "bad\nthing \u{9b} here\u{2028}");
        assert_eq!(problem.to_string(), "a\\u{1b}[2J\\u{202e}.txt:3: bad\\nthing \\u{9b} here\\u{2028}");
    }

    /// Every error in gold is described in Arabic. Only foreign parts of the message have Latin letters.
    #[test]
    fn gold_errors_are_described_in_arabic() {
        let gold = |change: (&str, &str)| {
            r#"{"schema":"tawsim/1","id":"a","text":"قال سامي","offset_unit":"codepoint","entities":[
            {"id":"e1","start":4,"end":8,"text":"سامي","label":"PER","verdict":"added"}]}"#
                .replace(change.0, change.1)
        };
        for change in [
            ("}]}", ""),
            ("tawsim/1", "tawsim/9"),
            ("codepoint", "byte"),
            (r#""a""#, r#""""#),
            (r#""offset_unit""#, r#""text_sha256":"00","offset_unit""#),
            (":8", ":80"),
            (r#""سامي""#, r#""علي""#),
            ("added", "mended"),
        ] {
            let error = json::read(&gold(change)).unwrap_err();
            let problem = Problem::invalid_gold(Path::new("a.json"), Some(1), &error);
            assert_eq!(problem.what, error.to_string());
            let arabic = problem.arabic.unwrap();
            let own: Vec<&str> =
                arabic.split(lang::ISOLATE).map(|part| part.split(lang::END_ISOLATE).next_back().unwrap()).collect();
            assert!(!own.concat().contains(|c: char| c.is_ascii_lowercase()), "{arabic}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_shown() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(printable(OsStr::from_bytes(b"caf\xe9 \xd9\x82")), "caf\\xE9 ق");
    }
}
