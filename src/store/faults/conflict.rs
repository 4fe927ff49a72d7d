//! Another program writes the gold file while the workbench has work; the conflict file is merged. Each call of the disk is
//! refused, or is the last one before the power goes.

use std::io::ErrorKind;

use super::session::{Pending, Session, Step, disk, folder};
use crate::edit::{Decider, EditKind, JournalEntry, Operation};
use crate::gold::merge::merge_three;
use crate::gold::{Annotation, Body, json};
use crate::store::disk::simulated::{DiskFault, SimulatedDisk, UNSYNCED, Unsynced};
use crate::store::{Access, MergedConflict, Problem};

/// How far the work got before the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Nothing,
    /// The work is called saved beside the gold file.
    SavedBeside,
    /// The merge is called saved.
    Merged,
    PutAway,
}

/// A session whose gold file another program has written, and the bodies that the merge is about.
struct Scene {
    session: Session,
    /// Only the workbench has it.
    ours: Body,
    /// Only the other program has it.
    theirs: Body,
    /// Both began with it, and the other program removed it.
    removed: Body,
}

impl Scene {
    fn begin() -> Self {
        let mut session = Session::begin(disk());
        session.folder.resume(&session.article, Access::Write).unwrap();
        for step in [Step::Accept, Step::Accept, Step::Gold] {
            assert!(session.step(step));
        }
        let mut other = session.annotation.clone();
        assert!(session.step(Step::Accept));
        let body = |annotation: &Annotation, number: usize| annotation.gold.get(number).unwrap().body.clone();
        let (removed, ours) = (body(&session.annotation, 0), body(&session.annotation, 2));
        other.gold.remove("e1");
        let last = other.pending.last().unwrap().clone();
        let edit = Decider { annotation: &other, at: None }.accept(&crate::edit::ItemRef::Pending(last.id.clone()));
        edit.unwrap().apply(&mut other);
        let bytes = json::write(&session.article, &other).into_bytes();
        session.disk.foreign(&session.folder.file_of(&session.article.id), Some(&bytes));
        Self { session, ours, theirs: last.body, removed }
    }

    /// Saves, merges and puts the conflict file away. Each step is repeated until it succeeds or the power is gone.
    fn live(&mut self) -> Reached {
        let saved = self.session.insist(|this| match this.folder.save(&this.article, &this.annotation) {
            Err(problem) if !this.folder.is_saved_aside(&this.article.id) => Err(problem),
            saved => {
                assert!(saved.is_err(), "a save over the gold of another program");
                Ok(())
            }
        });
        if saved { merge(&mut self.session).max(Reached::SavedBeside) } else { Reached::Nothing }
    }

    /// Nothing is lost on a disk after a crash, and the merge can be made from there.
    fn check(&self, disk: &SimulatedDisk, reached: Reached, what: &str) {
        let files: Vec<String> =
            disk.files().values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        for body in [&self.ours, &self.theirs] {
            let words = format!("\"text\":\"{}\"", self.session.article.text.slice(body.span().unwrap()));
            let spaced = words.replace("\":\"", "\": \"");
            assert!(
                files.iter().any(|file| file.contains(&words) || file.contains(&spaced)),
                "{what}: {words} is lost"
            );
        }
        let mut session = Session::begin(disk.clone());
        assert_eq!(merge(&mut session), Reached::PutAway, "{what}");
        let found = &session.annotation;
        assert!(found.says(&self.theirs), "{what}: the other program's item is lost");
        assert!(
            disk.files().keys().all(
                |path| path.parent() != Some(session.folder.dir()) || !path.to_string_lossy().contains(".conflict")
            )
        );
        if reached >= Reached::SavedBeside {
            assert!(found.says(&self.ours), "{what}: an item that was called saved is lost");
            assert!(!found.says(&self.removed), "{what}: an item came back, although the base is known");
        }
    }
}

/// What `:merge` does, and the thread that saves after it.
fn merge(session: &mut Session) -> Reached {
    let mut merged_files: Vec<MergedConflict> = Vec::new();
    let saved = session.insist(|this| {
        let read = this.folder.read_conflicts(&this.article)?;
        let resumed = this.folder.resume(&this.article, Access::Write)?;
        (this.annotation, this.history) = (resumed.annotation.unwrap_or_default(), resumed.history);
        merged_files =
            read.iter().map(|file| MergedConflict { name: file.name.clone(), content: file.content.clone() }).collect();
        let mut merged = this.annotation.clone();
        for file in &read {
            let base = file.base.clone().unwrap_or_default();
            merged = merge_three(&this.article.text, &base, &merged, &file.annotation).annotation;
        }
        let decider = Decider { annotation: &this.annotation, at: None };
        let Some(edit) = decider.replace_with(EditKind::Merged, &merged) else { return Ok(()) };
        this.operate(Operation::Commit(edit), Pending::Known);
        let entries: Vec<JournalEntry> = std::mem::take(&mut this.waiting);
        this.folder.append_entries(&this.article, &entries, &this.annotation)?;
        this.folder.save(&this.article, &this.annotation)
    });
    if !saved {
        return Reached::Nothing;
    }
    let put_away = |this: &mut Session| -> Result<(), Problem> {
        merged_files.iter().try_for_each(|file| this.folder.put_conflict_away(&this.article.id, file))
    };
    if session.insist(put_away) { Reached::PutAway } else { Reached::Merged }
}

fn calls() -> usize {
    let mut scene = Scene::begin();
    let begun = scene.session.disk.calls();
    assert_eq!(scene.live(), Reached::PutAway);
    scene.check(&scene.session.disk.crashed(Unsynced::Lost), Reached::PutAway, "without a fault");
    assert_eq!(scene.session.messages, 0);
    scene.session.disk.calls() - begun
}

#[test]
fn a_power_cut_during_a_merge_loses_nothing() {
    let count = calls();
    assert!(count > 20, "{count}");
    for call in 0..count {
        let mut scene = Scene::begin();
        let begun = scene.session.disk.calls();
        scene.session.disk.fail(begun + call, DiskFault::Crash);
        let reached = scene.live();
        for unsynced in UNSYNCED {
            let what = format!("call {call}, {reached:?}, what was not synced: {unsynced:?}");
            scene.check(&scene.session.disk.crashed(unsynced), reached, &what);
        }
    }
}

#[test]
fn a_refused_call_during_a_merge_loses_nothing() {
    for call in 0..calls() {
        for fault in [DiskFault::Once(ErrorKind::StorageFull), DiskFault::From(ErrorKind::Other), DiskFault::Short] {
            let what = format!("call {call}, {fault:?}");
            let mut scene = Scene::begin();
            let begun = scene.session.disk.calls();
            scene.session.disk.fail(begun + call, fault);
            assert_eq!(scene.live(), Reached::PutAway, "{what}");
            let found = folder(&scene.session.disk.crashed(Unsynced::Lost))
                .resume(&scene.session.article, Access::Write)
                .unwrap()
                .annotation
                .unwrap();
            // If the base could not be written, what one side removed comes back.
            assert!(found.says(&scene.ours) && found.says(&scene.theirs), "{what}");
        }
    }
}
