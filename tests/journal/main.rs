//! The journal: after any keys, and cut at any byte, a restart gives back everything that was on disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod elsewhere;
mod work;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tawsim::edit::History;
use tawsim::gold::{Annotation, Article, Timestamp};
use tawsim::lang::{END_ISOLATE, ISOLATE, Lang, without_isolates};
use tawsim::store::{Access, GoldFolder, Problem, ResumedArticle};
use tawsim::text::Text;
use tawsim::workbench::{Action, Effect, update};

use work::{TEXT, Work, article, model, names, reopened, stand, stand_of, worked};

/// The state that a start finds with this journal and this gold file.
fn found(dir: &Path, journal: &[u8], gold: Option<&[u8]>) -> ResumedArticle {
    let folder = GoldFolder::new(dir.to_owned());
    fs::create_dir_all(dir.join(".journal")).unwrap();
    fs::write(folder.journal_of("خبر/1"), journal).unwrap();
    match gold {
        Some(bytes) => fs::write(folder.file_of("خبر/1"), bytes).unwrap(),
        None => drop(fs::remove_file(folder.file_of("خبر/1"))),
    }
    folder.resume(&article(), Access::Read).unwrap()
}

fn check_prefix(work: &Work, dir: &Path, journal: &[u8], until: usize) {
    let expected = work.stands.iter().rev().find(|(len, _)| *len <= until).map(|(_, stand)| stand);
    // The newest gold file that the journal names, and the older one if the newer may not have replaced it yet.
    let now = work.golds.iter().rposition(|(from, ..)| *from <= until).unwrap();
    let mut golds = vec![now];
    if until < work.golds[now].1 {
        golds.extend(now.checked_sub(1));
    }
    for gold in golds {
        let gold = work.golds[gold].2.as_deref();
        let left = found(dir, &journal[..until], gold);
        let whole = until == 0 || journal[until - 1] == b'\n';
        assert_eq!(left.problem.is_none(), whole, "{until}: {:?}", left.problem);
        match expected {
            Some(stand) => {
                assert_eq!(left.annotation.as_ref(), Some(&stand.annotation), "{until}");
                assert_eq!(left.history, stand.history, "{until}");
            }
            None => assert_eq!(left.history, History::default()),
        }
    }
}

const KEYS: [&str; 36] = [
    "a",
    "a",
    "x",
    "1",
    "3",
    "h",
    "j",
    "K",
    "Backspace",
    "u",
    "u",
    "Ctrl-r",
    "d",
    "z",
    "Down",
    "Home",
    "v",
    "c",
    "r",
    "X",
    "+",
    "P",
    "Enter",
    ".",
    "s",
    "e",
    "w",
    "C",
    "Y",
    "N",
    "Enter",
    ";",
    "y",
    "E",
    "0",
    "2",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any keys, saves and restarts; then the journal is cut at any byte.
    #[test]
    fn every_prefix_gives_what_it_held(
        steps in prop::collection::vec(0..42_usize, 1..40),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let mut work = Work::begin();
        for step in steps {
            match step {
                0..36 => work.press(KEYS[step]),
                36 | 37 if !work.stands.is_empty() => work.save(),
                38 => work.suggested(1),
                39 => work.suggested(2),
                40 => work.restart(),
                _ => {}
            }
        }
        let journal = work.journal();
        if work.short {
            work.restart();
        } else {
            let lines = (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1);
            let begun = journal.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let cuts = cuts.iter().map(|cut| cut.index(journal.len() + 1));
            for until in lines.chain(cuts).filter(|until| *until >= begun) {
                check_prefix(&work, &work.dir.path().join("cut"), &journal, until);
            }
        }
    }
}

