//! Shapes of public files: treebanks, chunks, token lists, cut JSON, annotations of other tools.

use std::path::Path;

use tawsim::formats::{ImportOptions, recognise};
use tawsim::gold::Status;

use super::imports::{named, read};

/// A CoNLL-U line: the number, the word and MISC.
fn word(number: &str, form: &str, misc: &str) -> String {
    format!("{number}\t{form}\t_\tNOUN\t_\t_\t0\troot\t_\t{misc}\n")
}

fn recognised(name: &str, head: &str) -> Option<(&'static str, String)> {
    recognise(Path::new(name), head.as_bytes()).map(|found| (found.format.name, found.why))
}

#[test]
fn a_treebank_without_names_is_read_as_text() {
    let roots = [("كتب", "Root=k_t_b"), ("بيت", "Root=b_y_t|SpaceAfter=No"), (".", "Translit=.")];
    let rows: String =
        roots.iter().enumerate().map(|(at, (form, misc))| word(&(at + 1).to_string(), form, misc)).collect();
    let head = "# sent_id = a\n# text = كتب بيت.\n";
    let spaces =
        format!("{head}1   كتب   كتب   VERB   _\n2   بيت   بيت   NOUN   SpaceAfter=No\n3   .   .   PUNCT   _\n");
    let short = format!("{head}1\tكتب\tVERB\n2\tبيت\tNOUN\n3\t.\tPUNCT\n");
    for (name, file) in [
        ("values of MISC that look like tags", format!("{head}{rows}")),
        ("without comments", rows.clone()),
        ("columns at spaces", spaces),
        ("fewer columns", short),
    ] {
        assert_eq!(read("conll", &file), ["كتب بيت. |  suggested"], "{name}");
        let (format, why) = recognised("a.conllu", &file).unwrap();
        assert_eq!((format, why.as_str()), ("conll", "its lines have the columns of CoNLL-U"), "{name}");
    }
}

/// A treebank keeps its text with faulty lines, and with a text that its tokens do not have.
#[test]
fn faults_of_a_treebank_are_told() {
    let rows = word("1", "كتب", "_\tX") + &word("2", "بيت", "_") + &word(" 3", ".", "_");
    let read = |file: &str| read("conll", file);
    let found = read(&format!("# sent_id = a\n# text = كتب بيت .\n{rows}"));
    assert_eq!(found, ["كتب بيت . |  lost a line with more columns than most suggested"]);
    let found = read(&format!("# text = قرأ بيت .\n{}{}", word("1", "كتب", "NER=O"), word("2", "بيت", "NER=B-LOC")));
    assert_eq!(found, ["كتب بيت | LOC بيت lost # text = قرأ بيت . in_progress"]);
    // Custom layers of WebAnno 2 are annotations, so this is no treebank without tags.
    let layers = "# webanno.custom.Name | value\n#id=1\n#text=زارت ريم\n1-1\tزارت\t_\n1-2\tريم\tx y\n";
    let found = read(layers);
    assert!(
        found[0]
            .starts_with("! is WebAnno TSV 2 with the layers webanno.custom.Name (value), and has no column of tags"),
        "{found:?}"
    );
    let columns = ImportOptions { columns: Some("token=2,tag=3".parse().unwrap()), ..ImportOptions::default() };
    let file = layers.replace("x y", "PER");
    let one = named("webanno").import_bytes_with(file.as_bytes(), None, &columns).remove(0).unwrap().0;
    assert_eq!(one.gold_items().map(|item| item.body.label().to_owned()).collect::<Vec<_>>(), ["PER"]);
}

#[test]
fn tags_in_misc_have_a_key_of_their_own() {
    for (key, others) in [("NER", "Root=b_y_t|"), ("ner", ""), ("Names", "Root=b_y_t|")] {
        let words = [("1", "زارت", "O"), ("2", "ريم", "B-PER"), ("3", "العلي", "I-PER")];
        let file = words.map(|(number, form, tag)| word(number, form, &format!("{others}{key}={tag}"))).concat();
        assert_eq!(read("conll", &file), ["زارت ريم العلي | PER ريم العلي"], "{key}");
    }
    // Only names have the key.
    let sparse = [("1", "زارت", "_"), ("2", "ريم", "NER=B-PER"), ("3", "أمس", "_"), ("4", "هنا", "_")];
    let sparse = sparse.map(|(number, form, misc)| word(number, form, misc)).concat();
    assert_eq!(read("conll", &sparse), ["زارت ريم أمس هنا | PER ريم"]);
}

