//! `suggest` as a filter: order, bad lines, and resuming an interrupted run.

use crate::common;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::CompressionLevel;

use crate::common::{tawsim, text};

fn suggest(folder: &Path, arguments: &[&str]) -> Output {
    common::run(folder, &[&["suggest"], arguments].concat(), "")
}

/// This many articles of different lengths; every hundredth line is broken.
fn lines(count: usize) -> String {
    let mut lines = String::new();
    for index in 0..count {
        match index % 100 {
            99 => writeln!(lines, "{{\"id\": {index}").unwrap(),
            _ => {
                let text = "زار وزير الخارجية باراك أوباما القاهرة أمس. ".repeat(1 + index % 7);
                writeln!(lines, "{{\"id\": \"a{index}\", \"text\": \"{text}\"}}").unwrap();
            }
        }
    }
    lines
}

#[test]
fn any_number_of_jobs_gives_the_same_output_and_messages() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), lines(1_000)).unwrap();
    let one = suggest(folder.path(), &["a.jsonl", "--jobs", "1"]);
    assert_eq!(one.status.code(), Some(1));
    let (written, messages) = (text(&one.stdout), text(&one.stderr));
    let ids = written.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone());
    let expected = (0..1_000).filter(|index| index % 100 != 99).map(|index| format!("a{index}"));
    assert!(ids.eq(expected));
    let messages: Vec<&str> = messages.lines().collect();
    assert_eq!(messages.len(), 11, "{messages:?}");
    assert!(
        messages[0].starts_with("tawsim: a.jsonl:100: ") && messages[9].starts_with("tawsim: a.jsonl:1000: "),
        "{messages:?}"
    );
    assert_eq!(messages[10], "tawsim: 10 articles could not be read, 990 could");
    for jobs in ["2", "5"] {
        let more = suggest(folder.path(), &["a.jsonl", "--jobs", jobs]);
        assert_eq!((more.status.code(), &more.stdout, &more.stderr), (Some(1), &one.stdout, &one.stderr));
    }
    assert_eq!(suggest(folder.path(), &["a.jsonl", "none.jsonl"]).status.code(), Some(2), "a mistake, not a finding");
}

#[test]
fn resume_continues_an_interrupted_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), lines(300)).unwrap();
    let out = folder.path().join("out.jsonl");
    let arguments = ["a.jsonl", "-o", "out.jsonl", "--resume"];
    assert_eq!(suggest(folder.path(), &arguments[..3]).status.code(), Some(1));
    let whole = fs::read(&out).unwrap();
    assert_eq!(whole.iter().filter(|byte| **byte == b'\n').count(), 297);
    // An existing output is not overwritten.
    let again = suggest(folder.path(), &arguments[..3]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        text(&again.stderr).contains("out.jsonl: exists already; add --resume to continue it"),
        "{:?}",
        again.stderr
    );
    // Cut at the start, inside the first line, inside later lines, at line ends, at the end.
    let ends: Vec<usize> = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    for end in [0, 1, ends[0] - 1, ends[0], ends[0] + 7, ends[150] + 1, ends[295], whole.len() - 1, whole.len()] {
        fs::write(&out, &whole[..end]).unwrap();
        assert_eq!(suggest(folder.path(), &arguments).status.code(), Some(1), "{end}");
        assert!(fs::read(&out).unwrap() == whole, "cut at {end}");
    }
    fs::remove_file(&out).unwrap();
    suggest(folder.path(), &arguments);
    assert!(fs::read(&out).unwrap() == whole, "nothing to go on with");
}

