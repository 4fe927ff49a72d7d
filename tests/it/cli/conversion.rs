//! `convert`: import and export in one step; labels that a format cannot hold come back.

use std::fs;

use crate::common::{run, text};

const DOCCANO: &str = "{\"id\":\"a\",\"text\":\"زار سامي باريس\",\"label\":[[4,8,\"اسم شخص\"],[9,14,\"LOC\"]]}\n";

#[test]
fn convert_gives_what_import_and_export_give() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), DOCCANO).unwrap();
    let imported = run(folder.path(), &["import", "--from", "doccano", "in.jsonl"], "");
    let exported = run(folder.path(), &["export", "--to", "w3c", "-"], &imported.stdout);
    let converted = run(folder.path(), &["convert", "--from", "doccano", "--to", "w3c", "in.jsonl"], "");
    assert_eq!(converted.status.code(), Some(0), "{}", text(&converted.stderr));
    assert_eq!(text(&converted.stdout), text(&exported.stdout));
    let outs = run(folder.path(), &["convert", "--from", "doccano", "--to", "brat", "in.jsonl", "--out", "brat"], "");
    assert_eq!(outs.status.code(), Some(0), "{}", text(&outs.stderr));
    assert!(folder.path().join("brat/a.ann").exists());
    // The output is never an input.
    let same =
        run(folder.path(), &["convert", "--from", "doccano", "--to", "doccano", "in.jsonl", "-o", "in.jsonl"], "");
    assert_eq!(same.status.code(), Some(2), "{}", text(&same.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("in.jsonl")).unwrap(), DOCCANO);
}

#[test]
fn inputs_that_cannot_be_read_and_losses_of_both_halves_decide_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let broken = format!("{DOCCANO}{{\"id\":\"b\",\"text\":\n");
    fs::write(folder.path().join("in.jsonl"), broken).unwrap();
    let converted = run(folder.path(), &["convert", "--from", "doccano", "--to", "conll", "in.jsonl"], "");
    assert_eq!(converted.status.code(), Some(2), "{}", text(&converted.stderr));
    assert!(text(&converted.stdout).contains("باريس"), "the other article is converted");
}

#[test]
fn a_label_that_a_format_does_not_allow_is_escaped_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), DOCCANO).unwrap();
    let gold = run(folder.path(), &["import", "--from", "doccano", "in.jsonl"], "").stdout;
    for (format, written) in [("conll", "B-اسم%20شخص"), ("inline", "[اسم%20شخص سامي]"), ("brat", "_u0627_u0633_u0645")]
    {
        let out = folder.path().join(format);
        let exported = run(folder.path(), &["export", "--to", format, "-", "--out", format], &gold);
        assert_eq!(exported.status.code(), Some(0), "{format}: {}", text(&exported.stderr));
        assert!(text(&exported.stderr).contains("1 span: its label"), "{format}: {}", text(&exported.stderr));
        let file = if format == "brat" { out.join("a.ann") } else { out.clone() };
        let words = fs::read_to_string(&file).unwrap();
        assert!(words.contains(written), "{format}: {words}");
        let back = run(folder.path(), &["import", "--from", format, file.to_str().unwrap()], "");
        assert!(text(&back.stdout).contains("\"label\":\"اسم شخص\""), "{format}: {}", text(&back.stdout));
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("brat/visual.conf")).unwrap(),
        "[labels]\n_u0627_u0633_u0645_u0020_u0634_u062e_u0635 | اسم شخص\n"
    );
}

#[test]
fn a_label_set_is_made_of_imported_labels() {
    let folder = tempfile::tempdir().unwrap();
    let gold = "{\"id\":\"a\",\"text\":\"زار سامي باريس\",\"entities\":[{\"id\":\"e1\",\"start\":4,\"end\":8,\"label\":\"PER\",\
                \"verdict\":\"added\"},{\"id\":\"e2\",\"start\":9,\"end\":14,\"label\":\"GPE\",\"verdict\":\"added\"}]}\n";
    let labels = run(folder.path(), &["labels", "-"], gold);
    assert_eq!(labels.status.code(), Some(0), "{}", text(&labels.stderr));
    let toml = text(&labels.stdout);
    assert!(toml.contains("name = \"GPE\"") && toml.contains("[باريس]"), "{toml}");
    fs::write(folder.path().join("labels.toml"), &toml).unwrap();
    let checked = run(
        folder.path(),
        &["check", "-", "--labels", "labels.toml", "--ignore", "no schema", "--ignore", "hash"],
        gold,
    );
    assert!(!text(&checked.stdout).contains("unknown label"), "{}", text(&checked.stdout));
}

/// The labels are renamed once, not by the import and again by the export. Labels that no entity has are told.
#[test]
fn labels_are_exchanged_and_misspelt_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let line = "{\"id\":\"a\",\"text\":\"زار سامي باريس\",\"label\":[[4,8,\"PER\"],[9,14,\"LOC\"]]}\n";
    fs::write(folder.path().join("in.jsonl"), line).unwrap();
    let maps = ["--map", "PER=LOC", "--map", "LOC=PER", "--map", "LOK=X"];
    let verb = ["convert", "--from", "doccano", "--to", "doccano", "--layer", "entity", "in.jsonl"];
    let converted = run(folder.path(), &[&verb[..], &maps[..]].concat(), "");
    let (words, messages) = (text(&converted.stdout), text(&converted.stderr));
    assert_eq!(converted.status.code(), Some(0), "{messages}");
    assert!(words.contains("[4,8,\"LOC\"]") && words.contains("[9,14,\"PER\"]"), "{words}");
    assert!(messages.contains("warning: --map LOK: no entity has this label; the labels are LOC, PER"), "{messages}");
    let imported = run(folder.path(), &["import", "--from", "doccano", "in.jsonl"], "").stdout;
    for (verb, is_told) in [
        (vec!["export", "--to", "doccano", "--map", "LOK=X", "-"], true),
        (vec!["stats", "--map", "LOK=X", "-"], true),
        (vec!["export", "--to", "doccano", "--map", "LOC=X", "-"], false),
    ] {
        let output = run(folder.path(), &verb, &imported);
        assert_eq!(text(&output.stderr).contains("--map LOK: no entity"), is_told, "{verb:?} {}", text(&output.stderr));
    }
}
