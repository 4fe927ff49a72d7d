//! `--suggester 'cmd: …'`: any program that reads article lines and writes lines with `entities` and `quotes`.
//!
//! The program is started once and kept: a line goes in, a line comes out. One that answers only when its input has
//! ended (its output is buffered) is noticed when the time limit has passed, and from then on started for each article.
//! What fails costs the answers of this machine and no more; it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::gold::{Article, Suggestion, json};
use crate::suggest::Suggester;

/// The longest answer that is read, in bytes: a program gone wild shall not fill the memory.
const LONGEST: u64 = 256 << 20;
/// After so many failures in a row the program is not asked any more.
const PATIENCE: u32 = 3;
/// How long a program whose output has ended may take to end.
const FAREWELL: Duration = Duration::from_secs(1);
/// What is kept of a program's standard error, in lines, for the message when it fails.
const LAST_WORDS: usize = 5;

/// A program that suggests.
pub(super) struct Program {
    command: String,
    /// What its suggestions are said to come from if they do not say it themselves.
    name: String,
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: Option<Running>,
    /// It answers only at the end of its input.
    at_end: bool,
    failures: u32,
    troubles: Vec<String>,
}

/// Why there is no answer.
enum Fault {
    /// None within the time limit.
    Late,
    /// The program ended, could not be started, or does not read.
    Gone(String),
    /// An answer that is none.
    Bad(String),
}

impl Program {
    /// A program with its arguments, as a shell understands them; it has `limit` for each answer.
    pub(super) fn new(command: &str, limit: Duration) -> Self {
        let command = command.trim().to_owned();
        Self { name: name_of(&command), command, limit, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, state: &mut State, article: &Article) -> Result<Vec<Suggestion>, Fault> {
        let mut running = match state.running.take() {
            Some(running) if !state.at_end => running,
            _ => Running::start(&self.command).map_err(Fault::Gone)?,
        };
        running.send(json::write_suggested(article, &[]));
        if state.at_end {
            running.end_input();
        }
        let answer = running.answer(self.limit);
        let answer = match answer {
            Err(Fault::Late) if !state.at_end => {
                // Perhaps it answers when its input ends.
                running.end_input();
                let answer = running.answer(self.limit).map_err(|fault| match fault {
                    Fault::Gone(_) => Fault::Late,
                    other => other,
                })?;
                state.at_end = true;
                state.troubles.push(format!(
                    "{} answers only when its input has ended, so it is started for each article; let it flush its \
                     output after each line",
                    self.name
                ));
                answer
            }
            answer => answer?,
        };
        let suggestions = self.read(&answer, article).map_err(Fault::Bad)?;
        if !state.at_end {
            state.running = Some(running);
        }
        Ok(suggestions)
    }

    /// The suggestions of an answer. It may leave the text out, but not change it.
    fn read(&self, answer: &str, article: &Article) -> Result<Vec<Suggestion>, String> {
        let mut object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(answer).map_err(|error| format!("its answer is no JSON object: {error}"))?;
        for (key, ours) in [("id", article.id.as_str()), ("text", article.text.as_str())] {
            match object.insert(key.to_owned(), ours.into()) {
                Some(theirs) if theirs != ours => return Err(format!("its answer has another {key} than the article")),
                _ => {}
            }
        }
        for list in ["entities", "quotes"] {
            let items = object.get_mut(list).and_then(serde_json::Value::as_array_mut);
            for item in items.into_iter().flatten().filter_map(serde_json::Value::as_object_mut) {
                item.remove("verdict");
                item.entry("source").or_insert_with(|| self.name.as_str().into());
            }
        }
        let line = serde_json::Value::Object(object).to_string();
        json::read(&line).map(|(article, _)| article.suggestions).map_err(|error| error.to_string())
    }

    fn failed(&self, state: &mut State, article: &Article, fault: Fault) {
        let running = state.running.take();
        state.failures += 1;
        let what = match fault {
            Fault::Late => format!("no answer in {} s (--suggester-timeout)", self.limit.as_secs_f64()),
            Fault::Gone(what) | Fault::Bad(what) => what,
        };
        drop(running);
        state.troubles.push(format!("{}: {}: {what}", self.name, article.id));
        if state.failures == PATIENCE {
            state.troubles.push(format!("{} failed {PATIENCE} times in a row and is not asked any more", self.name));
        }
    }
}

impl Suggester for Program {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        let mut state = self.state();
        if state.failures >= PATIENCE {
            return Vec::new();
        }
        match self.ask(&mut state, article) {
            Ok(suggestions) => {
                state.failures = 0;
                suggestions
            }
            Err(fault) => {
                self.failed(&mut state, article, fault);
                Vec::new()
            }
        }
    }

