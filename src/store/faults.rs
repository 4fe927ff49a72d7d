//! Every call that this room makes of the disk is refused once, for good, half done, or the last one before the power
//! goes: what was called saved is there, files are old or new, and work goes on as soon as the disk does.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, LazyLock, mpsc};

use super::simulated::{Fault, Simulated, UNSYNCED, Unsynced};
use super::{GoldFolder, Report, Writer};
use crate::edit::{Change, Deed, Edit, Entry, History, ItemRef};
use crate::gold::{Annotation, Article, Body, Extra, Label, Mark, Status, Suggestion, Verdict, json};
use crate::text::Text;

const GOLD: &str = "/disk/deep/gold";

fn article() -> Article {
    static ARTICLE: LazyLock<Article> = LazyLock::new(made);
    ARTICLE.clone()
}

fn made() -> Article {
    let text = Text::new("زار أوباما باريس ثم لندن وبيروت والقاهرة");
    let entity = |span| Suggestion::new(&text, "m@1", 0.5, Body::Entity { span, label: Label::new("LOC") });
    let suggestions = text.words().iter().copied().map(entity).collect();
    Article { id: "خبر/1".to_owned(), text, meta: Extra::new(), suggestions }
}

fn disk() -> Simulated {
    Simulated::with("/disk")
}

fn folder(disk: &Simulated) -> GoldFolder {
    GoldFolder::on(Arc::new(disk.clone()), GOLD.into())
}

/// What a person does at a time.
#[derive(Debug, Clone, Copy)]
enum Step {
    Accept,
    Undo,
    Done,
    /// The gold file is written.
    Gold,
    /// The process ends and another begins.
    Restart,
}

