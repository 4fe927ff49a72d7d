//! The lines of a journal, to and from text.
//!
//! ```text
//! {"sum":"0f1e2d3c4b5a6978","begin":{"schema":"tawsim-journal/1","id":"a","text_sha256":"…","gold":null}}
//! {"sum":"…","change":{"seq":1,"do":"commit","name":"accepted","changes":[{"pending":{"before":{…},"after":null}},…],…}}
//! {"sum":"…","gold":{"seq":1,"is":"…sha256 of the gold file…","was":null}}
//! ```
//!
//! `sum` is the beginning of the SHA-256 of all that follows its comma, up to the line's end.

use serde::{Deserialize, Serialize};

use crate::edit::{Change, Edit, ItemRef, JournalEntry, Operation, PendingUpdate};
use crate::gold::json::{ItemRecord, sha256};
use crate::gold::{Article, Remark, Status, Suggestion};
use crate::lang::{self, Lang, Rendered, Wording, isolated};
use crate::text::Text;

pub(crate) const SCHEMA: &str = "tawsim-journal/1";

/// Hexadecimal digits of the sum.
const SUM: usize = 16;

/// What is wrong with a line.
#[derive(Debug)]
pub(crate) enum LineError {
    /// It is not as it was written, or does not belong there.
    FileState(Wording),
    /// It cannot be read, as whoever read it says.
    Unreadable(String),
}

