//! The state of a run with a language model: its limits, its failures, and the messages that wait for the user.

use super::limits::Limits;
use super::request::Asking;

/// After this many articles in a row without an answer the model is not asked any more.
const MAX_FAILURES: u32 = 3;

/// The part of a language model that changes during a run.
pub(super) struct State {
    pub(super) limits: Limits,
    pub(super) asking: Asking,
    pub(super) from_cache: u64,
    /// Articles without an answer.
    pub(super) unanswered: u64,
    failures: u32,
    /// Why the model is not asked any more.
    pub(super) stopped: Option<String>,
    pub(super) problems: Vec<String>,
    pub(super) notices: Vec<String>,
    /// True if the cache cannot be written, which was said.
    pub(super) uncached: bool,
}

/// Why a part of an article has no answer.
pub(super) enum NoAnswer {
    /// The server does not take this text. That says nothing about others.
    ForThisText(String),
    /// Another article may have one.
    Here(String),
    /// No article will have one.
    Anywhere(String),
    /// Nobody waits for it any more.
    Cancelled,
}

impl State {
    /// The state before the first request.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            asking: Asking::BEST,
            from_cache: 0,
            unanswered: 0,
            failures: 0,
            stopped: None,
            problems: Vec::new(),
            notices: Vec::new(),
            uncached: false,
        }
    }

    /// Counts an article with an answer.
    pub(super) fn record_answer(&mut self) {
        self.failures = 0;
    }

    /// Counts an article without an answer, and stops if no other will have one.
    pub(super) fn record_failure(&mut self, model: &str, article: &str, error: NoAnswer) {
        self.unanswered += 1;
        match error {
            NoAnswer::Cancelled => {}
            NoAnswer::ForThisText(what) => self.problems.push(format!("{model}: {article}: {what}")),
            NoAnswer::Here(what) => {
                self.failures += 1;
                self.problems.push(format!("{model}: {article}: {what}"));
                if self.failures == MAX_FAILURES {
                    let what = format!("{MAX_FAILURES} articles in a row have no answer");
                    self.problems.push(format!("{model}: {what}; it is not asked any more"));
                    self.stopped = Some(what);
                }
            }
            NoAnswer::Anywhere(what) => {
                if self.stopped.is_none() {
                    self.problems.push(format!("{model}: {article}: {what}; it is not asked any more"));
                }
                self.stopped = Some(what);
            }
        }
    }

    /// Requests, tokens and cost of the run.
    pub(super) fn summary(&self, model: &str) -> String {
        let spent = self.limits.spent();
        let mut words = format!("{model}: {} requests", spent.requests);
        if self.from_cache > 0 {
            words.push_str(&format!(", {} answers from the cache", self.from_cache));
        }
        words.push_str(&format!(", {} tokens in, {} out", spent.tokens_in, spent.tokens_out));
        if let Some(cost) = self.limits.cost() {
            words.push_str(&format!(", cost {cost:.4}"));
        }
        if self.unanswered > 0 {
            words.push_str(&format!(", {} articles without an answer", self.unanswered));
        }
        words
    }
}
