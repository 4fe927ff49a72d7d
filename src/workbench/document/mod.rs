//! Open articles: each has its annotation, history, focus and items, and the part that is on the screen.
//!
//! May use: `text`, `page`, `gold`, `edit`, `suggest`, `workbench/direction`, `workbench/role`.
//!
//! Must never know: the model, commands and keys; words for the user.

mod asking;
mod changes;
mod collection;
mod differences;
mod handover;
mod item;
mod layout;
mod seen;
mod suggestions;
mod waiting;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use crate::edit::{Change, Edit, History, ItemRef, JournalEntry, PendingUpdate};
use crate::gold::{Annotation, Article, Body, GoldItem, Listed, Remark, RemarkTarget, SpanList, Suggestion, Timestamp};
use crate::page::{Page, PageOptions};
use crate::suggest;
use crate::text::Span;

use self::asking::Asking;
use super::direction::ReadingDirection;
use super::role::Role;

pub use self::collection::Documents;
pub(super) use self::collection::Neighbours;
pub use self::handover::{BegunArticle, ConflictVersion, FoundVersions, LoadedArticle};
pub use self::item::{Item, ItemState};
pub(super) use self::suggestions::{ListState, SuggesterAnswer};

/// A step through the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryStep {
    /// Undoes the last change.
    Undo,
    /// Makes the change again that was undone last.
    Redo,
}

/// The changes of an article on their way to the disk.
#[derive(Debug, Default)]
struct Changes {
    /// Counts the changes.
    revision: u64,
    /// The newest revision that is on disk.
    saved: u64,
    /// A message that says why the last save failed; `None` after a save that succeeded.
    error: Option<String>,
    /// A message that names the conflict file with the changes, if another program wrote the gold file.
    aside: Option<String>,
    /// Changes that were not handed out to be saved yet.
    unsaved: Vec<JournalEntry>,
    /// The changes by suggesters since the last entry of the journal; the next entry records them.
    pending_update: PendingUpdate,
    /// The number of keys that were pressed since the last entry of the journal.
    keys: u64,
}

/// Whether the suggesters other than the built-in one were asked about an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Consultation {
    #[default]
    NotAsked,
    /// They were asked, and the article is on the screen or is the next one.
    Asked,
    /// They were asked, and the user has left the article: those that have not answered may stop.
    Left,
}

/// The requests to suggesters about an article, and the suggestions that are hidden.
#[derive(Debug, Default)]
struct Suggesting {
    /// Whether the suggesters other than the built-in one were asked.
    consultation: Consultation,
    /// How many of them have not answered yet.
    awaited: usize,
    /// The chunks that the built-in suggester was asked about.
    asking: Asking,
    /// True if answers about an older text of the article may still come.
    of_other_text: bool,
    /// Suggestions that are hidden for their low score.
    hidden: SpanList<Suggestion>,
    /// Suggestions that came while the list was frozen. They become pending when the user asks for them.
    waiting: SpanList<Suggestion>,
    /// Suggestions for words that already have a pending suggestion or a verdict: what else they may be.
    alternatives: SpanList<Suggestion>,
    /// The ids of the suggestions that have been on the screen.
    seen: HashSet<String>,
    /// True once a key or the mouse was used while the article is on the screen.
    is_worked_on: bool,
}

/// The index of the first of `len` items that a list of `rows` rows shows. The list stays in place while the focus moves
/// through its middle half, and then moves by half of its height: a list that moves with each key is hard to read, and over
/// ssh it costs a thousand bytes a key.
///
/// ```
/// use tawsim::workbench::list_top;
/// let tops: Vec<usize> = [0, 14, 15, 24, 25, 99].map(|focus| list_top(focus, 100, 20)).to_vec();
/// assert_eq!(tops, [0, 0, 10, 10, 20, 80]);
/// ```
#[must_use]
pub fn list_top(focus: usize, len: usize, rows: usize) -> usize {
    let step = (rows / 2).max(1);
    (focus.saturating_sub(rows / 4) / step * step).min(len.saturating_sub(rows))
}

/// One open article.
#[derive(Debug)]
pub struct Document {
    /// The article.
    pub article: Arc<Article>,
    /// Everything decided and open.
    pub annotation: Annotation,
    /// The changes that can be undone and redone.
    pub history: History,
    /// The item that has the focus.
    pub focus: Option<ItemRef>,
    /// The part of the focused quote that the edge keys move; `None` for its content.
    pub(super) part: Option<(ItemRef, Role)>,
    /// A byte in the first line on the screen. A byte and no line number: the same words stay on the screen when the
    /// window gets another width.
    pub top: usize,
    /// The item that was decided last in this session.
    last_decided: Option<ItemRef>,
    changes: Changes,
    suggesting: Suggesting,
    items: SpanList<Item>,
    /// The number of differences between annotators, decided or not.
    differences: usize,
    page: Option<(PageOptions, Page)>,
}