#[test]
fn positions_are_no_labels() {
    let chunks = "كتب VB B-VP\nبيت NN B-NP\nكبير JJ I-NP\nو CC O\n";
    assert_eq!(read("conll", chunks), ["كتب بيت كبير و | VP كتب, NP بيت كبير"]);
    assert_eq!(read("conll", "كتب VP-B\nبيت NP-B\nكبير NP-I\nو O\n"), ["كتب بيت كبير و | VP كتب, NP بيت كبير"]);
    let divided = "1\tزارت\tVB\tO\t_\tx\n2\tريم\tNN\tB\tperson\tx\n3\tالعلي\tNN\tI\tperson\tx\n";
    assert_eq!(read("conll", divided), ["زارت ريم العلي | person ريم العلي"]);
}

#[test]
fn lists_of_tokens_are_sentences() {
    let tagged = r#"[[{"text":"زارت","ner":"O"},{"text":"ريم","ner":"B-PER"}],[{"text":"هنا","ner":"O"}]]"#;
    assert_eq!(read("spacy", tagged), ["زارت ريم | PER ريم", "هنا |"]);
    assert_eq!(recognised("a.json", tagged).unwrap().0, "spacy");
    let untagged = r#"[[{"id":1,"text":"زارت","lemma":"زار"},{"id":2,"text":"ريم","lemma":"ريم"}]]"#;
    assert!(read("spacy", untagged)[0].starts_with("! is a list of tokens without tags"));
    let single = r#"[{"text":"زارت","ner":"O"},{"text":"ريم","ner":"B-PER"}]"#;
    assert!(read("doccano", single).iter().all(|it| it.starts_with("! is a token with its tag")));
    assert_eq!(read("doccano", r#"{"text":"زارت ريم طبرق","ner":"PER"}"#), ["زارت ريم طبرق |  suggested"]);
    assert!(read("doccano", "{}")[0].starts_with("! is an empty object"));
    let squad = r#"{"data":[{"paragraphs":[{"context":"زارت ريم","qas":[]}]}]}"#;
    assert!(read("spacy", squad)[0].contains("holds questions about a text (SQuAD)"));
}

/// A file of JSON is never CoNLL, even if its lines look like tokens, and is recognised from its first record where it is cut.
#[test]
fn cut_json_is_json() {
    let text = "زارت ريم طبرق. ".repeat(40);
    let spans = r#"{"start":5,"end":8,"label":"PER","token_start":1,"token_end":1},"#.repeat(50);
    let task = format!(r#"{{"text":{text:?},"spans":[{spans}"#);
    assert_eq!(recognised("a.jsonl", &task).unwrap().0, "prodigy");
    let list = format!(r#"[{{"id":1,"data":{{"text":{text:?}}},"annotations":[{{"result":[{{"value":{{"start":5,"#);
    assert_eq!(recognised("a.json", &list).unwrap().0, "labelstudio");
    let other = format!("{{\n\"projects\":\n[\n{}", "{\n\"name\":\n\"O\"\n},\n".repeat(30));
    assert_eq!(recognised("a.json", &other), None);
    assert_eq!(recognised("a.conll", "[ O\nريم B-PER\n] O\n").unwrap().0, "conll");
}

#[test]
fn places_under_any_key_are_read_or_told() {
    let denotations = r#"{"text":"زارت ريم طبرق","denotations":[{"id":"T1","span":{"begin":5,"end":8},"obj":"PER"},
        {"id":"T2","span":{"begin":9,"end":13},"obj":"LOC"}],"relations":[{"id":"R1","pred":"in","subj":"T1","obj":"T2"}]}"#;
    let found = named("doccano").import_bytes(denotations.as_bytes(), None);
    let (one, losses) = found.into_iter().next().unwrap().unwrap();
    assert_eq!((one.annotation.gold.len(), one.annotation.relations.len(), losses.len()), (2, 1, 0));
    let other = r#"{"text":"زارت ريم","mine":{"a":[{"start":5,"end":8,"features":{}}]}}"#;
    let found = named("doccano").import_bytes(other.as_bytes(), None);
    let (one, losses) = found.into_iter().next().unwrap().unwrap();
    assert_eq!(losses.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(), ["mine"]);
    assert!(one.annotation.status == Status::InProgress && one.article.meta.contains_key("mine"));
}

/// Annotations of other tools have no context, and those of Hypothes.is their tags beside the target.
#[test]
fn web_annotations_without_a_context_are_recognised() {
    let target = r#"{"source":"https://x.example","selector":[{"type":"TextPositionSelector","start":5,"end":8},{"type":"TextQuoteSelector","exact":"ريم"}]}"#;
    let body = format!(
        r#"[{{"id":"a","type":"Annotation","body":[{{"value":"PER","purpose":"tagging"}}],"target":{target}}}]"#
    );
    let rows = format!(
        r#"{{"total":1,"rows":[{{"id":"a","uri":"https://x.example","text":"هي","tags":["PER"],"target":[{target}]}}]}}"#
    );
    for file in [body, rows] {
        assert_eq!(recognised("a.json", &file).unwrap().0, "w3c", "{file}");
        let found =
            named("w3c").import_bytes_with(file.as_bytes(), Some("زارت ريم".as_bytes()), &ImportOptions::default());
        let (one, _) = found.into_iter().next().unwrap().unwrap();
        let labels: Vec<&str> = one.gold_items().map(|item| item.body.label()).collect();
        assert_eq!(labels, ["PER"], "{file}");
    }
}

/// Recogito gives a purpose to its tags, and none to its comments.
#[test]
fn a_body_without_a_purpose_is_a_label_only_without_tags() {
    let read = |bodies: &str| {
        let file = format!(
            r#"{{"type":"Annotation","body":[{bodies}],"target":{{"selector":{{"type":"TextQuoteSelector","exact":"ريم"}}}}}}"#
        );
        let found =
            named("w3c").import_bytes_with(file.as_bytes(), Some("زارت ريم".as_bytes()), &ImportOptions::default());
        let (one, losses) = found.into_iter().next().unwrap().unwrap();
        let labels: Vec<String> = one.gold_items().map(|item| item.body.label().to_owned()).collect();
        (labels.join(" "), losses.len())
    };
    let (comment, tag) = (r#"{"value":"شرح"}"#, r#"{"value":"PER","purpose":"tagging"}"#);
    assert_eq!(read(&format!("{comment},{tag}")), ("PER".to_owned(), 0));
    assert_eq!(read(&format!("{tag},{comment},{tag}")), ("PER".to_owned(), 1));
    assert_eq!(read(comment), ("شرح".to_owned(), 0));
}

/// An answer about a region stays with it; two answers of one name are both kept.
#[test]
fn answers_about_regions_stay_with_them() {
    let region = |id: &str, start: usize, end: usize| {
        format!(
            r#"{{"id":"{id}","type":"labels","from_name":"l","value":{{"start":{start},"end":{end},"labels":["PER"]}}}}"#
        )
    };
    let note = |id: &str, words: &str| {
        format!(r#"{{"id":"{id}","type":"textarea","from_name":"why","value":{{"text":["{words}"]}}}}"#)
    };
    let task = |results: &[String]| {
        let results = results.join(",");
        format!(r#"[{{"id":1,"data":{{"text":"زارت ريم ليلى"}},"annotations":[{{"result":[{results}]}}]}}]"#)
    };
    let import = |file: String| named("labelstudio").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    let (one, losses) = import(task(&[
        region("a", 5, 8),
        note("a", "أولى"),
        region("b", 9, 13),
        note("b", "ثانية"),
        note("z", "ثالثة"),
    ]));
    let notes: Vec<String> = one.annotation.gold.iter().map(|item| item.extra["why"].to_string()).collect();
    assert_eq!(notes, [r#"["أولى"]"#, r#"["ثانية"]"#]);
    assert_eq!((one.article.meta["why"].to_string().as_str(), losses.len()), (r#"["ثالثة"]"#, 1));
    let (one, _) = import(task(&[note("y", "أولى"), note("z", "ثانية")]));
    assert_eq!(one.article.meta["why"].to_string(), r#"["أولى","ثانية"]"#);
    assert_eq!(one.annotation.status, Status::Suggested);
}
