//! The open line: its purpose, and the list that it chooses from.

use crate::edit::ItemRef;
use crate::lang::{self, Wording};
use crate::workbench::remark_scope::RemarkScope;

use super::input_line::InputLine;
use super::picker::Picker;

/// The purpose of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To find words in the article.
    Find,
    /// To go to another article.
    Articles,
    /// To run a command.
    Commands,
    /// To choose a label.
    Labels,
    /// To make a label.
    NewLabel,
    /// To write a note.
    Note(RemarkScope),
    /// To choose the label of a relation.
    Relation,
    /// To choose a relation to remove.
    RelationToRemove,
    /// To choose an attribute and its value.
    Attribute,
    /// To choose an attribute to remove.
    AttributeToRemove,
    /// To choose a reading of a difference between annotators.
    Reading,
    /// To name another gold folder.
    Folder,
    /// To name a file to write work into.
    File,
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

/// An open line.
#[derive(Debug)]
pub struct Prompt {
    /// Its purpose.
    pub purpose: Purpose,
    /// The text that was typed.
    pub line: InputLine,
    /// The list to choose from; `None` for lines that choose nothing.
    pub picker: Option<Picker>,
    /// The earlier query that is shown, counted from the newest (0), and the text that was typed before it was shown.
    pub(in crate::workbench) recalled: Option<(usize, String)>,
    /// The top of the screen when the line was opened; `Esc` goes back there.
    pub(in crate::workbench) top: usize,
    /// The item that a note, a relation or an attribute is about; `None` for the article.
    pub(in crate::workbench) on: Option<ItemRef>,
}
