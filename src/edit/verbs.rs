//! The actions of an annotator on an item. Each returns an [`Edit`].

use crate::gold::merge::ANNOTATORS;
use crate::gold::{
    Annotation, Body, Extra, GoldItem, Rejected, Remark, RemarkTarget, Status, Suggestion, Timestamp, Verdict,
};

use super::change::{Change, Edit, ItemRef};
use super::edit_kind::EditKind;
use super::links;

/// Makes edits for one annotation. Every method returns `None` if the edit would change nothing.
#[derive(Debug, Clone, Copy)]
pub struct Decider<'a> {
    /// The annotation as it is now.
    pub annotation: &'a Annotation,
    /// The time of the verdict, for the record.
    pub at: Option<&'a Timestamp>,
}

/// An item that no suggester proposed, before it has an id.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem(pub Body);

/// The verdict that [`Decider::decide_all`] gives to many suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Accept each of them.
    Accept,
    /// Reject each of them.
    Reject,
}

impl Decider<'_> {
    /// Accepts a pending or rejected suggestion as it is. With a reading of a difference, accepts all items of this reading and
    /// rejects the other readings.
    #[must_use]
    pub fn accept(&self, item: &ItemRef) -> Option<Edit> {
        self.take_reading(item, Some(0)).or_else(|| self.accept_one(item))
    }

    /// Accepts one suggestion.
    pub(super) fn accept_one(&self, item: &ItemRef) -> Option<Edit> {
        let (suggestion, gone) = self.take_suggestion(item)?;
        let body = suggestion.body.clone();
        Some(self.edit(EditKind::Accepted, vec![gone, self.new_item(body, Some(suggestion))]))
    }

    /// Rejects a suggestion that is pending or already accepted. A gold item that no suggester proposed is removed.
    #[must_use]
    pub fn reject(&self, item: &ItemRef) -> Option<Edit> {
        let (suggestion, gone) = match item {
            ItemRef::Pending(_) => self.take_suggestion(item)?,
            ItemRef::Rejected(_) => return None,
            ItemRef::GoldItem(id) => {
                let gold = self.annotation.gold_item(id)?;
                let gone = Change::GoldItem { before: Some(Box::new(gold.clone())), after: None };
                match gold.suggestion.clone() {
                    Some(suggestion) => (suggestion, gone),
                    None => {
                        // The note goes with the item, because nothing is left that it could be about.
                        let said = self.remark_change(Some(item), Remark::default());
                        return Some(self.edit(EditKind::Removed, said.into_iter().chain([gone]).collect()));
                    }
                }
            }
        };
        let rejected = Rejected { suggestion, at: self.at.cloned() };
        Some(
            self.edit(
                EditKind::Rejected,
                vec![gone, Change::Rejected { before: None, after: Some(Box::new(rejected)) }],
            ),
        )
    }

    /// Takes a verdict back. A suggestion becomes pending again. `None` for pending suggestions and for added items.
    #[must_use]
    pub fn reopen(&self, item: &ItemRef) -> Option<Edit> {
        let (suggestion, gone) = match item {
            ItemRef::Pending(_) => return None,
            ItemRef::Rejected(_) => self.take_suggestion(item)?,
            ItemRef::GoldItem(id) => {
                let item = self.annotation.gold_item(id)?;
                let gone = Change::GoldItem { before: Some(Box::new(item.clone())), after: None };
                (item.suggestion.clone()?, gone)
            }
        };
        let back = Change::Pending { before: None, after: Some(Box::new(suggestion)) };
        Some(self.edit(EditKind::Reopened, vec![gone, back]))
    }

    /// Changes the body of an item: its edges, label or roles. A pending or rejected suggestion becomes a gold item.
    /// Its verdict is `fixed`, or `accepted` if the new body is the suggested one.
    #[must_use]
    pub fn change(&self, kind: EditKind, item: &ItemRef, body: Body) -> Option<Edit> {
        let ItemRef::GoldItem(id) = item else {
            let (suggestion, gone) = self.take_suggestion(item)?;
            let id = suggestion.id.clone();
            let edit = self.edit(kind, vec![gone, self.new_item(body, Some(suggestion))]);
            return Some(match item {
                ItemRef::Pending(_) => self.reject_other_readings(&id, edit),
                _ => edit,
            });
        };
        let before = self.annotation.gold_item(id)?;
        if before.body == body {
            return None;
        }
        let verdict = Verdict::of(&body, before.suggestion.as_ref());
        let mut after =
            GoldItem { body, verdict, at: self.at.cloned().or_else(|| before.at.clone()), ..before.clone() };
        after.set_batch(false);
        let change = Change::GoldItem { before: Some(Box::new(before.clone())), after: Some(Box::new(after)) };
        Some(self.edit(kind, vec![change]))
    }

    /// Adds an item that no suggester proposed. If the same item is pending, accepts that suggestion.
    #[must_use]
    pub fn add(&self, NewItem(body): NewItem) -> Option<Edit> {
        if self.annotation.says(&body) {
            return None;
        }
        let mut near = self.annotation.pending.overlapping(body.span()?.range());
        if let Some(same) = near.find(|suggestion| suggestion.body.agrees_with(&body)) {
            return self.accept(&ItemRef::Pending(same.id.clone()));
        }
        Some(self.edit(EditKind::Added, vec![self.new_item(body, None)]))
    }

    /// Accepts or rejects many suggestions and may set the status of the article, all as one step of undo.
    #[must_use]
    pub fn decide_all(&self, items: &[ItemRef], decision: Decision, then: Option<Status>) -> Option<Edit> {
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        for item in items {
            let decider = Decider { annotation: &scratch, at: self.at };
            let edit = match decision {
                Decision::Accept => decider.accept(item),
                Decision::Reject => decider.reject(item),
            };
            if let Some(edit) = edit {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
        }
        if let Some(edit) = then.and_then(|status| Decider { annotation: &scratch, at: self.at }.set_status(status)) {
            changes.extend(edit.changes);
        }
        let kind = match decision {
            Decision::Accept => EditKind::Accepted,
            Decision::Reject => EditKind::Rejected,
        };
        if items.len() > 1 {
            mark_batch(&mut changes);
        }
        (!changes.is_empty()).then_some(Edit { kind, changes })
    }

    /// Makes suggestions pending and accepts the given items, these suggestions among them, as one step of undo.
    #[must_use]
    pub fn accept_with_new(&self, suggestions: Vec<Suggestion>, items: &[ItemRef]) -> Option<Edit> {
        let proposed = self.propose(suggestions);
        let mut scratch = self.annotation.clone();
        if let Some(proposed) = &proposed {
            proposed.apply(&mut scratch);
        }
        let accepted = Decider { annotation: &scratch, at: self.at }.decide_all(items, Decision::Accept, None)?;
        let changes = proposed.into_iter().flat_map(|edit| edit.changes).chain(accepted.changes).collect();
        Some(Edit { kind: accepted.kind, changes })
    }

    /// Makes suggestions pending. Leaves out those that are decided, pending already, or equal to a gold item.
    #[must_use]
    pub fn propose(&self, suggestions: Vec<Suggestion>) -> Option<Edit> {
        let decided = self.annotation.decided();
        let fresh = |suggestion: &Suggestion| {
            !decided.contains(suggestion.id.as_str())
                && self.annotation.pending(&suggestion.id).is_none()
                && !self.annotation.says(&suggestion.body)
        };
        let changes: Vec<Change> = suggestions
            .into_iter()
            .filter(fresh)
            .map(|suggestion| Change::Pending { before: None, after: Some(Box::new(suggestion)) })
            .collect();
        (!changes.is_empty()).then(|| Edit { kind: EditKind::Proposed, changes })
    }

    /// Sets the status of the article.
    #[must_use]
    pub fn set_status(&self, after: Status) -> Option<Edit> {
        let before = self.annotation.status;
        let name = match after {
            Status::Done => EditKind::MarkedDone,
            Status::Skipped => EditKind::Skipped,
            Status::InProgress | Status::Suggested => EditKind::Reopened,
        };
        (before != after).then(|| Edit { kind: name, changes: vec![Change::Status { before, after }] })
    }

    /// Sets the note and the flags of an item, or of the article (`None`).
    ///
    /// ```
    /// use tawsim::edit::Decider;
    /// use tawsim::gold::{Annotation, Remark, RemarkTarget};
    /// let mut annotation = Annotation::default();
    /// let remark = Remark::default().noted("which Paris?");
    /// Decider { annotation: &annotation, at: None }.remark(None, remark).unwrap().apply(&mut annotation);
    /// assert_eq!(annotation.remark(&RemarkTarget::Article).note.as_deref(), Some("which Paris?"));
    /// ```
    #[must_use]
    pub fn remark(&self, on: Option<&ItemRef>, after: Remark) -> Option<Edit> {
        let change = self.remark_change(on, after)?;
        let kind = match &change {
            Change::Remark { before, after, .. } if before.note != after.note => match after.note {
                Some(_) => EditKind::Noted,
                None => EditKind::RemovedNote,
            },
            Change::Remark { after, .. } if after.flagged() => EditKind::Flagged,
            _ => EditKind::TookFlag,
        };
        Some(self.edit(kind, vec![change]))
    }

    fn remark_change(&self, on: Option<&ItemRef>, after: Remark) -> Option<Change> {
        let subject = on.map_or(Some(RemarkTarget::Article), |on| on.remark_target(self.annotation))?;
        let before = self.annotation.remark(&subject);
        (before != after).then(|| Change::Remark { on: on.cloned(), before, after })
    }

    /// Returns the suggestion of an item that is pending or rejected, and the change that removes it from its list.
    fn take_suggestion(&self, item: &ItemRef) -> Option<(Suggestion, Change)> {
        match item {
            ItemRef::GoldItem(_) => None,
            ItemRef::Pending(id) => {
                let suggestion = self.annotation.pending(id)?.clone();
                let gone = Change::Pending { before: Some(Box::new(suggestion.clone())), after: None };
                Some((suggestion, gone))
            }
            ItemRef::Rejected(id) => {
                let rejected = self.annotation.rejected(id)?.clone();
                let suggestion = rejected.suggestion.clone();
                Some((suggestion, Change::Rejected { before: Some(Box::new(rejected)), after: None }))
            }
        }
    }

    fn new_item(&self, body: Body, suggestion: Option<Suggestion>) -> Change {
        let verdict = Verdict::of(&body, suggestion.as_ref());
        let id = self.annotation.free_id(body.layer());
        // Who agrees with an item that is accepted as it is.
        let names =
            suggestion.as_ref().filter(|_| verdict == Verdict::Accepted).and_then(|one| one.extra.get(ANNOTATORS));
        let extra: Extra = names.map(|names| (ANNOTATORS.to_owned(), names.clone())).into_iter().collect();
        let item = GoldItem { id, body, verdict, suggestion, at: self.at.cloned(), extra };
        Change::GoldItem { before: None, after: Some(Box::new(item)) }
    }

    /// Makes the edit. The first verdict on an article sets its status to "in progress", and speakers stay linked to
    /// the entities inside them.
    fn edit(&self, kind: EditKind, mut changes: Vec<Change>) -> Edit {
        links::update_speaker_links(self.annotation, &mut changes);
        if self.annotation.status == Status::Suggested {
            changes.insert(0, Change::Status { before: Status::Suggested, after: Status::InProgress });
        }
        Edit { kind, changes }
    }
}

/// Records on the items that an edit accepts that each was accepted as one of many.
fn mark_batch(changes: &mut [Change]) {
    for change in changes {
        if let Change::GoldItem { before: None, after: Some(item) } = change {
            item.set_batch(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::History;
    use crate::gold::{Label, Layer, json};
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
        fn undo_restores_the_exact_annotation(verbs in prop::collection::vec((0..9_usize, 0..8_usize), 0..30)) {
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
}
