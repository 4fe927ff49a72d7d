//! Directions: sides of the screen, and the two ways through a text.

/// A side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The left side, where a line of Arabic ends.
    Left,
    /// The right side, where a line of Arabic begins.
    Right,
}

/// A direction through the text, or through a list in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadingDirection {
    /// Towards the end of the text.
    Forward,
    /// Towards its beginning.
    Back,
}
