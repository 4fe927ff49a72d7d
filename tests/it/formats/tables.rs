//! Tables of tokens, the outputs of evaluations, the mentions of CorefUD, and structures of UIMA without layers.

use std::path::Path;

use tawsim::formats::{ImportOptions, recognise, refuse_foreign};

use super::imports::{named, read, read_with};

#[test]
fn tables_of_tokens_are_read() {
    for (name, file, expected) in [
        ("no header", "زارت,O\nريم,B-PER\n\",\",O\n\"\"\"\",O\n", "زارت ريم , \" | PER ريم"),
        ("semicolons", "token;tag\nزارت;O\nريم;B-PER\n", "زارت ريم | PER ريم"),
        (
            "the sentence beside the first token",
            "Sentence #,Word,POS,Tag\nSentence: 1,زارت,VBD,O\n,ريم,NNP,B-per\nSentence: 2,طبرق,NNP,B-geo\n,هنا,RB,O\n",
            "زارت ريم\nطبرق هنا | per ريم, geo طبرق",
        ),
        (
            "the number of the sentence, and of the row",
            ",sentence_id,words,labels\n0,7,زارت,O\n1,7,ريم,B-PER\n2,8,هنا,O\n",
            "زارت ريم\nهنا | PER ريم",
        ),
        ("tabs", "sentence_id\tword\ttag\n1\tزارت\tO\n1\tريم\tB-PER\n2\tهنا\tO\n", "زارت ريم\nهنا | PER ريم"),
        ("rows without fields", "token,tag\nزارت,O\n,\nريم,B-PER\n", "زارت\nريم | PER ريم"),
        ("bare tags", "Token,Label\nزارت,O\nريم,PER\nالعلي,PER\n", "زارت ريم العلي | PER ريم العلي"),
    ] {
        assert_eq!(read("conll", file), [expected], "{name}");
        assert_eq!(recognise(Path::new("a.csv"), file.as_bytes()).unwrap().format.name, "conll", "{name}");
    }
    let options = ImportOptions { columns: Some("token=2,tag=3".parse().unwrap()), ..ImportOptions::default() };
    let file = "x,زارت,O\ny,ريم,B-PER\n";
    assert_eq!(read_with("conll", file.as_bytes(), None, &options), ["زارت ريم | PER ريم"]);
    // A comma is a token where fields are separated by spaces.
    assert_eq!(read("conll", "زارت O\n، O\n, O\nريم B-PER\n"), ["زارت ، , ريم | PER ريم"]);
    // A comment is no row.
    let comment = "# text = زارت, ريم\nزارت,O\n\",\",O\nريم,B-PER\n";
    assert_eq!(read("conll", comment), ["زارت, ريم | PER ريم"]);
    // Prose with commas is no table.
    assert!(recognise(Path::new("a.csv"), "text,label\nزارت ريم,1\n".as_bytes()).is_none());
}

#[test]
fn tables_of_texts_and_reports_are_refused_by_name() {
    for (file, words) in [
        ("id,tokens,ner_tags\n0,\"['زارت', 'ريم']\",\"[0, 1]\"\n", "a table with lists in its cells"),
        ("text\tstart\tend\tlabel\nزارت ريم\t5\t8\tPER\n", "a table of texts and spans"),
        ("doc_id;start_offset;end_offset;entity_type\n1;5;8;PER\n", "a table of texts and spans"),
        (
            "processed 9 tokens with 3 phrases; found: 3 phrases; correct: 2.\naccuracy:  88.89%\n",
            "a report of conlleval",
        ),
        (
            "              precision    recall  f1-score   support\n\n         PER       1.00      1.00      1.00         1\n",
            "a report of seqeval",
        ),
    ] {
        let found = refuse_foreign(file.as_bytes()).unwrap_or_else(|| panic!("{file} is not refused"));
        assert!(found.why.contains(words), "{file}: {}", found.why);
    }
    for file in ["text,label\nزارت ريم,1\n", "Token,Label\nزارت,O\n", "start of a text, and the end, label it\n"]
    {
        assert_eq!(refuse_foreign(file.as_bytes()), None, "{file}");
    }
}

/// The answers of a model beside a gold standard are no nested names.
#[test]
fn predictions_beside_gold_are_left_out_and_told() {
    let file = "زارت VB O O\nريم NN B-PER B-PER\nطبرق NN B-LOC B-LOC\nأمس NN O B-DATE\n";
    assert_eq!(read("conll", file), ["زارت ريم طبرق أمس | PER ريم, LOC طبرق lost the tags of column 4"]);
    let both = ImportOptions { columns: Some("token=1,tag=4".parse().unwrap()), ..ImportOptions::default() };
    assert_eq!(read_with("conll", file.as_bytes(), None, &both), ["زارت ريم طبرق أمس | PER ريم, LOC طبرق, DATE أمس"]);
    // Nested names have other labels, or other tokens.
    let nested = "جامعة B-ORG O\nطبرق I-ORG B-GPE\nأمس O O\n";
    assert_eq!(read("conll", nested), ["جامعة طبرق أمس | ORG جامعة طبرق, GPE طبرق"]);
}

fn word(number: &str, form: &str, misc: &str) -> String {
    format!("{number}\t{form}\t_\tNOUN\t_\t_\t0\troot\t_\t{misc}\n")
}

