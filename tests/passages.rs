//! Quotes on passages of news (`tests/passages/`): what the shipped suggester finds of them, printed.
//! `cargo test --test passages -- --nocapture` shows it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod quote_score;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use quote_score::Score;
use tawsim::gold::{Annotation, Article, Body, Frame, LabelSet, json, lint};
use tawsim::suggest::{Builtin, Suggester};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages").join(name)
}

/// The passages of a folder with their annotation, each checked as it is read: what [`json::read`] checks, that the file
/// is written as the program writes it, and that it has no finding.
fn passages(name: &str) -> Vec<(Article, Annotation)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let raw = fs::read_to_string(path).unwrap();
        let (article, annotation) = json::read(&raw).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(json::write(&article, &annotation), raw, "{}", path.display());
        let findings = lint(&article.text, &annotation, &LabelSet::default());
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
        assert_eq!(Some(article.id.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        (article, annotation)
    };
    paths.iter().map(read).collect()
}

fn frames<'a>(bodies: impl Iterator<Item = &'a Body>) -> Vec<Frame> {
    let quote = |body: &Body| match body {
        Body::Quote(frame) => Some(frame.clone()),
        Body::Entity { .. } => None,
    };
    bodies.filter_map(quote).collect()
}

fn score(passages: &[(Article, Annotation)]) -> Score {
    let mut score = Score::default();
    for (article, annotation) in passages {
        let found = Builtin::new().suggest(article);
        let gold = frames(annotation.marks.iter().map(|mark| &mark.body));
        score.add(&article.text, &gold, &frames(found.iter().map(|suggestion| &suggestion.body)));
    }
    score
}

/// Prints what is found, and holds it to nothing: these passages are worked on.
#[test]
fn quotes_on_passages() {
    let passages = passages("dev");
    assert!(passages.len() >= 32, "{}", passages.len());
    let mut table = String::from("quotes on tests/passages/dev, per cent\n");
    for (name, value) in score(&passages).figures().rows() {
        let _ = writeln!(table, "{name:36}{value:8.2}");
    }
    println!("{table}");
}
