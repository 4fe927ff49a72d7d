//! `:save-as`: saving in another folder and continuing there.

use std::fs;

use tawsim::gold::{Annotation, Article};
use tawsim::store::{Access, ArticleToMove, GoldFolder, SaveReport, Writer};
use tawsim::workbench::{Action, Effect, update};

use crate::work::{Work, article, model_state, resumed_state, sample_work};

/// `:save-as` while the old folder refuses every write.
#[test]
fn save_as_moves_an_open_article_with_its_history() {
    let mut work = sample_work();
    fs::remove_dir_all(work.folder.dir()).unwrap();
    fs::write(work.folder.dir(), "in the way").unwrap();
    let (reports, received) = std::sync::mpsc::channel();
    let writer = Writer::spawn(work.folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    let save = |work: &mut Work, key: &str| {
        for effect in update(&mut work.model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, revision } = effect {
                writer.save(article, entries, *annotation, revision);
            }
        }
    };
    let moving = |work: &Work| {
        let document = work.model.document().unwrap();
        let (annotation, history) = (document.annotation.clone(), document.history.clone());
        vec![ArticleToMove { article: article(), annotation, history, focus: None, revision: document.revision() }]
    };
    save(&mut work, "a");
    assert!(matches!(received.recv().unwrap(), SaveReport::Failed { .. }));
    // A folder with other gold, a folder in use, and an impossible folder: nothing is moved.
    let other = GoldFolder::new(work.dir.path().join("other"));
    other.save(&article(), &Annotation { annotator: Some("omar".to_owned()), ..Annotation::default() }).unwrap();
    let used = GoldFolder::new(work.dir.path().join("used"));
    let _lock = used.lock().unwrap();
    for (dir, message) in [
        (other.dir().to_owned(), "contains another gold file of this article"),
        (used.dir().to_owned(), "is in use by process"),
        (work.folder.dir().join("in"), "is not saved"),
    ] {
        writer.move_to(dir, moving(&work));
        let problem = loop {
            match received.recv().unwrap() {
                SaveReport::MoveFailed(problem) => break problem.to_string(),
                SaveReport::Failed { .. } => {}
                other => panic!("{other:?}"),
            }
        };
        assert!(problem.contains(message), "{problem}");
    }
    let new = work.dir.path().join("deep/new");
    writer.move_to(new.clone(), moving(&work));
    let revision = work.model.document().unwrap().revision();
    let reports: Vec<SaveReport> =
        received.iter().filter(|report| !matches!(report, SaveReport::Failed { .. })).take(2).collect();
    assert_eq!(
        reports,
        [
            SaveReport::Saved { id: "خبر/1".to_owned(), revision },
            SaveReport::Moved { folder: GoldFolder::new(new.clone()), count: 1, left_behind: None }
        ]
    );
    let folder = GoldFolder::new(new.clone());
    assert!(folder.lock().is_err(), "it is ours");
    save(&mut work, "u");
    save(&mut work, "x");
    writer.finish();
    let resumed = GoldFolder::new(new).resume(&article(), Access::Write).unwrap();
    assert_eq!((resumed.problem.clone(), resumed_state(&resumed)), (None, model_state(&work.model)));
    assert!(folder.lock().is_ok());
    assert_eq!(fs::read_to_string(work.folder.dir()).unwrap(), "in the way");
}

/// `:save-as` copies the gold of articles that were not opened. Later changes to them go to the new folder, also if an
/// article was opened from the old folder during the move.
#[test]
fn save_as_copies_gold_that_is_not_open_with_its_history() {
    let mut work = sample_work();
    work.save();
    let old = work.folder.dir().to_owned();
    let other = Article { id: "آخر".to_owned(), ..(*article()).clone() };
    let folder = GoldFolder::new(old.clone());
    folder.save(&other, &Annotation { annotator: Some("omar".to_owned()), ..Annotation::default() }).unwrap();
    for (name, bytes) in [("package.json", "{}"), ("notes.txt", "x"), ("broken.json", "{\"schema\": \"tawsim/1\", x")] {
        fs::write(old.join(name), bytes).unwrap();
    }
    let (reports, received) = std::sync::mpsc::channel();
    let writer = Writer::spawn(folder, move |report| reports.send(report).unwrap()).unwrap();
    let new = work.dir.path().join("new");
    writer.move_to(new.clone(), Vec::new());
    let SaveReport::Moved { folder, count, left_behind } = received.recv().unwrap() else { panic!() };
    assert_eq!((folder.dir(), count, left_behind), (new.as_path(), 3, None));
    let files = ["خبر%2F1.json", "آخر.json", "broken.json", ".journal/خبر%2F1.jsonl"];
    for file in files {
        assert_eq!(fs::read(new.join(file)).unwrap(), fs::read(old.join(file)).unwrap(), "{file}");
    }
    assert!(!new.join("package.json").exists() && !new.join("notes.txt").exists());

    // The article was opened from the old folder and got a verdict.
    for effect in update(&mut work.model, Action::Key("u".parse().unwrap())) {
        if let Effect::Save { article, entries, annotation, revision } = effect {
            writer.save(article, entries, *annotation, revision);
        }
    }
    writer.finish();
    let resumed = GoldFolder::new(new.clone()).resume(&article(), Access::Write).unwrap();
    assert_eq!((resumed.problem.clone(), resumed_state(&resumed)), (None, model_state(&work.model)));
    let mut names: Vec<_> = fs::read_dir(&new).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".journal", "broken.json", "آخر.json", "خبر%2F1.json"]);
    assert_eq!(fs::read_dir(new.join(".journal")).unwrap().count(), 3, "a journal, the lock and who has it: {new:?}");

    // The new folder has other gold for one of the articles: nothing is moved.
    let writer = Writer::spawn(GoldFolder::new(old), move |report| {
        assert!(
            matches!(report, SaveReport::MoveFailed(problem) if problem.what.contains("other gold of this article"))
        );
    })
    .unwrap();
    writer.move_to(new, Vec::new());
    writer.finish();
}