impl Document {
    /// Opens an article with the annotation of its gold file, if it has one.
    #[must_use]
    pub fn new(article: Arc<Article>, gold: Option<Annotation>) -> Self {
        Self::resumed(article, gold, History::default(), None)
    }

    /// Opens an article as it was left, with its history and focus.
    #[must_use]
    pub fn resumed(article: Arc<Article>, gold: Option<Annotation>, history: History, focus: Option<ItemRef>) -> Self {
        let fresh = gold.is_none();
        let annotation = gold.unwrap_or_default();
        let mut document = Self {
            article,
            annotation,
            history,
            focus,
            part: None,
            top: 0,
            last_decided: None,
            changes: Changes::default(),
            suggesting: Suggesting::default(),
            items: SpanList::default(),
            differences: 0,
            page: None,
        };
        if fresh {
            document.annotation.pending = suggest::merge(vec![document.article.suggestions.clone()]).into();
            document.annotation.pending.iter().cloned().for_each(|one| document.changes.pending_update.add(one));
        }
        document.refresh();
        if document.focused().is_none() {
            document.focus = document.resume();
        }
        document
    }

    /// The same document in the place of an older one, whose article was read again: it counts its changes on, and shows the
    /// same place if the text is the same.
    pub(super) fn in_place_of(mut self, old: &Self) -> Self {
        self.changes.revision = old.changes.revision;
        self.changes.saved = old.changes.saved;
        self.changes.keys = old.changes.keys;
        if self.article.text.as_str() == old.article.text.as_str() {
            self.top = old.top;
            self.focus = old.focus.clone().filter(|at| self.items.find(at).is_some()).or(self.focus);
        } else {
            self.suggesting.of_other_text = true;
        }
        self
    }

    /// All items, in reading order.
    #[must_use]
    pub const fn items(&self) -> &SpanList<Item> {
        &self.items
    }

    /// The index of the focused item in [`Document::items`].
    #[must_use]
    pub fn focus_index(&self) -> Option<usize> {
        self.items.number_of(self.focus.as_ref()?)
    }

    /// The index of the first item that a list of `rows` rows shows: see [`list_top`].
    #[must_use]
    pub fn list_top(&self, rows: usize) -> usize {
        list_top(self.focus_index().unwrap_or(0), self.items.len(), rows)
    }

