//! Search and filter: the line that is being typed, finds, the filter of items, and choices by a few letters.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `workbench/direction`, `workbench/document`, `workbench/effect`,
//! `workbench/key`, `workbench/keymap`, `workbench/remark_scope`, `nucleo_matcher`.
//!
//! Must never know: the model, and what a command does.

pub(super) mod filter;
pub(super) mod find;
pub(super) mod input_line;
pub(super) mod matching;
pub(super) mod picker;
pub(super) mod prompt;
pub(super) mod propagation;
pub(super) mod word_list;

use self::filter::Filter;
use self::find::{Find, PendingFind};
use self::prompt::Prompt;
use self::propagation::PropagationRequest;

/// Everything that narrows the view for a while. It is no part of any annotation.
#[derive(Debug, Default)]
pub struct Search {
    /// The open line: while there is one, keys are text.
    pub prompt: Option<Prompt>,
    /// The find in the article on the screen.
    pub find: Option<Find>,
    /// The filter of the list and of the moves.
    pub filter: Filter,
    /// Earlier queries, the newest last.
    pub(super) inputs: Vec<String>,
    /// The search in a long article that a thread does; until it answers, the matches from before are shown.
    pub(super) pending_find: Option<PendingFind>,
    /// The search for the same words in all open articles that a thread does.
    pub(super) propagation: Option<PropagationRequest>,
}

impl Search {
    /// True while a thread searches the article.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.pending_find.is_some()
    }

    /// Remembers a query as the newest one.
    pub(super) fn remember(&mut self, input: &str) {
        self.inputs.retain(|known| known != input);
        self.inputs.push(input.to_owned());
    }

    /// An earlier query: 0 is the newest one.
    pub(super) fn earlier(&self, steps: usize) -> Option<&str> {
        let index = self.inputs.len().checked_sub(steps + 1)?;
        self.inputs.get(index).map(String::as_str)
    }
}
