//! Changes of an open article: edits, undo and redo, and what is to be saved of them.

use crate::edit::{Change, Edit, EditKind, ItemRef, JournalEntry, Operation};
use crate::gold::Annotation;

use super::{Document, HistoryStep, Item};

impl Document {
    /// Applies an edit. The caller moves the focus.
    pub(in crate::workbench) fn commit(&mut self, edit: Edit) {
        self.history.commit(&mut self.annotation, edit.clone());
        self.follow(&edit);
        self.note(Operation::Commit(edit));
    }

    /// Undoes the last edit, or redoes it. Returns the edit that was applied.
    pub(in crate::workbench) fn step_history(&mut self, step: HistoryStep) -> Option<Edit> {
        let (applied, operation) = match step {
            HistoryStep::Redo => {
                let applied = self.history.redo(&mut self.annotation)?;
                (applied.clone(), Operation::Redo(applied))
            }
            HistoryStep::Undo => {
                let applied = self.history.undo(&mut self.annotation)?;
                let undone = applied.inverted();
                (applied, Operation::Undo(undone))
            }
        };
        self.follow(&applied);
        self.note(operation);
        Some(applied)
    }

    /// Keeps a change for the journal.
    fn note(&mut self, operation: Operation) {
        let pending_update = std::mem::take(&mut self.changes.pending_update);
        let pending_update = Some(pending_update).filter(|update| !update.is_empty());
        let keys = std::mem::take(&mut self.changes.keys);
        self.annotation.add_keys_pressed(keys);
        self.changes.unsaved.push(JournalEntry {
            operation,
            pending_update,
            annotator: self.annotation.annotator.clone(),
            focus: None,
            keys,
        });
    }

    /// Counts a key that was pressed while the article is on the screen. The next change records it.
    pub(in crate::workbench) const fn count_key(&mut self) {
        self.changes.keys += 1;
    }

    /// Brings the items up to date with an edit that was applied to the annotation.
    fn follow(&mut self, edit: &Edit) {
        self.changes.revision += 1;
        if edit.kind == EditKind::Merged {
            self.count_differences();
        }
        let Annotation { gold, pending, rejected, remarks, .. } = &self.annotation;
        for change in &edit.changes {
            let (before, after) = match change {
                Change::GoldItem { before, after } => (
                    before.as_ref().map(|gold| ItemRef::GoldItem(gold.id.clone())),
                    after.as_deref().and_then(|gold| Item::gold(gold, remarks)),
                ),
                Change::Pending { before, after } => (
                    before.as_ref().map(|one| ItemRef::Pending(one.id.clone())),
                    after.as_deref().and_then(|one| Item::pending(one, remarks)),
                ),
                Change::Rejected { before, after } => (
                    before.as_ref().map(|one| ItemRef::Rejected(one.suggestion.id.clone())),
                    after.as_deref().and_then(|one| Item::rejected(one, remarks)),
                ),
                Change::Remark { on: Some(on), .. } => {
                    let item = match on {
                        ItemRef::GoldItem(id) => gold.find(id.as_str()).and_then(|gold| Item::gold(gold, remarks)),
                        ItemRef::Pending(id) => pending.find(id.as_str()).and_then(|one| Item::pending(one, remarks)),
                        ItemRef::Rejected(id) => {
                            rejected.find(id.as_str()).and_then(|one| Item::rejected(one, remarks))
                        }
                    };
                    (Some(on.clone()), item)
                }
                Change::Remark { on: None, .. } | Change::Status { .. } | Change::Relation { .. } => continue,
            };
            if let Some(before) = before {
                self.items.remove(&before);
            }
            self.items.extend(after);
        }
    }

    /// The changes since the last call, to be saved. Suggestions that became pending after the last change, because the
    /// focus went past the last item, belong to it: the change says nothing about them, so the order does not matter.
    pub(in crate::workbench) fn take_unsaved(&mut self) -> Vec<JournalEntry> {
        if let Some(last) = self.changes.unsaved.last_mut()
            && !self.changes.pending_update.is_empty()
        {
            let update = std::mem::take(&mut self.changes.pending_update);
            last.pending_update.get_or_insert_default().add_all(&update);
        }
        std::mem::take(&mut self.changes.unsaved)
    }
}
