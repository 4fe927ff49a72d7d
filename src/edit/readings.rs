//! Verdicts on the readings of a difference: pending suggestions of several annotators that exclude each other.
//!
//! A reading is what one annotator says: one item, or several, such as two spans where another annotator has one.

use crate::gold::merge::{annotators_of, difference_of};
use crate::gold::{Annotation, Suggestion};

use super::change::{Edit, ItemRef};
use super::edit_kind::EditKind;
use super::verbs::Decider;

/// The readings of the difference that a pending suggestion belongs to: its own one first, then the others, in reading order.
/// Each is a list of ids. Empty for a suggestion that is no reading.
///
/// ```
/// use tawsim::edit::readings_of;
/// use tawsim::gold::json;
/// let json = r#"{"id": "a", "text": "حي السلام", "pending": [
///     {"id": "s-1", "start": 0, "end": 9, "label": "LOC", "source": "sara", "annotators": ["sara"], "difference": "d1"},
///     {"id": "s-2", "start": 3, "end": 9, "label": "LOC", "source": "ali", "annotators": ["ali"], "difference": "d1"}]}"#;
/// let (_, annotation) = json::read(json)?;
/// assert_eq!(readings_of(&annotation, "s-2"), [["s-2"], ["s-1"]]);
/// # Ok::<(), json::JsonError>(())
/// ```
#[must_use]
pub fn readings_of(annotation: &Annotation, id: &str) -> Vec<Vec<String>> {
    let Some(focused) = annotation.pending(id) else { return Vec::new() };
    let Some(difference) = difference_of(focused) else { return Vec::new() };
    let members: Vec<&Suggestion> =
        annotation.pending.iter().filter(|one| difference_of(one) == Some(difference)).collect();
    let mut readings: Vec<Vec<String>> = vec![reading_of(&members, focused)];
    for member in &members {
        if !readings.iter().any(|reading| reading.contains(&member.id)) {
            readings.push(reading_of(&members, member));
        }
    }
    readings
}

/// All items of the first annotator of a reading.
fn reading_of(members: &[&Suggestion], one: &Suggestion) -> Vec<String> {
    match annotators_of(&one.extra).first() {
        None => vec![one.id.clone()],
        Some(name) => {
            let own = members.iter().filter(|member| annotators_of(&member.extra).contains(name));
            own.map(|member| member.id.clone()).collect()
        }
    }
}

