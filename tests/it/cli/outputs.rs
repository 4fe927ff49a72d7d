//! Verbs that write files destroy none: outputs are refused, or they are old or new as a whole.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::listing;
use crate::common::{run, tawsim, text};

fn reference() -> String {
    format!("{}/tests/reference", env!("CARGO_MANIFEST_DIR"))
}

const GOLD_LINE: &str = "{\"schema\":\"tawsim/1\",\"id\":\"a\",\"text\":\"زار باريس\",\"offset_unit\":\"codepoint\",\
                         \"status\":\"done\",\"entities\":[{\"id\":\"e1\",\"start\":4,\"end\":9,\"label\":\"LOC\",\
                         \"verdict\":\"added\"}]}\n";

/// `gold/` with two gold files and a journal folder, as a workbench leaves it; `plain/` is the same without the journal;
/// `p.jsonl` is a task of prodigy; `in.jsonl` is a corpus; `notes.txt` is a user's text.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let lines = GOLD_LINE.to_owned() + &GOLD_LINE.replace("\"id\":\"a\"", "\"id\":\"b\"");
    fs::write(path.join("gold.jsonl"), &lines).unwrap();
    let imported = run(path, &["import", "--from", "jsonl", "gold.jsonl", "--gold", "gold"], "");
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    fs::create_dir(path.join("plain")).unwrap();
    for name in ["a.json", "b.json"] {
        fs::copy(path.join("gold").join(name), path.join("plain").join(name)).unwrap();
    }
    fs::write(path.join("p.jsonl"), run(path, &["export", "--to", "prodigy", "gold"], "").stdout).unwrap();
    fs::write(path.join("in.jsonl"), "{\"id\":\"a\",\"text\":\"زار باريس\"}\n{\"id\":\"b\",\"text\":\"عاد\"}").unwrap();
    fs::write(path.join("notes.txt"), "ملاحظات\n").unwrap();
    fs::write(path.join("tail.txt"), "ملاحظات").unwrap();
    fs::write(path.join("compact.json"), GOLD_LINE.trim_end().replace("\"id\":\"a\"", "\"id\":\"z\"")).unwrap();
    for deep in ["gold/sub", "gold/.journal/deep"] {
        fs::create_dir(path.join(deep)).unwrap();
    }
    folder
}

