//! `tawsim train` as a script would use it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tawsim"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", folder.join("no-config"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const COLUMNS: &str =
    "قال O\nكمبرلا B-PER\nإن O\nالجو O\nجميل O\nفي O\nزغرتا B-LOC\n\nزار O\nدرنغوس B-PER\nبلدة O\nبعقلين B-LOC\n\n";

#[test]
fn from_columns_through_import_to_a_model() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.conll"), COLUMNS.repeat(8)).unwrap();
    let gold = run(folder.path(), &["import", "--from", "conll", "a.conll"], b"");
    assert!(gold.status.success(), "{}", said(&gold));
    let trained = run(folder.path(), &["train", "-", "-o", "a.tawsim"], &gold.stdout);
    assert_eq!(trained.status.code(), Some(0), "{}", said(&trained));
    assert!(trained.stdout.is_empty());
    for line in ["32 entities", "PER", "LOC", "all", "a.tawsim: "] {
        assert!(said(&trained).contains(line), "{line}: {}", said(&trained));
    }
    // What it has learned is proposed, and a file that is no model is told.
    fs::write(folder.path().join("new.txt"), "وصل درنغوس إلى زغرتا").unwrap();
    let found = run(folder.path(), &["suggest", "--suggester", "a.tawsim", "new.txt"], b"");
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    let line = String::from_utf8(found.stdout).unwrap();
    assert!(line.contains("tagger@") && line.contains("\"text\":\"زغرتا\""), "{line}");
    for (model, why) in [("new.txt", "new.txt: is no model"), ("none.tawsim", "none.tawsim: cannot be read")] {
        let refused = run(folder.path(), &["suggest", "--suggester", model, "new.txt"], b"");
        assert!(refused.status.code() == Some(2) && said(&refused).contains(why), "{}", said(&refused));
    }
    let two = ["suggest", "--suggester", "a.tawsim", "--suggester", "b.tawsim", "new.txt"];
    let refused = run(folder.path(), &two, b"");
    assert!(refused.status.code() == Some(2) && said(&refused).contains("one model"), "{}", said(&refused));
    // The same gold, as files, and the same seed: the same bytes.
    fs::write(folder.path().join("a.jsonl"), &gold.stdout).unwrap();
    run(folder.path(), &["train", "a.jsonl", "-o", "b.tawsim"], b"");
    run(folder.path(), &["train", "a.jsonl", "-o", "c.tawsim", "--seed", "9"], b"");
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("a.tawsim"), read("b.tawsim"));
    assert_ne!(read("a.tawsim"), read("c.tawsim"));
}

#[test]
fn what_cannot_be_learned_from_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let empty = run(folder.path(), &["train", "-", "-o", "a.tawsim"], b"");
    assert_eq!(empty.status.code(), Some(2));
    assert!(said(&empty).contains("no gold among these"), "{}", said(&empty));
    let line = "{\"id\":\"a\",\"text\":\"الجو جميل\",\"status\":\"done\"}\n";
    let none = run(folder.path(), &["train", "-", "-o", "a.tawsim"], line.as_bytes());
    assert_eq!(none.status.code(), Some(2));
    assert!(said(&none).contains("no entity in 1 articles"), "{}", said(&none));
    let bad = run(folder.path(), &["train", "-", "missing", "-o", "a.tawsim"], b"{\"id\":\"a\"}\n");
    assert_eq!(bad.status.code(), Some(2));
    assert!(said(&bad).contains("-:1: \"text\" is missing"), "{}", said(&bad));
    assert!(!folder.path().join("a.tawsim").exists());
}
