//! `tawsim stats`: counts that a person can check by hand.

use std::fs;

use serde_json::{Value, json};

use crate::common::{run, text};

/// Three articles: one done by sara with every verdict, one of ali, one that nobody opened.
const CORPUS: &str = r#"{"id":"a","text":"زار سامي باريس وبيروت","status":"done","annotator":"sara","entities":[{"id":"e1","start":4,"end":8,"label":"PER","verdict":"accepted","at":"2026-01-05T08:00:00Z","suggestion":{"id":"s-1","source":"x@1","score":0.95,"start":4,"end":8,"label":"PER"}},{"id":"e2","start":9,"end":14,"label":"LOC","verdict":"fixed","at":"2026-01-05T08:00:10Z","suggestion":{"id":"s-2","source":"x@1","score":0.4,"start":9,"end":14,"label":"ORG"}},{"id":"e3","start":16,"end":21,"label":"LOC","verdict":"added","at":"2026-01-05T09:00:00Z"}],"rejected":[{"layer":"entity","at":"2026-01-05T09:00:20Z","id":"s-3","source":"x@1","score":0.45,"start":0,"end":3,"label":"PER"}]}
{"id":"b","text":"باريس","status":"in_progress","annotator":"ali","entities":[{"id":"e1","start":0,"end":5,"label":"ORG","verdict":"added","at":"2026-01-06T08:00:00Z"}]}
{"id":"c","text":"نعم","status":"suggested","pending":[{"layer":"entity","id":"s-9","source":"x@1","score":1.0,"start":0,"end":3,"label":"PER"}]}
"#;

fn stats(corpus: &str, format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gold.jsonl"), corpus).unwrap();
    let output = run(folder.path(), &["stats", "gold.jsonl", "--format", format], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn row<'a>(report: &'a Value, table: &str, keys: &[(&str, &str)]) -> &'a Value {
    let rows = report[table].as_array().unwrap();
    let found = rows.iter().find(|row| keys.iter().all(|(key, name)| row[*key] == *name));
    found.unwrap_or_else(|| panic!("{table} {keys:?}: {rows:#?}"))
}

#[test]
fn every_number_is_the_one_that_a_person_counts() {
    let report: Value = serde_json::from_str(&stats(CORPUS, "json")).unwrap();
    assert_eq!(row(&report, "articles", &[("status", "done")])["articles"], 1);
    assert_eq!(row(&report, "lengths", &[("unit", "words")])["total"], 6);
    let loc = row(&report, "spans", &[("layer", "entity"), ("label", "LOC")]);
    assert_eq!((&loc["gold"], &loc["fixed"], &loc["added"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(loc["share"], 0.5);
    let per = row(&report, "suggestions", &[("label", "PER")]);
    assert_eq!((&per["acceptance"], &per["pending"]), (&json!(0.5), &json!(1)));
    let org = row(&report, "suggestions", &[("label", "ORG")]);
    assert_eq!((&org["edited_label"], &org["edited_edges"]), (&json!(1), &json!(0)));
    assert_eq!(row(&report, "scores", &[("score", "0.4-0.5")])["decided"], 2);
    assert_eq!(row(&report, "scores", &[("score", "0.9-1.0")])["pending"], 1);
    // Ten seconds, a pause of an hour that does not count, and twenty seconds.
    let sara = row(&report, "annotators", &[("annotator", "sara")]);
    assert_eq!((&sara["seconds"], &sara["seconds_per_verdict"], &sara["done"]), (&json!(30), &json!(15.0), &json!(1)));
    assert_eq!(sara["seconds_per_article"], json!(30.0), "one article on two days");
    let days = ["2026-01-05", "2026-01-06"].map(|day| &row(&report, "days", &[("day", day)])["seconds_per_article"]);
    assert_eq!(days, [&json!(30.0), &Value::Null]);
    assert_eq!(row(&report, "days", &[("day", "2026-01-06")])["verdicts"], 1);
    assert_eq!(row(&report, "forms", &[("label", "ORG")])["words"], "باريس");
}

#[test]
fn a_pipe_gets_plain_numbers_and_csv_has_one_value_a_line() {
    let tables = stats(CORPUS, "text");
    assert!(tables.contains("Entities by label") && !tables.contains('█') && !tables.contains('\x1b'), "{tables}");
    let csv = stats(CORPUS, "csv");
    assert!(csv.starts_with("table,name1,name2,name3,measure,value\r\n"), "{csv}");
    assert!(csv.contains("\r\nspans,entity,LOC,,gold,2\r\n"), "{csv}");
    assert!(csv.lines().all(|line| line.trim_end().split(',').count() == 6), "{csv}");
}

#[test]
fn no_gold_is_an_error_and_a_bad_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.jsonl"), format!("{CORPUS}{{\n")).unwrap();
    let output = run(folder.path(), &["stats", "bad.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("bad.jsonl:4:"), "{}", text(&output.stderr));
    let output = run(folder.path(), &["stats", "-"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no gold"), "{}", text(&output.stderr));
}

/// Keys that the workbench counted: three for each of four verdicts. Gold without a count does not count.
#[test]
fn keys_are_told_by_article_and_verdict() {
    let counted = CORPUS.replacen("\"annotator\":\"sara\"", "\"annotator\":\"sara\",\"keys_pressed\":12", 1);
    let report: Value = serde_json::from_str(&stats(&counted, "json")).unwrap();
    let sara = row(&report, "annotators", &[("annotator", "sara")]);
    assert_eq!(
        (&sara["keys"], &sara["keys_per_verdict"], &sara["keys_per_article"]),
        (&json!(12), &json!(3.0), &json!(12.0))
    );
    assert_eq!(row(&report, "annotators", &[("annotator", "ali")])["keys_per_verdict"], Value::Null);
    assert_eq!(row(&report, "days", &[("day", "2026-01-05")])["keys"], 12);
    let all = row(&report, "article_keys", &[("unit", "keys")]);
    assert_eq!((&all["articles"], &all["median"]), (&json!(1), &json!(12.0)));
}
