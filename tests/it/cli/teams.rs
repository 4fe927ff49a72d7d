//! Agreement, merging and Git's merge driver, in scripts.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::{run, text};

const TEXT: &str = "زار سامي باريس ثم عاد إلى حي السلام وقال أحمد نعم أمس";

/// A line of gold with these entities: words and label.
fn gold(id: &str, annotator: &str, entities: &[(&str, &str)]) -> Value {
    let entity = |(number, (words, label)): (usize, &(&str, &str))| {
        let start = TEXT.split(words).next().unwrap().chars().count();
        let id = format!("e{}", number + 1);
        json!({"id": id, "start": start, "end": start + words.chars().count(), "text": words, "label": label, "verdict": "added"})
    };
    let entities: Vec<Value> = entities.iter().enumerate().map(entity).collect();
    json!({"schema": "tawsim/1", "id": id, "text": TEXT, "status": "done", "annotator": annotator, "entities": entities})
}

fn write(path: &Path, lines: &[Value]) {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(path, lines).unwrap();
}

const SARA: &[(&str, &str)] = &[("سامي", "PER"), ("باريس", "LOC"), ("حي السلام", "LOC"), ("أحمد", "PER")];
const ALI: &[(&str, &str)] = &[("سامي", "PER"), ("باريس", "ORG"), ("السلام", "LOC"), ("أمس", "DATE")];
const HUDA: &[(&str, &str)] = &[("سامي", "PER"), ("باريس", "LOC"), ("السلام", "LOC")];

fn json_of(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

#[test]
fn agree_lists_every_difference_with_its_class() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(&path.join("sara.jsonl"), &[gold("a", "x", SARA), gold("only", "x", SARA)]);
    write(&path.join("ali.jsonl"), &[gold("a", "x", ALI)]);
    let output = run(path, &["agree", "sara.jsonl", "ali.jsonl", "--format", "json", "--min", "α=0.1"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report = json_of(&output);
    let found: Vec<(String, String, String)> = report["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let words = |side: &str| one[side][0]["text"].as_str().unwrap_or("-").to_owned();
            (one["class"].as_str().unwrap().to_owned(), words("first"), words("second"))
        })
        .collect();
    let short = run(path, &["agree", "sara.jsonl", "ali.jsonl", "--json"], "");
    assert_eq!(json_of(&short)["differences"], report["differences"]);
    let expected = [
        ("label", "باريس", "باريس"),
        ("boundary", "حي السلام", "السلام"),
        ("missed", "أحمد", "-"),
        ("extra", "-", "أمس"),
    ];
    assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    assert_eq!(
        report["coverage"],
        json!({"articles": 2, "doubly_annotated": 1, "by_annotators": {"1": 1, "2": 1}, "bad": 0})
    );
    let entities = &report["groups"][0]["entities"];
    assert_eq!((entities["f1"]["value"].as_f64(), report["groups"][0]["agreed"].as_u64()), (Some(0.25), Some(1)));
    let low = run(path, &["agree", "sara.jsonl", "ali.jsonl", "--min", "F1=0.5"], "");
    assert_eq!(low.status.code(), Some(1));
    assert!(text(&low.stderr).contains("entities: F1, exact 0.2500 is below 0.5"), "{}", text(&low.stderr));
    assert!(text(&low.stdout).contains("For a data paper:"));
}

/// One file with the gold of several annotators is the same as one file for each.
#[test]
fn agree_names_labels_that_no_entity_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(&path.join("sara.jsonl"), &[gold("a", "x", SARA)]);
    write(&path.join("ali.jsonl"), &[gold("a", "x", ALI)]);
    let warned = |map: &str| {
        let output = run(path, &["agree", "sara.jsonl", "ali.jsonl", "--map", map], "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
            .contains("warning: --map LOK: no entity has this label; the labels are DATE, LOC, ORG, PER")
    };
    assert_eq!((warned("LOK=ORG"), warned("LOC=ORG")), (true, false));
}

#[test]
fn agree_tells_annotators_apart_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let all = [gold("a", "sara", SARA), gold("a", "ali", ALI), gold("a", "huda", HUDA)];
    write(&path.join("all.jsonl"), &all);
    for (line, name) in all.iter().zip(["sara", "ali", "huda"]) {
        write(&path.join(format!("{name}.jsonl")), std::slice::from_ref(line));
    }
    let one = json_of(&run(path, &["agree", "all.jsonl", "--format", "json"], ""));
    let three = json_of(&run(path, &["agree", "sara.jsonl", "ali.jsonl", "huda.jsonl", "--format", "json"], ""));
    assert_eq!(one["groups"], three["groups"]);
    assert_eq!(one["groups"].as_array().unwrap().len(), 4);
}

