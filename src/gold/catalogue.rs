//! The list of all articles of a run: their ids and titles, in little memory.

use std::sync::Arc;

use super::{Annotation, Status, title_of};
use crate::text::floor_grapheme;

/// The most bytes of a title that are kept. Lists show fewer (about two dozen Arabic words).
const MAX_TITLE_BYTES: usize = 96;

/// The state of one article in a list of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleSummary {
    /// The progress of the work.
    pub status: Status,
    /// True if the article or an item in it is flagged for discussion.
    pub flagged: bool,
}

impl From<&Annotation> for ArticleSummary {
    fn from(annotation: &Annotation) -> Self {
        Self { status: annotation.status, flagged: annotation.remarks.any_flagged() }
    }
}

/// The id and the title of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'a> {
    /// The id.
    pub id: &'a str,
    /// The beginning of the title.
    pub title: &'a str,
}

/// The headings of some consecutive articles. Uses two allocations for any number of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headings {
    /// All ids and titles: id, title, id, title, …
    words: String,
    /// For each article, the byte offsets in `words` at which its id and its title end.
    ends: Vec<(u32, u32)>,
}

impl Headings {
    /// Adds an article at the end. Keeps only the beginning of a long title.
    pub fn push(&mut self, id: &str, title: &str) {
        let title = title.get(..floor_grapheme(title, MAX_TITLE_BYTES)).unwrap_or_default();
        self.words.push_str(id);
        let middle = self.words.len();
        self.words.push_str(title);
        debug_assert!(u32::try_from(self.words.len()).is_ok(), "one part of a catalogue holds less than 4 GiB");
        let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.ends.push((end(middle), end(self.words.len())));
    }

    /// Returns the number of articles.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns true if there are no articles.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the heading of one article. Its id and title are empty if the index is past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Heading<'_> {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).map_or(0, |(_, end)| *end as usize),
            None => 0,
        };
        let (middle, end) =
            self.ends.get(index).map_or((start, start), |(middle, end)| (*middle as usize, *end as usize));
        let words = |range: std::ops::Range<usize>| self.words.get(range).unwrap_or_default();
        Heading { id: words(start..middle), title: words(middle..end) }
    }

    /// Releases memory that was reserved for more articles.
    pub fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// All articles, in order. Clones share the headings: a million articles take a hundred megabytes at most, and the
/// headings are never copied.
///
/// ```
/// use tawsim::gold::Catalogue;
/// let mut catalogue = Catalogue::default();
/// catalogue.push("wire-1", "إضراب في الميناء\nبقية النص");
/// assert_eq!((catalogue.len(), catalogue.get(0).title), (1, "إضراب في الميناء"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    parts: Vec<Arc<Headings>>,
    /// For each part, the number of articles up to its end.
    ends: Vec<usize>,
}

impl Catalogue {
    /// Returns the number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Returns true if there are no articles.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the heading of one article. Its id and title are empty if the index is past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Heading<'_> {
        let part = self.ends.partition_point(|end| *end <= index);
        let before = part.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.parts.get(part).map_or(Heading { id: "", title: "" }, |headings| headings.get(index - before))
    }

    /// Adds articles at the end.
    pub fn extend(&mut self, headings: Arc<Headings>) {
        if !headings.is_empty() {
            self.ends.push(self.len() + headings.len());
            self.parts.push(headings);
        }
    }

    /// Adds one article, given its id and its title or text.
    pub fn push(&mut self, id: &str, title: &str) {
        let mut headings = Headings::default();
        headings.push(id, title_of(title));
        self.extend(Arc::new(headings));
    }

    /// Iterates over all articles, in order.
    pub fn iter(&self) -> impl Iterator<Item = Heading<'_>> {
        self.iter_from(0)
    }

    /// Iterates over the articles from an index on, in order.
    pub fn iter_from(&self, first: usize) -> impl Iterator<Item = Heading<'_>> {
        let part = self.ends.partition_point(|end| *end <= first);
        let before = part.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let headings = self.parts.iter().skip(part).flat_map(|part| (0..part.len()).map(|index| part.get(index)));
        headings.skip(first - before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_by_number_across_parts() {
        let mut catalogue = Catalogue::default();
        let mut all = Vec::new();
        for part in 0..5 {
            let mut headings = Headings::default();
            for index in 0..part {
                let (id, title) = (format!("{part}-{index}"), "ع".repeat(part * index * 20));
                headings.push(&id, &title);
                all.push((id, title));
            }
            catalogue.extend(Arc::new(headings));
        }
        assert_eq!(catalogue.len(), all.len());
        for (index, (id, title)) in all.iter().enumerate() {
            let heading = catalogue.get(index);
            assert_eq!(heading.id, id);
            assert!(title.starts_with(heading.title) && heading.title.len() >= title.len().min(MAX_TITLE_BYTES));
        }
        assert_eq!(catalogue.get(all.len()).id, "");
        let ids: Vec<&str> = catalogue.iter().map(|heading| heading.id).collect();
        assert!(ids.iter().zip(&all).all(|(id, (expected, _))| id == expected) && ids.len() == all.len());
        for first in 0..=all.len() + 1 {
            let from: Vec<&str> = catalogue.iter_from(first).map(|heading| heading.id).collect();
            assert_eq!(from, ids.iter().copied().skip(first).collect::<Vec<_>>());
        }
    }
}
