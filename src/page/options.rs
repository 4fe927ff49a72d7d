//! The options for drawing a page.

use clap::ValueEnum;

/// The way in which the base direction of a paragraph is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum BaseDirection {
    /// By its first strong character (UAX #9, rules P2 and P3); left to right if it has none.
    ///
    /// Every paragraph runs from right to left.
    #[default]
    Auto,
    /// Every paragraph runs from left to right.
    Rtl,
    /// The characters with which Arabic letters are drawn.
    Ltr,
}

/// The characters with which Arabic letters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum Shape {
    /// The letters of the text, one cell each, for terminals and fonts that join letters themselves.
    ///
    /// Whether tashkeel is drawn.
    #[default]
    Forms,
    /// Diacritics are drawn on their letters.
    ///
    /// Diacritics are not drawn, because some terminals displace them. Madda and hamza above and below (U+0653 to
    /// U+0655) are drawn, because they belong to the spelling. Cells and positions stay the same.
    Base,
}

/// The drawing of tashkeel: with it or without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum DiacriticsView {
    /// The order in which they are seen, from the left edge of the page to the right edge (UAX #9).
    #[default]
    Keep,
    /// The order of the text, with the first cluster at the left and nothing mirrored: for a program behind the
    /// terminal that orders the letters itself, such as a screen reader. Lines end at the same places.
    ///
    /// Everything a page depends on, besides the text and the width.
    Hide,
}

/// The order of the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The order in which they are seen, from the left edge of the page to the right edge (UAX #9).
    #[default]
    Visual,
    /// The order of the text, with the first cluster at the left and nothing mirrored. It is for a program that reads
    /// the output and orders the letters itself, such as a screen reader. Lines end at the same places.
    Logical,
}

/// Everything a page depends on, besides the text and the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PageOptions {
    /// The base direction of paragraphs.
    pub base: BaseDirection,
    /// Visual order, or the order of the text.
    pub order: Order,
    /// Presentation forms, or base letters.
    pub shape: Shape,
    /// Tashkeel is drawn, or it is not.
    pub diacritics: DiacriticsView,
}
