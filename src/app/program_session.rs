//! A program that does not speak the suggester protocol: a line goes in, a line comes out.
//!
//! Some programs answer only when their input has ended, because they do not flush their output. That is noticed when the time
//! limit has passed. From then on such a program is started for each article.
//!
//! A line too many would give all later answers to the wrong articles. So the answers are counted: a line that answers no
//! article ends the process, and the article gets a fresh one. An answer with another `id` than the article is such a line.
//! The first answer without an `id` is counted exactly: the input of the process ends, and it must write nothing more. After
//! that, such an answer is used if no further line follows it within a moment.

use std::time::Duration;

use serde_json::Value;

use crate::gold::{Article, json};

use super::program_line::{Handshake, ProgramLine, beginning_of, no_json, parse_line, reported_error};
use super::program_process::{ProgramError, ProgramProcess, TIME_TO_END};

/// The time in which a line too many is expected behind an answer that has no `id`.
const TIME_FOR_MORE: Duration = Duration::from_millis(20);

/// The state of one copy of a program since the first article.
#[derive(Default)]
pub(super) struct ProgramSession {
    process: Option<ProgramProcess>,
    answers: AnswerTime,
    /// True if a process without ids has been seen to write one line for one article.
    counted: bool,
    /// Problems that were not reported yet.
    pub(super) problems: Vec<String>,
    /// What is no problem and was not reported yet.
    pub(super) notices: Vec<String>,
}

/// What a program wrote for an article.
pub(super) enum Asked {
    Answer(Value),
    /// It speaks the protocol: its handshake, and the process, which has the article already.
    Handshake(Handshake, Box<ProgramProcess>),
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

impl ProgramSession {
    /// Asks the process that is kept, or a fresh one. A kept process that wrote a line too many is replaced once: the fault
    /// belongs to an earlier article. After an error, no process is kept.
    ///
    /// # Errors
    /// If there is no answer, or none that can be used.
    pub(super) fn ask(
        &mut self,
        command: &str,
        name: &str,
        article: &Article,
        limit: Duration,
    ) -> Result<Asked, ProgramError> {
        if let Some(process) = self.process.take() {
            match self.ask_process(process, name, article, limit) {
                Err(ProgramError::Unasked(what)) => {
                    self.problems.push(format!("{name}: before {}: {what}; it is started again", article.id));
                }
                answer => return answer,
            }
        }
        let process = ProgramProcess::start(command).map_err(ProgramError::Ended)?;
        self.ask_process(process, name, article, limit)
    }

    fn ask_process(
        &mut self,
        mut process: ProgramProcess,
        name: &str,
        article: &Article,
        limit: Duration,
    ) -> Result<Asked, ProgramError> {
        if let Some(line) = process.take_unasked(Duration::ZERO) {
            match parse_line(&line) {
                ProgramLine::Handshake(handshake) => {
                    process.send_line(json::write_suggested(article, &[]));
                    return Ok(Asked::Handshake(handshake, Box::new(process)));
                }
                ProgramLine::Bad(what) if line.contains("\"protocol\"") => return Err(ProgramError::BadAnswer(what)),
                _ => return Err(unasked(&line)),
            }
        }
        process.send_line(json::write_suggested(article, &[]));
        if self.answers == AnswerTime::EndOfInput {
            process.end_input();
        }
        let line = self.read_answer(&mut process, name, limit)?;
        let answer = match parse_line(&line) {
            ProgramLine::Handshake(handshake) => return Ok(Asked::Handshake(handshake, Box::new(process))),
            ProgramLine::Json(answer) => answer,
            ProgramLine::Bad(what) => return Err(ProgramError::BadAnswer(what)),
            ProgramLine::Noise => return Err(ProgramError::BadAnswer(no_json(&line))),
        };
        let has_id = check_id(&answer, article)?;
        let more = match self.answers {
            AnswerTime::EndOfInput => process.take_unasked(TIME_TO_END),
            // The id of the next answer tells whether it belongs to the next article.
            AnswerTime::EachLine if has_id => None,
            AnswerTime::EachLine if self.counted => process.take_unasked(TIME_FOR_MORE),
            AnswerTime::EachLine => {
                process.end_input();
                process.take_unasked(limit)
            }
        };
        self.report_noise(&mut process, name);
        if let Some(line) = more {
            return Err(unasked(&line));
        }
        if self.answers == AnswerTime::EachLine && (has_id || self.counted) {
            self.process = Some(process);
        }
        self.counted |= !has_id;
        match reported_error(&answer) {
            None => Ok(Asked::Answer(answer)),
            Some(what) => Err(ProgramError::Reported(what)),
        }
    }

    /// Reads the next line of JSON. If none comes in time, the input ends: perhaps the program answers then.
    fn read_answer(
        &mut self,
        process: &mut ProgramProcess,
        name: &str,
        limit: Duration,
    ) -> Result<String, ProgramError> {
        let answer = match process.read_answer(limit) {
            Err(ProgramError::TimedOut) if self.answers == AnswerTime::EachLine => {
                process.end_input();
                let answer = process.read_answer(limit).map_err(|error| match error {
                    ProgramError::Ended(_) => ProgramError::TimedOut,
                    other => other,
                });
                if answer.is_ok() {
                    self.answers = AnswerTime::EndOfInput;
                    self.problems.push(format!(
                        "{name} answers only when its input has ended, so it is started for each article; let it flush \
                         its output after each line"
                    ));
                }
                answer
            }
            answer => answer,
        };
        // Without an answer, what it wrote instead is the reason.
        answer.map_err(|error| match process.take_noise() {
            Some(line) => ProgramError::BadAnswer(match error {
                ProgramError::Ended(what) => format!("{}; {what}", no_json(&line)),
                _ => format!("{}; no other answer in {} s (--suggester-timeout)", no_json(&line), limit.as_secs_f64()),
            }),
            None => error,
        })
    }

    fn report_noise(&mut self, process: &mut ProgramProcess, name: &str) {
        if let Some(line) = process.take_noise() {
            self.notices.push(format!(
                "{name} writes lines to standard output that are no JSON; they are skipped: {}",
                beginning_of(&line)
            ));
        }
    }
}

/// Returns whether an answer has an `id`. The answer may omit it, but not change it.
fn check_id(answer: &Value, article: &Article) -> Result<bool, ProgramError> {
    match answer.get("id") {
        None => Ok(false),
        Some(id) if *id == article.id => Ok(true),
        Some(_) => Err(ProgramError::Unasked(format!(
            "its answer has another id than the article, so a line is missing or too many: {}",
            beginning_of(&answer.to_string())
        ))),
    }
}

/// The error for a line that a program wrote behind its answer.
fn unasked(line: &str) -> ProgramError {
    ProgramError::Unasked(format!(
        "it wrote a line that answers no article; write one line for each article, with its \"id\": {}",
        beginning_of(line)
    ))
}
