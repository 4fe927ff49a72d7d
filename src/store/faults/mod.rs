//! Fault injection. Each call of the disk in turn is refused once, refused for good, half done, or the last one before the
//! power goes. Then: what was called saved is there, each file has its old or its new content, and work continues as
//! soon as the disk works again.

mod conflict;
mod journal_refused;
#[cfg(unix)]
mod lock_removed;
mod session;

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, mpsc};

use super::disk::simulated::{DiskFault, SimulatedDisk, UNSYNCED, Unsynced};
use super::{Access, GoldFolder, Problem, SaveReport, Writer};
use crate::edit::{ItemRef, JournalEntry};
use crate::gold::{Annotation, Article};
use session::{GOLD, SESSION, Session, Step, disk, folder};

/// The number of calls in a session without a fault.
fn calls() -> usize {
    let mut session = Session::begin(disk());
    assert_eq!(session.live(), SESSION.len());
    assert_eq!(session.messages, 0);
    session.disk.calls()
}

#[test]
fn a_refused_call_is_reported_and_loses_nothing() {
    let kinds = [ErrorKind::StorageFull, ErrorKind::Other];
    let mut told = 0;
    for call in 0..calls() {
        let faults = kinds.iter().flat_map(|kind| [DiskFault::Once(*kind), DiskFault::From(*kind)]);
        for fault in faults.chain([DiskFault::Short, DiskFault::Once(ErrorKind::Interrupted)]) {
            let what = format!("call {call}, {fault:?}");
            let mut session = Session::begin(disk());
            session.disk.fail(call, fault);
            assert_eq!(session.live(), SESSION.len(), "{what}");
            assert_eq!(session.safe, session.stood.len() - 1);
            told += session.messages;
            session.disk.repair();
            // A verdict that the status line called saved survives a crash too.
            session.check(&session.disk.crashed(Unsynced::Lost), &what);
        }
    }
    assert!(told > 4 * calls(), "few faults were reported: {told}");
}

#[test]
fn a_power_cut_at_any_call_loses_nothing_shown_as_saved() {
    for call in 0..calls() {
        let mut session = Session::begin(disk());
        session.disk.fail(call, DiskFault::Crash);
        session.live();
        for unsynced in UNSYNCED {
            session.check(&session.disk.crashed(unsynced), &format!("call {call}, what was not synced: {unsynced:?}"));
        }
    }
}

/// A call fails and is repeated with success; then the power goes after any later step.
#[test]
fn a_power_cut_after_a_fault_loses_nothing_shown_as_saved() {
    for first in (0..calls()).step_by(7) {
        let mut session = Session::begin(disk());
        session.disk.fail(first, DiskFault::Once(ErrorKind::Other));
        if !session.insist(|this| this.folder.resume(&this.article, Access::Write).map(drop)) {
            continue;
        }
        for (number, step) in SESSION.iter().enumerate() {
            assert!(session.step(*step));
            for unsynced in [Unsynced::Lost, Unsynced::Half] {
                session.check(&session.disk.crashed(unsynced), &format!("call {first}, step {number}, {unsynced:?}"));
            }
        }
    }
}

/// A workbench saves between any two calls of a verb that reads the same article. What is read is the state before or the
/// state after, and no problem is reported.
#[test]
fn a_reader_beside_a_workbench_reads_one_moment() {
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    let mut moments = Vec::new();
    for step in SESSION.iter().filter(|step| !matches!(step, Step::Restart)) {
        assert!(session.step(*step));
        moments.push((session.disk.files(), session.annotation.clone()));
    }
    let read = |disk: &SimulatedDisk| {
        let read = folder(disk).read_both(session.article.clone()).unwrap();
        assert_eq!(read.problem, None);
        Annotation { pending: read.article.suggestions.into(), ..read.annotation }
    };
    for (from, (files, before)) in moments.iter().enumerate() {
        for (later_files, after) in &moments[from..] {
            for call in 0..12 {
                let disk = session.disk.crashed(Unsynced::Kept);
                disk.replace_files_at(0, files.clone());
                assert_eq!(folder(&disk).read_own_file(Path::new("/disk/nothing")), Ok(None));
                disk.replace_files_at(disk.calls() + call, later_files.clone());
                let found = read(&disk);
                assert!(found == *before || found == *after, "moment {from}, call {call}");
            }
        }
    }
}

