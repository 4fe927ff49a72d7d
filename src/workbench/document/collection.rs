//! All articles: each has a heading and a status, and some are open.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use crate::gold::{ArticleSummary, Catalogue, Heading, Headings, Status};

use super::Document;

/// At most this many articles are open at a time; those that were changed in this session do not count.
const OPEN: usize = 128;

/// The bytes of their texts are at most this many; the articles around the screen do not count.
const BYTES: usize = 8_000_000;

/// Articles at most this far from the one on the screen stay open, whatever their length.
const NEAR: usize = 2;

/// All articles, by their number in the corpus. Each has a heading and a status. Those near the screen are open, and
/// those that were changed in this session stay open.
#[derive(Debug, Default)]
pub struct Documents {
    catalogue: Catalogue,
    /// True once the index is complete.
    complete: bool,
    summaries: Vec<ArticleSummary>,
    done: usize,
    slots: BTreeMap<usize, ArticleSlot>,
    asked: usize,
}

/// The numbers of the articles to which "next" and "previous" lead.
pub(in crate::workbench) type Neighbours = [Option<usize>; 2];

#[derive(Debug)]
enum ArticleSlot {
    /// It is being read from the disk.
    Asked,
    Open(Box<Document>),
    /// It cannot be read: a message that says why.
    Unreadable(String),
}

impl From<Vec<Document>> for Documents {
    /// Articles that are all open.
    fn from(documents: Vec<Document>) -> Self {
        let mut all = Self { complete: true, ..Self::default() };
        for (index, document) in documents.into_iter().enumerate() {
            let mut heading = Headings::default();
            heading.push(&document.article.id, document.article.title());
            all.extend(Arc::new(heading));
            all.insert(index, document);
        }
        all
    }
}

impl Index<usize> for Documents {
    type Output = Document;

    /// An open article, for tests. Panics if the article is not open; the program itself uses [`Documents::get`].
    #[expect(clippy::panic, reason = "what indexing does, here as everywhere")]
    fn index(&self, index: usize) -> &Document {
        self.get(index).unwrap_or_else(|| panic!("article {index} is not open"))
    }
}

impl IndexMut<usize> for Documents {
    #[expect(clippy::panic, reason = "what indexing does, here as everywhere")]
    fn index_mut(&mut self, index: usize) -> &mut Document {
        self.get_mut(index).unwrap_or_else(|| panic!("article {index} is not open"))
    }
}

