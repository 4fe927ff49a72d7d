//! Formats of other tools: an export that is imported again gives the same gold, or reports the loss; no input panics.

use std::fs;
use std::io;
use std::path::Path;

use proptest::prelude::*;
use tawsim::formats::{
    Annotated, Export, ExportOptions, FORMATS, Format, ImportOptions, ImportProblem, Imported, Loss, OffsetUnit, Sink,
    TagScheme, TokenRule,
};
use tawsim::gold::{
    Annotation, Article, Attributes, Body, Extra, Frame, GoldItem, Label, Layer, QuoteKind, Speaker, Status,
};
use tawsim::gold::{Verdict, json};
use tawsim::text::{Span, Text};

/// Files by name; the stream has an empty name.
#[derive(Default)]
pub(super) struct Files(pub(super) std::collections::BTreeMap<String, Vec<u8>>);

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

pub(super) fn annotated(line: &str) -> Annotated {
    let (article, annotation) = json::read(line).unwrap();
    Annotated::new(article, annotation)
}

fn references() -> Vec<Annotated> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| annotated(&fs::read_to_string(path).unwrap())).collect()
}

fn named(format: &str) -> &'static Format {
    format.parse().unwrap()
}

pub(super) fn import_bytes(
    format: &str,
    bytes: &[u8],
    companion: Option<&[u8]>,
) -> Vec<Result<Imported, ImportProblem>> {
    named(format).import_bytes(bytes, companion)
}

pub(super) fn export(format: &str, options: ExportOptions, articles: &[Annotated]) -> (Files, Vec<Loss>) {
    let mut export: Box<dyn Export> = named(format).export(options);
    let (mut files, mut lost) = (Files::default(), Vec::new());
    for one in articles {
        export.write(one, &mut files, &mut |loss| lost.push(loss)).unwrap();
    }
    export.finish(&mut files).unwrap();
    let framing = export.framing();
    if let Some(stream) = files.0.get_mut("") {
        stream.splice(0..0, framing.open.bytes());
        stream.extend(framing.close.bytes());
    }
    (files, lost)
}

fn stream(format: &str, options: ExportOptions, articles: &[Annotated]) -> (String, Vec<String>) {
    let (mut files, lost) = export(format, options, articles);
    let stream = files.0.remove("").unwrap_or_default();
    (String::from_utf8(stream).unwrap(), lost.iter().map(ToString::to_string).collect())
}

/// An emoji (two UTF-16 units), diacritics, a proclitic before a name, a nested name, two that cross, a quote of two
/// parts.
const CASE: &str = r#"{"id":"case","text":"قال شكري 😀: «السَّلامُ ممكن».\nولأوباما في جامعة القاهرة","status":"done","entities":[
    {"id":"e1","start":4,"end":8,"text":"شكري","label":"PER","verdict":"added"},
    {"id":"e2","start":32,"end":38,"text":"أوباما","label":"PER","verdict":"added"},
    {"id":"e3","start":42,"end":55,"text":"جامعة القاهرة","label":"ORG","verdict":"added"},
    {"id":"e4","start":48,"end":55,"text":"القاهرة","label":"LOC","verdict":"added"}],
    "quotes":[{"id":"q1","kind":"direct","content":[{"start":13,"end":22,"text":"السَّلامُ"},{"start":23,"end":27,"text":"ممكن"}],
    "cue":{"start":0,"end":3,"text":"قال"},"speaker":{"start":4,"end":8,"text":"شكري","entity":"e1","implied":false},
    "verdict":"added"}]}"#;

