//! `tawsim assign`, and what `stats` and `agree` say of its articles afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::{feed, run, tawsim, text};

const TEXT: &str = "زار سامي باريس ثم عاد إلى حي السلام وقال أحمد نعم أمس قبل السفر";

/// Articles with three suggestions each.
fn write_articles(path: &Path, count: usize) {
    let entity = |(words, label, score): (&str, &str, f64)| {
        let start = TEXT.split(words).next().unwrap().chars().count();
        json!({"start": start, "end": start + words.chars().count(), "label": label, "source": "m@1", "score": score, "verdict": "pending"})
    };
    let entities = [("سامي", "PER", 0.9), ("باريس", "LOC", 0.8), ("أحمد", "PER", 0.7)].map(entity);
    let line =
        |number: usize| json!({"id": format!("a{number}"), "text": TEXT, "meta": {"n": number}, "entities": entities});
    let lines: String = (0..count).map(|number| format!("{}\n", line(number))).collect();
    fs::write(path, lines).unwrap();
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const EXPERIMENT: &[&str] = &[
    "assign",
    "articles.jsonl",
    "--annotators",
    "sara,ali",
    "--overlap",
    "20%",
    "--blind",
    "10%",
    "--seeded-errors",
    "10%",
    "--seed",
    "3",
    "-o",
];

#[test]
fn every_article_is_assigned_and_the_key_knows_how() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_articles(&path.join("articles.jsonl"), 100);
    let output = run(path, &[EXPERIMENT, &["work"]].concat(), "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(told.contains("tawsim annotate work/sara.jsonl --gold gold-sara --annotator sara"), "{told}");
    let files: BTreeMap<&str, Vec<Value>> =
        ["sara", "ali"].into_iter().map(|name| (name, lines(&path.join(format!("work/{name}.jsonl"))))).collect();
    assert_eq!((files["sara"].len(), files["ali"].len()), (60, 60));
    let ids =
        |name: &str| files[name].iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(ids("sara").intersection(&ids("ali")).count(), 20);
    assert_eq!(ids("sara").union(&ids("ali")).count(), 100);
    // All articles look alike: nothing but the suggestions tells which ones are special.
    for line in files.values().flatten() {
        assert_eq!(line["meta"]["suggestions"], "given");
        let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys, files["ali"][0].as_object().unwrap().keys().collect::<Vec<_>>());
        for entity in line["entities"].as_array().unwrap() {
            assert_eq!(entity["source"], "m@1");
            assert!(entity["id"].as_str().unwrap().starts_with("s-"));
        }
    }
    let key = lines(&path.join("work/key.jsonl"));
    assert_eq!(key.len(), 101);
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for reading in key[1..].iter().flat_map(|line| line["readings"].as_array().unwrap()) {
        let (name, how) = (reading["annotator"].as_str().unwrap(), reading["suggestions"].as_str().unwrap());
        *counts.entry((name, how)).or_default() += 1;
        assert_eq!(reading["errors"].as_array().map_or(0, Vec::len), usize::from(how == "seeded"));
        assert_eq!(reading["withheld"].as_array().map_or(0, Vec::len), if how == "withheld" { 3 } else { 0 });
    }
    assert_eq!((counts[&("sara", "withheld")], counts[&("ali", "seeded")]), (6, 6));
    // The same seed gives the same files; another one does not.
    run(path, &[EXPERIMENT, &["again"]].concat(), "");
    for name in ["sara.jsonl", "ali.jsonl", "key.jsonl"] {
        assert_eq!(fs::read(path.join("work").join(name)).unwrap(), fs::read(path.join("again").join(name)).unwrap());
    }
    run(path, &[&EXPERIMENT[..EXPERIMENT.len() - 2], &["4", "-o", "other"]].concat(), "");
    assert_ne!(fs::read(path.join("work/sara.jsonl")).unwrap(), fs::read(path.join("other/sara.jsonl")).unwrap());
}

