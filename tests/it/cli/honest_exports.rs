//! What an export tells: pending suggestions that a model would learn as nothing, what a format has no place for, and
//! conflict files.

use std::fs;

use crate::common::{run, text};

const GOLD: &str = r#"{"id":"a","text":"زار سامي باريس","status":"in_progress","note":"later","entities":[
    {"id":"e1","start":4,"end":8,"label":"PER","verdict":"added","flags":["discuss"]}],
    "rejected":[{"layer":"entity","id":"s-1","source":"m@1","start":0,"end":3,"label":"ORG"}],
    "pending":[{"layer":"entity","id":"s-2","source":"m@1","score":0.5,"start":9,"end":14,"label":"LOC"}]}"#;

fn line() -> String {
    GOLD.replace('\n', "") + "\n"
}

#[test]
fn pending_suggestions_of_unfinished_articles_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let export = |arguments: &[&str]| {
        let done = run(folder.path(), &[&["export"], arguments, &["-"]].concat(), line());
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        text(&done.stderr)
    };
    for format in ["conll", "spacy", "doccano", "w3c", "inline"] {
        let told = export(&["--to", format]);
        assert!(told.contains("warning: 1 pending suggestion of 1 unfinished article is left out"), "{format}: {told}");
    }
    let told = export(&["--to", "conll", "--allow-unfinished"]);
    assert!(!told.contains("pending"), "{told}");
    for format in ["jsonl", "prodigy", "labelstudio"] {
        let told = export(&["--to", format]);
        assert!(!told.contains("pending"), "{format} carries it: {told}");
    }
}

#[test]
fn what_a_format_has_no_place_for_is_told_once_with_counts() {
    let folder = tempfile::tempdir().unwrap();
    for (format, told) in [
        ("conll", "conll has no place for 1 rejected suggestion, 1 note, 1 flag; --to jsonl has everything"),
        ("spacy", "spacy has no place for 1 rejected suggestion, 1 note, 1 flag; --negatives writes"),
        ("prodigy", "prodigy has no place for 1 rejected suggestion, 1 note; --negatives writes"),
        ("labelstudio", "labelstudio has no place for 1 note;"),
    ] {
        let done = run(folder.path(), &["export", "--to", format, "-"], line());
        assert!(text(&done.stderr).contains(told), "{format}: {}", text(&done.stderr));
    }
    let done = run(folder.path(), &["export", "--to", "jsonl", "-"], line());
    assert_eq!(text(&done.stderr), "");
}

#[test]
fn what_a_format_cannot_say_about_an_article_is_told_with_counts() {
    let folder = tempfile::tempdir().unwrap();
    let line = line().replace("\"note\":\"later\"", "\"meta\":{\"source\":\"x\"}").replace("\"flags\"", "\"reviewer\"");
    for format in ["conll", "brat", "webanno", "xmi", "casjson"] {
        let done = run(folder.path(), &["export", "--to", format, "-", "--out", format], &line);
        let told = text(&done.stderr);
        assert!(told.contains("has no place for the status of 1 article that is not done"), "{format}: {told}");
        assert!(
            told.contains("1 unknown key, the metadata of 1 article; --to jsonl has everything"),
            "{format}: {told}"
        );
    }
    let done = run(folder.path(), &["export", "--to", "labelstudio", "-"], &line);
    assert_eq!(text(&done.stderr), "");
}

#[test]
fn a_unit_is_refused_where_the_format_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let done = run(folder.path(), &["export", "--to", "conll", "--unit", "utf16", "-"], line());
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("another unit goes with"), "{}", text(&done.stderr));
    let done = run(folder.path(), &["convert", "--from", "jsonl", "--to", "doccano", "--to-unit", "byte", "-"], line());
    assert!(text(&done.stdout).contains("\"start_offset\":7,\"end_offset\":15"), "{}", text(&done.stdout));
}

#[test]
fn an_article_keeps_its_status_where_the_format_has_metadata() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["spacy", "doccano", "inline", "jsonl", "w3c", "labelstudio", "hf"] {
        let there = run(folder.path(), &["export", "--to", format, "-", "--out", format], line());
        assert_eq!(there.status.code(), Some(0), "{format}: {}", text(&there.stderr));
        let file = if format == "hf" { "hf/data.jsonl" } else { format };
        let back = run(folder.path(), &["import", "--lossy", "--from", format, file], "");
        let gold = text(&back.stdout);
        assert!(gold.contains("\"status\":\"in_progress\"") && !gold.contains("tawsim-status"), "{format}: {gold}");
    }
}

#[test]
fn a_conflict_file_is_refused_until_it_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let gold = folder.path().join("gold");
    fs::create_dir(&gold).unwrap();
    fs::write(gold.join("a.json"), GOLD).unwrap();
    fs::write(gold.join("a.conflict-1.json"), GOLD).unwrap();
    for arguments in [
        &["export", "--to", "jsonl", "gold"][..],
        &["export", "--to", "conll", "gold/a.json", "gold/a.conflict-1.json"],
    ] {
        let refused = run(folder.path(), arguments, "");
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            text(&refused.stderr).contains("a.conflict-1.json: is one of two versions of an article"),
            "{}",
            text(&refused.stderr)
        );
    }
    let trained = run(folder.path(), &["train", "gold", "-o", "model.tawsim"], "");
    assert_eq!(trained.status.code(), Some(2), "{}", text(&trained.stderr));
    let alone = run(folder.path(), &["export", "--to", "jsonl", "gold/a.conflict-1.json"], "");
    assert_eq!(alone.status.code(), Some(0), "{}", text(&alone.stderr));
}