/// An export recognises the files that an earlier one wrote, so it may replace them. No format but gold JSON takes gold for
/// its own.
#[test]
fn every_format_recognises_its_own_files_and_no_gold() {
    let mut articles = references();
    articles.push(annotated(CASE));
    articles.push(annotated("{\"id\":\"bare\",\"text\":\"زار\\nباريس\"}"));
    let gold_file = json::write(&articles[0].article, &articles[0].annotation);
    let gold_line = json::write_line(&articles[0].article, &articles[0].annotation);
    for format in FORMATS {
        for layer in [None, Some(Layer::Entity), Some(Layer::Quote)] {
            for negatives in [false, format.negatives] {
                for article in &articles {
                    let options = ExportOptions { layer, negatives, ..ExportOptions::default() };
                    let (Files(files), _) = export(format.name, options, std::slice::from_ref(article));
                    for name in files.keys() {
                        let mut open = |path: &Path| -> io::Result<Box<dyn io::BufRead>> {
                            let bytes = files.get(path.to_str().unwrap()).ok_or(io::ErrorKind::NotFound)?.clone();
                            Ok(Box::new(io::Cursor::new(bytes)))
                        };
                        // A stream in a folder has the extension `jsonl` if the format is a folder.
                        let path = if name.is_empty() { Path::new("data.jsonl") } else { Path::new(name) };
                        let recognised = match name.is_empty() {
                            true => format.could_have_written(path, &mut |_| open(Path::new(""))),
                            false => format.could_have_written(path, &mut open),
                        };
                        assert!(recognised.unwrap(), "{format}: {name:?} of {}", article.article.id);
                    }
                }
            }
        }
        for (gold, is_own) in [(&gold_file, false), (&gold_line, format.name == "jsonl")] {
            for (ending, _) in format.signatures {
                let mut open = |_: &Path| -> io::Result<Box<dyn io::BufRead>> {
                    Ok(Box::new(io::Cursor::new(gold.clone().into_bytes())))
                };
                let found = format.could_have_written(Path::new(&format!("x{ending}")), &mut open).unwrap();
                assert_eq!(found, is_own, "{format}: {ending}");
            }
        }
    }
}

#[test]
fn conll_is_written_in_both_schemes_and_token_rules() {
    let case = [annotated(CASE)];
    let entity = ExportOptions { layer: Some(Layer::Entity), ..ExportOptions::default() };
    let (conll, lost) = stream("conll", entity.clone(), &case);
    let expected = "-DOCSTART- -X- O O\n\nقال -X- _ O\nشكري -X- _ B-PER\n😀 -X- _ O\n: -X- _ O\n« -X- _ O\nالسَّلامُ -X- _ O\n\
                    ممكن -X- _ O\n» -X- _ O\n. -X- _ O\n\nو -X- _ O\nل -X- _ O\nأوباما -X- _ B-PER\nفي -X- _ O\nجامعة -X- _ B-ORG\n\
                    القاهرة -X- _ I-ORG\n\n";
    let quotes = "case: 13..27 \"السَّلامُ ممكن\": q1 (direct): a token has one tag, and it is the entity's; left out";
    let nested = "case: 48..55 \"القاهرة\": e4 (LOC): lies in e3 (ORG), and a token has one tag; left out";
    assert_eq!(conll, expected);
    assert_eq!(lost, [quotes, nested]);

    let words = ExportOptions { tokens: TokenRule::Words, scheme: TagScheme::Bilou, ..entity };
    let (conll, lost) = stream("conll", words, &case);
    assert!(conll.contains("\nشكري -X- _ U-PER\n") && conll.contains("\nولأوباما -X- _ U-PER\n"), "{conll}");
    assert!(conll.contains("\nجامعة -X- _ B-ORG\nالقاهرة -X- _ L-ORG\n"), "{conll}");
    assert!(lost.iter().any(|loss| loss.contains("e2 (PER): begins or ends inside a token; widened")), "{lost:?}");

    let quote = ExportOptions { layer: Some(Layer::Quote), ..ExportOptions::default() };
    let (conll, _) = stream("conll", quote, &case);
    for line in ["قال -X- _ B-CUE", "شكري -X- _ B-SPEAKER", "السَّلامُ -X- _ B-CONTENT", "ممكن -X- _ B-CONTENT"]
    {
        assert!(conll.contains(line), "{line} in {conll}");
    }
}

/// The content of a token format: labels with the words of their tokens.
fn tagged(one: &Annotated) -> Vec<(String, String)> {
    let squeeze = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect();
    let items = one.gold_items().filter(|item| item.body.layer() == Layer::Entity);
    items
        .map(|item| (item.body.label().to_owned(), squeeze(one.article.text.slice(item.body.span().unwrap()))))
        .collect()
}

#[test]
fn entities_survive_a_conll_round_trip() {
    for scheme in [TagScheme::Iob2, TagScheme::Bilou] {
        let options = ExportOptions { layer: Some(Layer::Entity), scheme, ..ExportOptions::default() };
        for one in references() {
            let (conll, lost) = stream("conll", options.clone(), std::slice::from_ref(&one));
            let back = import_bytes("conll", conll.as_bytes(), None);
            let (back, _) = back[0].as_ref().unwrap();
            let quotes = one.gold_items().filter(|item| item.body.layer() == Layer::Quote).count();
            let widened = lost.iter().filter(|loss| loss.contains("widened to whole tokens")).count();
            assert_eq!(lost.len(), quotes + widened, "{}: only the quotes are lost: {lost:?}", one.article.id);
            let (back, gold) = (tagged(back), tagged(&one));
            let changed = back.iter().zip(&gold).filter(|(back, gold)| back != gold).count();
            assert_eq!((back.len(), changed), (gold.len(), widened), "{}", one.article.id);
        }
    }
}

