//! What a user chooses for language models.

use std::time::Duration;

use crate::gold::LabelSet;

use super::examples::ExamplePassage;
use super::limits::Price;
use super::prompt::Prompt;

/// The choices for the language models of a run.
#[derive(Debug, Clone, Default)]
pub struct ModelOptions {
    /// The time that one request may take. Zero stands for a minute.
    pub timeout: Duration,
    /// The labels that the model may give, with their descriptions.
    pub labels: LabelSet,
    /// The prompt.
    pub prompt: Prompt,
    /// Passages of gold that the prompt shows.
    pub examples: Vec<ExamplePassage>,
    /// The most requests of a run, repeated ones included.
    pub max_requests: Option<u64>,
    /// The most requests in a minute.
    pub max_rate: Option<u32>,
    /// The most that a run may cost, in the currency of the price.
    pub max_cost: Option<f64>,
    /// What tokens cost.
    pub price: Option<Price>,
    /// True if answers are neither read from the cache nor written to it.
    pub no_cache: bool,
}

impl ModelOptions {
    /// True if passages of gold are sent.
    #[must_use]
    pub fn sends_gold(&self) -> bool {
        !self.examples.is_empty() && self.prompt.has_examples()
    }
}
