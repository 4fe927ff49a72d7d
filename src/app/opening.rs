//! Opens a corpus of any size. The index is made in the background; the first frame waits for a fraction of a second at
//! most.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::gold::Status;
use crate::lang::Lang;
use crate::store::{Library, LibraryReport, OpenedArticle, Opener, Problem};
use crate::workbench::{Document, Documents};

/// The time that the first frame waits for the index. Most corpora are indexed by then, and the article to open first is
/// known.
const WAIT_FOR_INDEX: Duration = Duration::from_millis(150);

/// The number of articles that are opened at most to find one that is not finished, while it is not known where work goes
/// on.
const MAX_TRIES: usize = 100;

/// A corpus that is being indexed.
pub struct CorpusOpening {
    library: Library,
    reports: Receiver<LibraryReport>,
    /// Starts the survey of the gold folder: how far each article is.
    survey: Sender<Arc<Opener>>,
    begun: Instant,
    documents: Documents,
    problems: Vec<Problem>,
    /// True if there is an article that can be read.
    readable: bool,
    /// The result of the survey: the article on which work was done last, if it is not finished.
    surveyed: Option<Option<usize>>,
}

/// A corpus of which the first article is open.
pub struct OpenedCorpus {
    /// The articles that are known so far, one of them open.
    pub documents: Documents,
    /// The problems found so far.
    pub problems: Vec<Problem>,
    /// The library reports here which further articles and problems it finds.
    pub library_reports: Receiver<LibraryReport>,
}

impl CorpusOpening {
    /// Begins to index, and waits until there is an article that can be read, or no more articles.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn new(paths: Vec<PathBuf>) -> std::io::Result<Self> {
        let (to, reports) = channel();
        let library = Library::default();
        let begun = Instant::now();
        let survey = library.spawn(paths, move |report| to.send(report).is_ok())?;
        let (documents, problems) = (Documents::default(), Vec::new());
        let mut opening =
            Self { library, reports, survey, begun, documents, problems, readable: false, surveyed: None };
        let mut tried = 0;
        while !opening.documents.is_complete() {
            let Ok(report) = opening.reports.recv() else { break };
            opening.apply_report(report);
            opening.readable = (tried..opening.documents.len()).any(|index| opening.library.read(index).is_ok());
            if opening.readable {
                break;
            }
            tried = opening.documents.len();
        }
        Ok(opening)
    }

    /// Returns true if there is an article that can be read.
    pub const fn is_readable(&self) -> bool {
        self.readable
    }

    /// Returns the problems found so far.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the library: it reads each article by its number.
    pub fn library(&self) -> Library {
        self.library.clone()
    }

    fn apply_report(&mut self, report: LibraryReport) {
        match report {
            LibraryReport::Found { headings, problems } => {
                self.documents.extend(headings);
                self.problems.extend(problems);
            }
            LibraryReport::Indexed => self.documents.mark_complete(),
            LibraryReport::Standings(standings) => {
                for (index, standing) in standings {
                    self.documents.record_summary(index, standing);
                }
            }
            LibraryReport::Surveyed { resume } => self.surveyed = Some(resume),
        }
    }

    /// Opens the article to begin with: the one on which work was done last, or else the first that is not finished, or else
    /// the first.
    ///
    /// # Errors
    /// If no article can be opened: why.
    pub fn open(mut self, opener: &Arc<Opener>, lang: Lang) -> Result<OpenedCorpus, Vec<Problem>> {
        // The thread ends before its sender only if the receiver of its reports is gone.
        let _ = self.survey.send(Arc::clone(opener));
        while self.surveyed.is_none()
            && let Ok(report) = self.reports.recv_timeout(WAIT_FOR_INDEX.saturating_sub(self.begun.elapsed()))
        {
            self.apply_report(report);
        }
        let known = self.surveyed.is_some();
        let is_open = |status: Status| !status.is_over();
        let count = self.documents.len();
        let first_open = (0..count).filter(|index| is_open(self.documents.summary(*index).status));
        let order: Vec<usize> = self.surveyed.flatten().into_iter().chain(first_open).chain(0..count).collect();
        let mut opened = None;
        let mut refused = 0;
        for index in order {
            // At least one article is opened, however long that takes.
            if opened.is_some() || !known && self.documents.iter().next().is_some() && self.gives_up(refused) {
                break;
            }
            if self.documents.problem(index).is_some() || self.documents.get(index).is_some() {
                continue;
            }
            match opener.open(index) {
                Ok(found) => {
                    let OpenedArticle { article, resumed, changed, conflict } = found;
                    self.problems.extend([changed, resumed.problem, conflict].into_iter().flatten());
                    let document = Document::resumed(article, resumed.annotation, resumed.history, resumed.focus);
                    // Before the survey, nothing may be known of it.
                    let finished = !known && !is_open(document.annotation.status);
                    self.documents.insert(index, document);
                    refused += usize::from(finished);
                    opened = Some(index).filter(|_| !finished);
                }
                Err(problem) => {
                    self.documents.mark_unreadable(index, problem.message(lang));
                    if !self.problems.contains(&problem) {
                        self.problems.push(problem);
                    }
                    refused += 1;
                }
            }
        }
        if self.documents.iter().next().is_none() && self.documents.is_complete() {
            return Err(self.problems);
        }
        Ok(OpenedCorpus { documents: self.documents, problems: self.problems, library_reports: self.reports })
    }

    /// Returns true if enough articles were tried, or enough time was spent.
    fn gives_up(&self, refused: usize) -> bool {
        refused >= MAX_TRIES || self.begun.elapsed() > 2 * WAIT_FOR_INDEX
    }
}