#[test]
fn a_line_torn_at_any_byte_is_cut_and_told() {
    let work = worked();
    let journal = work.journal();
    let path = work.folder.journal_of("خبر/1");
    // Every byte of the lines about the gold file and of the line after them.
    let starts: Vec<usize> = (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1).collect();
    for until in starts[4]..=starts[7] {
        check_prefix(&work, &work.dir.path().join("cut"), &journal, until);
    }
    // Also with zero bytes at the end, as a file system leaves them when it has reserved space and not filled it.
    for rest in [&journal[journal.len() - 30..journal.len() - 1], b"\0\0\0\0", b"{", "{\"sum\":\"خ".as_bytes()] {
        fs::write(&path, [&journal, rest].concat()).unwrap();
        let (folder, left) = reopened(&work);
        assert!(left.problem.as_ref().unwrap().what.contains("never shown as saved, and is left out"));
        assert_eq!(stand_of(&left), work.stands.last().unwrap().1);
        let whole = work.journal();
        assert!(whole.starts_with(&journal) && whole[journal.len()..].starts_with(b"{\"sum\":\""), "cut");
        assert!(whole.ends_with(b"\n"), "cut");
        // The next change is written after the last whole line.
        let mut model = model(left);
        for effect in update(&mut model, Action::Key("u".parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                folder.append_entries(&article, &entries, &annotation).unwrap();
            }
        }
        let (_, left) = reopened(&work);
        assert_eq!((left.problem.clone(), stand_of(&left)), (None, stand(&model)));
        fs::write(&path, &journal).unwrap();
        fs::write(work.folder.file_of("خبر/1"), work.golds[1].2.as_ref().unwrap()).unwrap();
    }
    assert_eq!(names(&work), ["خبر%2F1.jsonl"]);
}

/// The Arabic message contains these words, and Latin letters only in foreign parts.
fn told_in_arabic(problem: &Problem, expected: &str) {
    let message = problem.message(Lang::Ar);
    assert!(without_isolates(&message).contains(expected), "{message}");
    let mut foreign = false;
    let own: String = message
        .chars()
        .filter(|c| {
            foreign = (foreign || *c == ISOLATE) && *c != END_ISOLATE;
            !foreign
        })
        .collect();
    assert!(!own.contains(|c: char| c.is_ascii_alphabetic()), "{own}");
}

#[test]
fn of_a_damaged_journal_everything_before_is_used_and_all_of_it_kept() {
    // Changes one letter of each line in turn. The gold file holds the first four changes.
    let lines = worked().journal().split_inclusive(|byte| *byte == b'\n').count();
    assert_eq!(lines, 9);
    for line in 0..lines {
        let work = worked();
        let journal = work.journal();
        let path = work.folder.journal_of("خبر/1");
        let starts: Vec<usize> =
            std::iter::once(0).chain((0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1)).collect();
        let mut broken = journal.clone();
        broken[starts[line] + 60] ^= 1;
        fs::write(&path, &broken).unwrap();
        let (_, left) = reopened(&work);
        let problem = left.problem.clone().unwrap();
        told_in_arabic(&problem, "تالف: ليس السطر كما كتب");
        let problem = problem.to_string();
        assert!(
            problem.contains("is damaged") && problem.contains("it is kept as خبر%2F1.jsonl.damaged-1"),
            "{problem}"
        );
        assert_eq!(fs::read(format!("{}.damaged-1", path.display())).unwrap(), broken);
        let annotation = left.annotation.clone().unwrap();
        // The lines: begin, four changes, two about the gold file, two changes.
        match line {
            // The gold file and the lines after it are whole; the history begins at the first undamaged line.
            0..=4 => {
                assert!(problem.contains(&format!(":{}: ", line + 1)), "{problem}");
                assert_eq!(annotation, work.stands[5].1.annotation);
                assert_eq!(left.history == work.stands[5].1.history, line == 0, "line {line}");
            }
            // The second line about the gold file repeats what the first says.
            5 => assert_eq!(annotation, work.stands[5].1.annotation),
            6 => assert_eq!(annotation, work.stands[3].1.annotation),
            7 => {
                assert!(problem.contains("1 whole change"), "{problem}");
                assert_eq!(stand_of(&left), work.stands[3].1);
            }
            _ => assert_eq!(stand_of(&left), work.stands[4].1),
        }
        // Work continues from there, and the next start finds no problem.
        let (_, again) = reopened(&work);
        assert_eq!((again.problem, again.annotation), (None, left.annotation), "line {line}");
        assert_eq!(again.history, left.history, "line {line}");
    }
}

