//! Suggesters that are external programs: `--suggester 'cmd: …'`. The program reads article lines and writes lines with
//! `entities` and `quotes`.
//!
//! The program is started once and kept running: a line goes in, a line comes out. Some programs answer only when their
//! input has ended, because they do not flush their output. That is noticed when the time limit has passed. From then on such
//! a program is started for each article. If a program fails, its suggestions are missing; the problem is reported.
//!
//! A line too many would give all later answers to the wrong articles. So the answers are counted: a line that answers no
//! article ends the process, and the article gets a fresh one. An answer with another `id` than the article is such a line.
//! The first answer without an `id` is counted exactly: the input of the process ends, and it must write nothing more. After
//! that, such an answer is used if no further line follows it within a moment.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::gold::{Article, Suggestion, json};
use crate::store::printable;
use crate::suggest::Suggester;

use super::program_process::{ProgramError, ProgramProcess, TIME_TO_END};

/// After this many failures in a row the program is not asked any more.
const MAX_FAILURES: u32 = 3;
/// The time in which a line too many is expected behind an answer that has no `id`.
const TIME_FOR_MORE: Duration = Duration::from_millis(20);
/// The number of letters of a line that a message shows.
const SHOWN_LETTERS: usize = 60;

/// An external program that suggests.
pub(super) struct ExternalProgram {
    command: String,
    /// The source of its suggestions, unless they name one.
    name: String,
    /// The time that it may take for one article.
    time_limit: Duration,
    session: Mutex<ProgramSession>,
}

/// The state of the program since the first article.
#[derive(Default)]
struct ProgramSession {
    process: Option<ProgramProcess>,
    answers: AnswerTime,
    /// True if a process without ids has been seen to write one line for one article.
    counted: bool,
    /// The number of its failures in a row.
    failures: u32,
    /// Problems that were not reported yet.
    problems: Vec<String>,
}

/// When the program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum AnswerTime {
    /// After each line.
    #[default]
    EachLine,
    /// When its input has ended.
    EndOfInput,
}

impl ExternalProgram {
    /// Returns a program with its arguments, as a shell understands them.
    pub(super) fn new(command: &str, time_limit: Duration) -> Self {
        let command = command.trim().to_owned();
        Self { name: source_name(&command), command, time_limit, session: Mutex::default() }
    }

    fn session(&self) -> MutexGuard<'_, ProgramSession> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the process that is kept, or a fresh one. A kept process that wrote a line too many is replaced once: the fault
    /// belongs to an earlier article.
    fn ask(&self, session: &mut ProgramSession, article: &Article) -> Result<Vec<Suggestion>, ProgramError> {
        if let Some(process) = session.process.take() {
            match self.ask_process(session, process, article) {
                Err(ProgramError::Unasked(what)) => {
                    session.problems.push(format!("{}: before {}: {what}; it is started again", self.name, article.id));
                }
                answer => return answer,
            }
        }
        let process = ProgramProcess::start(&self.command).map_err(ProgramError::Ended)?;
        self.ask_process(session, process, article)
    }

    fn ask_process(
        &self,
        session: &mut ProgramSession,
        mut process: ProgramProcess,
        article: &Article,
    ) -> Result<Vec<Suggestion>, ProgramError> {
        if let Some(line) = process.take_unasked(Duration::ZERO) {
            return Err(unasked(&line));
        }
        process.send_line(json::write_suggested(article, &[]));
        if session.answers == AnswerTime::EndOfInput {
            process.end_input();
        }
        let answer = match process.read_answer(self.time_limit) {
            Err(ProgramError::TimedOut) if session.answers == AnswerTime::EachLine => {
                // Perhaps it answers when its input ends.
                process.end_input();
                let answer = process.read_answer(self.time_limit).map_err(|error| match error {
                    ProgramError::Ended(_) => ProgramError::TimedOut,
                    other => other,
                })?;
                session.answers = AnswerTime::EndOfInput;
                session.problems.push(format!(
                    "{} answers only when its input has ended, so it is started for each article; let it flush its \
                     output after each line",
                    self.name
                ));
                answer
            }
            answer => answer?,
        };
        let (suggestions, has_id) = self.parse_answer(&answer, article)?;
        let more = match session.answers {
            AnswerTime::EndOfInput => process.take_unasked(TIME_TO_END),
            // The id of the next answer tells whether it belongs to the next article.
            AnswerTime::EachLine if has_id => None,
            AnswerTime::EachLine if session.counted => process.take_unasked(TIME_FOR_MORE),
            AnswerTime::EachLine => {
                process.end_input();
                process.take_unasked(self.time_limit)
            }
        };
        if let Some(line) = more {
            return Err(unasked(&line));
        }
        if session.answers == AnswerTime::EachLine && (has_id || session.counted) {
            session.process = Some(process);
        }
        session.counted |= !has_id;
        Ok(suggestions)
    }

