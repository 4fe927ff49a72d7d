//! Parts of the model: messages, input, viewport, session.

use std::ops::Range;

use crate::gold::Timestamp;
use crate::workbench::key::Key;

/// A message to the user. It stands until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The message; in Arabic with isolates around foreign words (see [`crate::lang`]).
    pub text: String,
    /// True for bad news.
    pub bad: bool,
}

/// Messages to the user.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Messages {
    /// The message on the status line.
    pub(in crate::workbench) notice: Option<Notice>,
    /// Everything that went wrong with the input or outside, a message each.
    pub(in crate::workbench) problems: Vec<String>,
}

/// Keys that were pressed and whose command has not run yet.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Input {
    /// The number typed before a command.
    pub(in crate::workbench) count: Option<u16>,
    /// The first key of two.
    pub(in crate::workbench) prefix: Option<Key>,
    /// Keys that wait until the article on the screen has been read from the disk.
    pub(in crate::workbench) held: Vec<Key>,
    /// True once a key was pressed.
    pub(in crate::workbench) begun: bool,
}

/// The window, and what moves its view.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Viewport {
    /// Columns and rows of the window.
    pub(in crate::workbench) size: (u16, u16),
    /// True while the page is scrolled away from the focus; the next key that needs the focus brings it back.
    pub(in crate::workbench) adrift: bool,
    /// The letter (bytes of the text) on which a mouse button went down, while it is held.
    pub(in crate::workbench) drag_anchor: Option<Range<usize>>,
}

/// The state of leaving the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::workbench) enum Leaving {
    /// The user has not asked to leave.
    #[default]
    No,
    /// The user has asked to leave while verdicts were on their way to the disk: the program ends when they are there.
    WhenSaved,
    /// The user was told that verdicts are not on disk: the next request to leave ends the program all the same.
    Anyway,
}

/// Facts about the session as a whole.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Session {
    /// The time that was read last.
    pub(in crate::workbench) now: Option<Timestamp>,
    /// The number of times that the built-in suggester has learnt something.
    pub(in crate::workbench) learnt: u64,
    /// The number of verdicts and changes.
    pub(in crate::workbench) decisions: usize,
    /// The gold folder that work goes on in, if it was changed.
    pub(in crate::workbench) moved: Option<String>,
    /// The state of leaving the program.
    pub(in crate::workbench) leaving: Leaving,
}

/// How far saving is, for the whole session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been decided in this session.
    Untouched,
    /// Verdicts are on their way to the disk.
    Busy,
    /// All verdicts are on disk.
    Saved,
    /// The disk refused the last ones; they are kept in memory and tried again.
    Failed,
}
