//! `tawsim check` for people, git hooks and CI.

use crate::common;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::common::text;

fn check(folder: &Path, arguments: &[&str], input: &str) -> Output {
    common::run(folder, &[&["check"], arguments].concat(), input)
}

/// An entity with these words.
fn entity(text: &str, id: &str, words: &str, label: &str) -> Value {
    let start = text.find(words).map(|at| text.get(..at).unwrap().chars().count()).unwrap();
    let end = start + words.chars().count();
    json!({"id": id, "start": start, "end": end, "text": words, "label": label, "verdict": "added"})
}

fn gold(id: &str, text: &str, entities: &[Value], more: Value) -> String {
    let mut object = json!({"schema": "tawsim/1", "id": id, "text": text, "entities": entities});
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::to_string_pretty(&object).unwrap()
}

const TEXT: &str = "قال سَامي، علي: «نعم» في باريس ولندن";

/// The content of a file and the one finding for it.
fn cases() -> Vec<(String, &'static str)> {
    let one = |entity: Value| gold("a", TEXT, &[entity], json!({}));
    let moved =
        |start: i64, end: i64| one(json!({"id": "e1", "start": start, "end": end, "label": "PER", "verdict": "added"}));
    let quote = |quote: Value| gold("a", TEXT, &[entity(TEXT, "e1", "سَامي", "PER")], json!({"quotes": [quote]}));
    let speaker = json!({"start": 4, "end": 9, "entity": "e1"});
    let content = |start: usize, end: usize| json!([{"start": start, "end": end}]);
    vec![
        (one(entity(TEXT, "e1", "باريس", "LOC")), ""),
        ("{\"id\":".to_owned(), "-: no gold: EOF while parsing"),
        (one(json!(3)), "-: no gold: invalid type"),
        (gold("", TEXT, &[], json!({})), "-: no gold: \"id\" is missing or empty"),
        (gold("a", TEXT, &[], json!({"schema": "tawsim/9"})), "-: schema: schema \"tawsim/9\" is not"),
        (gold("a", TEXT, &[], json!({"schema": "tawsim/0"})), "-: old schema: tawsim/0 is read"),
        (gold("a", TEXT, &[], json!({"schema": null})), "-: no schema: \"schema\": \"tawsim/1\" is missing"),
        (gold("a", TEXT, &[], json!({"offset_unit": "byte"})), "-: offset unit: offset_unit \"byte\""),
        (gold("a", TEXT, &[], json!({"text_sha256": "00"})), "-: hash: text_sha256 does not match the text"),
        (gold("a", TEXT, &[], json!({"status": "over"})), "status: value: status: status \"over\" is none of"),
        (moved(4, 400), "e1: offsets: entities[0] (e1): 400 is past the end of the text"),
        (moved(4, 4), "e1: offsets: entities[0] (e1): start 4 is not before end 4"),
        (moved(4, 5), "e1: inside a letter: entities[0] (e1): 5 (code points) is inside a letter with its diacritics"),
        (
            one(json!({"id": "e1", "start": 4, "end": 9, "text": "سمير", "label": "PER", "verdict": "added"})),
            "e1: words: entities[0] (e1): the text at 4..9 is \"سَامي\", not \"سمير\"",
        ),
        (
            gold("a", TEXT, &[entity(TEXT, "e1", "باريس", "LOC"), entity(TEXT, "e1", "علي", "PER")], json!({})),
            "e1: duplicate id: the id \"e1\" occurs twice",
        ),
        (one(entity(TEXT, "e1", "سَامي،", "PER")), "e1: stray edge: \"سَامي،\" begins or ends with one"),
        (one(entity(TEXT, "e1", " باريس", "LOC")), "e1: stray edge"),
        (one(entity(TEXT, "e1", "باريس", "CITY")), "e1: unknown label: CITY is not in the label set"),
        (one(entity(TEXT, "e1", "«نعم", "MISC")), "e1: unbalanced marks"),
        (
            gold(
                "a",
                TEXT,
                &[entity(TEXT, "e1", "سَامي، علي", "PER"), entity(TEXT, "e2", "علي: «نعم» في", "MISC")],
                json!({}),
            ),
            "e2: crossing: \"علي: «نعم» في\" crosses e1",
        ),
        (
            gold("a", TEXT, &[entity(TEXT, "e1", "باريس", "LOC"), entity(TEXT, "e2", "باريس", "LOC")], json!({})),
            "e2: doubled: \"باريس\" is labelled LOC twice, also as e1",
        ),
        (
            quote(json!({"id": "q1", "kind": "direct", "content": content(17, 20), "verdict": "added"})),
            "q1: no speaker: of \"نعم\"",
        ),
        (
            quote(json!({"id": "q1", "content": content(16, 20), "verdict": "added", "speaker": speaker})),
            "q1: unbalanced marks: in \"«نعم\"",
        ),
        (
            quote(json!({"id": "q1", "content": content(17, 20), "verdict": "added",
                         "speaker": {"start": 4, "end": 9, "entity": "e7"}})),
            "q1: dangling link: its speaker is linked to e7, which does not exist",
        ),
    ]
}

