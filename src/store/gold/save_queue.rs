//! The queue of the writer's thread: which article is saved next, and what follows a failure.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};
use crate::lang::{self, Lang, say};
use crate::store::problem::Problem;

use super::conflicts::MergedConflict;
use super::folder::GoldFolder;
use super::lock::{Lock, LockError};
use super::report::SaveReport;
use super::save_as::{ArticleToMove, MovedFolder};

/// The time from a failed save to its first retry. Each further retry waits twice as long, up to 16 times this.
const FIRST_RETRY: Duration = Duration::from_secs(1);

/// The gold file of an article is written when nothing was done to the article for this long.
const PAUSE: Duration = Duration::from_millis(200);

/// The longest time that changes are in the journal but not in the gold file, if there is no pause.
const LONGEST_LAG: Duration = Duration::from_secs(2);

/// For every so many bytes of text, the pause and the longest lag grow by themselves once: a gold file is written as a
/// whole, and writing must take only a small part of the time.
const BYTES_PER_PAUSE: usize = 4_000_000;

/// An order to the writer's thread.
#[derive(Debug)]
pub(super) enum Request {
    Save(Box<PendingSave>),
    Move(PathBuf, Vec<ArticleToMove>),
    /// To put conflict files of an article away when the article is in its gold file.
    PutAway(String, Vec<MergedConflict>),
}

/// The changes of one article that are not on disk yet.
#[derive(Debug)]
pub(super) struct PendingSave {
    article: Arc<Article>,
    /// The changes that are not in the journal yet, in order.
    entries: Vec<JournalEntry>,
    /// The annotation after all changes.
    annotation: Annotation,
    revision: u64,
    /// True when the revision was reported as saved.
    reported: bool,
    /// When the oldest change came that the gold file lacks.
    oldest: Instant,
    /// When the newest one came.
    newest: Instant,
    failed: Option<FailedTry>,
}

/// The last attempt of a save, which failed.
#[derive(Debug)]
struct FailedTry {
    /// The number of attempts so far.
    tries: u32,
    retry: Instant,
    problem: Problem,
}

impl PendingSave {
    pub(super) fn new(
        article: Arc<Article>,
        entries: Vec<JournalEntry>,
        annotation: Annotation,
        revision: u64,
    ) -> Self {
        let now = Instant::now();
        Self { article, entries, annotation, revision, reported: false, oldest: now, newest: now, failed: None }
    }

    /// When the next step is due: the journal at once, the gold file after a pause.
    fn due(&self) -> Instant {
        match &self.failed {
            Some(failed) => failed.retry,
            None if !self.reported => self.oldest,
            None => {
                let times = u32::try_from(1 + self.article.text.len() / BYTES_PER_PAUSE).unwrap_or(u32::MAX);
                let after_pause = self.newest + PAUSE.saturating_mul(times);
                after_pause.min(self.oldest + LONGEST_LAG.saturating_mul(times))
            }
        }
    }
}

/// The saves that wait, and the folder that they go to.
pub(super) struct SaveQueue<R> {
    folder: GoldFolder,
    report: R,
    /// At most one for each article.
    saves: Vec<PendingSave>,
    /// The conflict files to put away, each with the id of its article.
    merged: Vec<(String, MergedConflict)>,
    /// The lock of the folder, if this process has it.
    lock: LockState,
    /// The last notice that verdicts go to the gold file only.
    last_notice: Option<Problem>,
}

/// The lock of the folder as the queue knows it.
enum LockState {
    /// The folder was not locked for the queue.
    None,
    Held(Lock),
    /// Somebody removed the lock, and it could not be taken again yet.
    Lost,
}

impl<R: Fn(SaveReport)> SaveQueue<R> {
    pub(super) fn new(folder: GoldFolder, lock: Option<Lock>, report: R) -> Self {
        let lock = lock.map_or(LockState::None, LockState::Held);
        Self { folder, report, saves: Vec::new(), merged: Vec::new(), lock, last_notice: None }
    }

