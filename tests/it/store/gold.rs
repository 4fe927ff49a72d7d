//! The gold folder: round trips, refusals, conflicts, the lock and the saving thread.

use std::fs;
use std::path::Path;
use std::sync::{Arc, mpsc};

use tawsim::gold::{Annotation, Article, Extra, Status, json};
use tawsim::store::{GoldFolder, LockError, SaveReport, Writer, write_gold_lines};
use tawsim::text::Text;

const TEXT: &str = "\u{FEFF}قال سامي 😀:\r\n«نعم»\0 لباريس";

fn article() -> Article {
    Article { id: "خبر/1".to_owned(), text: Text::new(TEXT), meta: Extra::new(), suggestions: Vec::new() }
}

fn by(annotator: &str) -> Annotation {
    Annotation { annotator: Some(annotator.to_owned()), status: Status::InProgress, ..Annotation::default() }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A gold file with every feature, and with metadata and unknown keys that the article lacks.
fn full() -> String {
    let line = serde_json::json!({
        "id": "خبر/1", "text": TEXT, "meta": {"desk": "خارجي", "n": 1.0}, "status": "done", "annotator": "sara",
        "entities": [{"id": "e1", "start": 5, "end": 9, "label": "PER", "verdict": "added", "note": "mine"}],
        "quotes": [{"id": "q1", "kind": "direct", "content": [{"start": 15, "end": 18}], "verdict": "added"}],
        "rejected": [{"layer": "entity", "id": "s-1", "source": "m@1", "start": 22, "end": 27, "label": "LOC"}],
        "reviewer": "omar",
    });
    let (article, annotation) = json::read(&line.to_string()).unwrap();
    json::write(&article, &annotation)
}

#[test]
fn gold_survives_saving_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("deep/gold"));
    assert_eq!(folder.load(&article()), Ok(None));
    assert_eq!(names(dir.path()), [""; 0], "loading makes nothing");
    let path = folder.file_of("خبر/1");
    assert_eq!(path, dir.path().join("deep/gold/خبر%2F1.json"));
    fs::create_dir_all(folder.dir()).unwrap();
    fs::write(&path, full()).unwrap();

    let annotation = folder.load(&article()).unwrap().unwrap();
    assert_eq!(annotation.gold.len(), 2);
    let changed = Annotation { annotator: Some("omar".to_owned()), ..annotation.clone() };
    folder.save(&article(), &changed).unwrap();
    assert_ne!(fs::read_to_string(&path).unwrap(), full());
    folder.save(&article(), &annotation).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), full(), "metadata and unknown keys of the file too");
    assert_eq!(folder.load(&article()), Ok(Some(annotation)));
    assert_eq!(names(folder.dir()), ["خبر%2F1.json"], "no temporary file stays");
}

#[test]
fn suggestions_in_a_gold_file_are_pending() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let suggested = full().replace("\"added\"", "\"pending\"");
    fs::write(folder.file_of("خبر/1"), suggested).unwrap();
    let annotation = folder.load(&article()).unwrap().unwrap();
    assert_eq!((annotation.gold.len(), annotation.pending.len()), (0, 2));
}

#[test]
fn unchanged_gold_is_not_written_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let path = folder.file_of("خبر/1");
    folder.save(&article(), &by("sara")).unwrap();
    // A hard link shows whether the file was replaced.
    let link = dir.path().join("link");
    fs::hard_link(&path, &link).unwrap();
    folder.save(&article(), &by("sara")).unwrap();
    fs::write(&link, "seen through the link").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "seen through the link");
}

#[test]
fn an_invalid_or_foreign_gold_file_is_refused_and_kept() {
    for (from, to, message) in [
        ("", "", ""),
        ("سامي", "شادي", "text_sha256 does not match the text"),
        ("tawsim/1", "tawsim/3", "use a newer tawsim"),
        ("\"خبر/1\"", "\"b\"", "is the gold file of the article \"b\", not of \"خبر/1\"; move it away"),
        ("\"end\": 9", "\"end\": 900", ".json:14: entities[0] (e1): 900 is past the end"),
        ("\"quotes\"", "quotes", ".json:24: key must be a string"),
        ("sara", "sa\u{0}ra", "control character"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().to_owned());
        let path = folder.file_of("خبر/1");
        let broken = full().replacen(from, to, 1);
        fs::write(&path, &broken).unwrap();
        let loaded = folder.load(&article());
        if message.is_empty() {
            assert!(loaded.is_ok());
            continue;
        }
        let problem = loaded.unwrap_err();
        assert_eq!(problem.path, path);
        assert!(problem.to_string().contains(message), "{problem} / {message}");
        assert_eq!(names(dir.path()).len(), 1, "loading writes nothing");
        folder.save(&article(), &by("omar")).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), broken, "{message}");
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    fs::write(folder.file_of("خبر/1"), b"{\n\xFF").unwrap();
    assert!(folder.load(&article()).unwrap_err().to_string().contains(".json:2: is not UTF-8: byte 1 "));
    fs::remove_file(folder.file_of("خبر/1")).unwrap();
    fs::create_dir(folder.file_of("خبر/1")).unwrap();
    assert!(folder.load(&article()).unwrap_err().what.contains("must be a file"));
    assert!(folder.save(&article(), &by("omar")).unwrap_err().what.contains("must be a file"));
}

