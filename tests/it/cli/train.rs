//! `tawsim train` in scripts.

use std::fs;

use crate::common::{run, text};

const COLUMNS: &str =
    "قال O\nكمبرلا B-PER\nإن O\nالجو O\nجميل O\nفي O\nزغرتا B-LOC\n\nزار O\nدرنغوس B-PER\nبلدة O\nبعقلين B-LOC\n\n";

#[test]
fn a_model_is_trained_from_imported_columns() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.conll"), COLUMNS.repeat(8)).unwrap();
    let gold = run(folder.path(), &["import", "--from", "conll", "--group", "blank", "a.conll"], "");
    assert!(gold.status.success(), "{}", text(&gold.stderr));
    let trained = run(folder.path(), &["train", "-", "-o", "a.tawsim"], &gold.stdout);
    assert_eq!(trained.status.code(), Some(0), "{}", text(&trained.stderr));
    assert!(trained.stdout.is_empty());
    for line in ["32 entities", "PER", "LOC", "all", "a.tawsim: "] {
        assert!(text(&trained.stderr).contains(line), "{line}: {}", text(&trained.stderr));
    }
    let printed = run(folder.path(), &["train", "-", "-o", "json.tawsim", "--json", "--quiet"], &gold.stdout);
    assert!(printed.status.success() && printed.stderr.is_empty(), "{}", text(&printed.stderr));
    let printed: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!((&printed["entities"], &printed["model"]), (&32.into(), &"json.tawsim".into()), "{printed}");
    assert!(printed["bytes"].is_u64() && printed["held_back"]["labels"]["PER"]["f1"].is_f64(), "{printed}");
    // The trained model suggests what it learnt, and a file that is no model gives an error.
    fs::write(folder.path().join("new.txt"), "وصل درنغوس إلى زغرتا").unwrap();
    let found = run(folder.path(), &["suggest", "--suggester", "a.tawsim", "new.txt"], "");
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let line = String::from_utf8(found.stdout).unwrap();
    assert!(line.contains("tagger@") && line.contains("\"text\":\"زغرتا\""), "{line}");
    for (model, why) in [("new.txt", "new.txt: is no model"), ("none.tawsim", "none.tawsim: cannot be read")] {
        let refused = run(folder.path(), &["suggest", "--suggester", model, "new.txt"], "");
        assert!(refused.status.code() == Some(2) && text(&refused.stderr).contains(why), "{}", text(&refused.stderr));
    }
    let two = ["suggest", "--suggester", "a.tawsim", "--suggester", "a.tawsim", "new.txt"];
    let refused = run(folder.path(), &two, "");
    assert!(
        refused.status.code() == Some(2) && text(&refused.stderr).contains("one model"),
        "{}",
        text(&refused.stderr)
    );
    // The same gold as files and the same seed give the same bytes.
    fs::write(folder.path().join("a.jsonl"), &gold.stdout).unwrap();
    run(folder.path(), &["train", "a.jsonl", "-o", "b.tawsim"], "");
    run(folder.path(), &["train", "a.jsonl", "-o", "c.tawsim", "--seed", "9"], "");
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("a.tawsim"), read("b.tawsim"));
    assert_ne!(read("a.tawsim"), read("c.tawsim"));
}

#[test]
fn too_few_articles_for_scores_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let line = |id: usize| {
        let entity = r#"{"id":"e1","start":4,"end":9,"label":"LOC","verdict":"added"}"#;
        format!("{{\"id\":\"a{id}\",\"text\":\"زار باريس\",\"status\":\"done\",\"entities\":[{entity}]}}\n")
    };
    for (articles, message) in
        [(1, "too few articles to hold any back (1): there are no scores"), (3, "3 articles are few")]
    {
        let gold: String = (0..articles).map(line).collect();
        let trained = run(folder.path(), &["train", "-", "-o", "a.tawsim"], gold);
        assert_eq!(trained.status.code(), Some(0));
        assert!(text(&trained.stderr).contains(message), "{}", text(&trained.stderr));
        assert_eq!(text(&trained.stderr).contains("F "), articles > 1, "{}", text(&trained.stderr));
    }
}