    /// Returns the suggestions of an answer, and whether it has an `id`. The answer may omit the id and the text, but not
    /// change them.
    fn parse_answer(&self, answer: &str, article: &Article) -> Result<(Vec<Suggestion>, bool), ProgramError> {
        let bad = ProgramError::BadAnswer;
        let mut object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(answer)
            .map_err(|error| bad(format!("its answer is no JSON object: {error}: {}", beginning_of(answer))))?;
        let has_id = object.contains_key("id");
        if object.insert("id".to_owned(), article.id.as_str().into()).is_some_and(|id| id != article.id) {
            return Err(ProgramError::Unasked(format!(
                "its answer has another id than the article, so a line is missing or too many: {}",
                beginning_of(answer)
            )));
        }
        let text = article.text.as_str();
        if object.insert("text".to_owned(), text.into()).is_some_and(|theirs| theirs != text) {
            return Err(bad("its answer has another text than the article".to_owned()));
        }
        for list in ["entities", "quotes"] {
            let items = object.get_mut(list).and_then(serde_json::Value::as_array_mut);
            for item in items.into_iter().flatten().filter_map(serde_json::Value::as_object_mut) {
                item.remove("verdict");
                item.entry("source").or_insert_with(|| self.name.as_str().into());
            }
        }
        let line = serde_json::Value::Object(object).to_string();
        let (article, _) = json::read(&line).map_err(|error| bad(error.to_string()))?;
        Ok((article.suggestions, has_id))
    }

    /// Ends the process, counts the failure and keeps its problem for [`Suggester::troubles`].
    fn record_failure(&self, session: &mut ProgramSession, article: &Article, error: ProgramError) {
        drop(session.process.take());
        session.failures += 1;
        let what = match error {
            ProgramError::TimedOut => {
                format!("no answer in {} s (--suggester-timeout)", self.time_limit.as_secs_f64())
            }
            ProgramError::Ended(what) | ProgramError::BadAnswer(what) | ProgramError::Unasked(what) => what,
        };
        session.problems.push(format!("{}: {}: {what}", self.name, article.id));
        if session.failures == MAX_FAILURES {
            session
                .problems
                .push(format!("{} failed {MAX_FAILURES} times in a row and is not asked any more", self.name));
        }
    }
}

impl Suggester for ExternalProgram {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        let mut session = self.session();
        if session.failures >= MAX_FAILURES {
            return Vec::new();
        }
        match self.ask(&mut session, article) {
            Ok(suggestions) => {
                session.failures = 0;
                suggestions
            }
            Err(error) => {
                self.record_failure(&mut session, article, error);
                Vec::new()
            }
        }
    }

    fn troubles(&self) -> Vec<String> {
        std::mem::take(&mut self.session().problems)
    }
}

/// The error for a line that a program wrote behind its answer.
fn unasked(line: &str) -> ProgramError {
    ProgramError::Unasked(format!(
        "it wrote a line that answers no article; write one line for each article, with its \"id\": {}",
        beginning_of(line)
    ))
}

/// Returns the first letters of a line, for a message.
fn beginning_of(line: &str) -> String {
    let shown: String = line.trim().chars().take(SHOWN_LETTERS).collect();
    let cut = if shown.len() < line.trim().len() { "…" } else { "" };
    format!("{}{cut}", printable(OsStr::new(&shown)))
}

/// Returns the name of a command for the source of its suggestions: its script, or else its program, without folder and
/// ending.
fn source_name(command: &str) -> String {
    let stem = |word: &str| Path::new(word).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let words = || command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let script = words().find(|word| !word.starts_with('-') && Path::new(word).extension().is_some());
    script.or_else(|| words().next()).and_then(stem).unwrap_or_else(|| "cmd".to_owned())
}
