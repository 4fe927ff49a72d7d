//! The window, and what moves its view.

use std::ops::Range;

/// The window, and what moves its view.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Viewport {
    /// Columns and rows of the window.
    pub(in crate::workbench) size: (u16, u16),
    /// True while the page is scrolled away from the focus; the next key that needs the focus brings it back.
    pub(in crate::workbench) adrift: bool,
    /// The byte at the edge that the last key moved: the page follows it where a span is longer than the screen.
    pub(in crate::workbench) edge: Option<usize>,
    /// The letter (bytes of the text) on which a mouse button went down, while it is held.
    pub(in crate::workbench) drag_anchor: Option<Range<usize>>,
}