#[test]
fn unusable_training_data_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let empty = run(folder.path(), &["train", "-", "-o", "a.tawsim"], "");
    assert_eq!(empty.status.code(), Some(2));
    assert!(text(&empty.stderr).contains("no gold among these"), "{}", text(&empty.stderr));
    let line = "{\"id\":\"a\",\"text\":\"الجو جميل\",\"status\":\"done\"}\n";
    let none = run(folder.path(), &["train", "-", "-o", "a.tawsim"], line.as_bytes());
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("no entity in 1 articles"), "{}", text(&none.stderr));
    let bad = run(folder.path(), &["train", "-", "-o", "a.tawsim"], b"{\"id\":\"a\"}\n");
    assert_eq!(bad.status.code(), Some(2));
    assert!(text(&bad.stderr).contains("-:1: \"text\" is missing"), "{}", text(&bad.stderr));
    // A missing input is reported before anything is read.
    let missing = run(folder.path(), &["train", "-", "missing", "-o", "a.tawsim"], b"{\"id\":\"a\"}\n");
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(text(&missing.stderr), "tawsim: missing: does not exist; check the path\n");
    assert!(!folder.path().join("a.tawsim").exists());
}

#[test]
fn the_learning_curve_is_plain_numbers_in_a_pipe_and_makes_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let line = |id: usize| {
        let entity = r#"{"id":"e1","start":4,"end":9,"label":"LOC","verdict":"added"}"#;
        format!("{{\"id\":\"a{id}\",\"text\":\"زار باريس {id}\",\"status\":\"done\",\"entities\":[{entity}]}}\n")
    };
    let gold: String = (0..24).map(line).collect();
    let curve = run(folder.path(), &["train", "-", "--curve", "--epochs", "2", "--format", "json"], &gold);
    assert_eq!(curve.status.code(), Some(0), "{}", text(&curve.stderr));
    let json: serde_json::Value = serde_json::from_slice(&curve.stdout).unwrap();
    let points = json["curve"].as_array().unwrap();
    let shares: Vec<f64> = points.iter().map(|point| point["share"].as_f64().unwrap()).collect();
    assert_eq!(shares, [0.25, 0.5, 0.75, 1.0]);
    assert_eq!(points[3]["articles"], 18.0);
    let difference = points[3]["f1"].as_f64().unwrap() - points[2]["f1"].as_f64().unwrap();
    assert!((json["slope"]["f1"].as_f64().unwrap() - difference).abs() < 0.2, "{json}");
    // A report draws it.
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("curve.json"), &curve.stdout).unwrap();
    let report = run(other.path(), &["report", "-", "-o", "r.html", "--lang", "en", "--curve", "curve.json"], &gold);
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    assert!(std::fs::read_to_string(other.path().join("r.html")).unwrap().contains("Learning curve"));
    let table = run(folder.path(), &["train", "-", "--curve", "--epochs", "2"], &gold);
    let table = text(&table.stdout);
    assert!(table.contains("  100%      18.0") && table.contains("F1 by the last quarter"), "{table}");
    assert!(!table.contains(['█', '▁']), "{table}");
    assert_eq!(super::listing(folder.path()), [], "there is no model");
    for (arguments, message) in [
        (&["train", "-", "--curve", "-o", "m.tawsim"][..], "cannot be used with"),
        (&["train", "-", "--format", "json", "-o", "m.tawsim"], "--curve"),
        (&["train", "-", "--curve", "--parts", "1"], "write --parts 2 or more"),
        (&["train", "-"], "--out <MODEL>"),
    ] {
        let refused = run(folder.path(), arguments, &gold);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stderr).contains(message), "{arguments:?}: {}", text(&refused.stderr));
    }
    let few = run(folder.path(), &["train", "-", "--curve"], line(1));
    assert!(text(&few.stderr).contains("--curve needs at least 8 articles"), "{}", text(&few.stderr));
}
