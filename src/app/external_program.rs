//! Suggesters that are external programs: `--suggester 'cmd: …'`. The program reads article lines and writes lines with
//! `entities` and `quotes`. The specification is `docs/src/guide/suggester-protocol.md`.
//!
//! The program is started once and kept running. If its first line is a handshake, it speaks the protocol, and a
//! [`ProgramChannel`] takes it over. Other programs get a line and write a line. With `--jobs N`, up to N copies of such a program
//! run. If a program fails, its suggestions are missing; the problem is reported.

use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::gold::{Article, Suggestion};
use crate::suggest::{Cancellation, Suggested, Suggester, read_answer};

use super::program_channel::ProgramChannel;
use super::program_process::ProgramError;
use super::program_session::{Asked, ProgramSession};

/// After this many failures in a row the program is not asked any more.
const MAX_FAILURES: u32 = 3;

/// An external program that suggests.
pub(super) struct ExternalProgram {
    command: String,
    /// The source of its suggestions, unless they name one or the handshake does.
    name: String,
    /// The time that it may take for one article.
    time_limit: Duration,
    /// The copies of a program that does not speak the protocol.
    copies: Vec<Mutex<ProgramSession>>,
    next_copy: AtomicUsize,
    /// Whether it speaks the protocol; not set before its first line.
    speaks: OnceLock<bool>,
    /// Held by the thread that starts a program of which it is not known whether it speaks the protocol.
    starting: Mutex<()>,
    channel: Mutex<Option<Arc<ProgramChannel>>>,
    /// The process that gets one article at a time, after another one ended with several.
    alone: Mutex<Option<Arc<ProgramChannel>>>,
    /// The number of articles that wait for it.
    waiting_alone: AtomicUsize,
    /// The number of its failures in a row.
    failures: AtomicU32,
    problems: Mutex<Vec<String>>,
    notices: Mutex<Vec<String>>,
}

impl ExternalProgram {
    /// Returns a program with its arguments, as a shell understands them. At most `copies` of it run at a time.
    pub(super) fn new(command: &str, time_limit: Duration, copies: usize) -> Self {
        let command = command.trim().to_owned();
        Self {
            name: source_name(&command),
            command,
            time_limit,
            copies: (0..copies.max(1)).map(|_| Mutex::default()).collect(),
            next_copy: AtomicUsize::new(0),
            speaks: OnceLock::new(),
            starting: Mutex::default(),
            channel: Mutex::default(),
            alone: Mutex::default(),
            waiting_alone: AtomicUsize::new(0),
            failures: AtomicU32::new(0),
            problems: Mutex::default(),
            notices: Mutex::default(),
        }
    }

    /// Asks about an article. If the program ends while it has several, each of them is asked about alone: only the one at which
    /// it ends again has no answer. Returns the JSON of the answer and the source of its suggestions.
    fn ask(&self, article: &Article, request: &Cancellation) -> Result<(Value, String), ProgramError> {
        match self.ask_among_others(article, request) {
            Err(ProgramError::EndedAmongOthers(_)) => {
                self.waiting_alone.fetch_add(1, Ordering::Relaxed);
                let mut alone = lock(&self.alone);
                let answer = self.ask_alone(&mut alone, article, request);
                if self.waiting_alone.fetch_sub(1, Ordering::Relaxed) == 1 {
                    // It may hold a second copy of a large model.
                    *alone = None;
                }
                answer
            }
            answer => answer,
        }
    }

    /// Asks a process that has no other article.
    fn ask_alone(
        &self,
        alone: &mut Option<Arc<ProgramChannel>>,
        article: &Article,
        request: &Cancellation,
    ) -> Result<(Value, String), ProgramError> {
        if request.is_cancelled() {
            return Err(ProgramError::Cancelled);
        }
        if let Some(channel) = alone.as_ref().filter(|channel| !channel.has_ended()) {
            return self.answer_of(channel, channel.ask(article, self.time_limit, request));
        }
        let mut session = ProgramSession::default();
        let asked = session.ask(&self.command, &self.name, article, self.time_limit);
        lock(&self.problems).append(&mut session.problems);
        lock(&self.notices).append(&mut session.notices);
        match asked? {
            Asked::Answer(answer) => Ok((answer, self.name.clone())),
            Asked::Handshake(handshake, process) => {
                let (channel, pending) = ProgramChannel::new(*process, handshake, article)
                    .map_err(|error| ProgramError::Ended(error.to_string()))?;
                let channel = alone.insert(Arc::new(channel));
                self.answer_of(channel, channel.wait_for(&pending, self.time_limit, request))
            }
        }
    }