#[test]
fn the_problem_of_another_text_names_the_first_difference() {
    for (other, message) in [
        (
            TEXT.replace("سامي", "سالي"),
            "at code point 7 it has \"مي 😀:\\r\\n«نعم»\\0 لباريس\", and the article has \"لي 😀",
        ),
        (format!("{TEXT}!"), "at code point 27 it has its end, and the article has \"!\"; restore"),
        (TEXT.replace(" لباريس", ""), "at code point 20 it has \" لباريس\", and the article has its end; restore"),
        (TEXT.replacen('\u{FEFF}', "", 1), "at code point 0 it has \"\\u{feff}قال سامي"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().to_owned());
        folder.save(&article(), &by("sara")).unwrap();
        let problem = folder.load(&Article { text: Text::new(other), ..article() }).unwrap_err();
        assert!(problem.what.contains(message), "{} / {message}", problem.what);
        assert!(problem.what.contains("move the gold file away"));
    }
}

#[test]
fn a_file_that_another_program_wrote_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let article = Article { id: "a".to_owned(), ..article() };
    let foreign = json::write(&article, &by("git pull"));
    let path = folder.file_of("a");
    let aside = dir.path().join("a.conflict-1.json");
    folder.save(&article, &by("sara")).unwrap();
    fs::write(&path, &foreign).unwrap();

    for revision in ["sara 2", "sara 3", "sara 3"] {
        let problem = folder.save(&article, &by(revision)).unwrap_err();
        assert!(problem.what.contains("another program wrote a.json") && problem.path == aside, "{problem}");
        assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
        assert_eq!(without_base(&fs::read_to_string(&aside).unwrap()), json::write(&article, &by(revision)));
    }
    // Somebody merges by hand in the conflict file; that file is kept too.
    fs::write(&aside, "by hand").unwrap();
    assert!(folder.save(&article, &by("sara 4")).unwrap_err().path.ends_with("a.conflict-2.json"));
    assert_eq!(names(dir.path()), [".journal", "a.conflict-1.json", "a.conflict-2.json", "a.json"]);
    assert_eq!(fs::read_to_string(&aside).unwrap(), "by hand");

    // After it was read, the file may be replaced; clones of the folder share that knowledge.
    assert_eq!(folder.clone().load(&article).unwrap().unwrap().annotator.as_deref(), Some("git pull"));
    folder.save(&article, &by("sara 5")).unwrap();
    // A file that vanished does no harm.
    fs::remove_file(&path).unwrap();
    folder.save(&article, &by("sara 6")).unwrap();
    // A file that was never read is a conflict too, unless its content is the same.
    let fresh = GoldFolder::new(dir.path().to_owned());
    fresh.save(&article, &by("sara 6")).unwrap();
    let fresh = GoldFolder::new(dir.path().to_owned());
    fresh.save(&article, &by("omar")).unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), json::write(&article, &by("sara 6")));
}

/// The writer says that the work is saved, and in which file.
#[test]
fn a_conflict_is_reported_as_saved_in_the_conflict_file() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (reports, received) = mpsc::channel();
    let writer = Writer::spawn(folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    writer.save(numbered(1), Vec::new(), by("sara"), 1);
    assert_eq!(received.recv(), Ok(saved(1, 1)));
    let foreign = json::write(&numbered(1), &by("git pull"));
    fs::write(folder.file_of("a1"), &foreign).unwrap();
    writer.save(numbered(1), Vec::new(), by("sara 2"), 2);
    let Ok(SaveReport::SavedAside { revision: 2, problem, .. }) = received.recv() else { panic!("it is a conflict") };
    assert_eq!(problem.path, dir.path().join("a1.conflict-1.json"));
    assert!(problem.what.starts_with("has the work of this session"), "{problem}");
    writer.finish();
    assert_eq!(received.iter().count(), 0, "once");
    assert_eq!(fs::read_to_string(folder.file_of("a1")).unwrap(), foreign);
    let aside = fs::read_to_string(dir.path().join("a1.conflict-1.json")).unwrap();
    assert_eq!(without_base(&aside), json::write(&numbered(1), &by("sara 2")));
}

