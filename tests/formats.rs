//! The formats of other tools: what goes out comes back, or is told; and nothing that comes in makes a panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io;
use std::path::Path;

use tawsim::formats::{Annotated, Export, ExportOptions, Fault, Format, Loss, Scheme, Sink, TokenRule, import_bytes};
use tawsim::gold::{Layer, json};

/// Files by their names; the stream is the one without a name.
#[derive(Default)]
struct Files(std::collections::BTreeMap<String, Vec<u8>>);

impl Sink for Files {
    fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        self.0.entry(String::new()).or_default().extend(piece);
        Ok(())
    }

    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()> {
        self.shared_file(&format!("{id}.{extension}"), bytes)
    }

    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        assert!(self.0.insert(name.to_owned(), bytes.to_owned()).is_none(), "{name} is written twice");
        Ok(())
    }
}

fn annotated(line: &str) -> Annotated {
    let (article, annotation) = json::read(line).unwrap();
    Annotated::new(article, annotation)
}

fn references() -> Vec<Annotated> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| annotated(&fs::read_to_string(path).unwrap())).collect()
}

fn export(format: Format, options: ExportOptions, articles: &[Annotated]) -> (Files, Vec<Loss>) {
    let mut export: Box<dyn Export> = format.export(options);
    let (mut files, mut lost) = (Files::default(), Vec::new());
    for one in articles {
        export.write(one, &mut files, &mut |loss| lost.push(loss)).unwrap();
    }
    export.finish(&mut files).unwrap();
    (files, lost)
}

fn stream(format: Format, options: ExportOptions, articles: &[Annotated]) -> (String, Vec<String>) {
    let (mut files, lost) = export(format, options, articles);
    let stream = files.0.remove("").unwrap_or_default();
    (String::from_utf8(stream).unwrap(), lost.iter().map(ToString::to_string).collect())
}

/// An emoji (two UTF-16 units), tashkeel, a proclitic before a name, a nested name, two that cross, a quote of two parts.
const CASE: &str = r#"{"id":"case","text":"قال شكري 😀: «السَّلامُ ممكن».\nولأوباما في جامعة القاهرة","status":"done","entities":[
    {"id":"e1","start":4,"end":8,"text":"شكري","label":"PER","verdict":"added"},
    {"id":"e2","start":32,"end":38,"text":"أوباما","label":"PER","verdict":"added"},
    {"id":"e3","start":42,"end":55,"text":"جامعة القاهرة","label":"ORG","verdict":"added"},
    {"id":"e4","start":48,"end":55,"text":"القاهرة","label":"LOC","verdict":"added"}],
    "quotes":[{"id":"q1","kind":"direct","content":[{"start":13,"end":22,"text":"السَّلامُ"},{"start":23,"end":27,"text":"ممكن"}],
    "cue":{"start":0,"end":3,"text":"قال"},"speaker":{"start":4,"end":8,"text":"شكري","entity":"e1","implied":false},
    "verdict":"added"}]}"#;

#[test]
fn conll_in_both_schemes_and_token_rules() {
    let case = [annotated(CASE)];
    let entity = ExportOptions { layer: Some(Layer::Entity), ..ExportOptions::default() };
    let (conll, lost) = stream(Format::Conll, entity.clone(), &case);
    let expected = "-DOCSTART- -X- O O\n\nقال -X- _ O\nشكري -X- _ B-PER\n😀 -X- _ O\n: -X- _ O\n« -X- _ O\nالسَّلامُ -X- _ O\n\
                    ممكن -X- _ O\n» -X- _ O\n. -X- _ O\n\nول -X- _ O\nأوباما -X- _ B-PER\nفي -X- _ O\nجامعة -X- _ B-ORG\n\
                    القاهرة -X- _ I-ORG\n\n";
    let quotes = "case: 13..27 \"السَّلامُ ممكن\": q1 (direct): a token has one tag, and it is the entity's; left out";
    let nested = "case: 48..55 \"القاهرة\": e4 (LOC): lies in e3 (ORG), and a token has one tag; left out";
    assert_eq!(conll, expected);
    assert_eq!(lost, [quotes, nested]);

    let words = ExportOptions { tokens: TokenRule::Words, scheme: Scheme::Bilou, ..entity };
    let (conll, lost) = stream(Format::Conll, words, &case);
    assert!(conll.contains("\nشكري -X- _ U-PER\n") && conll.contains("\nولأوباما -X- _ U-PER\n"), "{conll}");
    assert!(conll.contains("\nجامعة -X- _ B-ORG\nالقاهرة -X- _ L-ORG\n"), "{conll}");
    assert!(lost.iter().any(|loss| loss.contains("e2 (PER): begins or ends inside a word; widened")), "{lost:?}");

    let quote = ExportOptions { layer: Some(Layer::Quote), ..ExportOptions::default() };
    let (conll, _) = stream(Format::Conll, quote, &case);
    for line in ["قال -X- _ B-CUE", "شكري -X- _ B-SPEAKER", "السَّلامُ -X- _ B-CONTENT", "ممكن -X- _ B-CONTENT"]
    {
        assert!(conll.contains(line), "{line} in {conll}");
    }
}

