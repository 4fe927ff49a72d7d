//! Exports of other tools of annotation, in the shapes that their documents show.

use std::path::Path;

use tawsim::formats::{ExportOptions, Selection, recognise, refuse_foreign};
use tawsim::gold::{Layer, Status};

use super::imports::{named, read};
use super::round_trips::{annotated, export, import_bytes, read_again};

/// The articles of a file with their annotators, entities, suggestions with their sources, and relations.
fn shown(format: &str, file: &str) -> Vec<String> {
    assert_eq!(recognise(Path::new("a.json"), file.as_bytes()).map(|it| it.format.name), Some(format), "{file}");
    let found = named(format).import_bytes(file.as_bytes(), None).into_iter();
    let show = |found: Result<tawsim::formats::Imported, _>| {
        let (one, losses) = found.unwrap_or_else(|problem: tawsim::formats::ImportProblem| panic!("{}", problem.what));
        assert_eq!(losses.iter().filter(|loss| !loss.is_kept).count(), 0, "{losses:?}");
        let words = |span| one.article.text.slice(span);
        let gold = one.gold_items().map(|item| format!("{} {}", item.body.label(), words(item.body.span().unwrap())));
        let pending =
            one.pending().map(|it| format!("?{}:{} {}", it.source, it.body.label(), words(it.body.span().unwrap())));
        let relations = one.annotation.relations.iter().map(|it| format!("{} {}>{}", it.label, it.from, it.to));
        let items: Vec<String> = gold.chain(pending).chain(relations).collect();
        let annotator = one.annotation.annotator.clone().map_or_else(String::new, |name| format!("{name}: "));
        format!("{annotator}{}", items.join(", "))
    };
    found.map(show).collect()
}

#[test]
fn each_tool_is_read_in_whole() {
    for (name, file, expected) in [
        (
            "LightTag",
            r#"{"name":"x","examples":[{"content":"زارت ريم طبرق","metadata":{},"annotations":[{"start":5,"end":8,"tag":"PER","value":"ريم","tag_id":"t","annotated_by":[{"annotator":"a"}]}]}]}"#,
            vec!["PER ريم"],
        ),
        (
            "UBIAI",
            r#"[{"documentName":"x","document":"زارت ريم طبرق","tokens":[{"text":"ريم","start":5,"end":8,"token_start":1,"token_end":1,"entityLabel":"PER"},{"text":"طبرق","start":9,"end":13,"token_start":2,"token_end":2,"entityLabel":"LOC"}],"relations":[{"child":2,"head":1,"relationLabel":"in"}]}]"#,
            vec!["PER ريم, LOC طبرق, in e1>e2"],
        ),
        (
            "Kili",
            r#"[{"id":"k","externalId":"x","content":"زارت ريم طبرق","labels":[{"author":{"email":"a@x"},"jsonResponse":{"JOB_0":{"annotations":[{"beginOffset":5,"content":"ريم","mid":"m1","categories":[{"name":"PER","confidence":100}]}]}}},{"author":{"email":"b@x"},"jsonResponse":{"JOB_0":{"annotations":[]}}}]}]"#,
            vec!["a@x: PER ريم", "b@x: "],
        ),
        (
            "Argilla 1",
            r#"{"text":"زارت ريم طبرق","annotation":[{"label":"PER","start":5,"end":8}],"annotation_agent":"a","prediction":[{"label":"LOC","start":9,"end":13,"score":0.5}],"status":"Validated"}"#,
            vec!["PER ريم, ?doccano:LOC طبرق"],
        ),
        (
            "Argilla 2",
            r#"[{"id":"r","fields":{"text":"زارت ريم طبرق"},"suggestions":{"spans":{"value":[{"label":"LOC","start":9,"end":13}],"score":0.5,"agent":"m"}},"responses":{"spans":[{"value":[{"label":"PER","start":5,"end":8}],"user_id":"u1"},{"value":[{"label":"ORG","start":5,"end":8}],"user_id":"u2"}]}}]"#,
            vec!["u1: PER ريم, ?m:LOC طبرق", "u2: ORG ريم, ?m:LOC طبرق"],
        ),
        (
            "a data set of Argilla",
            r#"{"text":"زارت ريم طبرق","spans.responses":[[{"label":"PER","start":5,"end":8}]],"spans.responses.users":["u"],"spans.suggestion":[{"label":"LOC","start":9,"end":13}]}"#,
            vec!["u: PER ريم, ?doccano:LOC طبرق"],
        ),
        (
            "Kili with relations",
            r#"{"content":"زارت ريم طبرق","labels":[{"author":{"email":"a@x"},"jsonResponse":{"NER":{"annotations":[{"beginOffset":5,"content":"ريم","mid":"m-1","categories":[{"name":"PER"}]},{"beginOffset":9,"content":"طبرق","mid":"m-2","categories":[{"name":"LOC"}]}]},"RELATION":{"annotations":[{"mid":"m-3","startEntities":[{"mid":"m-1"}],"endEntities":[{"mid":"m-2"}],"categories":[{"name":"in"}]}]}}}]}"#,
            vec!["a@x: PER ريم, LOC طبرق, in m-1>m-2"],
        ),
        (
            "Argilla 2 with one user",
            r#"{"fields":{"text":"زارت ريم"},"responses":{"spans":[{"value":[{"label":"PER","start":5,"end":8}],"user_id":"u1"}]}}"#,
            vec!["u1: PER ريم"],
        ),
        (
            "relations by the numbers of spans",
            r#"{"text":"زارت ريم طبرق","entities":[[5,8,"PER"],[9,13,"LOC"]],"relations":[[0,1,"in"]]}"#,
            vec!["PER ريم, LOC طبرق, in e1>e2"],
        ),
        (
            "heads and tails",
            r#"{"text":"زارت ريم طبرق","entities":[{"id":"a","start":5,"end":8,"label":"PER"},{"id":"b","start":9,"end":13,"label":"LOC"}],"relations":[{"head":"a","tail":"b","type":"in"}]}"#,
            vec!["PER ريم, LOC طبرق, in a>b"],
        ),
        (
            "a list of documents in an object",
            r#"{"count":1,"results":[{"id":15,"text":"زارت ريم","annotations":[{"label":{"id":8,"text":"PER"},"start_offset":5,"end_offset":8}]}]}"#,
            vec!["PER ريم"],
        ),
    ] {
        let format = "doccano";
        assert_eq!(shown(format, file), expected, "{name}");
    }
    let nested = r#"[{"id":1,"data":{"number":"x","doc":{"text":"زارت ريم"}},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"l","to_name":"t","value":{"start":5,"end":8,"labels":["PER"]}}]}]}]"#;
    assert_eq!(shown("labelstudio", nested), ["PER ريم"]);
}