#[test]
fn resume_refuses_the_output_of_another_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), lines(5)).unwrap();
    let line = |id: &str| format!("{{\"schema\": \"tawsim/1\", \"id\": \"{id}\", \"status\": \"suggested\"}}\n");
    for (written, message) in [
        ((line("a0") + &line("b")).as_str(), "out.jsonl:2: is the article \"b\", where \"a1\" comes next"),
        ("no json\n", "out.jsonl:1: is no article"),
        // The input, or a copy of it, is not an output of `suggest`.
        ("{\"id\": \"a0\"}\n", "out.jsonl:1: is no article with suggestions (missing field `schema`"),
        (&line("a0"), ""),
        (&(0..6).map(|id| line(&format!("a{id}"))).collect::<String>(), "out.jsonl:6: is a line beyond"),
        (
            &((0..5).map(|id| line(&format!("a{id}"))).collect::<String>() + "{\"id\""),
            "out.jsonl: ends with a part of a line",
        ),
        // A part of a line is not cut off before the lines before it are known to be the right ones.
        (&(line("b") + "{\"id\""), "out.jsonl:1: is the article \"b\""),
    ] {
        fs::write(folder.path().join("out.jsonl"), written).unwrap();
        let output = suggest(folder.path(), &["a.jsonl", "-o", "out.jsonl", "--resume"]);
        assert!(text(&output.stderr).contains(message), "{message}: {:?}", text(&output.stderr));
        let kept = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
        assert!(kept.starts_with(written));
        assert_eq!(output.status.code(), Some(if message.is_empty() { 0 } else { 2 }), "{message}");
        assert_eq!(kept == written, !message.is_empty());
    }
}

/// A program that dies at articles with the word سيئ while the file "well" is not there.
const SOMETIMES_ILL: &str = r#"cmd: while read line; do case "$line" in *سيئ*) test -e well || exit 3;; esac; echo '{"entities": [{"start": 0, "end": 4, "label": "PER"}]}'; done"#;

#[test]
fn resume_asks_again_about_articles_without_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let texts = ["سامي هنا", "سامي سيئ", "ليلى هناك", "سامي سيئ أيضا"].iter().enumerate();
    let lines = texts.map(|(index, text)| format!("{{\"id\": \"a{index}\", \"text\": \"{text}\"}}\n"));
    fs::write(path("a.jsonl"), lines.collect::<String>()).unwrap();
    let arguments = ["a.jsonl", "-o", "out.jsonl", "--suggester", SOMETIMES_ILL, "--resume"];
    let lacking = || -> Vec<usize> {
        let written = fs::read_to_string(path("out.jsonl")).unwrap();
        let lacks = |line: &str| line.ends_with("\"unanswered\":true}");
        written.lines().enumerate().filter(|(_, line)| lacks(line)).map(|(at, _)| at).collect()
    };
    // The first run, and one that finds the program as ill as before.
    for arguments in [&arguments[..5], &arguments] {
        let output = suggest(folder.path(), arguments);
        assert_eq!((output.status.code(), lacking()), (Some(1), vec![1, 3]), "{}", text(&output.stderr));
    }
    // The mark is no part of gold.
    let gold = suggest(folder.path(), &["out.jsonl", "--suggester", "none"]);
    assert!(!text(&gold.stdout).contains("unanswered"));
    let before = fs::read_to_string(path("out.jsonl")).unwrap();
    fs::write(path("well"), "").unwrap();
    let output = suggest(folder.path(), &arguments);
    assert_eq!((output.status.code(), lacking()), (Some(0), Vec::new()), "{}", text(&output.stderr));
    let resumed = fs::read_to_string(path("out.jsonl")).unwrap();
    for at in [0, 2] {
        assert_eq!(resumed.lines().nth(at), before.lines().nth(at));
    }
    suggest(folder.path(), &["a.jsonl", "-o", "again.jsonl", "--suggester", SOMETIMES_ILL]);
    assert_eq!(resumed, fs::read_to_string(path("again.jsonl")).unwrap());
    // An interrupted file that lacks answers, and lines of other articles, which stay as they are.
    let cut: String = before.lines().take(2).map(|line| format!("{line}\n")).collect();
    fs::write(path("out.jsonl"), &cut).unwrap();
    suggest(folder.path(), &arguments);
    assert_eq!(resumed, fs::read_to_string(path("out.jsonl")).unwrap());
    let other = before.replace("a2", "b2");
    fs::write(path("out.jsonl"), &other).unwrap();
    assert_eq!(suggest(folder.path(), &arguments).status.code(), Some(2));
    assert_eq!(other, fs::read_to_string(path("out.jsonl")).unwrap());
}

