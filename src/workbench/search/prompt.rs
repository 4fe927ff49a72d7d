//! The open line: what it is typed for, and what it chooses from.

use crate::edit::ItemRef;
use crate::lang::{self, Wording};
use crate::workbench::remark_scope::RemarkScope;

use super::input_line::InputLine;
use super::picker::Picker;

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To find words in the article.
    Find,
    /// To go to another article.
    Articles,
    /// To run a command.
    Commands,
    /// To write a note.
    Note(RemarkScope),
    /// To name another gold folder.
    Folder,
}

/// The keys of a line that is being typed. All others are text.
pub const PROMPT_KEYS: [(&str, Wording); 9] = [
    ("Enter", lang::KEY_ENTER),
    ("Esc", lang::KEY_ESC),
    ("Left Right", lang::KEY_SIDES),
    ("Backspace", lang::KEY_BACKSPACE),
    ("Delete", lang::KEY_DELETE),
    ("Ctrl-w", lang::KEY_CTRL_W),
    ("Ctrl-u", lang::KEY_CTRL_U),
    ("Up Down", lang::KEY_LINES),
    ("Tab", lang::KEY_TAB),
];

/// An open line, and what it chooses from.
#[derive(Debug)]
pub struct Prompt {
    /// What it is typed for.
    pub purpose: Purpose,
    /// What was typed.
    pub line: InputLine,
    /// What can be chosen; nothing while finding.
    pub picker: Option<Picker>,
    /// Which of the earlier inputs is shown, counted from the newest, and what was typed before.
    pub(in crate::workbench) recalled: Option<(usize, String)>,
    /// The first line on the screen when it was opened: there the screen goes back to.
    pub(in crate::workbench) top: usize,
    /// What a note is about; `None`: the article.
    pub(in crate::workbench) on: Option<ItemRef>,
}
