//! The threads that search: titles of all articles, words in a long article, words in all open articles. A new search
//! of a kind ends an older one of the same kind.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use crate::gold::Catalogue;
use crate::text::{Needle, Span, Text};
use crate::workbench::Action;

use super::event::EventSender;
use super::threads::start_thread;
use super::title_matcher::TitleMatcher;

/// A thread for searches of one kind.
pub(super) struct SearchThread<T> {
    searches: Sender<(usize, T)>,
    /// The number of the newest search.
    newest: Arc<AtomicUsize>,
}

impl<T: Send + 'static> SearchThread<T> {
    /// Starts the thread. `search` returns the action with the result, or `None` if it was given up: it calls the function
    /// in its second argument now and then, and gives up when that returns false. It may send a first part of the result
    /// before. If `search` panics, the action of `empty_result` is sent, so that no caller waits for ever.
    fn start(
        name: &str,
        to: EventSender,
        empty_result: fn(&T) -> Action,
        mut search: impl FnMut(T, &(dyn Fn() -> bool + Sync), &EventSender) -> Option<Action> + Send + 'static,
    ) -> io::Result<Self> {
        let (searches, waiting) = channel::<(usize, T)>();
        let newest = Arc::new(AtomicUsize::new(0));
        let current = Arc::clone(&newest);
        start_thread(name, move || {
            for (number, query) in waiting {
                let is_wanted = || current.load(Ordering::Relaxed) == number;
                if !is_wanted() {
                    continue;
                }
                let empty = empty_result(&query);
                let result = catch_unwind(AssertUnwindSafe(|| search(query, &is_wanted, &to))).unwrap_or(Some(empty));
                if let Some(result) = result.filter(|_| is_wanted())
                    && to.send_action(result).is_err()
                {
                    return;
                }
            }
        })?;
        Ok(Self { searches, newest })
    }

    /// Begins a search. An older one is given up.
    pub(super) fn begin(&self, query: T) {
        let number = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        // The thread ends only after this sender is dropped.
        let _ = self.searches.send((number, query));
    }
}

/// A query for titles: the typed text, and all articles.
pub(super) type TitleQuery = (String, Catalogue);

/// Starts the thread that finds the articles whose titles match what was typed.
pub(super) fn start_title_search(to: EventSender) -> io::Result<SearchThread<TitleQuery>> {
    let mut matcher = TitleMatcher::default();
    let empty =
        |(query, _): &TitleQuery| Action::ArticlesMatched { query: query.clone(), shown: Vec::new(), all: true };
    SearchThread::start("titles", to, empty, move |(query, catalogue), is_wanted, to| {
        let mut send_first = |shown| {
            // If the loop has ended, the complete result is not sent either.
            let _ = to.send_action(Action::ArticlesMatched { query: query.clone(), shown, all: false });
        };
        let shown = matcher.find(&catalogue, &query, is_wanted, &mut send_first)?;
        Some(Action::ArticlesMatched { query, shown, all: true })
    })
}

/// A query in one article: its number, the typed text, and the article's text.
pub(super) type ArticleQuery = (usize, String, Text);

/// Starts the thread that finds words in a long article.
pub(super) fn start_article_search(to: EventSender) -> io::Result<SearchThread<ArticleQuery>> {
    let empty = |(index, query, _): &ArticleQuery| found_in_article(*index, query.clone(), Vec::new());
    SearchThread::start("find", to, empty, |(index, query, text), is_wanted, _| {
        let matches = match Needle::new(&query) {
            Some(needle) => needle.find_while(&text, is_wanted)?,
            None => Vec::new(),
        };
        Some(found_in_article(index, query, matches))
    })
}

const fn found_in_article(index: usize, query: String, matches: Vec<Span>) -> Action {
    Action::FoundInArticle { index, query, matches }
}

/// A query in all open articles: the words, and the texts with the numbers of their articles.
pub(super) type EverywhereQuery = (Needle, Vec<(usize, Text)>);

/// Starts the thread that finds words in all open articles.
pub(super) fn start_everywhere_search(to: EventSender) -> io::Result<SearchThread<EverywhereQuery>> {
    let empty = |(needle, _): &EverywhereQuery| Action::FoundEverywhere { needle: needle.clone(), found: Vec::new() };
    SearchThread::start("everywhere", to, empty, |(needle, texts), is_wanted, _| {
        let find = |(index, text): (usize, Text)| Some((index, needle.find_while(&text, is_wanted)?));
        let found = texts.into_iter().map(find).collect::<Option<Vec<_>>>()?;
        Some(Action::FoundEverywhere { needle, found })
    })
}
