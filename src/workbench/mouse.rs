//! Mouse events as the workbench knows them.

/// The kind of a mouse event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The first button went down.
    Press,
    /// The mouse moved while the first button was down.
    Drag,
    /// The first button went up.
    Release,
    /// The wheel turned towards the end of the text.
    WheelDown,
    /// The wheel turned towards its beginning.
    WheelUp,
}

/// A mouse event in a cell of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The kind of the event.
    pub kind: MouseKind,
    /// The column from the left, from 0.
    pub column: u16,
    /// The row from the top, from 0.
    pub row: u16,
}