impl Documents {
    /// The number of articles known so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.catalogue.len()
    }

    /// True if no article is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.catalogue.is_empty()
    }

    /// True once all articles of the corpus are known.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// The headings of all articles.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The heading of an article.
    #[must_use]
    pub fn heading(&self, index: usize) -> Heading<'_> {
        self.catalogue.get(index)
    }

    /// The status of an article, as far as it is known.
    #[must_use]
    pub fn summary(&self, index: usize) -> ArticleSummary {
        match self.get(index) {
            Some(document) => ArticleSummary::from(&document.annotation),
            None => {
                debug_assert!(index < self.len(), "there is no article {index}");
                self.summaries.get(index).copied().unwrap_or_default()
            }
        }
    }

    /// The statuses of all articles, as far as they are known.
    pub(in crate::workbench) fn summaries(&self) -> Vec<ArticleSummary> {
        let mut all = self.summaries.clone();
        for (index, document) in self.numbered() {
            if let Some(summary) = all.get_mut(index) {
                *summary = ArticleSummary::from(&document.annotation);
            }
        }
        all
    }

    /// The number of done articles, as far as it is known.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Records that nobody waits for the answers of programs about any article but these. Returns the numbers of the articles about
    /// which somebody waited until now.
    pub(in crate::workbench) fn leave_consultations(&mut self, except: &[usize]) -> Vec<usize> {
        let open = self.slots.iter_mut().filter(|(index, _)| !except.contains(index));
        open.filter_map(|(index, slot)| match slot {
            ArticleSlot::Open(document) => document.leave_consultation().then_some(*index),
            ArticleSlot::Asked | ArticleSlot::Unreadable(_) => None,
        })
        .collect()
    }

    /// An article; `None` if it is not open.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Document> {
        match self.slots.get(&index)? {
            ArticleSlot::Open(document) => Some(document),
            ArticleSlot::Asked | ArticleSlot::Unreadable(_) => None,
        }
    }

    pub(in crate::workbench) fn get_mut(&mut self, index: usize) -> Option<&mut Document> {
        match self.slots.get_mut(&index)? {
            ArticleSlot::Open(document) => Some(document),
            ArticleSlot::Asked | ArticleSlot::Unreadable(_) => None,
        }
    }

    /// The message that says why an article cannot be read; `None` if it can, or was not read yet.
    #[must_use]
    pub fn problem(&self, index: usize) -> Option<&str> {
        match self.slots.get(&index)? {
            ArticleSlot::Unreadable(why) => Some(why),
            ArticleSlot::Open(_) | ArticleSlot::Asked => None,
        }
    }

    /// True while an article is being read from the disk.
    #[must_use]
    pub fn is_coming(&self, index: usize) -> bool {
        matches!(self.slots.get(&index), Some(ArticleSlot::Asked))
    }

    /// The open articles in order.
    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        self.numbered().map(|(_, document)| document)
    }

    /// The open articles in order, each with its number.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Document)> {
        self.slots.iter().filter_map(|(index, slot)| match slot {
            ArticleSlot::Open(document) => Some((*index, document.as_ref())),
            ArticleSlot::Asked | ArticleSlot::Unreadable(_) => None,
        })
    }

    pub(in crate::workbench) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        self.slots.values_mut().filter_map(|slot| match slot {
            ArticleSlot::Open(document) => Some(document.as_mut()),
            ArticleSlot::Asked | ArticleSlot::Unreadable(_) => None,
        })
    }

    /// Appends articles.
    pub fn extend(&mut self, headings: Arc<Headings>) {
        self.catalogue.extend(headings);
        self.summaries.resize(self.catalogue.len(), ArticleSummary::default());
    }

    /// Records that no further article comes.
    pub const fn mark_complete(&mut self) {
        self.complete = true;
    }

    /// Opens an article.
    pub fn insert(&mut self, index: usize, document: Document) {
        self.set(index, ArticleSlot::Open(Box::new(document)));
        self.update_summary(index);
    }

    /// Records why an article cannot be read.
    pub fn mark_unreadable(&mut self, index: usize, why: String) {
        self.set(index, ArticleSlot::Unreadable(why));
    }

    /// Lets an article that could not be read be asked for again.
    pub(in crate::workbench) fn forget_unreadable(&mut self, index: usize) {
        if matches!(self.slots.get(&index), Some(ArticleSlot::Unreadable(_))) {
            self.slots.remove(&index);
        }
    }

    fn set(&mut self, index: usize, slot: ArticleSlot) {
        if matches!(self.slots.insert(index, slot), Some(ArticleSlot::Asked)) {
            self.asked -= 1;
        }
    }

    /// Marks an article as being read. Returns true if it is to be read now, false if it is open or being read already.
    pub(in crate::workbench) fn request(&mut self, index: usize) -> bool {
        let new = index < self.len() && !self.slots.contains_key(&index);
        if new {
            self.slots.insert(index, ArticleSlot::Asked);
            self.asked += 1;
        }
        new
    }

    /// Marks the nearest article that is not open as being read, and returns its number. `None` if there is no room, or
    /// another article is being read.
    pub(in crate::workbench) fn request_nearest(&mut self, current: usize) -> Option<usize> {
        if self.asked > 0 || self.slots.len() >= self.len() || !self.has_room() {
            return None;
        }
        let behind = (1..=OPEN).map(|step| current.checked_add(step));
        let before = (1..=OPEN).map(|step| current.checked_sub(step));
        let mut around = behind.zip(before).flat_map(|(behind, before)| [behind, before]).flatten();
        let next = around.find(|index| *index < self.len() && !self.slots.contains_key(index))?;
        self.request(next).then_some(next)
    }

    /// The number of unchanged open articles, and the bytes of their texts.
    fn untouched(&self) -> (usize, usize) {
        let untouched = self.iter().filter(|document| document.revision() == 0);
        untouched.fold((0, 0), |(count, bytes), document| (count + 1, bytes + document.article.text.len()))
    }

    fn has_room(&self) -> bool {
        let (count, bytes) = self.untouched();
        count < OPEN && bytes < BYTES
    }

    /// Frees memory far from the screen: the layouts of changed articles, and unchanged articles while there are too
    /// many.
    /// The `neighbours`, which the next keys lead to, stay wherever they are.
    pub(in crate::workbench) fn drop_far_articles(&mut self, current: usize, neighbours: Neighbours) {
        let (mut count, mut bytes) = self.untouched();
        for (index, slot) in &mut self.slots {
            if let ArticleSlot::Open(document) = slot
                && index.abs_diff(current) > NEAR
            {
                document.drop_layout();
            }
        }
        while count > OPEN || bytes > BYTES {
            let first = self.droppable(neighbours).next();
            let last = self.droppable(neighbours).next_back();
            let distance = |at: &(usize, usize)| at.0.abs_diff(current);
            let Some((index, len)) = first.into_iter().chain(last).max_by_key(distance) else { return };
            if index.abs_diff(current) <= NEAR {
                return;
            }
            self.slots.remove(&index);
            count -= 1;
            bytes -= len;
        }
    }

    /// The open articles without changes but the neighbours, each with the bytes of its text.
    fn droppable(&self, neighbours: Neighbours) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.slots.iter().filter_map(move |(index, slot)| match slot {
            ArticleSlot::Open(document) if document.revision() == 0 && !neighbours.contains(&Some(*index)) => {
                Some((*index, document.article.text.len()))
            }
            _ => None,
        })
    }

    /// Counts the status of an open article again after a change.
    pub(in crate::workbench) fn update_summary(&mut self, index: usize) {
        if let Some(summary) = self.get(index).map(|document| ArticleSummary::from(&document.annotation)) {
            self.count(index, summary);
        }
    }

    /// Records the status of an article as its gold file has it. That of an open article is known better.
    pub fn record_summary(&mut self, index: usize, summary: ArticleSummary) {
        if self.get(index).is_none() {
            self.count(index, summary);
        }
    }

    fn count(&mut self, index: usize, summary: ArticleSummary) {
        if let Some(known) = self.summaries.get_mut(index) {
            self.done -= usize::from(known.status == Status::Done);
            self.done += usize::from(summary.status == Status::Done);
            *known = summary;
        }
    }
}
