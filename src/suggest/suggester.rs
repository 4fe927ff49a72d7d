//! The interface of everything that proposes entities and quotes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::gold::{Article, Suggestion};

/// Whether somebody still waits for the answer to a request. All clones are one.
///
/// ```
/// let (request, other) = { let one = tawsim::suggest::Cancellation::default(); (one.clone(), one) };
/// other.cancel();
/// assert!(request.is_cancelled());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Says that nobody waits any more. This cannot be taken back.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// True if nobody waits any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The suggestions for an article, and whether all who were asked have answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggested {
    /// The suggestions, in reading order.
    pub suggestions: Vec<Suggestion>,
    /// True if a suggester failed or did not answer, for the whole article or for a part of it: to ask again may give more.
    pub lacks_answer: bool,
}

/// What the requests of a language model about some articles will take, by estimate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExpectedRequests {
    /// The name of the model.
    pub model: String,
    /// The number of requests, if none is repeated.
    pub requests: u64,
    /// The tokens of the prompts.
    pub tokens_in: u64,
    /// The tokens of the answers.
    pub tokens_out: u64,
    /// What they cost, if the price is known.
    pub cost: Option<f64>,
    /// The most that the run may cost.
    pub max_cost: Option<f64>,
}

/// Proposes entities and quotes for articles.
pub trait Suggester: Send + Sync {
    /// Suggests for an article, in reading order. The same article always gives the same suggestions.
    fn suggest(&self, article: &Article) -> Vec<Suggestion>;

    /// Suggests for an article, and stops as soon as it can when the request is cancelled: `None`. A suggester that is fast, or
    /// cannot stop, answers as without it.
    fn suggest_unless_cancelled(&self, article: &Article, cancellation: &Cancellation) -> Option<Vec<Suggestion>> {
        let _ = cancellation;
        Some(self.suggest(article))
    }

    /// Suggests for an article, and says whether an answer is missing. A suggester that cannot fail always answers.
    fn suggest_with_state(&self, article: &Article) -> Suggested {
        Suggested { suggestions: self.suggest(article), lacks_answer: false }
    }

    /// The problems since the last call, one line each. Built-in suggesters have none; an external program may.
    fn troubles(&self) -> Vec<String> {
        Vec::new()
    }

    /// What a user should know since the last call and is no problem, one line each: nothing is missing because of it.
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the requests about an article will take, one for each language model. Nothing is sent.
    fn expected_requests(&self, article: &Article) -> Vec<ExpectedRequests> {
        let _ = article;
        Vec::new()
    }

    /// What a user should know at the end of a run, one line each: requests, cost.
    fn summary(&self) -> Vec<String> {
        Vec::new()
    }
}