#[test]
fn conll_files_of_other_projects_are_read() {
    for (file, articles) in [
        // ANERcorp: two columns, an empty line after each sentence.
        ("زار O\nباراك B-PERS\nأوباما I-PERS\n\nمصر B-LOC\n. O\n", vec![vec!["PER باراك أوباما", "LOC مصر"]]),
        // Tabs, IOB1, four columns, a comment, a byte order mark, CRLF.
        ("\u{FEFF}# text = x\r\nزار\tV\tO\tO\r\nمصر\tN\tO\tI-LOC\r\n", vec![vec!["LOC مصر"]]),
        ("-DOCSTART- -X- O O\n\nأ B-A\n\nب B-A\n\n-DOCSTART-\n\nج S-A\n", vec![vec!["A أ", "A ب"], vec!["A ج"]]),
    ] {
        let found: Vec<Vec<String>> = import_bytes("conll", file.as_bytes(), None)
            .into_iter()
            .map(|one| {
                let (one, _) = one.unwrap();
                let text = one.article.text.clone();
                one.gold_items().map(|m| format!("{} {}", m.body.label(), text.slice(m.body.span().unwrap()))).collect()
            })
            .collect();
        assert_eq!(found, articles);
    }
}

#[test]
fn import_problems_name_their_line() {
    for (format, bytes, line, message) in
        [("conll", b"a O\n\xff O\n".as_slice(), 2, "is not UTF-8"), ("jsonl", b"\n{\"id\":1}\n", 2, "invalid type")]
    {
        let found = import_bytes(format, bytes, None);
        let faults: Vec<&ImportProblem> = found.iter().filter_map(|one| one.as_ref().err()).collect();
        assert!(faults.len() == 1 && faults[0].line == Some(line), "{format}: {faults:?}");
        assert!(faults[0].what.contains(message), "{format}: {faults:?}");
    }
}

/// The content of formats with spans and relations, without ids.
fn essence(one: &Annotated) -> Vec<String> {
    let text = &one.article.text;
    let words = |span: Span| format!("{:?} {}", text.code_points(span), text.slice(span));
    let entity = |id: &str| {
        one.annotation
            .gold_item(id)
            .map_or_else(|| "?".to_owned(), |item| words(item.body.span().unwrap()) + item.body.label())
    };
    let said = |item: &GoldItem| match &item.body {
        Body::Entity { span, label } => format!("{label} {}", words(*span)),
        Body::Quote(frame) => {
            let Frame { kind, content, cue, speaker } = frame.as_ref();
            let content: Vec<String> = content.iter().copied().map(words).collect();
            let speaker = speaker.as_ref().map(|it| (words(it.span), it.entity.as_deref().map(entity), it.implied));
            format!("{} {content:?} cue {:?} speaker {speaker:?}", kind.name(), cue.map(words))
        }
    };
    let mut said: Vec<String> = one.gold_items().map(said).collect();
    said.sort();
    said
}

/// Writes an article and reads it again.
fn there_and_back(format: &str, options: ExportOptions, one: &Annotated) -> (Annotated, Vec<Loss>) {
    let (files, lost) = export(format, options, std::slice::from_ref(one));
    let (main, beside) = read_again(format, &files, &one.article.id);
    let mut found = import_bytes(format, main, beside);
    assert_eq!(found.len(), 1, "{format}: {found:?}");
    let (back, problems) = found.remove(0).unwrap_or_else(|fault| panic!("{format}: {fault:?}"));
    assert_eq!(problems, [], "{format}");
    (back, lost)
}

/// The formats that carry every entity and every quote.
const WHOLE: [&str; 11] =
    ["jsonl", "prodigy", "spacy", "doccano", "labelstudio", "hf", "brat", "webanno", "xmi", "casjson", "w3c"];

/// The file extension of a format.
fn extension(format: &str) -> Option<&'static str> {
    match format {
        "brat" => Some("ann"),
        "webanno" => Some("tsv"),
        "xmi" => Some("xmi"),
        "casjson" | "citron" => Some("json"),
        _ => None,
    }
}