#[test]
fn each_finding_is_one_line() {
    for (bytes, expected) in cases() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.json"), &bytes).unwrap();
        let output = check(folder.path(), &["a.json"], "");
        let report = text(&output.stdout);
        let line = report.strip_prefix("a.json").unwrap_or(&report);
        // A file that is no gold gives an error with its line.
        let line = line
            .strip_prefix(|c: char| c == ':')
            .map_or(line, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([':', ' ']));
        assert!(line.starts_with(expected), "{bytes}\n{report}");
        assert_eq!(report.lines().count(), usize::from(!expected.is_empty()), "{report}");
        assert_eq!(output.status.code(), Some(i32::from(!expected.is_empty())), "{report}");
        assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), bytes);
        // The same from a pipe, and as JSON.
        assert_eq!(text(&check(folder.path(), &["-"], &bytes).stdout).lines().count(), report.lines().count());
        let json = text(&check(folder.path(), &["a.json", "--format", "json"], "").stdout);
        for line in json.lines() {
            let object: Value = serde_json::from_str(line).unwrap();
            assert_eq!(object["file"], "a.json");
            let (id, what) = (object["id"].as_str().unwrap(), object["what"].as_str().unwrap());
            assert!(report.contains(&format!("{id}: {what}: {}", object["why"].as_str().unwrap())), "{object}");
            // An excluded kind gives no finding.
            assert_eq!(check(folder.path(), &["a.json", "--ignore", what], "").status.code(), Some(0));
        }
    }
}

#[test]
fn all_findings_of_one_file_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let far = |id: &str| json!({"id": id, "start": 1, "end": 99, "label": "PER", "verdict": "added"});
    let entities = [far("e1"), far("e2"), entity(TEXT, "e3", "سَامي،", "CITY")];
    fs::write(folder.path().join("a.json"), gold("a", TEXT, &entities, json!({}))).unwrap();
    let report = text(&check(folder.path(), &["."], "").stdout);
    let found: Vec<&str> = report.lines().map(|line| line.split(": ").nth(2).unwrap()).collect();
    assert_eq!(found, ["offsets", "offsets", "unknown label", "stray edge"], "{report}");
    assert_eq!(report.lines().nth(1).unwrap().split(": ").nth(1), Some("e2"));
}

