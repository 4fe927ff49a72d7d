//! A long session: many thousand keys over many articles, with learning on, a program that fails at random, and windows of
//! changing size. Memory and open files must stay flat, and what the session leaves on disk must be whole.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};

use crate::common;
use crate::terminal::Terminal;

/// The keys that are pressed, the frequent ones more than once. Each leaves the workbench in a state in which it goes on.
const KEYS: [&str; 28] = [
    "a",
    "a",
    "a",
    "a",
    "x",
    "x",
    "1",
    "2",
    "3",
    "4",
    "5",
    "\t",
    "\t",
    "n",
    "n",
    "p",
    "u",
    "u",
    "\x12",
    "[",
    "]",
    "vl1",
    "V",
    "/قال\r",
    "w",
    "d",
    "\x1b[A",
    "\x1b[B",
];

/// Writes so many articles; each has names and a quote that no other has.
fn articles(folder: &Path, count: usize) {
    let letters: Vec<char> = "بتثجحخدرزسشصضطعغفقكلمنهوي".chars().collect();
    let mut lines = String::new();
    for number in 0..count {
        let letter = |place: u32| letters[number / letters.len().pow(place) % letters.len()];
        let name: String = [letter(0), 'ا', letter(1), 'ي', letter(2)].iter().collect();
        let text = format!(
            "زار الوزير سامي {name} مدينة دمشق أمس، والتقى وفد شركة {name} للنقل.\nوقال {name} إن العمل «بدأ في الميناء»."
        );
        writeln!(lines, r#"{{"id":"n{number}","text":{}}}"#, serde_json::to_string(&text).unwrap()).unwrap();
    }
    fs::write(folder.join("articles.jsonl"), lines).unwrap();
}

/// A program that answers, answers badly, or ends, in turn.
const PROGRAM: &str = r#"#!/bin/sh
n=0
while read -r line; do
  n=$((n + 1))
  case $((n % 7)) in
    3) echo '{"entities": [{"start": 5, "end": 2, "label": "PER"}]}' ;;
    5) echo 'no JSON' ;;
    6) exit 3 ;;
    *) echo '{"entities": [{"start": 0, "end": 3, "label": "MISC", "score": 0.6}]}' ;;
  esac
done
"#;

/// The resident memory of a process in bytes, and the number of its open files.
fn usage(process: u32) -> (u64, usize) {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let resident =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    let files = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    (resident.map_or(0, |kilobytes: u64| kilobytes * 1024), files)
}

/// Waits until the screen has not changed for some time.
fn settle(terminal: &Terminal) {
    let deadline = Instant::now() + Duration::from_secs(60);
    let (mut shown, mut since) = (terminal.contents(), Instant::now());
    while since.elapsed() < Duration::from_millis(150) && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
        let now = terminal.contents();
        if now != shown {
            (shown, since) = (now, Instant::now());
        }
    }
}

/// Goes back to the review, whatever is open. Two Escapes at once would be another key.
fn leave_prompts(terminal: &mut Terminal) {
    for _ in 0..3 {
        terminal.press("\x1b");
        settle(terminal);
    }
}

/// A session with so many keys over so many articles.
#[expect(clippy::print_stdout, clippy::disallowed_macros, reason = "the figures of the long run")]
fn session(articles_count: usize, keys: usize) {
    let folder = tempfile::tempdir().unwrap();
    articles(folder.path(), articles_count);
    fs::write(folder.path().join("program.sh"), PROGRAM).unwrap();
    let arguments = ["articles.jsonl", "--suggester", "fast", "--suggester", "cmd: sh program.sh"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("? help");
    let process = terminal.child.process_id().unwrap();
    let mut random = 7_u64;
    let mut below = |limit: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % limit
    };
    let mut figures = Vec::new();
    let parts = 20;
    for part in 0..parts {
        let mut pressed = 0;
        while pressed < keys / parts {
            let batch: Vec<&str> = (0..50).map(|_| KEYS[below(KEYS.len())]).collect();
            terminal.press(&batch.concat());
            pressed += batch.len();
            if below(8) == 0 {
                terminal.resize([60, 100, 160][below(3)], [20, 30, 50][below(3)]);
            }
            settle(&terminal);
            leave_prompts(&mut terminal);
            assert!(terminal.child.try_wait().unwrap().is_none(), "it ended; the screen is\n{}", terminal.contents());
        }
        // What was sent is checked in frames, and not kept for hours.
        terminal.screen.lock().unwrap().1.clear();
        let (memory, files) = usage(process);
        println!("{:6} keys: {:4} MB, {files} files", (part + 1) * keys / parts, memory >> 20);
        figures.push((memory, files));
    }
    // The first quarter fills the caches.
    let (early, late) = figures.split_at(parts / 4);
    let most = early.iter().map(|(memory, _)| *memory).max().unwrap();
    let grown = late.iter().map(|(memory, _)| *memory).max().unwrap();
    assert!(grown <= most + most / 4 + (16 << 20), "{} MB became {} MB", most >> 20, grown >> 20);
    let most = early.iter().map(|(_, files)| *files).max().unwrap();
    assert!(late.iter().all(|(_, files)| *files <= most + 4), "{figures:?}");

    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    whole(folder.path());
}

/// Every gold file is accepted, no temporary file is left, and no journal says more than its gold file.
fn whole(folder: &Path) {
    let said = |output: &Output| common::text(&output.stderr) + &common::text(&output.stdout);
    let checked = common::run(folder, &["check", "gold"], "");
    assert_ne!(checked.status.code(), Some(2), "{}", said(&checked));
    let before = common::run(folder, &["export", "--to", "jsonl", "gold"], "").stdout;
    let litter = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().ends_with(".tmp");
    assert_eq!(fs::read_dir(folder.join("gold")).unwrap().filter(|entry| litter(entry.as_ref().unwrap())).count(), 0);
    fs::remove_dir_all(folder.join("gold/.journal")).unwrap();
    let after = common::run(folder, &["export", "--to", "jsonl", "gold"], "").stdout;
    assert!(before == after, "the gold files alone say what gold and journals say");
    assert!(!before.is_empty());
}

#[test]
fn a_session_leaves_whole_gold_and_no_open_files() {
    session(60, 1500);
}

/// The long run: `cargo test --release --test pty -- --ignored --nocapture a_hundred_thousand_keys`.
#[test]
#[ignore = "half an hour: for a release"]
fn a_hundred_thousand_keys_leave_memory_and_open_files_as_they_were() {
    session(2000, 100_000);
}
