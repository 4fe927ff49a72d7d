//! Relations, attributes and entities in parts: an export that is imported again gives the same, or reports the loss with
//! its number.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tawsim::formats::{Annotated, ExportOptions, FORMATS, Loss, lost_by_suggestions};
use tawsim::gold::{Attributes, GoldItem, Relation, attribute_words, json, realign};
use tawsim::text::Text;

use super::round_trips::{annotated, export, import_bytes, read_again};

/// Two names that share a word, a quote, relations between entities and from a quote, values of every type.
const CASE: &str = r#"{"id":"case","text":"شمال وجنوب السودان 😀: قال سامي «نعم» و«لا»","status":"done","entities":[
    {"id":"e1","start":0,"end":18,"parts":[{"start":0,"end":4},{"start":11,"end":18}],"label":"LOC","verdict":"added",
     "attributes":{"Reference":["Wikidata:Q1049 السودان","GeoNames:366755"],"Former":true}},
    {"id":"e2","start":6,"end":18,"label":"LOC","verdict":"added","attributes":{"Sure":["yes","no"],"Since":2011}},
    {"id":"e3","start":26,"end":30,"label":"PER","verdict":"added"}],
    "quotes":[{"id":"q1","kind":"direct","content":[{"start":32,"end":35},{"start":38,"end":40}],
     "cue":{"start":22,"end":25},"speaker":{"start":26,"end":30,"entity":"e3","implied":false},"verdict":"added",
     "attributes":{"Tone":"calm"}}],
    "relations":[{"id":"r1","label":"borders","from":"e1","to":"e2","attributes":{"Since":"2011"}},
     {"id":"r2","label":"lives_in","from":"e3","to":"e2"},{"id":"r3","label":"about","from":"q1","to":"e1"},
     {"id":"r4","label":"borders","from":"e2","to":"e1"}]}"#;

/// An item, by its place and label.
fn name(item: &GoldItem) -> String {
    format!("{:?} {}", item.pieces(), item.body.label())
}

fn relations(one: &Annotated) -> Vec<String> {
    let end =
        |id: &str| one.annotation.gold_item(id).map_or_else(|| id.to_owned(), |item| format!("{:?}", item.body.span()));
    let line = |it: &Relation| format!("{} -{}-> {}", end(&it.from), it.label, end(&it.to));
    let mut lines: Vec<String> = one.annotation.relations.iter().map(line).collect();
    lines.sort();
    lines
}

fn attributes(all: &Attributes) -> BTreeSet<String> {
    all.pairs().map(|(name, value)| format!("{name}={}", attribute_words(value))).collect()
}

