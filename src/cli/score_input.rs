//! Reads the two sides of `tawsim score` at once. Usually both have the same order, and then few articles are in memory.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::formats::{Annotated, Selection};
use crate::gold::json::sha256;
use crate::measure::{ComparedSpans, EdgeRule};
use crate::store::Problem;

use super::inputs::each_gold;
use super::messages::print_message;

/// An article of one side, or the problem in its place.
type ReadArticle = Result<(PathBuf, Annotated), Problem>;

/// The gold of one article, and the hash of its text.
pub(super) struct ArticleGold {
    pub(super) hash: String,
    pub(super) spans: ComparedSpans,
}

/// The articles of the gold. They are read as far as they are asked for.
pub(super) struct GoldArticles {
    articles: Receiver<ReadArticle>,
    /// Articles that were read before they were asked for.
    waiting: HashMap<String, ArticleGold>,
    ids: IdSet,
    selection: Selection,
    edges: EdgeRule,
    /// The number of articles that could not be read.
    pub(super) bad: usize,
}

/// A set of ids. It keeps only their hashes: a million ids take twenty megabytes.
#[derive(Default)]
pub(super) struct IdSet(HashSet<u64>, RandomState);

impl IdSet {
    /// Adds an id; false if it was there before.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        self.0.insert(self.1.hash_one(id))
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.contains(&self.1.hash_one(id))
    }
}

impl GoldArticles {
    pub(super) fn read(path: PathBuf, selection: Selection, edges: EdgeRule) -> io::Result<Self> {
        let articles = read_ahead(path)?;
        Ok(Self { articles, waiting: HashMap::new(), ids: IdSet::default(), selection, edges, bad: 0 })
    }

    /// The number of different articles that were read.
    pub(super) fn count(&self) -> usize {
        self.ids.0.len()
    }

    /// Takes the gold of an article out. Reads on until it comes.
    pub(super) fn take(&mut self, id: &str) -> Option<ArticleGold> {
        if let Some(gold) = self.waiting.remove(id) {
            return Some(gold);
        }
        while let Some((other, gold)) = self.next() {
            if other == id {
                return Some(gold);
            }
            self.waiting.insert(other, gold);
        }
        None
    }

    /// Puts the gold of an article back, as if it had not been taken.
    pub(super) fn put_back(&mut self, id: &str, gold: ArticleGold) {
        self.waiting.insert(id.to_owned(), gold);
    }

    /// Takes all articles that are left, and gives their number.
    pub(super) fn take_rest(&mut self, mut each: impl FnMut(&str, &ArticleGold)) -> usize {
        let mut count = self.waiting.len();
        self.waiting.drain().for_each(|(id, gold)| each(&id, &gold));
        while let Some((id, gold)) = self.next() {
            each(&id, &gold);
            count += 1;
        }
        count
    }

    /// The next article that can be read. Prints the problems before it.
    fn next(&mut self) -> Option<(String, ArticleGold)> {
        loop {
            let problem = match self.articles.recv().ok()? {
                Err(problem) => problem,
                Ok((path, annotated)) => {
                    let Some(annotated) = self.selection.apply(annotated) else { continue };
                    let article = &annotated.article;
                    if self.ids.insert(&article.id) {
                        let bodies = annotated.gold_items().map(|item| &item.body);
                        let spans = ComparedSpans::of(&article.text, bodies, self.edges);
                        return Some((article.id.clone(), ArticleGold { hash: sha256(article.text.as_str()), spans }));
                    }
                    let what = format!("the gold has the article {:?} twice; leave one out", article.id);
                    Problem::new(&path, None, what)
                }
            };
            self.bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
    }
}

/// The number of articles that are read ahead.
const AHEAD: usize = 32;

/// The articles of a path. A thread reads them, a few ahead.
pub(super) fn read_ahead(path: PathBuf) -> io::Result<Receiver<ReadArticle>> {
    let (sender, articles) = sync_channel(AHEAD);
    let read = move || {
        // Sending fails when the receiver ends early, and it has said why.
        let send = |article: ReadArticle| sender.send(article).map_err(|_| io::ErrorKind::BrokenPipe.into());
        let mut each = |path: &Path, gold: Result<Annotated, Problem>| send(gold.map(|gold| (path.to_owned(), gold)));
        if let Err(error) = each_gold(slice::from_ref(&path), &mut each) {
            let what = format!("cannot be read: {error}; check the path");
            let _ = send(Err(Problem::new(&path, None, what)));
        }
    };
    thread::Builder::new().name("read".to_owned()).spawn(read)?;
    Ok(articles)
}
