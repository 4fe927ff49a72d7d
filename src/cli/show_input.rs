//! The articles that `tawsim show` prints: each id once, and whether there are several.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::Article;
use crate::store::{self, Problem, RawArticle};

use super::inputs::each_raw_article;

/// The number of articles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ArticleCount {
    One,
    Several,
}

/// Receives an article, or the problem in its place.
type EachArticle<'a> = &'a mut dyn FnMut(Result<Article, Problem>, ArticleCount) -> io::Result<()>;

/// Gives the articles as they are read. Of two articles with the same id, the second is a problem.
///
/// # Errors
/// The errors of `each`, which end the reading.
pub(super) fn each_distinct_article(paths: &[PathBuf], each: EachArticle<'_>) -> io::Result<()> {
    // The first article is kept back until a second one comes, or the end.
    let (mut first, mut count) = (None, ArticleCount::One);
    let mut seen = SeenIds::default();
    each_raw_article(paths, &mut |raw: RawArticle, _| match (
        raw.article().and_then(|article| seen.check(&raw, article)),
        first.take(),
    ) {
        (Err(problem), kept) => {
            first = kept;
            each(Err(problem), count)
        }
        (Ok(article), None) if count == ArticleCount::One => {
            first = Some(article);
            Ok(())
        }
        (Ok(article), kept) => {
            count = ArticleCount::Several;
            kept.map_or(Ok(()), |kept| each(Ok(kept), count))?;
            each(Ok(article), count)
        }
    })?;
    first.map_or(Ok(()), |only| each(Ok(only), ArticleCount::One))
}

/// The ids that were read, as hashes, and the place of each.
#[derive(Default)]
struct SeenIds {
    /// The number of the file, and the line (0: the whole file).
    places: HashMap<u64, (u32, u32)>,
    files: Vec<Arc<Path>>,
    hasher: RandomState,
}

impl SeenIds {
    /// Gives the article back, unless its id was read before.
    fn check(&mut self, raw: &RawArticle, article: Article) -> Result<Article, Problem> {
        let (path, line) = raw.location();
        if self.files.last() != Some(&path) {
            self.files.push(Arc::clone(&path));
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let place = (number(self.files.len() - 1), line.map_or(0, number));
        let (file, first) = *self.places.entry(self.hasher.hash_one(&article.id)).or_insert(place);
        if (file, first) == place {
            return Ok(article);
        }
        let file = self.files.get(file as usize).map(|file| store::printable(file.as_os_str())).unwrap_or_default();
        let there = if first == 0 { file } else { format!("{file}:{first}") };
        let id = &article.id;
        let what = format!(
            "the id {id:?} occurs twice; the article in {there} is kept, and this one is left out: change one of the ids"
        );
        Err(Problem::new(&path, line, what))
    }
}
