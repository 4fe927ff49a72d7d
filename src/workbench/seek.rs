//! What is being looked for, and what is not to be seen.

use super::act::Wish;
use super::find::Sought;
use super::{Filter, Find, Key, Prompt};

/// Everything that narrows the view of the articles for a while. It is no part of any annotation.
#[derive(Debug, Default)]
pub struct Seek {
    /// The line that is being typed: as long as it is open, keys are text.
    pub prompt: Option<Prompt>,
    /// What is looked for in the article on the screen.
    pub find: Option<Find>,
    /// What the list shows and the moves go through.
    pub filter: Filter,
    /// The first key of two, when it has been pressed.
    pub prefix: Option<Key>,
    /// What was looked for before, the newest last.
    pub(super) inputs: Vec<String>,
    /// What a thread looks for at the moment; until it is found, what was found before is shown.
    pub(super) sought: Option<Sought>,
    /// What a thread looks for in all open articles.
    pub(super) wish: Option<Wish>,
}

impl Seek {
    /// Is something being looked for that is not found yet?
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.sought.is_some()
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