/// A session that ends before the first gold file is written: the verdicts are in the journal only, and the article is
/// somewhere else.
#[test]
fn changes_without_a_gold_file_are_reported() {
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    assert_eq!(session.folder.find_unread_journals(), []);
    let mut counts = Vec::new();
    for step in [Step::Accept, Step::Accept, Step::Gold, Step::Accept] {
        assert!(session.step(step));
        counts.push(session.folder.find_unread_journals().len());
    }
    assert_eq!(counts, [1, 1, 0, 0]);
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    assert!(session.step(Step::Accept) && session.step(Step::Accept));
    let told = session.folder.find_unread_journals().remove(0).to_string();
    assert!(told.contains("holds 2 changes of an article that has no gold file yet"), "{told}");
    // A gold file that was written and then removed is no fault.
    assert!(session.step(Step::Gold));
    session.disk.foreign(&session.folder.file_of("خبر/1"), None);
    assert_eq!(session.folder.find_unread_journals(), []);
}

#[test]
fn a_journal_that_another_program_changed_is_kept_and_reported() {
    let journal = folder(&disk()).journal_of("خبر/1");
    let begun = || {
        let mut session = Session::begin(disk());
        for step in [Step::Accept, Step::Accept, Step::Gold, Step::Accept] {
            assert!(session.step(step));
        }
        let bytes = session.disk.files()[&journal].clone();
        (session, bytes)
    };
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_owned();
    type Meddle<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let meddled: [(&str, Meddle<'_>, bool); 5] = [
        ("longer", &|bytes| [bytes, b"by another program\n"].concat(), true),
        ("longer by a line of the same kind", &|bytes| [bytes, bytes].concat(), true),
        ("shorter", &|bytes| half(bytes), false),
        ("another", &|bytes| vec![b'x'; bytes.len() + 5], false),
        ("empty", &|_| Vec::new(), false),
    ];
    for (what, meddle, history) in meddled {
        let (mut session, bytes) = begun();
        let foreign = meddle(&bytes);
        session.disk.foreign(&journal, Some(&foreign));
        assert!(session.step(Step::Accept), "{what}");
        let noticed = session.folder.take_notice("خبر/1").unwrap().to_string();
        assert!(noticed.contains("another program") && noticed.contains(".stale-1"), "{noticed}");
        assert_eq!(session.folder.take_notice("خبر/1"), None, "reported once");
        let kept = format!("{}.stale-1", journal.display());
        assert_eq!(session.disk.files()[Path::new(&kept)], foreign, "{what}");
        let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, Access::Write).unwrap();
        assert_eq!((left.problem, left.annotation), (None, Some(session.annotation.clone())), "{what}");
        assert_eq!(left.history == session.history, history, "{what}");
    }
    // A journal that appears where there was none.
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    let (_, bytes) = begun();
    session.folder.create_folder(&Path::new(GOLD).join(".journal")).unwrap();
    session.disk.foreign(&journal, Some(&bytes));
    assert!(session.step(Step::Accept));
    assert!(session.folder.take_notice("خبر/1").unwrap().what.contains("appeared while"));
    assert_eq!(session.disk.files()[Path::new(&format!("{}.stale-1", journal.display()))], bytes);
}

fn entry(session: &mut Session) -> (Arc<Article>, Vec<JournalEntry>, Annotation) {
    session.accept();
    (Arc::new(session.article.clone()), std::mem::take(&mut session.waiting), session.annotation.clone())
}

