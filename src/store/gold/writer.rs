//! The writer: a thread that saves, so that drawing never waits for the disk.
//!
//! Changes go to the journal at once. The gold file follows when the annotator pauses, or after a while.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};

use super::conflicts::MergedConflict;
use super::folder::GoldFolder;
use super::lock::Lock;
use super::report::SaveReport;
use super::save_as::ArticleToMove;
use super::save_queue::{PendingSave, Request, SaveQueue};

/// Saves annotations on a thread, in the order in which they come. Dropping it does the same as [`Writer::finish`].
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// use std::sync::{Arc, mpsc};
/// use tawsim::gold::{Annotation, json};
/// use tawsim::store::{GoldFolder, SaveReport, Writer};
///
/// let (sender, reports) = mpsc::channel();
/// let folder = GoldFolder::new(dir.path().to_owned());
/// let writer = Writer::spawn(folder, move |report| sender.send(report).unwrap())?;
/// let (article, _) = json::read(r#"{"id": "a", "text": "نص"}"#).unwrap();
/// writer.save(Arc::new(article), Vec::new(), Annotation::default(), 1);
/// writer.finish();
/// assert_eq!(reports.recv(), Ok(SaveReport::Saved { id: "a".into(), revision: 1 }));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer {
    /// `None` after the end: dropping the sender ends the thread.
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `report` is called on it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(folder: GoldFolder, report: impl Fn(SaveReport) + Send + 'static) -> io::Result<Self> {
        Self::spawn_with_lock(folder, None, report)
    }

    /// Starts the thread for a folder that this process has locked. The lock is held until the end. Before each write the
    /// thread makes sure that nobody has removed it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn_with_lock(
        folder: GoldFolder,
        lock: Option<Lock>,
        report: impl Fn(SaveReport) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, receiver) = channel();
        let queue = SaveQueue::new(folder, lock, report);
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || queue.run(&receiver))?;
        Ok(Self { requests: Some(sender), thread: Some(thread) })
    }

    /// Queues a save and returns at once. If several saves of one article wait, their entries go to the journal together,
    /// the newest annotation goes to the gold file, and only its revision is reported. Failed saves are tried again now.
    pub fn save(&self, article: Arc<Article>, entries: Vec<JournalEntry>, annotation: Annotation, revision: u64) {
        self.send(Request::Save(Box::new(PendingSave::new(article, entries, annotation, revision))));
    }

    /// Queues a move to another gold folder, which is made if it is missing. It is locked; the given articles are written
    /// there with their histories; all other gold is copied; later saves go there. It must not hold different gold of the
    /// given articles. If the move fails, the present folder stays the one; the other folder may keep what was written.
    pub fn move_to(&self, folder: PathBuf, articles: Vec<ArticleToMove>) {
        self.send(Request::Move(folder, articles));
    }

    /// Puts conflict files of an article away once everything that is queued for the article is in its gold file
    /// ([`crate::store::GoldFolder::read_conflicts`]).
    pub fn put_conflicts_away(&self, id: String, files: Vec<MergedConflict>) {
        self.send(Request::PutAway(id, files));
    }

    /// Saves everything that is queued, tries failed saves once more, and waits for the end.
    pub fn finish(self) {}

    fn send(&self, request: Request) {
        if let Some(requests) = &self.requests {
            // This fails only if a report panicked and so ended the thread. Then the failure cannot be reported.
            let _ = requests.send(request);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
