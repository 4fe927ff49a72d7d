//! A thread that saves, so that drawing never waits for the disk.
//!
//! What was done goes to the journal at once; the gold file follows when the annotator pauses, or after a while.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};

use crate::store::problem::Problem;

use super::folder::GoldFolder;
use super::lock::Lock;
use super::save_as::{ArticleToMove, MovedFolder};

/// How long a failed save waits for its first retry; each further one waits twice as long, up to `FIRST_RETRY * 16`.
const FIRST_RETRY: Duration = Duration::from_secs(1);

/// How long nothing must be done to an article before its gold file is written.
const PAUSE: Duration = Duration::from_millis(200);

/// How far its gold file may lag behind its journal when it never pauses.
const LAG: Duration = Duration::from_secs(2);

/// A gold file is written whole. For each so many bytes of text the pause is longer by itself, and the lag: writing takes a
/// small part of the time, and an article's next verdicts seldom wait for it.
const BYTES_PER_PAUSE: usize = 4_000_000;

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveReport {
    /// It is on disk, synced: in the journal, or, where nothing was given for that, in the gold file.
    Saved {
        /// Of which article.
        id: String,
        /// As given with the save.
        revision: u64,
    },
    /// It is not, or the gold file could not follow; it stays in memory and is tried again. Told once for each
    /// revision and message.
    Failed {
        /// Of which article.
        id: String,
        /// As given with the save.
        revision: u64,
        /// Why.
        problem: Problem,
    },
    /// All is well with what was to be saved, and yet there is something to know: another program wrote in a journal.
    Noticed(Problem),
    /// Everything is in another folder and goes there from now on.
    Moved {
        /// Where.
        folder: GoldFolder,
        /// How many articles.
        count: usize,
        /// How many files of articles that are not open stay behind because they cannot be read, and why.
        unread: Option<(usize, Problem)>,
    },
    /// It could not be written there; everything goes where it went.
    MoveFailed(Problem),
}

/// Saves annotations in the order in which they come. Dropping it does what [`Writer::finish`] does.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// use std::sync::{Arc, mpsc};
/// use tawsim::gold::{Annotation, json};
/// use tawsim::store::{GoldFolder, SaveReport, Writer};
///
/// let (reports, reported) = mpsc::channel();
/// let folder = GoldFolder::new(dir.path().to_owned());
/// let writer = Writer::spawn(folder, move |report| reports.send(report).unwrap())?;
/// let (article, _) = json::read(r#"{"id": "a", "text": "نص"}"#).unwrap();
/// writer.save(Arc::new(article), Vec::new(), Annotation::default(), 1);
/// writer.finish();
/// assert_eq!(reported.recv(), Ok(SaveReport::Saved { id: "a".into(), revision: 1 }));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer {
    /// Dropped to tell the thread that nothing more comes.
    jobs: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

/// What is to be put on disk of one article.
#[derive(Debug)]
struct PendingSave {
    article: Arc<Article>,
    /// What was done and is not in the journal yet, in order.
    entries: Vec<JournalEntry>,
    /// What all that was done leads to.
    annotation: Annotation,
    revision: u64,
    /// Was the revision reported as saved?
    reported: bool,
    /// When the first of the changes came that the gold file lacks, and when the last.
    lags: (Instant, Instant),
    failed: Option<FailedTry>,
}

#[derive(Debug)]
enum Request {
    Save(Box<PendingSave>),
    Move(PathBuf, Vec<ArticleToMove>),
}

/// A save that did not succeed yet.
#[derive(Debug)]
struct FailedTry {
    tries: u32,
    retry: Instant,
    problem: Problem,
}

impl PendingSave {
    /// When to do what comes next.
    fn due(&self) -> Instant {
        let (first, last) = self.lags;
        match &self.failed {
            Some(failure) => failure.retry,
            None if !self.reported => first,
            None => {
                let times = u32::try_from(1 + self.article.text.len() / BYTES_PER_PAUSE).unwrap_or(u32::MAX);
                (last + PAUSE.saturating_mul(times)).min(first + LAG.saturating_mul(times))
            }
        }
    }
}

impl Writer {
    /// Starts the thread; `report` is called on it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(folder: GoldFolder, report: impl Fn(SaveReport) + Send + 'static) -> io::Result<Self> {
        let (sender, receiver) = channel();
        let queue = Queue { folder, report, jobs: Vec::new(), lock: None };
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || queue.run(&receiver))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    /// Queues a save and returns at once. The entries of several for one article that wait go to the journal together;
    /// of their annotations the newest goes to the gold file, and only its revision is reported. What failed is tried
    /// again now.
    pub fn save(&self, article: Arc<Article>, entries: Vec<JournalEntry>, annotation: Annotation, revision: u64) {
        if let Some(jobs) = &self.jobs {
            let now = Instant::now();
            let job =
                PendingSave { article, entries, annotation, revision, reported: false, lags: (now, now), failed: None };
            // The thread ends before its sender only when a report panicked; then nobody is there to be reported.
            let _ = jobs.send(Request::Save(Box::new(job)));
        }
    }

    /// Queues a move to another gold folder: it is locked, everything given is written there with its history, all
    /// other gold is copied, and later saves go there. The folder may be made; it must not hold other gold of these articles. Where it fails,
    /// nothing changes but what may have been written there.
    pub fn move_to(&self, folder: PathBuf, articles: Vec<ArticleToMove>) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Request::Move(folder, articles));
        }
    }

    /// Saves everything queued, tries what failed once more, and waits until that is done.
    pub fn finish(self) {}
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Queue<R> {
    folder: GoldFolder,
    report: R,
    /// At most one for each article.
    jobs: Vec<PendingSave>,
    /// Of the folder that was moved to.
    lock: Option<Lock>,
}

