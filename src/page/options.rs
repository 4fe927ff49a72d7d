//! What a reader may choose about the drawing of a page. The names and help texts of the values are those of the flags.

use clap::ValueEnum;

/// How the base direction of a paragraph is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum BaseDirection {
    /// By the first strong character of each paragraph.
    ///
    /// UAX #9, rules P2 and P3. A paragraph without a strong character runs from left to right.
    #[default]
    Auto,
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// What Arabic letters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum Shape {
    /// Joined presentation forms.
    ///
    /// U+FB50.., U+FE70..: letters join in terminals that shape nothing.
    #[default]
    Forms,
    /// Base letters, for terminals that join them.
    ///
    /// Each letter of the text has one cell.
    Base,
}

/// Whether tashkeel is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum DiacriticsView {
    /// Drawn on their letters.
    #[default]
    Keep,
    /// Not drawn, for terminals that misplace them.
    ///
    /// A combining madda or hamza (U+0653 to U+0655) is drawn, because it is part of the word's spelling. The cells and
    /// the map stay the same.
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
