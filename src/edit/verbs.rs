//! The actions of an annotator on an item. Each returns an [`Edit`].

use crate::gold::merge::{ANNOTATORS, carried_parts};
use crate::gold::{
    Annotation, Body, Extra, GoldItem, Rejected, Remark, RemarkTarget, Status, Suggestion, Timestamp, Verdict,
    fit_parts, join_parts,
};
use crate::text::Span;

use super::carried::{self, carried_to};
use super::change::{Change, Edit, ItemRef};
use super::edit_kind::EditKind;
use super::links;
use super::open_difference::Taken;
use super::relation_ends;

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

/// The verdict on a gold item. An entity in parts is never as a suggester proposed it; it may be as an annotator read it.
fn verdict_of(body: &Body, parts: &[Span], suggestion: Option<&Suggestion>) -> Verdict {
    match Verdict::of(body, suggestion) {
        Verdict::Accepted if suggestion.map(carried_parts).unwrap_or_default() != parts => Verdict::Fixed,
        verdict => verdict,
    }
}

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
        self.take_reading(item, Taken::Focused).or_else(|| self.accept_one(item))
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
            let edit = self.edit(kind, vec![gone, self.new_item(body, Some(suggestion))]);
            return Some(self.reject_readings_beside(item, edit));
        };
        let before = self.annotation.gold_item(id)?;
        if before.body == body {
            return None;
        }
        let parts = match (&before.body, &body) {
            (Body::Entity { span: old, .. }, Body::Entity { span, .. }) if old != span => {
                fit_parts(&before.parts, *span)
            }
            (_, Body::Entity { .. }) => before.parts.clone(),
            (_, Body::Quote(_)) => Vec::new(),
        };
        let after = self.changed(before, body, parts);
        let change = Change::GoldItem { before: Some(Box::new(before.clone())), after: Some(Box::new(after)) };
        Some(self.edit(kind, vec![change]))
    }

    /// A gold item with another body or other parts. It has a verdict of its own, and names the annotators only while it is as
    /// they have it.
    fn changed(&self, before: &GoldItem, body: Body, parts: Vec<Span>) -> GoldItem {
        let is_same = before.body.agrees_with(&body) && before.parts == parts;
        let verdict = verdict_of(&body, &parts, before.suggestion.as_ref());
        let at = self.at.cloned().or_else(|| before.at.clone());
        let mut after = GoldItem { body, parts, verdict, at, ..before.clone() };
        after.set_batch(false);
        if !is_same {
            after.extra.shift_remove(ANNOTATORS);
            after.extra.extend(names_of_accepted(verdict, after.suggestion.as_ref()));
        }
        after
    }

    /// Adds a part to an entity. A part that overlaps or touches another is joined with it. The entity then reaches from its
    /// first part to its last. A pending or rejected suggestion becomes a gold item.
    #[must_use]
    pub fn add_part(&self, item: &ItemRef, part: Span) -> Option<Edit> {
        let (before, mut changes) = match item {
            ItemRef::GoldItem(id) => (self.annotation.gold_item(id)?.clone(), Vec::new()),
            _ => {
                let (suggestion, gone) = self.take_suggestion(item)?;
                (self.gold_item(suggestion.body.clone(), Some(suggestion)), vec![gone])
            }
        };
        let Body::Entity { span, label } = &before.body else { return None };
        let mut pieces = before.pieces();
        pieces.push(part);
        let body = Body::Entity { span: span.hull(part), label: label.clone() };
        let after = self.changed(&before, body, join_parts(pieces));
        let is_gold = matches!(item, ItemRef::GoldItem(_));
        if is_gold && (&after.body, &after.parts) == (&before.body, &before.parts) {
            return None;
        }
        let before = is_gold.then(|| Box::new(before));
        changes.push(Change::GoldItem { before, after: Some(Box::new(after)) });
        Some(self.reject_readings_beside(item, self.edit(EditKind::AddedPart, changes)))
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

    /// Changes the bodies of several items, as one step of undo.
    #[must_use]
    pub fn change_all(&self, kind: EditKind, items: &[(ItemRef, Body)]) -> Option<Edit> {
        let mut scratch = self.annotation.clone();
        let mut changes = Vec::new();
        for (item, body) in items {
            let decider = Decider { annotation: &scratch, at: self.at };
            if let Some(edit) = decider.change(kind.clone(), item, body.clone()) {
                edit.apply(&mut scratch);
                changes.extend(edit.changes);
            }
        }
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
        Change::GoldItem { before: None, after: Some(Box::new(self.gold_item(body, suggestion))) }
    }

    fn gold_item(&self, body: Body, suggestion: Option<Suggestion>) -> GoldItem {
        let verdict = Verdict::of(&body, suggestion.as_ref());
        let id = self.annotation.free_id(body.layer());
        let extra = names_of_accepted(verdict, suggestion.as_ref());
        let (parts, attributes) = suggestion.as_ref().map(|reading| carried_to(&body, reading)).unwrap_or_default();
        GoldItem { id, body, parts, attributes, verdict, suggestion, at: self.at.cloned(), extra }
    }

    /// Makes the edit. The first verdict on an article sets its status to "in progress", speakers stay linked to the
    /// entities inside them, the relations of an item that is removed are removed with it, and those that a reading carries come
    /// with it.
    pub(super) fn edit(&self, kind: EditKind, mut changes: Vec<Change>) -> Edit {
        links::update_speaker_links(self.annotation, &mut changes);
        relation_ends::remove_with_ends(self.annotation, &mut changes);
        carried::join(self.annotation, &mut changes);
        if self.annotation.status == Status::Suggested {
            changes.insert(0, Change::Status { before: Status::Suggested, after: Status::InProgress });
        }
        Edit { kind, changes }
    }
}

/// The key that says who agrees with an item, if it is accepted as annotators had it.
fn names_of_accepted(verdict: Verdict, suggestion: Option<&Suggestion>) -> Extra {
    let accepted = suggestion.filter(|_| verdict == Verdict::Accepted);
    let names = accepted.and_then(|suggestion| suggestion.extra.get(ANNOTATORS));
    names.map(|names| (ANNOTATORS.to_owned(), names.clone())).into_iter().collect()
}

/// Records on the items that an edit accepts that each was accepted as one of many.
fn mark_batch(changes: &mut [Change]) {
    for change in changes {
        if let Change::GoldItem { before: None, after: Some(item) } = change {
            item.set_batch(true);
        }
    }
}
