//! Paths to articles.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::{Annotation, Article};

use super::kind::SourceKind;
use super::source;
use crate::store::corpus::library::Library;
use crate::store::corpus::library::LibraryReport;
use crate::store::corpus::walk::{Visited, walk};
use crate::store::problem::Problem;

/// The articles that some paths hold, in order, and what is wrong with the rest.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Their ids differ.
    pub articles: Vec<Arc<Article>>,
    /// In the order in which they were met.
    pub problems: Vec<Problem>,
}

/// Reads all articles into memory; nothing on disk is touched. For corpora of any size there is [`Library`].
///
/// A path is a `.txt` (one article, its id the file's name without `.txt`), a `.jsonl` (one article a line, also
/// compressed: `.jsonl.gz`, `.jsonl.zst`), a `.json` (one article), or a folder of these: its files in natural order
/// (`part-2` before `part-10`), then those of its sub-folders. Left out inside a folder: names that begin with a dot,
/// other extensions, links to folders, and gold folders (those named `gold`, and those with a `.journal` in them); each
/// may be named as a path of its own. A file that several paths lead to is opened once.
///
/// What is wrong is a [`Problem`] beside the articles that are right. Of two articles with one id the first is kept.
///
/// ```
/// let corpus = tawsim::store::read_corpus(&["no-such-file.txt".into()]);
/// assert!(corpus.articles.is_empty());
/// assert_eq!(corpus.problems[0].to_string(), "no-such-file.txt: does not exist; check the path");
/// ```
#[must_use]
pub fn read_corpus(paths: &[PathBuf]) -> Corpus {
    let library = Library::default();
    let mut corpus = Corpus::default();
    library.index(paths, &mut |news| {
        if let LibraryReport::Found { problems, .. } = news {
            corpus.problems.extend(problems);
        }
        true
    });
    for index in 0..library.len() {
        match library.read(index) {
            Ok(read) => corpus.articles.push(Arc::new(read.article)),
            // Most were told when the index was made.
            Err(problem) if corpus.problems.contains(&problem) => {}
            Err(problem) => corpus.problems.push(problem),
        }
    }
    corpus
}

/// Hands over the articles of some paths one by one, so that memory does not grow with them; what is wrong is article_or_problem
/// over in its place. Paths are as for [`read_corpus`], but ids that are given twice are not noticed.
///
/// # Errors
/// What `each` gives.
pub fn each_article(
    paths: &[PathBuf],
    each: &mut dyn FnMut(Result<Article, Problem>) -> io::Result<()>,
) -> io::Result<()> {
    walk(paths, false, &mut |path, piece| match piece {
        Visited::Problem(problem) => each(Err(problem)),
        Visited::File(kind) => {
            let mut outcome = Ok(());
            let read = source::read_articles(path, kind, |found| {
                outcome = each(article_or_problem(path, found));
                outcome.is_ok()
            });
            outcome?;
            read.or_else(|error| each(Err(Problem::cannot_read(path, &error))))
        }
    })
}

/// Hands over the articles of a stream of lines, such as standard input; `name` stands for its path in problems.
///
/// # Errors
/// What `each` gives.
pub fn each_line(
    name: &Path,
    lines: impl BufRead,
    each: &mut dyn FnMut(Result<Article, Problem>) -> io::Result<()>,
) -> io::Result<()> {
    let mut outcome = Ok(());
    let read = source::read_jsonl(lines, true, |found| {
        outcome = each(article_or_problem(name, found));
        outcome.is_ok()
    });
    outcome?;
    read.or_else(|error| each(Err(Problem::cannot_read(name, &error))))
}

/// What a gold file holds, or what is wrong with it.
pub type GoldResult = Result<(Article, Annotation), Problem>;

/// Hands over what gold files hold, each with the file it stands in. A path is a `.json` or `.jsonl` of gold, or a
/// folder of these.
///
/// # Errors
/// What `each` gives.
pub fn each_gold(paths: &[PathBuf], each: &mut dyn FnMut(&Path, GoldResult) -> io::Result<()>) -> io::Result<()> {
    walk(paths, true, &mut |path, piece| match piece {
        Visited::Problem(problem) => each(path, Err(problem)),
        Visited::File(SourceKind::Txt) => Ok(()),
        Visited::File(kind) => {
            let mut outcome = Ok(());
            let read = source::read_gold(path, kind, |found| {
                outcome = each(path, found.map_err(|fault| fault.into_problem(path)));
                outcome.is_ok()
            });
            outcome?;
            read.or_else(|error| each(path, Err(Problem::cannot_read(path, &error))))
        }
    })
}

/// Hands over what a stream of gold lines holds, such as standard input; `name` stands for its path in problems.
///
/// # Errors
/// What `each` gives.
pub fn each_gold_line(
    name: &Path,
    lines: impl BufRead,
    each: &mut dyn FnMut(GoldResult) -> io::Result<()>,
) -> io::Result<()> {
    let mut outcome = Ok(());
    let read = source::read_gold_lines(lines, |found| {
        outcome = each(found.map_err(|fault| fault.into_problem(name)));
        outcome.is_ok()
    });
    outcome?;
    read.or_else(|error| each(Err(Problem::cannot_read(name, &error))))
}

fn article_or_problem(path: &Path, found: source::SourceArticle) -> Result<Article, Problem> {
    found.map(|(article, _)| article).map_err(|fault| fault.into_problem(path))
}
