//! A session on a simulated disk, with everything that the store promises about it.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use super::super::disk::simulated::SimulatedDisk;
use super::super::{Access, GoldFolder, Problem};
use crate::edit::{Change, Edit, History, JournalEntry, Operation, PendingUpdate};
use crate::gold::{Annotation, Article, Attributes, Body, Extra, GoldItem, Label, Status, Suggestion, Verdict, json};
use crate::text::Text;

pub(super) const GOLD: &str = "/disk/deep/gold";

fn article() -> Article {
    static ARTICLE: LazyLock<Article> = LazyLock::new(make_article);
    ARTICLE.clone()
}

fn make_article() -> Article {
    let text = Text::new("زار أوباما باريس ثم لندن وبيروت والقاهرة");
    let entity = |span| Suggestion::new(&text, "m@1", 0.5, Body::Entity { span, label: Label::new("LOC") });
    let suggestions = text.words().iter().copied().map(entity).collect();
    Article { id: "خبر/1".to_owned(), text, meta: Extra::new(), suggestions }
}

pub(super) fn disk() -> SimulatedDisk {
    SimulatedDisk::with("/disk")
}

pub(super) fn folder(disk: &SimulatedDisk) -> GoldFolder {
    GoldFolder::on(Arc::new(disk.clone()), GOLD.into())
}

/// One step of a session.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Accept,
    Undo,
    Done,
    /// Writes the gold file.
    Gold,
    /// Ends the process and begins another one.
    Restart,
}

/// States that the suggestions of the article are new to the journal, or that it has them already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    New,
    Known,
}

pub(super) const SESSION: [Step; 16] = [
    Step::Accept,
    Step::Accept,
    Step::Gold,
    Step::Accept,
    Step::Undo,
    Step::Gold,
    Step::Accept,
    Step::Restart,
    Step::Accept,
    Step::Done,
    Step::Gold,
    Step::Undo,
    Step::Accept,
    Step::Gold,
    Step::Restart,
    Step::Accept,
];

/// A session, with everything that the store promises about it.
pub(super) struct Session {
    pub(super) disk: SimulatedDisk,
    pub(super) folder: GoldFolder,
    pub(super) article: Article,
    pub(super) annotation: Annotation,
    pub(super) history: History,
    pub(super) waiting: Vec<JournalEntry>,
    /// The annotation and the history after each change.
    pub(super) stood: Vec<(Annotation, History)>,
    /// The index of the last one that was called saved.
    pub(super) safe: usize,
    /// All contents that the gold file may have.
    pub(super) golds: HashSet<Vec<u8>>,
    pub(super) messages: usize,
}

impl Session {
    pub(super) fn begin(disk: SimulatedDisk) -> Self {
        let folder = folder(&disk);
        let (annotation, history) = (Annotation::default(), History::default());
        let stood = vec![(annotation.clone(), history.clone())];
        let (article, waiting, golds) = (article(), Vec::new(), HashSet::new());
        Self { disk, folder, article, annotation, history, waiting, stood, safe: 0, golds, messages: 0 }
    }

    /// Repeats an attempt until it succeeds. The disk is repaired after the second failure. Returns false when the power is
    /// gone.
    pub(super) fn insist(&mut self, mut attempt: impl FnMut(&mut Self) -> Result<(), Problem>) -> bool {
        for failures in 1..=6 {
            let Err(problem) = attempt(self) else { return true };
            assert!(problem.what.len() > 10, "{problem}");
            self.messages += 1;
            if problem.what.contains("the power is gone") {
                return false;
            }
            if failures == 2 {
                self.disk.repair();
            }
        }
        panic!("it never succeeds");
    }

    pub(super) fn operate(&mut self, operation: Operation, pending: Pending) {
        let pending_update = (pending == Pending::New).then(|| PendingUpdate::All(self.annotation.pending.clone()));
        let entry =
            JournalEntry { operation, pending_update, annotator: Some("sara".to_owned()), focus: None, keys: 2 };
        entry.replay(&mut self.annotation, &mut self.history);
        self.waiting.push(entry);
        self.stood.push((self.annotation.clone(), self.history.clone()));
    }

