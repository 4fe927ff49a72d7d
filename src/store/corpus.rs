//! Paths to articles.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::{Annotation, Article};

use super::Problem;
use super::natural::NaturalKey;
use super::problem::shown;
use super::source::{self, Fault, Kind};

/// The articles that some paths hold, in order, and what is wrong with the rest.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Their ids differ.
    pub articles: Vec<Arc<Article>>,
    /// In the order in which they were met.
    pub problems: Vec<Problem>,
}

/// Opens articles; nothing on disk is touched.
///
/// A path is a `.txt` (one article, its id the file's name without `.txt`), a `.jsonl` (one article a line), a
/// `.json` (one article), or a folder of these: its files in natural order (`part-2` before `part-10`), then those of
/// its sub-folders. Left out inside a folder: names that begin with a dot, other extensions, links to folders, and
/// gold folders (those named `gold`, and those with a `.journal` in them); each may be named as a path of its own.
/// A file that several paths lead to is opened once.
///
/// What is wrong is a [`Problem`] beside the articles that are right. Of two articles with one id the first is kept.
///
/// ```
/// let corpus = tawsim::store::open(&["no-such-file.txt".into()]);
/// assert!(corpus.articles.is_empty());
/// assert_eq!(corpus.problems[0].to_string(), "no-such-file.txt: does not exist; check the path");
/// ```
#[must_use]
pub fn open(paths: &[PathBuf]) -> Corpus {
    let mut collecting = Collecting::default();
    let walked = walk(paths, false, &mut |path, piece| {
        match piece {
            Piece::File(kind) => collecting.file(path, kind),
            Piece::Problem(problem) => collecting.corpus.problems.push(problem),
        }
        Ok(())
    });
    debug_assert!(walked.is_ok(), "collecting cannot fail");
    collecting.corpus
}