#[test]
fn inconsistencies_between_files_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let write = |id: &str, text: &str, words: &str, label: &str| {
        fs::write(path.join(format!("{id}.json")), gold(id, text, &[entity(text, "e1", words, label)], json!({})))
            .unwrap();
    };
    for number in 1..=2 {
        write(&format!("un-{number}"), "في الأمم المتحدة", "الأمم المتحدة", "ORG");
        write(&format!("paris-{number}"), "في باريس", "باريس", "LOC");
    }
    write("a", "من وباريس", "وباريس", "LOC");
    write("b", "من الأمم المتحدة", "أمم المتحدة", "ORG");
    write("c", "في باريس", "باريس", "PER");
    fs::copy(path.join("c.json"), path.join("d.json")).unwrap();
    fs::copy(path.join("c.json"), path.join("c.conflict-1.json")).unwrap();
    let output = check(path, &["."], "");
    let report = text(&output.stdout);
    assert!(report.contains("./c.conflict-1.json: -: conflict: is one version of an article"), "{report}");
    assert!(
        report.contains("./a.json: e1: proclitic inside: \"وباريس\" begins with one: \"باريس\" is LOC 2 times"),
        "{report}"
    );
    assert!(
        report.contains(
            "./b.json: e1: article outside: \"أمم المتحدة\" leaves its ال out: \"الأمم المتحدة\" is ORG 2 times"
        ),
        "{report}"
    );
    assert!(report.contains("./c.json: e1: two labels: \"باريس\" is PER here, LOC 2 times elsewhere"), "{report}");
    assert!(report.contains("./d.json: -: same article: \"c\" is in ./c.json too"), "{report}");
    // Duplicates and files that wait to be merged do not count.
    assert_eq!(report.lines().count(), 5, "{report}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn check_fix_makes_certain_fixes_once_and_reports_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let before = "😀 زار أوباما، باريس. ثم باريس";
    let mut utf16 = entity(before, "e1", "باريس", "LOC");
    for key in ["start", "end"] {
        utf16[key] = (utf16[key].as_u64().unwrap() + 1).into();
    }
    let mut fixed = entity(before, "e2", "أوباما، ", "PER");
    fixed["verdict"] = "accepted".into();
    fixed["note"] = "mine".into();
    fixed["suggestion"] =
        json!({"id": "s", "source": "m@1", "start": fixed["start"], "end": fixed["end"], "label": "PER"});
    let last = before.chars().count();
    let twice = json!({"id": "e2", "start": last - 5, "end": last, "label": "LOC", "verdict": "added"});
    fs::write(path.join("a.json"), gold("a", before, &[utf16, fixed, twice], json!({"reviewer": "omar"}))).unwrap();
    fs::write(
        path.join("b.jsonl"),
        "{\"id\":\"b\",\"text\":\"x\"}\n\nno\n{\"schema\":\"tawsim/1\",\"id\":\"c\",\"text\":\"y\"}\n",
    )
    .unwrap();
    // With one fault that cannot be fixed, the file is not touched.
    let broken = [
        entity(TEXT, "e1", "سَامي،", "PER"),
        json!({"id": "e2", "start": 1, "end": 99, "label": "PER", "verdict": "added"}),
    ];
    fs::write(path.join("d.json"), gold("d", TEXT, &broken, json!({}))).unwrap();
    let kept = fs::read(path.join("d.json")).unwrap();

    let output = check(path, &["--fix", "a.json", "b.jsonl", "d.json"], "");
    let (found, done) = (text(&output.stdout), text(&output.stderr));
    for part in [
        "a.json: e1: fixed: entities[0] (e1)",
        "counted in UTF-16 units",
        "a.json: e2: fixed: the id \"e2\" occurs twice",
        "a.json: e2: fixed: stray edge: \"أوباما، \" is now \"أوباما\"",
        "b.jsonl:1: -: fixed: the schema is added: tawsim/1",
    ] {
        assert!(done.contains(part), "{part}\n{done}");
    }
    assert_eq!(done.lines().count(), 4, "{done}");
    assert_eq!(output.status.code(), Some(1), "what stays is a finding");
    let stays: Vec<String> =
        found.lines().map(|line| line.split(": ").take(3).collect::<Vec<_>>().join(": ")).collect();
    assert_eq!(stays, ["b.jsonl:3: -: no gold", "d.json: e2: offsets", "d.json: e1: stray edge"], "{found}");
    assert_eq!(fs::read(path.join("d.json")).unwrap(), kept);

    let mended: Value = serde_json::from_str(&fs::read_to_string(path.join("a.json")).unwrap()).unwrap();
    let entities: Vec<_> =
        mended["entities"].as_array().unwrap().iter().map(|e| (&e["id"], &e["text"], &e["verdict"])).collect();
    let value = |words: &str| Value::from(words);
    assert_eq!(
        entities,
        [
            (&value("e2"), &value("أوباما"), &value("fixed")),
            (&value("e1"), &value("باريس"), &value("added")),
            (&value("e2-2"), &value("باريس"), &value("added")),
        ]
    );
    assert_eq!((&mended["reviewer"], &mended["entities"][0]["note"]), (&value("omar"), &value("mine")));
    let lines = fs::read_to_string(path.join("b.jsonl")).unwrap();
    assert!(lines.contains("\n\nno\n{\"schema\":\"tawsim/1\",\"id\":\"c\",\"text\":\"y\"}\n"), "{lines}");

    // The second run has nothing to do.
    let before: Vec<Vec<u8>> =
        ["a.json", "b.jsonl", "d.json"].iter().map(|name| fs::read(path.join(name)).unwrap()).collect();
    let again = check(path, &["--fix", "a.json", "b.jsonl", "d.json"], "");
    assert_eq!((text(&again.stderr), text(&again.stdout)), (String::new(), found));
    let after: Vec<Vec<u8>> =
        ["a.json", "b.jsonl", "d.json"].iter().map(|name| fs::read(path.join(name)).unwrap()).collect();
    assert_eq!(before, after);
    assert_eq!(check(path, &["a.json"], "").status.code(), Some(0));
    let names = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with('.')).count(), 0, "no temporary file stays");
}