    /// Works until the sender is dropped; then tries everything that is left once more.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        loop {
            if self.receive_waiting(requests) {
                return self.save_rest();
            }
            let now = Instant::now();
            let saves = self.saves.iter().enumerate();
            let next_due = saves
                .filter(|(_, save)| save.due() <= now)
                // Changes that are in no journal go before gold files.
                .min_by_key(|(_, save)| save.reported)
                .map(|(index, _)| index);
            if let Some(index) = next_due {
                self.take_step(index);
                continue;
            }
            let request = match self.saves.iter().map(PendingSave::due).min() {
                Some(due) => requests.recv_timeout(due.saturating_duration_since(now)),
                None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(request) => self.handle_request(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.save_rest(),
            }
        }
    }

    /// Handles all requests that have come. Returns true if no more will come.
    fn receive_waiting(&mut self, requests: &Receiver<Request>) -> bool {
        loop {
            match requests.try_recv() {
                Ok(request) => self.handle_request(request),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
    }

    fn handle_request(&mut self, request: Request) {
        match request {
            Request::Save(save) => self.add(*save),
            Request::PutAway(id, files) => {
                self.merged.extend(files.into_iter().map(|file| (id.clone(), file)));
                self.put_away();
            }
            Request::Move(folder, articles) => match self.folder.move_into(folder, &articles) {
                Ok(MovedFolder { folder, lock, count, left_behind }) => {
                    // The saves that waited are contained in what was written.
                    self.saves.clear();
                    (self.folder, self.lock) = (folder.clone(), LockState::Held(lock));
                    for ArticleToMove { article, revision, .. } in articles {
                        (self.report)(SaveReport::Saved { id: article.id.clone(), revision });
                    }
                    (self.report)(SaveReport::Moved { folder, count, left_behind });
                }
                Err(problem) => (self.report)(SaveReport::MoveFailed(problem)),
            },
        }
    }

    /// Puts the merged conflict files away whose articles are in their gold files.
    fn put_away(&mut self) {
        let is_waiting = |id: &str| self.saves.iter().any(|save| save.article.id == id);
        let (waiting, ready) = std::mem::take(&mut self.merged).into_iter().partition(|(id, _)| is_waiting(id));
        self.merged = waiting;
        for (id, file) in ready {
            if let Err(problem) = self.folder.put_conflict_away(&id, &file) {
                (self.report)(SaveReport::Noticed(problem));
            }
        }
    }

    /// Adds a save, together with the one that waits for the same article. All failed saves are tried again now.
    fn add(&mut self, save: PendingSave) {
        for failed in self.saves.iter_mut().filter_map(|save| save.failed.as_mut()) {
            failed.retry = Instant::now();
            failed.tries = 0;
        }
        match self.saves.iter_mut().find(|waiting| waiting.article.id == save.article.id) {
            Some(waiting) => {
                let mut entries = std::mem::take(&mut waiting.entries);
                entries.extend(save.entries);
                *waiting = PendingSave { entries, oldest: waiting.oldest, ..save };
            }
            None => self.saves.push(save),
        }
    }

    /// At the end: first every journal, then every gold file.
    fn save_rest(&mut self) {
        let ids: Vec<String> = self.saves.iter().map(|save| save.article.id.clone()).collect();
        let find = |saves: &[PendingSave], id: &str| saves.iter().position(|save| save.article.id == id);
        for id in &ids {
            if let Some(at) = find(&self.saves, id)
                && self.saves.get(at).is_some_and(|save| !save.entries.is_empty())
            {
                self.take_step(at);
            }
        }
        for id in &ids {
            if let Some(at) = find(&self.saves, id) {
                self.take_step(at);
            }
        }
        // A step that has failed once more may succeed without the journal.
        for id in &ids {
            if let Some(at) = find(&self.saves, id)
                && self.saves.get(at).is_some_and(|save| !save.entries.is_empty())
            {
                self.take_step(at);
            }
        }
    }

    /// Takes the next step of a save: writes its journal, or else its gold file. If the journal has failed before, the gold
    /// file is written without it.
    fn take_step(&mut self, index: usize) {
        let lock = self.keep_lock();
        let Some(save) = self.saves.get_mut(index) else { return };
        let to_journal = !save.entries.is_empty();
        let may_leave_journal = save.failed.is_some() && lock.is_ok();
        let mut done = lock.and_then(|()| self.folder.read_copied(&save.article)).and_then(|()| match to_journal {
            true => self.folder.append_entries(&save.article, &save.entries, &save.annotation),
            false => self.folder.save(&save.article, &save.annotation),
        });
        let mut only_in_gold = None;
        if to_journal
            && may_leave_journal
            && let Err(problem) = &done
            && self.folder.save_without_journal(&save.article, &save.annotation).is_ok()
        {
            only_in_gold = Some(problem.clone());
            done = Ok(());
        }
        match done {
            Ok(()) => self.finish_step(index, to_journal && only_in_gold.is_none(), only_in_gold),
            Err(problem) => self.note_failure(index, problem),
        }
    }

    /// Reports a step that succeeded. A save that is in the gold file leaves the queue.
    fn finish_step(&mut self, index: usize, to_journal: bool, only_in_gold: Option<Problem>) {
        let Some(save) = self.saves.get_mut(index) else { return };
        let (id, revision) = (save.article.id.clone(), save.revision);
        let had_failed = save.failed.take().is_some();
        let was_reported = std::mem::replace(&mut save.reported, true);
        match to_journal {
            true => save.entries.clear(),
            false => {
                drop(self.saves.remove(index));
                self.put_away();
            }
        }
        let mut notices: Vec<Problem> = self.folder.take_notice(&id).into_iter().collect();
        if let Some(mut problem) = only_in_gold {
            problem.extend_with(say::only_in_gold);
            if self.last_notice.as_ref() != Some(&problem) {
                self.last_notice = Some(problem.clone());
                notices.push(problem);
            }
        }
        notices.into_iter().map(SaveReport::Noticed).for_each(&self.report);
        // After a failure of the gold file the report says that it follows again.
        if !was_reported || had_failed {
            (self.report)(SaveReport::Saved { id, revision });
        }
    }

    /// Reports a step that failed, unless this was reported before. It is tried again later.
    fn note_failure(&mut self, index: usize, problem: Problem) {
        let Some(save) = self.saves.get_mut(index) else { return };
        let (id, revision) = (save.article.id.clone(), save.revision);
        let before = save.failed.take();
        let tries = before.as_ref().map_or(0, |failed| failed.tries);
        let retry = Instant::now() + FIRST_RETRY * 2_u32.pow(tries.min(4));
        let known = before.is_some_and(|failed| failed.problem == problem);
        save.failed = Some(FailedTry { tries: tries + 1, retry, problem: problem.clone() });
        if known {
            return;
        }
        if save.entries.is_empty() && self.folder.is_saved_aside(&id) {
            // It is on disk. A retry after the article was read again would overwrite what the other program wrote.
            drop(self.saves.remove(index));
            self.merged.retain(|(merged, _)| *merged != id);
            return (self.report)(SaveReport::SavedAside { id, revision, problem });
        }
        (self.report)(SaveReport::Failed { id, revision, problem });
    }

    /// Makes sure that the lock is still held. If somebody has removed it, locks the folder again.
    ///
    /// # Errors
    /// When another process has locked the folder since then.
    fn keep_lock(&mut self) -> Result<(), Problem> {
        match &self.lock {
            LockState::None => return Ok(()),
            LockState::Held(lock) if lock.is_in_place() => return Ok(()),
            LockState::Held(_) | LockState::Lost => {}
        }
        let journals = self.folder.journals_dir();
        // If all journals are gone too, more was removed than the lock, and the save itself deals with that.
        let is_removed = matches!(self.lock, LockState::Held(_)) && journals.exists();
        // Drop the rest of this lock first: otherwise the folder cannot be locked again.
        self.lock = LockState::Lost;
        match self.folder.lock() {
            Ok(lock) => {
                self.lock = LockState::Held(lock);
                if is_removed {
                    let lock = journals.join("lock");
                    let notice = Problem::translated(&lock, None, |lang| lang::LOCK_REMOVED.get(lang).to_owned());
                    (self.report)(SaveReport::Noticed(notice));
                }
                Ok(())
            }
            Err(LockError::Held { by }) => {
                let taken = |lang: Lang| say::folder_taken(lang, by.describe(lang));
                Err(Problem::translated(self.folder.dir(), None, taken))
            }
            // The step that follows reports what is wrong with the disk.
            Err(LockError::Io(_)) => Ok(()),
        }
    }
}