/// The input of an importer: the main file and its companion file.
pub(super) fn read_again<'a>(format: &str, files: &'a Files, id: &str) -> (&'a [u8], Option<&'a [u8]>) {
    let file = |name: &str| files.0.get(name).map(Vec::as_slice);
    let main = file(&extension(format).map_or_else(String::new, |extension| format!("{id}.{extension}")));
    let beside = if format == "brat" { file(&format!("{id}.txt")) } else { file("README.md") };
    (main.unwrap(), beside)
}

fn both_layers() -> ExportOptions {
    ExportOptions { labels: ["PER", "LOC"].map(str::to_owned).to_vec(), ..ExportOptions::default() }
}

#[test]
fn references_survive_a_round_trip_in_every_lossless_format() {
    for one in references().iter().chain([&annotated(CASE)]) {
        for format in WHOLE {
            let (back, lost) = there_and_back(format, both_layers(), one);
            assert_eq!(back.article.text, one.article.text, "{format}");
            assert_eq!(essence(&back), essence(one), "{format} {}", one.article.id);
            let nested = usize::from(format == "hf" && one.article.id == "case");
            assert_eq!(lost.iter().filter(|loss| !loss.is_kept).count(), nested, "{format}: {lost:?}");
            if extension(format).is_none() {
                assert_eq!(back.annotation.status, one.annotation.status, "{format}");
            }
        }
    }
}

/// Offsets in any unit come back if the import takes the same unit. The file differs, because the text has an emoji and
/// diacritics.
#[test]
fn offsets_in_any_unit_come_back() {
    let one = annotated(CASE);
    for format in FORMATS.iter().filter(|format| format.takes_unit) {
        let mut written = std::collections::BTreeSet::new();
        for unit in <OffsetUnit as clap::ValueEnum>::value_variants() {
            let options = ExportOptions { unit: Some(*unit), ..both_layers() };
            let (files, _) = export(format.name, options, std::slice::from_ref(&one));
            let (main, beside) = read_again(format.name, &files, "case");
            written.insert(main.to_vec());
            let options = ImportOptions { unit: Some(*unit), ..ImportOptions::default() };
            let (back, told) = format.import_bytes_with(main, beside, &options).remove(0).unwrap();
            assert_eq!((essence(&back), told), (essence(&one), Vec::new()), "{format} {unit:?}");
        }
        assert_eq!(written.len(), 4, "{format}");
    }
}

#[test]
fn labels_that_a_format_does_not_allow_are_reported() {
    let one = annotated(&CASE.replace("\"ORG\"", "\"فئة\"").replace("\"LOC\"", "\"CUE\""));
    let (files, lost) = export("brat", both_layers(), &[one]);
    let ann = String::from_utf8(files.0["case.ann"].clone()).unwrap();
    assert!(ann.contains("\t_u0641_u0626_u0629 42 55\tجامعة القاهرة\n"), "{ann}");
    let reported: Vec<String> = lost.iter().map(ToString::to_string).collect();
    assert!(reported[0].contains("e4 (CUE): the parts of quotes have this label"), "{reported:?}");
    assert!(reported[1].contains("e3 (فئة): its label is written as brat's names are"), "{reported:?}");
    let conf = String::from_utf8(files.0["annotation.conf"].clone()).unwrap();
    assert!(conf.contains("PER\nLOC\n_u0641_u0626_u0629\nCONTENT"), "{conf}");
}

#[test]
fn marks_in_the_text_carry_all_of_the_references_but_links() {
    for one in &references() {
        let (back, lost) = there_and_back("inline", both_layers(), one);
        assert_eq!(back.article.text, one.article.text);
        let mut unlinked = one.clone();
        for mut item in one.gold_items().cloned() {
            if let Body::Quote(frame) = &mut item.body
                && let Some(speaker) = &mut frame.speaker
            {
                speaker.entity = None;
            }
            unlinked.annotation.gold.insert(item);
        }
        assert_eq!(essence(&back), essence(&unlinked), "{}", one.article.id);
        assert!(lost.iter().all(|loss| loss.what.starts_with("meta.")), "{lost:?}");
    }
}

