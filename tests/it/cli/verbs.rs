//! The verbs that need no terminal, in scripts.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::Value;

use super::listing;
use crate::common::{run, tawsim, text};

/// A file's name and bytes, the arguments, and the one line on standard error.
const BAD: &[(&str, &[u8], &[&str], &str)] = &[
    ("a.txt", b"x", &["no-such.txt"], "no-such.txt: does not exist; check the path"),
    ("notes.md", b"x", &["."], "contains no .txt, .jsonl or .json file"),
    ("notes.md", b"x", &["notes.md"], "notes.md: is not an article file; give a .txt"),
    ("bad.txt", b"abc\n\xff\xfe", &["bad.txt"], "bad.txt:2: is not UTF-8: byte 1 of the line"),
    ("empty.txt", b" \r\n", &["empty.txt"], "empty.txt: is empty or contains only white space"),
    ("a.jsonl", b"{\"id\":\"a\",\"text\":\"b\"\n", &["a.jsonl"], "a.jsonl:1: EOF while parsing"),
    ("a.jsonl", b"{\"text\":\"b\"}\n", &["a.jsonl"], "a.jsonl:1: \"id\" is missing or empty; add it"),
    (
        "a.jsonl",
        b"{\"id\":\"a\",\"text\":\"bcd\",\"entities\":[{\"start\":1,\"end\":40,\"label\":\"PER\"}]}\n",
        &["a.jsonl"],
        "a.jsonl:1: entities[0]: 40 is past the end of the text (3 code points); fix the offsets or drop the span",
    ),
    ("a.json", b"{\"schema\":\"tawsim/9\",\"id\":\"a\",\"text\":\"b\"}", &["a.json"], "use a newer tawsim"),
];

#[test]
fn bad_input_gives_one_line_and_status_2_and_changes_no_file() {
    for (name, bytes, arguments, message) in BAD {
        for verb in ["annotate", "suggest", "show"] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), bytes).unwrap();
            let before = listing(folder.path());
            let all: Vec<&str> = std::iter::once(verb).chain(arguments.iter().copied()).collect();
            let output = run(folder.path(), &all, "");
            let stderr = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{all:?}: {stderr}");
            assert!(stderr.contains(message) && stderr.lines().count() == 1, "{all:?}: {stderr:?}");
            assert!(output.stdout.is_empty());
            assert_eq!(listing(folder.path()), before, "{all:?}");
        }
    }
}

#[test]
fn duplicate_ids_and_gold_of_another_text_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.jsonl"), "{\"id\":\"a\",\"text\":\"b\"}\n{\"id\":\"a\",\"text\":\"c\"}\n").unwrap();
    let message = text(&run(path, &["show", "a.jsonl"], "").stderr);
    assert!(message.contains("a.jsonl:2: the id \"a\" occurs twice; the article in a.jsonl:1 is kept"), "{message}");

    fs::create_dir(path.join("gold")).unwrap();
    fs::write(path.join("gold/x.json"), "{\"schema\":\"tawsim/1\",\"id\":\"x\",\"text\":\"نعم\"}").unwrap();
    fs::write(path.join("x.txt"), "نعيم").unwrap();
    let before = listing(path);
    let output = run(path, &["annotate", "x.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("x.json") && message.contains("another text"), "{message}");
    assert_eq!(listing(path), before);
}

/// The first article is printed before the second arrives, and the program ends when nobody reads its output.
#[test]
fn show_prints_each_article_before_it_reads_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = tawsim(folder.path())
        .args(["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let line = |index: usize| format!("{{\"id\":\"wire-{index}\",\"text\":\"{}\"}}\n", "سلام ".repeat(2_000));
    // Two articles without an end of the input.
    stdin.write_all((line(0) + &line(1)).as_bytes()).unwrap();
    let mut begin = vec![0; 4_000];
    stdout.read_exact(&mut begin).unwrap();
    assert!(String::from_utf8_lossy(&begin).starts_with("== wire-0\n"));
    drop(stdout);
    // Nobody reads the output: the program ends long before the input, without a message.
    let ended = (2..100_000).any(|index| stdin.write_all(line(index).as_bytes()).is_err());
    assert!(ended);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}

#[test]
fn suggest_is_a_filter_that_keeps_order() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\":\"b\",\"text\":\"وصل أحمد إلى باريس\",\"meta\":{\"n\":1}}\n{broken\n{\"id\":\"a\",\"text\":\"في \
                 مارس 2024\",\"entities\":[{\"start\":3,\"end\":7,\"label\":\"X\",\"source\":\"m@1\",\"score\":0.5}]}\n";
    let output = run(folder.path(), &["suggest", "-"], lines);
    assert_eq!(output.status.code(), Some(1), "one line was broken");
    assert!(text(&output.stderr).contains("-:2: "));
    let found: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&found[0]["id"], &found[1]["id"]), (&"b".into(), &"a".into()));
    assert_eq!((&found[0]["status"], &found[0]["meta"]["n"]), (&"suggested".into(), &1.into()));
    for article in &found {
        let words: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        let entities = article["entities"].as_array().unwrap();
        assert!(!entities.is_empty());
        for entity in entities {
            let at = |key: &str| usize::try_from(entity[key].as_u64().unwrap()).unwrap();
            assert_eq!(words[at("start")..at("end")].iter().collect::<String>(), entity["text"].as_str().unwrap());
            assert_eq!(entity["verdict"], "pending");
            assert!(entity["id"].is_string() && entity["source"].is_string() && entity["score"].is_number());
        }
    }
    assert!(found[1]["entities"].as_array().unwrap().iter().any(|entity| entity["source"] == "m@1"));
    let nothing = run(folder.path(), &["suggest", "-"], "");
    assert_eq!((nothing.status.code(), nothing.stdout.len()), (Some(0), 0), "an empty pipe is no mistake");
    // The program reads its own output, and the second output is equal.
    let again = run(folder.path(), &["suggest", "-"], text(&output.stdout));
    assert_eq!(text(&again.stdout), text(&output.stdout));
}

