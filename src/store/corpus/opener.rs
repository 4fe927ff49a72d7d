//! Opening articles of a library as they were resumed, and finding out how far all of them are.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;
use std::time::SystemTime;

use crate::gold::{Annotation, Article, ArticleSummary, DISCUSS, Status, Timestamp, json};

use crate::store::corpus::library::Library;
use crate::store::corpus::library::LibraryReport;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::journal::resume::ResumedArticle;
use crate::store::gold::name::file_stem;
use crate::store::gold::peek::peek_string;
use crate::store::problem::Problem;

/// So many articles are told of together.
const BATCH: usize = 4096;

/// Of so many articles in progress, those that were written last, the newest verdict is looked at.
const NEWEST: usize = 16;

/// Bytes at a journal's end in which its last line is looked for.
const TAIL: u64 = 4096;

/// A library with the gold folder that belongs to it.
#[derive(Debug)]
pub struct Opener {
    library: Library,
    folder: RwLock<GoldFolder>,
    /// Is the folder locked by this process?
    mine: bool,
    /// Does another process write in it? Then what is read may be half of a moment and half of the next.
    beside: bool,
    /// The articles that were opened. It is held while one is, so that no two threads write a journal.
    opened: Mutex<HashSet<usize>>,
}

/// An article as it was resumed.
#[derive(Debug)]
pub struct OpenedArticle {
    /// It.
    pub article: Arc<Article>,
    /// What was decided on it, and what can be taken back.
    pub resumed: ResumedArticle,
    /// What is to be told of the file it stands in.
    pub changed: Option<Problem>,
}

impl Opener {
    /// Articles and where their gold is; `mine` as for [`GoldFolder::resume`], `beside` another process that has the
    /// folder.
    #[must_use]
    pub fn new(library: Library, folder: GoldFolder, mine: bool, beside: bool) -> Self {
        Self { library, folder: RwLock::new(folder), mine, beside, opened: Mutex::default() }
    }

    fn folder(&self) -> GoldFolder {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on gold is read from another folder: everything went there ([`crate::store::Report::Moved`]).
    pub fn switch_folder(&self, folder: GoldFolder) {
        *self.folder.write().unwrap_or_else(PoisonError::into_inner) = folder;
    }

    /// Reads an article with its gold and its journal. It must not be opened again while anything that was done to it
    /// is on its way to the disk.
    ///
    /// # Errors
    /// When the article, its gold or its journal cannot be read, or do not belong together.
    pub fn open(&self, index: usize) -> Result<OpenedArticle, Problem> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let read = self.library.read(index)?;
        opened.insert(index);
        let mut resumed = self.folder().resume(&read.article, self.mine)?;
        resumed.problem = resumed.problem.filter(|_| !self.beside);
        Ok(OpenedArticle { article: Arc::new(read.article), resumed, changed: read.changed })
    }

    /// Brings the gold of an article that a process resumed in the midst of writing up to date, unless it was opened.
    fn recover(&self, index: usize) -> Option<Problem> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.contains(&index) {
            return None;
        }
        match self.library.read(index) {
            // It is told when it is opened.
            Err(_) => None,
            Ok(read) => match self.folder().resume(&read.article, self.mine) {
                Ok(resumed) => resumed.problem,
                Err(problem) => Some(problem),
            },
        }
    }

    /// Tells how far the articles are that have gold, and where work was done last. Gold files are looked through, not
    /// understood; journals of a process that was killed are brought to rest.
    fn survey(&self, report: &mut dyn FnMut(LibraryReport) -> bool) {
        let folder = self.folder();
        let gold = stems(folder.dir(), "json");
        let journals = stems(&folder.dir().join(".journal"), "jsonl");
        let mut standings = Vec::new();
        let mut problems = Vec::new();
        let mut in_progress: Vec<(Option<SystemTime>, usize, PathBuf)> = Vec::new();
        if !gold.is_empty() || !journals.is_empty() {
            for (index, heading) in self.library.catalogue().iter().enumerate() {
                let stem = file_stem(heading.id);
                if self.mine && journals.contains(&stem) && !at_rest(&folder.journal_of(heading.id)) {
                    problems.extend(self.recover(index));
                } else if !gold.contains(&stem) {
                    continue;
                }
                let path = folder.file_of(heading.id);
                let Some(standing) = standing_of(&path) else { continue };
                standings.push((index, standing));
                if standing.status == Status::InProgress {
                    let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
                    in_progress.push((modified, index, path));
                }
                if standings.len() >= BATCH && !report(LibraryReport::Standings(std::mem::take(&mut standings))) {
                    return;
                }
            }
        }
        if !problems.is_empty() && !report(LibraryReport::Found { headings: Arc::default(), problems }) {
            return;
        }
        if !report(LibraryReport::Standings(standings)) {
            return;
        }
        in_progress.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        in_progress.truncate(NEWEST);
        let last = in_progress
            .into_iter()
            .max_by_key(|(modified, index, path)| (newest_verdict(path), *modified, std::cmp::Reverse(*index)));
        report(LibraryReport::Surveyed { resume: last.map(|(_, index, _)| index) });
    }
}