#[test]
fn marks_in_the_text_are_read_and_written() {
    let file = "=== harbour\n# country: Egypt\n\n{u1 قال} {s1 مدير [LOC ميناء نويبع]} إن {c1:i:1 السفينة غادرت}،\n\
                و{u2 أضاف}: «{c2:m:1! لم} يتأخر {c2:m:1! أحد }» \\[كذا\\].\n\n=== second\nنص\n";
    let found = import_bytes("inline", file.as_bytes(), None);
    assert_eq!(found.len(), 2);
    let (first, lost) = found[0].as_ref().unwrap();
    assert_eq!(
        (lost.len(), first.article.id.as_str(), &first.article.meta["country"]),
        (0, "harbour", &"Egypt".into())
    );
    assert_eq!(first.article.text.as_str(), "قال مدير ميناء نويبع إن السفينة غادرت،\nوأضاف: «لم يتأخر أحد » [كذا].");
    assert_eq!(essence(first).len(), 3, "{:?}", essence(first));
    assert!(essence(first).iter().any(|it| it.starts_with("mixed") && it.contains("true")), "{:?}", essence(first));
    let (written, _) = stream("inline", both_layers(), std::slice::from_ref(first));
    let first_part = file.split("\n=== second").next().unwrap();
    assert_eq!(written.trim_end(), first_part.replace("أحد }»", "أحد} »").trim_end());
}

#[test]
fn a_wrong_mark_is_refused_with_its_line() {
    for (text, line, message) in [
        ("=== a\n\nنص\n[PER علي\n", 4, "opens [PER that is never closed"),
        ("علي] هنا\n", 1, "closes a mark with ] that is not open"),
        ("[PER علي} هنا\n", 1, "closes [PER with }; marks may not cross"),
        ("{q1 علي} هنا\n", 1, "{q1 is none of"),
        ("=== a\n# k: v\n\n{c1:d:1 لا} و{c1:i:1 نعم}\n", 4, "another kind or speaker"),
        ("{u1 قال} لا\n", 1, "has a cue {u1 without content"),
        ("{c1:d:2 لا}\n", 1, "names the speaker 2 of frame 1, which is not marked"),
        ("{s1 علي} {c1:d:0 لا}\n", 1, "has a speaker {s1 that no content names"),
        ("[PER  ] هنا\n", 1, "marks no words with [PER"),
        ("سطر \\q\n", 1, "holds a backslash before another character"),
        ("=== a\n\n=== b\nنص\n", 3, "begins an article without text"),
    ] {
        let found = import_bytes("inline", text.as_bytes(), None);
        let fault = found[0].as_ref().expect_err(text);
        assert!(fault.line == Some(line) && fault.what.contains(message), "{text}: {fault:?}");
    }
}

#[test]
fn citron_carries_quotes_with_a_cue() {
    for one in &references() {
        let (back, lost) = there_and_back("citron", both_layers(), one);
        let frames = one.gold_items().filter_map(|item| item.body.frame());
        let with_cue = frames.filter(|frame| frame.cue.is_some()).count();
        assert_eq!(back.gold_items().count(), with_cue);
        for item in back.gold_items() {
            let frame = item.body.frame().unwrap();
            let whole = one.annotation.gold_item(&item.id).unwrap().body.frame().unwrap();
            let unlinked = whole.speaker.clone().map(|speaker| Speaker { entity: None, ..speaker });
            assert_eq!(frame, &Frame { speaker: unlinked, ..whole.clone() });
        }
        let linked = one.gold_items().filter(|item| {
            let frame = item.body.frame().filter(|frame| frame.cue.is_some());
            frame.and_then(|frame| frame.speaker.as_ref()).is_some_and(|speaker| speaker.entity.is_some())
        });
        let left_out = one.gold_items().count() - with_cue;
        assert_eq!(lost.len(), left_out + linked.count(), "what is not carried is reported");
    }
}

/// Text of Arabic letters with diacritics, emoji, signs, all kinds of line ends and format characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ابتسقلمنوىأإ]{1,6}",
        2 => Just("السَّلامُ".to_owned()),
        1 => Just("لأوباما".to_owned()),
        1 => "[a-z]{1,4}",
        1 => prop_oneof![Just("😀"), Just("👨‍👩‍👧"), Just("«"), Just("»."), Just("\""), Just("\\"), Just("3.5%")].prop_map(str::to_owned),
        1 => prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n"), Just("\t"), Just("\u{2028}"), Just("\u{a0}"), Just("  ")]
            .prop_map(str::to_owned),
        1 => prop_oneof![Just("\u{200f}"), Just("\u{feff}"), Just("]"), Just("|"), Just("_"), Just(";"), Just("->"), Just("*")]
            .prop_map(str::to_owned),
    ];
    let space = prop_oneof![3 => Just(" "), 1 => Just("")];
    prop::collection::vec((piece, space), 1..25)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| piece + space).collect::<String>() + "ب")
}

