//! Opening articles: exact texts, and all kinds of bad input as data.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tawsim::store::{Corpus, read_corpus};
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// All files of a folder: names, contents, modification times.
fn listing(dir: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let metadata = path.symlink_metadata().unwrap();
        let bytes = if metadata.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        if metadata.is_dir() {
            found.extend(listing(&path));
        }
        found.insert(path, format!("{:?} {bytes:?}", metadata.modified().unwrap()));
    }
    found
}

/// Opens a corpus and checks that nothing changed on disk and that each problem is one line.
fn opened(dir: &Path, names: &[&str]) -> Corpus {
    let before = listing(dir);
    let corpus = read_corpus(&names.iter().map(|name| dir.join(name)).collect::<Vec<_>>());
    assert_eq!(listing(dir), before, "{names:?}");
    for problem in &corpus.problems {
        let shown = problem.to_string();
        assert!(!shown.contains(char::is_control), "{shown:?}");
    }
    corpus
}

fn ids(corpus: &Corpus) -> Vec<&str> {
    corpus.articles.iter().map(|article| article.id.as_str()).collect()
}

/// The problems as shown, without the path of the folder.
fn problems(corpus: &Corpus, dir: &Path) -> Vec<String> {
    let prefix = format!("{}{}", dir.display(), std::path::MAIN_SEPARATOR);
    corpus.problems.iter().map(|problem| problem.to_string().replace(&prefix, "")).collect()
}

/// A file's name and bytes, the start of the one problem with its place, the part with the remedy, and the
/// ids that can be opened nevertheless.
type Bad = (&'static str, &'static [u8], &'static str, &'static str, &'static [&'static str]);

const BAD: &[Bad] = &[
    ("a.txt", b"", "a.txt: is empty", "leave the file out", &[]),
    ("a.txt", b" \r\n\t\xC2\xA0", "a.txt: is empty", "leave the file out", &[]),
    ("a.txt", b"\xEF\xBB\xBF\n", "a.txt: is empty", "leave the file out", &[]),
    (
        "a.txt",
        b"\xD9\x82\nab\xC7\xE1",
        "a.txt:2: is not UTF-8: byte 3 of the line (0xC7, after 5 bytes",
        "iconv -f WINDOWS-1256",
        &[],
    ),
    ("a.txt", b"\xFF\xFE\x42\x06", "a.txt:1: is not UTF-8: byte 1", "iconv -f UTF-16", &[]),
    ("a.txt", b"ab\xD9", "a.txt:1: is not UTF-8: byte 3", "iconv", &[]),
    (" .txt", b"x", " .txt: has a name of white space only", "rename it", &[]),
    ("a.doc", b"x", "a.doc: is not an article file", "give a .txt", &[]),
    ("article", b"x", "article: is not an article file", "give a .txt", &[]),
    ("a.json", b"", "a.json: is empty", "leave the file out", &[]),
    ("a.json", b"[{\"id\": \"a\"}]", "a.json: contains a list", "into a .jsonl", &[]),
    ("a.json", b"{\"id\": \"a\",\n \"text\" 1}", "a.json:2: expected `:`", "fix or remove it", &[]),
    ("a.json", b"{\"id\": \"a\",\n\"text\": \"\xC7\"}", "a.json:2: is not UTF-8: byte 10", "iconv", &[]),
    ("a.json", b"{\"schema\": \"tawsim/9\", \"id\": \"a\", \"text\": \"x\"}", "a.json:1: schema", "use a newer tawsim", &[]),
    ("a.json", b"{\"id\": \"a\", \"text\": \"x\", \"text_sha256\": \"00\"}", "a.json:1: text_sha256", "restore the text", &[]),
    ("a.jsonl", b"", "a.jsonl: contains no article", "on each line", &[]),
    ("a.jsonl", b"\n \r\n", "a.jsonl: contains no article", "on each line", &[]),
    (
        "a.jsonl",
        b"{\"id\": \"a\", \"text\": \"x\"}\n\n{\"id\": \"b\n{\"id\": \"c\", \"text\": \"x\"}",
        "a.jsonl:3: ",
        "fix or remove it",
        &["a", "c"],
    ),
    (
        "a.jsonl",
        b"{\"id\": \"a\", \"text\": \"\xC7\"}\n{\"id\": \"b\", \"text\": \"x\"}",
        "a.jsonl:1: is not UTF-8: byte 22",
        "iconv",
        &["b"],
    ),
    ("a.jsonl", b"{\"text\": \"x\"}", "a.jsonl:1: \"id\" is missing", "add it", &[]),
    ("a.jsonl", b"{\"id\": \" \", \"text\": \"x\"}", "a.jsonl:1: \"id\" is missing or empty", "add it", &[]),
    ("a.jsonl", b"{\"id\": \"a\"}", "a.jsonl:1: \"text\" is missing", "add it", &[]),
    ("a.jsonl", b"{\"id\": \"a\", \"text\": \" \\n\"}", "a.jsonl:1: \"text\" is missing or empty", "add it", &[]),
    ("a.jsonl", b"{\"id\": 7, \"text\": \"x\"}", "a.jsonl:1: invalid type", "fix", &[]),
    ("a.jsonl", b"[1]\n\"x\"", "a.jsonl:1: ", "fix", &[]),
    (
        "a.jsonl",
        b"{\"id\": \"a\", \"text\": \"xy\", \"entities\": [{\"id\": \"e\\u001b1\", \"start\": 1, \"end\": 40, \"label\": \"PER\"}]}",
        "a.jsonl:1: entities[0] (e\\u{1b}1): 40 is past the end of the text (2 code points)",
        "drop the span",
        &[],
    ),
    (
        "a.jsonl",
        b"{\"id\": \"a\", \"text\": \"xyz\", \"entities\": [{\"start\": 0, \"end\": 2, \"text\": \"yz\", \"label\": \"PER\"}]}",
        "a.jsonl:1: entities[0]: the text at 0..2 is \"xy\", not \"yz\"",
        "fix the offsets",
        &[],
    ),
    (
        "a.jsonl",
        b"{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}",
        "a.jsonl:3: the id \"a\" occurs twice; the article in ",
        "a.jsonl:1 is kept, and this one is left out: change one of the ids",
        &["a", "b"],
    ),
];

