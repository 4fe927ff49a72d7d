//! `export`, `import` and `score` in scripts.

use std::fs;

use serde_json::Value;

use crate::common::{run, text};

fn reference() -> String {
    format!("{}/tests/reference", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn export_reports_losses_and_exits_1_without_lossy() {
    let folder = tempfile::tempdir().unwrap();
    let gold = reference();
    let export = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["export", "--to", "conll", &gold], arguments].concat(), "");
        (output.status.code(), text(&output.stderr), output.stdout.len())
    };
    let (status, losses, written) = export(&[]);
    assert_eq!(status, Some(1));
    assert!(losses.contains("wire-3: 203..234 \"المتهم \"خان ثقة آلاف المتبرعين\"\": q1 (mixed): "), "{losses}");
    assert!(losses.ends_with(" losses: conll cannot carry everything; add --lossy to accept this\n"), "{losses}");
    assert_eq!(export(&["--lossy"]).0, Some(0));
    let (status, losses, entities) = export(&["--layer", "entity"]);
    assert_eq!((status, entities), (Some(1), written));
    let mut lines: Vec<&str> = losses.lines().collect();
    assert!(lines.pop().unwrap().contains("losses: conll cannot carry everything"), "{losses}");
    assert!(lines.len() < 10 && lines.iter().all(|line| line.ends_with("widened to whole tokens")), "{losses}");
    let (status, losses, _) = export(&["--layer", "entity", "--negatives"]);
    assert_eq!(status, Some(2));
    assert!(losses.contains("--negatives goes with jsonl, prodigy, spacy, labelstudio"), "{losses}");
}

#[test]
fn each_part_of_a_split_is_a_file_and_each_article_is_in_one_part() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let gold = reference();
    for (format, name) in [("jsonl", "jsonl"), ("prodigy", "jsonl"), ("labelstudio", "json"), ("hf", "jsonl")] {
        let output = run(path, &["export", "--to", format, "--split", "60/20/20", "--out", format, &gold], "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let mut ids = Vec::new();
        for part in ["train", "dev", "test"] {
            let file = fs::read_to_string(path.join(format!("{format}/{part}.{name}"))).unwrap();
            let values: Vec<Value> = match format {
                "labelstudio" => serde_json::from_str(&file).unwrap(),
                _ => file.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            };
            assert!(!values.is_empty(), "{format} {part}");
            ids.extend(values.iter().map(|it| it.get("data").unwrap_or(it)["id"].as_str().unwrap().to_owned()));
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 19, "{format}");
    }
    let output = run(path, &["export", "--to", "jsonl", "--split", "60/20/20", &gold], "");
    assert!(text(&output.stderr).contains("--split writes several files: name their folder with --out DIR"));
    let output = run(path, &["export", "--to", "brat", &gold], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("brat is a folder of files: name it with --out DIR"));
}

#[test]
fn export_selects_layers_statuses_and_labels() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\":\"a\",\"text\":\"زار باريس\",\"status\":\"done\",\"entities\":[{\"id\":\"e1\",\"start\":4,\"end\":9,\"label\":\"FAC\",\
                 \"verdict\":\"added\"}]}\n{\"id\":\"b\",\"text\":\"زار باريس\",\"status\":\"in_progress\"}\n";
    let output = run(
        folder.path(),
        &["export", "--to", "doccano", "--layer", "entity", "--done", "--map", "FAC=LOC", "-"],
        lines,
    );
    assert_eq!(text(&output.stdout), "{\"id\":\"a\",\"text\":\"زار باريس\",\"label\":[[4,9,\"LOC\"]]}\n");
    assert_eq!(output.status.code(), Some(0));
    let output = run(folder.path(), &["export", "--to", "doccano", "--layer", "entity", "--map", "FAC=", "-"], lines);
    assert_eq!(text(&output.stdout).matches("\"label\":[]").count(), 2);
    let output = run(folder.path(), &["export", "--to", "jsonl", "-"], "{broken\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("tawsim: -:1: "), "{}", text(&output.stderr));
}

