//! Inputs that are no files, or larger than they may be. A test that hangs has failed.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{run, tawsim, text};

const LINE: &str = r#"{"id": "a", "text": "زار سامي باريس"}"#;

fn messages(output: &Output) -> String {
    text(&output.stderr)
}

#[cfg(unix)]
fn make_pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A named pipe would block, and a device would never end.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("in.jsonl"), format!("{LINE}\n")).unwrap();
    make_pipe(&path.join("pipe.jsonl"));
    make_pipe(&path.join("pipe.toml"));
    std::os::unix::fs::symlink("/dev/zero", path.join("zero.toml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", path.join("zero.jsonl")).unwrap();
    let folders = path.join("folder");
    fs::create_dir(&folders).unwrap();
    make_pipe(&folders.join("a.conll"));
    std::os::unix::fs::symlink("/dev/zero", folders.join("b.conll")).unwrap();
    fs::write(folders.join("c.conll"), "سامي B-PER\n").unwrap();
    for arguments in [
        vec!["suggest", "pipe.jsonl"],
        vec!["suggest", "zero.jsonl"],
        vec!["show", "pipe.jsonl"],
        vec!["check", "pipe.jsonl"],
        vec!["export", "--to", "jsonl", "zero.jsonl"],
        vec!["score", "pipe.jsonl", "pipe.jsonl"],
        vec!["train", "-o", "model", "pipe.jsonl"],
        vec!["import", "--from", "jsonl", "pipe.jsonl"],
        vec!["import", "--from", "conll", "zero.jsonl"],
        vec!["import", "--from", "conll", "folder"],
        vec!["check", "in.jsonl", "--labels", "pipe.toml"],
        vec!["check", "in.jsonl", "--labels", "zero.toml"],
        vec!["suggest", "in.jsonl", "--lexicon", "pipe.toml"],
        vec!["suggest", "in.jsonl", "--lexicon", "zero.toml"],
        vec!["suggest", "in.jsonl", "--gazetteer", "ORG=pipe.toml"],
        vec!["suggest", "in.jsonl", "--gazetteer", "ORG=zero.toml"],
        vec!["suggest", "in.jsonl", "--suggester", "pipe.toml"],
        vec!["suggest", "in.jsonl", "--suggester", "zero.toml"],
    ] {
        let output = run(path, &arguments, "");
        let said = messages(&output);
        assert_ne!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(["pipe,", "device,", "neither a file"].iter().any(|it| said.contains(it)), "{arguments:?}: {said}");
        if arguments.contains(&"folder") {
            assert!(said.contains("a.conll") && said.contains("b.conll"), "{said}");
            assert!(text(&output.stdout).contains("سامي"), "the file beside them is read");
        }
    }
}

#[cfg(unix)]
#[test]
fn settings_and_locks_that_are_no_files_do_not_block() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("in.jsonl"), format!("{LINE}\n")).unwrap();
    let settings = path.join("no-config/tawsim");
    fs::create_dir_all(&settings).unwrap();
    make_pipe(&settings.join("config.toml"));
    let output = run(path, &["show", "in.jsonl"], "");
    assert!(messages(&output).contains("a named pipe"), "{}", messages(&output));
    fs::remove_file(settings.join("config.toml")).unwrap();

    let journals = path.join("gold/.journal");
    fs::create_dir_all(&journals).unwrap();
    let lock = fs::File::create(journals.join("lock")).unwrap();
    lock.lock().unwrap();
    make_pipe(&journals.join("lock-holder.json"));
    let import = ["import", "--from", "jsonl", "--gold", "gold", "in.jsonl"];
    let output = run(path, &import, "");
    assert!(messages(&output).contains("another process has the gold folder open"), "{}", messages(&output));
    drop(lock);
    fs::remove_file(journals.join("lock")).unwrap();
    make_pipe(&journals.join("lock"));
    let output = run(path, &import, "");
    assert!(messages(&output).contains("not a file"), "{}", messages(&output));
}

