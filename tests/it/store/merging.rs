//! Three-way merges of gold: nothing that only one side did is lost.

use proptest::prelude::*;
use tawsim::edit::{Decider, EditKind, ItemRef, NewItem};
use tawsim::gold::merge::{carried_parts, merge_three};
use tawsim::gold::{
    Annotation, Article, Body, Frame, Label, QuoteKind, Remark, RemarkTarget, Speaker, Status, Suggestion, json,
};
use tawsim::text::Text;

const TEXT: &str = "زار أوباما مدينة باريس ثم لندن وقال سامي «نعم» أمس في دار السلام";

fn start() -> (Article, Annotation) {
    let article = json::read(&format!(r#"{{"id":"a","text":{TEXT:?}}}"#)).unwrap().0;
    let mut annotation = Annotation::default();
    for (index, label) in [(1, "PER"), (3, "LOC"), (5, "LOC"), (3, "ORG")] {
        annotation.pending.insert(Suggestion::new(&article.text, "m@1", 0.5, entity(&article.text, index, 1, label)));
    }
    (article, annotation)
}

fn entity(text: &Text, word: usize, count: usize, label: &str) -> Body {
    let words = text.words();
    let last = words[(word + count - 1).min(words.len() - 1)];
    Body::Entity { span: words[word].hull(last), label: Label::new(label) }
}

fn quote(text: &Text, word: usize) -> Body {
    let words = text.words();
    let speaker = Speaker { span: words[7], entity: None, implied: word.is_multiple_of(2) };
    Body::Quote(Box::new(Frame {
        kind: QuoteKind::Direct,
        content: vec![words[word]],
        cue: Some(words[6]),
        speaker: Some(speaker),
    }))
}

/// One thing that an annotator does: what, to which item, where.
type Step = (usize, usize, usize, usize);

/// `who` is in the values of attributes and the labels of relations, so that a test finds them again.
fn annotate(text: &Text, annotation: &mut Annotation, steps: &[Step], who: &str) {
    for (number, (verb, pick, word, kind)) in steps.iter().enumerate() {
        let items: Vec<ItemRef> = annotation
            .gold
            .iter()
            .map(|item| ItemRef::GoldItem(item.id.clone()))
            .chain(annotation.pending.iter().map(|one| ItemRef::Pending(one.id.clone())))
            .chain(annotation.rejected.iter().map(|one| ItemRef::Rejected(one.suggestion.id.clone())))
            .collect();
        let decider = Decider { annotation: &*annotation, at: None };
        let label = ["PER", "LOC", "ORG"][kind % 3];
        let body = entity(text, word % 12, 1 + kind % 2, label);
        let gold: Vec<&str> = annotation.gold.iter().map(|item| item.id.as_str()).collect();
        let end = |at: usize| gold[at % gold.len()];
        let relations: Vec<&str> = annotation.relations.iter().map(|relation| relation.id.as_str()).collect();
        let mine = format!("{who}{number}");
        let edit = match (verb % 13, items.get(pick % items.len().max(1))) {
            (0, Some(item)) => decider.accept(item),
            (1, Some(item)) => decider.reject(item),
            (2, Some(item)) => decider.reopen(item),
            (3, Some(item @ ItemRef::GoldItem(id))) if annotation.gold_item(id).unwrap().body.frame().is_none() => {
                decider.change(EditKind::Labelled, item, body)
            }
            (4, Some(item)) => decider.remark(Some(item), Remark::default().noted(&format!("note {word}"))),
            (5, _) => decider.add(NewItem(quote(text, word % 10))),
            (6, _) => decider.set_status([Status::Done, Status::Skipped][kind % 2]),
            (8, _) if !gold.is_empty() => decider.set_attribute(end(*pick), ["Sure", "Use"][kind % 2], mine.into()),
            (9, _) if !gold.is_empty() => decider.relate(&mine, end(*pick), end(*word)),
            (10, Some(item)) => decider.add_part(item, text.words()[word % 12]),
            (11, _) if !relations.is_empty() => decider.relabel_relation(relations[pick % relations.len()], &mine),
            (12, _) if !relations.is_empty() => decider.unrelate(&[relations[pick % relations.len()].to_owned()]),
            _ => decider.add(NewItem(body)),
        };
        if let Some(edit) = edit {
            edit.apply(annotation);
        }
    }
}

fn has_gold(annotation: &Annotation, body: &Body) -> bool {
    annotation.gold.iter().any(|item| item.body.agrees_with(body))
}

fn is_pending(annotation: &Annotation, body: &Body) -> bool {
    annotation.pending.iter().any(|one| one.body.agrees_with(body))
}

/// Everything that `side` did is in the merge, as gold or pending; what it removed and the other side left alone is no gold.
fn assert_nothing_is_lost(base: &Annotation, side: &Annotation, other: &Annotation, merged: &Annotation) {
    for item in &side.gold {
        let is_new = !has_gold(base, &item.body);
        assert!(!is_new || has_gold(merged, &item.body) || is_pending(merged, &item.body), "lost: {item:?}");
    }
    for rejected in &side.rejected {
        let id = &rejected.suggestion.id;
        if base.rejected(id).is_none() {
            let is_kept = merged.rejected(id).is_some() || merged.pending(id).is_some();
            // A person of the other side removed the verdict or the suggestion altogether, or both conflict in one reading.
            assert!(is_kept || is_pending(merged, &rejected.suggestion.body), "lost: {rejected:?}");
        }
    }
    for item in &base.gold {
        let is_removed = !has_gold(side, &item.body) && !is_pending(side, &item.body);
        // The other side has it as it was, and added no equal one.
        let is_untouched = other.gold.iter().any(|one| one == item)
            && other.gold.iter().filter(|one| one.body.agrees_with(&item.body)).count() == 1;
        if is_removed && is_untouched {
            assert!(!has_gold(merged, &item.body) || has_gold(side, &item.body), "not removed: {item:?}");
        }
    }
}

/// A note that only this side wrote is in the merge, unless this side took its item away again.
fn assert_no_note_is_lost(base: &Annotation, side: &Annotation, other: &Annotation, merged: &Annotation) {
    let note = |annotation: &Annotation, target: &RemarkTarget| annotation.remark(target).note;
    let all: Vec<String> = targets(merged).iter().filter_map(|target| note(merged, target)).collect();
    for target in targets(side) {
        let Some(new) = note(side, &target).filter(|new| note(base, &target).as_ref() != Some(new)) else { continue };
        // Where the other side changed the same note, both are there.
        let is_there = all.iter().any(|one| one.split(" / ").any(|part| part == new));
        assert!(is_there, "the note {new:?} on {target:?} is lost; the other side has {:?}", note(other, &target));
    }
}

/// A side that has no such suggestion says nothing about its note.
#[test]
fn the_note_of_an_accepted_suggestion_outlives_fresh_suggestions() {
    let (article, mut base) = start();
    let id = base.pending.first().unwrap().id.clone();
    let pending = ItemRef::Pending(id.clone());
    let decide = |annotation: &mut Annotation, edit: &dyn Fn(&Decider<'_>) -> Option<tawsim::edit::Edit>| {
        let edit = edit(&Decider { annotation: &*annotation, at: None }).unwrap();
        edit.apply(annotation);
    };
    decide(&mut base, &|decider| decider.remark(Some(&pending), Remark::default().noted("x")));
    let [mut ours, mut theirs] = [base.clone(), base.clone()];
    decide(&mut ours, &|decider| decider.accept(&pending));
    theirs.pending.remove(&id);
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_three(&article.text, &base, one, other).annotation;
        assert_eq!(merged.gold.len(), 1);
        assert_eq!(merged.remark(&RemarkTarget::Suggestion(id.clone())).note.as_deref(), Some("x"));
    }
}

/// Attributes, relations and parts that only this side added are in the merge, whether their items are gold or pending.
fn assert_no_detail_is_lost(article: &Article, base: &Annotation, side: &Annotation, merged: &Annotation) {
    let [before, after] = [base, merged].map(|annotation| json::write(article, annotation));
    let values = side.gold.iter().flat_map(|item| item.attributes.pairs()).map(|(_, value)| value.to_string());
    let labels = side.relations.iter().map(|relation| format!("\"{}\"", relation.label));
    for new in values.chain(labels).filter(|value| !before.contains(value)) {
        assert!(after.contains(&new), "lost: {new}");
    }
    for item in side.gold.iter().filter(|item| !item.parts.is_empty()) {
        let same = |annotation: &Annotation| {
            let is_same = |body: &Body, parts: &[tawsim::text::Span]| *body == item.body && *parts == item.parts;
            annotation.gold.iter().any(|one| is_same(&one.body, &one.parts))
                || annotation.pending.iter().any(|one| is_same(&one.body, &carried_parts(one)))
        };
        assert!(same(base) || same(merged), "lost: {item:?}");
    }
}

fn targets(annotation: &Annotation) -> Vec<RemarkTarget> {
    let gold = annotation.gold.iter().map(tawsim::gold::GoldItem::remark_target);
    let pending = annotation.pending.iter().map(|one| RemarkTarget::Suggestion(one.id.clone()));
    let rejected = annotation.rejected.iter().map(|one| RemarkTarget::Suggestion(one.suggestion.id.clone()));
    gold.chain(pending).chain(rejected).collect()
}

/// A status that only one side changed is that of the merge; with conflicts an article is not done.
fn expected_status([base, ours, theirs]: [Status; 3], conflicts: usize) -> Status {
    let status = match (ours == base, theirs == base) {
        _ if ours == theirs => ours,
        (true, false) => theirs,
        (false, true) => ours,
        _ => Status::InProgress,
    };
    if status == Status::Done && conflicts > 0 { Status::InProgress } else { status }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..13_usize, 0..9_usize, 0..12_usize, 0..6_usize), 0..12)
}