#[test]
fn problems_of_bad_input_name_the_place_and_the_remedy() {
    for (name, bytes, start, remedy, good) in BAD {
        let dir = folder(&[(name, bytes)]);
        let corpus = opened(dir.path(), &[name]);
        let problems = problems(&corpus, dir.path());
        let first = problems.first().unwrap_or_else(|| panic!("{name} {start}: no problem"));
        assert!(first.starts_with(start), "{first} / {start}");
        assert!(first.contains(remedy), "{first} / {remedy}");
        assert_eq!(ids(&corpus), *good, "{start}");
        assert!(problems.len() == 1 || bytes.starts_with(b"[1]"), "{problems:?}");
    }
}

#[test]
fn texts_are_read_unchanged() {
    let raw = "\u{FEFF}قال\r\nسا\0مي\t\u{1b}[31m\u{202e}«e\u{301}»\r\u{b}\u{85}\n\n";
    let json = format!("{{\"id\": \"j\", \"text\": {}}}", serde_json::to_string(raw).unwrap());
    let lines = format!("\u{FEFF}{}\r\n\r\n{}\r\n", json.replace("\"j\"", "\"l1\""), json.replace("\"j\"", "\"l2\""));
    let dir = folder(&[
        ("t.txt", raw.as_bytes()),
        ("j.json", format!("\u{FEFF}{json}").as_bytes()),
        ("l.jsonl", lines.as_bytes()),
    ]);
    let corpus = opened(dir.path(), &["t.txt", "j.json", "l.jsonl"]);
    assert_eq!(corpus.problems, []);
    assert_eq!(ids(&corpus), ["t", "j", "l1", "l2"]);
    for article in &corpus.articles {
        assert_eq!(article.text.as_str(), raw, "{}", article.id);
    }
}

#[test]
fn a_folder_is_read_in_natural_order_without_hidden_and_gold_folders() {
    let dir = folder(&[
        ("خبر 10.txt", "نص".as_bytes()),
        ("خبر 9.TXT", "نص".as_bytes()),
        ("b.jsonl", b"{\"id\": \"line\", \"text\": \"x\"}\n"),
        ("a.json", b"{\"id\": \"object\", \"text\": \"x\"}"),
        ("notes.md", b"x"),
        (".hidden.txt", b"x"),
        (".git/x.txt", b"x"),
        ("gold/a.json", b"{\"id\": \"gold\", \"text\": \"x\"}"),
        ("gold-sara/a.json", b"{\"id\": \"sara\", \"text\": \"x\"}"),
        ("gold-sara/.journal/lock", b""),
        ("2025/deep/x.txt", b"x"),
    ]);
    let corpus = opened(dir.path(), &["."]);
    assert_eq!(corpus.problems, []);
    assert_eq!(ids(&corpus), ["object", "line", "خبر 9", "خبر 10", "x"]);
    let named = opened(dir.path(), &["gold-sara", "gold", ".git"]);
    assert_eq!(ids(&named), ["sara", "gold", "x"], "a folder that is named is read, whatever it is");
}

