//! Conflict files: a version of another program is never overwritten, and a merged conflict file is put away after the save.

use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, mpsc};

use tawsim::gold::{Annotation, Article, json};
use tawsim::store::{CONFLICT_BASE, GoldFolder, MergedConflict, SaveReport, Writer};

fn gold(entities: &str) -> (Arc<Article>, Annotation) {
    let entity = |start: usize, end: usize, label: &str| {
        format!(r#"{{"id":"e{start}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
    };
    let entities: Vec<String> = entities
        .split_whitespace()
        .map(|word| match word {
            "PER" => entity(4, 8, word),
            _ => entity(9, 14, word),
        })
        .collect();
    let line = format!(r#"{{"id":"a","text":"زار سامي باريس","entities":[{}]}}"#, entities.join(","));
    let (article, annotation) = json::read(&line).unwrap();
    (Arc::new(article), annotation)
}

fn writer(folder: &GoldFolder) -> (Writer, Receiver<SaveReport>) {
    let (reports, received) = mpsc::channel();
    (Writer::spawn(folder.clone(), move |report| reports.send(report).unwrap()).unwrap(), received)
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder in which this process has saved LOC beside PER of another program.
fn with_conflict(folder: &GoldFolder) -> (Writer, Receiver<SaveReport>) {
    let (writer, received) = writer(folder);
    let (article, empty) = gold("");
    writer.save(Arc::clone(&article), Vec::new(), empty, 1);
    assert!(matches!(received.recv(), Ok(SaveReport::Saved { .. })));
    let (_, foreign) = gold("PER");
    fs::write(folder.file_of("a"), json::write(&article, &foreign)).unwrap();
    writer.save(article, Vec::new(), gold("LOC").1, 2);
    assert!(matches!(received.recv(), Ok(SaveReport::SavedAside { .. })));
    (writer, received)
}

/// The article is read again after the conflict. The save that went into the conflict file must not be tried again then.
#[test]
fn work_of_another_program_stays_when_the_article_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (writer, _) = with_conflict(&folder);
    let (article, foreign) = gold("PER");
    assert_eq!(folder.load(&article), Ok(Some(foreign.clone())));
    writer.finish();
    assert_eq!(folder.load(&article), Ok(Some(foreign)));
}

/// After the article was read again, its gold lacks the work in the conflict file. The next conflict gets another file.
#[test]
fn a_conflict_file_is_not_overwritten_after_the_article_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (_writer, _) = with_conflict(&folder);
    let (article, foreign) = gold("PER");
    assert_eq!(folder.load(&article), Ok(Some(foreign)));
    fs::write(folder.file_of("a"), json::write(&article, &gold("PER LOC").1)).unwrap();
    let later = Annotation { annotator: Some("omar".to_owned()), ..gold("PER").1 };
    folder.save(&article, &later).unwrap_err();
    let files = folder.read_conflicts(&article).unwrap();
    let found: Vec<_> = files.iter().map(|file| (file.name.as_str(), &file.annotation)).collect();
    assert_eq!(found, [("a.conflict-1.json", &gold("LOC").1), ("a.conflict-2.json", &later)]);
    // Without another reading the file is written again.
    folder.save(&article, &gold("PER").1).unwrap_err();
    let files = folder.read_conflicts(&article).unwrap();
    assert_eq!(files.iter().map(|file| &file.annotation).collect::<Vec<_>>(), [&gold("LOC").1, &gold("PER").1]);
}

/// A conflict file that the user has renamed names a base. A later conflict must not name it.
#[test]
fn a_conflict_file_names_no_base_of_an_earlier_conflict() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (_writer, _) = with_conflict(&folder);
    fs::rename(dir.path().join("a.conflict-1.json"), folder.file_of("a")).unwrap();
    assert!(fs::read_to_string(folder.file_of("a")).unwrap().contains(CONFLICT_BASE));
    let (article, renamed) = gold("LOC");
    assert_eq!(folder.load(&article), Ok(Some(renamed.clone())));
    // An annotation that was read elsewhere may have the key; this process does not know the base of its gold.
    let (_, mut work) = json::read(&fs::read_to_string(folder.file_of("a")).unwrap()).unwrap();
    assert!(work.extra.contains_key(CONFLICT_BASE));
    work.annotator = Some("omar".to_owned());
    let fresh = GoldFolder::new(dir.path().to_owned());
    fresh.save(&article, &work).unwrap_err();
    let file = fs::read_to_string(dir.path().join("a.conflict-1.json")).unwrap();
    assert!(!file.contains(CONFLICT_BASE), "{file}");
}

#[test]
fn a_merged_conflict_file_is_put_away_after_the_save() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (writer, received) = with_conflict(&folder);
    let (article, both) = gold("PER LOC");
    folder.load(&article).unwrap();
    let files = folder.read_conflicts(&article).unwrap();
    assert_eq!(files.iter().map(|file| &file.annotation).collect::<Vec<_>>(), [&gold("LOC").1]);
    let merged =
        |file: &tawsim::store::ConflictFile| MergedConflict { name: file.name.clone(), content: file.content.clone() };
    writer.save(Arc::clone(&article), Vec::new(), both.clone(), 3);
    writer.put_conflicts_away("a".to_owned(), files.iter().map(merged).collect());
    writer.finish();
    assert_eq!(received.iter().collect::<Vec<_>>(), [SaveReport::Saved { id: "a".to_owned(), revision: 3 }]);
    assert_eq!(folder.load(&article), Ok(Some(both)));
    assert_eq!(names(dir.path()), [".journal", "a.json"]);
    assert!(names(&dir.path().join(".journal")).contains(&"a.conflict-1.json.merged-1".to_owned()));
}

/// A file that somebody changed since it was read stays, and so does one whose article could not be saved.
#[test]
fn a_conflict_file_that_is_not_merged_stays() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (writer, received) = with_conflict(&folder);
    let (article, both) = gold("PER LOC");
    let read = folder.read_conflicts(&article).unwrap();
    let merged = MergedConflict { name: read[0].name.clone(), content: read[0].content.clone() };
    // The gold file was not read again: the save goes to the conflict file, which is then no longer the merged one.
    writer.save(Arc::clone(&article), Vec::new(), both.clone(), 3);
    writer.put_conflicts_away("a".to_owned(), vec![merged]);
    writer.finish();
    let reports: Vec<SaveReport> = received.iter().collect();
    // A notice says that the file stays, if the thread looked at it after the save.
    let (save, notices) = reports.split_first().unwrap();
    assert!(matches!(save, SaveReport::SavedAside { revision: 3, .. }), "{reports:?}");
    assert!(notices.iter().all(|notice| matches!(notice, SaveReport::Noticed(_))), "{reports:?}");
    assert_eq!(names(dir.path()).iter().filter(|name| name.contains("conflict")).count(), 1);
    assert_eq!(folder.read_conflicts(&article).unwrap()[0].annotation, both);
}

/// A conflict file of another text or article is refused, with its name.
#[test]
fn a_conflict_file_of_another_text_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (article, annotation) = gold("PER");
    let other = json::write(&article, &annotation).replace("زار سامي", "رأى سامي");
    fs::write(dir.path().join("a.conflict-2.json"), other).unwrap();
    let problem = folder.read_conflicts(&article).unwrap_err();
    assert!(problem.path.ends_with("a.conflict-2.json"), "{problem}");
}
