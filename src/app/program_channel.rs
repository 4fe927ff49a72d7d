//! A program that speaks the suggester protocol: several requests in flight, progress, errors, cancelling, batches.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::gold::{Article, json as gold_json};
use crate::suggest::Cancellation;

use super::program_line::{Handshake, ProgramLine, beginning_of, parse_line, reported_error};
use super::program_process::{OutputLine, ProgramError, ProgramProcess};
use super::threads::start_thread;

/// A message of the program about one request.
enum Reply {
    Answer(Value),
    Progress,
    /// The program says why it has no answer.
    Failed(String),
}

/// The requests that wait for an answer.
#[derive(Default)]
struct Requests {
    waiting: HashMap<String, Sender<Reply>>,
    /// The ids and lines of requests that are not sent yet, because the program takes articles in batches.
    queued: VecDeque<(String, String)>,
    /// Requests that were cancelled: their answers may still come.
    cancelled: HashSet<String>,
    ended: bool,
    /// The number of requests that had no answer when the program ended.
    lost: usize,
    /// Problems that belong to no request.
    problems: Vec<String>,
    /// What is no loss: lines that are skipped, messages of the program.
    notices: Vec<String>,
    noise: usize,
}

/// The time between two looks at whether a request was cancelled.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The most problems and notices that wait to be taken. A faulty program cannot fill the memory.
const MOST_REPORTS: usize = 20;

impl Requests {
    /// True if the program has to answer an article.
    fn is_busy(&self) -> bool {
        self.waiting.len() > self.queued.len()
    }

    /// The id of the article that the program has to answer, if it is one.
    fn only_sent(&self) -> Option<String> {
        let mut sent = self.waiting.keys().filter(|id| !self.is_queued(id));
        sent.next().filter(|_| sent.next().is_none()).cloned()
    }

    fn is_queued(&self, id: &str) -> bool {
        self.queued.iter().any(|(queued, _)| queued == id)
    }

    fn report(&mut self, problem: String) {
        if self.problems.len() < MOST_REPORTS {
            self.problems.push(problem);
        }
    }

    fn notify(&mut self, notice: String) {
        if self.notices.len() < MOST_REPORTS {
            self.notices.push(notice);
        }
    }
}

type SharedRequests = Arc<(Mutex<Requests>, Condvar)>;

/// A running program that has shaken hands.
pub(super) struct ProgramChannel {
    handshake: Handshake,
    process: Mutex<ProgramProcess>,
    lines: Sender<String>,
    requests: SharedRequests,
    /// True when one request has reported the end of the program.
    end_reported: AtomicBool,
}