    /// The number of changes so far.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.changes.revision
    }

    /// True while a change is not on disk.
    #[must_use]
    pub const fn is_unsaved(&self) -> bool {
        self.changes.saved < self.changes.revision
    }

    /// A message that says why the last save failed; `None` after a save that succeeded.
    #[must_use]
    pub fn save_error(&self) -> Option<&str> {
        self.changes.error.as_deref()
    }

    /// A message that names the conflict file with the changes, if another program wrote the gold file.
    #[must_use]
    pub fn saved_aside(&self) -> Option<&str> {
        self.changes.aside.as_deref()
    }

    /// Records that a revision is on disk.
    pub(super) fn mark_saved(&mut self, revision: u64) {
        self.changes.saved = self.changes.saved.max(revision);
        (self.changes.error, self.changes.aside) = (None, None);
    }

    /// Records that a revision is on disk in a conflict file.
    pub(super) fn mark_saved_aside(&mut self, revision: u64, problem: String) {
        self.mark_saved(revision);
        self.changes.aside = Some(problem);
    }

    /// Records that the disk refused a change.
    pub(super) fn mark_save_failed(&mut self, problem: String) {
        self.changes.error = Some(problem);
    }

    /// The focused item.
    #[must_use]
    pub fn focused(&self) -> Option<&Item> {
        self.items.find(self.focus.as_ref()?)
    }

    /// The spans of an item: the content of a quote, the parts of an entity, or its one span.
    #[must_use]
    pub fn pieces(&self, at: &ItemRef) -> Vec<Span> {
        if let ItemRef::GoldItem(id) = at {
            return self.annotation.gold_item(id).map(GoldItem::pieces).unwrap_or_default();
        }
        match self.body(at).map(|(body, _)| body) {
            Some(Body::Entity { span, .. }) => vec![*span],
            Some(Body::Quote(frame)) => frame.content.clone(),
            None => Vec::new(),
        }
    }

    /// The part of the focused quote that the edge keys move; `None` for its content.
    #[must_use]
    pub fn part(&self) -> Option<Role> {
        self.part.as_ref().filter(|(at, _)| self.focus.as_ref() == Some(at)).map(|(_, role)| *role)
    }

    /// The body of an item, and the suggestion that it came from.
    #[must_use]
    pub fn body(&self, at: &ItemRef) -> Option<(&Body, Option<&Suggestion>)> {
        match at {
            ItemRef::GoldItem(id) => self.annotation.gold_item(id).map(|gold| (&gold.body, gold.suggestion.as_ref())),
            ItemRef::Pending(id) => self.annotation.pending(id).map(|suggestion| (&suggestion.body, Some(suggestion))),
            ItemRef::Rejected(id) => {
                self.annotation.rejected(id).map(|rejected| (&rejected.suggestion.body, Some(&rejected.suggestion)))
            }
        }
    }

    /// The numbers of pending suggestions, gold items and rejected suggestions.
    #[must_use]
    pub fn progress(&self) -> (usize, usize, usize) {
        (self.annotation.pending.len(), self.annotation.gold.len(), self.annotation.rejected.len())
    }

    /// The next pending item after (or before) a place in reading order. After the last item comes the first one again.
    #[must_use]
    pub fn pending_from(&self, index: Option<usize>, direction: ReadingDirection) -> Option<ItemRef> {
        let pending = &self.annotation.pending;
        let from = index.and_then(|index| self.items.get(index));
        // The number of pending suggestions before it; the item itself counts if the next one is wanted.
        let passed = from.map(|from| {
            pending.partition_point(|suggestion| {
                let order = suggestion.place().cmp(&from.place()).then_with(|| match &from.at {
                    ItemRef::GoldItem(_) => Ordering::Greater,
                    ItemRef::Pending(id) => suggestion.id.cmp(id),
                    ItemRef::Rejected(_) => Ordering::Less,
                });
                order.is_lt() || direction == ReadingDirection::Forward && order.is_eq()
            })
        });
        let next = match (passed, direction) {
            (Some(passed), ReadingDirection::Forward) => pending.get(passed).or(pending.first()),
            (Some(passed), ReadingDirection::Back) => {
                passed.checked_sub(1).and_then(|before| pending.get(before)).or(pending.last())
            }
            (None, ReadingDirection::Forward) => pending.first(),
            (None, ReadingDirection::Back) => pending.last(),
        };
        next.map(|suggestion| ItemRef::Pending(suggestion.id.clone()))
    }

    /// The last item that begins no later than the item which an edit removed, else the first item. When the
    /// user adds a span, the focus is often on that item.
    pub(super) fn item_before(&self, edit: &Edit) -> Option<ItemRef> {
        let gone = edit.changes.iter().find_map(|change| match change {
            Change::GoldItem { before: Some(gold), .. } => gold.body.span(),
            _ => None,
        })?;
        let before = self.items.partition_point(|item| item.span.start() <= gone.start());
        self.items.get(before.saturating_sub(1)).map(|item| item.at.clone())
    }

    /// The item that has the focus when work is resumed: the first pending one after the newest verdict, else the first
    /// pending one, else the first item.
    fn resume(&self) -> Option<ItemRef> {
        let newest = self.newest_verdict().and_then(|(_, at)| self.items.number_of(&at));
        self.pending_from(newest, ReadingDirection::Forward).or_else(|| self.items.first().map(|item| item.at.clone()))
    }

    /// The time of the newest verdict, and its item.
    #[must_use]
    pub fn newest_verdict(&self) -> Option<(&Timestamp, ItemRef)> {
        let gold = self
            .annotation
            .gold
            .iter()
            .filter_map(|gold| Some((gold.at.as_ref()?, ItemRef::GoldItem(gold.id.clone()))));
        let rejected =
            self.annotation.rejected.iter().filter_map(|rejected| {
                Some((rejected.at.as_ref()?, ItemRef::Rejected(rejected.suggestion.id.clone())))
            });
        gold.chain(rejected).max_by(|a, b| a.0.cmp(b.0))
    }

    /// The note and flag of an item, or of the article (`None`).
    #[must_use]
    pub fn remark(&self, on: Option<&ItemRef>) -> Remark {
        let subject = on.map_or(Some(RemarkTarget::Article), |on| on.remark_target(&self.annotation));
        subject.map(|subject| self.annotation.remark(&subject)).unwrap_or_default()
    }

    /// Builds the items from the annotation.
    fn refresh(&mut self) {
        self.count_differences();
        let Annotation { gold, pending, rejected, remarks, .. } = &self.annotation;
        let pending = pending.iter().filter_map(|one| Item::pending(one, remarks));
        let rejected = rejected.iter().filter_map(|one| Item::rejected(one, remarks));
        self.items = gold.iter().filter_map(|gold| Item::gold(gold, remarks)).chain(pending).chain(rejected).collect();
    }
}