#[test]
fn a_journal_of_another_gold_file_is_not_applied_and_kept() {
    for gone in [false, true] {
        let work = worked();
        let journal = work.journal();
        let file = work.folder.file_of("خبر/1");
        if gone {
            fs::remove_file(&file).unwrap();
        } else {
            let pulled = fs::read_to_string(&file).unwrap().replace("\"sara\"", "\"omar\"");
            fs::write(&file, pulled).unwrap();
        }
        // A read-only start does not touch it.
        let left = GoldFolder::new(work.folder.dir().to_owned()).resume(&article(), Access::Read).unwrap();
        assert!(left.problem.unwrap().what.contains("which another program wrote"));
        assert_eq!(names(&work), ["خبر%2F1.jsonl"]);

        let (folder, left) = reopened(&work);
        let problem = left.problem.unwrap();
        told_in_arabic(&problem, "والملف الذهبي باق كما هو؛ وهو محفوظ باسم");
        let problem = problem.what;
        assert!(problem.contains("the gold file stands as it is; it is kept as خبر%2F1.jsonl.stale-1"), "{problem}");
        assert_eq!(left.history, History::default());
        assert_eq!(left.annotation.and_then(|found| found.annotator).as_deref(), (!gone).then_some("omar"));
        assert_eq!(names(&work), ["خبر%2F1.jsonl.stale-1"]);
        let kept = fs::read(work.folder.dir().join(".journal/خبر%2F1.jsonl.stale-1")).unwrap();
        assert_eq!(kept, journal);
        // Put back beside its gold file, the journal is valid again.
        drop(folder);
        fs::write(&file, work.golds[1].2.as_ref().unwrap()).unwrap();
        fs::write(work.folder.journal_of("خبر/1"), &kept).unwrap();
        assert_eq!(stand_of(&reopened(&work).1), work.stands[5].1);
    }
}

/// `check --fix` writes gold files as the workbench does.
#[test]
fn a_journal_still_fits_a_gold_file_that_was_put_right() {
    let work = worked();
    let mut fixer = tawsim::store::Fixer::default();
    let mut seen = None;
    let mut change = |_: &Path, _: Option<usize>, found: &tawsim::gold::json::Examined| {
        seen = Some(found.annotation.clone());
        Some(Annotation { annotator: Some("check".to_owned()), ..found.annotation.clone() })
    };
    fixer.fix(&[work.folder.dir().to_owned()], &mut change, &mut |problem| panic!("{problem}"));
    drop(fixer);
    let last = &work.stands.last().unwrap().1;
    assert_eq!(seen.as_ref(), Some(&last.annotation), "with what only the journal had");
    let (_, left) = reopened(&work);
    assert_eq!((left.problem, left.history), (None, last.history.clone()));
    assert_eq!(left.annotation.unwrap().annotator.as_deref(), Some("check"));
    assert_eq!(names(&work).iter().filter(|name| name.contains("stale")).count(), 0);
}

/// The order of changes does not depend on the clock.
#[test]
fn a_clock_that_goes_backwards_changes_nothing() {
    let mut work = Work::begin();
    for (key, year) in [("a", 2030), ("x", 2020), ("", 0), ("1", 1999), ("u", 2031), ("a", 1970)] {
        update(&mut work.model, Action::ClockRead(Timestamp(format!("{year}-01-01T00:00:00Z"))));
        if key.is_empty() { work.save() } else { work.press(key) }
    }
    work.restart();
    work.press("u");
    work.restart();
    assert_eq!(work.stands.len(), 6);
}