/// Answers to other questions are kept, and lists that are no spans are not taken for labels of the text.
#[test]
fn what_is_no_span_is_kept_or_refused() {
    let file = r#"{"text":"زارت ريم","responses":{"spans":[{"value":[{"label":"PER","start":5,"end":8}]}],"quality":[{"value":"good"}]}}"#;
    let (one, _) = named("doccano").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    assert_eq!(one.article.meta["responses"].to_string(), r#"{"quality":[{"value":"good"}]}"#);
    for labels in [r#"[[5,8," "]]"#, r#"[{"l":"PER","s":0,"e":1}]"#, r#"[[5,8]]"#] {
        let found = read("doccano", &format!(r#"{{"text":"زارت ريم","labels":{labels}}}"#));
        assert!(found[0].starts_with("! labels[0] is not a labelled span"), "{found:?}");
    }
    let (one, losses) =
        named("doccano").import_bytes(r#"{"text":"زارت ريم","labels":["news"]}"#.as_bytes(), None).remove(0).unwrap();
    assert!(one.annotation.status == Status::Suggested && losses.iter().all(|loss| loss.is_kept));
}

/// What an annotator of Kili or Argilla says about the whole text goes with that annotator.
#[test]
fn answers_about_the_text_stay_with_their_annotators() {
    let meta = |file: &str, key: &str| -> Vec<String> {
        let found = named("doccano").import_bytes(file.as_bytes(), None).into_iter().map(Result::unwrap);
        found.map(|(one, _)| one.article.meta.get(key).map_or_else(String::new, ToString::to_string)).collect()
    };
    let kili = r#"{"content":"زارت ريم","labels":[{"author":{"email":"a","name":"A"},"labelType":"REVIEW","jsonResponse":{"TOPIC":{"categories":[{"name":"news"}]},"NER":{"annotations":[{"beginOffset":5,"content":"ريم","categories":[{"name":"PER"}]}]}}}]}"#;
    let rest =
        r#"{"labelType":"REVIEW","author":{"name":"A"},"jsonResponse":{"TOPIC":{"categories":[{"name":"news"}]}}}"#;
    assert_eq!(meta(kili, "kili"), [rest]);
    // An answer without a job of spans says nothing about spans.
    let topic = r#"{"content":"زارت ريم","labels":[{"jsonResponse":{"TOPIC":{"categories":[{"name":"news"}]}}}]}"#;
    assert_eq!(read("doccano", topic), ["زارت ريم |  suggested"]);
    assert_eq!(meta(topic, "kili"), [r#"{"jsonResponse":{"TOPIC":{"categories":[{"name":"news"}]}}}"#]);
    let argilla = r#"{"text":"زارت ريم","responses":{"spans":[{"value":[{"label":"PER","start":5,"end":8}],"user_id":"u1"},{"value":[{"label":"ORG","start":5,"end":8}],"user_id":"u2"}],"quality":[{"value":"good","user_id":"u1"}]}}"#;
    assert_eq!(shown("doccano", argilla), ["u1: PER ريم", "u2: ORG ريم"]);
    assert_eq!(meta(argilla, "responses"), [r#"{"quality":[{"value":"good","user_id":"u1"}]}"#, ""]);
}

/// Spans in a column of answers are gold.
#[test]
fn spans_in_columns_of_answers_are_gold() {
    let file = r#"{"text":"زارت ريم","spans.responses":[[{"label":"PER","start":5,"end":8}]]}"#;
    assert_eq!(read("doccano", file), ["زارت ريم | PER ريم"]);
}

#[test]
fn tools_that_are_not_read_are_named() {
    for (file, words) in [
        (r#"{"annotatable":{"parts":["s1p1"]},"anncomplete":true,"entities":[]}"#, "tagtog"),
        (r#"{"sentences":[{"content":"زارت","labels":[{"l":"PER","sidS":0,"charS":0}]}]}"#, "Datasaur"),
        ("<DOC DOCNO=\"x\">\n<ENAMEX TYPE=\"PERSON\">ريم</ENAMEX>\n</DOC>", "ENAMEX"),
    ] {
        let found = refuse_foreign(file.as_bytes()).unwrap();
        assert!(found.has_annotations && found.why.contains(words), "{}", found.why);
    }
}

/// A token with a space in a file without tabs, beside tokens without one.
#[test]
fn no_part_of_a_token_is_lost() {
    for file in [
        "زار O\nعبد الله B-PER\nطبرق B-LOC\n",
        "زار O\nعبد الله بن B-PER\nطبرق  B-LOC\n",
        "زار\tO\nعبد الله B-PER\nطبرق\tB-LOC\n",
    ] {
        let found = read("conll", file);
        assert!(found[0].contains("PER عبد الله") && found[0].contains("LOC طبرق"), "{found:?}");
        assert!(!found[0].contains("lost"), "{found:?}");
    }
    // Which of several columns has the space is not known.
    let wide = read("conll", "زار x y O\nثم x y O\nعبد الله x y B-PER\nطبرق x B-LOC\n");
    assert!(wide[0].contains("lost a line with more columns than most"), "{wide:?}");
}

/// Labels that CoNLL's tags would change come back as they were.
#[test]
fn every_label_comes_back() {
    for label in ["a|b_c-d", "O", "_", "x O", "B-X", "a%20b", "E-a,I-b", "a/b", "-", "مكان|B-x", "PER"] {
        let item = serde_json::json!({"id":"e1","start":0,"end":4,"label":label,"verdict":"added"});
        let one = annotated(&format!(r#"{{"id":"any","text":"زارت ريم","status":"done","entities":[{item}]}}"#));
        for format in ["conll", "inline", "brat", "webanno", "xmi", "casjson", "doccano", "spacy"] {
            let (files, _) = export(format, ExportOptions::default(), std::slice::from_ref(&one));
            let (main, beside) = read_again(format, &files, "any");
            let (again, _) = import_bytes(format, main, beside).remove(0).unwrap();
            let labels: Vec<&str> = again.gold_items().map(|item| item.body.label()).collect();
            assert_eq!(labels, [label], "{format}: {}", String::from_utf8_lossy(main));
        }
    }
}

#[test]
fn labels_that_no_entity_has_are_known() {
    let (one, _) = named("conll").import_bytes("ريم B-PER\n".as_bytes(), None).remove(0).unwrap();
    let map = vec![("PER".to_owned(), Some("X".to_owned())), ("LOK".to_owned(), None)];
    let selection = Selection { map, ..Selection::default() };
    assert_eq!(selection.unmatched(), ["PER", "LOK"]);
    let copy = selection.clone();
    let _ = copy.apply(one);
    assert_eq!(selection.unmatched(), ["LOK"]);
}

/// Another layer than the labels' does not make them unknown.
#[test]
fn labels_are_known_although_only_quotes_are_selected() {
    let (one, _) = named("conll").import_bytes("ريم B-PER\n".as_bytes(), None).remove(0).unwrap();
    let map = vec![("PER".to_owned(), Some("X".to_owned()))];
    let selection = Selection { map, layer: Some(Layer::Quote), ..Selection::default() };
    assert_eq!(selection.apply(one).unwrap().annotation.gold.len(), 0);
    assert!(selection.unmatched().is_empty());
}