    pub(super) fn accept(&mut self) {
        let first = self.stood.len() == 1;
        if first {
            self.annotation.pending = self.article.suggestions.clone().into();
        }
        let suggestion = self.annotation.pending.iter().next().unwrap().clone();
        let id = self.annotation.free_id(suggestion.body.layer());
        let body = suggestion.body.clone();
        let item = GoldItem {
            id,
            body,
            verdict: Verdict::Accepted,
            suggestion: Some(suggestion.clone()),
            at: None,
            parts: Vec::new(),
            attributes: Attributes::default(),
            extra: Extra::new(),
        };
        let changes = vec![
            Change::Pending { before: Some(Box::new(suggestion)), after: None },
            Change::GoldItem { before: None, after: Some(Box::new(item)) },
            Change::Status { before: self.annotation.status, after: Status::InProgress },
        ];
        self.operate(
            Operation::Commit(Edit { kind: "accepted".into(), changes }),
            if first { Pending::New } else { Pending::Known },
        );
    }

    fn undo(&mut self) {
        let operations = self.history.operations();
        let undone = operations.iter().filter(|operation| matches!(operation, Operation::Undo(_))).count();
        let Some(Operation::Commit(edit)) = operations.get(operations.len() - 2 * undone - 1).cloned() else {
            panic!("{operations:?}")
        };
        self.operate(Operation::Undo(edit), Pending::Known);
    }

    fn finish(&mut self) {
        let changes = vec![Change::Status { before: self.annotation.status, after: Status::Done }];
        self.operate(Operation::Commit(Edit { kind: "done".into(), changes }), Pending::Known);
    }

    /// Takes a step. Returns false when the power is gone.
    pub(super) fn step(&mut self, step: Step) -> bool {
        match step {
            Step::Accept => self.accept(),
            Step::Undo => self.undo(),
            Step::Done => self.finish(),
            Step::Gold => {
                self.golds.insert(json::write(&self.article, &self.annotation).into_bytes());
                return self.insist(|this| this.folder.save(&this.article, &this.annotation));
            }
            Step::Restart => {
                // Before a process ends, it writes everything that it can.
                self.golds.insert(json::write(&self.article, &self.annotation).into_bytes());
                return self.insist(|this| {
                    this.folder = folder(&this.disk);
                    let left = this.folder.resume(&this.article, Access::Write)?;
                    assert_eq!(left.annotation.as_ref(), Some(&this.annotation));
                    assert_eq!(left.history, this.history);
                    Ok(())
                });
            }
        }
        let done = self.insist(|this| {
            let entries = this.waiting.clone();
            this.folder.append_entries(&this.article, &entries, &this.annotation)
        });
        if done {
            self.waiting.clear();
            self.safe = self.stood.len() - 1;
        }
        done
    }

    /// Lives through the session. Returns the number of steps until the power went.
    pub(super) fn live(&mut self) -> usize {
        let resumed = self.insist(|this| this.folder.resume(&this.article, Access::Write).map(drop));
        if !resumed {
            return 0;
        }
        SESSION.iter().take_while(|step| self.step(**step)).count()
    }

    /// Checks a disk after a crash: the next start finds one of the states since the last one that was called saved, and
    /// work continues from there.
    pub(super) fn check(&self, disk: &SimulatedDisk, what: &str) {
        let gold = disk.files().get(&folder(disk).file_of(&self.article.id)).cloned();
        if let Some(bytes) = gold {
            assert!(self.golds.contains(&bytes), "{what}: the gold file is neither old nor new");
        }
        let before = disk.files();
        let read = folder(disk).read_both(self.article.clone()).unwrap();
        assert_eq!(disk.files(), before, "{what}: reading writes nothing");
        let mut session = Self::begin(disk.clone());
        let left = session.folder.resume(&session.article, Access::Write).unwrap();
        let bad = left.problem.filter(|problem| !problem.what.contains("never shown as saved"));
        assert_eq!(bad, None, "{what}");
        let found = (left.annotation.unwrap_or_default(), left.history);
        let mut read_annotation = read.annotation;
        read_annotation.pending = read.article.suggestions.into();
        assert_eq!(read_annotation, found.0, "{what}: a verb that only reads sees the same as the workbench");
        let kept = self.stood.iter().rposition(|stood| *stood == found);
        let kept = kept.unwrap_or_else(|| panic!("{what}: what is found never stood: {found:?}"));
        assert!(kept >= self.safe, "{what}: {} was called saved, {kept} is there", self.safe);

        (session.annotation, session.history) = found;
        session.stood.push((session.annotation.clone(), session.history.clone()));
        if kept == 0 {
            session.stood.truncate(1);
        }
        for step in [Step::Accept, Step::Gold, Step::Restart] {
            assert!(session.step(step), "{what}");
        }
        assert!(!disk.files().keys().any(|path| {
            let name = path.to_string_lossy();
            name.contains(".stale") || name.contains(".damaged") || name.contains(".conflict")
        }));
    }
}
