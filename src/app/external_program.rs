//! Suggesters that are external programs: `--suggester 'cmd: …'`. The program reads article lines and writes lines with
//! `entities` and `quotes`.
//!
//! The program is started once and kept running: a line goes in, a line comes out. Some programs answer only when their
//! input has ended, because they do not flush their output. That is noticed when the time limit has passed. From then on such
//! a program is started for each article. If a program fails, its suggestions are missing; the problem is reported.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::gold::{Article, Suggestion, json};
use crate::suggest::Suggester;

use super::program_process::{ProgramError, ProgramProcess};

/// After this many failures in a row the program is not asked any more.
const MAX_FAILURES: u32 = 3;

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

    fn ask(&self, session: &mut ProgramSession, article: &Article) -> Result<Vec<Suggestion>, ProgramError> {
        let mut process = match session.process.take() {
            Some(process) if session.answers == AnswerTime::EachLine => process,
            _ => ProgramProcess::start(&self.command).map_err(ProgramError::Ended)?,
        };
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
        let suggestions = self.parse_answer(&answer, article).map_err(ProgramError::BadAnswer)?;
        if session.answers == AnswerTime::EachLine {
            session.process = Some(process);
        }
        Ok(suggestions)
    }

    /// Returns the suggestions of an answer. The answer may omit the text, but not change it.
    fn parse_answer(&self, answer: &str, article: &Article) -> Result<Vec<Suggestion>, String> {
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

    /// Ends the process, counts the failure and keeps its problem for [`Suggester::troubles`].
    fn record_failure(&self, session: &mut ProgramSession, article: &Article, error: ProgramError) {
        drop(session.process.take());
        session.failures += 1;
        let what = match error {
            ProgramError::TimedOut => {
                format!("no answer in {} s (--suggester-timeout)", self.time_limit.as_secs_f64())
            }
            ProgramError::Ended(what) | ProgramError::BadAnswer(what) => what,
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

/// Returns the name of a command for the source of its suggestions: its script, or else its program, without folder and
/// ending.
fn source_name(command: &str) -> String {
    let stem = |word: &str| Path::new(word).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let words = || command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let script = words().find(|word| !word.starts_with('-') && Path::new(word).extension().is_some());
    script.or_else(|| words().next()).and_then(stem).unwrap_or_else(|| "cmd".to_owned())
}
