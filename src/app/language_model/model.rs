//! A language model as a suggester.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use crate::gold::json::sha256;
use crate::gold::{Article, Body, Suggestion};
use crate::store::{AnswerCache, Problem, escape_controls};
use crate::suggest::{Cancellation, ExpectedRequests, Suggested, Suggester, read_answer};
use crate::text::Text;

use super::answer_json::{CUT, find_json, use_spelling_of};
use super::examples::ExamplePassage;
use super::limits::{Limits, Permission, estimate};
use super::name::ModelName;
use super::options::ModelOptions;
use super::parts::{PART_BYTES, moved, parts};
use super::reply::{Reply, error_words, is_too_long, read_reply};
use super::request::{Asking, body};
use super::retry::{MAX_TRIES, is_temporary, pause};
use super::server::{KEY, NoReply, Server};
use super::state::{NoAnswer, State};

/// The number of letters of a server's message that are shown.
const SHOWN: usize = 200;
/// The number of letters of a server's message in which the key is looked for.
const LONGEST_READ: usize = 2_000;

/// A language model behind an OpenAI-compatible server.
pub struct LanguageModel {
    name: ModelName,
    options: ModelOptions,
    server: Server,
    cache: Option<AnswerCache>,
    state: Mutex<State>,
}

/// The time between two looks at whether a request was cancelled.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Sleeps, but not longer than somebody waits for the answer.
fn sleep(pause: Duration, request: &Cancellation) -> Result<(), NoAnswer> {
    let start = Instant::now();
    loop {
        if request.is_cancelled() {
            return Err(NoAnswer::Cancelled);
        }
        let left = pause.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        thread::sleep(left.min(BETWEEN_LOOKS));
    }
}

