//! Annotations in shapes that are easy to overlook: read, or reported, and the article is not done without them.

use std::path::Path;

use tawsim::formats::{Asides, broken_json, recognise};
use tawsim::gold::Status;

use super::imports::{named, read};

/// Broken JSON is no table of tokens and tags, whatever commas it has.
#[test]
fn broken_json_is_no_table() {
    let line = r#"{"text":"زار سليم","tokens":["زار","سليم"],"tags":["O","B-PER"],}"#;
    let pairs = r#"[["زار",{"entities":["O","U-PER"]}],("x")]"#;
    for (name, file) in [("v.jsonl", line), ("v.txt", line), ("v.json", pairs), ("v.json", "زار,O\nريم,B-PER\n")]
    {
        assert_eq!(recognise(Path::new(name), file.as_bytes()), None, "{name} {file}");
        let (line, what) = broken_json(Path::new(name), file.as_bytes()).unwrap();
        assert!(line == 1 && what.starts_with("is not JSON: "), "{line} {what}");
    }
    assert_eq!(broken_json(Path::new("a.json"), br#"{"text": "a", "spans": ["#), None, "a cut file");
}

/// A record whose annotations are read from no key is not done, and the key is a loss.
#[test]
fn annotations_that_are_not_read_are_a_loss() {
    for (rest, found) in [
        (r#""entities":{"PER":["سليم"]}"#, "| lost entities in_progress"),
        (r#""entities":{"a":{"start":4,"end":8,"label":"PER"}}"#, "| PER سليم"),
        (r#""labels":{"PER":[[4,8]],"LOC":[[9,13]]}"#, "| PER سليم, LOC طبرق"),
        (r#""spans":[],"result":[{"start":4,"end":8,"label":"PER"}]"#, "| lost result in_progress"),
        (r#""my_spans":[[4,8,"PER"]]"#, "| lost my_spans in_progress"),
        (r#""mine":[{"beginOffset":4,"end":8}]"#, "| lost mine in_progress"),
        (r#""labels":["سياسة"]"#, "| suggested"),
        (r#""cats":{"سياسة":1.0}"#, "| suggested"),
        (
            r#""annotation":{"agent":"sara","entities":[{"label":"PER","start":4,"end":8,"score":1.0}]},
                "prediction":{"agent":"m","entities":[{"label":"LOC","start":9,"end":13,"score":0.5}]}"#,
            "| PER سليم, ?LOC طبرق in_progress",
        ),
        (r#""annotation":[["PER",4,8,1.0]],"prediction":null,"status":"Validated""#, "| PER سليم"),
        (
            r#""responses":{"s":[{"value":[{"start":4,"end":8,"label":"PER"}],"user_id":"a","status":"discarded"}]}"#,
            "| PER سليم skipped",
        ),
    ] {
        let file = format!(r#"{{"text":"زار سليم طبرق",{rest}}}"#).replace('\n', " ");
        let one = read("doccano", &file).remove(0).replace("|  ", "| ");
        assert_eq!(one, format!("زار سليم طبرق {found}"), "{rest}");
    }
    let two = r#"{"text":"زار سليم طبرق","label":[[4,8,"PER"]],"other":[[9,13,"LOC"]]}"#;
    let (_, losses) = named("doccano").import_bytes(two.as_bytes(), None).remove(0).unwrap();
    assert_eq!(losses.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(), ["other"]);
}

#[test]
fn other_shapes_of_json_are_read() {
    let spacy = r#"{"paragraphs":[{"raw":"ريم هنا","sentences":[{"tokens":[{"orth":"ريم"},{"orth":"هنا"}]}],"cats":[],"entities":[[0,3,"PER"]],"links":[]}]}"#;
    assert_eq!(read("spacy", spacy), ["ريم هنا | PER ريم"]);
    let kili = r#"[{"content":"زارت ريم","latestLabel":{"author":{"email":"a@x"},"jsonResponse":{"J":{"annotations":[{"beginOffset":5,"content":"ريم","categories":[{"name":"PER"}]}]}}}}]"#;
    assert_eq!(read("doccano", kili), ["زارت ريم | PER ريم"]);
}

/// A field of the form that is called "note" and the text of a region are both kept.
#[test]
fn two_notes_of_a_region_are_joined() {
    let file = r#"[{"id":1,"data":{"text":"زارت ريم"},"annotations":[{"result":[
        {"id":"a","type":"labels","from_name":"l","meta":{"text":["ثانية"]},"value":{"start":5,"end":8,"labels":["PER"]}},
        {"id":"a","type":"textarea","from_name":"note","value":{"text":["أولى"]}}]}]}]"#;
    let (one, _) = named("labelstudio").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    let item = one.annotation.gold.iter().next().unwrap();
    assert_eq!(one.annotation.remarks.of(&item.remark_target()).note.as_deref(), Some("أولى / ثانية"));
}

/// Pending suggestions of an article that is done are counted if a format leaves them out.
#[test]
fn pending_suggestions_of_finished_articles_are_counted() {
    let file = r#"{"text":"زارت ريم","entities":[{"label":"PER","score":0.9,"start":5,"end":8}]}"#;
    let (mut one, _) = named("doccano").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    one.annotation.status = Status::Done;
    for (format, left) in [("conll", 1), ("doccano", 1), ("prodigy", 1), ("labelstudio", 0), ("jsonl", 0)] {
        assert_eq!(Asides::dropped_by(named(format), false, &one).left, left, "{format}");
    }
}

/// A task may have spans in two texts. An article has one text, so the spans of the other are a loss.
#[test]
fn regions_of_another_text_are_a_loss() {
    let region = |id: &str, to: &str, start: usize, end: usize, words: &str| {
        format!(
            r#"{{"id":"{id}","type":"labels","from_name":"l","to_name":"{to}","value":{{"start":{start},"end":{end},"text":"{words}","labels":["X"]}}}}"#
        )
    };
    let read_task = |to: &str| {
        let results = [region("a", to, 7, 11, "طبرق"), region("b", "t2", 5, 8, "ريم")].join(",");
        let data = r#"{"title":"خبر من طبرق","body":"زارت ريم طبرق"}"#;
        read("labelstudio", &format!(r#"[{{"id":1,"data":{data},"annotations":[{{"id":1,"result":[{results}]}}]}}]"#))
    };
    assert_eq!(read_task("t1"), ["زارت ريم طبرق | X ريم lost a region of t1 \"طبرق\" (X) in_progress"]);
}

/// The label of a relation is the feature that is called so; the others are its attributes.
#[test]
fn relations_of_webanno_keep_all_features() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Name|value\n#T_RL=custom.Link|label|sure|BT_custom.Name\n\n\n\
                #Text=ريم طبرق\n1-1\t0-3\tريم\tPER\t_\t_\t_\t\n1-2\t4-8\tطبرق\tLOC\tفي\tنعم\t1-1\t\n";
    let (one, _) = named("webanno").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    let relation = one.annotation.relations.iter().next().unwrap();
    assert_eq!((relation.label.as_str(), relation.attributes.to_json().unwrap()["sure"].as_str()), ("في", Some("نعم")));
}

/// An annotation without a usable place is not blamed on its layer, and its article is not done.
#[test]
fn annotations_of_a_cas_without_a_place_are_a_loss() {
    let file = r#"{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaID":"_InitialView","sofaString":"زارت ريم"},
        {"%ID":2,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","@sofa":1,"end":8,"value":"PER"}]}"#;
    assert_eq!(read("casjson", file), ["زارت ريم |  lost NamedEntity 2 in_progress"]);
}

/// Gold has no events, so their attributes go to the trigger; this is said, and a loss where two events share a trigger.
#[test]
fn attributes_of_events_are_told() {
    let read = |lines: &str| {
        let ann = format!("T1\tV 0 4\tزارت\nT2\tPER 5 8\tريم\nE1\tV:T1 A:T2\n{lines}");
        let found = named("brat").import_bytes(ann.as_bytes(), Some("زارت ريم".as_bytes()));
        let (_, losses) = found.into_iter().next().unwrap().unwrap();
        losses.into_iter().map(|loss| (loss.what, loss.is_kept)).collect::<Vec<_>>()
    };
    assert_eq!(read("A1\tNegation E1\n"), [("attribute Negation of E1".to_owned(), true)]);
    let two = read("E2\tV:T1 B:T2\nA1\tNegation E2\n");
    assert_eq!(two, [("attribute Negation of E2".to_owned(), false)]);
}

/// The tag of a token that is written as two words is the token's; an empty node has no text for its tag.
#[test]
fn tags_of_multiword_tokens_and_empty_nodes_are_told() {
    let row = |number: &str, form: &str, misc: &str| format!("{number}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let head = row("1", "زار", "NER=O") + &row("2-3", "وريم", "NER=B-PER");
    let words = row("2", "و", "_") + &row("3", "ريم", "_");
    assert_eq!(read("conll", &(head.clone() + &words)), ["زار وريم | PER وريم"]);
    let empty = head + &words + &row("3.1", "هي", "NER=B-PER");
    assert_eq!(read("conll", &empty), ["زار وريم | PER وريم lost the tag of the empty node \"هي\" in_progress"]);
}

/// A span without a label costs that span; the answers that a review compares are named.
#[test]
fn spans_of_prodigy_are_read_one_by_one() {
    let file =
        r#"{"text":"زارت ريم","spans":[{"start":0,"end":4},{"start":5,"end":8,"label":"PER"}],"answer":"accept"}"#;
    assert_eq!(read("prodigy", file), ["زارت ريم | PER ريم lost spans[0] at 0..4 in_progress"]);
    let review = r#"{"text":"زارت ريم","spans":[],"versions":[{"spans":[{"start":5,"end":8,"label":"PER"}]}],"answer":"accept"}"#;
    assert_eq!(read("prodigy", review), ["زارت ريم |  lost versions in_progress"]);
}

/// The names of the groups of spans, and what the tokens have, are kept or named.
#[test]
fn groups_and_tokens_of_spacy_are_told() {
    let file = r#"{"text":"زارت ريم","spans":{"names":[{"start":5,"end":8,"label":"PER"}]},"tokens":[{"id":0,"start":0,"end":4},{"id":1,"start":5,"end":8,"lemma":"ريم","dep":"obj"}]}"#;
    let (one, losses) = named("spacy").import_bytes(file.as_bytes(), None).remove(0).unwrap();
    assert_eq!(one.annotation.gold.iter().next().unwrap().extra.get("group").and_then(|it| it.as_str()), Some("names"));
    assert_eq!(losses[0].what, "tokens: dep, lemma");
}