impl<R: Fn(SaveReport)> Queue<R> {
    fn run(mut self, incoming: &Receiver<Request>) {
        loop {
            if self.receive_waiting(incoming) {
                return self.last_try();
            }
            let now = Instant::now();
            // What is not in a journal goes before gold files.
            let due = |job: &&(usize, bool, Instant)| job.2 <= now;
            let waiting: Vec<_> =
                self.jobs.iter().enumerate().map(|(index, job)| (index, job.reported, job.due())).collect();
            if let Some((next, ..)) = waiting.iter().filter(due).min_by_key(|(_, reported, _)| *reported) {
                self.save(*next);
                continue;
            }
            let job = match waiting.iter().map(|(.., due)| *due).min() {
                Some(due) => incoming.recv_timeout(due.saturating_duration_since(now)),
                None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(order) => self.handle_request(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.last_try(),
            }
        }
    }

    /// Takes in what has come; true when nothing will come any more.
    fn receive_waiting(&mut self, incoming: &Receiver<Request>) -> bool {
        loop {
            match incoming.try_recv() {
                Ok(order) => self.handle_request(order),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
    }

    fn handle_request(&mut self, order: Request) {
        match order {
            Request::Save(job) => self.queue_save(*job),
            Request::Move(folder, articles) => match self.folder.move_into(folder, &articles) {
                Ok(MovedFolder { folder, lock, count, unread }) => {
                    // What waited is in what was moved.
                    self.jobs.clear();
                    (self.folder, self.lock) = (folder.clone(), Some(lock));
                    for ArticleToMove { article, revision, .. } in articles {
                        (self.report)(SaveReport::Saved { id: article.id.clone(), revision });
                    }
                    (self.report)(SaveReport::Moved { folder, count, unread });
                }
                Err(problem) => (self.report)(SaveReport::MoveFailed(problem)),
            },
        }
    }

    fn queue_save(&mut self, job: PendingSave) {
        for failure in self.jobs.iter_mut().filter_map(|job| job.failed.as_mut()) {
            failure.retry = Instant::now();
            failure.tries = 0;
        }
        match self.jobs.iter_mut().find(|waiting| waiting.article.id == job.article.id) {
            Some(waiting) => {
                let mut entries = std::mem::take(&mut waiting.entries);
                entries.extend(job.entries);
                let lags = (waiting.lags.0, job.lags.1);
                *waiting = PendingSave { entries, lags, ..job };
            }
            None => self.jobs.push(job),
        }
    }

    fn last_try(&mut self) {
        let ids: Vec<String> = self.jobs.iter().map(|job| job.article.id.clone()).collect();
        for wanted in [false, true] {
            for id in &ids {
                // First every journal, then every gold file; what is done has left the list.
                let at = self.jobs.iter().position(|job| job.article.id == *id);
                if let Some(at) =
                    at.filter(|at| self.jobs.get(*at).is_some_and(|job| wanted || !job.entries.is_empty()))
                {
                    self.save(at);
                }
            }
        }
        // A journal that cannot be written shall not keep the verdicts out of the gold file: the next start finds the
        // two apart, and keeps both.
        for job in std::mem::take(&mut self.jobs) {
            if !job.entries.is_empty() && self.folder.save(&job.article, &job.annotation).is_ok() {
                (self.report)(SaveReport::Saved { id: job.article.id.clone(), revision: job.revision });
            }
        }
    }

    /// Takes an article's next step: its journal, then its gold file.
    fn save(&mut self, index: usize) {
        let Some(job) = self.jobs.get_mut(index) else { return };
        let (id, revision) = (job.article.id.clone(), job.revision);
        let to_journal = !job.entries.is_empty();
        let done = self.folder.read_copied(&job.article).and_then(|()| match to_journal {
            true => self.folder.append_entries(&job.article, &job.entries, &job.annotation),
            false => self.folder.save(&job.article, &job.annotation),
        });
        match done {
            Ok(()) => {
                if let Some(problem) = self.folder.take_notice(&id) {
                    (self.report)(SaveReport::Noticed(problem));
                }
                let failed = job.failed.take().is_some();
                let reported = std::mem::replace(&mut job.reported, true);
                match to_journal {
                    true => job.entries.clear(),
                    false => drop(self.jobs.remove(index)),
                }
                // Also when the gold file had been reported to lag and does so no more.
                if !reported || failed {
                    (self.report)(SaveReport::Saved { id, revision });
                }
            }
            Err(problem) => {
                let before = job.failed.take();
                let tries = before.as_ref().map_or(0, |failure| failure.tries);
                let retry = Instant::now() + FIRST_RETRY * 2_u32.pow(tries.min(4));
                let reported = before.is_some_and(|failure| failure.problem == problem);
                job.failed = Some(FailedTry { tries: tries + 1, retry, problem: problem.clone() });
                if !reported {
                    (self.report)(SaveReport::Failed { id, revision, problem });
                }
            }
        }
    }
}