#[test]
fn nothing_is_overwritten_and_wrong_options_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_articles(&path.join("articles.jsonl"), 10);
    fs::write(path.join("plain.txt"), TEXT).unwrap();
    let assign = |more: &[&str]| run(path, &[&["assign", "articles.jsonl", "-o", "work"], more].concat(), "");
    assert_eq!(assign(&["--annotators", "sara,ali"]).status.code(), Some(0));
    let before = super::listing(path);
    for (arguments, message) in [
        (
            &["--annotators", "sara,ali", "--seed", "2"][..],
            "work/sara.jsonl: exists already, and its annotator may have begun",
        ),
        (&["--annotators", "sara", "--overlap", "20%"], "at least two annotators"),
        (&["--annotators", "sara,Sara"], "is there twice"),
        (&["--annotators", "sara,key"], "the file of the lead"),
        (&["--annotators", "sara,"], "is no name"),
        (&["--annotators", "a,b", "--overlap", "1%", "--overlap-annotators", "3"], "from 2 to 2"),
        (&["--annotators", "a,b", "--blind", "60%", "--seeded-errors", "60%"], "more than all articles"),
        (&["--annotators", "a,b", "--blind", "20"], "write 20% or 0.2"),
    ] {
        let output = assign(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
    }
    let plain = run(path, &["assign", "plain.txt", "--annotators", "a", "--seeded-errors", "5%", "-o", "w"], "");
    assert!(text(&plain.stderr).contains("no article has suggestions"), "{}", text(&plain.stderr));
    assert_eq!(super::listing(path), before, "nothing was written");
    assert_eq!(assign(&["--annotators", "sara,ali", "--seed", "2", "--force"]).status.code(), Some(0));
    assert_ne!(super::listing(path), before);
}

/// Standard input can be read once only; the files are those of the same articles in a file, compressed or not.
#[test]
fn articles_of_standard_input_are_assigned() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_articles(&path.join("articles.jsonl"), 40);
    assert_eq!(run(path, &[EXPERIMENT, &["from-file"]].concat(), "").status.code(), Some(0));
    let piped: Vec<&str> = EXPERIMENT.iter().map(|word| if *word == "articles.jsonl" { "-" } else { word }).collect();
    let articles = fs::read_to_string(path.join("articles.jsonl")).unwrap();
    let output = run(path, &[&piped[..], &["from-pipe"]].concat(), &articles);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for name in ["sara.jsonl", "ali.jsonl", "key.jsonl"] {
        let [file, pipe] =
            ["from-file", "from-pipe"].map(|folder| fs::read_to_string(path.join(folder).join(name)).unwrap());
        assert_eq!(file, pipe, "{name}");
    }
    let output = run(path, &["assign", "-", "-", "--annotators", "sara", "-o", "twice"], &articles);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("can be read once"), "{}", text(&output.stderr));
    // A bad line is named, and nothing is written.
    let output = run(path, &["assign", "-", "--annotators", "sara", "-o", "bad"], format!("{articles}{{\n"));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("-:41:"), "{}", text(&output.stderr));
}

/// Standard input is kept in a temporary file. If that fails, the message names the folder; it does not speak of unpacking.
#[test]
#[cfg(unix)]
fn a_folder_without_room_for_standard_input_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = tawsim(folder.path());
    command.env("TMPDIR", "/no/such/folder").args(["assign", "-", "--annotators", "sara", "-o", "out"]);
    let output = feed(&mut command, "{\"id\": \"a\", \"text\": \"زار باريس\"}\n".as_bytes()).unwrap();
    let message = text(&output.stderr);
    assert!(
        message.contains("it is kept in /no/such/folder, which fails (") && message.contains("in TMPDIR"),
        "{message}"
    );
    assert!(!message.contains("unpack"), "{message}");
}

