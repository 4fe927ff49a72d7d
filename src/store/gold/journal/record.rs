//! Journal entries as JSON, and back.

use serde::{Deserialize, Serialize};

use crate::edit::{Change, Edit, ItemRef, JournalEntry, Operation, PendingUpdate};
use crate::gold::json::{ItemRecord, RelationRecord};
use crate::gold::{Remark, Status, Suggestion};
use crate::text::Text;

/// A journal entry as JSON, with its number.
#[derive(Serialize, Deserialize)]
pub(crate) struct ChangeRecord {
    /// The number of the change, from 1. A later journal of the article counts anew.
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
    /// The number of keys since the entry before. Earlier versions did not count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    keys: u64,
    /// All pending suggestions. Earlier versions wrote this instead of `news`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending: Option<Vec<ItemRecord>>,
}

/// The changes of suggesters: first the suggestions with the ids in `gone` were removed, then those in `come` were added.
#[derive(Serialize, Deserialize)]
struct PendingUpdateRecord {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    come: Vec<ItemRecord>,
}

/// The operation that was done with the edit.
#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum OperationKind {
    Commit,
    Undo,
    Redo,
}

/// One change of an edit.
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
    Relation {
        before: Option<RelationRecord>,
        after: Option<RelationRecord>,
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

/// A note and flags.
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

/// An item of the page: its state and its id.
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

impl ChangeRecord {
    /// Records an entry as change number `seq`.
    pub(crate) fn of(text: &Text, seq: u64, entry: &JournalEntry) -> Self {
        let (operation, edit) = match &entry.operation {
            Operation::Commit(edit) => (OperationKind::Commit, edit),
            Operation::Undo(edit) => (OperationKind::Undo, edit),
            Operation::Redo(edit) => (OperationKind::Redo, edit),
        };
        let record_of = |one: &Suggestion| ItemRecord::of_suggestion(text, one);
        let (news, pending) = match &entry.pending_update {
            None => (None, None),
            Some(PendingUpdate::All(pending)) => (None, Some(pending.iter().map(record_of).collect())),
            Some(PendingUpdate::Changed { removed, added }) => {
                let gone = removed.iter().cloned().collect();
                (Some(PendingUpdateRecord { gone, come: added.values().map(record_of).collect() }), None)
            }
        };
        Self {
            seq,
            operation,
            name: edit.kind.to_string(),
            changes: edit.changes.iter().map(|change| record_change(text, change)).collect(),
            annotator: entry.annotator.clone(),
            focus: entry.focus.clone().map(FocusRecord::from),
            news,
            keys: entry.keys,
            pending,
        }
    }

    /// Restores the entry.
    ///
    /// # Errors
    /// When an offset or the words of a span do not fit the text; the message says which.
    pub(crate) fn into_entry(self, text: &Text) -> Result<JournalEntry, String> {
        let changes: Result<Vec<Change>, String> =
            self.changes.into_iter().map(|change| restore_change(text, change)).collect();
        let edit = Edit { kind: self.name.as_str().into(), changes: changes? };
        let suggestions = |records: Vec<ItemRecord>| -> Result<Vec<Suggestion>, String> {
            records.into_iter().map(|one| one.suggestion(text).map_err(|error| error.to_string())).collect()
        };
        let pending_update = match (self.news, self.pending) {
            (Some(PendingUpdateRecord { gone, come }), _) => {
                let added = suggestions(come)?.into_iter().map(|one| (one.id.clone(), one)).collect();
                Some(PendingUpdate::Changed { removed: gone.into_iter().collect(), added })
            }
            (None, Some(pending)) => Some(PendingUpdate::All(suggestions(pending)?.into())),
            (None, None) => None,
        };
        Ok(JournalEntry {
            operation: match self.operation {
                OperationKind::Commit => Operation::Commit(edit),
                OperationKind::Undo => Operation::Undo(edit),
                OperationKind::Redo => Operation::Redo(edit),
            },
            pending_update,
            annotator: self.annotator,
            focus: self.focus.map(ItemRef::from),
            keys: self.keys,
        })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
const fn is_zero(keys: &u64) -> bool {
    *keys == 0
}

fn record_change(text: &Text, change: &Change) -> EditRecord {
    match change {
        Change::GoldItem { before, after } => {
            let item = |gold: &Option<Box<_>>| gold.as_ref().map(|gold| ItemRecord::of_gold_item(text, gold));
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
        Change::Relation { before, after } => {
            let record = |one: &Option<Box<_>>| one.as_ref().map(|one| RelationRecord::of(one));
            EditRecord::Relation { before: record(before), after: record(after) }
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

/// Restores a change from its record.
///
/// # Errors
/// When its offsets or words do not fit the text.
fn restore_change(text: &Text, record: EditRecord) -> Result<Change, String> {
    fn boxed<T, E: ToString>(
        item: Option<ItemRecord>,
        read: impl Fn(ItemRecord) -> Result<T, E>,
    ) -> Result<Option<Box<T>>, String> {
        item.map(|item| read(item).map(Box::new).map_err(|error| error.to_string())).transpose()
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
        EditRecord::Relation { before, after } => {
            let relation = |record: Option<RelationRecord>| record.map(|record| Box::new(record.relation()));
            Change::Relation { before: relation(before), after: relation(after) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::EditKind;
    use crate::gold::{Attributes, Relation};

    #[test]
    fn relations_survive_the_journal() {
        let text = Text::new("سامي");
        let relation = Relation {
            attributes: Attributes::default().with("Since", 2011.into()),
            ..Relation::new("r1", "in", "e1", "e2")
        };
        let change = Change::Relation { before: None, after: Some(Box::new(relation)) };
        let edit = Edit { kind: EditKind::Related, changes: vec![change] };
        let entry = JournalEntry {
            operation: Operation::Commit(edit),
            pending_update: None,
            annotator: None,
            focus: None,
            keys: 3,
        };
        let json = serde_json::to_string(&ChangeRecord::of(&text, 1, &entry)).unwrap();
        let read: ChangeRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(read.into_entry(&text), Ok(entry), "{json}");
    }

    /// Journals outlive names in the code: the words in them stay.
    #[test]
    fn the_words_of_the_journal_do_not_change() {
        let focus = FocusRecord::from(ItemRef::GoldItem("e1".to_owned()));
        assert_eq!(serde_json::to_string(&focus).unwrap(), r#"{"mark":"e1"}"#);
        let change = EditRecord::GoldItem { before: None, after: None };
        assert_eq!(serde_json::to_string(&change).unwrap(), r#"{"mark":{"before":null,"after":null}}"#);
        let change = EditRecord::Relation { before: None, after: None };
        assert_eq!(serde_json::to_string(&change).unwrap(), r#"{"relation":{"before":null,"after":null}}"#);
    }
}