#[test]
fn a_journal_that_was_not_read_or_is_of_another_article_is_kept() {
    let work = worked();
    let stand = work.stands.last().unwrap().1.annotation.clone();
    let folder = GoldFolder::new(work.folder.dir().to_owned());
    folder.load(&article()).unwrap();
    folder.append_entries(&article(), &[], &stand).unwrap();
    assert_eq!(names(&work), ["خبر%2F1.jsonl", "خبر%2F1.jsonl.stale-1"]);

    let work = worked();
    let other = Article { text: Text::new(format!("{TEXT}.")), ..(*article()).clone() };
    fs::remove_file(work.folder.file_of("خبر/1")).unwrap();
    let left = GoldFolder::new(work.folder.dir().to_owned()).resume(&other, Access::Write).unwrap();
    let problem = left.problem.unwrap();
    assert!(problem.what.contains("is of another text of this article"));
    told_in_arabic(&problem, "لنص آخر لهذه المقالة");

    let work = worked();
    let newer = String::from_utf8(work.journal()).unwrap();
    let (first, rest) = newer.split_once('\n').unwrap();
    let body = first.split_once("\",").unwrap().1.replace("tawsim-journal/1", "tawsim-journal/2");
    let sum: String = tawsim::gold::json::sha256(&body).chars().take(16).collect();
    fs::write(work.folder.journal_of("خبر/1"), format!("{{\"sum\":\"{sum}\",{body}\n{rest}")).unwrap();
    let problem = GoldFolder::new(work.folder.dir().to_owned()).resume(&article(), Access::Write).unwrap_err();
    assert!(problem.what.contains("use a newer tawsim"), "{problem}");
}

#[test]
fn what_the_disk_refused_is_written_in_order_later() {
    let mut work = worked();
    let path = work.folder.journal_of("خبر/1");
    let before = work.journal();
    // A folder has the file's name, so nothing can be written.
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let mut kept = Vec::new();
    for key in ["a", "u", "x"] {
        for effect in update(&mut work.model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                kept.extend(entries);
                work.folder.append_entries(&article, &kept, &annotation).unwrap_err();
            }
        }
    }
    fs::remove_dir(&path).unwrap();
    // A part of a failed write may be there.
    fs::write(&path, [&before[..], b"{\"sum\":"].concat()).unwrap();
    let annotation = work.model.document().unwrap().annotation.clone();
    work.folder.append_entries(&article(), &kept, &annotation).unwrap();
    let (_, left) = reopened(&work);
    assert_eq!((left.problem.clone(), stand_of(&left)), (None, stand(&work.model)));
}

#[test]
fn a_folder_that_went_away_comes_back_with_everything_decided() {
    let mut work = worked();
    fs::remove_dir_all(work.folder.dir()).unwrap();
    work.press("a");
    assert_eq!(reopened(&work).1.annotation, Some(stand(&work.model).annotation));
    work.press("u");
    work.press("u");
    work.press("u");
    let (_, left) = reopened(&work);
    assert_eq!((left.problem, left.annotation), (None, Some(stand(&work.model).annotation)));
}

#[test]
fn the_journal_of_what_is_done_holds_only_its_history() {
    let mut work = Work::begin();
    for key in ["a", "u", "a", "x", "u", "Ctrl-r", "x", "X", "u", "z"] {
        work.press(key);
    }
    work.save();
    let long = work.journal().len();
    work.press("z");
    while !work.model.document().unwrap().annotation.pending.is_empty() {
        work.press("Tab");
        work.press("x");
    }
    work.press("d");
    work.save();
    let journal = work.journal();
    assert!(work.short && journal.len() < long, "{} of {long}", journal.len());
    work.restart();
    work.press("u");
    work.press("u");
    work.restart();
    assert_eq!(work.model.document().unwrap().focus, work.model.document().unwrap().focused().map(|i| i.at.clone()));
}