/// Gold that accepts all suggestions of an annotator's file, errors included; articles without suggestions get no gold.
fn accept_everything(file: &Path, annotator: &str, gold: &Path) {
    let mut written = String::new();
    for mut line in lines(file) {
        line["status"] = "done".into();
        line["annotator"] = annotator.into();
        for (number, entity) in line["entities"].as_array_mut().unwrap().iter_mut().enumerate() {
            let mut suggestion = entity.clone();
            let entity = entity.as_object_mut().unwrap();
            suggestion.as_object_mut().unwrap().retain(|key, _| key != "verdict");
            entity.retain(|key, _| key != "source" && key != "score");
            entity.insert("id".into(), format!("e{}", number + 1).into());
            entity.insert("verdict".into(), "accepted".into());
            entity.insert("suggestion".into(), suggestion);
        }
        written += &format!("{line}\n");
    }
    fs::write(gold, written).unwrap();
}

/// An annotator who accepts everything accepts all seeded errors, and is as anchored as can be.
#[test]
fn stats_and_agree_measure_the_effect_of_suggestions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_articles(&path.join("articles.jsonl"), 100);
    run(path, &[EXPERIMENT, &["work"]].concat(), "");
    for name in ["sara", "ali"] {
        let gold = path.join(format!("{name}-gold.jsonl"));
        accept_everything(&path.join(format!("work/{name}.jsonl")), name, &gold);
    }
    let stats = ["stats", "sara-gold.jsonl", "ali-gold.jsonl", "--key", "work/key.jsonl", "--format", "json"];
    let agree = [
        "agree",
        "sara-gold.jsonl",
        "ali-gold.jsonl",
        "--key",
        "work/key.jsonl",
        "--format",
        "json",
        "--bootstrap",
        "0",
        "--gamma-samples",
        "2",
    ];
    let reports = [run(path, &stats, ""), run(path, &agree, "")].map(|output| {
        assert_eq!(text(&output.stderr), "");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    });
    for report in [&reports[0], &reports[1]["assignment"]] {
        let row = |table: &str, key: &str, name: &str| {
            let rows = report[table].as_array().unwrap();
            rows.iter().find(|row| row["annotator"] == "sara" && row[key] == name).cloned().unwrap()
        };
        let errors = row("seeded_errors", "error", "all");
        assert_eq!(
            (&errors["errors"], &errors["accepted"], &errors["acceptance"]),
            (&json!(6), &json!(6), &json!(1.0))
        );
        assert_eq!(row("conditions", "suggestions", "withheld")["articles"], 6);
        let effect = report["anchoring"].as_array().unwrap().iter().find(|row| row["annotator"] == "sara").unwrap();
        assert_eq!(
            (&effect["shown"], &effect["withheld"], &effect["difference"]),
            (&json!(1.0), &json!(0.0), &json!(1.0))
        );
    }
    // Gold that can be read once only, with the key: the same report.
    let one_annotator = [
        fs::read_to_string(path.join("sara-gold.jsonl")).unwrap(),
        fs::read_to_string(path.join("ali-gold.jsonl")).unwrap(),
    ];
    let piped = [&["agree", "-"], &agree[3..]].concat();
    let output = run(path, &piped, one_annotator.concat());
    assert_eq!(text(&output.stderr), "");
    let piped: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(piped["assignment"], reports[1]["assignment"]);

    // Gold of somebody else is not in the key.
    accept_everything(&path.join("work/sara.jsonl"), "huda", &path.join("huda.jsonl"));
    let output = run(path, &["stats", "huda.jsonl", "--key", "work/key.jsonl"], "");
    assert!(text(&output.stderr).contains("60 annotations are left out"), "{}", text(&output.stderr));
    let output = run(path, &["stats", "huda.jsonl", "--key", "huda.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is no key of an assignment"), "{}", text(&output.stderr));
}

/// Blind items need no suggestions in the input: the others get theirs in the workbench.
#[test]
fn plain_texts_can_be_assigned_with_blind_items() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("texts")).unwrap();
    for number in 0..10 {
        fs::write(path.join(format!("texts/{number}.txt")), TEXT).unwrap();
    }
    let output = run(path, &["assign", "texts", "--annotators", "سارة", "--blind", "0.2", "-o", "work"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = lines(&path.join("work/سارة.jsonl"));
    let given = lines.iter().filter(|line| line["meta"]["suggestions"] == "given").count();
    assert_eq!((lines.len(), given), (10, 2));
}