impl Library {
    /// Makes the index on a thread (see [`Library::index`]); once it is made and an opener has come, tells how far the
    /// articles are too.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(
        &self,
        paths: Vec<PathBuf>,
        mut report: impl FnMut(LibraryReport) -> bool + Send + 'static,
    ) -> io::Result<Sender<Arc<Opener>>> {
        let (to, openers) = channel::<Arc<Opener>>();
        let this = self.clone();
        let work = move || {
            let mut listening = true;
            this.index(&paths, &mut |news| {
                listening &= report(news);
                listening
            });
            if listening && let Ok(opener) = openers.recv() {
                opener.survey(&mut report);
            }
        };
        thread::Builder::new().name("index".to_owned()).spawn(work)?;
        Ok(to)
    }
}

/// The names of files in a folder that have an extension, without it.
fn stems(folder: &Path, extension: &str) -> HashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let stem = |entry: fs::DirEntry| {
        let name = PathBuf::from(entry.file_name());
        let wanted = name.extension().is_some_and(|other| other == extension);
        name.file_stem().filter(|_| wanted).and_then(|stem| stem.to_str()).map(str::to_owned)
    };
    entries.filter_map(stem).collect()
}

/// Has nothing happened since the gold file was written? The last line then names one content twice.
fn at_rest(journal: &Path) -> bool {
    let tail = || -> io::Result<Vec<u8>> {
        let mut file = File::open(journal)?;
        let len = file.metadata()?.len();
        file.seek(SeekFrom::Start(len.saturating_sub(TAIL)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let Ok(tail) = tail() else { return false };
    let Some(lines) = tail.strip_suffix(b"\n") else { return false };
    let last = lines.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    crate::store::gold::journal::resume::is_at_rest(last)
}

/// How far the article of a gold file is. Its spans are not looked at: that would cost a hundred times as much.
fn standing_of(path: &Path) -> Option<ArticleSummary> {
    let bytes = fs::read(path).ok()?;
    let status = peek_string("status", &bytes);
    Some(ArticleSummary { status: status?.parse().ok()?, flagged: flagged(&bytes) })
}

/// Is the article or anything in it flagged for discussion?
fn flagged(mut gold: &[u8]) -> bool {
    const KEY: &[u8] = b"\"flags\"";
    while let Some(at) = gold.windows(KEY.len()).position(|part| part == KEY) {
        gold = gold.get(at + KEY.len()..).unwrap_or_default();
        // Only a key stands in quotation marks that are not escaped, with a colon behind them.
        let Some(value) = gold.trim_ascii_start().strip_prefix(b":") else { continue };
        let flags = serde_json::Deserializer::from_slice(value).into_iter::<Vec<String>>().next();
        if flags.and_then(Result::ok).is_some_and(|flags| flags.iter().any(|flag| flag == DISCUSS)) {
            return true;
        }
    }
    false
}

fn newest_verdict(path: &Path) -> Option<Timestamp> {
    let (_, Annotation { gold: marks, rejected, .. }) = json::read(&fs::read_to_string(path).ok()?).ok()?;
    let marks = marks.iter().filter_map(|mark| mark.at.clone());
    marks.chain(rejected.iter().filter_map(|rejected| rejected.at.clone())).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_an_article_is_is_found_without_reading_its_spans() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        for (json, status) in [
            (
                r#"{"id": "a", "text": "\"flags\": \"status\": \"done\"", "meta": {"status": "x"}, "status": "skipped", "entities": [broken"#,
                Some((Status::Skipped, false)),
            ),
            (r#"{"status": "done", "entities": [{"flags": ["discuss"]}]}"#, Some((Status::Done, true))),
            (
                r#"{"status": "done", "flags": [], "entities": [{"flags" : ["a\"b", "discuss"]}]}"#,
                Some((Status::Done, true)),
            ),
            (r#"{"status": "done", "flags": [], "entities": [{"flags": ["urgent"]}]}"#, Some((Status::Done, false))),
            (
                r#"{"status": "done", "flags": "discuss", "text": "\"flags\": [\"discuss\"]"}"#,
                Some((Status::Done, false)),
            ),
            (r#"{"id": "a", "text": "x"}"#, None),
            (r#"{"status": 7}"#, None),
            ("", None),
        ] {
            fs::write(&path, json).unwrap();
            let found = standing_of(&path).map(|standing| (standing.status, standing.flagged));
            assert_eq!(found, status, "{json}");
        }
        assert_eq!(standing_of(&folder.path().join("none.json")), None);
    }
}
