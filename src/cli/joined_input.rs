//! Reads the gold of several annotators at once, and gives each article when all have given it.
//!
//! All sources are read in turn. If they have the same order, few articles wait for another annotator. Of those that wait, some
//! are in memory and the others in a temporary file.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Receiver;

use crate::formats::{Annotated, Selection};
use crate::gold::json::sha256;
use crate::gold::{Article, Status};
use crate::store::{self, Problem};

use super::messages::print_message;
use super::score_input::{IdSet, read_ahead};
use super::waiting_file::{WaitingFile, WaitingPlace};

/// So many waiting articles are in memory.
const IN_MEMORY: usize = 500;

/// The annotators, in the order of the command line or of their first article.
#[derive(Debug, Default)]
pub(super) struct Annotators(Vec<String>);

impl Annotators {
    pub(super) fn names(&self) -> &[String] {
        &self.0
    }

    pub(super) fn name(&self, number: usize) -> &str {
        self.0.get(number).map_or("", String::as_str)
    }

    /// The annotators of several sources: the last part of each path that no other path has in this place, `sara` and `ali` for
    /// `sara/gold` and `ali/gold`; the whole path if there is none.
    pub(super) fn of_paths(paths: &[PathBuf]) -> Self {
        let parts: Vec<Vec<String>> = paths.iter().map(|path| parts_from_the_end(path)).collect();
        let mut names: Vec<Option<&String>> = vec![None; paths.len()];
        for level in 0..parts.iter().map(Vec::len).max().unwrap_or(0) {
            let mut here: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
            for (at, _) in names.iter().enumerate().filter(|(_, name)| name.is_none()) {
                if let Some(part) = parts.get(at).and_then(|parts| parts.get(level)) {
                    here.entry(part).or_default().push(at);
                }
            }
            here.retain(|part, _| !names.contains(&Some(*part)));
            for (part, who) in here {
                if let [at] = who[..]
                    && let Some(name) = names.get_mut(at)
                {
                    *name = Some(part);
                }
            }
        }
        let whole = |path: &PathBuf| store::printable(path.as_os_str());
        let chosen = names.into_iter().zip(paths).map(|(name, path)| name.cloned().unwrap_or_else(|| whole(path)));
        Self(chosen.collect())
    }

    fn number_of(&mut self, name: &str) -> usize {
        self.0.iter().position(|one| one == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
    }
}

/// The names in a path from the last one on, this one without its ending.
fn parts_from_the_end(path: &Path) -> Vec<String> {
    let names = path.components().rev().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let named = |(at, name): (usize, &OsStr)| match (at, path.file_stem()) {
        (0, Some(stem)) => store::printable(stem),
        _ => store::printable(name),
    };
    names.enumerate().map(named).filter(|name| !name.is_empty()).collect()
}

/// Who annotated how much.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// For each annotator the number of articles that count.
    pub(super) articles: Vec<usize>,
    /// For each annotator the number of articles that are left out because they are not done.
    pub(super) not_done: Vec<usize>,
    /// The number of articles by the number of their annotators.
    pub(super) by_annotators: BTreeMap<usize, usize>,
    /// Articles that could not be read or compared.
    pub(super) bad: usize,
}

impl Coverage {
    fn count(list: &mut Vec<usize>, annotator: usize) {
        list.resize(list.len().max(annotator + 1), 0);
        if let Some(count) = list.get_mut(annotator) {
            *count += 1;
        }
    }

    /// The number of articles that at least `annotators` annotated.
    pub(super) fn by_at_least(&self, annotators: usize) -> usize {
        self.by_annotators.range(annotators..).map(|(_, count)| count).sum()
    }
}

/// An article with the annotations of everybody who annotated it.
pub(super) struct JoinedArticle<T> {
    /// The article, with the metadata of the first source.
    pub(super) article: Article,
    /// What was kept of each annotation, with the number of its annotator, in the order of annotators.
    pub(super) readings: Vec<(usize, T)>,
}