/// Golds in folders of the same name are named by the part of the path in which they differ, and single things in the singular.
#[test]
fn annotators_have_short_names_and_one_article_is_no_articles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, entities) in [("sara", SARA), ("ali", &SARA[1..])] {
        fs::create_dir_all(path.join(format!("team/{name}/gold"))).unwrap();
        write(&path.join(format!("team/{name}/gold/all.jsonl")), &[gold("a", name, entities)]);
    }
    write(&path.join("huda.jsonl"), &[gold("a", "huda", SARA)]);
    let names = |paths: &[&str]| {
        let report = json_of(&run(path, &[&["agree", "--json"], paths].concat(), ""));
        let names = report["annotators"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>().join(" "), report["paragraph"].as_str().unwrap().to_owned())
    };
    let [sara, ali] = ["team/sara/gold", "./team/ali/gold/"];
    let (found, paragraph) = names(&[sara, ali]);
    assert_eq!(found, "sara ali");
    let expected = "2 annotators annotated 1 article; 1 of these (100.0 %) was annotated independently by two or more.";
    assert!(paragraph.starts_with(expected), "{paragraph}");
    assert!(paragraph.contains("Of 4 compared items, 1 differs and needs adjudication"), "{paragraph}");
    assert!(paragraph.contains("γ rests on 1 of 1 article with spans that both annotated."), "{paragraph}");
    assert_eq!(names(&[sara, ali, "huda.jsonl"]).0, "sara ali huda");
    assert_eq!(names(&[sara, "team/sara/gold/all.jsonl", ali]).0, "sara all ali");
    assert_eq!(names(&["huda.jsonl", "./huda.jsonl"]).0, "huda.jsonl ./huda.jsonl");
    let table = text(&run(path, &["agree", sara, ali], "").stdout);
    for line in [
        "  sara: 1 article\n",
        "  by 2 annotators: 1 article\n",
        "sara and ali: 1 article\n",
        "  1 difference, 3 items agree\n",
    ] {
        assert!(table.contains(line), "{line:?} in {table}");
    }
}

#[test]
fn agree_refuses_what_cannot_be_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut open = gold("a", "ali", ALI);
    open["status"] = json!("in_progress");
    let mut other = gold("a", "ali", &[]);
    other["text"] = json!("نص آخر");
    write(&path.join("sara.jsonl"), &[gold("a", "sara", SARA)]);
    write(&path.join("open.jsonl"), &[open]);
    write(&path.join("other.jsonl"), &[other]);
    write(&path.join("twice.jsonl"), &[gold("a", "ali", ALI), gold("a", "ali", ALI)]);
    for (second, message) in [
        ("open.jsonl", "no article is marked as done by two annotators; add --any-status"),
        ("other.jsonl", "the text of \"a\" is not that of sara.jsonl"),
        ("twice.jsonl", "has the article \"a\" twice; leave one out"),
        ("missing.jsonl", "does not exist; check the path"),
    ] {
        let output = run(path, &["agree", "sara.jsonl", second], "");
        assert_eq!(output.status.code(), Some(2), "{second}");
        assert!(text(&output.stderr).contains(message), "{second}: {}", text(&output.stderr));
    }
    let output = run(path, &["agree", "sara.jsonl"], "");
    assert!(text(&output.stderr).contains("the gold of one annotator only"));
    assert_eq!(run(path, &["agree", "sara.jsonl", "open.jsonl", "--any-status"], "").status.code(), Some(0));
}

