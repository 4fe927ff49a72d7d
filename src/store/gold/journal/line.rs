//! The lines of a journal as text.
//!
//! ```text
//! {"sum":"0f1e2d3c4b5a6978","begin":{"schema":"tawsim-journal/1","id":"a","text_sha256":"…","gold":null}}
//! {"sum":"…","change":{"seq":1,"do":"commit","name":"accepted","changes":[{"pending":{"before":{…},"after":null}},…],…}}
//! {"sum":"…","gold":{"seq":1,"is":"…SHA-256 of the gold file…","was":null}}
//! ```
//!
//! `sum` is the first 16 hexadecimal digits of a SHA-256. The hash is that of the rest of the line: from the byte after the comma
//! after `sum` up to the line feed, which is not included.

use serde::{Deserialize, Serialize};

use crate::edit::JournalEntry;
use crate::gold::Article;
use crate::gold::json::sha256;
use crate::lang::{self, Lang, Rendered, Wording, isolated};
use crate::store::gold::hash::ContentHash;
use crate::text::Text;

use super::record::ChangeRecord;

/// The schema of the journals that this version writes and reads.
pub(crate) const SCHEMA: &str = "tawsim-journal/1";

/// The number of hexadecimal digits of the sum.
const SUM_DIGITS: usize = 16;

/// The reason why a line cannot be used.
#[derive(Debug)]
pub(crate) enum LineError {
    /// The line is not as it was written, or does not belong at this place.
    Unsound(Wording),
    /// The line is as it was written and still cannot be read; the message of the reader.
    Unreadable(String),
}

impl LineError {
    pub(crate) fn describe(&self, lang: Lang) -> Rendered {
        Rendered(match self {
            Self::Unsound(words) => words.get(lang).to_owned(),
            Self::Unreadable(what) => isolated(lang, what),
        })
    }
}

/// One line of a journal, without its sum.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JournalLine {
    /// The first line of a journal, and only the first: the article, and its gold file at that time.
    Begin(BeginRecord),
    /// A change of the annotation: a commit, an undo or a redo.
    Change(Box<ChangeRecord>),
    /// The gold file is about to be replaced, or has been replaced.
    Gold(GoldRecord),
}

/// The beginning of a journal.
#[derive(Serialize, Deserialize)]
pub(crate) struct BeginRecord {
    /// [`SCHEMA`], or that of another version.
    pub(crate) schema: String,
    /// The id of the article.
    pub(crate) id: String,
    /// The SHA-256 of the article's text, in hexadecimal.
    pub(crate) text_sha256: String,
    /// The hash of the gold file that the first change is made on; `null` if there was no gold file.
    pub(crate) gold: Option<String>,
}

/// A replacement of the gold file.
#[derive(Serialize, Deserialize)]
pub(crate) struct GoldRecord {
    /// The number of the last change that the new gold file contains.
    pub(crate) seq: u64,
    /// The hash of the new gold file.
    pub(crate) is: String,
    /// The hash of the gold file that is replaced; `null` if there is none. Equal to `is` after the replacement.
    pub(crate) was: Option<String>,
}

/// Writes the first line of an article's journal.
pub(crate) fn begin_line(article: &Article, gold: Option<ContentHash>) -> String {
    let (id, text_sha256) = (article.id.clone(), sha256(article.text.as_str()));
    let gold = gold.map(ContentHash::to_hex);
    write_line(&JournalLine::Begin(BeginRecord { schema: SCHEMA.to_owned(), id, text_sha256, gold }))
}

/// Writes the line that the gold file `is` replaces the gold file `was` and contains the changes up to `seq`.
pub(crate) fn gold_line(seq: u64, is: ContentHash, was: Option<ContentHash>) -> String {
    write_line(&JournalLine::Gold(GoldRecord { seq, is: is.to_hex(), was: was.map(ContentHash::to_hex) }))
}

/// Writes the line of change number `seq`.
pub(crate) fn change_line(text: &Text, seq: u64, entry: &JournalEntry) -> String {
    write_line(&JournalLine::Change(Box::new(ChangeRecord::of(text, seq, entry))))
}

/// Writes a line with its sum and a line feed.
fn write_line(line: &JournalLine) -> String {
    let json = serde_json::to_string(line);
    debug_assert!(json.is_ok(), "strings, numbers and lists can always be written as JSON");
    let json = json.unwrap_or_default();
    // An object begins with a brace. The sum goes after it.
    let rest = json.get(1..).unwrap_or_default();
    format!("{{\"sum\":\"{}\",{rest}\n", sum_of(rest))
}

/// The sum of a line: `rest` is what follows the comma after it.
fn sum_of(rest: &str) -> String {
    let mut sum = sha256(rest);
    sum.truncate(SUM_DIGITS);
    sum
}

/// Splits a journal into its whole lines and a torn rest, which has no line feed.
pub(crate) fn split_whole_lines(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().rposition(|byte| *byte == b'\n') {
        Some(last) => bytes.split_at(last + 1),
        None => (&[], bytes),
    }
}

/// Reads a line, given without its line feed.
///
/// # Errors
/// When the sum is not that of the line, or the line is not one of this schema.
pub(crate) fn read_line(line: &[u8]) -> Result<JournalLine, LineError> {
    let checked = || {
        let after = std::str::from_utf8(line).ok()?.strip_prefix("{\"sum\":\"")?;
        let (sum, rest) = after.split_once("\",")?;
        (sum == sum_of(rest)).then_some(rest)
    };
    let rest = checked().ok_or(LineError::Unsound(lang::JOURNAL_LINE_CHANGED))?;
    serde_json::from_str(&format!("{{{rest}")).map_err(|error| LineError::Unreadable(error.to_string()))
}