    fn troubles(&self) -> Vec<String> {
        std::mem::take(&mut self.state().troubles)
    }
}

/// What a command's suggestions are called: its script, else its program, without folder and ending.
fn name_of(command: &str) -> String {
    let stem = |word: &str| Path::new(word).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let words = || command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let script = words().find(|word| !word.starts_with('-') && Path::new(word).extension().is_some());
    script.or_else(|| words().next()).and_then(stem).unwrap_or_else(|| "cmd".to_owned())
}

/// The program while it runs. Its three streams have a thread each, so that none of them can block another.
struct Running {
    child: Child,
    input: Option<Sender<String>>,
    answers: Receiver<Result<String, String>>,
    last_words: Arc<Mutex<VecDeque<String>>>,
}

impl Running {
    fn start(command: &str) -> Result<Self, String> {
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C in the workbench is no business of the program's, and ending the group ends
        // whatever the shell has started.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell.spawn().map_err(|error| format!("cannot be started: {error}"))?;
        let missing = || "has no standard streams".to_owned();
        let stdin = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let stderr = child.stderr.take().ok_or_else(missing)?;
        let (input, lines) = channel();
        let (answer, answers) = channel();
        let last_words = Arc::new(Mutex::new(VecDeque::new()));
        let kept = Arc::clone(&last_words);
        let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
            thread::Builder::new().name(name.to_owned()).spawn(work).map(drop).map_err(|error| error.to_string())
        };
        spawn("program-input", Box::new(move || feed(stdin, &lines)))?;
        spawn("program-output", Box::new(move || read_lines(stdout, &answer)))?;
        spawn("program-errors", Box::new(move || keep_last(stderr, &kept)))?;
        Ok(Self { child, input: Some(input), answers, last_words })
    }

    fn send(&self, line: String) {
        if let Some(input) = &self.input {
            // Where the program does not read any more, its answer will fail.
            let _ = input.send(line);
        }
    }

    fn end_input(&mut self) {
        self.input = None;
    }

    /// The next line that is not blank.
    fn answer(&mut self, limit: Duration) -> Result<String, Fault> {
        let until = Instant::now() + limit;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(Ok(line)) if line.trim().is_empty() => {}
                Ok(Ok(line)) => return Ok(line),
                Ok(Err(error)) => return Err(Fault::Bad(error)),
                Err(RecvTimeoutError::Timeout) => return Err(Fault::Late),
                Err(RecvTimeoutError::Disconnected) => return Err(Fault::Gone(self.ending())),
            }
        }
    }

    /// How it ended, with its last words.
    fn ending(&mut self) -> String {
        // One may close its output and live on.
        let until = Instant::now() + FAREWELL;
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break status.to_string(),
                Err(error) => break error.to_string(),
                Ok(None) if Instant::now() >= until => return "it closed its output and does not end".to_owned(),
                Ok(None) => thread::sleep(Duration::from_millis(5)),
            }
        };
        // Its errors are read by a thread, which may be a moment behind.
        thread::sleep(Duration::from_millis(20));
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = words.iter().map(String::as_str).collect::<Vec<_>>().join(" / ");
        if words.is_empty() { format!("it ended ({status})") } else { format!("it ended ({status}): {words}") }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.input = None;
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn feed(mut stdin: ChildStdin, lines: &Receiver<String>) {
    for line in lines {
        if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

fn read_lines(stdout: impl Read, answers: &Sender<Result<String, String>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let read = stdout.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let answer = match read {
            Ok(0) => return,
            Ok(_) if !line.ends_with(b"\n") && line.len() as u64 >= LONGEST => Err("its answer has no end".to_owned()),
            Ok(_) => String::from_utf8(line).map_err(|_| "its answer is not UTF-8".to_owned()),
            Err(error) => Err(format!("its answer cannot be read: {error}")),
        };
        let last = answer.is_err();
        if answers.send(answer).is_err() || last {
            return;
        }
    }
}

fn keep_last(stderr: impl Read, kept: &Mutex<VecDeque<String>>) {
    let mut stderr = BufReader::new(stderr);
    let mut line = Vec::new();
    while stderr.by_ref().take(4096).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let words = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !words.is_empty() {
            kept.push_back(words);
        }
        if kept.len() > LAST_WORDS {
            kept.pop_front();
        }
    }
}