fn item_attributes(one: &Annotated) -> BTreeSet<String> {
    let of_item = |item: &GoldItem| {
        let name = format!("{:?}", item.body.span());
        attributes(&item.attributes).into_iter().map(move |value| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    one.gold_items().flat_map(of_item).collect()
}

fn relation_attributes(one: &Annotated) -> Vec<String> {
    let mut values: Vec<String> = one.annotation.relations.iter().flat_map(|it| attributes(&it.attributes)).collect();
    values.sort();
    values
}

fn in_parts(one: &Annotated) -> Vec<String> {
    one.gold_items().filter(|item| !item.parts.is_empty()).map(name).collect()
}

/// What an import finds again, compared with what was there. The losses of the export say the rest.
fn check(format: &str, one: &Annotated, rest_may_be_lost: bool) -> Result<(), TestCaseError> {
    let (files, lost) = export(format, ExportOptions::default(), std::slice::from_ref(one));
    let (main, beside) = read_again(format, &files, &one.article.id);
    let found = import_bytes(format, main, beside);
    let (back, problems) = found.into_iter().next().unwrap().unwrap_or_else(|fault| panic!("{format}: {fault:?}"));
    let told = |what: &str| lost.iter().any(|loss| loss.what.contains(what));
    for (what, same, is_there) in [
        ("relation", relations(&back) == relations(one), !one.annotation.relations.is_empty()),
        ("attribute", item_attributes(&back) == item_attributes(one), !item_attributes(one).is_empty()),
        ("entit", in_parts(&back) == in_parts(one), !in_parts(one).is_empty()),
    ] {
        let told = told(what) || (rest_may_be_lost && ["brat", "webanno"].contains(&format) && !lost.is_empty());
        prop_assert!(
            same || (told && is_there),
            "{} {}: {:?} {:?}\n{:?}\n{:?}",
            format,
            what,
            lost,
            problems,
            (relations(&back), item_attributes(&back), in_parts(&back)),
            (relations(one), item_attributes(one), in_parts(one))
        );
    }
    let same = relation_attributes(&back) == relation_attributes(one);
    prop_assert!(same || told("relation"), "{} relation attributes: {:?}", format, lost);
    Ok(())
}

#[test]
fn each_format_keeps_them_or_counts_them() {
    let case = annotated(CASE);
    for format in FORMATS {
        check(format.name, &case, false).unwrap();
        let none =
            export(format.name, ExportOptions::default(), &[annotated(&CASE.replace("\"relations\"", "\"x\""))]).1;
        assert!(!none.iter().any(|loss| loss.what.contains("relation")), "{format}: {none:?}");
    }
    let lost: Vec<String> = lost_by_suggestions(&case).iter().map(ToString::to_string).collect();
    assert_eq!(lost.len(), 3, "{lost:?}");
    assert!(lost[0].contains("4 relations: suggestions have none"), "{lost:?}");
}

/// The formats that hold every relation.
#[test]
fn most_formats_hold_every_relation() {
    let case = annotated(CASE);
    let layered = ["webanno", "xmi", "casjson"];
    for format in ["jsonl", "prodigy", "spacy", "doccano", "labelstudio", "brat", "w3c"].into_iter().chain(layered) {
        let mut case = case.clone();
        if layered.contains(&format) {
            // Their relation layers connect spans of one layer.
            case.annotation.relations.remove("r3");
        }
        let (files, _) = export(format, ExportOptions::default(), std::slice::from_ref(&case));
        let (main, beside) = read_again(format, &files, "case");
        let (back, problems) = import_bytes(format, main, beside).remove(0).unwrap();
        assert_eq!(relations(&back), relations(&case), "{format} {problems:?}");
    }
    for format in ["jsonl", "prodigy", "spacy", "labelstudio", "brat", "w3c"] {
        let (files, _) = export(format, ExportOptions::default(), std::slice::from_ref(&case));
        let (main, beside) = read_again(format, &files, "case");
        let (back, problems) = import_bytes(format, main, beside).remove(0).unwrap();
        assert_eq!(in_parts(&back), in_parts(&case), "{format} {problems:?}");
        assert_eq!(item_attributes(&back), item_attributes(&case), "{format} {problems:?}");
    }
}

/// brat's own files: normalizations, equivalences, events with shared triggers and nested events, attributes of each.
#[test]
fn what_brat_says_is_kept() {
    let text = "سامي باع البيت لعلي في باريس وغضب";
    let ann = "T1\tPER 0 4\tسامي\nT2\tSell 5 8\tباع\nT3\tPER 16 19\tعلي\nT4\tLOC 23 28\tباريس\nT5\tFeel 30 33\tغضب\n\
               T6\tThing 9 14;30 33\tالبيت غضب\n\
               E1\tSell:T2 Agent:T1 To:T3 To2:T4\nE2\tFeel:T5 Cause:E1\nE3\tSell:T2 Agent:T3\n\
               R1\tlives_in Arg1:T1 Arg2:T4\nR2\tbefore Arg1:E1 Arg2:E2\n*\tEquiv T1 T3 T4\n\
               N1\tReference T4 Wikidata:Q90\tParis, the city\nN2\tReference T4 GeoNames:2988507\n\
               A1\tNegated E2\nA2\tSure E1 high\nM1\tSure T1 low\nA3\tSince R1 1999\n#1\tAnnotatorNotes R1\tحقا؟\n";
    let (one, losses) = import_bytes("brat", ann.as_bytes(), Some(text.as_bytes())).remove(0).unwrap();
    // Gold has no events, and E3 has the trigger of E1, too.
    let told: Vec<(&str, bool)> = losses.iter().map(|loss| (loss.what.as_str(), loss.is_kept)).collect();
    assert_eq!(told, [("attribute Negated of E2", true), ("attribute Sure of E1", false)]);
    let labels: Vec<&str> = one.annotation.relations.iter().map(|it| it.label.as_str()).collect();
    let mut sorted = labels.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["Agent", "Agent", "Cause", "Equiv", "Equiv", "To", "To2", "before", "lives_in"]);
    let values: BTreeSet<String> = item_attributes(&one);
    assert_eq!(values.len(), 5, "{values:?}");
    assert!(values.iter().any(|it| it.ends_with("Reference=Wikidata:Q90 Paris, the city")), "{values:?}");
    assert_eq!((relation_attributes(&one), in_parts(&one).len()), (vec!["Since=1999".to_owned()], 1));
    let mut one = one;
    one.article.id = "b".to_owned();
    let (files, lost) = export("brat", ExportOptions::default(), std::slice::from_ref(&one));
    assert_eq!(lost, []);
    let written = files.0["b.ann"].clone();
    let written = String::from_utf8(written).unwrap();
    for line in ["Equiv T", "Negated T", "AnnotatorNotes R1\tحقا؟", "Cause:E", "Wikidata:Q90\tParis, the city"] {
        assert!(written.contains(line), "{line}\n{written}");
    }
    assert_eq!(written.lines().filter(|line| line.starts_with('E')).count(), 3, "{written}");
    let (main, beside) = read_again("brat", &files, "b");
    let (back, _) = import_bytes("brat", main, beside).remove(0).unwrap();
    assert_eq!((relations(&back), item_attributes(&back)), (relations(&one), item_attributes(&one)));
}

/// Link features of INCEpTION, chains, and further features of a layer.
#[test]
fn links_chains_and_features_of_a_cas_are_kept() {
    let xmi = r#"<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
        xmlns:c="http:///webanno/custom.ecore" xmlns:n="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
        xmlns:k="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
        <n:NamedEntity xmi:id="11" sofa="3" begin="5" end="8" value="PER" identifier="http://kb/Q1"/>
        <c:Event xmi:id="12" sofa="3" begin="0" end="4" value="say" mood="calm" arguments="21 22"/>
        <n:NamedEntity xmi:id="13" sofa="3" begin="9" end="12" value="LOC"/>
        <c:EventArgumentsLink xmi:id="21" role="agent" target="11"/><c:EventArgumentsLink xmi:id="22" target="13"/>
        <c:EventArgumentsLink xmi:id="23" role="lost" target="13"/>
        <k:CoreferenceLink xmi:id="31" sofa="3" begin="5" end="8" next="32" referenceType="nam" referenceRelation="anaphora"/>
        <k:CoreferenceLink xmi:id="32" sofa="3" begin="9" end="12"/>
        <cas:Sofa xmi:id="3" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="قالت ريم هنا"/></xmi:XMI>"#;
    let (one, losses) = import_bytes("xmi", xmi.as_bytes(), None).remove(0).unwrap();
    let labels: Vec<&str> = one.annotation.relations.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["agent", "arguments", "anaphora"]);
    let items: Vec<&str> = one.gold_items().map(|item| item.body.label()).collect();
    assert_eq!(items, ["say", "PER", "nam", "LOC", "Coreference"]);
    let values: Vec<String> =
        item_attributes(&one).into_iter().map(|it| it.rsplit(": ").next().unwrap().to_owned()).collect();
    assert_eq!(values, ["mood=calm", "Reference=http://kb/Q1"]);
    let (told, losses): (Vec<Loss>, Vec<Loss>) = losses.into_iter().partition(|loss| loss.is_kept);
    assert_eq!((told.len(), losses.len()), (2, 1), "{told:?} {losses:?}");
    assert!(losses[0].to_string().contains("no span has this link"));
}