/// A conflict file without the line that names its common beginning, the hash of 64 digits.
fn without_base(written: &str) -> String {
    let (before, hash) =
        written.split_once(",\n \"conflict_base\": \"").expect("a conflict file names its common beginning");
    assert!(hash.len() == 64 + "\"\n}\n".len() && hash.ends_with("\"\n}\n"), "{hash}");
    format!("{before}\n}}\n")
}

/// Work that the gold folder cannot take goes into a file elsewhere, which every verb reads.
#[test]
fn work_is_written_into_a_new_file_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("gold"));
    fs::create_dir_all(folder.dir().join(".journal")).unwrap();
    fs::write(folder.file_of("خبر/1"), full()).unwrap();
    let annotation = folder.load(&article()).unwrap().unwrap();
    let other = numbered(2);
    let file = dir.path().join("rescued.jsonl");
    let articles = [(&article(), &annotation), (&*other, &by("omar"))];
    write_gold_lines(&folder, &file, articles).unwrap();
    let lines = fs::read_to_string(&file).unwrap();
    let read: Vec<_> = lines.lines().map(|line| json::read(line).unwrap()).collect();
    assert_eq!((&read[0].1, &read[1].1), (&annotation, &by("omar")));
    assert_eq!(read[0].0.meta["desk"], "خارجي", "the metadata of the gold file too");
    for (path, message) in [
        (file.clone(), "exists already; name another file"),
        (folder.dir().join("x.jsonl"), "is in a gold folder"),
        (dir.path().join("no/x.jsonl"), "its folder does not exist"),
        (dir.path().to_owned(), "is a folder"),
    ] {
        let problem = write_gold_lines(&folder, &path, articles).unwrap_err();
        assert!(problem.what.contains(message), "{problem}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), lines);
}

#[test]
fn ids_that_differ_only_in_case_lose_no_gold() {
    // Imitates a file system that ignores case: the file of "a" holds "A".
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let [lower, upper] = ["a", "A"].map(|id| Article { id: id.to_owned(), ..article() });
    fs::write(folder.file_of("a"), json::write(&upper, &by("sara"))).unwrap();
    assert!(folder.load(&lower).unwrap_err().what.contains("is the gold file of the article \"A\", not of \"a\""));
    folder.save(&lower, &by("omar")).unwrap_err();
    assert_eq!(names(dir.path()), ["a.conflict-1.json", "a.json"]);
}

#[test]
fn a_failed_save_changes_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "mine").unwrap();
    for gold in [file.clone(), file.join("gold")] {
        let folder = GoldFolder::new(gold);
        let problem = folder.save(&article(), &by("sara")).unwrap_err();
        assert!(problem.what.contains("is not saved") && problem.what.contains("choose another"), "{problem}");
        assert!(matches!(folder.lock(), Err(LockError::Io(_))));
    }
    assert_eq!((names(dir.path()).len(), fs::read_to_string(&file).unwrap().as_str()), (1, "mine"));

    // A folder that vanishes while it is open is made again.
    let folder = GoldFolder::new(dir.path().join("gold"));
    folder.save(&article(), &by("sara")).unwrap();
    fs::remove_dir_all(folder.dir()).unwrap();
    folder.save(&article(), &by("omar")).unwrap();
    assert_eq!(folder.load(&article()).unwrap().unwrap().annotator.as_deref(), Some("omar"));

    // A read-only file is not replaced.
    let path = folder.file_of("خبر/1");
    let writable = fs::metadata(&path).unwrap().permissions();
    let mut locked = writable.clone();
    locked.set_readonly(true);
    fs::set_permissions(&path, locked).unwrap();
    let problem = folder.save(&article(), &by("sara")).unwrap_err();
    assert!(problem.what.contains("marked read-only"), "{problem}");
    assert_eq!(folder.load(&article()).unwrap().unwrap().annotator.as_deref(), Some("omar"));
    assert_eq!(names(folder.dir()).len(), 1, "no temporary file stays");
    fs::set_permissions(&path, writable).unwrap();
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_links_are_replaced() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("gold"));
    let path = folder.file_of("خبر/1");
    folder.save(&article(), &by("sara")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    folder.save(&article(), &by("omar")).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    // A new file gets the usual permissions.
    let plain = dir.path().join("plain");
    fs::write(&plain, "").unwrap();
    fs::remove_file(&path).unwrap();
    folder.save(&article(), &by("sara")).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&plain));
    // A link to a place outside is replaced, and its target is not written.
    let outside = dir.path().join("outside.json");
    fs::rename(&path, &outside).unwrap();
    symlink(&outside, &path).unwrap();
    folder.save(&article(), &by("omar")).unwrap();
    assert_eq!(fs::read_to_string(&outside).unwrap(), json::write(&article(), &by("sara")));
    assert_eq!(fs::read_to_string(&path).unwrap(), json::write(&article(), &by("omar")));
}