/// What a token format can hold: labels with the words of their tokens.
fn tagged(one: &Annotated) -> Vec<(String, String)> {
    let squeeze = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect();
    let marks = one.marks().filter(|mark| mark.body.layer() == Layer::Entity);
    marks
        .map(|mark| (mark.body.label().to_owned(), squeeze(one.article.text.slice(mark.body.span().unwrap()))))
        .collect()
}

#[test]
fn conll_comes_back() {
    for scheme in [Scheme::Iob2, Scheme::Bilou] {
        let options = ExportOptions { layer: Some(Layer::Entity), scheme, ..ExportOptions::default() };
        for one in references() {
            let (conll, lost) = stream(Format::Conll, options.clone(), std::slice::from_ref(&one));
            let back = import_bytes(Format::Conll, conll.as_bytes(), None);
            let (back, _) = back[0].as_ref().unwrap();
            let quotes = one.marks().filter(|mark| mark.body.layer() == Layer::Quote).count();
            assert_eq!(lost.len(), quotes, "{}: only the quotes are lost: {lost:?}", one.article.id);
            assert_eq!(tagged(back), tagged(&one), "{}", one.article.id);
        }
    }
}

#[test]
fn corpora_of_others_are_read() {
    for (file, articles) in [
        // ANERcorp: two columns, an empty line behind a sentence.
        ("زار O\nباراك B-PERS\nأوباما I-PERS\n\nمصر B-LOC\n. O\n", vec![vec!["PER باراك أوباما"], vec!["LOC مصر"]]),
        // Tabs, IOB1, four columns, a comment, a byte order mark, CRLF.
        ("\u{FEFF}# text = x\r\nزار\tV\tO\tO\r\nمصر\tN\tO\tI-LOC\r\n", vec![vec!["LOC مصر"]]),
        ("-DOCSTART- -X- O O\n\nأ B-A\n\nب B-A\n\n-DOCSTART-\n\nج S-A\n", vec![vec!["A أ", "A ب"], vec!["A ج"]]),
    ] {
        let found: Vec<Vec<String>> = import_bytes(Format::Conll, file.as_bytes(), None)
            .into_iter()
            .map(|one| {
                let (one, _) = one.unwrap();
                let text = one.article.text.clone();
                one.marks().map(|m| format!("{} {}", m.body.label(), text.slice(m.body.span().unwrap()))).collect()
            })
            .collect();
        assert_eq!(found, articles);
    }
}

#[test]
fn what_is_broken_is_told_with_its_line() {
    for (format, bytes, line, message) in [
        (Format::Conll, "أ O\nب\n".as_bytes(), 2, "a token without a tag"),
        (Format::Conll, b"a O\nb NOUN\n", 2, "ends in \"NOUN\", which is no tag"),
        (Format::Conll, b"a O\n\xff O\n", 2, "is not UTF-8"),
        (Format::Jsonl, b"\n{\"id\":1}\n", 2, "invalid type"),
    ] {
        let found = import_bytes(format, bytes, None);
        let faults: Vec<&Fault> = found.iter().filter_map(|one| one.as_ref().err()).collect();
        assert!(faults.len() == 1 && faults[0].line == Some(line), "{format}: {faults:?}");
        assert!(faults[0].what.contains(message), "{format}: {faults:?}");
    }
}