/// The rule decides what it can; the readings of the rest are pending.
#[test]
fn merge_follows_its_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, entities) in [("sara", SARA), ("ali", ALI), ("huda", HUDA)] {
        write(&path.join(format!("{name}.jsonl")), &[gold("a", name, entities)]);
    }
    for (rule, status, items, pending, outcome) in [
        ("unanimous", "in_progress", "سامي", 6, 1),
        ("majority", "done", "سامي باريس السلام", 0, 0),
        ("annotator=ali", "done", "سامي باريس السلام أمس", 0, 0),
        ("union", "in_progress", "", 7, 1),
    ] {
        let output = run(path, &["merge", "sara.jsonl", "ali.jsonl", "huda.jsonl", "--rule", rule], "");
        let merged = json_of(&output);
        let words: Vec<&str> =
            merged["entities"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
        assert_eq!((words.join(" ").as_str(), merged["status"].as_str()), (items, Some(status)), "{rule}");
        assert_eq!(merged["pending"].as_array().unwrap().len(), pending, "{rule}");
        assert_eq!(output.status.code(), Some(outcome), "{rule}: {}", text(&output.stderr));
    }
    let merged = json_of(&run(path, &["merge", "sara.jsonl", "ali.jsonl", "huda.jsonl", "--rule", "majority"], ""));
    assert_eq!(merged["entities"][1]["annotators"], json!(["sara", "huda"]));
    let rejected: Vec<&Value> = merged["rejected"].as_array().unwrap().iter().map(|one| &one["annotators"]).collect();
    assert_eq!(rejected.len(), 4, "what a minority has is kept as rejected");
    // A folder is written as gold, and check finds nothing in it.
    let output = run(path, &["merge", "sara.jsonl", "ali.jsonl", "huda.jsonl", "--rule", "majority", "-o", "out"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(path.join("out/a.json").exists());
    let unknown = run(path, &["merge", "sara.jsonl", "ali.jsonl", "--rule", "annotator=omar"], "");
    assert!(text(&unknown.stderr).contains("no gold is of this annotator; the annotators are sara, ali"));
}

#[test]
fn the_merge_driver_never_writes_broken_gold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let base = gold("a", "sara", &[("سامي", "PER")]);
    let pretty = |value: &Value| format!("{value:#}\n");
    fs::write(path.join("base"), pretty(&base)).unwrap();
    let mut reworded = gold("a", "ali", &[]);
    reworded["text"] = json!("نص آخر");
    for (theirs, code, message) in [
        (pretty(&gold("a", "ali", &[("سامي", "PER"), ("أمس", "DATE")])), 0, ""),
        (
            pretty(&gold("a", "ali", &[("سامي", "PER"), ("السلام", "LOC")])),
            1,
            "gold/a.json: 1 conflict: the readings of both",
        ),
        (pretty(&reworded), 1, "the two versions have different texts or ids"),
        ("<<<<<<< no JSON".to_owned(), 2, "is not correct gold, so nothing is merged"),
        (String::new(), 2, "is empty in one of the versions"),
    ] {
        let ours = pretty(&gold("a", "sara", &[("سامي", "PER"), ("حي السلام", "LOC")]));
        fs::write(path.join("ours"), &ours).unwrap();
        fs::write(path.join("theirs"), &theirs).unwrap();
        let output = run(path, &["merge-driver", "base", "ours", "theirs", "gold/a.json"], "");
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{theirs}: {stderr}");
        assert!(stderr.contains(message), "{stderr}");
        let written = fs::read_to_string(path.join("ours")).unwrap();
        tawsim::gold::json::read(&written).unwrap();
        let is_merged = code == 0 || message.contains("conflict");
        assert_eq!(written == ours, !is_merged);
    }
}

/// One file in which all articles of one annotator come first is read like two files. So many articles do not fit into what is
/// kept in memory.
#[test]
fn annotators_may_come_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let lines = |name: &str, entities: &[(&str, &str)]| -> Vec<Value> {
        (0..800).map(|number| gold(&format!("a{number}"), name, entities)).collect()
    };
    let (sara, ali) = (lines("sara", SARA), lines("ali", ALI));
    write(&path.join("all.jsonl"), &[sara.clone(), ali.clone()].concat());
    write(&path.join("sara.jsonl"), &sara);
    write(&path.join("ali.jsonl"), &ali);
    let agree = |paths: &[&str]| {
        let flags = ["--format", "json", "--bootstrap", "0", "--gamma-samples", "0"];
        json_of(&run(path, &[&["agree"], paths, &flags].concat(), ""))
    };
    let (one, two) = (agree(&["all.jsonl"]), agree(&["sara.jsonl", "ali.jsonl"]));
    assert_eq!((&one["coverage"], &one["groups"]), (&two["coverage"], &two["groups"]));
    assert_eq!(one["coverage"]["doubly_annotated"], 800);
    let merged = run(path, &["merge", "all.jsonl", "--rule", "majority"], "");
    assert_eq!(text(&merged.stdout).lines().count(), 800, "{}", text(&merged.stderr));
}

