//! One open article: its annotation, its history, what has the focus and what part of it is on the screen.

mod asking;
mod collection;
mod handover;
mod item;
mod suggestions;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::edit::{Change, Edit, History, ItemRef, JournalEntry, Operation, PendingUpdate};
use crate::gold::{Annotation, Article, Body, Listed, Remark, RemarkTarget, SpanList, Suggestion, Timestamp};
use crate::page::{Page, PageOptions};
use crate::suggest;

use self::asking::Asking;
use super::direction::ReadingDirection;
use super::role::Role;

pub use self::collection::Documents;
pub use self::handover::{BegunArticle, LoadedArticle};
pub use self::item::{Item, ItemState};

/// A step through the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryStep {
    /// The last change is taken back.
    Undo,
    /// The change that was taken back last is made again.
    Redo,
}

/// How far the changes of an article are on their way to the disk.
#[derive(Debug, Default)]
struct Changes {
    /// Goes up with every change.
    revision: u64,
    /// The newest revision that is on disk.
    saved: u64,
    /// Why the last save of this article failed, until one succeeds.
    error: Option<String>,
    /// Changes that were not yet handed out to be saved.
    unsaved: Vec<JournalEntry>,
    /// What suggesters said that the journal does not know; the next entry tells it.
    pending_update: PendingUpdate,
}

/// What suggesters were asked about an article, and what is not shown of their answers.
#[derive(Debug, Default)]
struct Suggesting {
    /// True once the suggesters of others were asked.
    consulted: bool,
    /// The chunks that the built-in suggester was asked about.
    asking: Asking,
    /// Suggestions that are not shown for their low score.
    hidden: SpanList<Suggestion>,
}

/// One open article.
#[derive(Debug)]
pub struct Document {
    /// The article.
    pub article: Arc<Article>,
    /// What was decided on it.
    pub annotation: Annotation,
    /// What was done, for undo.
    pub history: History,
    /// What has the focus.
    pub focus: Option<ItemRef>,
    /// Which part of the focused quote the edge keys move, if it is not the content.
    pub(super) part: Option<(ItemRef, Role)>,
    /// The first line on the screen, by a byte in it: it stays where one reads when the window gets another width.
    pub top: usize,
    changes: Changes,
    suggesting: Suggesting,
    items: SpanList<Item>,
    page: Option<(PageOptions, Page)>,
}

impl Document {
    /// An article as it was left: with the annotation of its gold file, if it has one.
    #[must_use]
    pub fn new(article: Arc<Article>, gold: Option<Annotation>) -> Self {
        Self::resumed(article, gold, History::default(), None)
    }

    /// An article as it was left, with what can be taken back and what had the focus.
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
            changes: Changes::default(),
            suggesting: Suggesting::default(),
            items: SpanList::default(),
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

    /// Everything in the text in reading order: marks, pending and rejected.
    #[must_use]
    pub const fn items(&self) -> &SpanList<Item> {
        &self.items
    }

    /// The index of the focused item in [`Document::items`].
    #[must_use]
    pub fn focus_index(&self) -> Option<usize> {
        self.items.number_of(self.focus.as_ref()?)
    }

    /// The first item that a list of so many rows shows: the focus stays in its middle, as far as the list is long.
    #[must_use]
    pub fn list_top(&self, rows: usize) -> usize {
        self.focus_index().unwrap_or(0).saturating_sub(rows / 2).min(self.items.len().saturating_sub(rows))
    }

