//! `realign`: an annotation moves onto a corrected text, and what cannot move is listed.

use std::fs;

use serde_json::Value;

use crate::common::{run, text};

const OLD: &str = r#"{"id":"a","text":"زار الوزير سامي باريس يوم الأحد وقال: «نعم».","status":"done","entities":[
    {"id":"e1","start":11,"end":15,"label":"PER","verdict":"added","note":"mine"},
    {"id":"e2","start":16,"end":21,"label":"LOC","verdict":"accepted","suggestion":{"id":"s-1","source":"m@1","start":16,"end":21,"label":"LOC"}},
    {"id":"e3","start":26,"end":31,"label":"DATE","verdict":"added"}],
    "quotes":[{"id":"q1","kind":"direct","content":[{"start":39,"end":42}],"cue":{"start":33,"end":36},
    "speaker":{"start":11,"end":15,"entity":"e1","implied":false},"verdict":"added"}]}"#;

#[test]
fn spans_move_and_the_old_file_stays() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), OLD).unwrap();
    // A word before, a letter corrected inside, a day that is gone, another line end.
    fs::write(folder.path().join("new.txt"), "أمس زار الوزير سامى باريس\nوقال: «نعم».").unwrap();
    let moved = run(folder.path(), &["realign", "a.json", "new.txt", "-o", "b.json"], "");
    assert_eq!(moved.status.code(), Some(1), "{}", text(&moved.stderr));
    let told = text(&moved.stderr);
    assert!(told.contains("\"الأحد\": e3 (DATE): not in the new text; left out"), "{told}");
    assert!(told.contains("e1: \"سامي\" is now \"سامى\""), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), OLD);
    let gold: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("b.json")).unwrap()).unwrap();
    let words: Vec<&str> = gold["entities"].as_array().unwrap().iter().map(|e| e["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["سامى", "باريس"]);
    assert_eq!(gold["entities"][0]["note"], "mine");
    assert_eq!(gold["quotes"][0]["speaker"]["entity"], "e1");
    assert_eq!(gold["status"], "in_progress");
    let checked = run(folder.path(), &["check", "b.json", "--ignore", "file name"], "");
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    // A file that exists and is no gold is not replaced.
    let refused = run(folder.path(), &["realign", "a.json", "new.txt", "-o", "new.txt"], "");
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
}

#[test]
fn an_unchanged_text_changes_nothing_and_a_missing_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), OLD).unwrap();
    let old: Value = serde_json::from_str(OLD).unwrap();
    fs::write(folder.path().join("same.txt"), old["text"].as_str().unwrap()).unwrap();
    let exported = run(folder.path(), &["export", "--to", "jsonl", "a.json"], "");
    let moved = run(folder.path(), &["realign", "a.json", "same.txt"], "");
    assert_eq!(moved.status.code(), Some(0), "{}", text(&moved.stderr));
    assert_eq!(text(&moved.stdout), text(&exported.stdout));
    let two = "{\"id\":\"x\",\"text\":\"نص\"}\n{\"id\":\"y\",\"text\":\"نص\"}\n";
    fs::write(folder.path().join("two.jsonl"), two).unwrap();
    let missing = run(folder.path(), &["realign", "a.json", "two.jsonl"], "");
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("there is no new text with the id \"a\""), "{}", text(&missing.stderr));
}