#[test]
fn export_refuses_to_overwrite_its_input() {
    let folder = tempfile::tempdir().unwrap();
    let line = "{\"id\":\"a\",\"text\":\"زار باريس\"}\n";
    fs::write(folder.path().join("a.jsonl"), line).unwrap();
    let output = run(folder.path(), &["export", "--to", "jsonl", "--out", "./a.jsonl", "a.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.jsonl")).unwrap(), line);
}

#[test]
fn import_writes_gold_or_suggestions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let corpus = "زار O\nباراك B-PERS\nأوباما I-PERS\n\nمصر B-LOC\n";
    let output = run(path, &["import", "--from", "conll", "-", "--as", "suggestions", "--source", "m@2"], corpus);
    let first: Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap()).unwrap();
    let entity = &first["entities"][0];
    assert_eq!(
        (&entity["source"], &entity["verdict"], &entity["label"]),
        (&"m@2".into(), &"pending".into(), &"PER".into())
    );
    assert_eq!((&first["status"], &first["id"]), (&"suggested".into(), &"stdin-1".into()));

    fs::write(path.join("c.conll"), corpus).unwrap();
    let output = run(
        path,
        &["import", "--group", "blank", "c.conll", "--gold", "gold", "--annotator", "anercorp", "--from", "conll"],
        "",
    );
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let gold: Value = serde_json::from_str(&fs::read_to_string(path.join("gold/c-2.json")).unwrap()).unwrap();
    assert_eq!((&gold["annotator"], &gold["entities"][0]["text"]), (&"anercorp".into(), &"مصر".into()));
    assert_eq!(run(path, &["check", "gold"], "").status.code(), Some(0));

    let output = run(path, &["import", "--from", "conll", "no-such.conll"], "");
    assert_eq!(output.status.code(), Some(2));
    let output = run(path, &["import", "--from", "brat", "-"], "");
    assert!(text(&output.stderr).contains("brat is files that belong together"), "{}", text(&output.stderr));
}

/// A folder of files, exported and imported: brat's pairs, named by either file or by their folder.
#[test]
fn exported_folders_can_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let gold = reference();
    for format in ["brat", "webanno", "xmi", "casjson", "hf"] {
        let output = run(path, &["export", "--to", format, "--out", format, &gold], "");
        let is_notice =
            |line: &str| line.contains("begins or ends inside a token") || line.contains("has no place for");
        assert!(text(&output.stderr).lines().all(is_notice), "{format}: {}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{format}");
        let output = run(path, &["import", "--from", format, format, "--out", "back.jsonl"], "");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{format}");
        let output = run(path, &["score", &gold, "back.jsonl", "--min", "1", "--min", "CUE=1"], "");
        assert_eq!(output.status.code(), Some(0), "{format}: {}", text(&output.stdout));
    }
    let output = run(path, &["import", "--from", "brat", "brat/wire-1.txt"], "");
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(0), 1));
}

