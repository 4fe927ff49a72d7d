//! Merges keep the attributes, parts, relations and speaker links of items whose readings become pending.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tawsim::edit::{Decider, History, ItemRef, Taken};
use tawsim::gold::merge::{ANNOTATORS, Combined, MergeRule, Merged, carried_relations, combine, merge_three};
use tawsim::gold::{Annotation, Article, GoldItem, Remark, RemarkTarget, json};

/// An entity in parts with an attribute, a relation to it, and a quote whose speaker is linked to it.
const GOLD: &str = r#"{"schema": "tawsim/2", "id": "a", "text": "شمال وجنوب السودان وقال سامي نعم", "status": "done", "note": "N",
    "flags": ["discuss"], "entities": [
    {"id": "e1", "start": 0, "end": 18, "label": "LOC", "verdict": "added", "attributes": {"Sure": "yes"},
     "parts": [{"start": 0, "end": 4}, {"start": 11, "end": 18}]},
    {"id": "e2", "start": 24, "end": 28, "label": "PER", "verdict": "added"}],
    "quotes": [{"id": "q1", "kind": "indirect", "content": [{"start": 29, "end": 32}], "cue": {"start": 20, "end": 23},
     "speaker": {"start": 24, "end": 28, "entity": "e2"}, "verdict": "added"}],
    "relations": [{"id": "r1", "label": "from", "from": "e2", "to": "e1", "attributes": {"Since": 2011}}]}"#;

fn gold(changes: &[(&str, &str)]) -> (Article, Annotation) {
    let changed = changes.iter().fold(GOLD.to_owned(), |gold, (from, to)| {
        assert!(gold.contains(from), "{from}");
        gold.replacen(from, to, 1)
    });
    json::read(&changed).unwrap()
}

