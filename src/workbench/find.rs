//! Words that are looked for in the article on the screen, and where they were found.

use std::sync::Arc;

use crate::edit::ItemRef;
use crate::text::{Folded, Needle, Span, Text};

/// What is looked for, and where it stands in the article on the screen.
#[derive(Debug)]
pub struct Find {
    /// As it was typed.
    pub query: String,
    /// Every place, in reading order.
    pub matches: Vec<Span>,
    /// Which of them is the current one; `None` without matches.
    pub current: Option<usize>,
    /// Does the screen follow the current match rather than the focus? Until the focus is another.
    pub(super) leads: bool,
    /// The focus when it began to.
    pub(super) focus: Option<ItemRef>,
}

impl Find {
    /// Looks for words in a folded text. The current match is the one nearest to a place among those that stand on the
    /// screen (`shown`, in bytes), else the next one behind the screen, else the first.
    pub(super) fn new(query: &str, text: &Text, folded: &Folded, near: usize, shown: &std::ops::Range<usize>) -> Self {
        let matches = Needle::new(query).map(|needle| needle.find(text, folded)).unwrap_or_default();
        let first = matches.partition_point(|span| span.start() < shown.start);
        let end = matches.partition_point(|span| span.start() < shown.end);
        let nearest =
            (first..end).min_by_key(|index| matches.get(*index).map_or(0, |span| near.abs_diff(span.start())));
        let next = || if end < matches.len() { end } else { 0 };
        let current = (!matches.is_empty()).then(|| nearest.unwrap_or_else(next));
        Self { query: query.to_owned(), matches, current, leads: false, focus: None }
    }

    /// The current match.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.matches.get(self.current?).copied()
    }

    /// The matches that share a byte with a stretch of text, each with its place among all.
    pub fn overlapping(&self, text: &std::ops::Range<usize>) -> impl Iterator<Item = (usize, Span)> {
        let first = self.matches.partition_point(|span| span.end() <= text.start);
        let end = text.end;
        self.matches.iter().copied().enumerate().skip(first).take_while(move |(_, span)| span.start() < end)
    }

    /// The match that the screen follows.
    #[must_use]
    pub fn leading(&self) -> Option<Span> {
        self.span().filter(|_| self.leads)
    }

    /// Lets the screen follow the current match until the focus is another.
    pub(super) fn lead(&mut self, focus: Option<ItemRef>) {
        self.leads = true;
        self.focus = focus;
    }

    /// To the next match, or the one before, of the current one or of where the focus is; `true` if it went round.
    pub(super) fn step(&mut self, forward: bool, focus: Option<Span>) -> bool {
        let count = self.matches.len();
        let Some(current) = self.current else { return false };
        let from = focus.filter(|_| !self.leads);
        let next = match (from, forward) {
            (None, true) => current + 1,
            (None, false) => current + count - 1,
            (Some(span), true) => self.matches.partition_point(|found| found.start() <= span.start()),
            (Some(span), false) => self.matches.partition_point(|found| found.start() < span.start()) + count - 1,
        };
        self.current = Some(next % count);
        match forward {
            true => next >= count,
            false => next < count,
        }
    }
}

/// The folded text of the article that was searched last.
#[derive(Debug, Default)]
pub(super) struct FoldedArticle(Option<(usize, Arc<Folded>)>);

impl FoldedArticle {
    /// The folded text of an article; folded once, then kept until another is searched.
    pub(super) fn of(&mut self, index: usize, text: &Text) -> Arc<Folded> {
        match &self.0 {
            Some((known, folded)) if *known == index => Arc::clone(folded),
            _ => {
                let folded = Arc::new(Folded::for_search(text.as_str()));
                self.0 = Some((index, Arc::clone(&folded)));
                folded
            }
        }
    }
}