#[test]
fn score_counts_matches_and_checks_minimums() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let line = |id: &str, entities: &str| {
        format!("{{\"id\":\"{id}\",\"text\":\"زار سامي باريس\",\"entities\":[{entities}]}}\n")
    };
    let entity = |id: &str, start: usize, end: usize, label: &str| {
        format!("{{\"id\":\"{id}\",\"start\":{start},\"end\":{end},\"label\":\"{label}\",\"verdict\":\"added\"}}")
    };
    let right = [entity("e1", 4, 8, "PER"), entity("e2", 9, 14, "LOC")].join(",");
    let half = [entity("e1", 4, 8, "PER"), entity("e2", 4, 14, "LOC")].join(",");
    fs::write(path.join("gold.jsonl"), line("a", &right) + &line("b", &right)).unwrap();
    fs::write(path.join("guess.jsonl"), line("a", &half)).unwrap();

    let output = run(path, &["score", "gold.jsonl", "guess.jsonl", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("1 of 2 articles of the gold are not in PRED"), "{}", text(&output.stderr));
    let report: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    let all = &report["entities"]["all"]["match"];
    assert_eq!((&all["correct"], &all["missed"], &all["spurious"]), (&1.into(), &3.into(), &1.into()));
    assert_eq!((&all["precision"], &all["recall"]), (&0.5.into(), &0.25.into()));

    for (min, status) in [("0.3", 0), ("0.4", 1), ("PER=0.66", 0), ("PER=0.67", 1), ("LOC=0.1", 1)] {
        let output = run(path, &["score", "gold.jsonl", "guess.jsonl", "--min", min], "");
        assert_eq!(output.status.code(), Some(status), "{min}: {}", text(&output.stderr));
    }
    let output = run(path, &["score", "gold.jsonl", "guess.jsonl", "--min", "CITY=0.1"], "");
    assert_eq!(output.status.code(), Some(2));
    // Pending suggestions count as predictions; the text must be that of the gold.
    let output = run(path, &["score", "gold.jsonl", "-"], "{\"id\":\"a\",\"text\":\"آخر\"}\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the text of \"a\" is not that of the gold"), "{}", text(&output.stderr));
    let pending = line("a", &right).replace("\"verdict\":\"added\"", "\"verdict\":\"pending\"");
    let table = text(&run(path, &["score", "gold.jsonl", "-"], &pending).stdout);
    assert!(table.lines().any(|line| line.starts_with("PER") && line.contains("1.0000 0.5000 0.6667")), "{table}");
}

/// Both sides are read together. The order of their articles does not change the counts, and each article counts once.
#[test]
fn scores_do_not_depend_on_the_order_of_articles() {
    let folder = tempfile::tempdir().unwrap();
    let line = |index: usize, text: &str, label: &str| {
        format!(
            "{{\"schema\":\"tawsim/1\",\"id\":\"a{index}\",\"text\":\"{text}\",\"entities\":[{{\"id\":\"e1\",\"start\":0,\
             \"end\":4,\"label\":\"{label}\",\"verdict\":\"added\"}}]}}\n"
        )
    };
    let gold: Vec<String> = (0..200).map(|index| line(index, "سامي هنا", "PER")).collect();
    // Every tenth article differs, the last ten are missing, and one is unknown.
    let label = |index: usize| if index.is_multiple_of(10) { "LOC" } else { "PER" };
    let mut predicted: Vec<String> = (0..190).map(|index| line(index, "سامي هنا", label(index))).collect();
    predicted.push(line(999, "سامي هنا", "PER"));
    fs::write(folder.path().join("gold.jsonl"), gold.concat()).unwrap();
    let mut reports = Vec::new();
    for turn in 0..3 {
        predicted.rotate_left(turn * 70);
        if turn == 2 {
            predicted.reverse();
        }
        fs::write(folder.path().join("pred.jsonl"), predicted.concat()).unwrap();
        let output = run(folder.path(), &["score", "gold.jsonl", "pred.jsonl", "--format", "json"], "");
        assert_eq!(output.status.code(), Some(0));
        reports.push((text(&output.stdout), text(&output.stderr)));
    }
    assert!(
        reports[0].1.contains("10 of 200 articles") && reports[0].1.contains("1 articles of PRED"),
        "{}",
        reports[0].1
    );
    assert!(reports[0].0.contains("\"articles\": 200"), "{}", reports[0].0);
    assert!(reports.iter().all(|one| *one == reports[0]));
    // An article that occurs twice, and one with another text, which counts as missing.
    let odd = [gold[0].clone(), gold[0].clone(), line(1, "سامي هناك", "PER")].concat();
    fs::write(folder.path().join("odd.jsonl"), odd).unwrap();
    let output = run(folder.path(), &["score", "gold.jsonl", "odd.jsonl"], "");
    let messages = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    for part in ["\"a0\" is there twice", "the text of \"a1\" is not that of the gold", "199 of 200 articles"] {
        assert!(messages.contains(part), "{part}: {messages}");
    }
}