impl LineError {
    pub(crate) fn describe(&self, lang: Lang) -> Rendered {
        Rendered(match self {
            Self::FileState(words) => words.get(lang).to_owned(),
            Self::Unreadable(what) => isolated(lang, what),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JournalLine {
    /// The first line, and no other: which article, and what its gold file was.
    Begin(BeginRecord),
    /// Something was done.
    Change(Box<ChangeRecord>),
    /// The gold file is about to be replaced.
    Gold(GoldRecord),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct BeginRecord {
    pub(crate) schema: String,
    pub(crate) id: String,
    pub(crate) text_sha256: String,
    /// The hash of the gold file that the journal goes on from; `null` where there was none.
    pub(crate) gold: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GoldRecord {
    /// The last change that the new file contains.
    pub(crate) seq: u64,
    /// The hash of the new file.
    pub(crate) is: String,
    /// That of the file in its place before.
    pub(crate) was: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ChangeRecord {
    pub(crate) seq: u64,
    #[serde(rename = "do")]
    operation: OperationKind,
    name: String,
    changes: Vec<EditRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    focus: Option<FocusRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    news: Option<PendingUpdateRecord>,
    /// What earlier versions wrote in place of `news`: all that waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending: Option<Vec<ItemRecord>>,
}

/// What suggesters changed: these ids went, then these suggestions came.
#[derive(Serialize, Deserialize)]
struct PendingUpdateRecord {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    come: Vec<ItemRecord>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum OperationKind {
    Commit,
    Undo,
    Redo,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum EditRecord {
    #[serde(rename = "mark")]
    GoldItem {
        before: Option<ItemRecord>,
        after: Option<ItemRecord>,
    },
    Pending {
        before: Option<ItemRecord>,
        after: Option<ItemRecord>,
    },
    Rejected {
        before: Option<ItemRecord>,
        after: Option<ItemRecord>,
    },
    Status {
        before: String,
        after: String,
    },
    Remark {
        on: Option<FocusRecord>,
        before: RemarkRecord,
        after: RemarkRecord,
    },
}

#[derive(Serialize, Deserialize)]
struct RemarkRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    flags: Vec<String>,
}

impl From<Remark> for RemarkRecord {
    fn from(Remark { note, flags }: Remark) -> Self {
        Self { note, flags }
    }
}

impl From<RemarkRecord> for Remark {
    fn from(RemarkRecord { note, flags }: RemarkRecord) -> Self {
        Self { note, flags }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FocusRecord {
    #[serde(rename = "mark")]
    GoldItem(String),
    Pending(String),
    Rejected(String),
}

impl From<ItemRef> for FocusRecord {
    fn from(at: ItemRef) -> Self {
        match at {
            ItemRef::GoldItem(id) => Self::GoldItem(id),
            ItemRef::Pending(id) => Self::Pending(id),
            ItemRef::Rejected(id) => Self::Rejected(id),
        }
    }
}

impl From<FocusRecord> for ItemRef {
    fn from(at: FocusRecord) -> Self {
        match at {
            FocusRecord::GoldItem(id) => Self::GoldItem(id),
            FocusRecord::Pending(id) => Self::Pending(id),
            FocusRecord::Rejected(id) => Self::Rejected(id),
        }
    }
}

/// The first line of an article's journal.
pub(crate) fn begin(article: &Article, gold: Option<String>) -> String {
    let (id, text_sha256) = (article.id.clone(), sha256(article.text.as_str()));
    write(&JournalLine::Begin(BeginRecord { schema: SCHEMA.to_owned(), id, text_sha256, gold }))
}

pub(crate) fn gold(seq: u64, is: String, was: Option<String>) -> String {
    write(&JournalLine::Gold(GoldRecord { seq, is, was }))
}

pub(crate) fn change(text: &Text, seq: u64, entry: &JournalEntry) -> String {
    let (operation, edit) = match &entry.operation {
        Operation::Commit(edit) => (OperationKind::Commit, edit),
        Operation::Undo(edit) => (OperationKind::Undo, edit),
        Operation::Redo(edit) => (OperationKind::Redo, edit),
    };
    let record_of = |one: &Suggestion| ItemRecord::of_suggestion(text, one);
    let (news, pending) = match &entry.pending_update {
        None => (None, None),
        Some(PendingUpdate::All(pending)) => (None, Some(pending.iter().map(record_of).collect())),
        Some(PendingUpdate::Changed { removed: gone, added: come }) => (
            Some(PendingUpdateRecord {
                gone: gone.iter().cloned().collect(),
                come: come.values().map(record_of).collect(),
            }),
            None,
        ),
    };
    write(&JournalLine::Change(Box::new(ChangeRecord {
        seq,
        operation,
        name: edit.kind.to_string(),
        changes: edit.changes.iter().map(|change| record(text, change)).collect(),
        annotator: entry.annotator.clone(),
        focus: entry.focus.clone().map(FocusRecord::from),
        news,
        pending,
    })))
}

/// Values of strings, numbers and lists always serialise.
fn write(line: &JournalLine) -> String {
    let json = serde_json::to_string(line).unwrap_or_default();
    let rest = json.strip_prefix('{').unwrap_or_default();
    format!("{{\"sum\":\"{}\",{rest}\n", sum(rest))
}

fn sum(rest: &str) -> String {
    let mut sum = sha256(rest);
    sum.truncate(SUM);
    sum
}

/// Reads a line, given without its end.
pub(crate) fn read(line: &[u8]) -> Result<JournalLine, LineError> {
    let whole = || {
        let after = std::str::from_utf8(line).ok()?.strip_prefix("{\"sum\":\"")?;
        let (given, rest) = after.split_once("\",")?;
        (given == sum(rest)).then_some(rest)
    };
    let rest = whole().ok_or(LineError::FileState(lang::JOURNAL_LINE_CHANGED))?;
    serde_json::from_str(&format!("{{{rest}")).map_err(|error| LineError::Unreadable(error.to_string()))
}

/// The entry of a record, checked against the text.
pub(crate) fn entry(text: &Text, record: ChangeRecord) -> Result<JournalEntry, String> {
    let changes: Result<Vec<Change>, String> =
        record.changes.into_iter().map(|change| unrecord(text, change)).collect();
    let edit = Edit { kind: record.name.as_str().into(), changes: changes? };
    let suggestions = |records: Vec<ItemRecord>| -> Result<Vec<Suggestion>, String> {
        records.into_iter().map(|one| one.suggestion(text).map_err(said)).collect()
    };
    let news = match (record.news, record.pending) {
        (Some(PendingUpdateRecord { gone, come }), _) => {
            let come = suggestions(come)?.into_iter().map(|one| (one.id.clone(), one)).collect();
            Some(PendingUpdate::Changed { removed: gone.into_iter().collect(), added: come })
        }
        (None, Some(pending)) => Some(PendingUpdate::All(suggestions(pending)?.into())),
        (None, None) => None,
    };
    Ok(JournalEntry {
        operation: match record.operation {
            OperationKind::Commit => Operation::Commit(edit),
            OperationKind::Undo => Operation::Undo(edit),
            OperationKind::Redo => Operation::Redo(edit),
        },
        pending_update: news,
        annotator: record.annotator,
        focus: record.focus.map(ItemRef::from),
    })
}

fn record(text: &Text, change: &Change) -> EditRecord {
    match change {
        Change::GoldItem { before, after } => {
            let item = |mark: &Option<Box<_>>| mark.as_ref().map(|mark| ItemRecord::of_gold_item(text, mark));
            EditRecord::GoldItem { before: item(before), after: item(after) }
        }
        Change::Pending { before, after } => {
            let item = |one: &Option<Box<_>>| one.as_ref().map(|one| ItemRecord::of_suggestion(text, one));
            EditRecord::Pending { before: item(before), after: item(after) }
        }
        Change::Rejected { before, after } => {
            let item = |one: &Option<Box<_>>| one.as_ref().map(|one| ItemRecord::of_rejected(text, one));
            EditRecord::Rejected { before: item(before), after: item(after) }
        }
        Change::Status { before, after } => {
            EditRecord::Status { before: before.name().to_owned(), after: after.name().to_owned() }
        }
        Change::Remark { on, before, after } => EditRecord::Remark {
            on: on.clone().map(FocusRecord::from),
            before: before.clone().into(),
            after: after.clone().into(),
        },
    }
}

fn unrecord(text: &Text, record: EditRecord) -> Result<Change, String> {
    fn boxed<T, E: ToString>(
        item: Option<ItemRecord>,
        read: impl Fn(ItemRecord) -> Result<T, E>,
    ) -> Result<Option<Box<T>>, String> {
        item.map(|item| read(item).map(Box::new).map_err(said)).transpose()
    }
    Ok(match record {
        EditRecord::GoldItem { before, after } => {
            let read = |item: ItemRecord| item.gold_item(text);
            Change::GoldItem { before: boxed(before, read)?, after: boxed(after, read)? }
        }
        EditRecord::Pending { before, after } => {
            let read = |item: ItemRecord| item.suggestion(text);
            Change::Pending { before: boxed(before, read)?, after: boxed(after, read)? }
        }
        EditRecord::Rejected { before, after } => {
            let read = |item: ItemRecord| item.rejected(text);
            Change::Rejected { before: boxed(before, read)?, after: boxed(after, read)? }
        }
        EditRecord::Status { before, after } => {
            let status = |word: String| word.parse::<Status>();
            Change::Status { before: status(before)?, after: status(after)? }
        }
        EditRecord::Remark { on, before, after } => {
            Change::Remark { on: on.map(ItemRef::from), before: before.into(), after: after.into() }
        }
    })
}

fn said(error: impl ToString) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Journals outlive names in the code: the words in them stay.
    #[test]
    fn the_words_on_disk_stay() {
        let focus = FocusRecord::from(ItemRef::GoldItem("e1".to_owned()));
        assert_eq!(serde_json::to_string(&focus).unwrap(), r#"{"mark":"e1"}"#);
        let change = EditRecord::GoldItem { before: None, after: None };
        assert_eq!(serde_json::to_string(&change).unwrap(), r#"{"mark":{"before":null,"after":null}}"#);
    }
}