/// Hands over the articles of some paths one by one, so that memory does not grow with them; what is wrong is handed
/// over in its place. Paths are as for [`open`], but ids that are given twice are not noticed.
///
/// # Errors
/// What `each` gives.
pub fn each_article(
    paths: &[PathBuf],
    each: &mut dyn FnMut(Result<Article, Problem>) -> io::Result<()>,
) -> io::Result<()> {
    walk(paths, false, &mut |path, piece| match piece {
        Piece::Problem(problem) => each(Err(problem)),
        Piece::File(kind) => {
            let mut outcome = Ok(());
            let read = source::read(path, kind, |found| {
                if outcome.is_ok() {
                    outcome = each(handed(path, found));
                }
            });
            outcome?;
            read.or_else(|error| each(Err(Problem::reading(path, &error))))
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
    let read = source::jsonl(lines, true, |found| {
        if outcome.is_ok() {
            outcome = each(handed(name, found));
        }
    });
    outcome?;
    read.or_else(|error| each(Err(Problem::reading(name, &error))))
}

/// What a gold file holds, or what is wrong with it.
pub type Gold = Result<(Article, Annotation), Problem>;

/// Hands over what gold files hold, each with the file it stands in. A path is a `.json` or `.jsonl` of gold, or a
/// folder of these.
///
/// # Errors
/// What `each` gives.
pub fn each_gold(paths: &[PathBuf], each: &mut dyn FnMut(&Path, Gold) -> io::Result<()>) -> io::Result<()> {
    walk(paths, true, &mut |path, piece| match piece {
        Piece::Problem(problem) => each(path, Err(problem)),
        Piece::File(Kind::Txt) => Ok(()),
        Piece::File(kind) => {
            let mut outcome = Ok(());
            let read = source::read_gold(path, kind, |found| {
                if outcome.is_ok() {
                    let problem = |fault: Fault| Problem::new(path, fault.line, fault.what);
                    outcome = each(path, found.map_err(problem));
                }
            });
            outcome?;
            read.or_else(|error| each(path, Err(Problem::reading(path, &error))))
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
    each: &mut dyn FnMut(Gold) -> io::Result<()>,
) -> io::Result<()> {
    let mut outcome = Ok(());
    let read = source::gold_lines(lines, |found| {
        if outcome.is_ok() {
            outcome = each(found.map_err(|fault: Fault| Problem::new(name, fault.line, fault.what)));
        }
    });
    outcome?;
    read.or_else(|error| each(Err(Problem::reading(name, &error))))
}

fn handed(path: &Path, found: source::Found) -> Result<Article, Problem> {
    found.map(|(article, _)| article).map_err(|fault| Problem::new(path, fault.line, fault.what))
}

/// The articles so far, and where each id stands.
#[derive(Default)]
struct Collecting {
    corpus: Corpus,
    ids: HashMap<String, (Arc<Path>, Option<usize>)>,
}

impl Collecting {
    fn file(&mut self, path: &Path, kind: Kind) {
        let place: Arc<Path> = path.into();
        let read = source::read(path, kind, |found| match found {
            Ok((article, line)) => self.article(article, &place, line),
            Err(fault) => self.corpus.problems.push(Problem::new(path, fault.line, fault.what)),
        });
        if let Err(error) = read {
            self.corpus.problems.push(Problem::reading(path, &error));
        }
    }

    fn article(&mut self, article: Article, path: &Arc<Path>, line: Option<usize>) {
        if let Some((first, first_line)) = self.ids.get(&article.id) {
            let first_line = first_line.map(|line| format!(":{line}")).unwrap_or_default();
            let what = format!(
                "the id {:?} is given twice; the article of {}{first_line} is kept, this one left out: change an id",
                article.id,
                shown(first.as_os_str()),
            );
            self.corpus.problems.push(Problem::new(path, line, what));
            return;
        }
        self.ids.insert(article.id.clone(), (Arc::clone(path), line));
        self.corpus.articles.push(Arc::new(article));
    }
}

/// What walking the paths meets.
pub(super) enum Piece {
    /// A file that may hold articles.
    File(Kind),
    /// Something that cannot be opened.
    Problem(Problem),
}

pub(super) type Visit<'a> = &'a mut dyn FnMut(&Path, Piece) -> io::Result<()>;

/// Meets every file behind some paths once, in order; those in gold folders only if wanted.
pub(super) fn walk(paths: &[PathBuf], gold: bool, visit: Visit<'_>) -> io::Result<()> {
    let mut walk = Walk { visit, gold, opened: HashSet::new() };
    paths.iter().try_for_each(|path| walk.path(path))
}

struct Walk<'a> {
    visit: Visit<'a>,
    /// Go into gold folders too?
    gold: bool,
    /// Files and folders that were met, in their canonical form.
    opened: HashSet<PathBuf>,
}

impl Walk<'_> {
    fn problem(&mut self, path: &Path, what: &str) -> io::Result<()> {
        (self.visit)(path, Piece::Problem(Problem::new(path, None, what)))
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) -> io::Result<()> {
        (self.visit)(path, Piece::Problem(Problem::reading(path, error)))
    }

    /// A path that a person named.
    fn path(&mut self, path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Err(error) => self.unreadable(path, &error),
            Ok(metadata) if metadata.is_dir() => {
                if self.folder(path)? {
                    return Ok(());
                }
                self.problem(path, "holds no .txt, .jsonl or .json file; name another folder or a file")
            }
            Ok(metadata) => match Kind::of(path) {
                None => self.problem(
                    path,
                    "is no article file; name a .txt (one article), .jsonl (one article a line), .json (one article) \
                     or a folder of these",
                ),
                Some(_) if !metadata.is_file() => {
                    self.problem(path, "is neither a file nor a folder; copy what it gives into a file")
                }
                Some(kind) => self.file(path, kind),
            },
        }
    }

    /// Was there anything that could be an article, or a reason already told why not?
    fn folder(&mut self, folder: &Path) -> io::Result<bool> {
        if !self.first_time(folder) {
            return Ok(true);
        }
        let mut names = Vec::new();
        let mut any = false;
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => names.push((entry.file_name(), entry.file_type())),
                        Err(error) => {
                            any = true;
                            self.unreadable(folder, &error)?;
                        }
                    }
                }
            }
            Err(error) => {
                self.unreadable(folder, &error)?;
                return Ok(true);
            }
        }
        names.retain(|(name, _)| !name.as_encoded_bytes().starts_with(b"."));
        names.sort_by_cached_key(|(name, _)| NaturalKey::new(&shown(name)));
        let mut folders = Vec::new();
        for (name, file_type) in names {
            let path = folder.join(name);
            if file_type.is_ok_and(|file_type| file_type.is_dir()) {
                folders.push(path);
            } else if let Some(kind) = Kind::of(&path) {
                match fs::metadata(&path) {
                    Ok(metadata) if metadata.is_file() => self.file(&path, kind)?,
                    Ok(_) => continue,
                    Err(error) => self.unreadable(&path, &error)?,
                }
                any = true;
            }
        }
        for path in folders {
            if self.gold || !is_gold_folder(&path) {
                any |= self.folder(&path)?;
            }
        }
        Ok(any)
    }

    fn file(&mut self, path: &Path, kind: Kind) -> io::Result<()> {
        if !self.first_time(path) {
            return Ok(());
        }
        (self.visit)(path, Piece::File(kind))
    }

    /// Notes a path; false when it was met before, under whatever name.
    fn first_time(&mut self, path: &Path) -> bool {
        self.opened.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }
}

fn is_gold_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "gold") || path.join(".journal").is_dir()
}
