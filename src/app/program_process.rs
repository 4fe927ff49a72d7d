//! The process of an external program, with the threads that read and write its streams.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::threads::start_thread;

/// The longest answer that is read, in bytes, so that a faulty program cannot fill the memory.
const MAX_ANSWER: u64 = 256 << 20;
/// The time that a program may take to end after it has closed its output.
const TIME_TO_END: Duration = Duration::from_secs(1);
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
}

/// The process of an external program. Each of its three streams has a thread, so that none can block another.
pub(super) struct ProgramProcess {
    child: Child,
    input: Option<Sender<String>>,
    answers: Receiver<Result<String, String>>,
    last_errors: Arc<Mutex<VecDeque<String>>>,
}

impl ProgramProcess {
    /// Starts a command in a shell.
    ///
    /// # Errors
    /// If it cannot be started: why.
    pub(super) fn start(command: &str) -> Result<Self, String> {
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // It gets a process group of its own. So Ctrl-C in the workbench does not reach it, and ending the group ends every
        // process that the shell has started.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell.spawn().map_err(|error| format!("cannot be started: {error}"))?;
        let missing = || "has no standard streams".to_owned();
        let stdin = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let stderr = child.stderr.take().ok_or_else(missing)?;
        let (input, lines) = channel();
        let (answer, answers) = channel();
        let last_errors = Arc::new(Mutex::new(VecDeque::new()));
        let kept = Arc::clone(&last_errors);
        let started = start_thread("program-input", move || write_lines(stdin, &lines))
            .and_then(|()| start_thread("program-output", move || read_lines(stdout, &answer)))
            .and_then(|()| start_thread("program-errors", move || keep_last_lines(stderr, &kept)));
        started.map_err(|error| error.to_string())?;
        Ok(Self { child, input: Some(input), answers, last_errors })
    }

    /// Sends a line to its input.
    pub(super) fn send_line(&self, line: String) {
        if let Some(input) = &self.input {
            // If the program does not read any more, reading its answer will fail.
            let _ = input.send(line);
        }
    }

    /// Ends its input.
    pub(super) fn end_input(&mut self) {
        self.input = None;
    }

    /// Returns the next line of its output that is not blank.
    ///
    /// # Errors
    /// If there is none within the time limit, or the program has ended, or the line cannot be read.
    pub(super) fn read_answer(&mut self, limit: Duration) -> Result<String, ProgramError> {
        let until = Instant::now() + limit;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(Ok(line)) if line.trim().is_empty() => {}
                Ok(Ok(line)) => return Ok(line),
                Ok(Err(error)) => return Err(ProgramError::BadAnswer(error)),
                Err(RecvTimeoutError::Timeout) => return Err(ProgramError::TimedOut),
                Err(RecvTimeoutError::Disconnected) => return Err(ProgramError::Ended(self.wait_for_end())),
            }
        }
    }

    /// Waits for its end. Returns how it ended, with the last lines of its standard error.
    fn wait_for_end(&mut self) -> String {
        // A program may close its output and continue running.
        let until = Instant::now() + TIME_TO_END;
        let status = loop {
            match self.child.try_wait() {
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
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
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

/// Reads the output of a program line by line, and sends each line on.
fn read_lines(stdout: impl Read, answers: &Sender<Result<String, String>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let read = stdout.by_ref().take(MAX_ANSWER).read_until(b'\n', &mut line);
        let answer = match read {
            Ok(0) => return,
            Ok(_) if !line.ends_with(b"\n") && line.len() as u64 >= MAX_ANSWER => {
                Err("its answer has no end".to_owned())
            }
            Ok(_) => String::from_utf8(line).map_err(|_| "its answer is not UTF-8".to_owned()),
            Err(error) => Err(format!("its answer cannot be read: {error}")),
        };
        let last = answer.is_err();
        if answers.send(answer).is_err() || last {
            return;
        }
    }
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