#[test]
fn relations_are_compared_where_there_are_any() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let with = |name: &str, label: &str| {
        let mut line = gold("a", name, &[("سامي", "PER"), ("باريس", "LOC")]);
        line["relations"] = json!([{"id": "r1", "label": "visited", "from": "e1", "to": "e2"}, {"id": "r2", "label": label, "from": "e2", "to": "e1"}]);
        line
    };
    write(&path.join("sara.jsonl"), &[with("sara", "of")]);
    write(&path.join("ali.jsonl"), &[with("ali", "near")]);
    let report = json_of(&run(path, &["agree", "sara.jsonl", "ali.jsonl", "--format", "json"], ""));
    let relations = &report["groups"][0]["relations"];
    assert_eq!((&relations["f1"], &relations["ends"]["f1"]), (&json!(0.5), &json!(1.0)));
    assert_eq!(relations["labels"]["visited"], json!({"first": 1, "second": 1, "agreed": 1, "f1": 1.0}));
    assert_eq!(report["groups"][0]["adjudication_rate"], 0.5);
    let classes: Vec<&str> =
        report["differences"].as_array().unwrap().iter().map(|one| one["class"].as_str().unwrap()).collect();
    assert_eq!(classes, ["relation missed", "relation extra"]);
    let paragraph = report["paragraph"].as_str().unwrap();
    assert!(paragraph.contains("For relations, the F1 is 0.500") && paragraph.contains("adjudication rate of"));
    // Attributes, parts and links of items that both have.
    let mut other = with("ali", "of");
    other["entities"][0]["attributes"] = json!({"Sure": "no"});
    other["entities"][1]["parts"] = json!([{"start": 9, "end": 11}, {"start": 12, "end": 14}]);
    write(&path.join("ali.jsonl"), &[other]);
    let report = json_of(&run(path, &["agree", "sara.jsonl", "ali.jsonl", "--format", "json"], ""));
    let found: Vec<(&str, &str)> = report["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["class"].as_str().unwrap(), one["second"][0]["label"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("attribute", "Sure=no"), ("parts", "PART")]);
}

/// The adjudicator has decided nothing yet. With a time of an annotator, in the gold or among what was rejected, the workbench would
/// begin behind it.
#[test]
fn an_adjudication_begins_without_verdicts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, entities) in [("sara", SARA), ("ali", ALI)] {
        let mut line = gold("a", name, entities);
        for entity in line["entities"].as_array_mut().unwrap() {
            entity["at"] = json!("2026-11-29T10:20:30Z");
        }
        line["rejected"] = json!([{"id": "s-1", "start": 0, "end": 3, "label": "MISC", "source": "m@1", "at": "2026-11-29T10:20:31Z"}]);
        write(&path.join(format!("{name}.jsonl")), &[line]);
    }
    // There is no terminal, so it ends when the gold is prepared.
    let output = run(path, &["adjudicate", "sara.jsonl", "ali.jsonl", "--gold", "final"], "");
    let written = fs::read_to_string(path.join("final/a.json")).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    let written: Value = serde_json::from_str(&written).unwrap();
    let decided = ["entities", "rejected"].into_iter().flat_map(|list| written[list].as_array().unwrap());
    let times: Vec<&Value> = decided.filter_map(|item| item.get("at")).collect();
    assert_eq!((times, written["rejected"].as_array().unwrap().len()), (Vec::new(), 1));
}

#[test]
fn merging_nothing_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("news.txt"), TEXT).unwrap();
    let output = run(folder.path(), &["merge", "news.txt", "-o", "merged.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no gold among these"), "{}", text(&output.stderr));
    assert!(!folder.path().join("merged.jsonl").exists());
}
