//! Messages to the user.

/// A message to the user. It is shown until the next key.
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
