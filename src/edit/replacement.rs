//! The edit that makes one annotation into another, such as a merged one.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::{Annotation, Listed, Relation, RemarkTarget, SpanList};

use super::change::{Change, Edit, ItemRef};
use super::edit_kind::EditKind;
use super::verbs::Decider;

impl Decider<'_> {
    /// Replaces the gold items, suggestions, relations, remarks and the status by those of another annotation of the same
    /// text. The name of the annotator and the unknown keys of the file are no part of an edit.
    ///
    /// ```
    /// use tawsim::edit::{Decider, EditKind};
    /// use tawsim::gold::json;
    /// let (_, mut annotation) = json::read(r#"{"id": "a", "text": "باريس"}"#)?;
    /// let (_, target) = json::read(r#"{"id": "a", "text": "باريس", "entities": [
    ///     {"id": "e1", "start": 0, "end": 5, "label": "LOC", "verdict": "added"}]}"#)?;
    /// let edit = Decider { annotation: &annotation, at: None }.replace_with(EditKind::Merged, &target).unwrap();
    /// edit.apply(&mut annotation);
    /// assert_eq!(annotation.gold, target.gold);
    /// # Ok::<(), json::JsonError>(())
    /// ```
    #[must_use]
    pub fn replace_with(&self, kind: EditKind, target: &Annotation) -> Option<Edit> {
        let before = self.annotation;
        let (mut changes, remarks_after) = remark_changes(before, target);
        let relations = |annotation: &Annotation| -> BTreeMap<String, Relation> {
            annotation.relations.iter().map(|relation| (relation.id.clone(), relation.clone())).collect()
        };
        changes.extend(
            differing(relations(before), relations(target))
                .map(|(before, after)| Change::Relation { before: before.map(Box::new), after: after.map(Box::new) }),
        );
        changes.extend(
            differing(by_id(&before.pending), by_id(&target.pending))
                .map(|(before, after)| Change::Pending { before: before.map(Box::new), after: after.map(Box::new) }),
        );
        changes.extend(
            differing(by_id(&before.rejected), by_id(&target.rejected))
                .map(|(before, after)| Change::Rejected { before: before.map(Box::new), after: after.map(Box::new) }),
        );
        changes.extend(
            differing(by_id(&before.gold), by_id(&target.gold))
                .map(|(before, after)| Change::GoldItem { before: before.map(Box::new), after: after.map(Box::new) }),
        );
        if before.status != target.status {
            changes.push(Change::Status { before: before.status, after: target.status });
        }
        changes.extend(remarks_after);
        (!changes.is_empty()).then_some(Edit { kind, changes })
    }
}

fn by_id<T: Listed<Id = String> + Clone>(list: &SpanList<T>) -> BTreeMap<String, T> {
    list.iter().map(|one| (one.id().clone(), one.clone())).collect()
}

/// The values that differ, before and after.
fn differing<T: PartialEq + Clone>(
    before: BTreeMap<String, T>,
    mut after: BTreeMap<String, T>,
) -> impl Iterator<Item = (Option<T>, Option<T>)> {
    let mut pairs: Vec<(Option<T>, Option<T>)> = Vec::new();
    for (id, one) in before {
        match after.remove(&id) {
            Some(other) if other == one => {}
            other => pairs.push((Some(one), other)),
        }
    }
    pairs.extend(after.into_values().map(|one| (None, Some(one))));
    pairs.into_iter()
}

/// The changes of remarks: those of gold items that the edit removes, which must come before the others, and the rest,
/// which must come after them.
fn remark_changes(before: &Annotation, target: &Annotation) -> (Vec<Change>, Vec<Change>) {
    let subjects: BTreeSet<RemarkTarget> = before.remarks.targets().chain(target.remarks.targets()).cloned().collect();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for subject in subjects {
        let (was, is) = (before.remark(&subject), target.remark(&subject));
        if was == is {
            continue;
        }
        let list = match &subject {
            RemarkTarget::GoldItem(id) if target.gold_item(id).is_none() => &mut first,
            _ => &mut last,
        };
        list.push(Change::Remark { on: item_of(&subject, target), before: was, after: is });
    }
    (first, last)
}

/// The item that a remark is on. A suggestion has its remark whatever list it is in.
fn item_of(subject: &RemarkTarget, target: &Annotation) -> Option<ItemRef> {
    match subject {
        RemarkTarget::Article => None,
        RemarkTarget::GoldItem(id) => Some(ItemRef::GoldItem(id.clone())),
        RemarkTarget::Suggestion(id) if target.rejected(id).is_some() => Some(ItemRef::Rejected(id.clone())),
        RemarkTarget::Suggestion(id) => Some(ItemRef::Pending(id.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    const VERSIONS: [&str; 3] = [
        r#"{"id":"a","text":"زار سامي باريس أمس","status":"in_progress","entities":[
            {"id":"e1","start":4,"end":8,"label":"PER","verdict":"added","note":"who?"},
            {"id":"e2","start":9,"end":14,"label":"LOC","verdict":"added"}],
            "relations":[{"id":"r1","label":"visited","from":"e1","to":"e2"}],
            "rejected":[{"id":"s-1","start":15,"end":18,"label":"DATE","source":"m@1","note":"no"}]}"#,
        r#"{"id":"a","text":"زار سامي باريس أمس","status":"done","note":"all","entities":[
            {"id":"e1","start":9,"end":14,"label":"ORG","verdict":"added","flags":["discuss"]},
            {"id":"e3","start":15,"end":18,"label":"DATE","verdict":"accepted","note":"yes",
             "suggestion":{"id":"s-1","start":15,"end":18,"label":"DATE","source":"m@1"}}],
            "pending":[{"id":"s-2","start":0,"end":3,"label":"MISC","source":"m@1","note":"?"}]}"#,
        r#"{"id":"a","text":"زار سامي باريس أمس"}"#,
    ];

    /// Any version becomes any other, and back.
    #[test]
    fn an_annotation_becomes_another_and_back() {
        for from in VERSIONS {
            for to in VERSIONS {
                let [mut annotation, target] = [from, to].map(|version| json::read(version).unwrap().1);
                let start = annotation.clone();
                let Some(edit) =
                    (Decider { annotation: &annotation, at: None }).replace_with(EditKind::Merged, &target)
                else {
                    assert_eq!(annotation, target);
                    continue;
                };
                edit.apply(&mut annotation);
                assert_eq!(annotation, target);
                edit.inverted().apply(&mut annotation);
                assert_eq!(annotation, start);
            }
        }
    }
}
