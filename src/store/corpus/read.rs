//! Reading all articles or all gold of some paths.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::{Annotation, Article};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::reader::{FolderNotices, ReadGold, add_journal};
use crate::store::problem::Problem;

use super::kind::SourceKind;
use super::library::{Library, LibraryReport};
use super::source;
use super::walk::{GoldFolders, Visited, walk};

/// The articles of some paths, and the problems with the rest.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// The articles in order. No two have the same id.
    pub articles: Vec<Arc<Article>>,
    /// The problems in the order in which they were found.
    pub problems: Vec<Problem>,
}

/// Reads all articles into memory; nothing on disk is changed. [`Library`] is for corpora of any size.
///
/// A path is one of these:
///
/// - a `.txt`: one article; its id is the file's name without `.txt`;
/// - a `.json`: one article;
/// - a `.jsonl`, also compressed (`.jsonl.gz`, `.jsonl.zst`): one article a line;
/// - a folder of these: its files in natural order (`part-2` before `part-10`), then those of its sub-folders.
///
/// Inside a folder these are left out: names that begin with a dot, other extensions, links to folders, and gold folders
/// (a folder with the name `gold` or with a `.journal` in it). The user can name each of them as a path. A file that
/// several paths lead to is read once.
///
/// Articles that can be read are returned beside the problems with others. Of two articles with the same id the first is
/// kept.
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
    library.index(paths, &mut |report| {
        if let LibraryReport::Found { problems, .. } = report {
            corpus.problems.extend(problems);
        }
        true
    });
    for number in 0..library.len() {
        match library.read(number) {
            Ok(read) => corpus.articles.push(Arc::new(read.article)),
            // The index has reported most problems already.
            Err(problem) if corpus.problems.contains(&problem) => {}
            Err(problem) => corpus.problems.push(problem),
        }
    }
    corpus
}

/// The gold of a file or a line, or the problem with it.
pub type GoldResult = Result<(Article, Annotation), Problem>;

/// Calls `each` for the gold in every file of some paths, with the path of the file. A path is a `.json` or a `.jsonl` of
/// gold, or a folder of these. A file of a gold folder is read together with its journal, as the workbench reads it; nothing
/// is written. `notice` is called for what does not keep gold from being read, such as another process that writes in the
/// folder.
///
/// # Errors
/// The error of `each`.
pub fn each_gold(
    paths: &[PathBuf],
    notice: &mut dyn FnMut(Problem),
    each: &mut dyn FnMut(&Path, GoldResult) -> io::Result<()>,
) -> io::Result<()> {
    let mut notices = FolderNotices::default();
    walk(paths, GoldFolders::Enter, &mut |path, visited| match visited {
        Visited::Problem(problem) => each(path, Err(problem)),
        Visited::GoldFolder => {
            notices.for_file(&path.join("-")).into_iter().for_each(&mut *notice);
            let unread = GoldFolder::new(path.to_owned()).find_unread_journals();
            unread.into_iter().try_for_each(|problem| each(path, Err(problem)))
        }
        Visited::File(SourceKind::Txt) => Ok(()),
        Visited::File(kind) => {
            notices.for_file(path).into_iter().for_each(&mut *notice);
            let mut outcome = Ok(());
            let read = source::read_gold(path, kind, |found| {
                let found = found.map_err(|fault| fault.into_problem(path)).and_then(|(article, annotation)| {
                    if kind != SourceKind::Json {
                        return Ok((article, annotation));
                    }
                    let ReadGold { article, annotation, problem } = add_journal(path, article, annotation)?;
                    problem.into_iter().for_each(&mut *notice);
                    Ok((article, annotation))
                });
                outcome = each(path, found);
                outcome.is_ok()
            });
            outcome?;
            read.or_else(|error| each(path, Err(Problem::cannot_read(path, &error))))
        }
    })
}

/// Calls `each` for the gold in every line of a stream, such as standard input. Problems name it `name`.
///
/// # Errors
/// The error of `each`.
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
