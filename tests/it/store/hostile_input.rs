//! Hostile input. The page "Faults tried" in the contributor's guide has a row for each test.

use std::fs;
use std::path::Path;
use std::process::Output;

use tawsim::gold::{Annotation, Article, Extra, Status, json};
use tawsim::page::{Page, PageOptions};
use tawsim::store::{Access, GoldFolder, each_raw_line};
use tawsim::text::{Text, is_bidi_control};

use crate::common::{run, text};

fn all_output(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

/// True for characters that must not reach a terminal.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n') || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn article(id: &str, text: &str) -> Article {
    Article { id: id.to_owned(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}

fn by(annotator: &str) -> Annotation {
    Annotation { annotator: Some(annotator.to_owned()), status: Status::InProgress, ..Annotation::default() }
}

/// Lines of an article file and the problem of each; empty if the line is read.
const LINES: &[(&str, &[u8], &str)] = &[
    ("a lone surrogate", br#"{"id":"a","text":"x \ud800 y"}"#, "1: unexpected end of hex escape"),
    ("half a pair", br#"{"id":"a","text":"\udc00"}"#, "1: lone leading surrogate"),
    ("a key given twice", br#"{"id":"a","id":"b","text":"x"}"#, "1: duplicate field `id`"),
    (
        "offsets beyond any number",
        br#"{"id":"a","text":"x","entities":[{"start":0,"end":99999999999999999999,"label":"PER"}]}"#,
        "1: ",
    ),
    (
        "offsets below zero",
        br#"{"id":"a","text":"x","entities":[{"start":-1,"end":1,"label":"PER"}]}"#,
        "1: invalid value",
    ),
    (
        "an infinite score",
        br#"{"id":"a","text":"x","entities":[{"start":0,"end":1,"label":"PER","score":1e999}]}"#,
        "1: number out of range",
    ),
    ("an infinite number of another program", br#"{"id":"a","text":"x","meta":{"n":1e999}}"#, "1: number out of range"),
    (
        "no UTF-8",
        b"{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\xff\",\"text\":\"x\"}",
        "2: is not UTF-8: byte 9 of the line (0xFF",
    ),
    ("overlong UTF-8", b"{\"id\":\"a\",\"text\":\"\xc0\xaf\"}", "1: is not UTF-8: byte 19"),
    ("NUL as a byte", b"{\"id\":\"a\",\"text\":\"\0\"}", "1: control character"),
    ("NUL as an escape", br#"{"id":"a","text":"x\u0000y"}"#, ""),
    ("a byte order mark and CRLF", b"\xef\xbb\xbf{\"id\":\"a\",\"text\":\"x\\r\\ny\"}\r\n", ""),
    ("a text of white space", br#"{"id":"a","text":" \n\t "}"#, "1: \"text\" is missing or empty"),
    ("no object", b"[1]", "1: invalid"),
    ("two objects on a line", br#"{"id":"a","text":"x"}{"id":"b","text":"y"}"#, "1: trailing characters"),
];

#[test]
fn only_invalid_lines_are_reported() {
    let mut wrong = Vec::new();
    for (what, bytes, expected) in LINES {
        let mut found = Vec::new();
        each_raw_line(Path::new("-"), *bytes, &mut |raw, _| {
            found.extend(raw.article().err().map(|problem| problem.to_string()));
            Ok(())
        })
        .unwrap();
        let right = match (found.as_slice(), expected.is_empty()) {
            ([], empty) => empty,
            ([one], false) => one.starts_with(&format!("-:{expected}")),
            _ => false,
        };
        if !right {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn very_deep_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [200, 100_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for place in ["meta", "unknown"] {
                let line = format!("{{\"id\":\"a\",\"text\":\"x\",\"{place}\":{{\"a\":{deep}}}}}");
                let error = json::read(&line).unwrap_err().to_string();
                assert!(error.contains("recursion limit"), "{error}");
            }
        }
    }
}

/// Escape sequences, C1 controls, overrides and isolates in text, id, title, file name and note are shown, never sent.
#[test]
fn no_text_id_or_file_name_controls_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "x\u{1b}[2J\u{9b}31m\u{202e}cba\u{2066}\u{61c}\u{7f}\u{2028}\u{feff}y";
    let text = format!("سلام {evil} قال\u{1b}]0;title\u{7} نعم");
    let last = text.chars().count();
    // A span that begins inside an override and ends outside.
    let start = text.chars().position(|c| c == 'b').unwrap();
    let line = |id: &str| {
        serde_json::json!({"id": id, "text": text, "meta": {"title": evil, "source": evil},
            "entities": [{"start": start, "end": last - 3, "label": "PER", "source": evil, "score": 0.5}]})
    };
    let lines = format!("{}\n{}\n{{\"id\":\"\\u001b[2J\"a\nb", line(&format!("a{evil}")), line("b"));
    fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    if cfg!(unix) {
        fs::write(folder.path().join("f\u{1b}[2J\u{202e}\n.txt"), "\u{1b}[2J").unwrap();
        fs::write(folder.path().join("g\u{1b}[2J\u{202e}.jsonl"), "no").unwrap();
    }
    for arguments in [&["show", "."][..], &["show", ".", "--suggest", "--color", "never"], &["check", "."]] {
        let all = all_output(&run(folder.path(), arguments, ""));
        assert!(all.len() > 100 && !all.contains(steers), "{arguments:?}: {all:?}");
    }
    let shown = all_output(&run(folder.path(), &["show", "a.jsonl"], ""));
    assert!(shown.contains('␛'), "shown, not left out: {shown}");
    // Only the program's own colours begin with ESC.
    let colored = all_output(&run(folder.path(), &["show", "a.jsonl", "--suggest", "--color", "always"], ""));
    for part in colored.split('\u{1b}').skip(1) {
        let end = part.find(|c: char| c.is_ascii_alphabetic());
        assert_eq!(end.and_then(|end| part.get(end..=end)), Some("m"), "{part:?}");
    }
}

#[test]
fn no_id_gives_a_path_outside_the_gold_folder() {
    let folder = tempfile::tempdir().unwrap();
    let gold = GoldFolder::new(folder.path().join("deep/gold"));
    let ids = [
        "../../x",
        "/etc/passwd",
        "..",
        ".",
        "a/../../b",
        "..\\..\\x",
        "C:\\x",
        "\\\\server\\share",
        "CON",
        "nul.json",
        "COM1",
        "a\0b",
        ".journal",
        ".journal/lock",
        "~",
        "-rf",
        "x.conflict-1",
        "\u{202e}gpj",
        "a\nb",
        &"long ".repeat(500),
    ];
    for id in ids {
        let article = article(id, "نص");
        gold.resume(&article, Access::Write).unwrap();
        gold.save(&article, &by("sara")).unwrap();
        assert_eq!(gold.load(&article).unwrap().unwrap().annotator.as_deref(), Some("sara"), "{id:?}");
        assert_eq!(gold.file_of(id).parent(), Some(gold.dir()));
    }
    let entries = |path: &Path| fs::read_dir(path).unwrap().count();
    assert_eq!((entries(folder.path()), entries(&folder.path().join("deep"))), (1, 1));
    assert_eq!(entries(gold.dir()), ids.len());
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_write_outside_the_gold_folder() {
    use std::os::unix::fs::symlink;
    use tawsim::store::read_corpus;
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious"), "precious").unwrap();
    let untouched = || {
        assert_eq!(fs::read_to_string(outside.join("precious")).unwrap(), "precious");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    };
    let one = article("a", "نص");

    // The folder of journals.
    let gold = GoldFolder::new(folder.path().join("one"));
    fs::create_dir(gold.dir()).unwrap();
    symlink(&outside, gold.dir().join(".journal")).unwrap();
    assert!(gold.lock().unwrap_err().to_string().contains("must be a real folder"));
    assert!(gold.resume(&one, Access::Write).unwrap_err().what.contains("must be a real folder"));
    assert!(gold.append_entries(&one, &[], &by("sara")).unwrap_err().what.contains("must be a real folder"));
    untouched();

    // A journal, the lock, and the file that names its holder.
    let gold = GoldFolder::new(folder.path().join("two"));
    drop(gold.lock().unwrap());
    symlink(outside.join("precious"), gold.journal_of("a")).unwrap();
    assert!(gold.resume(&one, Access::Write).unwrap_err().what.contains("is not a file"));
    gold.append_entries(&one, &[], &by("sara")).unwrap_err();
    for name in ["lock", "lock-holder.json"] {
        let path = gold.dir().join(".journal").join(name);
        fs::remove_file(&path).unwrap();
        symlink(outside.join("precious"), &path).unwrap();
        let locked = gold.lock();
        assert_eq!(locked.is_err(), name == "lock");
        fs::remove_file(&path).unwrap();
    }
    untouched();

    // A gold file that is a link is read; a save replaces the link and leaves its target.
    let gold = GoldFolder::new(folder.path().join("three"));
    fs::create_dir(gold.dir()).unwrap();
    fs::write(outside.join("precious"), json::write(&one, &by("omar"))).unwrap();
    symlink(outside.join("precious"), gold.file_of("a")).unwrap();
    assert_eq!(gold.resume(&one, Access::Write).unwrap().annotation.unwrap().annotator.as_deref(), Some("omar"));
    gold.save(&one, &by("sara")).unwrap();
    assert_eq!(fs::read_to_string(outside.join("precious")).unwrap(), json::write(&one, &by("omar")));
    assert!(!gold.file_of("a").is_symlink());
    // Devices and circular links do not hang the program.
    for target in ["/dev/zero", "b.json"] {
        let path = gold.file_of("b");
        let _ = fs::remove_file(&path);
        symlink(target, &path).unwrap();
        gold.load(&article("b", "نص")).unwrap_err();
    }
    // Among articles a link to a file is followed and a link to a folder is not, so there is no circle.
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).unwrap();
    symlink(&texts, texts.join("again")).unwrap();
    fs::write(texts.join("t.txt"), "نص").unwrap();
    assert_eq!(read_corpus(&[texts]).articles.len(), 1);
}

/// This many bytes in one line, and this many diacritics on one letter. The full sizes run on request.
fn large(bytes: usize, diacritics: usize) {
    let line = "وقال باراك أوباما في باريس ".repeat(bytes / 49);
    let (page, read) = (through(&line), line.len());
    assert!(page > read / 200, "{page} lines of {read} bytes");
    let vocalised = format!("قا{}ل نعم", "\u{64e}".repeat(diacritics));
    assert!(through(&vocalised) >= 1);
    let astral = format!("e{}", "\u{301}".repeat(diacritics));
    assert!(through(&astral) >= 1);
}

/// Reads the text from JSON, lays it out, draws some lines, writes it as gold. Returns the number of lines.
fn through(text: &str) -> usize {
    let line = serde_json::json!({"id": "a", "text": text}).to_string();
    let (article, annotation) = json::read(&line).unwrap();
    assert_eq!(article.text.as_str(), text);
    let page = Page::new(&article.text, PageOptions::default(), 60);
    for line in page.lines_from(0).take(50).chain([text.len()]) {
        assert!(page.line(line, &[]).width <= 60);
    }
    let (again, _) = json::read(&json::write(&article, &annotation)).unwrap();
    assert_eq!(again.text.as_str(), text);
    page.lines_from(0).count()
}

#[test]
fn long_lines_and_many_diacritics_are_read_and_drawn() {
    large(2_000_000, 200_000);
}

#[test]
#[ignore = "a minute and a gigabyte: `cargo test --release --test it hostile -- --ignored`"]
fn a_hundred_megabytes_and_ten_million_diacritics_are_read() {
    large(100_000_000, 10_000_000);
}

/// Unknown keys of other programs survive at every level, also when an edge is moved.
#[test]
fn unknown_keys_survive_at_every_level() {
    let text = "قال سامي: «نعم» لباريس";
    let line = serde_json::json!({
        "schema": "tawsim/1", "id": "a", "text": text, "meta": {"n": {"deep": [1, 2.5]}}, "by": {"tool": 1}, "status": "done",
        "entities": [{"id": "e1", "start": 4, "end": 8, "label": "PER", "verdict": "accepted", "x": 1, "source": "s", "score": 0.25, "kind": "k",
                      "suggestion": {"id": "s-1", "source": "m", "start": 4, "end": 8, "label": "PER", "y": null}}],
        "quotes": [{"id": "q1", "kind": "direct", "verdict": "added", "label": "L", "z": [],
                    "content": [{"start": 11, "end": 14, "part": 1}], "cue": {"start": 0, "end": 3, "lemma": "قال"},
                    "speaker": {"start": 4, "end": 8, "entity": "e1", "sure": true}}],
        "rejected": [{"layer": "entity", "id": "r", "source": "m", "start": 17, "end": 22, "label": "LOC", "why": "w", "at": "2026-01-01T00:00:00Z"}],
        "pending": [{"layer": "entity", "id": "p", "source": "m", "start": 17, "end": 22, "label": "ORG", "v": 1, "at": "now"}],
    });
    let (article, annotation) = json::read(&line.to_string()).unwrap();
    let written = json::write(&article, &annotation);
    let found: serde_json::Value = serde_json::from_str(&written).unwrap();
    for (pointer, value) in [
        ("/meta/n/deep/1", 2.5.into()),
        ("/by/tool", 1.into()),
        ("/entities/0/x", 1.into()),
        ("/entities/0/source", "s".into()),
        ("/entities/0/score", 0.25.into()),
        ("/entities/0/kind", "k".into()),
        ("/entities/0/suggestion/y", serde_json::Value::Null),
        ("/quotes/0/label", "L".into()),
        ("/quotes/0/content/0/part", 1.into()),
        ("/quotes/0/cue/lemma", "قال".into()),
        ("/quotes/0/speaker/sure", true.into()),
        ("/rejected/0/why", "w".into()),
        ("/pending/0/v", 1.into()),
        ("/pending/0/at", "now".into()),
    ] {
        assert_eq!(found.pointer(pointer), Some(&value), "{pointer} in {written}");
    }
    let (again, same) = json::read(&written).unwrap();
    assert_eq!(json::write(&again, &same), written, "the same bytes");
}