/// Random gold: spans on any cluster edges, nested and crossing, quotes with several parts.
pub(super) fn gold() -> impl Strategy<Value = Annotated> {
    let spans = prop::collection::vec((0_usize..400, 1_usize..40), 3..14);
    (text(), spans, prop::collection::vec(0_u8..255, 40)).prop_map(|(raw, places, dice)| {
        let text = Text::new(raw);
        let length = text.len();
        let spans: Vec<Span> = places
            .iter()
            .filter_map(|(start, size)| text.span_around(start % length, (start % length + size).min(length)))
            .collect();
        let mut dice = dice.into_iter().cycle();
        let mut roll = |sides: u8| dice.next().unwrap() % sides;
        let mut annotation = Annotation { status: Status::Done, ..Annotation::default() };
        let mut rest = spans.into_iter();
        let (mut entities, mut number) = (Vec::<String>::new(), 0);
        while let Some(span) = rest.next() {
            number += 1;
            let (id, body) = if roll(3) > 0 {
                let id = format!("e{number}");
                entities.push(id.clone());
                (id, Body::Entity { span, label: Label::new(["PER", "LOC", "FAC", "A-B"][roll(4) as usize]) })
            } else {
                let mut content = vec![span];
                content.extend((roll(2) == 0).then(|| rest.next()).flatten());
                content.sort();
                content.dedup();
                let cue = (roll(3) > 0).then(|| rest.next()).flatten();
                let entity = (roll(2) == 0).then(|| entities.last().cloned()).flatten();
                let speaker = rest.next().map(|span| Speaker { span, entity, implied: roll(3) == 0 });
                let kind = QuoteKind::ALL[roll(3) as usize];
                (format!("q{number}"), Body::Quote(Box::new(Frame { kind, content, cue, speaker })))
            };
            let extra = Extra::new();
            annotation.gold.insert(GoldItem {
                id,
                body,
                verdict: Verdict::Added,
                suggestion: None,
                at: None,
                parts: Vec::new(),
                attributes: Attributes::default(),
                extra,
            });
        }
        let article = Article { id: "any".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
        Annotated::new(article, annotation)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_gold_survives_a_round_trip_or_its_loss_is_reported(one in gold()) {
        // `inline` leaves out what crosses, and the links of speakers.
        for format in WHOLE.into_iter().chain(["inline"]) {
            let (files, lost) = export(format, both_layers(), std::slice::from_ref(&one));
            let (main, beside) = read_again(format, &files, "any");
            let found = import_bytes(format, main, beside);
            let (back, problems) = found.into_iter().next().unwrap().unwrap_or_else(|fault| panic!("{format}: {fault:?}"));
            if back.article.text != one.article.text {
                let reported = lost.iter().any(|loss| loss.what == "what stands before the first token");
                prop_assert!(format == "webanno" && reported, "{}", format);
                continue;
            }
            if essence(&back) != essence(&one) {
                let linked = |item: &GoldItem| item.body.frame().and_then(|it| it.speaker.as_ref()).is_some_and(|it| it.entity.is_some());
                let unlinked = format == "inline" && one.gold_items().any(linked);
                let moved = unlinked || lost.iter().any(|loss| match format {
                    "brat" => loss.why.contains("line end"),
                    "webanno" => loss.why.contains("token"),
                    "inline" => loss.why.contains("left out"),
                    _ => false,
                });
                prop_assert!(moved, "{} lost {:?}\n{:?}\n{:?}\n{:?}", format, lost,
                    problems, essence(&back), essence(&one));
            }
        }
    }

    /// No input panics.
    #[test]
    fn no_input_makes_an_importer_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), line in "[\\PC\t\n]{0,80}", at in 0_usize..2000) {
        let one = annotated(CASE);
        for format in FORMATS.iter().map(|format| format.name) {
            import_bytes(format, &bytes, Some(&bytes));
            import_bytes(format, line.as_bytes(), Some("سلام".as_bytes()));
            // A valid file with a piece replaced.
            let (files, _) = export(format, both_layers(), std::slice::from_ref(&one));
            let text = one.article.text.as_str();
            for file in files.0.values() {
                let at = at % (file.len() + 1);
                let broken = [&file[..at], line.as_bytes(), &file[(at + line.len()).min(file.len())..]].concat();
                import_bytes(format, &broken, Some(text.as_bytes()));
            }
        }
    }
}