/// Compressed standard input, which has no file name.
#[test]
fn standard_input_may_be_compressed() {
    let folder = tempfile::tempdir().unwrap();
    let plain = lines(20);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(plain.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(plain.as_bytes(), CompressionLevel::Fastest);
    let expected = common::run(folder.path(), &["suggest", "-"], &plain);
    assert_eq!(text(&expected.stdout).lines().count(), 20);
    for packed in [&gzip, &zstd] {
        assert_eq!(common::run(folder.path(), &["suggest", "-"], packed), expected);
    }
    for verb in [&["check", "-"][..], &["export", "--to", "jsonl", "-"], &["import", "--from", "jsonl", "-"]] {
        let found = common::run(folder.path(), verb, &expected.stdout);
        assert_eq!(found.status.code(), Some(0), "{verb:?}");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&expected.stdout).unwrap();
        assert_eq!(common::run(folder.path(), verb, gzip.finish().unwrap()), found, "{verb:?}");
    }
    let cut = common::run(folder.path(), &["suggest", "-"], &gzip[..gzip.len() / 2]);
    assert!(text(&cut.stderr).contains("its gzip data is damaged or ends too early"), "{}", text(&cut.stderr));
    // Compressed input in a file with another extension.
    fs::write(folder.path().join("a.jsonl"), &zstd).unwrap();
    let misnamed = suggest(folder.path(), &["a.jsonl"]);
    assert!(text(&misnamed.stderr).contains("a.jsonl:1: is not UTF-8: byte 2 of the line (0xB5"));
    assert!(text(&misnamed.stderr).contains("unpack it, for example with `zstdcat`"), "{}", text(&misnamed.stderr));
}

/// In a dialogue: the answer to a line does not wait for the next line.
#[test]
fn each_line_is_answered_before_the_next_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = tawsim(folder.path());
    let mut child = command
        .args(["suggest", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for index in 0..5 {
        writeln!(questions, "{{\"id\": \"a{index}\", \"text\": \"زار باريس\"}}").unwrap();
        assert!(answers.next().unwrap().unwrap().contains(&format!("\"a{index}\"")));
    }
    drop(questions);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

/// The program ends when the reader of its output does, also with endless input.
#[test]
fn suggest_ends_when_its_reader_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = tawsim(folder.path());
    let mut child = command.args(["suggest", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut questions = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let line = format!("{{\"id\": \"a\", \"text\": \"{}\"}}\n", "زار باريس ".repeat(1_000));
    while questions.write_all(line.as_bytes()).is_ok() {}
    assert!(child.wait().unwrap().success());
}

/// The careful reader is the default; it finds a report that no rule describes.
#[cfg(feature = "careful")]
#[test]
fn the_careful_reader_is_asked_unless_the_fast_suggester_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "ونص القرار على ضرورة فتح المعبر.").unwrap();
    let found = |arguments: &[&str]| {
        let output = suggest(folder.path(), &[arguments, &["a.txt"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let careful = found(&[]);
    assert!(careful.contains("\"source\":\"careful@") && careful.contains("ضرورة فتح المعبر"), "{careful}");
    assert_eq!(found(&["--suggester", "careful"]), careful);
    assert_eq!(found(&["--suggester", "builtin"]), careful);
    let fast = found(&["--suggester", "fast"]);
    assert!(!fast.contains("\"source\":\"careful@"), "{fast}");
    assert!(found(&["--suggester", "both"]).contains("\"source\":\"careful@"));
}