proptest! {
    #[test]
    fn a_merge_loses_nothing_that_one_side_did(before in steps(), ours in steps(), theirs in steps()) {
        let (article, mut base) = start();
        annotate(&article.text, &mut base, &before, "base");
        let [mut ours_done, mut theirs_done] = [base.clone(), base.clone()];
        annotate(&article.text, &mut ours_done, &ours, "ours");
        annotate(&article.text, &mut theirs_done, &theirs, "theirs");
        let merged = merge_three(&article.text, &base, &ours_done, &theirs_done);
        assert_nothing_is_lost(&base, &ours_done, &theirs_done, &merged.annotation);
        assert_nothing_is_lost(&base, &theirs_done, &ours_done, &merged.annotation);
        assert_no_note_is_lost(&base, &ours_done, &theirs_done, &merged.annotation);
        assert_no_note_is_lost(&base, &theirs_done, &ours_done, &merged.annotation);
        assert_no_detail_is_lost(&article, &base, &ours_done, &merged.annotation);
        assert_no_detail_is_lost(&article, &base, &theirs_done, &merged.annotation);
        let statuses = [&base, &ours_done, &theirs_done].map(|version| version.status);
        let open = merged.conflicts + merged.disputed_relations.len();
        prop_assert_eq!(merged.annotation.status, expected_status(statuses, open));
        // It is correct gold: every id is there once, and every link leads to an entity.
        let (_, read) = json::read(&json::write(&article, &merged.annotation)).unwrap();
        prop_assert_eq!(read, merged.annotation.clone());
        for item in &merged.annotation.gold {
            let link = item.body.frame().and_then(|frame| frame.speaker.as_ref()?.entity.clone());
            prop_assert!(link.is_none_or(|id| merged.annotation.gold_item(&id).is_some()));
        }
        // A side that did nothing changes nothing.
        let alone = merge_three(&article.text, &base, &ours_done, &base);
        prop_assert_eq!((&alone.annotation, alone.conflicts), (&ours_done, 0));
        let same = merge_three(&article.text, &base, &ours_done, &ours_done);
        prop_assert_eq!((&same.annotation, same.conflicts), (&ours_done, 0));
    }
}
