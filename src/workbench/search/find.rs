//! A find: the words that are searched for in the article on the screen, and their places.

use std::ops::Range;

use crate::edit::ItemRef;
use crate::text::{Needle, Span, Text};
use crate::workbench::direction::ReadingDirection;

/// Texts of at most this many bytes are searched between two keys, in a third of a millisecond; longer ones on a
/// thread.
pub(in crate::workbench) const AT_ONCE: usize = 32 * 1024;

/// A find in the article on the screen.
#[derive(Debug)]
pub struct Find {
    /// The query as it was typed.
    pub query: String,
    /// All matches, in reading order.
    pub matches: Vec<Span>,
    /// The index of the current match; `None` without matches.
    pub current: Option<usize>,
    /// True while the screen follows the current match and not the focus; it ends when the focus moves.
    pub(in crate::workbench) screen_follows: bool,
    /// The focused item when the screen began to follow.
    pub(in crate::workbench) focus: Option<ItemRef>,
    /// True if it came along from another article and no key has gone to a match here: the keys are not named.
    pub carried: bool,
}

impl Find {
    /// Searches a text.
    pub(in crate::workbench) fn new(query: &str, text: &Text, from: &FindOrigin) -> Self {
        Self::of(query, Needle::new(query).map(|needle| needle.find(text)).unwrap_or_default(), from)
    }

    /// A find with these matches. The current one is the match on the screen that is nearest to a place, else the next
    /// one after the screen, else the first.
    pub(in crate::workbench) fn of(query: &str, matches: Vec<Span>, from: &FindOrigin) -> Self {
        let first = matches.partition_point(|span| span.start() < from.shown.start);
        let end = matches.partition_point(|span| span.start() < from.shown.end);
        let shown = matches.iter().enumerate().take(end).skip(first);
        let nearest = shown.min_by_key(|(_, span)| from.near.abs_diff(span.start())).map(|(index, _)| index);
        let next = || if end < matches.len() { end } else { 0 };
        let current = (!matches.is_empty()).then(|| nearest.unwrap_or_else(next));
        Self { query: query.to_owned(), matches, current, screen_follows: false, focus: None, carried: false }
    }

    /// The current match.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.matches.get(self.current?).copied()
    }

    /// The matches that share a byte with a part of the text, each with its index.
    pub fn overlapping(&self, text: &std::ops::Range<usize>) -> impl Iterator<Item = (usize, Span)> {
        let first = self.matches.partition_point(|span| span.end() <= text.start);
        let end = text.end;
        self.matches.iter().copied().enumerate().skip(first).take_while(move |(_, span)| span.start() < end)
    }

    /// The match that the screen follows.
    #[must_use]
    pub fn followed(&self) -> Option<Span> {
        self.span().filter(|_| self.screen_follows)
    }

    /// Lets the screen follow the current match until the focus is another.
    pub(in crate::workbench) fn follow_on_screen(&mut self, focus: Option<ItemRef>) {
        self.screen_follows = true;
        self.carried = false;
        self.focus = focus;
    }

    /// Goes to the next match, or the one before, from the current one or from the focus. Returns true if it went on at
    /// the other end.
    pub(in crate::workbench) fn step(&mut self, direction: ReadingDirection, focus: Option<Span>) -> bool {
        let count = self.matches.len();
        let Some(current) = self.current else { return false };
        let from = focus.filter(|_| !self.screen_follows);
        let next = match (from, direction) {
            (None, ReadingDirection::Forward) => current + 1,
            (None, ReadingDirection::Back) => current + count - 1,
            (Some(span), ReadingDirection::Forward) => {
                self.matches.partition_point(|found| found.start() <= span.start())
            }
            (Some(span), ReadingDirection::Back) => {
                self.matches.partition_point(|found| found.start() < span.start()) + count - 1
            }
        };
        self.current = Some(next % count);
        match direction {
            ReadingDirection::Forward => next >= count,
            ReadingDirection::Back => next < count,
        }
    }
}

/// The place from which a search begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::workbench) struct FindOrigin {
    /// The byte that a match should be near to.
    pub(in crate::workbench) near: usize,
    /// The bytes on the screen.
    pub(in crate::workbench) shown: Range<usize>,
}

/// A search in a long article that a thread does.
#[derive(Debug)]
pub(in crate::workbench) struct PendingFind {
    /// The query as it was typed.
    pub(in crate::workbench) query: String,
    /// The number of the article.
    pub(in crate::workbench) index: usize,
    pub(in crate::workbench) from: FindOrigin,
    /// The focused item when the search began, if the screen shall follow what is found.
    pub(in crate::workbench) lead: Option<Option<ItemRef>>,
    /// True if `Enter` was pressed before the answer came.
    pub(in crate::workbench) entered: bool,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::gold::{Article, Extra};
    use crate::text::{Needle, Text};
    use crate::workbench::{Action, Document, Effect, Model, Settings, update};