#[test]
fn a_folder_in_use_is_not_fixed_and_usage_errors_exit_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gold");
    let store = tawsim::store::GoldFolder::new(path.clone());
    let lock = store.lock().unwrap();
    let broken = gold("a", TEXT, &[entity(TEXT, "e1", "سَامي،", "PER")], json!({}));
    fs::write(path.join("a.json"), &broken).unwrap();
    let output = check(folder.path(), &["--fix", "gold"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("gold: is in use by process"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(path.join("a.json")).unwrap(), broken);
    drop(lock);
    // A child process that another test starts now holds a copy of the lock until it has started its program.
    let freed = || check(folder.path(), &["--fix", "gold"], "").status.code() == Some(0);
    assert!((0..100).any(|_| freed()), "the lock is given back");
    // A file where the workbench does not look for it.
    fs::rename(path.join("a.json"), path.join("b.json")).unwrap();
    assert!(
        text(&check(folder.path(), &["gold"], "").stdout).contains("file name: the gold of \"a\" must be in a.json")
    );
    for arguments in [&["--fix", "-"][..], &["--ignore", "no such", "gold"], &["none.json"], &[]] {
        assert_eq!(check(folder.path(), arguments, "").status.code(), Some(2), "{arguments:?}");
    }
}

/// The git hook of the documents, in a repository.
#[test]
fn the_git_hook_stops_a_commit_with_findings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let git = |arguments: &[&str]| {
        let paths = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect::<Vec<_>>();
        let own = Path::new(env!("CARGO_BIN_EXE_tawsim")).parent().unwrap().to_owned();
        let all = std::env::join_paths(std::iter::once(own).chain(paths)).unwrap();
        let mut command = Command::new("git");
        common::isolate(&mut command, path);
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
        command.env("PATH", all).output().unwrap()
    };
    if Command::new("git").arg("--version").output().is_err() {
        println!("left out: there is no git");
        return;
    }
    git(&["init", "-q"]);
    let help = text(&check(path, &["--help"], "").stdout);
    let (_, hook) = help.split_once("pre-commit:\n").unwrap();
    let (hook, _) = hook.split_once("\nExamples:").unwrap();
    let hook = hook.split_whitespace().collect::<Vec<_>>().join(" ").replacen("#!/bin/sh ", "#!/bin/sh\n", 1) + "\n";
    fs::create_dir_all(path.join(".git/hooks")).unwrap();
    fs::write(path.join(".git/hooks/pre-commit"), hook).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path.join(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    fs::create_dir(path.join("gold")).unwrap();
    for (words, passes) in [("باريس ولندن", true), ("باريس ", false)] {
        fs::write(path.join("gold/a b.json"), gold("a b", TEXT, &[entity(TEXT, "e1", words, "LOC")], json!({})))
            .unwrap();
        git(&["add", "."]);
        let output = git(&["commit", "-q", "-m", "x"]);
        assert_eq!(output.status.success(), passes, "{}{}", text(&output.stdout), text(&output.stderr));
    }
}

#[test]
fn check_accepts_the_references() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let output = check(&reference, &["."], "");
    // A museum as a place and as an organisation, once each: no finding, since a person decided both.
    let report = text(&output.stdout);
    assert_eq!(
        report.lines().filter(|line| !line.contains(": two labels: \"متحف دار الزيتون\"")).count(),
        0,
        "{report}"
    );
    let output = check(&reference, &[".", "--ignore", "two labels"], "");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
}