/// Which gold is read, and what of it is kept.
pub(super) struct JoinOptions<'a, T> {
    pub(super) golds: &'a [PathBuf],
    /// Also articles that are not done.
    pub(super) any_status: bool,
    pub(super) selection: Selection,
    /// What is kept of an annotation.
    pub(super) keep: fn(Annotated) -> T,
    /// Called once for each annotation that could be read, in the order of the input, also for those that are not done.
    pub(super) see: Option<&'a dyn Fn(&Annotated)>,
}

/// Receives an article that one annotator or more annotated.
type EachArticle<'a, T> = &'a mut dyn FnMut(&Annotators, JoinedArticle<T>);

/// An article of which some annotations were read.
struct Waiting<T> {
    hash: String,
    /// `None` if its annotations are in the temporary file, which have the article too.
    article: Option<Article>,
    path: PathBuf,
    readings: Vec<(usize, Held<T>)>,
    /// The number of sources that have given it, in whatever state.
    seen: usize,
}

/// An annotation that waits.
enum Held<T> {
    InMemory(T),
    InFile(WaitingPlace),
}

struct Reader<'a, T> {
    options: &'a JoinOptions<'a, T>,
    annotators: Annotators,
    coverage: Coverage,
    waiting: BTreeMap<String, Waiting<T>>,
    /// The number of waiting articles in memory.
    in_memory: usize,
    file: WaitingFile,
    /// The ids of each annotator.
    ids: Vec<IdSet>,
}

fn temporary_problem(path: &Path, error: &io::Error) -> Problem {
    let what = format!("cannot wait in a temporary file: {error}; name another folder with TMPDIR");
    Problem::new(path, None, what)
}

/// Reads all gold, and gives the articles, each with all of its annotations.
///
/// # Errors
/// When a thread cannot be started.
pub(super) fn read_joined<T>(
    options: &JoinOptions<'_, T>,
    each: EachArticle<'_, T>,
) -> anyhow::Result<(Annotators, Coverage)> {
    let golds = options.golds;
    let mut sources = golds.iter().map(|path| read_ahead(path.clone())).collect::<Result<Vec<_>, _>>()?;
    let annotators = if sources.len() > 1 { Annotators::of_paths(golds) } else { Annotators::default() };
    let (coverage, waiting, ids) = (Coverage::default(), BTreeMap::new(), Vec::new());
    let (in_memory, file) = (0, WaitingFile::default());
    let mut reader = Reader { options, annotators, coverage, waiting, in_memory, file, ids };
    let is_one = sources.len() == 1;
    while sources
        .iter_mut()
        .enumerate()
        .fold(false, |any, (at, source)| reader.read_next(source, (!is_one).then_some(at), each) || any)
    {}
    reader.finish(each);
    Ok((reader.annotators, reader.coverage))
}