/// The arguments, and a part of the message. In each case some file would be destroyed.
const REFUSED: &[(&[&str], &str)] = &[
    // Gold is replaced by an export of it, by another verb, or gets a strange neighbour.
    (&["export", "--to", "casjson", "--out", "gold", "gold"], "gold: is in a gold folder"),
    (&["export", "--to", "citron", "--out", "gold", "gold"], "gold: is in a gold folder"),
    (&["export", "--to", "citron", "--out", "plain", "plain"], "plain: is an input"),
    (&["export", "--to", "citron", "--lossy", "--out", "plain", "gold.jsonl"], "exists already, and is not"),
    (&["export", "--to", "casjson", "--out", "plain", "plain/a.json"], "is an input"),
    (&["export", "--to", "casjson", "--out", "plain/new", "plain"], "plain/new: lies in plain, where it would be read"),
    (&["export", "--to", "conll", "--split", "80/10/10", "--out", "gold", "gold"], "gold: is in a gold folder"),
    (&["export", "--to", "brat", "--out", "gold/brat", "gold"], "gold/brat: is in a gold folder"),
    (&["export", "--to", "jsonl", "-o", "gold/a.json", "gold"], "gold/a.json: is an input"),
    (&["export", "--to", "jsonl", "--out", "gold/new.json", "gold"], "gold/new.json: is in a gold folder"),
    (&["export", "--to", "jsonl", "-o", "plain/a.json", "gold"], "plain/a.json: exists already, and is not"),
    (&["export", "--to", "jsonl", "-o", "plain/a.json", "plain"], "plain/a.json: is an input"),
    (&["train", "gold", "-o", "gold/a.json"], "gold/a.json: is an input"),
    (&["train", "plain/b.json", "-o", "plain/a.json"], "plain/a.json: exists already, and is not a model"),
    // The lines take the place of the input, by its name or by another one.
    (&["import", "--from", "prodigy", "p.jsonl", "-o", "p.jsonl"], "p.jsonl: is an input"),
    (&["import", "--from", "prodigy", "p.jsonl", "-o", "./gold/../p.jsonl"], "is an input"),
    (&["export", "--to", "jsonl", "gold.jsonl", "-o", "gold.jsonl"], "gold.jsonl: is an input"),
    (&["suggest", "in.jsonl", "-o", "in.jsonl"], "in.jsonl: is an input"),
    (&["suggest", "in.jsonl", "-o", "in.jsonl", "--resume"], "in.jsonl: is an input"),
    (&["suggest", ".", "-o", "in.jsonl", "--resume"], "in.jsonl: is an input"),
    (&["suggest", ".", "-o", "new.jsonl", "--resume"], "new.jsonl: lies in ., where it would be read"),
    // Files of other kinds.
    (&["export", "--to", "conll", "--layer", "entity", "gold", "-o", "notes.txt"], "notes.txt: exists already"),
    (&["import", "--from", "prodigy", "p.jsonl", "-o", "in.jsonl"], "in.jsonl: exists already"),
    (&["train", "gold", "-o", "notes.txt"], "notes.txt: exists already"),
    (&["suggest", "notes.txt", "-o", "gold.jsonl"], "gold.jsonl: exists already; add --resume"),
    // A last line that was not written by `suggest` is not cut.
    (&["suggest", "gold.jsonl", "-o", "in.jsonl", "--resume"], "in.jsonl:1: is no article with suggestions"),
    (&["suggest", "in.jsonl", "-o", "notes.txt", "--resume"], "notes.txt:1: is no article"),
    // The rest behind the last line feed is no part of what would come.
    (&["suggest", "in.jsonl", "-o", "tail.txt", "--resume"], "tail.txt: ends with something else than the beginning"),
    (&["suggest", "in.jsonl", "-o", "compact.json", "--resume"], "compact.json: ends with something else"),
    // A file in a folder that is read would be an input of the next run; a folder inside of a gold folder is read with it.
    (&["suggest", ".", "-o", "new.jsonl"], "new.jsonl: lies in ., where it would be read"),
    (
        &["merge", "plain", "gold.jsonl", "-o", "plain/new.jsonl"],
        "plain/new.jsonl: lies in plain, where it would be read",
    ),
    (&["export", "--to", "jsonl", "in.jsonl", "-o", "gold/sub/new.jsonl"], "gold/sub/new.jsonl: is in a gold folder"),
    (&["export", "--to", "casjson", "gold.jsonl", "--out", "gold/sub/deep"], "gold/sub/deep: is in a gold folder"),
    (&["export", "--to", "jsonl", "in.jsonl", "-o", "gold/.journal/deep/new.jsonl"], "is in a gold folder"),
    // A folder of gold is checked as other outputs are, and before anything is written.
    (&["merge", "plain/a.json", "gold.jsonl", "-o", "plain"], "plain: holds the input plain/a.json"),
    (&["merge", "plain", "gold.jsonl", "-o", "plain/new"], "plain/new: lies in plain, where it would be read"),
    (&["merge", "plain", "gold.jsonl", "-o", "gold/sub"], "gold/sub: is in a gold folder"),
    (&["merge", "plain", "gold.jsonl", "no-such", "-o", "new"], "no-such: does not exist"),
    (&["merge", "plain", "gold.jsonl", "-o", "new.json"], "new.json: is named like one gold file"),
    (&["import", "gold.jsonl", "no-such", "--gold", "new"], "no-such: does not exist"),
    (&["import", "--from", "jsonl", "plain/a.json", "--gold", "plain"], "plain: holds the input plain/a.json"),
    // One file for two outputs.
    (&["assign", "in.jsonl", "--annotators", "a,b", "-o", "work", "--key", "work/a.jsonl"], "is named for two outputs"),
    // A missing input, and a refused option.
    (&["export", "--to", "jsonl", "-o", "gold.jsonl", "no-such"], "no-such: does not exist"),
    (&["export", "--to", "jsonl", "-o", "gold.jsonl", "plain", "no-such"], "no-such: does not exist"),
    (&["import", "--from", "prodigy", "no-such.jsonl", "-o", "gold.jsonl"], "no-such.jsonl: does not exist"),
    (&["import", "--from", "brat", "-", "-o", "gold.jsonl"], "brat is files that belong together"),
    (&["import", "--from", "conll", "plain", "-o", "gold.jsonl"], "contains no .conll"),
    (&["suggest", "no-such.txt", "-o", "new.jsonl"], "no-such.txt: does not exist"),
    (&["train", "no-such", "-o", "new.tawsim"], "no-such: does not exist"),
    (&["export", "--to", "jsonl", "--labels", "no-such", "-o", "gold.jsonl", "gold"], "no-such: cannot be read"),
    // Places that are no file.
    (&["export", "--to", "jsonl", "-o", "plain", "gold"], "plain: is a folder"),
    (&["export", "--to", "brat", "-o", "notes.txt", "gold"], "notes.txt: is a file"),
    (&["import", "--from", "prodigy", "p.jsonl", "-o", "no-such/x.jsonl"], "its folder does not exist"),
];

