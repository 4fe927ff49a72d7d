//! The frozen list: suggestions that come while an article is worked on wait until the user asks for them.

use std::ops::Range;

use super::{Document, Item};
use crate::edit::{Change, Edit};
use crate::gold::merge::difference_of;
use crate::gold::{Body, Layer, Listed, SpanList, Suggestion};
use crate::text::Span;

impl Document {
    /// The number of suggestions that came while the list was frozen.
    #[must_use]
    pub const fn waiting(&self) -> usize {
        self.suggesting.waiting.len()
    }

    /// The article comes on the screen: what waits becomes pending, and no key or mouse was used yet.
    pub(in crate::workbench) fn begin_visit(&mut self) {
        self.suggesting.is_worked_on = false;
        self.admit_waiting();
    }

    /// Records that a key or the mouse was used while the article is on the screen.
    pub(in crate::workbench) const fn begin_work(&mut self) {
        self.suggesting.is_worked_on = true;
    }

    /// Makes the waiting suggestions pending, except those that have a verdict by now. Returns how many became pending.
    pub(in crate::workbench) fn admit_waiting(&mut self) -> usize {
        let waiting = std::mem::take(&mut self.suggesting.waiting);
        self.admit(waiting.into_iter().collect())
    }

    /// Makes waiting suggestions pending whose text has its first answer now: they end in this part, behind `part.start`, up to
    /// which the text was read before. After the annotator has pressed a key, only suggestions behind the last item of the
    /// list, so that no item moves.
    pub(super) fn admit_first_answers(&mut self, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let last = if self.suggesting.is_worked_on { self.items.last() } else { None };
        let is_first = |one: &&Suggestion| {
            let body = &one.body;
            let is_new = !body.ends_before(part.start) && body.ends_before(part.end);
            is_new && last.is_none_or(|last| body.reading_key() > last.place())
        };
        let first: Vec<Suggestion> = self.suggesting.waiting.iter().filter(is_first).cloned().collect();
        for one in &first {
            self.suggesting.waiting.remove(one.id.as_str());
        }
        self.admit(first);
        if self.focused().is_none() {
            self.focus = self.resume();
        }
    }

    /// Makes suggestions pending, except those that have a verdict by now. Returns how many became pending.
    fn admit(&mut self, suggestions: Vec<Suggestion>) -> usize {
        if self.annotation.status.is_over() {
            return 0;
        }
        let mut fresh = self.without_decided(suggestions);
        fresh.retain(|one| !self.is_covered(one) && self.annotation.pending(&one.id).is_none() && !self.is_beside(one));
        let count = fresh.len();
        for suggestion in fresh {
            self.suggesting.hidden.remove(suggestion.id.as_str());
            self.items.extend(Item::pending(&suggestion, &self.annotation.remarks));
            self.annotation.pending.insert(suggestion.clone());
            self.changes.pending_update.add(suggestion);
        }
        count
    }

    /// The suggestions on which there is no verdict.
    pub(super) fn without_decided(&self, mut list: Vec<Suggestion>) -> Vec<Suggestion> {
        let decided = self.annotation.decided();
        list.retain(|one| {
            !decided.contains(one.id.as_str())
                && !self.annotation.says(&one.body)
                && !self.annotation.refuses(&one.body)
        });
        list
    }

    /// True if a verdict on the same words leaves no room for a suggestion.
    pub(super) fn is_covered(&self, suggestion: &Suggestion) -> bool {
        self.annotation.covers(&self.article.text, &suggestion.body)
    }

    /// True if a pending suggestion of the same layer has some of the words: the two would stand beside each other.
    pub(super) fn is_beside(&self, suggestion: &Suggestion) -> bool {
        let Some(span) = suggestion.body.span() else { return false };
        let mut near = self.annotation.pending.overlapping(span.range());
        near.any(|pending| pending.id != suggestion.id && pending.body.layer() == suggestion.body.layer())
    }

    /// Adds to an edit that the pending suggestions which its gold items cover go away. Returns how many go.
    pub(in crate::workbench) fn remove_covered(&self, edit: &mut Edit) -> usize {
        let mut after = self.annotation.clone();
        edit.apply(&mut after);
        let mut gone: Vec<Suggestion> = Vec::new();
        for change in &edit.changes {
            let Change::GoldItem { before, after: Some(item) } = change else { continue };
            if before.as_ref().is_some_and(|before| before.body.without_link() == item.body.without_link()) {
                continue;
            }
            let Some(span) = item.body.span() else { continue };
            let mut alone = SpanList::default();
            alone.insert(item.as_ref().clone());
            let alone = crate::gold::Annotation { gold: alone, ..crate::gold::Annotation::default() };
            let near = after.pending.overlapping(span.range());
            // What an annotator says is decided by a person, and never goes by itself.
            let near = near.filter(|one| difference_of(one).is_none());
            let covered = near.filter(|one| alone.covers(&self.article.text, &one.body));
            gone.extend(covered.filter(|one| self.annotation.pending(&one.id).is_some()).cloned());
        }
        gone.sort_by(|a, b| (a.place(), &a.id).cmp(&(b.place(), &b.id)));
        gone.dedup_by(|a, b| a.id == b.id);
        let count = gone.len();
        let changes = gone.into_iter().map(|one| Change::Pending { before: Some(Box::new(one)), after: None });
        edit.changes.extend(changes);
        count
    }

    /// What else the suggesters think of the words of an item: other edges, labels, speakers, cues. The best one first.
    #[must_use]
    pub fn alternatives(&self, body: &Body) -> Vec<&Suggestion> {
        let Some(span) = body.span() else { return Vec::new() };
        let suggesting = &self.suggesting;
        let lists = [&suggesting.alternatives, &suggesting.waiting, &suggesting.hidden];
        let near = lists.into_iter().flat_map(|list| list.overlapping(span.range()));
        // A pending suggestion beside the item is an item of its own.
        let is_free = |one: &&Suggestion| self.annotation.pending(&one.id).is_none();
        let mut found: Vec<&Suggestion> =
            near.filter(|one| is_about(&one.body, body.layer(), span)).filter(is_free).collect();
        found.sort_by(|a, b| b.score.unwrap_or(0.0).total_cmp(&a.score.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
        found
    }
}

impl Document {
    /// The suggestions in a part of the text that are hidden for their low score.
    pub(in crate::workbench) fn nearly_proposed(&self, part: Range<usize>) -> impl Iterator<Item = &Suggestion> {
        self.suggesting.hidden.overlapping(part)
    }
}

/// True for a body of this layer that shares words with the span.
fn is_about(body: &Body, layer: Layer, span: Span) -> bool {
    body.layer() == layer && body.span().is_some_and(|other| other.overlaps(span))
}
