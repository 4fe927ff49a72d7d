//! The thread of the built-in suggester, which learns from verdicts. Its tagger is trained on another thread, so that it can
//! suggest meanwhile.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::time::Duration;

use crate::gold::{Annotation, Article, Suggestion};
use crate::store;
use crate::suggest::tagger::Adaptation;
use crate::suggest::{Learner, ReadPart};
use crate::workbench::Action;

use super::event::{EventSender, LoopEnded};
use super::threads::start_thread;

/// Learning waits for a pause of this length in the verdicts.
const PAUSE: Duration = Duration::from_millis(250);
/// If the last answer had more suggestions than this, learning waits for [`LONG_PAUSE`]: every change of the pending
/// suggestions is written to the journal.
const MANY_SUGGESTIONS: usize = 300;
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// A request to the thread.
pub(super) enum LearnerRequest {
    /// Suggest for a chunk of an article: its bytes.
    Suggest { index: usize, article: Arc<Article>, chunk: Range<usize>, is_ahead: bool },
    /// Suggest for the first chunk of an article without the careful reader, for an estimate.
    Estimate { article: Arc<Article>, answer: SyncSender<Vec<Suggestion>> },
    /// Learn what is decided in an open article now.
    Learn { article: Arc<Article>, annotation: Box<Annotation> },
    /// Learn what a gold file holds. `done` gets a message afterwards.
    LearnFile { article: Box<Article>, annotation: Box<Annotation>, done: SyncSender<()> },
}

/// Starts the thread. It ends when its sender is dropped, or with the loop.
pub(super) fn start_learner(learner: Learner, to: EventSender) -> io::Result<Sender<LearnerRequest>> {
    let (requests, waiting) = channel();
    start_thread("suggest", move || LearnerThread::new(learner, to).run(&waiting))?;
    Ok(requests)
}

/// Teaches the learner all files of a gold folder, one at a time, so that only one is in memory.
pub(super) fn teach_gold_folder(gold: PathBuf, learner: &Sender<LearnerRequest>) {
    let (done, learnt) = sync_channel(1);
    // A file that cannot be read is reported when its article is opened.
    let _ = store::each_gold(&[gold], &mut |_| (), &mut |_, found| {
        let Ok((article, annotation)) = found else { return Ok(()) };
        let (article, annotation) = (Box::new(article), Box::new(annotation));
        let sent = learner.send(LearnerRequest::LearnFile { article, annotation, done: done.clone() });
        sent.ok().and_then(|()| learnt.recv().ok()).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    });
}

/// Returns what `suggest` makes. If it panics, reports that and returns the default.
pub(super) fn suggest_or_report<T: Default>(suggest: impl FnOnce() -> T, article: &str, to: &EventSender) -> T {
    catch_unwind(AssertUnwindSafe(suggest)).unwrap_or_else(|_| {
        let _ = to.send_action(Action::SuggesterFailed { article: article.to_owned() });
        T::default()
    })
}

/// The state of the thread.
struct LearnerThread {
    learner: Learner,
    to: EventSender,
    /// The number of suggestions in the last answer.
    last_count: usize,
    /// The ids of the articles that were changed in this session. Their gold files are older.
    changed: HashSet<String>,
    /// True if something was learnt that the loop does not know of yet.
    has_news: bool,
    /// True if there may be new examples for the tagger.
    has_examples: bool,
    /// The result of the training that runs at the moment.
    training: Option<Receiver<Option<Adaptation>>>,
    /// Requests that were received while a text was read, or that were put off.
    queue: VecDeque<LearnerRequest>,
}

impl LearnerThread {
    fn new(learner: Learner, to: EventSender) -> Self {
        let changed = HashSet::new();
        let queue = VecDeque::new();
        Self { learner, to, last_count: 0, changed, has_news: false, has_examples: false, training: None, queue }
    }