#[test]
fn an_output_that_would_destroy_something_is_refused() {
    let folder = workplace();
    let before = listing(folder.path());
    for (arguments, message) in REFUSED {
        let output = run(folder.path(), arguments, "");
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(listing(folder.path()) == before, "{arguments:?}");
    }
}

/// A link and a second name of a file are the file, as an output and as an input; so is a redirected standard input.
#[cfg(unix)]
#[test]
fn links_to_inputs_are_inputs() {
    let folder = workplace();
    let path = folder.path();
    fs::hard_link(path.join("gold.jsonl"), path.join("hard.jsonl")).unwrap();
    std::os::unix::fs::symlink("gold.jsonl", path.join("soft.jsonl")).unwrap();
    std::os::unix::fs::symlink("nothing", path.join("broken.jsonl")).unwrap();
    let before = listing_without_links(path);
    for (input, output, message) in [
        ("gold.jsonl", "hard.jsonl", "is an input"),
        ("gold.jsonl", "soft.jsonl", "is an input"),
        ("soft.jsonl", "gold.jsonl", "is an input"),
        (".", "soft.jsonl", "is an input"),
        ("gold.jsonl", "broken.jsonl", "is a link to a file that does not exist"),
    ] {
        let done = run(path, &["export", "--to", "jsonl", input, "-o", output], "");
        assert!(text(&done.stderr).contains(message), "{input} {output}: {}", text(&done.stderr));
        assert_eq!(done.status.code(), Some(2));
    }
    let redirected = tawsim(path)
        .args(["export", "--to", "jsonl", "-", "-o", "gold.jsonl"])
        .stdin(fs::File::open(path.join("gold.jsonl")).unwrap())
        .output()
        .unwrap();
    assert!(text(&redirected.stderr).contains("is an input"), "{}", text(&redirected.stderr));
    assert!(listing_without_links(path) == before);
    // An output behind a link is replaced; the link stays.
    fs::write(path.join("old.jsonl"), GOLD_LINE).unwrap();
    std::os::unix::fs::symlink("old.jsonl", path.join("link.jsonl")).unwrap();
    let done = run(path, &["export", "--to", "jsonl", "gold.jsonl", "-o", "link.jsonl"], "");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(path.join("link.jsonl").is_symlink());
    assert_eq!(fs::read_to_string(path.join("old.jsonl")).unwrap().lines().count(), 2);
}