impl<T> Reader<'_, T> {
    /// Reads one article of a source. False at its end.
    fn read_next(
        &mut self,
        source: &mut Receiver<Result<(PathBuf, Annotated), Problem>>,
        annotator: Option<usize>,
        each: EachArticle<'_, T>,
    ) -> bool {
        let Ok(read) = source.recv() else { return false };
        let added = read.and_then(|(path, annotated)| self.add(path, annotated, annotator));
        match added {
            Ok(Some(id)) if annotator.is_some() => self.give_if_complete(&id, each),
            Ok(_) => {}
            Err(problem) => {
                self.coverage.bad += 1;
                print_message(&format!("tawsim: {problem}"));
            }
        }
        true
    }

    /// Adds an annotation of an article; gives the id.
    fn add(
        &mut self,
        path: PathBuf,
        annotated: Annotated,
        annotator: Option<usize>,
    ) -> Result<Option<String>, Problem> {
        let Some(annotated) = self.options.selection.apply(annotated) else { return Ok(None) };
        let Annotated { article, annotation } = &annotated;
        let annotator = match annotator {
            Some(number) => number,
            None => self.annotators.number_of(annotation.annotator.as_deref().unwrap_or("(nobody)")),
        };
        let id = article.id.clone();
        self.ids.resize_with(self.ids.len().max(annotator + 1), IdSet::default);
        if !self.ids.get_mut(annotator).is_some_and(|ids| ids.insert(&id)) {
            let name = self.annotators.name(annotator);
            let what = format!("the gold of {name} has the article {id:?} twice; leave one out");
            return Err(Problem::new(&path, None, what));
        }
        let hash = sha256(article.text.as_str());
        let is_counted = annotation.status == Status::Done || self.options.any_status;
        let is_new = !self.waiting.contains_key(&id);
        let waiting = self.waiting.entry(id.clone()).or_insert_with(|| Waiting {
            hash: hash.clone(),
            article: (self.in_memory < IN_MEMORY).then(|| article.clone()),
            path: path.clone(),
            readings: Vec::new(),
            seen: 0,
        });
        waiting.seen += 1;
        self.in_memory += usize::from(is_new && waiting.article.is_some());
        if waiting.hash != hash {
            let other = store::printable(waiting.path.as_os_str());
            let what = format!("the text of {id:?} is not that of {other}; compare annotations of one text");
            return Err(Problem::new(&path, None, what));
        }
        if let Some(see) = self.options.see {
            see(&annotated);
        }
        if is_counted {
            Coverage::count(&mut self.coverage.articles, annotator);
            let held = if waiting.article.is_some() {
                Held::InMemory((self.options.keep)(annotated))
            } else {
                let in_file = self.file.add(&annotated).map_err(|error| temporary_problem(&path, &error))?;
                Held::InFile(in_file)
            };
            waiting.readings.push((annotator, held));
        } else {
            Coverage::count(&mut self.coverage.not_done, annotator);
        }
        Ok(Some(id))
    }

    fn give_if_complete(&mut self, id: &str, each: EachArticle<'_, T>) {
        let is_complete = self.waiting.get(id).is_some_and(|waiting| waiting.seen == self.annotators.names().len());
        if is_complete && let Some(waiting) = self.waiting.remove(id) {
            self.give(waiting, each);
        }
    }

    fn give(&mut self, waiting: Waiting<T>, each: EachArticle<'_, T>) {
        self.in_memory -= usize::from(waiting.article.is_some());
        let path = waiting.path.clone();
        match self.join(waiting) {
            Ok(None) => {}
            Ok(Some(joined)) => {
                *self.coverage.by_annotators.entry(joined.readings.len()).or_default() += 1;
                each(&self.annotators, joined);
            }
            Err(error) => {
                self.coverage.bad += 1;
                print_message(&format!("tawsim: {}", temporary_problem(&path, &error)));
            }
        }
    }

    /// The article with its annotations, in the order of annotators. `None` if none counts.
    fn join(&mut self, waiting: Waiting<T>) -> io::Result<Option<JoinedArticle<T>>> {
        let Waiting { mut article, readings: mut held, .. } = waiting;
        held.sort_by_key(|(annotator, _)| *annotator);
        let mut readings = Vec::new();
        for (annotator, one) in held {
            let kept = match one {
                Held::InMemory(kept) => kept,
                Held::InFile(place) => {
                    let annotated = self.file.read(place)?;
                    article.get_or_insert_with(|| annotated.article.clone());
                    (self.options.keep)(annotated)
                }
            };
            readings.push((annotator, kept));
        }
        Ok(article.filter(|_| !readings.is_empty()).map(|article| JoinedArticle { article, readings }))
    }

    /// Gives what some sources did not have, in the order of ids.
    fn finish(&mut self, each: EachArticle<'_, T>) {
        for waiting in std::mem::take(&mut self.waiting).into_values() {
            self.give(waiting, each);
        }
        let count = self.annotators.names().len();
        self.coverage.articles.resize(count, 0);
        self.coverage.not_done.resize(count, 0);
    }
}
