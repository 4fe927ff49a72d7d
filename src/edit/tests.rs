//! Tests of the edits of an annotator: verdicts, undo, redo.

use crate::edit::{Decider, EditKind, History, ItemRef, NewItem};
use crate::gold::{Annotation, Body, Label, Layer, Remark, Status, Suggestion, Timestamp, Verdict, json};
use crate::text::Text;
use proptest::prelude::*;

const TEXT: &str = "زار أوباما مدينة باريس ثم لندن وقال «نعم» أمس";

fn start() -> (Text, Annotation) {
    let text = Text::new(TEXT);
    let word = |index: usize| text.words()[index];
    let entity = |index, label| Body::Entity { span: word(index), label: Label::new(label) };
    let mut annotation = Annotation::default();
    for (index, label) in [(1, "PER"), (3, "LOC"), (5, "LOC"), (3, "ORG")] {
        annotation.pending.insert(Suggestion::new(&text, "m@1", 0.5, entity(index, label)));
    }
    (text, annotation)
}

/// An edit of relations, attributes or parts. The relation goes from the first gold item to another.
fn change_relations(decider: Decider<'_>, text: &Text, verb: usize, pick: usize) -> Option<crate::edit::Edit> {
    let gold = &decider.annotation.gold;
    let (first, other) = (gold.first()?, gold.get(pick % gold.len())?);
    let relation = decider.annotation.relations.iter().nth(pick / 2).map(|relation| relation.id.clone());
    match verb {
        9 => decider.relate(["near", "of"][pick % 2], &first.id, &other.id),
        10 => decider.unrelate(&[relation?]),
        11 => decider.relabel_relation(&relation?, "in"),
        12 => decider.set_attribute(&other.id, ["Sure", "Use"][pick % 2], pick.into()),
        13 => decider.remove_attribute(&other.id, "Sure"),
        _ => decider.add_part(&ItemRef::GoldItem(other.id.clone()), text.words()[pick]),
    }
}

#[test]
fn verdicts_change_the_annotation() {
    let (text, mut annotation) = start();
    let at = Timestamp("2026-11-22T10:00:00Z".to_owned());
    let mut history = History::default();
    let first = ItemRef::Pending(annotation.pending.first().unwrap().id.clone());
    let edit = Decider { annotation: &annotation, at: Some(&at) }.accept(&first).unwrap();
    history.commit(&mut annotation, edit);
    assert_eq!(annotation.status, Status::InProgress);
    assert_eq!(
        (annotation.gold.first().unwrap().id.as_str(), annotation.gold.first().unwrap().verdict),
        ("e1", Verdict::Accepted)
    );

    let item = ItemRef::GoldItem("e1".to_owned());
    let proposed = annotation.gold.first().unwrap().body.clone();
    let moved = Body::Entity { span: text.span(0, 9).unwrap_or(text.words()[0]), label: Label::new("PER") };
    let edit = Decider { annotation: &annotation, at: None }.change(EditKind::MovedEdge, &item, moved).unwrap();
    history.commit(&mut annotation, edit);
    assert_eq!(annotation.gold.first().unwrap().verdict, Verdict::Fixed);
    assert_eq!(annotation.gold.first().unwrap().at, Some(at), "a change without a clock keeps the time");
    let edit = Decider { annotation: &annotation, at: None }.change(EditKind::MovedEdge, &item, proposed).unwrap();
    history.commit(&mut annotation, edit);
    assert_eq!(annotation.gold.first().unwrap().verdict, Verdict::Accepted, "moved back is as proposed");

    let edit = Decider { annotation: &annotation, at: None }.reject(&item).unwrap();
    history.commit(&mut annotation, edit);
    assert!(annotation.gold.is_empty());
    assert_eq!(annotation.rejected.len(), 1);
    while history.undo(&mut annotation).is_some() {}
    assert_eq!(annotation, start().1);
}

proptest! {
    /// After any sequence of actions, undo and redo give every earlier state, and the JSON survives a load and
    /// save.
    #[test]
    fn undo_restores_the_exact_annotation(verbs in prop::collection::vec((0..15_usize, 0..8_usize), 0..30)) {
        let (text, mut annotation) = start();
        let original = annotation.clone();
        let mut history = History::default();
        let mut states = vec![annotation.clone()];
        for (verb, pick) in verbs {
            let items: Vec<ItemRef> = annotation.gold.iter().map(|item| ItemRef::GoldItem(item.id.clone()))
                .chain(annotation.pending.iter().map(|suggestion| ItemRef::Pending(suggestion.id.clone())))
                .chain(annotation.rejected.iter().map(|r| ItemRef::Rejected(r.suggestion.id.clone())))
                .collect();
            let Some(item) = items.get(pick % items.len().max(1)) else { continue };
            let body = Body::Entity { span: text.words()[pick % text.words().len()], label: Label::new("MISC") };
            let decider = Decider { annotation: &annotation, at: None };
            let edit = match verb {
                0 => decider.accept(item),
                1 => decider.reject(item),
                2 => decider.reopen(item),
                3 if body.layer() == Layer::Entity => decider.change(EditKind::Labelled, item, body),
                4 => decider.add(NewItem(body)),
                5 => decider.set_status(Status::Done),
                7 => decider.remark(Some(item), Remark::default().noted("لماذا؟").toggled()),
                8 => decider.remark(None, Remark::default().toggled()),
                9..15 => change_relations(decider, &text, verb, pick),
                _ => decider.set_status(Status::Skipped),
            };
            if let Some(edit) = edit {
                history.commit(&mut annotation, edit);
                states.push(annotation.clone());
            }
        }
        let article = json::read(&format!(r#"{{"id":"a","text":{TEXT:?}}}"#)).unwrap().0;
        let (_, loaded) = json::read(&json::write(&article, &annotation)).unwrap();
        prop_assert_eq!(&loaded, &annotation);
        for state in states.iter().rev() {
            prop_assert_eq!(&annotation, state);
            history.undo(&mut annotation);
        }
        prop_assert_eq!(&annotation, &original);
        for state in states.iter().skip(1) {
            history.redo(&mut annotation);
            prop_assert_eq!(&annotation, state);
        }
    }
}