#[test]
fn only_one_process_holds_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("gold"));
    let lock = folder.lock().unwrap();
    let error = GoldFolder::new(folder.dir().to_owned()).lock().unwrap_err();
    assert!(
        matches!(&error, LockError::Held { by } if by.to_string().contains(&format!("process {}", std::process::id())))
    );
    assert!(error.to_string().contains("choose another folder with --gold"), "{error}");
    drop(lock);
    // The lock file of a dead process has no effect.
    fs::write(folder.dir().join(".journal/lock"), "4000000").unwrap();
    fs::write(folder.dir().join(".journal/lock-holder.json"), "no JSON").unwrap();
    let _lock = folder.lock().unwrap();
}

fn numbered(number: usize) -> Arc<Article> {
    Arc::new(Article { id: format!("a{number}"), ..article() })
}

fn saved(number: usize, revision: u64) -> SaveReport {
    SaveReport::Saved { id: format!("a{number}"), revision }
}

#[test]
fn only_the_newest_queued_save_is_written_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().to_owned());
    let (reports, received) = mpsc::channel();
    let (go, wait) = mpsc::channel::<()>();
    // The first report blocks the thread until everything else is queued.
    let report = move |report| {
        let first = report == saved(0, 1);
        reports.send(report).unwrap();
        if first {
            wait.recv().unwrap();
        }
    };
    let writer = Writer::spawn(folder.clone(), report).unwrap();
    writer.save(numbered(0), Vec::new(), by("sara"), 1);
    assert_eq!(received.recv(), Ok(saved(0, 1)));
    for revision in 1..=50 {
        writer.save(numbered(2), Vec::new(), by(&format!("sara {revision}")), revision);
        writer.save(numbered(1), Vec::new(), by(&format!("omar {revision}")), revision);
    }
    go.send(()).unwrap();
    writer.finish();
    assert_eq!(received.iter().collect::<Vec<_>>(), [saved(2, 50), saved(1, 50)]);
    let on_disk = folder.load(&numbered(2)).unwrap().unwrap();
    assert_eq!(on_disk.annotator.as_deref(), Some("sara 50"));
}

/// A gold folder that cannot exist, since a file has its name.
fn blocked() -> (tempfile::TempDir, GoldFolder, Writer, mpsc::Receiver<SaveReport>) {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("gold"));
    fs::write(folder.dir(), "in the way").unwrap();
    let (reports, received) = mpsc::channel();
    let writer = Writer::spawn(folder.clone(), move |report| reports.send(report).unwrap()).unwrap();
    (dir, folder, writer, received)
}

fn failed(report: &SaveReport) -> Option<(&str, u64)> {
    match report {
        SaveReport::Failed { id, revision, .. } => Some((id, *revision)),
        _ => None,
    }
}

#[test]
fn a_failed_save_is_repeated_with_the_next_save() {
    let (_dir, folder, writer, received) = blocked();
    writer.save(numbered(1), Vec::new(), by("sara"), 1);
    assert_eq!(failed(&received.recv().unwrap()), Some(("a1", 1)));
    writer.save(numbered(1), Vec::new(), by("sara"), 2);
    assert_eq!(failed(&received.recv().unwrap()), Some(("a1", 2)), "each revision is reported");
    fs::remove_file(folder.dir()).unwrap();
    writer.save(numbered(2), Vec::new(), by("sara"), 1);
    let next: Vec<SaveReport> = received.iter().take(2).collect();
    assert_eq!(next, [saved(1, 2), saved(2, 1)], "at once, in the order in which they came");
    writer.finish();
    assert_eq!(received.iter().count(), 0);
}

#[test]
fn a_failed_save_is_repeated_after_a_delay() {
    let (_dir, folder, writer, received) = blocked();
    writer.save(numbered(1), Vec::new(), by("sara"), 1);
    assert_eq!(failed(&received.recv().unwrap()), Some(("a1", 1)));
    fs::remove_file(folder.dir()).unwrap();
    assert_eq!(received.recv_timeout(std::time::Duration::from_secs(60)), Ok(saved(1, 1)));
    drop(writer);
}

#[test]
fn finish_repeats_failed_saves_once() {
    for free in [true, false] {
        let (_dir, folder, writer, received) = blocked();
        for number in 1..=3 {
            writer.save(numbered(number), Vec::new(), by("sara"), 1);
            assert_eq!(failed(&received.recv().unwrap()), Some((format!("a{number}").as_str(), 1)));
        }
        if free {
            fs::remove_file(folder.dir()).unwrap();
        }
        writer.finish();
        let rest: Vec<SaveReport> = received.iter().collect();
        assert_eq!(rest, if free { vec![saved(1, 1), saved(2, 1), saved(3, 1)] } else { vec![] });
    }
}