impl Decider<'_> {
    /// Accepts the items of one reading and rejects all others of the difference: one step of undo. `number` is that of
    /// [`readings_of`]; a number without a reading rejects all of them.
    #[must_use]
    pub fn take_reading(&self, item: &ItemRef, number: Option<usize>) -> Option<Edit> {
        let ItemRef::Pending(id) = item else { return None };
        let readings = readings_of(self.annotation, id);
        let taken = match number {
            Some(number) => readings.get(number)?.clone(),
            None => Vec::new(),
        };
        let others = readings.iter().flatten().filter(|id| !taken.contains(id)).cloned();
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        let mut seen = Vec::new();
        let decided = others.map(|id| (id, false)).chain(taken.iter().cloned().map(|id| (id, true)));
        for (id, is_taken) in decided {
            if seen.contains(&id) {
                continue;
            }
            let decider = Decider { annotation: &scratch, at: self.at };
            let item = ItemRef::Pending(id.clone());
            let edit = if is_taken { decider.accept_one(&item) } else { decider.reject(&item) };
            if let Some(edit) = edit {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
            seen.push(id);
        }
        let kind = if number.is_some() { EditKind::Accepted } else { EditKind::Rejected };
        (!changes.is_empty()).then_some(Edit { kind, changes })
    }

    /// Adds to a change of one reading that the other readings of its difference are rejected. Other edits stay as they are.
    pub(super) fn reject_readings_beside(&self, item: &ItemRef, edit: Edit) -> Edit {
        let ItemRef::Pending(id) = item else { return edit };
        let readings = readings_of(self.annotation, id);
        let Some((own, others)) = readings.split_first() else { return edit };
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        for other in others.iter().flatten().filter(|other| !own.contains(other)) {
            let decider = Decider { annotation: &scratch, at: self.at };
            if let Some(edit) = decider.reject(&ItemRef::Pending(other.clone())) {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
        }
        // The first verdict sets the status; the change must not set it again.
        let is_status = |change: &super::change::Change| matches!(change, super::change::Change::Status { .. });
        let has_status = changes.iter().any(is_status);
        changes.extend(edit.changes.into_iter().filter(|change| !(has_status && is_status(change))));
        Edit { kind: edit.kind, changes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Decision, History};
    use crate::gold::{Body, Label, json};

    /// sara has one span where ali has two; huda agrees with ali on the first of them.
    const READINGS: &str = r#"{"id": "a", "text": "حي السلام في دار السلام وباريس", "pending": [
        {"id": "s-1", "start": 0, "end": 9, "label": "LOC", "source": "sara", "annotators": ["sara"], "difference": "d1"},
        {"id": "s-2", "start": 0, "end": 2, "label": "LOC", "source": "ali+huda", "annotators": ["ali", "huda"], "difference": "d1"},
        {"id": "s-3", "start": 3, "end": 9, "label": "LOC", "source": "ali", "annotators": ["ali"], "difference": "d1"},
        {"id": "s-4", "start": 13, "end": 23, "label": "LOC", "source": "sara", "annotators": ["sara"], "difference": "d2"}]}"#;

    /// The ids of the pending suggestions, the labelled starts of the gold, and the rejected ids.
    fn state(annotation: &Annotation) -> String {
        let pending: Vec<&str> = annotation.pending.iter().map(|one| one.id.as_str()).collect();
        let gold: Vec<&str> =
            annotation.gold.iter().filter_map(|item| Some(item.suggestion.as_ref()?.id.as_str())).collect();
        let rejected: Vec<&str> = annotation.rejected.iter().map(|one| one.suggestion.id.as_str()).collect();
        format!("? {} ✓ {} ✗ {}", pending.join(" "), gold.join(" "), rejected.join(" "))
    }

    #[test]
    fn one_verdict_decides_a_whole_difference() {
        let (article, start) = json::read(READINGS).unwrap();
        let item = |id: &str| ItemRef::Pending(id.to_owned());
        let moved = Body::Entity { span: article.text.span_of_code_points(0, 9).unwrap(), label: Label::new("ORG") };
        let decide = |verb: &dyn Fn(Decider<'_>) -> Option<Edit>| {
            let (mut annotation, mut history) = (start.clone(), History::default());
            let edit = verb(Decider { annotation: &annotation, at: None }).unwrap();
            history.commit(&mut annotation, edit);
            let state = state(&annotation);
            history.undo(&mut annotation).unwrap();
            assert_eq!(annotation, start, "one step of undo");
            state
        };
        assert_eq!(decide(&|decider| decider.accept(&item("s-1"))), "? s-4 ✓ s-1 ✗ s-2 s-3");
        assert_eq!(decide(&|decider| decider.accept(&item("s-3"))), "? s-4 ✓ s-2 s-3 ✗ s-1");
        assert_eq!(decide(&|decider| decider.take_reading(&item("s-1"), Some(1))), "? s-4 ✓ s-2 s-3 ✗ s-1");
        assert_eq!(decide(&|decider| decider.take_reading(&item("s-2"), None)), "? s-4 ✓  ✗ s-1 s-2 s-3");
        assert_eq!(decide(&|decider| decider.reject(&item("s-1"))), "? s-2 s-3 s-4 ✓  ✗ s-1");
        let change = |decider: Decider<'_>| decider.change(EditKind::Labelled, &item("s-1"), moved.clone());
        assert_eq!(decide(&change), "? s-4 ✓ s-1 ✗ s-2 s-3");
        assert_eq!(decide(&|decider| decider.accept(&item("s-4"))), "? s-1 s-2 s-3 ✓ s-4 ✗ ");
        let part = article.text.span_of_code_points(13, 16).unwrap();
        assert_eq!(decide(&|decider| decider.add_part(&item("s-1"), part)), "? s-4 ✓ s-1 ✗ s-2 s-3");
    }

    /// Who agrees with an accepted item stands beside it; after a change nobody does.
    #[test]
    fn an_accepted_reading_names_its_annotators() {
        let (article, annotation) = json::read(READINGS).unwrap();
        let decider = Decider { annotation: &annotation, at: None };
        let item = ItemRef::Pending("s-2".to_owned());
        let names = |edit: Edit| {
            let mut annotation = annotation.clone();
            edit.apply(&mut annotation);
            annotators_of(&annotation.gold.first().unwrap().extra).join(" ")
        };
        assert_eq!(names(decider.accept(&item).unwrap()), "ali huda");
        let body = Body::Entity { span: article.text.span_of_code_points(3, 9).unwrap(), label: Label::new("ORG") };
        assert_eq!(names(decider.change(EditKind::Labelled, &item, body.clone()).unwrap()), "");
        let part = article.text.span_of_code_points(13, 16).unwrap();
        assert_eq!(names(decider.add_part(&item, part).unwrap()), "");

        let mut accepted = annotation.clone();
        decider.decide_all(std::slice::from_ref(&item), Decision::Accept, None).unwrap().apply(&mut accepted);
        let mut gold = accepted.gold.first().unwrap().clone();
        gold.set_batch(true);
        accepted.gold.remove(gold.id.as_str());
        accepted.gold.insert(gold.clone());
        let decider = Decider { annotation: &accepted, at: None };
        let item = ItemRef::GoldItem(gold.id.clone());
        let changed = |edit: Edit| {
            let mut annotation = accepted.clone();
            edit.apply(&mut annotation);
            annotation
        };
        let later = changed(decider.change(EditKind::Labelled, &item, body).unwrap());
        let parted = changed(decider.add_part(&item, part).unwrap());
        for annotation in [&later, &parted] {
            let item = annotation.gold_item(&gold.id).unwrap();
            assert_eq!((annotators_of(&item.extra).join(" ").as_str(), item.is_batch()), ("", false));
        }
        let back = Decider { annotation: &later, at: None };
        let edit = back.change(EditKind::Labelled, &item, gold.body.clone()).unwrap();
        let mut annotation = later.clone();
        edit.apply(&mut annotation);
        let names = annotators_of(&annotation.gold_item(&gold.id).unwrap().extra).join(" ");
        assert_eq!(names, "ali huda", "as the annotators had it again");
    }
}