/// Giving work to the writer returns at once, even if the disk does not answer.
#[test]
fn the_workbench_does_not_wait_for_a_hanging_disk() {
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, Access::Write).unwrap();
    let (reports, told) = mpsc::channel();
    let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    session.disk.hold(true);
    for revision in 1..=3 {
        let (article, entries, annotation) = entry(&mut session);
        writer.save(article, entries, annotation, revision);
    }
    assert!(told.try_recv().is_err(), "nothing is called saved before it is");
    session.disk.hold(false);
    loop {
        match told.recv().unwrap() {
            SaveReport::Saved { revision: 3, .. } => break,
            SaveReport::Saved { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    writer.finish();
    let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, Access::Write).unwrap();
    assert_eq!((left.annotation.unwrap(), left.history), (session.annotation, session.history));
}

#[test]
fn the_writer_reports_a_fault_and_tries_again() {
    for (kind, message) in [
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::PermissionDenied, "make the folder writable"),
        (ErrorKind::ReadOnlyFilesystem, "make the folder writable"),
        (ErrorKind::Other, "check the folder and its disk"),
    ] {
        let mut session = Session::begin(disk());
        session.folder.resume(&session.article, Access::Write).unwrap();
        let (reports, told) = mpsc::channel();
        let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
        session.disk.fail(0, DiskFault::Writes(kind));
        for revision in 1..=2 {
            let (article, entries, annotation) = entry(&mut session);
            writer.save(article, entries, annotation, revision);
            match told.recv().unwrap() {
                SaveReport::Failed { problem, .. } => assert!(problem.what.contains(message), "{problem}"),
                other => panic!("{other:?}"),
            }
        }
        session.disk.repair();
        // The retry needs no further key.
        let saved = loop {
            if let SaveReport::Saved { revision, .. } = told.recv().unwrap() {
                break revision;
            }
        };
        assert_eq!(saved, 2);
        writer.finish();
        let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, Access::Write).unwrap();
        assert_eq!((left.annotation.unwrap(), left.history), (session.annotation, session.history));
    }
}

/// The focus is not part of the promise, but it is restored as well.
#[test]
fn the_focus_is_restored() {
    let disk = disk();
    let mut session = Session::begin(disk.clone());
    session.folder.resume(&session.article, Access::Write).unwrap();
    session.accept();
    session.waiting[0].focus = Some(ItemRef::GoldItem("e1".to_owned()));
    session.folder.append_entries(&session.article, &session.waiting, &session.annotation).unwrap();
    let left = folder(&disk.crashed(Unsynced::Lost)).resume(&session.article, Access::Write).unwrap();
    assert_eq!(left.focus, Some(ItemRef::GoldItem("e1".to_owned())));
}

/// Copying the rest: a call that is refused is reported, and after the next attempt everything is there, also when the
/// power goes then.
#[test]
fn copy_rest_reports_faults_and_completes_on_the_next_attempt() {
    let (mut call, mut told) = (0, 0);
    loop {
        let mut session = Session::begin(disk());
        session.folder.resume(&session.article, Access::Write).unwrap();
        for step in [Step::Accept, Step::Accept, Step::Gold, Step::Accept, Step::Undo] {
            assert!(session.step(step));
        }
        let new = GoldFolder::on(Arc::new(session.disk.clone()), "/disk/new/gold".into());
        let send = || {
            let (count, left_behind) =
                session.folder.copy_rest(&new, session.folder.list_rest(&new, &HashSet::new())?)?;
            assert!(left_behind.is_some() || count == 1);
            Ok::<_, Problem>(left_behind.is_none())
        };
        let begun = session.disk.calls();
        session.disk.fail(begun + call, DiskFault::Once(ErrorKind::Other));
        let whole = send();
        if session.disk.calls() <= begun + call {
            break;
        }
        session.disk.repair();
        match whole {
            Ok(true) => {}
            Ok(false) | Err(_) => {
                told += 1;
                assert!(send().unwrap(), "call {call}: the next attempt copies everything");
            }
        }
        let crashed = session.disk.crashed(Unsynced::Lost);
        let left =
            GoldFolder::on(Arc::new(crashed), new.dir().to_owned()).resume(&session.article, Access::Write).unwrap();
        assert_eq!(left.problem, None, "call {call}");
        assert_eq!((left.annotation.unwrap(), left.history), (session.annotation, session.history), "call {call}");
        call += 1;
    }
    assert!(call > 10 && told == call, "{told} of {call} faults were reported");
}
