//! What is looked for and what is not shown: the open line, finds, the filter, and choices by a few letters.

pub(super) mod filter;
pub(super) mod find;
pub(super) mod input_line;
pub(super) mod matching;
pub(super) mod picker;
pub(super) mod prompt;
pub(super) mod propagation;

use self::filter::Filter;
use self::find::{Find, PendingFind};
use self::prompt::Prompt;
use self::propagation::PropagationRequest;

/// Everything that narrows the view of the articles for a while. It is no part of any annotation.
#[derive(Debug, Default)]
pub struct Search {
    /// The line that is being typed: as long as it is open, keys are text.
    pub prompt: Option<Prompt>,
    /// What is looked for in the article on the screen.
    pub find: Option<Find>,
    /// What the list shows and the moves go through.
    pub filter: Filter,
    /// What was looked for before, the newest last.
    pub(super) inputs: Vec<String>,
    /// What a thread looks for in the article; until it answers, what was found before is shown.
    pub(super) pending_find: Option<PendingFind>,
    /// What a thread looks for in all open articles.
    pub(super) propagation: Option<PropagationRequest>,
}

impl Search {
    /// True while a thread looks for something.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.pending_find.is_some()
    }

    /// Remembers an input as the newest one.
    pub(super) fn remember(&mut self, input: &str) {
        self.inputs.retain(|known| known != input);
        self.inputs.push(input.to_owned());
    }

    /// The input that was so many before the newest (0).
    pub(super) fn earlier(&self, steps: usize) -> Option<&str> {
        let index = self.inputs.len().checked_sub(steps + 1)?;
        self.inputs.get(index).map(String::as_str)
    }
}
