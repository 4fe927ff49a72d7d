//! Keys that wait for more keys, or for an article.

use crate::workbench::key::Key;

/// Keys that were pressed and whose command has not run yet.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Input {
    /// The number typed before a command.
    pub(in crate::workbench) count: Option<u16>,
    /// The first key of two.
    pub(in crate::workbench) prefix: Option<Key>,
    /// Keys that wait until the article on the screen has been read from the disk.
    pub(in crate::workbench) held: Vec<Key>,
    /// The letter that was asked about: on which keyboard it is.
    pub(in crate::workbench) doubted: Option<Key>,
    /// True once a key was pressed.
    pub(in crate::workbench) begun: bool,
    /// True if the last letter was not of a Latin keyboard layout.
    pub(in crate::workbench) not_latin: bool,
}
