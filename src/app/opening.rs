//! Opening the workbench on a corpus of any size: the index is made behind it, and the first frame waits for no more
//! than a glance.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::gold::Status;
use crate::lang::Lang;
use crate::store::{Library, LibraryReport, OpenedArticle, Opener, Problem};
use crate::workbench::{Document, Documents};

/// How long the first frame waits for the index. Most corpora are known by then, and so is where work goes on.
const PATIENCE: Duration = Duration::from_millis(150);

/// So many articles are tried for the first one while it is not known where work goes on.
const TRIES: usize = 100;

/// A corpus that is being indexed.
pub struct Opening {
    library: Library,
    news: Receiver<LibraryReport>,
    survey: Sender<Arc<Opener>>,
    begun: Instant,
    documents: Documents,
    problems: Vec<Problem>,
    /// Is there an article that can be read?
    readable: bool,
    /// Where work was done last, once all is known.
    surveyed: Option<Option<usize>>,
}

/// A corpus of which the first article is open.
pub struct Opened {
    /// The articles that are known so far, one of them open.
    pub documents: Documents,
    /// The problems found so far.
    pub problems: Vec<Problem>,
    /// The library reports here which further articles and problems it finds.
    pub news: Receiver<LibraryReport>,
}

impl Opening {
    /// Begins to make the index, and waits until there is an article that can be read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(paths: Vec<PathBuf>) -> std::io::Result<Self> {
        let (to, news) = channel();
        let library = Library::default();
        let begun = Instant::now();
        let survey = library.spawn(paths, move |news| to.send(news).is_ok())?;
        let (documents, problems) = (Documents::default(), Vec::new());
        let mut opening = Self { library, news, survey, begun, documents, problems, readable: false, surveyed: None };
        let mut tried = 0;
        while !opening.documents.is_complete() {
            let Ok(news) = opening.news.recv() else { break };
            opening.take(news);
            opening.readable = (tried..opening.documents.len()).any(|index| opening.library.read(index).is_ok());
            if opening.readable {
                break;
            }
            tried = opening.documents.len();
        }
        Ok(opening)
    }

    /// Is there anything to work on?
    pub const fn is_readable(&self) -> bool {
        self.readable
    }

    /// What is wrong.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The articles, each to be read by its number.
    pub fn library(&self) -> Library {
        self.library.clone()
    }

    fn take(&mut self, news: LibraryReport) {
        match news {
            LibraryReport::Found { headings, problems } => {
                self.documents.extend(headings);
                self.problems.extend(problems);
            }
            LibraryReport::Indexed => self.documents.complete(),
            LibraryReport::Standings(standings) => {
                for (index, standing) in standings {
                    self.documents.report_standing(index, standing);
                }
            }
            LibraryReport::Surveyed { resume } => self.surveyed = Some(resume),
        }
    }

    /// Opens the article with which to begin, or says what stands in the way of all of them.
    pub fn open(mut self, opener: &Arc<Opener>, lang: Lang) -> Result<Opened, Vec<Problem>> {
        // The thread ends early only when nobody listens.
        let _ = self.survey.send(Arc::clone(opener));
        while self.surveyed.is_none()
            && let Ok(news) = self.news.recv_timeout(PATIENCE.saturating_sub(self.begun.elapsed()))
        {
            self.take(news);
        }
        let known = self.surveyed.is_some();
        let is_open = |status: Status| !status.is_over();
        let count = self.documents.len();
        let first_open = (0..count).filter(|index| is_open(self.documents.standing(*index).status));
        // Where work was done last, else the first that is not finished, else the first.
        let order: Vec<usize> = self.surveyed.flatten().into_iter().chain(first_open).chain(0..count).collect();
        let mut opened = None;
        let mut refused = 0;
        for index in order {
            // Something is opened, however long it takes.
            if opened.is_some() || !known && self.documents.iter().next().is_some() && self.tried(refused) {
                break;
            }
            if self.documents.trouble(index).is_some() || self.documents.get(index).is_some() {
                continue;
            }
            match opener.open(index) {
                Ok(found) => {
                    let OpenedArticle { article, resumed: left, changed } = found;
                    self.problems.extend([changed, left.problem].into_iter().flatten());
                    let document = Document::resumed(article, left.annotation, left.history, left.focus);
                    // What is known of it may be nothing yet.
                    let finished = !known && !is_open(document.annotation.status);
                    self.documents.put(index, document);
                    refused += usize::from(finished);
                    opened = Some(index).filter(|_| !finished);
                }
                Err(problem) => {
                    self.documents.refuse(index, problem.message(lang));
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
        Ok(Opened { documents: self.documents, problems: self.problems, news: self.news })
    }

    fn tried(&self, refused: usize) -> bool {
        refused >= TRIES || self.begun.elapsed() > 2 * PATIENCE
    }
}