#[test]
fn mentions_of_coref_ud_are_entities() {
    let head = "# global.Entity = eid-etype-head-other\n# newdoc id = a\n# text = زارت ريم وكتبها مكتبة\n";
    let rows = word("1", "زارت", "_")
        + &word("2", "ريم", "Entity=(e1-person-1-x:y)")
        + &word("3-4", "وكتبها", "_")
        + &word("3", "و", "_")
        + &word("4", "كتبها", "Entity=(e2-object-1-")
        + &word("4.1", "_", "Entity=(e9-person-1-)")
        + &word("5", "مكتبة", "Bridge=e2<e3:part|Entity=e2)(e3[1/2]-place-1-)");
    let file = format!("{head}{rows}");
    let found = named("conll").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    let (one, losses) = &found;
    let entities: Vec<String> = one
        .gold_items()
        .map(|item| {
            let words = one.article.text.slice(item.body.span().unwrap());
            let attributes: Vec<String> =
                item.attributes.pairs().map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect();
            format!("{} {words} {}", item.body.label(), attributes.join(" "))
        })
        .collect();
    assert_eq!(entities, ["person ريم eid=e1 head=1 other=x:y", "object وكتبها مكتبة eid=e2 head=1"]);
    let lost: Vec<&str> = losses.iter().filter(|loss| !loss.is_kept).map(|loss| loss.what.as_str()).collect();
    assert_eq!(lost, ["a bracket of Entity=", "an edge of a mention", "a mention", "Bridge= or SplitAnte="]);
    // Tags of names are read before mentions, which are told.
    let both = word("1", "ريم", "Entity=(e1-person-1-)|NER=B-PER");
    assert_eq!(read("conll", &both), ["ريم | PER ريم lost columns Entity= of MISC (mentions and coreference)"]);
    // Mentions in parts are entities in parts.
    let parts = format!(
        "{}{}{}",
        word("1", "شمال", "Entity=(e1[1/2]-place-1-)"),
        word("2", "أو", "_"),
        word("3", "ليبيا", "Entity=(e1[2/2]-place-1-)")
    );
    let (one, losses) = named("conll").import_bytes(parts.as_bytes(), None).remove(0).unwrap();
    let item = one.gold_items().next().unwrap();
    assert_eq!((item.parts.len(), losses.iter().filter(|it| !it.is_kept).count()), (2, 0));
    assert_eq!(one.article.text.slice(item.body.span().unwrap()), "شمال أو ليبيا");
}

/// A document of UIMA with `structure` beside its text.
fn cas(types: &str, structure: &str) -> String {
    format!(
        r#"{{"%TYPES":{{{types}}},"%FEATURE_STRUCTURES":[{{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaID":"_InitialView","sofaString":"زارت ريم طبرق"}},{structure}]}}"#
    )
}

#[test]
fn spans_of_a_cas_without_layers_are_told() {
    let plain = |kind: &str| format!(r#"{{"%ID":2,"%TYPE":"{kind}","@sofa":1,"begin":5,"end":8}}"#);
    for (kind, lost) in
        [("uima.tcas.Annotation", "uima.tcas.Annotation"), ("my.Person", "my.Person"), ("Person", "Person")]
    {
        let file = cas("", &plain(kind));
        assert_eq!(read("casjson", &file), [format!("زارت ريم طبرق |  lost {lost} in_progress")], "{kind}");
        let layer = kind.rsplit('.').next().unwrap().to_owned();
        let options = ImportOptions { layer_name: Some(layer.clone()), ..ImportOptions::default() };
        let found = read_with("casjson", file.as_bytes(), None, &options);
        assert_eq!(found, [format!("زارت ريم طبرق | {layer} ريم")], "{kind}");
    }
    let xmi = |element: &str| {
        format!(
            r#"<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:t="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:o="http://example.org/other"><{element} xmi:id="9" sofa="1" begin="5" end="8"/><cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="زارت ريم طبرق"/></xmi:XMI>"#
        )
    };
    assert_eq!(read("xmi", &xmi("tcas:Annotation")), ["زارت ريم طبرق |  lost uima.tcas.Annotation in_progress"]);
    assert_eq!(read("xmi", &xmi("o:Name")), ["زارت ريم طبرق |  lost .Name in_progress"]);
    assert_eq!(read("xmi", &xmi("t:Person")), ["زارت ريم طبرق | Person ريم"]);
    // The document itself, tokens and sentences are no annotations of a person.
    assert_eq!(read("xmi", &xmi("tcas:DocumentAnnotation")), ["زارت ريم طبرق |"]);
}

#[test]
fn kinds_of_named_entities_are_entities() {
    let types = r#""my.Person":{"%NAME":"my.Person","%SUPER_TYPE":"my.Agent"},"my.Agent":{"%NAME":"my.Agent","%SUPER_TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"}"#;
    let with = |kind: &str, features: &str| {
        cas(types, &format!(r#"{{"%ID":2,"%TYPE":"{kind}","@sofa":1,"begin":5,"end":8{features}}}"#))
    };
    assert_eq!(read("casjson", &with("my.Person", "")), ["زارت ريم طبرق | Person ريم"]);
    assert_eq!(read("casjson", &with("my.Person", r#","value":"PER""#)), ["زارت ريم طبرق | PER ريم"]);
    // An entry of a knowledge base is no label.
    let entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    assert_eq!(read("casjson", &with(entity, r#","identifier":"Q42""#)), ["زارت ريم طبرق | NamedEntity ريم"]);
    let circle = types.replace("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "my.Person");
    let file = with("my.Person", "").replace(types, &circle);
    assert_eq!(read("casjson", &file), ["زارت ريم طبرق |  lost my.Person in_progress"]);
}
