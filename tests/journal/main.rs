//! The journal: after random keys, a restart gives back everything that was on disk, also if the journal was cut at a
//! line end or inside a line.
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

use work::{TEXT, Work, article, journal_files, model, model_state, reopen, resumed_state, sample_work};

/// The state that a start finds with this journal and this gold file.
fn resume_from(dir: &Path, journal: &[u8], gold: Option<&[u8]>) -> ResumedArticle {
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
    let expected = work.states.iter().rev().find(|(len, _)| *len <= until).map(|(_, state)| state);
    // The newest gold file that the journal names, and the older one if the newer may not have replaced it yet.
    let now = work.golds.iter().rposition(|(from, ..)| *from <= until).unwrap();
    let mut golds = vec![now];
    if until < work.golds[now].1 {
        golds.extend(now.checked_sub(1));
    }
    for gold in golds {
        let gold = work.golds[gold].2.as_deref();
        let resumed = resume_from(dir, &journal[..until], gold);
        let whole = until == 0 || journal[until - 1] == b'\n';
        assert_eq!(resumed.problem.is_none(), whole, "{until}: {:?}", resumed.problem);
        match expected {
            Some(state) => {
                assert_eq!(resumed.annotation.as_ref(), Some(&state.annotation), "{until}");
                assert_eq!(resumed.history, state.history, "{until}");
            }
            None => assert_eq!(resumed.history, History::default()),
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

    /// Random keys, saves and restarts. Then the journal is cut at each of its line ends and at 12 random bytes. Cuts
    /// inside its first line are left out. A journal that was compacted is not cut.
    #[test]
    fn a_journal_cut_at_line_ends_and_random_bytes_restores_its_state(
        steps in prop::collection::vec(0..42_usize, 1..40),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let mut work = Work::begin();
        for step in steps {
            match step {
                0..36 => work.press(KEYS[step]),
                36 | 37 if !work.states.is_empty() => work.save(),
                38 => work.receive_suggestions(1),
                39 => work.receive_suggestions(2),
                40 => work.restart(),
                _ => {}
            }
        }
        let journal = work.journal();
        if work.compacted {
            work.restart();
        } else {
            let lines = (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1);
            let first_line_end = journal.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let cuts = cuts.iter().map(|cut| cut.index(journal.len() + 1));
            for until in lines.chain(cuts).filter(|until| *until >= first_line_end) {
                check_prefix(&work, &work.dir.path().join("cut"), &journal, until);
            }
        }
    }
}

/// Cuts the journal at every byte of three lines. Then adds four kinds of incomplete line at the end of the whole
/// journal: the start removes them and reports it.
#[test]
fn an_incomplete_last_line_is_removed_and_reported() {
    let work = sample_work();
    let journal = work.journal();
    let path = work.folder.journal_of("خبر/1");
    // Every byte of three lines: the two about the gold file and the one after them.
    let starts: Vec<usize> = (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1).collect();
    for until in starts[4]..=starts[7] {
        check_prefix(&work, &work.dir.path().join("cut"), &journal, until);
    }
    // The second kind is zero bytes, as a file system leaves them when it has reserved space and not filled it.
    for rest in [&journal[journal.len() - 30..journal.len() - 1], b"\0\0\0\0", b"{", "{\"sum\":\"خ".as_bytes()] {
        fs::write(&path, [&journal, rest].concat()).unwrap();
        let (folder, resumed) = reopen(&work);
        assert!(resumed.problem.as_ref().unwrap().what.contains("never shown as saved, and is left out"));
        assert_eq!(resumed_state(&resumed), work.states.last().unwrap().1);
        let whole = work.journal();
        assert!(whole.starts_with(&journal) && whole[journal.len()..].starts_with(b"{\"sum\":\""), "cut");
        assert!(whole.ends_with(b"\n"), "cut");
        // The next change is written after the last whole line.
        let mut model = model(resumed);
        for effect in update(&mut model, Action::Key("u".parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                folder.append_entries(&article, &entries, &annotation).unwrap();
            }
        }
        let (_, resumed) = reopen(&work);
        assert_eq!((resumed.problem.clone(), resumed_state(&resumed)), (None, model_state(&model)));
        fs::write(&path, &journal).unwrap();
        fs::write(work.folder.file_of("خبر/1"), work.golds[1].2.as_ref().unwrap()).unwrap();
    }
    assert_eq!(journal_files(&work), ["خبر%2F1.jsonl"]);
}

/// The Arabic message contains these words, and Latin letters only in foreign parts.
fn assert_message_in_arabic(problem: &Problem, expected: &str) {
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
fn a_damaged_journal_is_kept_and_its_usable_part_is_replayed() {
    // Changes one letter of each line in turn. The gold file holds the first four changes.
    let lines = sample_work().journal().split_inclusive(|byte| *byte == b'\n').count();
    assert_eq!(lines, 9);
    for line in 0..lines {
        let work = sample_work();
        let journal = work.journal();
        let path = work.folder.journal_of("خبر/1");
        let starts: Vec<usize> =
            std::iter::once(0).chain((0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1)).collect();
        let mut broken = journal.clone();
        broken[starts[line] + 60] ^= 1;
        fs::write(&path, &broken).unwrap();
        let (_, resumed) = reopen(&work);
        let problem = resumed.problem.clone().unwrap();
        assert_message_in_arabic(&problem, "تالف: تغير السطر بعد كتابته");
        let problem = problem.to_string();
        assert!(
            problem.contains("is damaged") && problem.contains("it is kept as خبر%2F1.jsonl.damaged-1"),
            "{problem}"
        );
        assert_eq!(fs::read(format!("{}.damaged-1", path.display())).unwrap(), broken);
        let annotation = resumed.annotation.clone().unwrap();
        // The lines: begin, four changes, two about the gold file, two changes.
        match line {
            // The gold file and the lines after it are whole; the history begins at the first undamaged line.
            0..=4 => {
                assert!(problem.contains(&format!(":{}: ", line + 1)), "{problem}");
                assert_eq!(annotation, work.states[5].1.annotation);
                assert_eq!(resumed.history == work.states[5].1.history, line == 0, "line {line}");
            }
            // The second line about the gold file repeats what the first says.
            5 => assert_eq!(annotation, work.states[5].1.annotation),
            6 => assert_eq!(annotation, work.states[3].1.annotation),
            7 => {
                assert!(problem.contains("1 whole change"), "{problem}");
                assert_eq!(resumed_state(&resumed), work.states[3].1);
            }
            _ => assert_eq!(resumed_state(&resumed), work.states[4].1),
        }
        // Work continues from there, and the next start finds no problem.
        let (_, again) = reopen(&work);
        assert_eq!((again.problem, again.annotation), (None, resumed.annotation), "line {line}");
        assert_eq!(again.history, resumed.history, "line {line}");
    }
}

#[test]
fn a_journal_of_another_gold_file_is_kept_and_not_applied() {
    for gone in [false, true] {
        let work = sample_work();
        let journal = work.journal();
        let file = work.folder.file_of("خبر/1");
        if gone {
            fs::remove_file(&file).unwrap();
        } else {
            let pulled = fs::read_to_string(&file).unwrap().replace("\"sara\"", "\"omar\"");
            fs::write(&file, pulled).unwrap();
        }
        // A read-only start does not touch it.
        let resumed = GoldFolder::new(work.folder.dir().to_owned()).resume(&article(), Access::Read).unwrap();
        assert!(resumed.problem.unwrap().what.contains("which another program wrote"));
        assert_eq!(journal_files(&work), ["خبر%2F1.jsonl"]);

        let (folder, resumed) = reopen(&work);
        let problem = resumed.problem.unwrap();
        assert_message_in_arabic(&problem, "والملف الذهبي باق كما هو؛ وهو محفوظ باسم");
        let problem = problem.what;
        assert!(problem.contains("the gold file stays as it is; it is kept as خبر%2F1.jsonl.stale-1"), "{problem}");
        assert_eq!(resumed.history, History::default());
        assert_eq!(resumed.annotation.and_then(|found| found.annotator).as_deref(), (!gone).then_some("omar"));
        assert_eq!(journal_files(&work), ["خبر%2F1.jsonl.stale-1"]);
        let kept = fs::read(work.folder.dir().join(".journal/خبر%2F1.jsonl.stale-1")).unwrap();
        assert_eq!(kept, journal);
        // Put back beside its gold file, the journal is valid again.
        drop(folder);
        fs::write(&file, work.golds[1].2.as_ref().unwrap()).unwrap();
        fs::write(work.folder.journal_of("خبر/1"), &kept).unwrap();
        assert_eq!(resumed_state(&reopen(&work).1), work.states[5].1);
    }
}

/// `check --fix` writes gold files as the workbench does.
#[test]
fn a_journal_still_fits_a_gold_file_that_check_fixed() {
    let work = sample_work();
    let mut fixer = tawsim::store::Fixer::default();
    let mut seen = None;
    let mut change = |_: &Path, _: Option<usize>, found: &tawsim::gold::json::Examined| {
        seen = Some(found.annotation.clone());
        Some(Annotation { annotator: Some("check".to_owned()), ..found.annotation.clone() })
    };
    fixer.fix(&[work.folder.dir().to_owned()], &mut change, &mut |problem| panic!("{problem}"));
    drop(fixer);
    let last = &work.states.last().unwrap().1;
    assert_eq!(seen.as_ref(), Some(&last.annotation), "with what only the journal had");
    let (_, resumed) = reopen(&work);
    assert_eq!((resumed.problem, resumed.history), (None, last.history.clone()));
    assert_eq!(resumed.annotation.unwrap().annotator.as_deref(), Some("check"));
    assert_eq!(journal_files(&work).iter().filter(|name| name.contains("stale")).count(), 0);
}

/// A start restores the focus that the annotator saw: behind the verdict, and on a suggestion that came in by it.
#[test]
fn a_restart_goes_on_where_the_annotator_was() {
    let mut work = Work::begin();
    for keys in [&["a"] as &[&str], &["x"], &["h"], &["T", "s"], &["b"], &["u"], &["B"], &["A", "Enter"]] {
        keys.iter().for_each(|key| work.press(key));
        work.restart();
    }
    for (left, keys) in [(1, &["a"] as &[&str]), (2, &["0", "3", "a"])] {
        let mut work = Work::begin();
        work.receive_suggestions(0);
        while work.model.document().unwrap().annotation.pending.len() > left {
            work.press("a");
        }
        work.receive_suggestions(1);
        assert_eq!(work.model.document().unwrap().waiting(), 2, "new ones wait");
        keys.iter().for_each(|key| work.press(key));
        assert_eq!(work.model.document().unwrap().waiting(), 0, "they came in");
        assert_eq!(work.model.document().unwrap().annotation.pending.len(), 3 - left);
        work.restart();
    }
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
    assert_eq!(work.states.len(), 6);
}

#[test]
fn a_journal_that_was_not_read_or_does_not_fit_is_kept() {
    let work = sample_work();
    let state = work.states.last().unwrap().1.annotation.clone();
    let folder = GoldFolder::new(work.folder.dir().to_owned());
    folder.load(&article()).unwrap();
    folder.append_entries(&article(), &[], &state).unwrap();
    assert_eq!(journal_files(&work), ["خبر%2F1.jsonl", "خبر%2F1.jsonl.stale-1"]);

    let work = sample_work();
    let other = Article { text: Text::new(format!("{TEXT}.")), ..(*article()).clone() };
    fs::remove_file(work.folder.file_of("خبر/1")).unwrap();
    let resumed = GoldFolder::new(work.folder.dir().to_owned()).resume(&other, Access::Write).unwrap();
    let problem = resumed.problem.unwrap();
    assert!(problem.what.contains("belongs to another text of this article"));
    assert_message_in_arabic(&problem, "لنص آخر لهذه المقالة");

    let work = sample_work();
    let newer = String::from_utf8(work.journal()).unwrap();
    let (first, rest) = newer.split_once('\n').unwrap();
    let body = first.split_once("\",").unwrap().1.replace("tawsim-journal/1", "tawsim-journal/2");
    let sum: String = tawsim::gold::json::sha256(&body).chars().take(16).collect();
    fs::write(work.folder.journal_of("خبر/1"), format!("{{\"sum\":\"{sum}\",{body}\n{rest}")).unwrap();
    let problem = GoldFolder::new(work.folder.dir().to_owned()).resume(&article(), Access::Write).unwrap_err();
    assert!(problem.what.contains("use a newer tawsim"), "{problem}");
}

#[test]
fn changes_that_failed_to_write_are_written_later_in_order() {
    let mut work = sample_work();
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
    let (_, resumed) = reopen(&work);
    assert_eq!((resumed.problem.clone(), resumed_state(&resumed)), (None, model_state(&work.model)));
}

#[test]
fn a_deleted_gold_folder_is_restored_with_all_verdicts() {
    let mut work = sample_work();
    fs::remove_dir_all(work.folder.dir()).unwrap();
    work.press("a");
    assert_eq!(reopen(&work).1.annotation, Some(model_state(&work.model).annotation));
    work.press("u");
    work.press("u");
    work.press("u");
    let (_, resumed) = reopen(&work);
    assert_eq!((resumed.problem, resumed.annotation), (None, Some(model_state(&work.model).annotation)));
}

#[test]
fn the_journal_of_a_done_article_holds_only_its_history() {
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
    assert!(work.compacted && journal.len() < long, "{} of {long}", journal.len());
    work.restart();
    work.press("u");
    work.press("u");
    work.restart();
    assert_eq!(work.model.document().unwrap().focus, work.model.document().unwrap().focused().map(|i| i.at.clone()));
}
