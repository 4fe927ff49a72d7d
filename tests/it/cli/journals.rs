//! Verbs that read a gold folder read its journals too, as the workbench does, and write nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tawsim::gold::{Article, Body, Extra, Label, Suggestion};
use tawsim::store::{Access, GoldFolder};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Effect, Model, Settings, update};

use super::listing;
use crate::common::{run, text};

const WORDS: &str = "زار سامي باريس ثم لندن وبيروت";

fn article(id: &str) -> Arc<Article> {
    let text = Text::new(WORDS);
    let entity = |word: usize| {
        let body = Body::Entity { span: text.words()[word], label: Label::new("LOC") };
        Suggestion::new(&text, "m@1", 0.5, body)
    };
    let suggestions = [1, 2, 4].map(entity).to_vec();
    Arc::new(Article { id: id.to_owned(), text, meta: Extra::new(), suggestions })
}

/// Accepts three suggestions as a workbench that is killed: the gold file has the first `in_gold` of them, the journal all.
fn annotate_and_kill(folder: &Path, id: &str, in_gold: usize) {
    let gold = GoldFolder::new(folder.join("gold"));
    let article = article(id);
    let resumed = gold.resume(&article, Access::Write).unwrap();
    let document = Document::resumed(Arc::clone(&article), resumed.annotation, resumed.history, resumed.focus);
    let mut model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
    for key in 1..=3 {
        for effect in update(&mut model, Action::Key("a".parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                gold.append_entries(&article, &entries, &annotation).unwrap();
                if key == in_gold {
                    gold.save(&article, &annotation).unwrap();
                }
            }
        }
    }
}

/// What each verb prints for a gold folder, with its exit status.
fn read_by_all_verbs(folder: &Path) -> Vec<(Vec<&'static str>, String, Option<i32>)> {
    const VERBS: [&[&str]; 7] = [
        &["show", "in.jsonl", "--gold", "gold", "--width", "60"],
        &["export", "--to", "jsonl", "gold"],
        &["export", "--to", "jsonl", "gold/a.json", "gold/b.json"],
        &["score", "gold", "gold", "--format", "json"],
        &["check", "gold"],
        &["show", "gold/a.json", "--width", "60"],
        &["suggest", "gold"],
    ];
    let line = |id: &str| format!("{{\"id\":{id:?},\"text\":{WORDS:?}}}\n");
    fs::write(folder.join("in.jsonl"), line("a") + &line("b")).unwrap();
    let mut found = Vec::new();
    for verb in VERBS {
        let before = listing(folder);
        let done = run(folder, verb, "");
        assert!(listing(folder) == before, "{verb:?} wrote something");
        found.push((verb.to_vec(), text(&done.stdout), done.status.code()));
    }
    let done = run(folder, &["train", "gold", "--parts", "0", "--epochs", "1", "-o", "m.tawsim", "--force"], "");
    found.push((vec!["train"], text(&done.stderr).lines().next().unwrap_or_default().to_owned(), done.status.code()));
    fs::remove_file(folder.join("m.tawsim")).unwrap();
    found
}

#[test]
fn verdicts_that_only_the_journal_has_are_read_by_every_verb() {
    let killed = tempfile::tempdir().unwrap();
    annotate_and_kill(killed.path(), "a", 1);
    annotate_and_kill(killed.path(), "b", 2);
    let whole = tempfile::tempdir().unwrap();
    annotate_and_kill(whole.path(), "a", 3);
    annotate_and_kill(whole.path(), "b", 3);
    for (found, expected) in read_by_all_verbs(killed.path()).into_iter().zip(read_by_all_verbs(whole.path())) {
        assert_eq!(found, expected);
    }
    let exported = run(killed.path(), &["export", "--to", "jsonl", "gold"], "");
    assert_eq!(text(&exported.stdout).matches("accepted").count(), 6);
    assert_eq!(text(&exported.stderr), "", "nothing is worked on");
}

#[test]
fn a_reader_says_that_a_workbench_is_open() {
    let folder = tempfile::tempdir().unwrap();
    annotate_and_kill(folder.path(), "a", 1);
    annotate_and_kill(folder.path(), "b", 1);
    let lock = GoldFolder::new(folder.path().join("gold")).lock().unwrap();
    for verb in [
        &["export", "--to", "jsonl", "gold"][..],
        &["export", "--to", "jsonl", "gold/b.json", "gold/a.json"],
        &["score", "gold", "gold"],
        &["check", "gold"],
        &["show", "gold/a.json", "--width", "60"],
        &["show", "gold/a.json", "--gold", "gold"],
        &["suggest", "gold"],
        &["train", "gold", "--parts", "0", "--epochs", "1", "-o", "m.tawsim", "--force"],
    ] {
        let done = run(folder.path(), verb, "");
        let stderr = text(&done.stderr);
        let told = stderr.matches("gold: is being worked on by process").count();
        assert!(told >= 1, "{verb:?}: {stderr}");
        assert!(done.status.success(), "{verb:?}: {stderr}");
    }
    drop(lock);
    let done = run(folder.path(), &["check", "gold"], "");
    assert_eq!(text(&done.stderr), "");
}

/// The article of a journal without a gold file is not in the gold folder: it is named, and the exit status says that
/// something is missing.
#[test]
fn a_journal_without_a_gold_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    annotate_and_kill(folder.path(), "a", 1);
    annotate_and_kill(folder.path(), "b", 0);
    for verb in [&["export", "--to", "jsonl", "gold"][..], &["check", "gold"], &["score", "gold", "gold"]] {
        let done = run(folder.path(), verb, "");
        let stderr = text(&done.stderr);
        assert!(
            stderr.contains("gold/.journal/b.jsonl: holds 3 changes of an article that has no gold file"),
            "{stderr}"
        );
        assert_eq!(done.status.code(), Some(2), "{verb:?}: {stderr}");
    }
    // One file was asked for, and it is whole.
    let done = run(folder.path(), &["export", "--to", "jsonl", "gold/a.json"], "");
    assert_eq!((text(&done.stderr), done.status.code()), (String::new(), Some(0)));
}
