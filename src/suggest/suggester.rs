//! The interface of everything that proposes entities and quotes.

use crate::gold::{Article, Suggestion};

/// Proposes entities and quotes for articles.
pub trait Suggester: Send + Sync {
    /// Suggests for an article, in reading order. The same article always gives the same suggestions.
    fn suggest(&self, article: &Article) -> Vec<Suggestion>;

    /// The problems since the last call, one line each. Built-in suggesters have none; an external program may.
    fn troubles(&self) -> Vec<String> {
        Vec::new()
    }

    /// What a user should know since the last call and is no problem, one line each: nothing is missing because of it.
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }

    /// What a user should know at the end of a run, one line each: requests, cost.
    fn summary(&self) -> Vec<String> {
        Vec::new()
    }
}