const SESSION: [Step; 16] = [
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

/// A session, and what is promised of it.
struct Session {
    disk: Simulated,
    folder: GoldFolder,
    article: Article,
    annotation: Annotation,
    history: History,
    waiting: Vec<Entry>,
    /// What stood after each deed.
    stood: Vec<(Annotation, History)>,
    /// The last of them that was called saved.
    safe: usize,
    /// Every content that a gold file may have.
    golds: HashSet<Vec<u8>>,
    messages: usize,
}

impl Session {
    fn begin(disk: Simulated) -> Self {
        let folder = folder(&disk);
        let (annotation, history) = (Annotation::default(), History::default());
        let stood = vec![(annotation.clone(), history.clone())];
        let (article, waiting, golds) = (article(), Vec::new(), HashSet::new());
        Self { disk, folder, article, annotation, history, waiting, stood, safe: 0, golds, messages: 0 }
    }

    /// Tries until it succeeds; the disk is mended after the second failure. False when the power is gone.
    fn insist(&mut self, mut attempt: impl FnMut(&mut Self) -> Result<(), super::Problem>) -> bool {
        for failures in 1..=6 {
            let Err(problem) = attempt(self) else { return true };
            assert!(problem.what.len() > 10, "{problem}");
            self.messages += 1;
            if problem.what.contains("the power is gone") {
                return false;
            }
            if failures == 2 {
                self.disk.mend();
            }
        }
        panic!("it never succeeds");
    }

    fn deed(&mut self, deed: Deed, pending: bool) {
        let news = pending.then(|| crate::edit::News::All(self.annotation.pending.clone()));
        let entry = Entry { deed, news, annotator: Some("sara".to_owned()), focus: None };
        entry.replay(&mut self.annotation, &mut self.history);
        self.waiting.push(entry);
        self.stood.push((self.annotation.clone(), self.history.clone()));
    }

    fn accept(&mut self) {
        let first = self.stood.len() == 1;
        if first {
            self.annotation.pending = self.article.suggestions.clone().into();
        }
        let suggestion = self.annotation.pending.iter().next().unwrap().clone();
        let id = self.annotation.free_id(suggestion.body.layer());
        let body = suggestion.body.clone();
        let mark = Mark {
            id,
            body,
            verdict: Verdict::Accepted,
            suggestion: Some(suggestion.clone()),
            at: None,
            extra: Extra::new(),
        };
        let changes = vec![
            Change::Pending { before: Some(Box::new(suggestion)), after: None },
            Change::Mark { before: None, after: Some(Box::new(mark)) },
            Change::Status { before: self.annotation.status, after: Status::InProgress },
        ];
        self.deed(Deed::Commit(Edit { name: "accepted".into(), changes }), first);
    }

    fn undo(&mut self) {
        let deeds = self.history.deeds();
        let undone = deeds.iter().filter(|deed| matches!(deed, Deed::Undo(_))).count();
        let Some(Deed::Commit(edit)) = deeds.get(deeds.len() - 2 * undone - 1).cloned() else { panic!("{deeds:?}") };
        self.deed(Deed::Undo(edit), false);
    }

    fn finish(&mut self) {
        let changes = vec![Change::Status { before: self.annotation.status, after: Status::Done }];
        self.deed(Deed::Commit(Edit { name: "done".into(), changes }), false);
    }

    /// False when the power is gone.
    fn step(&mut self, step: Step) -> bool {
        match step {
            Step::Accept => self.accept(),
            Step::Undo => self.undo(),
            Step::Done => self.finish(),
            Step::Gold => {
                self.golds.insert(json::write(&self.article, &self.annotation).into_bytes());
                return self.insist(|this| this.folder.save(&this.article, &this.annotation));
            }
            Step::Restart => {
                // Before a process ends it has written all that it could.
                self.golds.insert(json::write(&self.article, &self.annotation).into_bytes());
                return self.insist(|this| {
                    this.folder = folder(&this.disk);
                    let left = this.folder.resume(&this.article, true)?;
                    assert_eq!(left.annotation.as_ref(), Some(&this.annotation));
                    assert_eq!(left.history, this.history);
                    Ok(())
                });
            }
        }
        let done = self.insist(|this| {
            let entries = this.waiting.clone();
            this.folder.journal(&this.article, &entries, &this.annotation)
        });
        if done {
            self.waiting.clear();
            self.safe = self.stood.len() - 1;
        }
        done
    }

    /// Lives through it; gives how far it came.
    fn live(&mut self) -> usize {
        let resumed = self.insist(|this| this.folder.resume(&this.article, true).map(drop));
        if !resumed {
            return 0;
        }
        SESSION.iter().take_while(|step| self.step(**step)).count()
    }

    /// What the next start finds is one of what stood since it was last called saved, and work goes on from there.
    fn check(&self, disk: &Simulated, what: &str) {
        let gold = disk.files().get(&folder(disk).file_of(&self.article.id)).cloned();
        if let Some(bytes) = gold {
            assert!(self.golds.contains(&bytes), "{what}: the gold file is neither old nor new");
        }
        let mut session = Self::begin(disk.clone());
        let left = session.folder.resume(&session.article, true).unwrap();
        let bad = left.problem.filter(|problem| !problem.what.contains("never called saved"));
        assert_eq!(bad, None, "{what}");
        let found = (left.annotation.unwrap_or_default(), left.history);
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

/// How many calls a session without any fault makes.
fn calls() -> usize {
    let mut session = Session::begin(disk());
    assert_eq!(session.live(), SESSION.len());
    assert_eq!(session.messages, 0);
    session.disk.calls()
}

#[test]
fn a_call_that_is_refused_costs_a_message_and_nothing_else() {
    let kinds = [ErrorKind::StorageFull, ErrorKind::Other];
    let mut told = 0;
    for call in 0..calls() {
        let faults = kinds.iter().flat_map(|kind| [Fault::Once(*kind), Fault::From(*kind)]);
        for fault in faults.chain([Fault::Short, Fault::Once(ErrorKind::Interrupted)]) {
            let what = format!("call {call}, {fault:?}");
            let mut session = Session::begin(disk());
            session.disk.fail(call, fault);
            assert_eq!(session.live(), SESSION.len(), "{what}");
            assert_eq!(session.safe, session.stood.len() - 1);
            told += session.messages;
            session.disk.mend();
            // What is called saved outlives the power too.
            session.check(&session.disk.crashed(Unsynced::Lost), &what);
        }
    }
    assert!(told > 4 * calls(), "few faults were told of: {told}");
}

#[test]
fn the_power_may_go_at_any_call() {
    for call in 0..calls() {
        let mut session = Session::begin(disk());
        session.disk.fail(call, Fault::Crash);
        session.live();
        for unsynced in UNSYNCED {
            session.check(&session.disk.crashed(unsynced), &format!("call {call}, what was not synced: {unsynced:?}"));
        }
    }
}

/// After a call that failed and was made good, the power goes at any later one.
#[test]
fn the_power_may_go_after_a_fault_too() {
    for first in (0..calls()).step_by(7) {
        let mut session = Session::begin(disk());
        session.disk.fail(first, Fault::Once(ErrorKind::Other));
        if !session.insist(|this| this.folder.resume(&this.article, true).map(drop)) {
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

#[test]
fn a_journal_that_another_program_wrote_in_is_kept_and_told() {
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
        let noticed = session.folder.noticed("خبر/1").unwrap().to_string();
        assert!(noticed.contains("another program") && noticed.contains(".stale-1"), "{noticed}");
        assert_eq!(session.folder.noticed("خبر/1"), None, "told once");
        let kept = format!("{}.stale-1", journal.display());
        assert_eq!(session.disk.files()[Path::new(&kept)], foreign, "{what}");
        let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, true).unwrap();
        assert_eq!((left.problem, left.annotation), (None, Some(session.annotation.clone())), "{what}");
        assert_eq!(left.history == session.history, history, "{what}");
    }
    // One that came where there was none.
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, true).unwrap();
    let (_, bytes) = begun();
    session.folder.make(&Path::new(GOLD).join(".journal")).unwrap();
    session.disk.foreign(&journal, Some(&bytes));
    assert!(session.step(Step::Accept));
    assert!(session.folder.noticed("خبر/1").unwrap().what.contains("came while"));
    assert_eq!(session.disk.files()[Path::new(&format!("{}.stale-1", journal.display()))], bytes);
}

fn entry(session: &mut Session) -> (Arc<Article>, Vec<Entry>, Annotation) {
    session.accept();
    (Arc::new(session.article.clone()), std::mem::take(&mut session.waiting), session.annotation.clone())
}

/// Whoever gives work to the writer goes on at once, whatever the disk does.
#[test]
fn nobody_waits_for_a_disk_that_does_not_answer() {
    let mut session = Session::begin(disk());
    session.folder.resume(&session.article, true).unwrap();
    let (reports, told) = mpsc::channel();
    let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    session.disk.hold(true);
    for revision in 1..=3 {
        let (article, entries, annotation) = entry(&mut session);
        writer.save(article, entries, annotation, revision);
    }
    assert!(told.try_recv().is_err(), "nothing is called saved that is not");
    session.disk.hold(false);
    loop {
        match told.recv().unwrap() {
            Report::Saved { revision: 3, .. } => break,
            Report::Saved { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    writer.finish();
    let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, true).unwrap();
    assert_eq!((left.annotation.unwrap(), left.history), (session.annotation, session.history));
}

#[test]
fn the_writer_tells_keeps_and_tries_again() {
    for (kind, message) in [
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::PermissionDenied, "make the folder writable"),
        (ErrorKind::ReadOnlyFilesystem, "make the folder writable"),
        (ErrorKind::Other, "check the folder and its disk"),
    ] {
        let mut session = Session::begin(disk());
        session.folder.resume(&session.article, true).unwrap();
        let (reports, told) = mpsc::channel();
        let writer = Writer::spawn(session.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
        session.disk.fail(0, Fault::Writes(kind));
        for revision in 1..=2 {
            let (article, entries, annotation) = entry(&mut session);
            writer.save(article, entries, annotation, revision);
            match told.recv().unwrap() {
                Report::Failed { problem, .. } => assert!(problem.what.contains(message), "{problem}"),
                other => panic!("{other:?}"),
            }
        }
        session.disk.mend();
        // Without another key.
        let saved = loop {
            if let Report::Saved { revision, .. } = told.recv().unwrap() {
                break revision;
            }
        };
        assert_eq!(saved, 2);
        writer.finish();
        let left = folder(&session.disk.crashed(Unsynced::Lost)).resume(&session.article, true).unwrap();
        assert_eq!((left.annotation.unwrap(), left.history), (session.annotation, session.history));
    }
}

/// What has the focus is no part of what is promised, and yet it is there.
#[test]
fn the_place_is_found_again() {
    let disk = disk();
    let mut session = Session::begin(disk.clone());
    session.folder.resume(&session.article, true).unwrap();
    session.accept();
    session.waiting[0].focus = Some(ItemRef::Mark("e1".to_owned()));
    session.folder.journal(&session.article, &session.waiting, &session.annotation).unwrap();
    let left = folder(&disk.crashed(Unsynced::Lost)).resume(&session.article, true).unwrap();
    assert_eq!(left.focus, Some(ItemRef::Mark("e1".to_owned())));
}
