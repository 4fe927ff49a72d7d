//! The process of an external program, with the threads that read and write its streams.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::process::ChildStdin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::program_group::ProgramGroup;
use super::program_line::{ProgramLine, no_json, parse_line};
use super::threads::start_thread;

/// The longest answer is this number of bytes, and [`ANSWER_PER_BYTE`] more for each byte of the line that was sent. So a
/// faulty program cannot fill the memory.
const MAX_ANSWER: u64 = 4 << 20;
/// See [`MAX_ANSWER`].
const ANSWER_PER_BYTE: u64 = 16;
/// The number of lines that wait to be taken. A program that writes more waits until they are taken.
const WAITING_LINES: usize = 1;
/// The time that a program may take to end after it has closed its output.
pub(super) const TIME_TO_END: Duration = Duration::from_secs(1);
/// The number of lines of standard error that are kept for the message when the program fails.
const KEPT_LINES: usize = 5;

/// The reason for the lack of an answer.
pub(super) enum ProgramError {
    /// It did not answer within the time limit.
    TimedOut,
    /// It ended, could not be started, or does not read its input. The text says how it ended.
    Ended(String),
    /// Its answer cannot be used. The text says why.
    BadAnswer(String),
    /// It wrote a line that answers no article. The text says which.
    Unasked(String),
    /// It says itself that it has no answer, and why.
    Reported(String),
    /// It ended while it had other articles, too, so this one may be innocent. The text says how it ended.
    EndedAmongOthers(String),
    /// Nobody waits for the answer any more.
    Cancelled,
}

impl ProgramError {
    /// The words of a message about it. `limit` is the time that the program had.
    pub(super) fn words(self, limit: Duration) -> String {
        match self {
            Self::TimedOut => format!("no answer in {} s (--suggester-timeout)", limit.as_secs_f64()),
            Self::Cancelled => "the request was cancelled".to_owned(),
            Self::Ended(what)
            | Self::EndedAmongOthers(what)
            | Self::BadAnswer(what)
            | Self::Unasked(what)
            | Self::Reported(what) => what,
        }
    }
}

/// A line of the output of a program.
pub(super) struct OutputLine {
    pub(super) text: String,
    /// True if more output had already arrived with it.
    followed: bool,
}

/// The lines of a program that are no JSON, and are skipped: libraries print such lines.
#[derive(Default)]
struct Noise {
    count: usize,
    first: String,
}

/// A program that writes this many lines of noise for one article is faulty.
const MAX_NOISE: usize = 500;

/// The process of an external program. Each of its three streams has a thread, so that none can block another.
pub(super) struct ProgramProcess {
    group: ProgramGroup,
    input: Option<Sender<String>>,
    answers: Receiver<Result<OutputLine, String>>,
    /// The longest answer that is read now, in bytes.
    longest: Arc<AtomicU64>,
    /// True if output behind the last answer had arrived with it.
    followed: bool,
    noise: Noise,
    last_errors: Arc<Mutex<VecDeque<String>>>,
}

impl ProgramProcess {
    /// Starts a command in a shell.
    ///
    /// # Errors
    /// If it cannot be started: why.
    pub(super) fn start(command: &str) -> Result<Self, String> {
        let (group, streams) = ProgramGroup::start(command).map_err(|error| format!("cannot be started: {error}"))?;
        let (stdin, stdout, stderr) = streams;
        let (input, lines) = channel();
        let (answer, answers) = sync_channel(WAITING_LINES);
        let longest = Arc::new(AtomicU64::new(MAX_ANSWER));
        let limit = Arc::clone(&longest);
        let last_errors = Arc::new(Mutex::new(VecDeque::new()));
        let kept = Arc::clone(&last_errors);
        let started = start_thread("program-input", move || write_lines(stdin, &lines))
            .and_then(|()| start_thread("program-output", move || read_lines(stdout, &limit, &answer)))
            .and_then(|()| start_thread("program-errors", move || keep_last_lines(stderr, &kept)));
        started.map_err(|error| error.to_string())?;
        Ok(Self { group, input: Some(input), answers, longest, followed: false, noise: Noise::default(), last_errors })
    }

    /// Sends a line to its input.
    pub(super) fn send_line(&self, line: String) {
        self.allow_answer_to(&line);
        if let Some(input) = &self.input {
            // If the program does not read any more, reading its answer will fail.
            let _ = input.send(line);
        }
    }

    /// Sets the length of the longest answer that is read: that for this line, or for a longer one before.
    pub(super) fn allow_answer_to(&self, line: &str) {
        let longest = MAX_ANSWER.saturating_add((line.len() as u64).saturating_mul(ANSWER_PER_BYTE));
        self.longest.fetch_max(longest, Ordering::Relaxed);
    }

    /// The queue of the lines for its input; `None` if the input has ended.
    pub(super) fn input(&self) -> Option<Sender<String>> {
        self.input.clone()
    }

    /// Takes the queue of its output. From then on, this value gives no more answers.
    pub(super) fn take_answers(&mut self) -> Receiver<Result<OutputLine, String>> {
        std::mem::replace(&mut self.answers, sync_channel(1).1)
    }

    /// Takes the first of the skipped lines, if it was not taken yet.
    pub(super) fn take_noise(&mut self) -> Option<String> {
        (self.noise.count > 0).then(|| std::mem::take(&mut self.noise.first)).filter(|first| !first.is_empty())
    }

    /// Ends its input.
    pub(super) fn end_input(&mut self) {
        self.input = None;
    }