/// An offset may be equal to the id of a link.
#[test]
fn offsets_of_a_cas_are_no_links() {
    let text = "قالت ريم هنا في مدينة طبرق أمس ريم";
    let xmi = format!(
        r#"<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
        xmlns:c="http:///custom.ecore" xmlns:n="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">
        <n:NamedEntity xmi:id="12" sofa="3" begin="5" end="8" value="PER"/>
        <n:NamedEntity xmi:id="13" sofa="3" begin="31" end="34" value="PER"/>
        <c:RoleLink xmi:id="31" role="agent" target="12"/>
        <cas:Sofa xmi:id="3" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/></xmi:XMI>"#
    );
    let (one, losses) = import_bytes("xmi", xmi.as_bytes(), None).remove(0).unwrap();
    assert_eq!((one.annotation.gold.len(), relations(&one)), (2, Vec::new()));
    assert!(losses.len() == 1 && losses[0].to_string().contains("no span has this link"), "{losses:?}");
}

/// Random relations, attributes and parts on random gold.
fn related_gold() -> impl Strategy<Value = Annotated> {
    let relations = prop::collection::vec((0_usize..20, 0_usize..20, 0_usize..3), 0..6);
    let values = prop::collection::vec((0_usize..20, 0_usize..3, 0_usize..4), 0..5);
    (super::round_trips::gold(), relations, values).prop_map(|(mut one, relations, values)| {
        let ids: Vec<String> = one.gold_items().map(|item| item.id.clone()).collect();
        let id = |at: usize| ids[at % ids.len()].clone();
        for (from, to, label) in relations.into_iter().filter(|_| !ids.is_empty()) {
            let (from, to) = (id(from), id(to));
            let relation = Relation::new(one.annotation.relations.free_id(), ["near", "of", "x-y"][label], from, to);
            let is_there = one.annotation.relations.iter().any(|other| other.agrees_with(&relation));
            if relation.from != relation.to && !is_there {
                one.annotation.relations.insert(relation);
            }
        }
        for (at, name, value) in values.into_iter().filter(|_| !ids.is_empty()) {
            let mut item = one.annotation.gold_item(&id(at)).unwrap().clone();
            let value = &serde_json::json!([true, "yes", "Wikidata:Q1 أ", 3])[value];
            item.attributes = item.attributes.with(["Sure", "Reference", "Use"][name], value.clone());
            one.annotation.gold.remove(item.id.as_str());
            one.annotation.gold.insert(item);
        }
        one
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]

    #[test]
    fn any_relations_survive_or_their_loss_is_reported(one in related_gold()) {
        let (article, annotation) = json::read(&json::write(&one.article, &one.annotation)).unwrap();
        prop_assert_eq!(&annotation, &one.annotation);
        prop_assert_eq!(&article, &one.article);
        for format in ["jsonl", "prodigy", "spacy", "doccano", "labelstudio", "brat", "xmi", "casjson", "w3c", "webanno"] {
            check(format, &one, true)?;
        }
    }
}

/// Corrected text: parts and relations move with their words; a relation goes with an end that is not there any more.
#[test]
fn relations_and_parts_move_onto_a_corrected_text() {
    let case = annotated(CASE);
    let moved = |new: &str| realign(&case.article, &case.annotation, &Text::new(new));
    let found = moved("في شمال وجنوب دولة السودان 😀: قال سامي «نعم» و«لا»");
    let names: Vec<String> = ["e1", "e2"]
        .iter()
        .map(|id| {
            let pieces = found.annotation.gold_item(id).unwrap().pieces().into_iter();
            pieces.map(|piece| found.article.text.slice(piece)).collect::<Vec<_>>().join(" | ")
        })
        .collect();
    assert_eq!(names, ["شمال | السودان", "جنوب دولة السودان"]);
    assert_eq!((found.annotation.relations.len(), found.unmoved.len()), (4, 0));
    let found = moved("شمال وجنوب السودان 😀: قال «نعم» و«لا»");
    let lost: Vec<&str> = found.unmoved.iter().map(|it| it.id.as_str()).collect();
    assert!(lost.contains(&"e3") && lost.contains(&"r2"), "{lost:?}");
    assert_eq!(found.annotation.relations.len(), 3);
    let written = json::write(&found.article, &found.annotation);
    assert_eq!(json::read(&written).unwrap().1, found.annotation);
}
