//! `score --tokens`, `--confusion` and `--errors`.

use std::fs;

use serde_json::Value;

use crate::common::{run, text};

fn line(entities: &[(usize, usize, &str)]) -> String {
    let entities: Vec<String> = entities
        .iter()
        .enumerate()
        .map(|(id, (start, end, label))| {
            format!(r#"{{"id":"e{id}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
        })
        .collect();
    format!("{{\"id\":\"a\",\"text\":\"سافر سامي لباريس يوم الأحد\",\"entities\":[{}]}}\n", entities.join(","))
}

fn score(flags: &[&str], gold: &[(usize, usize, &str)], predicted: &[(usize, usize, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gold.jsonl"), line(gold)).unwrap();
    fs::write(folder.path().join("found.jsonl"), line(predicted)).unwrap();
    let arguments = [&["score", "gold.jsonl", "found.jsonl", "--format", "json"], flags].concat();
    let done = run(folder.path(), &arguments, "");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let table = run(folder.path(), &[&["score", "gold.jsonl", "found.jsonl"], flags].concat(), "");
    assert_eq!(table.status.code(), Some(0), "{}", text(&table.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn proclitics_and_parts_of_words_can_be_left_aside() {
    // باريس against لباريس; سام against سامي.
    let (gold, found) = ([(5, 9, "PER"), (11, 16, "LOC")], [(5, 8, "PER"), (10, 16, "LOC")]);
    for (flags, correct) in [(&[][..], 0), (&["--tokens", "proclitics-aside"], 1), (&["--tokens", "words"], 2)] {
        let report = score(flags, &gold, &found);
        assert_eq!(report["entities"]["all"]["match"]["correct"], correct, "{flags:?}");
    }
}

#[test]
fn confusions_are_counted_and_errors_are_listed_with_their_words() {
    let gold = [(5, 9, "PER"), (11, 16, "LOC"), (21, 26, "DATE")];
    let report = score(&["--confusion", "--errors"], &gold, &[(0, 4, "ORG"), (5, 9, "LOC"), (10, 16, "LOC")]);
    let errors: Vec<(&str, &str)> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            let side = error.get("gold").filter(|side| side.is_object()).unwrap_or(&error["predicted"]);
            (error["kind"].as_str().unwrap(), side["text"].as_str().unwrap())
        })
        .collect();
    assert_eq!(errors, [("spurious", "سافر"), ("label", "سامي"), ("edges", "باريس"), ("missed", "الأحد")]);
    let confused: Vec<String> = report["confusion"]["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| format!("{} {} {}", pair["gold"], pair["predicted"], pair["count"]))
        .collect();
    assert_eq!(confused, ["\"DATE\" null 1", "\"LOC\" \"LOC\" 1", "\"PER\" \"LOC\" 1", "null \"ORG\" 1"]);
}