/// `<(…)` in a shell is a pipe among the open files. The user named it, and it ends.
#[cfg(unix)]
#[test]
fn a_pipe_of_the_shell_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("in.jsonl"), format!("{LINE}\n")).unwrap();
    let names = "[[label]]\nname = \"X\"\n";
    let shown = run(path, &["check", "in.jsonl", "--labels", "/dev/stdin"], names);
    assert!(!messages(&shown).contains("cannot be read"), "{}", messages(&shown));
    let names = run(path, &["suggest", "in.jsonl", "--suggester", "none", "--gazetteer", "PER=/dev/stdin"], "سامي\n");
    assert!(text(&names.stdout).contains("\"PER\""), "{}", messages(&names));
    let imported = run(path, &["import", "--from", "conll", "/dev/stdin"], "سامي B-PER\n");
    assert!(text(&imported.stdout).contains("سامي"), "{}", messages(&imported));
}

/// A line of two MiB where one is the limit. The lines around it are read.
#[test]
fn a_line_that_is_too_long_is_reported_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let article = |id: &str, words: &str| {
        format!("{{\"schema\":\"tawsim/1\",\"id\":\"{id}\",\"text\":\"{words}\",\"offset_unit\":\"codepoint\"}}\n")
    };
    let long = "ا ".repeat(1 << 20);
    let lines = article("first", "قال") + &article("second", &long) + &article("third", "نعم");
    fs::write(path.join("in.jsonl"), &lines).unwrap();
    for (arguments, input) in [
        (vec!["suggest", "in.jsonl"], ""),
        (vec!["suggest", "-"], lines.as_str()),
        (vec!["export", "--to", "jsonl", "in.jsonl"], ""),
        (vec!["import", "--from", "jsonl", "in.jsonl"], ""),
        (vec!["show", "in.jsonl"], ""),
    ] {
        let limited = [arguments.as_slice(), &["--max-article", "1"]].concat();
        let output = run(path, &limited, input);
        let (said, written) = (messages(&output), text(&output.stdout));
        assert!(said.contains(":2: ") && said.contains("--max-article"), "{arguments:?}: {said}");
        assert!(!written.contains("second"), "{arguments:?}");
        assert!(written.contains("first") && written.contains("third"), "{arguments:?}: {said}");
    }
    let output = run(path, &["check", "in.jsonl", "--max-article", "1"], "");
    assert!(text(&output.stdout).contains(":2: ") || messages(&output).contains(":2: "), "{}", messages(&output));
    // Without the option the line is read.
    let output = run(path, &["export", "--to", "jsonl", "in.jsonl"], "");
    assert_eq!(messages(&output), "");
    // A text is a file of one article: sixteen times as much, unless it is one paragraph.
    fs::write(path.join("long.txt"), "ا ".repeat(400_000)).unwrap();
    let output = run(path, &["suggest", "long.txt", "in.jsonl", "--max-article", "1"], "");
    assert!(messages(&output).contains("a paragraph of \"long\""), "{}", messages(&output));
    fs::write(path.join("long.txt"), "ا\n".repeat(6_000_000)).unwrap();
    let output = run(path, &["suggest", "long.txt", "--max-article", "1"], "");
    assert!(messages(&output).contains("larger than 16 MiB"), "{}", messages(&output));
}

/// An object of a few megabytes would take a hundred times as much memory.
#[test]
fn an_object_of_nothing_but_values_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let line = format!("{{\"id\":\"a\",\"text\":\"x\",\"meta\":{{\"n\":[{}0]}}}}\n", "0,".repeat(1_000_000));
    fs::write(path.join("in.jsonl"), line + LINE + "\n").unwrap();
    let output = run(path, &["suggest", "in.jsonl", "--suggester", "none"], "");
    assert!(
        messages(&output).contains("in.jsonl:1: ") && messages(&output).contains("values"),
        "{}",
        messages(&output)
    );
    assert!(text(&output.stdout).contains("سامي"));
}

/// Folders that lie deep in each other. The path of each is made of the path around it.
#[cfg(unix)]
#[test]
fn deep_folders_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let deep = std::path::PathBuf::from("d/".repeat(400));
    fs::create_dir_all(folder.path().join(&deep)).unwrap();
    fs::write(folder.path().join(deep.join("a.jsonl")), format!("{LINE}\n")).unwrap();
    let output = tawsim(folder.path()).args(["suggest", "d"]).output().unwrap();
    assert!(text(&output.stdout).contains("سامي"), "{}", messages(&output));
}
