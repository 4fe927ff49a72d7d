//! The options for drawing a page.

use clap::ValueEnum;

/// The way in which the base direction of a paragraph is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum BaseDirection {
    /// By the first strong character of each paragraph (UAX #9, rules P2 and P3); left to right if it has none.
    #[default]
    Auto,
    /// Every paragraph runs from right to left.
    Rtl,
    /// Every paragraph runs from left to right.
    Ltr,
}

/// The characters with which Arabic letters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum Shape {
    /// Presentation forms (U+FB50 and U+FE70 onwards), so that letters join in terminals that do not shape.
    #[default]
    Forms,
    /// The letters of the text, one cell each, for terminals and fonts that join letters themselves.
    Base,
}

/// The drawing of diacritics: with or without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum DiacriticsView {
    /// Diacritics are drawn on their letters.
    #[default]
    Keep,
    /// Diacritics are not drawn, because some terminals displace them. Madda and hamza above and below (U+0653 to
    /// U+0655) are drawn, because they belong to the spelling. Cells and positions stay the same.
    Hide,
}

/// The order of the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The order in which they are seen, from the left edge of the page to the right edge (UAX #9).
    #[default]
    Visual,
    /// The order of the text, with the first cluster at the left and nothing mirrored: for a program behind the
    /// terminal that orders the letters itself, such as a screen reader. Lines end at the same places.
    Logical,
}

/// Everything that a page depends on, besides the text and the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PageOptions {
    /// The base direction of paragraphs.
    pub base: BaseDirection,
    /// Visual order, or the order of the text.
    pub order: Order,
    /// Presentation forms, or base letters.
    pub shape: Shape,
    /// With or without diacritics.
    pub diacritics: DiacriticsView,
}