impl LanguageModel {
    /// Prepares a model. Nothing is sent.
    #[must_use]
    pub fn new(name: ModelName, options: ModelOptions) -> Self {
        let timeout = if options.timeout.is_zero() { Duration::from_secs(60) } else { options.timeout };
        let limits = Limits::new(options.max_requests, options.max_rate, options.max_cost, options.price);
        let state = State::new(limits);
        let cache = (!options.no_cache).then(AnswerCache::find).flatten();
        Self { server: Server::new(&name, timeout), name, cache, options, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The examples that the prompt shows: an article does not see its own gold.
    fn examples_for(&self, article: &Article) -> Vec<&ExamplePassage> {
        self.options.examples.iter().filter(|example| example.article != article.id).collect()
    }

    /// Asks about all parts of an article, one after the other.
    fn ask(&self, article: &Article, request: &Cancellation) -> Result<Suggested, NoAnswer> {
        let examples = self.examples_for(article);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        let parts = parts(article.text.as_str(), PART_BYTES);
        let (mut failed, mut answered) = (Vec::new(), 0);
        for (number, part) in parts.iter().enumerate() {
            let text = Text::new(article.text.get(part.clone()));
            let messages = self.options.prompt.messages(&self.options.labels, &examples, text.as_str());
            let reply = self.reply_to(&messages, request);
            match reply.and_then(|reply| self.suggestions(article, &text, reply)) {
                Ok(found) => {
                    answered += 1;
                    suggestions.extend(found.into_iter().filter_map(|found| moved(found, &article.text, part.start)));
                }
                Err(NoAnswer::Cancelled) => return Err(NoAnswer::Cancelled),
                Err(error) => {
                    let is_last = matches!(error, NoAnswer::Anywhere(_));
                    failed.push((number, error));
                    if is_last {
                        break;
                    }
                }
            }
        }
        let lacks_answer = !failed.is_empty();
        self.report_parts(article, failed, (answered, parts.len()))?;
        Ok(Suggested { suggestions, lacks_answer })
    }

    /// Reports the parts of an article that have no answer. Their error is the article's if no part has one.
    fn report_parts(
        &self,
        article: &Article,
        failed: Vec<(usize, NoAnswer)>,
        (answered, all): (usize, usize),
    ) -> Result<(), NoAnswer> {
        for (number, error) in failed {
            if answered == 0 {
                return Err(error);
            }
            let (NoAnswer::ForThisText(what) | NoAnswer::Here(what) | NoAnswer::Anywhere(what)) =
                self.without_key(error)
            else {
                continue;
            };
            let part = format!("part {} of {all} of the article has no suggestions", number + 1);
            self.state().problems.push(format!("{}: {}: {part}: {what}", self.name.model(), article.id));
        }
        Ok(())
    }

    /// Makes suggestions of a reply about one part. What is left out is a problem.
    fn suggestions(&self, article: &Article, part: &Text, reply: Reply) -> Result<Vec<Suggestion>, NoAnswer> {
        let mut found = find_json(&reply.words).map_err(NoAnswer::Here)?;
        use_spelling_of(&self.options.labels, &mut found.value);
        let mut answer = read_answer(found.value, part, self.name.model()).map_err(NoAnswer::Here)?;
        let labels = &self.options.labels;
        let unknown = |found: &Suggestion| match &found.body {
            Body::Entity { label, .. } => labels.get(label.as_str()).is_none(),
            Body::Quote(_) => false,
        };
        for found in answer.suggestions.iter().filter(|found| unknown(found)) {
            answer.dropped += 1;
            let names: Vec<&str> = labels.iter().map(|label| label.label.as_str()).collect();
            let label = found.body.label();
            answer.problems.push(format!("the label {label:?} is not in the label set ({})", names.join(" ")));
        }
        answer.suggestions.retain(|found| !unknown(found));
        let mut state = self.state();
        if let Some(what) = answer.summary() {
            state.problems.push(format!("{}: {}: {what}", self.name.model(), article.id));
        }
        if let Some(what) = reply.cut.then_some(CUT).or(found.missing) {
            state.problems.push(format!("{}: {}: {what}", self.name.model(), article.id));
        }
        Ok(answer.suggestions)
    }

    /// Returns the reply to some messages: from the cache, or from the server.
    fn reply_to(&self, messages: &(String, String), request: &Cancellation) -> Result<Reply, NoAnswer> {
        // What is asked may become less when the server refuses it, so the cache knows the best that could be asked.
        let best = body(self.name.model(), messages, &self.options.labels, Asking::BEST).to_string();
        let key = sha256(&format!("{}\n{best}", self.name.endpoint()));
        if let Some(reply) =
            self.cache.as_ref().and_then(|cache| cache.get(&key)).and_then(|text| read_reply(&text).ok())
        {
            self.state().from_cache += 1;
            return Ok(reply);
        }
        let text = self.send(messages, request)?;
        let reply = read_reply(&text).map_err(NoAnswer::Here)?;
        // An answer that cannot be used is asked for again the next time.
        if let Some(cache) = self.cache.as_ref().filter(|_| !reply.cut && find_json(&reply.words).is_ok()) {
            self.report_cache(cache.put(&key, &text));
        }
        Ok(reply)
    }

    /// Says once that answers cannot be kept: they are paid for again in the next run.
    fn report_cache(&self, kept: Result<(), Problem>) {
        let mut state = self.state();
        if let Some(problem) = kept.err().filter(|_| !state.uncached) {
            state.uncached = true;
            let what = "the answers are not kept for the next run; --no-cache asks without the cache";
            state.notices.push(format!("{}: {problem}: {what}", self.name.model()));
        }
    }

    /// Sends a request, and repeats it while that may help. Returns the body of the reply. What was sent is waited for, since it
    /// may cost something; if the request is cancelled, nothing more is sent.
    fn send(&self, messages: &(String, String), request: &Cancellation) -> Result<String, NoAnswer> {
        let mut tries = 0;
        let mut asking = self.state().asking;
        loop {
            let body = body(self.name.model(), messages, &self.options.labels, asking).to_string();
            self.wait_for_permission(body.len(), request)?;
            let received = self.server.send(&body);
            let used = received.as_ref().ok().filter(|received| received.status < 300);
            let tokens = used.and_then(|received| read_reply(&received.body).ok()).and_then(|reply| reply.used);
            // A server that was still at work may count what nobody received.
            let may_cost = used.is_some() || matches!(received, Err(NoReply::Unfinished(_)));
            self.state().limits.finish(body.len(), tokens, may_cost);
            tries += 1;
            let (what, retry_after) = match received {
                Ok(received) if received.status < 300 => {
                    self.state().asking = asking;
                    return Ok(received.body);
                }
                Ok(received) if is_temporary(received.status) => (
                    format!("the server says {}", self.status_words(&received.body, received.status)),
                    received.retry_after,
                ),
                Ok(received) if is_too_long(&received.body, received.status) => {
                    let words = self.status_words(&received.body, received.status);
                    let what = format!("the text is too long for the server: {words}; start it with a longer context");
                    return Err(NoAnswer::ForThisText(what));
                }
                Ok(received) if matches!(received.status, 400 | 422) => {
                    let less = asking.after_refusal(&received.body);
                    let refusal = || NoAnswer::Here(self.refusal(&received.body, received.status));
                    asking = less.ok_or_else(refusal)?;
                    continue;
                }
                Ok(received) => return Err(NoAnswer::Anywhere(self.refusal(&received.body, received.status))),
                Err(NoReply::Ever(what)) => return Err(NoAnswer::Anywhere(what)),
                Err(NoReply::Now(what) | NoReply::Unfinished(what)) => (what, None),
            };
            match pause(tries, retry_after.as_deref(), Timestamp::now()) {
                Some(pause) => sleep(pause, request)?,
                None if tries < MAX_TRIES => {
                    let demanded = retry_after.unwrap_or_default();
                    return Err(NoAnswer::Anywhere(format!("{what}; it asks to wait {demanded} s, too long")));
                }
                None => return Err(NoAnswer::Here(format!("{what}; tried {tries} times"))),
            }
        }
    }

    /// Suggests for an article; `None` if the request is cancelled.
    fn try_to_suggest(&self, article: &Article, request: &Cancellation) -> Option<Suggested> {
        let failed = || Some(Suggested { suggestions: Vec::new(), lacks_answer: true });
        if self.state().stopped.is_some() {
            self.state().unanswered += 1;
            return failed();
        }
        match self.ask(article, request) {
            Ok(suggested) => {
                self.state().record_answer();
                Some(suggested)
            }
            Err(NoAnswer::Cancelled) => None,
            Err(error) => {
                self.record_failure(article, error);
                failed()
            }
        }
    }

    fn wait_for_permission(&self, body: usize, request: &Cancellation) -> Result<(), NoAnswer> {
        loop {
            sleep(Duration::ZERO, request)?;
            let permission = self.state().limits.request(body, Instant::now());
            match permission {
                Permission::Now => return Ok(()),
                Permission::After(pause) => sleep(pause, request)?,
                Permission::Never(why) => return Err(NoAnswer::Anywhere(why)),
            }
        }
    }

    fn refusal(&self, body: &str, status: u16) -> String {
        let words = self.status_words(body, status);
        match status {
            401 | 403 if self.server.has_key() => format!("the server refuses the key: {words}"),
            401 | 403 => format!("the server wants a key: {words}; put it into the variable {KEY}"),
            404 => format!("the server has no such model or address: {words} ({})", self.name.endpoint()),
            _ => format!("the server refuses the request: {words}"),
        }
    }

    /// The status and the words of the server.
    fn status_words(&self, body: &str, status: u16) -> String {
        let message = serde_json::from_str::<Value>(body).ok().and_then(|reply| error_words(&reply));
        let message: String = message.as_deref().unwrap_or(body).trim().chars().take(LONGEST_READ).collect();
        let message: String = escape_controls(&self.server.without_key(&message)).chars().take(SHOWN).collect();
        if message.is_empty() { status.to_string() } else { format!("{status}: {message}") }
    }

    fn without_key(&self, error: NoAnswer) -> NoAnswer {
        match error {
            NoAnswer::Cancelled => NoAnswer::Cancelled,
            NoAnswer::ForThisText(what) => NoAnswer::ForThisText(self.server.without_key(&what)),
            NoAnswer::Here(what) => NoAnswer::Here(self.server.without_key(&what)),
            NoAnswer::Anywhere(what) => NoAnswer::Anywhere(self.server.without_key(&what)),
        }
    }

    /// Counts an article without an answer, and stops if no other will have one.
    fn record_failure(&self, article: &Article, error: NoAnswer) {
        let error = self.without_key(error);
        self.state().record_failure(self.name.model(), &article.id, error);
    }
}

impl Suggester for LanguageModel {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        self.suggest_unless_cancelled(article, &Cancellation::default()).unwrap_or_default()
    }

    fn suggest_unless_cancelled(&self, article: &Article, request: &Cancellation) -> Option<Vec<Suggestion>> {
        self.try_to_suggest(article, request).map(|suggested| suggested.suggestions)
    }

    fn suggest_with_state(&self, article: &Article) -> Suggested {
        self.try_to_suggest(article, &Cancellation::default()).unwrap_or_default()
    }

    fn troubles(&self) -> Vec<String> {
        std::mem::take(&mut self.state().problems)
    }

    fn notices(&self) -> Vec<String> {
        std::mem::take(&mut self.state().notices)
    }

    fn expected_requests(&self, article: &Article) -> Vec<ExpectedRequests> {
        let mut expected = ExpectedRequests { model: self.name.model().to_owned(), ..ExpectedRequests::default() };
        let examples: Vec<&ExamplePassage> = self.examples_for(article);
        for part in parts(article.text.as_str(), PART_BYTES) {
            let messages = self.options.prompt.messages(&self.options.labels, &examples, article.text.get(part));
            let body = body(self.name.model(), &messages, &self.options.labels, Asking::BEST).to_string();
            let (tokens_in, tokens_out) = estimate(body.len());
            expected.requests += 1;
            expected.tokens_in += tokens_in;
            expected.tokens_out += tokens_out;
        }
        expected.cost = self.options.price.map(|price| price.of(expected.tokens_in, expected.tokens_out));
        expected.max_cost = self.options.max_cost;
        vec![expected]
    }

    fn summary(&self) -> Vec<String> {
        vec![self.state().summary(self.name.model())]
    }
}