fn listing_without_links(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = listing_of_existing(folder);
    files.sort();
    files
}

fn listing_of_existing(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_file() && !path.is_symlink())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

/// Every format replaces its own output, and not that of another format, nor gold.
#[test]
fn an_output_of_the_same_kind_is_replaced() {
    let folder = workplace();
    let path = folder.path();
    let gold = reference();
    let formats = ["jsonl", "prodigy", "spacy", "doccano", "labelstudio", "conll", "w3c", "inline"];
    for format in formats {
        for negatives in [false, true] {
            let mut arguments = vec!["export", "--to", format, "--lossy", "-o", format, &gold];
            if negatives {
                arguments.extend(["--layer", "entity"]);
            }
            for _ in 0..2 {
                let output = run(path, &arguments, "");
                assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
            }
        }
    }
    for format in ["hf", "brat", "webanno", "xmi", "casjson", "citron"] {
        let out = format!("{format}.d");
        // Different options, so the files are not the same ones.
        for more in [&["--tokens", "proclitics"][..], &["--map", "PER=LOC", "--tokens", "words"]] {
            let arguments = [&["export", "--to", format, "--lossy", "--out", &out, &gold][..], more].concat();
            let output = run(path, &arguments, "");
            assert_eq!(output.status.code(), Some(0), "{format}: {}", text(&output.stderr));
        }
    }
    for format in formats {
        for other in formats.iter().filter(|other| **other != format) {
            let before = fs::read(path.join(other)).unwrap();
            let output = run(path, &["export", "--to", format, "--lossy", "-o", other, "gold"], "");
            assert_eq!(output.status.code(), Some(2), "{format} over {other}");
            assert!(fs::read(path.join(other)).unwrap() == before, "{format} over {other}");
        }
    }
    for (format, other) in [("casjson", "citron.d"), ("citron", "casjson.d")] {
        let before = listing(&path.join(other));
        let output = run(path, &["export", "--to", format, "--lossy", "--out", other, &gold], "");
        assert_eq!(output.status.code(), Some(2), "{format} over {other}");
        assert!(listing(&path.join(other)) == before);
    }
    // A model is replaced by a model.
    for seed in ["1", "2"] {
        let output = run(path, &["train", "gold", "-o", "m.tawsim", "--seed", seed, "--parts", "0"], "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn force_replaces_what_the_user_wants_replaced() {
    let folder = workplace();
    let path = folder.path();
    for (arguments, out) in [
        (&["export", "--to", "conll", "--lossy", "gold", "-o", "notes.txt"][..], "notes.txt"),
        (&["import", "--from", "prodigy", "p.jsonl", "-o", "p.jsonl"], "p.jsonl"),
        (&["train", "gold", "--parts", "0", "-o", "plain/a.json"], "plain/a.json"),
        (&["suggest", "in.jsonl", "-o", "in.jsonl"], "in.jsonl"),
        (&["export", "--to", "jsonl", "gold", "-o", "gold/new.jsonl"], "gold/new.jsonl"),
    ] {
        let before = fs::read(path.join(out)).ok();
        assert_eq!(run(path, arguments, "").status.code(), Some(2), "{arguments:?}");
        let output = run(path, &[arguments, &["--force"]].concat(), "");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        assert_ne!(fs::read(path.join(out)).ok(), before, "{arguments:?}");
    }
    // No force writes beside a running workbench.
    let dir = tawsim::store::GoldFolder::new(path.join("gold"));
    let lock = dir.lock().unwrap();
    let output = run(path, &["export", "--to", "jsonl", "plain", "-o", "gold/x.jsonl", "--force"], "");
    assert!(text(&output.stderr).contains("gold folder that is in use by process"), "{}", text(&output.stderr));
    drop(lock);
    // And no workbench starts to write there before the output is finished.
    let arguments = ["import", "--from", "jsonl", "-", "-o", "x.jsonl", "--force"];
    let mut child = half_done(dir.dir(), &arguments, gold_line);
    assert!(dir.lock().is_err());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(dir.lock().is_ok() && dir.dir().join("x.jsonl").exists());
}

/// An input that cannot be read makes no earlier output shorter.
#[test]
fn an_earlier_output_is_not_replaced_by_an_incomplete_one() {
    let folder = workplace();
    let path = folder.path();
    let arguments = ["export", "--to", "conll", "--layer", "entity", "gold.jsonl", "-o", "out.conll"];
    assert_eq!(run(path, &arguments, "").status.code(), Some(0));
    let before = fs::read(path.join("out.conll")).unwrap();
    fs::write(path.join("gold.jsonl"), GOLD_LINE.to_owned() + "{broken\n").unwrap();
    let output = run(path, &arguments, "");
    assert_eq!(output.status.code(), Some(2));
    let message = "out.conll: stays as it was, because 1 input could not be read; mend the input, or add --force";
    assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    assert!(fs::read(path.join("out.conll")).unwrap() == before);
    // A new output gets what could be read, and the status says that something is missing.
    let output = run(path, &["export", "--to", "jsonl", "gold.jsonl", "-o", "new.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(path.join("new.jsonl")).unwrap().lines().count(), 1);
    let output = run(path, &[&arguments[..], &["--force"]].concat(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(fs::read(path.join("out.conll")).unwrap() != before);
}

/// Starts a verb that reads standard input, gives it many articles, and waits until it writes. Its input stays open.
fn half_done(folder: &Path, arguments: &[&str], line: impl Fn(usize) -> String) -> Child {
    let mut child = tawsim(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let input: String = (0..2_000).map(line).collect();
    child.stdin.as_mut().unwrap().write_all(input.as_bytes()).unwrap();
    let started = Instant::now();
    while !temporaries(folder).iter().any(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0)) {
        assert!(started.elapsed() < Duration::from_secs(60), "{arguments:?}: nothing is written");
        thread::sleep(Duration::from_millis(5));
    }
    child
}

/// The files with temporary names.
fn temporaries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(".tawsim-")).collect()
}

fn gold_line(number: usize) -> String {
    GOLD_LINE.replace("\"id\":\"a\"", &format!("\"id\":\"a{number}\""))
}

/// The kill is SIGKILL on Unix.
#[test]
fn a_killed_run_leaves_the_earlier_output_and_the_next_one_tidies_up() {
    for verb in [
        &["export", "--to", "jsonl", "-", "-o", "out.jsonl"][..],
        &["export", "--to", "jsonl", "--split", "80/10/10", "-", "--out", "."],
        &["import", "--from", "jsonl", "-", "-o", "out.jsonl"],
        &["suggest", "--suggester", "none", "-", "-o", "out.jsonl", "--force"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let names = ["out.jsonl", "train.jsonl", "dev.jsonl", "test.jsonl"];
        for name in names {
            fs::write(folder.path().join(name), GOLD_LINE).unwrap();
        }
        let mut child = half_done(folder.path(), verb, gold_line);
        child.kill().unwrap();
        child.wait().unwrap();
        for name in names {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), GOLD_LINE, "{verb:?}: {name}");
        }
        assert!(!temporaries(folder.path()).is_empty(), "{verb:?}");
        let next = run(folder.path(), verb, (0..50).map(gold_line).collect::<String>());
        assert_eq!(next.status.code(), Some(0), "{verb:?}: {}", text(&next.stderr));
        assert!(temporaries(folder.path()).is_empty(), "{verb:?}");
    }
}

/// `check --fix` is killed while it writes: the file stays as it was, and the next run removes the temporary file.
#[test]
fn a_killed_fix_leaves_the_file_and_the_next_one_tidies_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.jsonl");
    // A space at the edge of each span: something to fix.
    let lines: String = (0..4_000).map(|number| gold_line(number).replace("\"start\":4", "\"start\":3")).collect();
    fs::write(&path, &lines).unwrap();
    let mut child = tawsim(folder.path())
        .args(["check", "--fix", "big.jsonl"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The messages fill the pipe, which nobody reads. So the run is in its middle until it is killed.
    let started = Instant::now();
    while temporaries(folder.path()).is_empty() {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing is written");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(fs::read_to_string(&path).unwrap() == lines);
    assert!(!temporaries(folder.path()).is_empty());
    // Without --fix nothing is removed, because nothing is written.
    fs::write(folder.path().join("small.jsonl"), GOLD_LINE).unwrap();
    run(folder.path(), &["check", "small.jsonl"], "");
    assert!(!temporaries(folder.path()).is_empty());
    run(folder.path(), &["check", "--fix", "small.jsonl"], "");
    assert!(temporaries(folder.path()).is_empty());
}

/// In a folder with one file for each article, each file is whole.
#[test]
fn a_killed_export_leaves_whole_files_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (0..2_000).map(gold_line).collect();
    let export = |out: &str| ["export", "--to", "casjson", "-", "--out", out].map(str::to_owned);
    let whole = run(folder.path(), &export("whole"), &lines);
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole.stderr));
    let mut child = tawsim(folder.path()).args(export("cut")).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = thread::spawn(move || input.write_all(lines.as_bytes()));
    let written = |out: &str| fs::read_dir(folder.path().join(out)).map_or(0, Iterator::count);
    let started = Instant::now();
    while written("cut") < 100 && started.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(feeder.join());
    let mut found = 0;
    for entry in fs::read_dir(folder.path().join("cut")).unwrap() {
        let name = entry.unwrap().file_name();
        if !name.to_string_lossy().starts_with('.') {
            let read = |out: &str| fs::read(folder.path().join(out).join(&name)).unwrap();
            assert!(read("cut") == read("whole"), "{name:?}");
            found += 1;
        }
    }
    assert!(found >= 99, "{found}");
}

/// Another run in the same folder removes the leftovers of dead runs only.
#[test]
fn a_run_that_is_alive_keeps_its_temporary_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".tawsim-dead.tmp"), "x").unwrap();
    let mut child = half_done(folder.path(), &["export", "--to", "jsonl", "-", "-o", "slow.jsonl"], gold_line);
    let other = run(folder.path(), &["export", "--to", "jsonl", "-", "-o", "fast.jsonl"], GOLD_LINE);
    assert_eq!(other.status.code(), Some(0), "{}", text(&other.stderr));
    assert!(!folder.path().join(".tawsim-dead.tmp").exists());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert_eq!(fs::read_to_string(folder.path().join("slow.jsonl")).unwrap().lines().count(), 2_000);
    assert!(temporaries(folder.path()).is_empty());
}