    fn run(mut self, waiting: &Receiver<LearnerRequest>) {
        loop {
            let next = self.next_request(waiting);
            self.finish_training();
            let outcome = match next {
                Ok(request) => self.handle_request(request, waiting),
                Err(RecvTimeoutError::Timeout) => {
                    self.start_training();
                    self.report_news()
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if outcome.is_err() {
                return;
            }
        }
    }

    /// The next request: one that was put off, or a new one.
    fn next_request(&mut self, waiting: &Receiver<LearnerRequest>) -> Result<LearnerRequest, RecvTimeoutError> {
        if let Some(request) = self.queue.pop_front() {
            return Ok(request);
        }
        let is_busy = self.has_news || self.has_examples || self.training.is_some();
        if is_busy { waiting.recv_timeout(self.pause()) } else { waiting.recv().map_err(Into::into) }
    }

    const fn pause(&self) -> Duration {
        if self.last_count > MANY_SUGGESTIONS { LONG_PAUSE } else { PAUSE }
    }

    fn handle_request(&mut self, request: LearnerRequest, waiting: &Receiver<LearnerRequest>) -> Result<(), LoopEnded> {
        match request {
            LearnerRequest::Suggest { index, article, chunk, is_ahead } => {
                if !self.read_chunk(index, &article, &chunk, waiting)? {
                    // The user went on to another article: it comes first.
                    self.queue.push_back(LearnerRequest::Suggest { index, article, chunk, is_ahead });
                    return Ok(());
                }
                // Selecting and moving edges need the words of the chunk. Find them here, so that no key waits for them.
                let _ = article.text.words_from(chunk.start).next();
                let read = Some(chunk.clone());
                let suggest = || self.learner.suggest_in(&article.text, chunk);
                let ReadPart { suggestions, alternatives, .. } = suggest_or_report(suggest, &article.id, &self.to);
                self.last_count = suggestions.len();
                self.to.send_action(Action::Suggested { index, suggestions, alternatives, read })
            }
            LearnerRequest::Estimate { article, answer } => {
                let suggest = || self.learner.suggest_fast_in(&article.text, article.text.chunk_of(0));
                // If the thread that estimates has ended, no thread waits.
                let _ = answer.send(suggest_or_report(suggest, &article.id, &self.to));
                Ok(())
            }
            LearnerRequest::Learn { article, annotation } => {
                self.changed.insert(article.id.clone());
                self.learn(&article, &annotation);
                Ok(())
            }
            LearnerRequest::LearnFile { article, annotation, done } => {
                if !self.changed.contains(&article.id) {
                    self.learn(&article, &annotation);
                }
                // If the thread that reads the folder has ended, no thread waits.
                let _ = done.send(());
                Ok(())
            }
        }
    }

    /// Reads a chunk carefully, part by part. Sends the suggestions for the first part as soon as it is read, and then
    /// whenever twice as much was read: each answer goes through the whole chunk quickly. Returns false if the user went to
    /// another article.
    fn read_chunk(
        &mut self,
        index: usize,
        article: &Article,
        chunk: &Range<usize>,
        waiting: &Receiver<LearnerRequest>,
    ) -> Result<bool, LoopEnded> {
        let (mut parts, mut next_answer) = (0, 1);
        while catch_unwind(AssertUnwindSafe(|| self.learner.read_on(&article.text, chunk.clone()))).unwrap_or(false) {
            parts += 1;
            if parts == next_answer {
                next_answer *= 2;
                self.answer_so_far(index, article, chunk)?;
            }
            let mut is_elsewhere = false;
            for request in waiting.try_iter() {
                match &request {
                    // The next article is asked for with each article.
                    LearnerRequest::Suggest { index: wanted, is_ahead: false, .. } if *wanted != index => {
                        is_elsewhere = true;
                        self.queue.push_front(request);
                    }
                    _ => self.queue.push_back(request),
                }
            }
            if is_elsewhere {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Sends the suggestions for what was read of a chunk so far.
    fn answer_so_far(&self, index: usize, article: &Article, chunk: &Range<usize>) -> Result<(), LoopEnded> {
        let suggest = || self.learner.suggest_read_part(&article.text, chunk.clone());
        let part = suggest_or_report(suggest, &article.id, &self.to);
        if part.read.is_empty() {
            // The suggester has panicked, which is reported.
            return Ok(());
        }
        let ReadPart { suggestions, alternatives, read } = part;
        self.to.send_action(Action::Suggested { index, suggestions, alternatives, read: Some(read) })
    }

    fn learn(&mut self, article: &Article, annotation: &Annotation) {
        self.has_news |= self.learner.learn(article, annotation);
        self.has_examples = true;
    }

    /// Tells the loop that something was learnt, once for all of it.
    fn report_news(&mut self) -> Result<(), LoopEnded> {
        if std::mem::take(&mut self.has_news) { self.to.send_action(Action::Learnt) } else { Ok(()) }
    }

    /// Starts a training if there are new examples and no training runs. If it cannot be started, nothing changes.
    fn start_training(&mut self) {
        if self.training.is_some() || !std::mem::take(&mut self.has_examples) {
            return;
        }
        let Some(job) = self.learner.training_job() else { return };
        let (result, training) = sync_channel(1);
        let work = move || {
            // If the learner has ended, the result is not needed.
            let _ = result.send(job.run());
        };
        self.training = start_thread("training", work).ok().map(|()| training);
    }

    /// Uses the result of a training that has ended.
    fn finish_training(&mut self) {
        match self.training.as_ref().map(Receiver::try_recv) {
            Some(Ok(adaptation)) => {
                self.learner.set_adaptation(adaptation);
                self.has_news = true;
                self.training = None;
            }
            Some(Err(TryRecvError::Disconnected)) => self.training = None,
            Some(Err(TryRecvError::Empty)) | None => {}
        }
    }
}