    fn ask_among_others(&self, article: &Article, request: &Cancellation) -> Result<(Value, String), ProgramError> {
        if let Some(channel) = self.running_channel() {
            return self.answer_of(&channel, channel.ask(article, self.time_limit, request));
        }
        // Until its first line is known, and while a program that speaks the protocol is started again, one thread asks it.
        let starting = (self.speaks.get() != Some(&false)).then(|| lock(&self.starting));
        let starting = starting.filter(|_| self.speaks.get() != Some(&false));
        // Another thread may have started the program meanwhile.
        if let Some(channel) = self.running_channel() {
            drop(starting);
            return self.answer_of(&channel, channel.ask(article, self.time_limit, request));
        }
        let mut session = self.session();
        let asked = session.ask(&self.command, &self.name, article, self.time_limit);
        lock(&self.problems).append(&mut session.problems);
        lock(&self.notices).append(&mut session.notices);
        match asked? {
            Asked::Answer(answer) => {
                let _ = self.speaks.set(false);
                Ok((answer, self.name.clone()))
            }
            Asked::Handshake(handshake, process) => {
                let _ = self.speaks.set(true);
                let (channel, pending) = ProgramChannel::new(*process, handshake, article)
                    .map_err(|error| ProgramError::Ended(error.to_string()))?;
                let channel = Arc::new(channel);
                *lock(&self.channel) = Some(Arc::clone(&channel));
                drop((session, starting));
                self.answer_of(&channel, channel.wait_for(&pending, self.time_limit, request))
            }
        }
    }

    /// The channel of a program that has shaken hands and runs.
    fn running_channel(&self) -> Option<Arc<ProgramChannel>> {
        lock(&self.channel).as_ref().filter(|channel| !channel.has_ended()).map(Arc::clone)
    }

    /// The session of a copy that is free.
    fn session(&self) -> MutexGuard<'_, ProgramSession> {
        if let Some(free) = self.copies.iter().find_map(|copy| copy.try_lock().ok()) {
            return free;
        }
        lock(&self.copies[self.next_copy.fetch_add(1, Ordering::Relaxed) % self.copies.len()])
    }

    /// Suggests for an article; `None` if the request is cancelled.
    fn try_to_suggest(&self, article: &Article, request: &Cancellation) -> Option<Suggested> {
        let failed = || Some(Suggested { suggestions: Vec::new(), lacks_answer: true });
        if self.failures.load(Ordering::Relaxed) >= MAX_FAILURES {
            return failed();
        }
        let answer = self.ask(article, request).and_then(|(answer, source)| self.suggestions(answer, &source, article));
        match answer {
            Ok(suggestions) => {
                self.failures.store(0, Ordering::Relaxed);
                Some(Suggested { suggestions, lacks_answer: false })
            }
            Err(ProgramError::Cancelled) => None,
            Err(error) => {
                self.record_failure(article, error);
                failed()
            }
        }
    }

    fn answer_of(
        &self,
        channel: &ProgramChannel,
        answer: Result<Value, ProgramError>,
    ) -> Result<(Value, String), ProgramError> {
        let (problems, notices) = channel.take_reports();
        lock(&self.problems).extend(problems.into_iter().map(|what| format!("{}: {what}", self.name)));
        lock(&self.notices).extend(notices.into_iter().map(|what| format!("{}: {what}", self.name)));
        Ok((answer?, channel.handshake().source(&self.name)))
    }

    /// Makes suggestions of an answer. The answer may omit the text, but not change it.
    fn suggestions(&self, mut answer: Value, source: &str, article: &Article) -> Result<Vec<Suggestion>, ProgramError> {
        let text = article.text.as_str();
        let items = answer.get("entities").or_else(|| answer.get("quotes"));
        if items.is_some() && answer.get("text").and_then(Value::as_str).is_some_and(|theirs| theirs != text) {
            return Err(ProgramError::BadAnswer("its answer has another text than the article".to_owned()));
        }
        if let Some(object) = answer.as_object_mut() {
            object.remove("text");
        }
        let answer = read_answer(answer, &article.text, source).map_err(ProgramError::BadAnswer)?;
        if let Some(what) = answer.summary() {
            lock(&self.problems).push(format!("{}: {}: {what}", self.name, article.id));
        }
        Ok(answer.suggestions)
    }

    /// Counts a failure and keeps its problem for [`Suggester::troubles`]. An error that the program itself reports is not
    /// counted: it can answer the next article.
    fn record_failure(&self, article: &Article, error: ProgramError) {
        let reported = matches!(error, ProgramError::Reported(_));
        let what = error.words(self.time_limit);
        let mut problems = lock(&self.problems);
        problems.push(format!("{}: {}: {what}", self.name, article.id));
        if !reported && self.failures.fetch_add(1, Ordering::Relaxed) + 1 == MAX_FAILURES {
            problems.push(format!("{} failed {MAX_FAILURES} times in a row and is not asked any more", self.name));
            lock(&self.channel).take();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Suggester for ExternalProgram {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        self.suggest_unless_cancelled(article, &Cancellation::default()).unwrap_or_default()
    }

    /// A program that speaks the suggester protocol is told to stop. Any other one answers first.
    fn suggest_unless_cancelled(&self, article: &Article, request: &Cancellation) -> Option<Vec<Suggestion>> {
        self.try_to_suggest(article, request).map(|suggested| suggested.suggestions)
    }

    fn suggest_with_state(&self, article: &Article) -> Suggested {
        self.try_to_suggest(article, &Cancellation::default()).unwrap_or_default()
    }

    fn troubles(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.problems))
    }

    fn notices(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.notices))
    }
}

/// Returns the name of a command for the source of its suggestions: its script, or else its program, without folder and
/// ending.
fn source_name(command: &str) -> String {
    let stem = |word: &str| Path::new(word).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let words = || command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let script = words().find(|word| !word.starts_with('-') && Path::new(word).extension().is_some());
    script.or_else(|| words().next()).and_then(stem).unwrap_or_else(|| "cmd".to_owned())
}