#[test]
fn two_articles_with_one_file_are_refused() {
    let folder = workplace();
    let path = folder.path();
    let twice = GOLD_LINE.to_owned() + &gold_line(1) + &GOLD_LINE.replace("زار", "غاب");
    fs::write(path.join("twice.jsonl"), &twice).unwrap();
    for (arguments, message) in [
        (
            &["export", "--to", "casjson", "--out", "cas", "twice.jsonl"][..],
            "tawsim: twice.jsonl: article 3 has the id \"a\", and so has article 1 of twice.jsonl",
        ),
        (
            &["export", "--to", "brat", "--out", "brat", "gold", "twice.jsonl"],
            "tawsim: twice.jsonl: article 1 has the id \"a\", and so has article 1 of gold/a.json",
        ),
    ] {
        let output = run(path, arguments, "");
        assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    // The first one is kept, and so are the others.
    assert!(path.join("cas/a1.json").exists());
    assert!(fs::read_to_string(path.join("cas/a.json")).unwrap().contains("زار"));
}

/// Pipes, devices and the standard output by its path have no earlier content.
#[cfg(unix)]
#[test]
fn devices_are_written_at_once() {
    let folder = workplace();
    let path = folder.path();
    let output = run(path, &["export", "--to", "jsonl", "gold", "-o", "/dev/stdout"], "");
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(0), 2), "{}", text(&output.stderr));
    let output = run(path, &["import", "--from", "prodigy", "p.jsonl", "-o", "/dev/null"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let log = path.join("log.jsonl");
    fs::write(&log, "first\n").unwrap();
    let appended = fs::OpenOptions::new().append(true).open(&log).unwrap();
    let status = tawsim(path).args(["export", "--to", "jsonl", "gold", "-o", "/dev/stdout"]).stdout(appended).status();
    assert!(status.unwrap().success());
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn paths_of_the_system_lead_to_no_input() {
    let folder = workplace();
    let before = listing(folder.path());
    let arguments: &[&[&str]] = &[
        &["export", "--to", "jsonl", "plain", "-o", "/proc/self/cwd/plain/a.json"],
        &["export", "--to", "jsonl", "in.jsonl", "-o", "/proc/self/cwd/in.jsonl"],
        &["suggest", "in.jsonl", "-o", "/dev/fd/../cwd/in.jsonl"],
        &["train", "gold", "-o", "/proc/self/cwd/gold/a.json"],
    ];
    for arguments in arguments {
        let done = run(folder.path(), arguments, "");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {}", text(&done.stderr));
        assert_eq!(listing(folder.path()), before, "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_run_prints_is_not_read_by_it() {
    let folder = workplace();
    let path = folder.path();
    let printed = |arguments: &[&str], to: &str| {
        let out = fs::OpenOptions::new().append(true).create(true).open(path.join(to)).unwrap();
        let child = tawsim(path).args(arguments).stdout(out).stderr(Stdio::piped()).spawn().unwrap();
        child.wait_with_output().unwrap()
    };
    // The shell opens the file before the run. A file of that name in a folder is left out.
    fs::create_dir(path.join("corpus")).unwrap();
    fs::copy(path.join("in.jsonl"), path.join("corpus/in.jsonl")).unwrap();
    fs::copy(path.join("p.jsonl"), path.join("corpus/p.jsonl")).unwrap();
    let reads: [&[&str]; 3] =
        [&["suggest", "corpus"], &["import", "--from", "prodigy", "corpus"], &["export", "--to", "jsonl", "plain"]];
    for (number, arguments) in reads.into_iter().enumerate() {
        let to = if number == 2 { "plain/out.jsonl" } else { "corpus/out.jsonl" };
        let piped = run(path, arguments, "").stdout;
        printed(arguments, to);
        assert_eq!(fs::read(path.join(to)).unwrap(), piped, "{arguments:?}");
        fs::remove_file(path.join(to)).unwrap();
    }
    let before = listing(path);
    let named: [&[&str]; 3] = [
        &["suggest", "corpus/in.jsonl"],
        &["export", "--to", "jsonl", "corpus/in.jsonl"],
        &["convert", "--from", "jsonl", "--to", "inline", "corpus/in.jsonl"],
    ];
    for arguments in named {
        let done = printed(arguments, "corpus/in.jsonl");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(text(&done.stderr).contains("the file that standard output goes to"), "{}", text(&done.stderr));
        assert_eq!(listing(path), before, "{arguments:?}");
    }
}

#[test]
fn an_import_that_is_repeated_makes_no_further_conflict_file() {
    let folder = workplace();
    let path = folder.path();
    fs::write(path.join("other.jsonl"), GOLD_LINE.replace("LOC", "ORG")).unwrap();
    for _ in 0..2 {
        let done = run(path, &["import", "--from", "jsonl", "other.jsonl", "--gold", "gold"], "");
        assert_eq!(done.status.code(), Some(2));
        let message = text(&done.stderr);
        assert!(
            message.contains("a.conflict-1.json: has the new annotation, because a.json is there already"),
            "{message}"
        );
    }
    assert!(!path.join("gold/a.conflict-2.json").exists());
}
