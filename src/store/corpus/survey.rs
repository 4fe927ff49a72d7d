//! The survey: the status of all articles, found without opening them, and the article on which work was done last.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::SystemTime;

use crate::gold::{ArticleSummary, Status};
use crate::store::gold::folder::Access;
use crate::store::gold::name::file_stem;
use crate::store::gold::peek::{journal_is_at_rest, newest_verdict, peek_summary};

use super::library::{Library, LibraryReport};
use super::opener::Opener;

/// The number of articles in one report.
const BATCH: usize = 4096;

/// The newest verdict is looked for in so many articles in progress: those whose gold files were written last.
const NEWEST: usize = 16;

impl Library {
    /// Makes the index on a thread (see [`Library::index`]). Then waits for an opener, and reports the status of the
    /// articles.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(
        &self,
        paths: Vec<PathBuf>,
        mut report: impl FnMut(LibraryReport) -> bool + Send + 'static,
    ) -> io::Result<Sender<Arc<Opener>>> {
        let (sender, openers) = channel::<Arc<Opener>>();
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
        Ok(sender)
    }
}

impl Opener {
    /// Reports the status of each article that has gold, and the article on which work was done last. Gold files are only
    /// peeked at. Journals that a killed process left are brought to rest.
    fn survey(&self, report: &mut dyn FnMut(LibraryReport) -> bool) {
        let folder = self.folder();
        let gold = list_stems(folder.dir(), "json");
        let journals = list_stems(&folder.journals_dir(), "jsonl");
        let mut standings = Vec::new();
        let mut problems = Vec::new();
        let mut in_progress: Vec<(Option<SystemTime>, usize, PathBuf)> = Vec::new();
        if !gold.is_empty() || !journals.is_empty() {
            for (number, heading) in self.library.catalogue().iter().enumerate() {
                let stem = file_stem(heading.id);
                let interrupted = || journals.contains(&stem) && !journal_is_at_rest(&folder.journal_of(heading.id));
                let path = folder.file_of(heading.id);
                let mut read = None;
                match interrupted() {
                    true if self.access == Access::Write => problems.extend(self.repair(number)),
                    // Nothing is repaired, so the gold file may lack changes.
                    true => read = self.summary_of(number),
                    false if !gold.contains(&stem) => continue,
                    false => {}
                }
                let Some(summary) = read.or_else(|| peek_summary(&path)) else { continue };
                standings.push((number, summary));
                if summary.status == Status::InProgress {
                    let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
                    in_progress.push((modified, number, path));
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
            .max_by_key(|(modified, number, path)| (newest_verdict(path), *modified, std::cmp::Reverse(*number)));
        report(LibraryReport::Surveyed { resume: last.map(|(_, number, _)| number) });
    }
}

impl Opener {
    /// The summary of an article after the changes that only its journal holds.
    fn summary_of(&self, number: usize) -> Option<ArticleSummary> {
        let article = self.library.read(number).ok()?.article;
        let (annotation, _) = self.folder().read_annotation(&article).ok()?;
        annotation.as_ref().map(ArticleSummary::from)
    }
}

/// Lists the stems of the files in a folder that have an extension.
fn list_stems(folder: &Path, extension: &str) -> HashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let stem = |entry: fs::DirEntry| {
        let name = PathBuf::from(entry.file_name());
        let wanted = name.extension().is_some_and(|other| other == extension);
        name.file_stem().filter(|_| wanted).and_then(|stem| stem.to_str()).map(str::to_owned)
    };
    entries.filter_map(stem).collect()
}