#[test]
fn show_prints_visual_lines_without_control_characters() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "سلام (abc)\u{1b}[2J\n\nالثانية").unwrap();
    let output = run(folder.path(), &["show", "a.txt", "--width", "20"], "");
    let shown = text(&output.stdout);
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'));
    assert_eq!(shown.lines().count(), 3);
    assert_eq!(shown.lines().last().unwrap().trim_start(), "ﺔﻴﻧﺎﺜﻟﺍ");
    let colored = text(&run(folder.path(), &["show", "a.txt", "--suggest", "--color", "always"], "").stdout);
    assert!(colored.lines().all(|line| !line.contains("\u{1b}[2J")));
    let wrapped = text(&run(folder.path(), &["show", "a.txt", "--width", "6", "--shape", "base"], "").stdout);
    assert!(wrapped.lines().all(|line| tawsim::text::cell_width(line) <= 6), "{wrapped}");
}

#[test]
fn show_keeps_the_order_of_the_text_with_bidi_off() {
    let folder = tempfile::tempdir().unwrap();
    let words = "قال (سامي) لـ BBC: «نعم» في 12/3";
    fs::write(folder.path().join("a.txt"), words).unwrap();
    let shown = |flags: &[&str]| text(&run(folder.path(), &[&["show", "a.txt"], flags].concat(), "").stdout);
    assert_eq!(shown(&["--bidi", "off", "--shape", "base"]), format!("{words}\n"));
    assert!(shown(&["--bidi", "off"]).starts_with("ﻗﺎﻝ (ﺳﺎﻣﻲ)"), "joined, and in the text's order");
}

#[test]
fn settings_can_be_saved_without_an_article() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.txt"), "قَالَ").unwrap();
    let output = run(path, &["--save-settings"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nothing to save"), "{}", text(&output.stderr));
    let shown = |arguments: &[&str]| text(&run(path, &[&["show", "a.txt"], arguments].concat(), "").stdout);
    assert!(shown(&[]).contains('\u{64e}'));
    let output = run(path, &["--marks", "hide", "--bidi", "app+lrm", "--save-settings"], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("no-config/tawsim/config.toml: settings saved"), "{}", text(&output.stderr));
    assert!(!shown(&[]).contains('\u{64e}'));
    assert!(shown(&["--marks", "keep"]).contains('\u{64e}'));
    assert!(!shown(&[]).contains('\u{200e}'), "a pipe gets the bare lines");
    fs::write(path.join("no-config/tawsim/config.toml"), "colour = \"red\"\n").unwrap();
    let output = run(path, &["show", "a.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr)
            .contains("config.toml:1: \"colour\" is not a setting; the settings are bidi, base, shape, marks")
    );
}

/// A user's lexicon adds to every class of words, and `--explain` shows its effect.
#[test]
fn users_can_add_words_to_classes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.txt"), "وسأل النائب كم بلغت الخسائر.").unwrap();
    fs::write(path.join("mine.toml"), "question_words = [\"كم\"]\nin_the_meantime = [\"على حين\"]\n").unwrap();
    let explain = |arguments: &[&str]| {
        let output = run(path, &[&["suggest", "--explain", "--suggester", "fast", "a.txt"], arguments].concat(), "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let without = explain(&[]);
    assert!(without.contains("=> verb_first at وسأل: no frame: no content after the subject"), "{without}");
    let with = explain(&["--lexicon", "mine.toml"]);
    let frame = "=> verb_first at وسأل: content [كم بلغت الخسائر], cue [سأل], speaker [النائب]";
    assert!(with.contains("كم: question_words") && with.contains(frame), "{with}");
    for (wrong, message) in [
        ("\nquestion_word = [\"كم\"]\n", "wrong.toml:2: there is no key `question_word`"),
        ("question_words = [\n  \"كم مرة\",\n]\n", "wrong.toml:2: \"كم مرة\": this list takes single words"),
    ] {
        fs::write(path.join("wrong.toml"), wrong).unwrap();
        let output = run(path, &["suggest", "--explain", "a.txt", "--lexicon", "wrong.toml"], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
}

/// Verbs of a user's lexicon are found in all their forms; an error in the file is reported with its line.
#[test]
fn users_can_add_reporting_words() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.toml"), "verb = [{ past = \"صدّح\", form = 2, prepositions = [\"ب\"] }]\n")
        .unwrap();
    fs::write(folder.path().join("wrong.toml"), "verb = [\n  { past = \"أشار\", form = 5 },\n]\n").unwrap();
    let article = "{\"id\": \"a\", \"text\": \"وصدّحت مريم بأن الأمر انتهى.\"}\n";
    let cues = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["suggest", "-"], arguments].concat(), article);
        let line: Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap()).unwrap();
        line["quotes"].as_array().unwrap().iter().map(|quote| quote["cue"]["text"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(cues(&["--lexicon", "mine.toml"]), ["صدّحت"]);
    let wrong = run(folder.path(), &["suggest", "-", "--lexicon", "wrong.toml"], article);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("wrong.toml:2: أشار"), "{}", text(&wrong.stderr));
}
