//! Verdicts on the readings of a difference.

use crate::gold::{Body, RemarkTarget, Status};

use super::change::{Change, Edit, ItemRef};
use super::edit_kind::EditKind;
use super::open_difference::{OpenDifference, Taken};
use super::verbs::Decider;

impl Decider<'_> {
    /// Accepts the items of one reading of a difference and rejects all others: one step of undo. If the annotator has nothing
    /// there, all are rejected. `None` for a suggestion that is no reading, and for an annotator who does not exist.
    #[must_use]
    pub fn take_reading(&self, item: &ItemRef, which: Taken) -> Option<Edit> {
        let ItemRef::Pending(id) = item else { return None };
        let difference = OpenDifference::at(self.annotation, id)?;
        let taken: &[String] = match which {
            Taken::Focused => &difference.reading_with(id)?.items,
            Taken::Annotator(number) => &difference.readings.iter().find(|reading| reading.by.contains(&number))?.items,
            Taken::Reading(number) => &difference.readings.get(number)?.items,
            Taken::None => &[],
        };
        let others = difference.items().filter(|id| !taken.contains(id));
        let said: Vec<Body> = taken.iter().filter_map(|id| Some(self.annotation.pending(id)?.body.clone())).collect();
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        let mut seen = Vec::new();
        for (id, is_taken) in others.map(|id| (id, false)).chain(taken.iter().map(|id| (id, true))) {
            if seen.contains(&id) {
                continue;
            }
            let decider = Decider { annotation: &scratch, at: self.at };
            let edit =
                if is_taken { decider.accept_one(&ItemRef::Pending(id.clone())) } else { decider.decline(id, &said) };
            if let Some(edit) = edit {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
            seen.push(id);
        }
        let kind = if taken.is_empty() { EditKind::Rejected } else { EditKind::Accepted };
        (!changes.is_empty()).then_some(Edit { kind, changes })
    }

    /// Adds to an edit that the article is done, if the edit leaves nothing pending.
    ///
    /// ```
    /// use tawsim::edit::{Decider, ItemRef};
    /// use tawsim::gold::{Status, json};
    /// let json = r#"{"id": "a", "text": "زار باريس", "pending": [
    ///     {"id": "s-1", "start": 4, "end": 9, "label": "LOC", "source": "sara"}]}"#;
    /// let (_, mut annotation) = json::read(json)?;
    /// let decider = Decider { annotation: &annotation, at: None };
    /// let edit = decider.accept(&ItemRef::Pending("s-1".to_owned())).unwrap();
    /// let edit = decider.done_if_nothing_is_pending(edit);
    /// edit.apply(&mut annotation);
    /// assert_eq!(annotation.status, Status::Done);
    /// # Ok::<(), json::JsonError>(())
    /// ```
    #[must_use]
    pub fn done_if_nothing_is_pending(&self, mut edit: Edit) -> Edit {
        let mut after = self.annotation.clone();
        edit.apply(&mut after);
        if after.pending.is_empty()
            && let Some(done) = (Decider { annotation: &after, at: self.at }).set_status(Status::Done)
        {
            edit.changes.extend(done.changes);
        }
        edit
    }

    /// Adds to a change of one reading that the other readings of its difference are rejected. Other edits stay as they are.
    pub(super) fn reject_readings_beside(&self, item: &ItemRef, edit: Edit) -> Edit {
        let ItemRef::Pending(id) = item else { return edit };
        let Some(difference) = OpenDifference::at(self.annotation, id) else { return edit };
        let Some(own) = difference.reading_with(id) else { return edit };
        let gold = |change: &Change| match change {
            Change::GoldItem { after: Some(item), .. } => Some(item.body.clone()),
            _ => None,
        };
        let said: Vec<Body> = edit.changes.iter().filter_map(gold).collect();
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        for other in difference.items().filter(|other| !own.items.contains(other)) {
            let decider = Decider { annotation: &scratch, at: self.at };
            if let Some(edit) = decider.decline(other, &said) {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
        }
        // The first verdict sets the status; the change must not set it again.
        let is_status = |change: &Change| matches!(change, Change::Status { .. });
        let has_status = changes.iter().any(is_status);
        changes.extend(edit.changes.into_iter().filter(|change| !(has_status && is_status(change))));
        Edit { kind: edit.kind, changes }
    }

    /// The verdict on a reading that is not taken. It is rejected, unless an item that is taken says the same about the text and
    /// differs in other details: nobody rejected these words, and they are no example of a wrong item. Then it is no longer pending,
    /// and nothing more. A reading with a note is kept with it.
    fn decline(&self, id: &str, taken: &[Body]) -> Option<Edit> {
        let reading = self.annotation.pending(id)?;
        let has_remark = !self.annotation.remark(&RemarkTarget::Suggestion(id.to_owned())).is_empty();
        if has_remark || !taken.iter().any(|body| body.agrees_with(&reading.body)) {
            return self.reject(&ItemRef::Pending(id.to_owned()));
        }
        let gone = Change::Pending { before: Some(Box::new(reading.clone())), after: None };
        Some(self.edit(EditKind::Rejected, vec![gone]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Decision, History};
    use crate::gold::merge::annotators_of;
    use crate::gold::{Annotation, Label, json};

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
        assert_eq!(decide(&|decider| decider.take_reading(&item("s-1"), Taken::Annotator(1))), "? s-4 ✓ s-2 s-3 ✗ s-1");
        assert_eq!(decide(&|decider| decider.take_reading(&item("s-1"), Taken::Annotator(2))), "? s-4 ✓ s-2 ✗ s-1 s-3");
        assert_eq!(decide(&|decider| decider.take_reading(&item("s-2"), Taken::None)), "? s-4 ✓  ✗ s-1 s-2 s-3");
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
