//! Tokens are a function of the text alone, in every format from which models are trained.

use std::io;

use tawsim::formats::{Annotated, ExportOptions, Format, Sink, TokenRule};
use tawsim::gold::json;

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Sink for Bytes {
    fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        self.0.extend(piece);
        Ok(())
    }

    fn article_file(&mut self, _: &str, _: &str, bytes: &[u8]) -> io::Result<()> {
        self.append(bytes)
    }

    fn shared_file(&mut self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

fn export(format: &str, tokens: TokenRule, line: &str) -> String {
    let (article, annotation) = json::read(line).unwrap();
    let format: &'static Format = format.parse().unwrap();
    let mut sink = Bytes::default();
    let mut export = format.export(ExportOptions { tokens, ..ExportOptions::default() });
    export.write(&Annotated::new(article, annotation), &mut sink, &mut |_| {}).unwrap();
    String::from_utf8(sink.0).unwrap()
}

const TEXT: &str = "وقال لوزير باريس والقاهرة وبرلين بنص كامل";

fn gold(spans: &[(usize, usize)]) -> String {
    let entities: Vec<String> = spans
        .iter()
        .enumerate()
        .map(|(id, (start, end))| {
            format!(r#"{{"id":"e{id}","start":{start},"end":{end},"label":"LOC","verdict":"added"}}"#)
        })
        .collect();
    format!(r#"{{"id":"a","text":"{TEXT}","status":"done","entities":[{}]}}"#, entities.join(","))
}

/// What two annotators' exports have in common: the tokens.
fn tokens(format: &str, export: &str) -> Vec<String> {
    let value = || -> serde_json::Value { serde_json::from_str(export).unwrap() };
    let words = |list: &serde_json::Value| list.as_array().unwrap().iter().map(ToString::to_string).collect();
    match format {
        "conll" => export.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect(),
        "hf" => words(&value()["tokens"]),
        "spacy" => words(&value()["words"]),
        "prodigy" => words(&value()["tokens"]),
        _ => value()["%FEATURE_STRUCTURES"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["%TYPE"].as_str().unwrap().ends_with(".Token"))
            .map(|it| format!("{}..{}", it["begin"], it["end"]))
            .collect(),
    }
}

#[test]
fn two_annotations_of_one_text_have_the_same_tokens() {
    for rule in [TokenRule::Proclitics, TokenRule::MarkedProclitics, TokenRule::Words] {
        for format in ["conll", "hf", "spacy", "prodigy", "casjson"] {
            let none = tokens(format, &export(format, rule, &gold(&[])));
            assert!(none.len() >= 7, "{format}: {none:?}");
            for spans in [&[(6, 10)][..], &[(18, 25)], &[(0, 4), (12, 17)], &[(27, 32), (33, 34)], &[(13, 15)]] {
                let some = tokens(format, &export(format, rule, &gold(spans)));
                assert_eq!(some, none, "{format} {rule:?} {spans:?}");
            }
        }
    }
}

#[test]
fn a_lone_proclitic_announces_nothing() {
    let conll = export("conll", TokenRule::Proclitics, &gold(&[(18, 25)]));
    let cut = "و -X- _ O\nقال -X- _ O\nل -X- _ O\nوزير -X- _ O\nباريس -X- _ O\nو -X- _ O\nالقاهرة -X- _ B-LOC";
    assert!(conll.contains(cut), "{conll}");
    let marked = export("conll", TokenRule::MarkedProclitics, &gold(&[]));
    assert!(marked.contains("و+ -X- _ O\nقال -X- _ O\nل+ -X- _ O\nوزير"), "{marked}");
}
