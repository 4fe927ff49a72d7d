//! A thread that saves, so that drawing never waits for the disk.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::gold::{Annotation, Article};

use super::{GoldFolder, Problem};

/// How long a failed save waits for its first retry; each further one waits twice as long, up to `PATIENCE * 16`.
const PATIENCE: Duration = Duration::from_secs(1);

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// It is on disk, synced.
    Saved {
        /// Of which article.
        id: String,
        /// As given with the save.
        revision: u64,
    },
    /// It is not; it stays in memory and is tried again. Told once for each revision and message.
    Failed {
        /// Of which article.
        id: String,
        /// As given with the save.
        revision: u64,
        /// Why.
        problem: Problem,
    },
}

/// Saves annotations in the order in which they come. Dropping it does what [`Writer::finish`] does.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// use std::sync::{Arc, mpsc};
/// use tawsim::gold::{Annotation, json};
/// use tawsim::store::{GoldFolder, Report, Writer};
///
/// let (reports, told) = mpsc::channel();
/// let folder = GoldFolder::new(dir.path().to_owned());
/// let writer = Writer::spawn(folder, move |report| reports.send(report).unwrap())?;
/// let (article, _) = json::read(r#"{"id": "a", "text": "نص"}"#).unwrap();
/// writer.save(Arc::new(article), Annotation::default(), 1);
/// writer.finish();
/// assert_eq!(told.recv(), Ok(Report::Saved { id: "a".into(), revision: 1 }));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer {
    /// Dropped to tell the thread that nothing more comes.
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Job {
    article: Arc<Article>,
    annotation: Annotation,
    revision: u64,
    failed: Option<Failure>,
}

/// A save that did not succeed yet.
#[derive(Debug)]
struct Failure {
    tries: u32,
    retry: Instant,
    problem: Problem,
}

impl Writer {
    /// Starts the thread; `report` is called on it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(folder: GoldFolder, report: impl Fn(Report) + Send + 'static) -> io::Result<Self> {
        let (sender, receiver) = channel();
        let queue = Queue { folder, report, jobs: Vec::new() };
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || queue.run(&receiver))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    /// Queues a save and returns at once. Of several for one article that wait, the newest is saved, and only it is
    /// reported. Failed ones are tried again now.
    pub fn save(&self, article: Arc<Article>, annotation: Annotation, revision: u64) {
        if let Some(jobs) = &self.jobs {
            // The thread ends before its sender only when a report panicked; then nobody is there to be told.
            let _ = jobs.send(Job { article, annotation, revision, failed: None });
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
    jobs: Vec<Job>,
}

impl<R: Fn(Report)> Queue<R> {
    fn run(mut self, incoming: &Receiver<Job>) {
        loop {
            if self.drain(incoming) {
                return self.last_try();
            }
            let now = Instant::now();
            let due = |job: &Job| job.failed.as_ref().is_none_or(|failure| failure.retry <= now);
            if let Some(next) = self.jobs.iter().position(due) {
                self.save(next);
                continue;
            }
            let retry = self.jobs.iter().filter_map(|job| job.failed.as_ref()).map(|failure| failure.retry).min();
            let job = match retry {
                Some(retry) => incoming.recv_timeout(retry.saturating_duration_since(now)),
                None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(job) => self.add(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.last_try(),
            }
        }
    }

    /// Takes in what has come; true when nothing will come any more.
    fn drain(&mut self, incoming: &Receiver<Job>) -> bool {
        loop {
            match incoming.try_recv() {
                Ok(job) => self.add(job),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
    }

    fn add(&mut self, job: Job) {
        for failure in self.jobs.iter_mut().filter_map(|job| job.failed.as_mut()) {
            failure.retry = Instant::now();
            failure.tries = 0;
        }
        match self.jobs.iter_mut().find(|waiting| waiting.article.id == job.article.id) {
            Some(waiting) => *waiting = job,
            None => self.jobs.push(job),
        }
    }

    fn last_try(&mut self) {
        let mut next = 0;
        while let Some(job) = self.jobs.get(next) {
            let id = job.article.id.clone();
            self.save(next);
            // What was saved has left the list.
            next += usize::from(self.jobs.get(next).is_some_and(|job| job.article.id == id));
        }
    }

    fn save(&mut self, index: usize) {
        let Some(job) = self.jobs.get_mut(index) else { return };
        let (id, revision) = (job.article.id.clone(), job.revision);
        match self.folder.save(&job.article, &job.annotation) {
            Ok(()) => {
                self.jobs.remove(index);
                (self.report)(Report::Saved { id, revision });
            }
            Err(problem) => {
                let before = job.failed.take();
                let tries = before.as_ref().map_or(0, |failure| failure.tries);
                let retry = Instant::now() + PATIENCE * 2_u32.pow(tries.min(4));
                let told = before.is_some_and(|failure| failure.problem == problem);
                job.failed = Some(Failure { tries: tries + 1, retry, problem: problem.clone() });
                if !told {
                    (self.report)(Report::Failed { id, revision, problem });
                }
            }
        }
    }
}
