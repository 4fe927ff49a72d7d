//! The names of commands.

use std::fmt;

/// The name of a command: in the palette, in `keymap.toml`, and wherever code refers to a command.
///
/// Only the command table makes names. Code outside the table uses the constants here, and there is one for each command
/// that a message or a rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommandName(&'static str);

impl CommandName {
    /// Accept the focused suggestion.
    pub const ACCEPT: Self = Self("accept");
    /// Reject the focused suggestion.
    pub const REJECT: Self = Self("reject");
    /// Take the reading of an annotator.
    pub const TAKE_READING: Self = Self("take-reading");
    /// Choose the reading of an annotator from a list.
    pub const CHOOSE_READING: Self = Self("choose-reading");
    /// Reject all readings of a difference.
    pub const TAKE_NONE: Self = Self("take-none");
    /// Take a verdict back.
    pub const REOPEN: Self = Self("reopen");
    /// Give the label with a digit.
    pub const LABEL: Self = Self("label");
    /// Choose a label from the list of all.
    pub const LABEL_LIST: Self = Self("label-list");
    /// Make a new label.
    pub const LABEL_NEW: Self = Self("label-new");
    /// Read the article from the disk again.
    pub const RELOAD: Self = Self("reload");
    /// Begin a selection.
    pub const SELECT: Self = Self("select");
    /// Add a quote whose content is the selection.
    pub const ADD_QUOTE: Self = Self("add-quote");
    /// Choose the speaker of a quote.
    pub const SET_SPEAKER: Self = Self("set-speaker");
    /// Choose the cue of a quote.
    pub const SET_CUE: Self = Self("set-cue");
    /// Go to the next pending suggestion.
    pub const NEXT_PENDING: Self = Self("next-pending");
    /// Make the suggestions pending that came while the list was frozen.
    pub const ADMIT_NEW: Self = Self("new-suggestions");
    /// Accept every item with the same words and label.
    pub const ACCEPT_SAME: Self = Self("accept-same");
    /// Accept all pending suggestions and mark the article done.
    pub const ACCEPT_REST: Self = Self("accept-rest");
    /// Reject all pending suggestions and mark the article done.
    pub const REJECT_REST: Self = Self("reject-rest");
    /// Take "done" or "skipped" back.
    pub const REOPEN_ARTICLE: Self = Self("reopen-article");
    /// Go to the next item.
    pub const NEXT_ITEM: Self = Self("next-item");
    /// Scroll a screen forward.
    pub const PAGE_DOWN: Self = Self("page-down");
    /// Go to the next article.
    pub const NEXT_ARTICLE: Self = Self("next-article");
    /// Go to the previous article.
    pub const PREVIOUS_ARTICLE: Self = Self("previous-article");
    /// Mark the article done.
    pub const DONE: Self = Self("done");
    /// Undo the last change.
    pub const UNDO: Self = Self("undo");
    /// Merge the conflict files of the article.
    pub const MERGE: Self = Self("merge");
    /// Find words.
    pub const FIND: Self = Self("find");
    /// Go to the next match.
    pub const FIND_NEXT: Self = Self("find-next");
    /// Go to the previous match.
    pub const FIND_PREVIOUS: Self = Self("find-previous");
    /// Run a command by its name.
    pub const PALETTE: Self = Self("palette");
    /// Show the problems.
    pub const PROBLEMS: Self = Self("problems");
    /// Go back from what is open.
    pub const BACK: Self = Self("back");
    /// Show the help page.
    pub const HELP: Self = Self("help");
    /// Write work into a file elsewhere.
    pub const WRITE_TO: Self = Self("write-to");
    /// Leave the program.
    pub const QUIT: Self = Self("quit");
    /// Stop the program until the shell resumes it.
    pub const SUSPEND: Self = Self("suspend");

    /// The constants above.
    #[cfg(test)]
    pub(super) const ALL: &[Self] = &[
        Self::ACCEPT,
        Self::REJECT,
        Self::TAKE_READING,
        Self::CHOOSE_READING,
        Self::TAKE_NONE,
        Self::REOPEN,
        Self::LABEL,
        Self::LABEL_LIST,
        Self::LABEL_NEW,
        Self::RELOAD,
        Self::SELECT,
        Self::ADD_QUOTE,
        Self::SET_SPEAKER,
        Self::SET_CUE,
        Self::NEXT_PENDING,
        Self::ADMIT_NEW,
        Self::ACCEPT_SAME,
        Self::ACCEPT_REST,
        Self::REJECT_REST,
        Self::REOPEN_ARTICLE,
        Self::NEXT_ITEM,
        Self::PAGE_DOWN,
        Self::NEXT_ARTICLE,
        Self::PREVIOUS_ARTICLE,
        Self::DONE,
        Self::UNDO,
        Self::MERGE,
        Self::FIND,
        Self::FIND_NEXT,
        Self::FIND_PREVIOUS,
        Self::PALETTE,
        Self::PROBLEMS,
        Self::BACK,
        Self::HELP,
        Self::QUIT,
        Self::SUSPEND,
    ];

    /// A name for a row of the table.
    pub(super) const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name as `keymap.toml` has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for CommandName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}
