//! What a reader may choose about the drawing of a page.

/// How the base direction of a paragraph is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BaseDirection {
    /// By the first strong character (UAX #9, rules P2 and P3), each paragraph for itself; left to right without one.
    #[default]
    Auto,
    /// Every paragraph runs from right to left.
    Rtl,
    /// Every paragraph runs from left to right.
    Ltr,
}

/// What Arabic letters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Presentation forms (U+FB50.., U+FE70..), so that letters join in terminals that shape nothing.
    #[default]
    Forms,
    /// The letters as they stand in the text, one cell each, for terminals and fonts that join letters themselves.
    Base,
}

/// Whether tashkeel is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DiacriticsView {
    /// Marks are drawn on their letters.
    #[default]
    Keep,
    /// Marks are not drawn (some terminals displace them). A combining madda or hamza (U+0653 to U+0655) is: it is
    /// part of how the word is spelled. The cells and the map stay the same.
    Hide,
}

/// In which order a line's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// As they are read, from the left edge of the page to the right one: UAX #9.
    #[default]
    Visual,
    /// As they stand in the text, the first one at the left, nothing mirrored: for whatever puts them into order
    /// behind us (a terminal that does so, a screen reader, another program). Lines are wrapped in the same places.
    Logical,
}

/// All that a page needs to know beside the text and the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PageOptions {
    /// The base direction of paragraphs.
    pub base: BaseDirection,
    /// Visual order or the text's own.
    pub order: Order,
    /// Presentation forms or base letters.
    pub shape: Shape,
    /// Marks drawn or not.
    pub diacritics: DiacriticsView,
}