    /// Returns the next line of its output that is JSON. Blank lines and noise are skipped.
    ///
    /// # Errors
    /// If there is none within the time limit, or the program has ended, or the line cannot be read.
    pub(super) fn read_answer(&mut self, limit: Duration) -> Result<String, ProgramError> {
        // Without a sum: a limit can be longer than the clock can count.
        let start = Instant::now();
        let mut skipped = 0;
        loop {
            let left = limit.saturating_sub(start.elapsed());
            match self.answers.recv_timeout(left) {
                Ok(Ok(line)) if line.text.trim().is_empty() => {}
                Ok(Ok(line)) if self.is_noise(&line.text) => {
                    skipped += 1;
                    if skipped >= MAX_NOISE {
                        return Err(ProgramError::BadAnswer(no_json(&line.text)));
                    }
                }
                Ok(Ok(line)) => {
                    self.followed = line.followed;
                    return Ok(line.text);
                }
                Ok(Err(error)) => return Err(ProgramError::BadAnswer(error)),
                Err(RecvTimeoutError::Timeout) => return Err(ProgramError::TimedOut),
                Err(RecvTimeoutError::Disconnected) => return Err(ProgramError::Ended(self.wait_for_end())),
            }
        }
    }

    /// True for a line that is no JSON. It is counted, and the first one is kept.
    fn is_noise(&mut self, line: &str) -> bool {
        if parse_line(line) != ProgramLine::Noise {
            return false;
        }
        self.noise.count += 1;
        if self.noise.count == 1 {
            self.noise.first = line.trim().chars().take(200).collect();
        }
        true
    }

    /// Returns a line of JSON that the program wrote behind its last answer. It waits no longer than `time`, unless more output
    /// arrived together with the answer.
    pub(super) fn take_unasked(&mut self, time: Duration) -> Option<String> {
        let time = if std::mem::take(&mut self.followed) { TIME_TO_END } else { time };
        let start = Instant::now();
        let mut skipped = 0;
        loop {
            match self.answers.recv_timeout(time.saturating_sub(start.elapsed())) {
                Ok(Ok(line)) if line.text.trim().is_empty() => {}
                Ok(Ok(line)) if skipped < MAX_NOISE && self.is_noise(&line.text) => skipped += 1,
                Ok(Ok(line)) => return Some(line.text),
                Ok(Err(error)) => return Some(error),
                Err(_) => return None,
            }
        }
    }

    /// Waits for its end. Returns how it ended, with the last lines of its standard error.
    pub(super) fn wait_for_end(&mut self) -> String {
        // A program may close its output and continue running.
        let until = Instant::now() + TIME_TO_END;
        let status = loop {
            match self.group.try_wait() {
                Ok(Some(status)) => break status.to_string(),
                Err(error) => break error.to_string(),
                Ok(None) if Instant::now() >= until => return "it closed its output and does not end".to_owned(),
                Ok(None) => thread::sleep(Duration::from_millis(5)),
            }
        };
        // The thread that reads its errors may need a moment.
        thread::sleep(Duration::from_millis(20));
        let words = self.last_errors.lock().unwrap_or_else(PoisonError::into_inner);
        let words = words.iter().map(String::as_str).collect::<Vec<_>>().join(" / ");
        if words.is_empty() { format!("it ended ({status})") } else { format!("it ended ({status}): {words}") }
    }
}

impl Drop for ProgramProcess {
    fn drop(&mut self) {
        self.input = None;
    }
}

/// Writes lines to the input of a program until there are no more.
fn write_lines(mut stdin: ChildStdin, lines: &Receiver<String>) {
    for line in lines {
        if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

/// Reads the output of a program line by line, and sends each line on. It waits until the line before is taken.
fn read_lines(stdout: impl Read, longest: &AtomicU64, answers: &SyncSender<Result<OutputLine, String>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let answer = read_line(&mut stdout, longest).transpose();
        let Some(answer) = answer else { return };
        let last = answer.is_err();
        if answers.send(answer).is_err() || last {
            return;
        }
    }
}

/// Reads one line of the output, or nothing at its end. It stops where the line is longer than an answer may be.
fn read_line(stdout: &mut BufReader<impl Read>, longest: &AtomicU64) -> Result<Option<OutputLine>, String> {
    let mut line = Vec::new();
    loop {
        let available = match stdout.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("its answer cannot be read: {error}")),
        };
        let end = available.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let part = available.get(..end.unwrap_or(available.len())).unwrap_or_default();
        let taken = part.len();
        line.extend_from_slice(part);
        stdout.consume(taken);
        let limit = longest.load(Ordering::Relaxed);
        if line.len() as u64 > limit {
            let mib = limit.div_ceil(1 << 20);
            return Err(format!("its answer is longer than {mib} MiB, the most for this article; it was stopped"));
        }
        if end.is_some() || taken == 0 {
            break;
        }
    }
    if line.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8(line).map_err(|_| "its answer is not UTF-8".to_owned())?;
    Ok(Some(OutputLine { text, followed: !stdout.buffer().is_empty() }))
}

/// Reads the standard error of a program, and keeps its last lines.
fn keep_last_lines(stderr: impl Read, kept: &Mutex<VecDeque<String>>) {
    let mut stderr = BufReader::new(stderr);
    let mut line = Vec::new();
    while stderr.by_ref().take(4096).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let words = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !words.is_empty() {
            kept.push_back(words);
        }
        if kept.len() > KEPT_LINES {
            kept.pop_front();
        }
    }
}