    use super::AT_ONCE;

    fn model() -> Model {
        let line = "قال سامي إن المدينة كبيرة جدا وإنه لن يعود إليها قبل الشتاء.\n";
        let document = |id: &str, lines: usize| {
            let text = Text::new(format!("{}زار باماكو.\n{line}", line.repeat(lines)));
            Document::new(
                Arc::new(Article { id: id.to_owned(), text, meta: Extra::new(), suggestions: Vec::new() }),
                None,
            )
        };
        let documents = vec![document("long", 1_000), document("short", 10)];
        assert!(documents[0].article.text.len() > AT_ONCE && documents[1].article.text.len() < AT_ONCE);
        Model::new(Settings::default(), documents, Vec::new(), (100, 30)).unwrap()
    }

    /// Presses keys; returns the searches for a thread.
    fn press(model: &mut Model, keys: &str) -> Vec<(usize, String, Text)> {
        let mut press = |key: char| {
            let name = if key == '\n' { "Enter".to_owned() } else { key.to_string() };
            update(model, Action::Key(name.parse().unwrap()))
        };
        let sought = |effect| match effect {
            Effect::FindInArticle { index, query, text } => Some((index, query, text)),
            _ => None,
        };
        keys.chars().flat_map(&mut press).filter_map(sought).collect()
    }

    fn answer(model: &mut Model, (index, query, text): (usize, String, Text)) {
        let matches = Needle::new(&query).unwrap().find(&text);
        update(model, Action::FoundInArticle { index, query, matches });
    }

    fn found(model: &Model) -> Option<(usize, Option<usize>)> {
        model.search.find.as_ref().map(|find| (find.matches.len(), find.current))
    }

    #[test]
    fn a_thread_searches_a_long_article_and_only_the_newest_answer_counts() {
        let mut model = model();
        let mut sought = press(&mut model, "/سا");
        assert_eq!(sought.len(), 2, "each letter begins anew");
        answer(&mut model, sought.remove(0));
        assert!(model.search.is_searching() && found(&model).is_none(), "what is looked for no more is not shown");
        answer(&mut model, sought.remove(0));
        assert_eq!((model.search.is_searching(), found(&model)), (false, Some((1_001, Some(0)))));
        // `Enter` does not search again; the screen goes to the match.
        let sought = press(&mut model, "\x15");
        assert!(sought.is_empty());
        let sought = press(&mut model, "مي\n");
        assert_eq!(sought.len(), 2);
    }

    #[test]
    fn a_find_that_was_entered_early_is_shown_when_the_answer_comes() {
        let mut model = model();
        let sought = press(&mut model, "/باماكو\n").pop().unwrap();
        assert!(model.search.prompt.is_none() && model.search.is_searching());
        press(&mut model, "f");
        assert_eq!(model.notice().as_ref().unwrap().text, "still searching");
        let top = model.documents[0].top;
        answer(&mut model, sought);
        assert_eq!(found(&model), Some((1, Some(0))));
        assert!(model.documents[0].top > top, "the screen is there");
        // No match: a message says so, and no find is left.
        let sought = press(&mut model, "/طوكيو\n").pop().unwrap();
        answer(&mut model, sought);
        assert!(found(&model).is_none() && model.notice().as_ref().unwrap().text.contains("طوكيو"));
        // Cancelled before the answer came.
        let sought = press(&mut model, "/باماكو").pop().unwrap();
        update(&mut model, Action::Key("Esc".parse().unwrap()));
        answer(&mut model, sought);
        assert!(found(&model).is_none());
    }

    #[test]
    fn a_find_continues_in_a_short_article_and_back() {
        let mut model = model();
        let sought = press(&mut model, "/باماكو\n").pop().unwrap();
        assert!(press(&mut model, "n").is_empty());
        assert_eq!((model.current, found(&model)), (1, Some((1, Some(0)))));
        answer(&mut model, sought);
        assert_eq!(found(&model), Some((1, Some(0))), "an answer for another article is none for this one");
        let sought = press(&mut model, "p");
        assert_eq!((model.current, found(&model), sought.len()), (0, Some((0, None)), 1));
        answer(&mut model, sought.into_iter().next().unwrap());
        assert_eq!(found(&model), Some((1, Some(0))));
    }
}
