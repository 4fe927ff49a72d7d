//! The sample articles and their reference annotation, made by two independent readers and adjudicated.
//! Checks offsets, words and hashes, that every article has a reference, and the contents of the collection.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tawsim::gold::{Annotation, Article, Body, LabelSet, QuoteKind, json, lint};
use tawsim::text::{Text, proclitic_edges};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn files(name: &str, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn references() -> BTreeMap<String, (Article, Annotation)> {
    let read = |path: &PathBuf| {
        let found = json::read(&fs::read_to_string(path).unwrap());
        found.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files("tests/reference", "json").iter().map(read).map(|pair| (pair.0.id.clone(), pair)).collect()
}

/// Every sample article as the program reads it: id and text.
fn samples() -> BTreeMap<String, Text> {
    let mut samples = BTreeMap::new();
    for path in files("sample_articles", "txt") {
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        samples.insert(id, Text::new(fs::read_to_string(path).unwrap()));
    }
    for path in files("sample_articles", "jsonl") {
        for line in fs::read_to_string(path).unwrap().lines() {
            let (article, _) = json::read(line).unwrap();
            samples.insert(article.id, article.text);
        }
    }
    samples
}

#[test]
fn every_article_has_a_reference_with_the_same_text() {
    let (samples, references) = (samples(), references());
    assert_eq!(samples.keys().collect::<Vec<_>>(), references.keys().collect::<Vec<_>>());
    assert!(samples.len() >= 12);
    for (id, text) in &samples {
        assert_eq!(text.as_str(), references[id].0.text.as_str(), "{id}");
    }
}

/// The reader checks offsets, words and hash. This test checks that the file has all keys, is written as the
/// program writes it, and keeps the conventions that can be checked automatically.
#[test]
fn references_are_complete_and_have_no_findings() {
    for path in files("tests/reference", "json") {
        let raw = fs::read_to_string(&path).unwrap();
        let (article, annotation) = json::read(&raw).unwrap();
        assert!(raw.contains("\"text_sha256\"") && raw.contains("\"offset_unit\": \"codepoint\""));
        assert_eq!(json::write(&article, &annotation), raw, "{}", path.display());
        let findings = lint(&article.text, &annotation, &LabelSet::default());
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
    }
}

#[test]
fn the_references_cover_the_promised_cases() {
    let (samples, references) = (samples(), references());
    let all: String = samples.values().map(Text::as_str).collect();
    for sign in
        ["«", "»", "“", "”", "\"", "‘", "،\"", "\" ", "٪", "%", "@", "(", "[", "ـ", "٣", "⚽", "\u{a0}", "/تشرين"]
    {
        assert!(all.contains(sign), "{sign:?}");
    }
    assert!(samples.values().any(|text| text.words().len() >= 1500), "a long one");
    let vocalised = samples.values().filter(|text| {
        let diacritics = text.as_str().chars().filter(|c| tawsim::text::is_arabic_diacritic(*c)).count();
        diacritics * 3 > text.code_point_len()
    });
    assert_eq!(vocalised.count(), 1, "one with full tashkeel");

    let mut kinds = BTreeMap::new();
    let (mut implied, mut inside) = (0, 0);
    for (article, annotation) in references.values() {
        for item in &annotation.gold {
            match &item.body {
                Body::Quote(frame) => {
                    *kinds.entry(frame.kind.name()).or_insert(0) += 1;
                    implied += usize::from(frame.speaker.as_ref().is_some_and(|speaker| speaker.implied));
                    if frame.kind == QuoteKind::Direct {
                        let span = item.body.span().unwrap();
                        let before = article.text.get(0..span.start()).trim_end().chars().next_back();
                        assert!(
                            before.is_some_and(|c| tawsim::text::quotation_mark(c).is_some()),
                            "{} {}",
                            article.id,
                            item.id
                        );
                    }
                }
                Body::Entity { span, .. } => {
                    // A proclitic stays outside, so the span starts inside a written word.
                    let word = article.text.words_from(span.start()).next().filter(|word| word.start() < span.start());
                    inside += usize::from(word.is_some_and(|word| {
                        proclitic_edges(article.text.slice(word)).contains(&(span.start() - word.start()))
                    }));
                }
            }
        }
    }
    for kind in QuoteKind::ALL {
        assert!(kinds.get(kind.name()).is_some_and(|count| *count >= 15), "{kinds:?}");
    }
    assert!(implied >= 20 && inside >= 40, "{implied} implied speakers, {inside} spans behind a proclitic");
}