    /// Goes up with every change.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.changes.revision
    }

    /// True while a change is not on disk.
    #[must_use]
    pub const fn is_unsaved(&self) -> bool {
        self.changes.saved < self.changes.revision
    }

    /// Why the last save of this article failed, until one succeeds.
    #[must_use]
    pub fn save_error(&self) -> Option<&str> {
        self.changes.error.as_deref()
    }

    /// A revision is on disk.
    pub(super) fn mark_saved(&mut self, revision: u64) {
        self.changes.saved = self.changes.saved.max(revision);
        self.changes.error = None;
    }

    /// The disk refused a change.
    pub(super) fn mark_save_failed(&mut self, problem: String) {
        self.changes.error = Some(problem);
    }

    /// The focused item.
    #[must_use]
    pub fn focused(&self) -> Option<&Item> {
        self.items.find(self.focus.as_ref()?)
    }

    /// Which part of the focused quote the edge keys move; `None`: its content.
    #[must_use]
    pub fn part(&self) -> Option<Role> {
        self.part.as_ref().filter(|(at, _)| self.focus.as_ref() == Some(at)).map(|(_, role)| *role)
    }

    /// What an item says, and the suggestion behind it.
    #[must_use]
    pub fn body(&self, at: &ItemRef) -> Option<(&Body, Option<&Suggestion>)> {
        match at {
            ItemRef::GoldItem(id) => self.annotation.gold_item(id).map(|mark| (&mark.body, mark.suggestion.as_ref())),
            ItemRef::Pending(id) => self.annotation.pending(id).map(|suggestion| (&suggestion.body, Some(suggestion))),
            ItemRef::Rejected(id) => {
                self.annotation.rejected(id).map(|rejected| (&rejected.suggestion.body, Some(&rejected.suggestion)))
            }
        }
    }

    /// How many suggestions wait, how many marks stand, and how many suggestions were refused.
    #[must_use]
    pub fn progress(&self) -> (usize, usize, usize) {
        (self.annotation.pending.len(), self.annotation.gold.len(), self.annotation.rejected.len())
    }

    /// The text on a page of some width; what is laid out of it is kept.
    pub fn page(&mut self, options: PageOptions, width: u16) -> &Page {
        if self.page.as_ref().is_none_or(|(known, _)| *known != options) {
            self.page = None;
        }
        let text = &self.article.text;
        let (_, page) = self.page.get_or_insert_with(|| (options, Page::new(text, options, width)));
        page.wrap(width);
        page
    }

    /// Lets the layout go; it is made again when it is needed.
    pub(super) fn forget_page(&mut self) {
        self.page = None;
    }

    /// The page as it was last asked for.
    #[must_use]
    pub fn laid_out(&self) -> Option<&Page> {
        self.page.as_ref().map(|(_, page)| page)
    }

    /// Moves the screen's so many lines down or up.
    pub(super) fn scroll(&mut self, direction: ReadingDirection, lines: usize, height: usize) {
        let Some(page) = self.laid_out() else { return };
        self.top = match direction {
            ReadingDirection::Forward => page.below(self.top, lines),
            ReadingDirection::Back => page.above(self.top, lines),
        };
        self.fill(height);
    }

    /// Moves the screen of so many lines up where the text would end before it does.
    pub(super) fn fill(&mut self, height: usize) {
        let Some(page) = self.laid_out() else { return };
        let shown = page.lines_from(self.top).take(height).count();
        if shown < height {
            self.top = page.above(self.top, height - shown);
        }
    }

    /// The bytes of so many lines from the first one on the screen.
    #[must_use]
    pub fn shown(&self, height: usize) -> Range<usize> {
        let Some(page) = self.laid_out() else { return 0..self.article.text.len() };
        let first = page.line_range(self.top);
        // An empty line that ends the text has its place, too.
        first.start..page.line_range(page.below(first.start, height.saturating_sub(1))).end.max(1)
    }

    /// Applies an edit. The focus is the caller's business.
    pub(super) fn commit(&mut self, edit: Edit) {
        self.history.commit(&mut self.annotation, edit.clone());
        self.follow(&edit);
        self.note(Operation::Commit(edit));
    }

    /// Takes back the last edit, or does it again; gives what was applied.
    pub(super) fn step_history(&mut self, step: HistoryStep) -> Option<Edit> {
        let (applied, operation) = match step {
            HistoryStep::Redo => {
                let applied = self.history.redo(&mut self.annotation)?;
                (applied.clone(), Operation::Redo(applied))
            }
            HistoryStep::Undo => {
                let applied = self.history.undo(&mut self.annotation)?;
                let undone = applied.inverted();
                (applied, Operation::Undo(undone))
            }
        };
        self.follow(&applied);
        self.note(operation);
        Some(applied)
    }

    /// Keeps a change for the journal.
    fn note(&mut self, operation: Operation) {
        let pending_update = std::mem::take(&mut self.changes.pending_update);
        let pending_update = Some(pending_update).filter(|update| !update.is_empty());
        self.changes.unsaved.push(JournalEntry {
            operation,
            pending_update,
            annotator: self.annotation.annotator.clone(),
            focus: None,
        });
    }

    /// Lets the items follow an edit that the annotation has gone through.
    fn follow(&mut self, edit: &Edit) {
        self.changes.revision += 1;
        let Annotation { gold: marks, pending, rejected, remarks, .. } = &self.annotation;
        for change in &edit.changes {
            let (before, after) = match change {
                Change::GoldItem { before, after } => (
                    before.as_ref().map(|mark| ItemRef::GoldItem(mark.id.clone())),
                    after.as_deref().and_then(|mark| Item::mark(mark, remarks)),
                ),
                Change::Pending { before, after } => (
                    before.as_ref().map(|one| ItemRef::Pending(one.id.clone())),
                    after.as_deref().and_then(|one| Item::pending(one, remarks)),
                ),
                Change::Rejected { before, after } => (
                    before.as_ref().map(|one| ItemRef::Rejected(one.suggestion.id.clone())),
                    after.as_deref().and_then(|one| Item::rejected(one, remarks)),
                ),
                Change::Remark { on: Some(on), .. } => {
                    let item = match on {
                        ItemRef::GoldItem(id) => marks.find(id.as_str()).and_then(|mark| Item::mark(mark, remarks)),
                        ItemRef::Pending(id) => pending.find(id.as_str()).and_then(|one| Item::pending(one, remarks)),
                        ItemRef::Rejected(id) => {
                            rejected.find(id.as_str()).and_then(|one| Item::rejected(one, remarks))
                        }
                    };
                    (Some(on.clone()), item)
                }
                Change::Remark { on: None, .. } | Change::Status { .. } => continue,
            };
            if let Some(before) = before {
                self.items.remove(&before);
            }
            self.items.extend(after);
        }
    }

    /// What was done since the last call, to be put on disk.
    pub(super) fn take_unsaved(&mut self) -> Vec<JournalEntry> {
        if let Some(last) = self.changes.unsaved.last_mut() {
            last.focus.clone_from(&self.focus);
        }
        std::mem::take(&mut self.changes.unsaved)
    }

    /// The pending item after (or before) a place in reading order, going round at the end.
    #[must_use]
    pub fn pending_from(&self, index: Option<usize>, direction: ReadingDirection) -> Option<ItemRef> {
        let pending = &self.annotation.pending;
        let from = index.and_then(|index| self.items.get(index));
        // How many stand before it, itself counted if what follows is asked for.
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

    /// The last item that begins no later than what an edit took away, else the first: an added span is begun behind it.
    pub(super) fn item_before(&self, edit: &Edit) -> Option<ItemRef> {
        let gone = edit.changes.iter().find_map(|change| match change {
            Change::GoldItem { before: Some(mark), .. } => mark.body.span(),
            _ => None,
        })?;
        let before = self.items.partition_point(|item| item.span.start() <= gone.start());
        self.items.get(before.saturating_sub(1)).map(|item| item.at.clone())
    }

    /// Where work goes on: the first pending item behind the newest verdict, else the first pending one, else the
    /// first item of all.
    fn resume(&self) -> Option<ItemRef> {
        let newest = self.newest_verdict().and_then(|(_, at)| self.items.number_of(&at));
        self.pending_from(newest, ReadingDirection::Forward).or_else(|| self.items.first().map(|item| item.at.clone()))
    }

    /// When the newest verdict was given, and on what.
    #[must_use]
    pub fn newest_verdict(&self) -> Option<(&Timestamp, ItemRef)> {
        let marks = self
            .annotation
            .gold
            .iter()
            .filter_map(|mark| Some((mark.at.as_ref()?, ItemRef::GoldItem(mark.id.clone()))));
        let rejected =
            self.annotation.rejected.iter().filter_map(|rejected| {
                Some((rejected.at.as_ref()?, ItemRef::Rejected(rejected.suggestion.id.clone())))
            });
        marks.chain(rejected).max_by(|a, b| a.0.cmp(b.0))
    }

    /// What is said about an item, or about the article.
    #[must_use]
    pub fn remark(&self, on: Option<&ItemRef>) -> Remark {
        let subject = on.map_or(Some(RemarkTarget::Article), |on| on.remark_target(&self.annotation));
        subject.map(|subject| self.annotation.remark(&subject)).unwrap_or_default()
    }

    /// Makes the items anew.
    fn refresh(&mut self) {
        let Annotation { gold: marks, pending, rejected, remarks, .. } = &self.annotation;
        let pending = pending.iter().filter_map(|one| Item::pending(one, remarks));
        let rejected = rejected.iter().filter_map(|one| Item::rejected(one, remarks));
        self.items = marks.iter().filter_map(|mark| Item::mark(mark, remarks)).chain(pending).chain(rejected).collect();
    }
}