impl ProgramChannel {
    /// Takes a process over that has shaken hands. `first` is the article whose line was already sent.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn new(
        mut process: ProgramProcess,
        handshake: Handshake,
        first: &Article,
    ) -> io::Result<(Self, PendingRequest)> {
        let requests = SharedRequests::default();
        let answers = process.take_answers();
        let lines = process.input().ok_or(io::ErrorKind::BrokenPipe)?;
        let pending = register(&requests, &first.id, usize::MAX, None);
        let shared = Arc::clone(&requests);
        start_thread("program-answers", move || read_answers(&answers, &shared))?;
        if handshake.batch() > 1 {
            start_batches(handshake.batch(), lines.clone(), Arc::clone(&requests))?;
        }
        let channel =
            Self { handshake, process: Mutex::new(process), lines, requests, end_reported: AtomicBool::new(false) };
        let pending = pending.map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok((channel, pending))
    }

    /// The handshake of the program.
    pub(super) fn handshake(&self) -> &Handshake {
        &self.handshake
    }

    /// True if the program runs no more.
    pub(super) fn has_ended(&self) -> bool {
        lock(&self.requests.0).ended
    }

    /// Asks about an article, and waits for the answer.
    ///
    /// # Errors
    /// If the program does not answer in time, ends, or reports an error, or if the request is cancelled.
    pub(super) fn ask(
        &self,
        article: &Article,
        limit: Duration,
        request: &Cancellation,
    ) -> Result<Value, ProgramError> {
        let line = gold_json::write_suggested(article, &[]);
        self.process().allow_answer_to(&line);
        let most = self.handshake.in_flight();
        let (queued, sent) = if self.handshake.batch() > 1 { (Some(line), None) } else { (None, Some(line)) };
        let pending = register(&self.requests, &article.id, most, queued)
            .map_err(|()| ProgramError::EndedAmongOthers(self.process().wait_for_end()))?;
        if let Some(line) = sent {
            let _ = self.lines.send(line);
        }
        self.wait_for(&pending, limit, request)
    }

    /// Waits for the answer to a request. The time begins when the program gets the article, and again with each message about
    /// its progress.
    ///
    /// # Errors
    /// As [`ProgramChannel::ask`].
    pub(super) fn wait_for(
        &self,
        pending: &PendingRequest,
        limit: Duration,
        request: &Cancellation,
    ) -> Result<Value, ProgramError> {
        let mut start = Instant::now();
        loop {
            let left = limit.saturating_sub(start.elapsed());
            match pending.replies.recv_timeout(left.min(BETWEEN_LOOKS)) {
                Ok(Reply::Answer(answer)) => return Ok(answer),
                Ok(Reply::Progress) => start = Instant::now(),
                Ok(Reply::Failed(what)) => return Err(ProgramError::Reported(what)),
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
                Err(RecvTimeoutError::Timeout) if request.is_cancelled() => {
                    self.cancel(&pending.id);
                    return Err(ProgramError::Cancelled);
                }
                Err(RecvTimeoutError::Timeout) if lock(&self.requests.0).is_queued(&pending.id) => {
                    start = Instant::now();
                }
                Err(RecvTimeoutError::Timeout) if start.elapsed() >= limit => {
                    self.cancel(&pending.id);
                    return Err(ProgramError::TimedOut);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Tells the program that nobody waits for an answer any more.
    fn cancel(&self, id: &str) {
        let mut requests = lock(&self.requests.0);
        requests.waiting.remove(id);
        let is_unsent = requests.is_queued(id);
        if is_unsent {
            requests.queued.retain(|(queued, _)| queued != id);
        } else {
            requests.cancelled.insert(id.to_owned());
        }
        drop(requests);
        self.requests.1.notify_all();
        if is_unsent {
            return;
        }
        let _ = self.lines.send(format!("{}\n", json!({ "cancel": id })));
    }

    /// The error for a request that lost its program.
    fn ended(&self) -> ProgramError {
        let what = self.process().wait_for_end();
        let lost = lock(&self.requests.0).lost;
        if lost <= 1 {
            return ProgramError::Ended(what);
        }
        if !self.end_reported.swap(true, Ordering::Relaxed) {
            let notice = format!("{what}, while it had {lost} articles; they are asked about again, one by one");
            lock(&self.requests.0).notify(notice);
        }
        ProgramError::EndedAmongOthers(what)
    }

    fn process(&self) -> MutexGuard<'_, ProgramProcess> {
        lock(&self.process)
    }

    /// Takes the problems that belong to no request, and the notices.
    pub(super) fn take_reports(&self) -> (Vec<String>, Vec<String>) {
        let mut requests = lock(&self.requests.0);
        (std::mem::take(&mut requests.problems), std::mem::take(&mut requests.notices))
    }
}

/// A request that was sent.
pub(super) struct PendingRequest {
    id: String,
    replies: Receiver<Reply>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Registers a request when there is room for it, and no other with the same id is in flight. `queued` is its line, if it waits
/// for a batch. Fails if the program has ended.
fn register(requests: &SharedRequests, id: &str, most: usize, queued: Option<String>) -> Result<PendingRequest, ()> {
    let (mutex, room) = &**requests;
    let mut state = lock(mutex);
    while !state.ended && (state.waiting.len() >= most || state.waiting.contains_key(id)) {
        state = room.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    if state.ended {
        return Err(());
    }
    let (sender, replies) = channel();
    state.cancelled.remove(id);
    state.waiting.insert(id.to_owned(), sender);
    if let Some(line) = queued {
        state.queued.push_back((id.to_owned(), line));
        room.notify_all();
    }
    drop(state);
    Ok(PendingRequest { id: id.to_owned(), replies })
}

/// Starts the thread that sends articles in batches, an array on one line. An article is sent at once if the program has nothing
/// else to answer. Otherwise it waits until a batch is full or the program has answered all.
fn start_batches(most: usize, lines: Sender<String>, requests: SharedRequests) -> io::Result<()> {
    start_thread("program-batches", move || {
        let (mutex, changed) = &*requests;
        let mut state = lock(mutex);
        while !state.ended {
            if state.queued.is_empty() || state.queued.len() < most && state.is_busy() {
                state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let count = state.queued.len().min(most);
            let articles: Vec<String> =
                state.queued.drain(..count).map(|(_, line)| line.trim_end().to_owned()).collect();
            let line = match articles.as_slice() {
                [only] => format!("{only}\n"),
                several => format!("[{}]\n", several.join(",")),
            };
            if lines.send(line).is_err() {
                return;
            }
        }
    })
}

impl Drop for ProgramChannel {
    /// Ends the thread of the batches, so that the input of the program is closed.
    fn drop(&mut self) {
        lock(&self.requests.0).ended = true;
        self.requests.1.notify_all();
    }
}

/// Gives the lines of the program to the requests that wait for them, until the program ends.
fn read_answers(answers: &Receiver<Result<OutputLine, String>>, requests: &SharedRequests) {
    for line in answers {
        let mut state = lock(&requests.0);
        match line {
            Ok(line) if line.text.trim().is_empty() => {}
            Ok(line) => take_line(&mut state, &line.text),
            Err(error) => state.report(error),
        }
        drop(state);
        requests.1.notify_all();
    }
    let mut state = lock(&requests.0);
    state.ended = true;
    state.lost = state.waiting.len();
    // Nobody will answer them: their receivers see that.
    state.waiting.clear();
    state.queued.clear();
    drop(state);
    requests.1.notify_all();
}

fn take_line(state: &mut Requests, line: &str) {
    match parse_line(line) {
        ProgramLine::Noise => {
            state.noise += 1;
            if state.noise == 1 {
                let what = "writes lines to standard output that are no JSON; they are skipped";
                state.notify(format!("{what}: {}", beginning_of(line)));
            }
        }
        ProgramLine::Handshake(_) => {}
        ProgramLine::Bad(what) => fail_only(state, what),
        ProgramLine::Json(Value::Array(items)) if items.iter().all(|item| item.get("id").is_some()) => {
            for item in items {
                take_object(state, item);
            }
        }
        ProgramLine::Json(value) => take_object(state, value),
    }
}

/// A line that cannot be read fails the only request in flight. With several, nobody knows whose it is.
fn fail_only(state: &mut Requests, what: String) {
    match state.only_sent().and_then(|id| state.waiting.remove(&id)) {
        Some(request) => {
            let _ = request.send(Reply::Failed(what));
        }
        None => state.report(what),
    }
}

fn take_object(state: &mut Requests, value: Value) {
    if let Some(words) = value.get("log") {
        let words = words.as_str().map_or_else(|| words.to_string(), str::to_owned);
        return state.notify(format!("says: {}", beginning_of(&words)));
    }
    let Some(id) = value.get("id").and_then(Value::as_str).map(str::to_owned).or_else(|| state.only_sent()) else {
        let what = "wrote an answer without an \"id\" while several articles wait";
        return state.report(format!("{what}: {}", beginning_of(&value.to_string())));
    };
    if value.get("progress").is_some() {
        if let Some(request) = state.waiting.get(&id) {
            let _ = request.send(Reply::Progress);
        }
        return;
    }
    let Some(request) = state.waiting.remove(&id) else {
        if !state.cancelled.remove(&id) {
            let shown = beginning_of(&value.to_string());
            state.report(format!("wrote a line that answers no article: {shown}"));
        }
        return;
    };
    // The article was asked for again while an earlier request for it was being answered.
    state.queued.retain(|(queued, _)| *queued != id);
    let _ = request.send(reported_error(&value).map_or(Reply::Answer(value), Reply::Failed));
}
