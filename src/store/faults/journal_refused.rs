//! The journals cannot be written, and the gold files can: the gold files keep what they can.

use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use super::session::{GOLD, Session, Step, disk, folder};
use crate::gold::Annotation;
use crate::store::disk::simulated::{DiskFault, SimulatedDisk, UNSYNCED, Unsynced};
use crate::store::{Access, SaveReport, Writer};

fn journals() -> PathBuf {
    PathBuf::from(GOLD).join(".journal")
}

/// Two verdicts are in the journal and in the gold file; the journals are read-only from now on.
fn refused() -> Session {
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    for step in [Step::Accept, Step::Accept, Step::Gold] {
        assert!(session.step(step));
    }
    session.disk.make_read_only(Some(journals()));
    session.accept();
    session
}

fn found(disk: &SimulatedDisk, session: &Session) -> Annotation {
    disk.make_read_only(None);
    folder(disk).resume(&session.article, Access::Write).unwrap().annotation.unwrap()
}

#[test]
fn quitting_saves_in_the_gold_file() {
    let session = refused();
    let (reports, told) = mpsc::channel();
    let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    let article = Arc::new(session.article.clone());
    writer.save(article, session.waiting.clone(), session.annotation.clone(), 3);
    let Ok(SaveReport::Failed { problem, .. }) = told.recv() else { panic!("the journal is read-only") };
    assert!(problem.what.contains("make the folder writable"), "{problem}");
    writer.finish();
    let rest: Vec<SaveReport> = told.iter().collect();
    let [SaveReport::Noticed(notice), SaveReport::Saved { revision: 3, .. }] = rest.as_slice() else {
        panic!("{rest:?}")
    };
    assert!(notice.what.contains("the verdicts go to the gold file only"), "{notice}");
    assert_eq!(found(&session.disk.crashed(Unsynced::Lost), &session), session.annotation);
}

/// The work goes on: the gold file gets each verdict, and a new journal is begun as soon as that is possible.
#[test]
fn verdicts_go_to_the_gold_file_until_the_journal_can_be_written() {
    let mut session = refused();
    let (reports, told) = mpsc::channel();
    let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    let save = |session: &mut Session, revision: u64| {
        let entries = std::mem::take(&mut session.waiting);
        writer.save(Arc::new(session.article.clone()), entries, session.annotation.clone(), revision);
        let mut notices = 0;
        loop {
            match told.recv().unwrap() {
                SaveReport::Saved { revision: saved, .. } if saved == revision => break notices,
                SaveReport::Noticed(_) => notices += 1,
                SaveReport::Saved { .. } | SaveReport::Failed { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    };
    for (revision, notices) in [(3, 1), (4, 0)] {
        assert_eq!(save(&mut session, revision), notices, "the same notice is given once");
        assert_eq!(found(&session.disk.crashed(Unsynced::Lost), &session), session.annotation);
        session.accept();
    }
    session.disk.make_read_only(None);
    save(&mut session, 5);
    for unsynced in UNSYNCED {
        let disk = session.disk.crashed(unsynced);
        assert_eq!(found(&disk, &session), session.annotation, "{unsynced:?}");
    }
    let stale = journals().join("خبر%2F1.jsonl.stale-1");
    assert!(session.disk.files().contains_key(&stale), "the old journal is kept");
    writer.finish();
}

/// The power goes at any call of such a save: the gold file is the old or the new one, and nothing that it had is lost.
#[test]
fn a_power_cut_while_the_gold_file_is_written_alone_loses_nothing() {
    let whole = refused();
    let first = whole.disk.calls();
    whole.folder.save_without_journal(&whole.article, &whole.annotation).unwrap();
    for call in first..=whole.disk.calls() {
        let session = refused();
        session.disk.fail(call, DiskFault::Crash);
        let done = session.folder.save_without_journal(&session.article, &session.annotation);
        for unsynced in UNSYNCED {
            let left = found(&session.disk.crashed(unsynced), &session);
            let before = &session.stood[2].0;
            assert!(left == session.annotation || left == *before, "call {call}, {unsynced:?}");
            assert!(done.is_err() || left == session.annotation, "call {call}, {unsynced:?}: it was called saved");
        }
    }
}