const ORG: (&str, &str) = (r#""label": "LOC""#, r#""label": "ORG""#);
const WIDER: (&str, &str) = (r#""start": 24, "end": 28, "label": "PER""#, r#""start": 20, "end": 28, "label": "PER""#);
const UNSURE: (&str, &str) = (r#""Sure": "yes""#, r#""Sure": "no""#);
const NO_RELATION: (&str, &str) =
    (r#"{"id": "r1", "label": "from", "from": "e2", "to": "e1", "attributes": {"Since": 2011}}"#, "");

fn merge(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Merged {
    let ((article, base), (_, ours), (_, theirs)) = (gold(&[]), gold(ours), gold(theirs));
    let merged = merge_three(&article.text, &base, &ours, &theirs);
    // What waits survives a save.
    let (_, read) = json::read(&json::write(&article, &merged.annotation)).unwrap();
    assert_eq!(read, merged.annotation);
    merged
}

/// Takes the reading of an annotator in every difference. Undo gives everything back.
fn take(mut annotation: Annotation, number: usize) -> Annotation {
    let (start, mut history) = (annotation.clone(), History::default());
    while let Some(id) = annotation.pending.iter().map(|one| one.id.clone()).next() {
        let decider = Decider { annotation: &annotation, at: None };
        let item = ItemRef::Pending(id);
        let edit =
            decider.take_reading(&item, Taken::Annotator(number)).unwrap_or_else(|| decider.accept(&item).unwrap());
        history.commit(&mut annotation, edit);
    }
    let mut back = annotation.clone();
    while history.undo(&mut back).is_some() {}
    assert_eq!(back, start);
    annotation
}

/// Labels, parts and attributes of the entities, then relations as `label(words of the ends)`, then the linked entity.
fn said(annotation: &Annotation) -> String {
    let (article, _) = gold(&[]);
    let words = |id: &str| {
        let span = annotation.gold_item(id).and_then(|item| item.body.span());
        span.map_or("-", |span| article.text.slice(span)).to_owned()
    };
    let entities = annotation.gold.iter().filter(|item| item.body.frame().is_none());
    let entities = entities.map(|item| {
        let attributes: Vec<String> = item.attributes.pairs().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} {} {}", item.body.label(), item.parts.len(), attributes.join(","))
    });
    let relations = annotation.relations.iter().map(|relation| {
        format!("{}({}, {}) {}", relation.label, words(&relation.from), words(&relation.to), relation.attributes.len())
    });
    let links = annotation.gold.iter().filter_map(|item| item.body.frame()?.speaker.as_ref()?.entity.as_deref());
    entities.chain(relations).chain(links.map(|id| format!("→{}", words(id)))).collect::<Vec<_>>().join("; ")
}

const WHOLE: &str = r#"LOC 2 Sure="yes"; PER 0 ; from(سامي, شمال وجنوب السودان) 1; →سامي"#;

/// Whichever reading is taken, the attributes, the parts, the relation and the link are there.
#[test]
fn a_verdict_between_two_sides_keeps_what_both_have() {
    assert_eq!(said(&gold(&[]).1), WHOLE);
    let facility = (ORG.0, r#""label": "FAC""#);
    let merged = merge(&[ORG], &[facility]);
    assert_eq!((merged.conflicts, merged.annotation.pending.len()), (1, 2));
    assert_eq!(said(&take(merged.annotation.clone(), 0)), WHOLE.replace("LOC", "ORG"));
    assert_eq!(said(&take(merged.annotation, 1)), WHOLE.replace("LOC", "FAC"));
    // Both ends of the relation are pending, and the speaker of a gold quote is, too.
    let other = (WIDER.0, r#""start": 24, "end": 28, "label": "ORG""#);
    let merged = merge(&[ORG, WIDER], &[facility, other]);
    assert_eq!(merged.conflicts, 2);
    let taken = said(&take(merged.annotation, 0));
    assert_eq!(taken, WHOLE.replace("LOC", "ORG").replace("سامي", "وقال سامي").replace("وقال سامي", "قال سامي"));
}

/// Changes of one side to different details of an item do not exclude each other.
#[test]
fn an_attribute_and_a_label_are_no_conflict() {
    let merged = merge(&[UNSURE], &[ORG]);
    assert_eq!(merged.conflicts, 0);
    assert_eq!(said(&merged.annotation), WHOLE.replace("LOC", "ORG").replace("yes", "no"));
    let merged = merge(&[ORG], &[(r#""Sure": "yes""#, r#""Sure": "yes", "Former": true"#)]);
    assert_eq!(merged.conflicts, 0);
    assert!(said(&merged.annotation).contains(r#"ORG 2 Sure="yes",Former=true"#));
    // Other parts of both sides are two readings.
    let parts = r#"{"start": 0, "end": 4}, {"start": 11, "end": 18}"#;
    let merged = merge(
        &[(parts, r#"{"start": 0, "end": 10}, {"start": 11, "end": 18}"#)],
        &[(parts, r#"{"start": 0, "end": 4}, {"start": 5, "end": 18}"#)],
    );
    assert_eq!((merged.conflicts, merged.annotation.pending.len()), (1, 2));
    assert_eq!(said(&take(merged.annotation, 1)), WHOLE);
}

/// One side adds a relation or a link to what the other side removes: the entity is pending, with what leads to it.
#[test]
fn what_one_side_needs_and_the_other_removes_is_a_conflict() {
    let entity = r#",
    {"id": "e2", "start": 24, "end": 28, "label": "PER", "verdict": "added"}"#;
    let without = [(entity, ""), (r#", "entity": "e2""#, ""), NO_RELATION];
    let more = (NO_RELATION.0, r#"{"id": "r1", "label": "left", "from": "e2", "to": "e1"}"#);
    let (article, _) = gold(&[]);
    for (base, ours) in [
        (vec![NO_RELATION], vec![]),
        (vec![], vec![more]),
        (vec![NO_RELATION, (r#", "entity": "e2""#, "")], vec![NO_RELATION]),
    ] {
        let (base, ours, theirs) = (gold(&base).1, gold(&ours).1, gold(&without).1);
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merge_three(&article.text, &base, one, other);
            assert_eq!((merged.conflicts, merged.annotation.pending.len()), (1, 1));
            assert_eq!(said(&take(merged.annotation, 0)), said(&ours));
        }
    }
}

#[test]
fn a_relation_that_both_sides_change_stays_and_is_named() {
    let since = |to: &'static str| vec![(r#""Since": 2011"#, r#""Since": 2012"#), (r#""label": "from""#, to)];
    let relabelled = vec![(r#""label": "from""#, r#""label": "left""#)];
    for (ours, theirs, disputed, expected) in [
        (since(r#""label": "from""#), vec![NO_RELATION], 1, vec!["from"]),
        (vec![NO_RELATION], since(r#""label": "from""#), 1, vec!["from"]),
        (since(r#""label": "from""#), relabelled.clone(), 0, vec!["left"]),
        (since(r#""label": "near""#), relabelled, 2, vec!["near", "left"]),
        (vec![], vec![NO_RELATION], 0, vec![]),
    ] {
        let merged = merge(&ours, &theirs);
        let labels: Vec<&str> = merged.annotation.relations.iter().map(|relation| relation.label.as_str()).collect();
        assert_eq!((merged.disputed_relations.len(), merged.conflicts, labels), (disputed, 0, expected));
    }
}

fn unanimous(article: &Article, readings: &[(String, &Annotation)]) -> Combined {
    let mut combined = combine(&article.text, readings, &MergeRule::Unanimous);
    let names: Vec<&str> = readings.iter().map(|(name, _)| name.as_str()).collect();
    combined.annotation.extra.insert(ANNOTATORS.to_owned(), names.into());
    combined
}

/// Of several annotators: whose reading is taken gives his attributes, parts and relations; notes on the article stay.
#[test]
fn an_adjudication_keeps_what_the_taken_reading_has() {
    let ((article, p), (_, q)) = (gold(&[]), gold(&[ORG]));
    let readings = [("p".to_owned(), &p), ("q".to_owned(), &q)];
    let combined = unanimous(&article, &readings);
    assert_eq!((combined.pending, combined.annotation.relations.len()), (1, 0));
    let (_, read) = json::read(&json::write(&article, &combined.annotation)).unwrap();
    assert_eq!(read, combined.annotation);
    let note = Remark { note: Some("N".to_owned()), flags: vec!["discuss".to_owned()] };
    assert_eq!(combined.annotation.remark(&RemarkTarget::Article), note);
    assert_eq!(said(&take(combined.annotation.clone(), 0)), WHOLE);
    assert_eq!(said(&take(combined.annotation, 1)), WHOLE.replace("LOC", "ORG"));
    // A link that only one has is a difference, and so are an attribute and the parts.
    let parts = r#""parts": [{"start": 0, "end": 4}, {"start": 11, "end": 18}]"#;
    for (change, items) in [((r#", "entity": "e2""#, ""), 2), (UNSURE, 2), ((parts, r#""x": 1"#), 2), (NO_RELATION, 2)]
    {
        let (_, q) = gold(&[change]);
        let readings = [("p".to_owned(), &p), ("q".to_owned(), &q)];
        let combined = unanimous(&article, &readings);
        assert_eq!((combined.pending, combined.annotation.pending.len()), (1, items), "{change:?}");
        for (number, taken) in [&p, &q].into_iter().enumerate() {
            let decided = take(combined.annotation.clone(), number);
            assert_eq!(said(&decided), said(taken), "{change:?}");
            // The words are gold, so the other reading is no rejected suggestion.
            assert!(decided.rejected.is_empty(), "{change:?}");
        }
        for (name, taken) in [("p", &p), ("q", &q)] {
            let rule = MergeRule::Annotator(name.to_owned());
            let one = combine(&article.text, &readings, &rule);
            assert_eq!((said(&one.annotation), one.pending), (said(taken), 0), "{change:?}");
        }
    }
}

proptest! {
    /// A relation that waits since an earlier merge still leads to the same words, whatever ids both sides gave to their entities.
    #[test]
    fn a_waiting_relation_finds_its_end_under_another_id(
        ours in prop::collection::btree_map(0..8_usize, 0..2_usize, 0..8),
        theirs in prop::collection::btree_map(0..8_usize, 0..2_usize, 1..8),
        end in any::<prop::sample::Index>(),
        flips in any::<bool>(),
    ) {
        const WORDS: [&str; 9] = ["زار", "سامي", "مدينة", "باريس", "ثم", "لندن", "في", "مايو", "أمس"];
        let text = WORDS.join(" ");
        let place = |word: usize| {
            let start = WORDS[..word].iter().map(|word| word.chars().count() + 1).sum::<usize>();
            (start, start + WORDS[word].chars().count())
        };
        let gold = |entities: &BTreeMap<usize, usize>, pending: &str| {
            let entities: Vec<String> = entities.iter().enumerate().map(|(number, (word, label))| {
                let ((start, end), label) = (place(*word), ["LOC", "PER"][*label]);
                format!(r#"{{"id":"e{}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#, number + 1)
            }).collect();
            let line = format!(
                r#"{{"schema":"tawsim/2","id":"a","text":"{text}","entities":[{}],"pending":[{pending}]}}"#, entities.join(",")
            );
            json::read(&line).unwrap()
        };
        let number = end.index(theirs.len());
        let word = *theirs.keys().nth(number).unwrap();
        let (from, to) = place(8);
        let pending = format!(
            r#"{{"id":"s-1","start":{from},"end":{to},"label":"DATE","source":"x","annotators":["x"],"difference":"d1",
            "relations":[{{"id":"r1","label":"when","from":"s-1","to":"e{}"}}]}}"#, number + 1
        );
        let (article, base) = gold(&BTreeMap::new(), "");
        let [ours, theirs] = [gold(&ours, "").1, gold(&theirs, &pending).1];
        let (ours, theirs) = if flips { (theirs, ours) } else { (ours, theirs) };
        let merged = merge_three(&article.text, &base, &ours, &theirs).annotation;
        let relations = carried_relations(merged.pending("s-1").unwrap());
        prop_assert!(!relations.is_empty());
        for relation in relations {
            let named = |item: &&GoldItem| item.suggestion.as_ref().is_some_and(|one| one.id == relation.to);
            let gold = merged.gold.iter().find(named).or_else(|| merged.gold_item(&relation.to)).map(|item| &item.body);
            let body = gold.or_else(|| Some(&merged.pending(&relation.to)?.body)).unwrap();
            prop_assert_eq!(article.text.slice(body.span().unwrap()), WORDS[word]);
        }
    }
}