#[test]
fn paths_without_articles_are_reported() {
    let dir = folder(&[("full/notes.md", b"x"), ("full/.a.txt", b"x"), ("bad/a.txt", b""), ("file.txt", b"x")]);
    fs::create_dir(dir.path().join("empty")).unwrap();
    let corpus = opened(dir.path(), &["empty", "full", "bad", "none.txt", "file.txt/x.txt", ""]);
    let found = problems(&corpus, dir.path());
    let expected = [
        "empty: contains no .txt, .jsonl or .json file; give another folder",
        "full: contains no .txt",
        "bad/a.txt: is empty",
        "none.txt: does not exist; check the path",
        "file.txt/x.txt: ",
    ];
    for (problem, start) in found.iter().zip(expected) {
        assert!(problem.starts_with(start), "{problem} / {start}");
    }
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(ids(&corpus), ["file"], "the folder itself holds more, and what was opened before is not opened again");
}

#[test]
fn a_file_that_is_named_twice_is_opened_once() {
    let dir =
        folder(&[("a.txt", b"x"), ("b/c.txt", b"y"), ("d/a.txt", b"z"), ("e.jsonl", b"{\"id\":\"c\",\"text\":\"x\"}")]);
    let corpus = opened(dir.path(), &["a.txt", "b/../a.txt", "b", "b", "b/c.txt", "d", "e.jsonl"]);
    assert_eq!(ids(&corpus), ["a", "c"]);
    let found = problems(&corpus, dir.path());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("d/a.txt: the id \"a\" occurs twice; the article in a.txt is kept"), "{}", found[0]);
    assert!(found[1].starts_with("e.jsonl:1: the id \"c\""), "{}", found[1]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_to_files_are_followed_and_circular_links_are_not() {
        let dir = folder(&[("in/a.txt", b"x"), ("in/sub/b.txt", b"x"), ("out.txt", b"x")]);
        let inside = dir.path().join("in");
        symlink("../out.txt", inside.join("linked.txt")).unwrap();
        symlink("a.txt", inside.join("z-again.txt")).unwrap();
        symlink("..", inside.join("sub/up")).unwrap();
        symlink("nowhere", inside.join("dangling.txt")).unwrap();
        symlink("circle.txt", inside.join("circle.txt")).unwrap();
        symlink("in", dir.path().join("named")).unwrap();
        let corpus = opened(dir.path(), &["named"]);
        assert_eq!(ids(&corpus), ["a", "linked", "b"]);
        let found = problems(&corpus, dir.path());
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("named/circle.txt: is a symbolic link that cannot be followed"), "{}", found[0]);
        assert!(found[1].starts_with("named/dangling.txt: is a symbolic link to something that"), "{}", found[1]);
        assert!(found.iter().all(|problem| problem.ends_with("fix the link")));
    }

    #[test]
    fn a_named_pipe_is_reported_without_waiting() {
        let dir = folder(&[("a.txt", b"x")]);
        let pipe = dir.path().join("pipe.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let corpus = opened(dir.path(), &["pipe.txt", "."]);
        assert_eq!(ids(&corpus), ["a"]);
        assert_eq!(
            problems(&corpus, dir.path())[0],
            "pipe.txt: is neither a file nor a folder; copy its content into a file"
        );
    }

    #[test]
    fn file_names_that_are_not_utf8_are_shown_escaped() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(OsStr::from_bytes(b"caf\xE9\x1b.txt")), "x").unwrap();
        fs::write(dir.path().join(OsStr::from_bytes(b"\x1b]0;x\x07.jsonl")), "x").unwrap();
        let corpus = opened(dir.path(), &["."]);
        assert_eq!(ids(&corpus), ["caf\\xE9\\u{1b}"]);
        assert!(problems(&corpus, dir.path())[0].contains("\\u{1b}]0;x\\u{7}.jsonl:1: "));
    }

    #[test]
    fn files_without_read_permission_are_reported() {
        let dir = folder(&[("a.txt", b"x"), ("b.txt", b"x"), ("sub/c.txt", b"x")]);
        let mode =
            |name: &str, mode| fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
        mode("a.txt", 0);
        mode("sub", 0);
        if fs::read(dir.path().join("a.txt")).is_err() {
            let corpus = read_corpus(&[dir.path().to_owned()]);
            assert_eq!(ids(&corpus), ["b"]);
            let found = problems(&corpus, dir.path());
            assert!(found[0].starts_with("a.txt: may not be read: permission denied; "), "{found:?}");
            assert!(found[1].starts_with("sub: may not be read"), "{found:?}");
        }
        mode("sub", 0o755);
    }
}
