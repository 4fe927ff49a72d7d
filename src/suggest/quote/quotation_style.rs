//! The styles of quotation marks that Arabic news uses.

use crate::text::{QuotationMark, quotation_mark};

/// The quotation marks around the content of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotationStyle {
    /// No quotation marks at the edges of the content.
    None,
    /// « »
    Guillemets,
    /// “ ” ” “ „ “
    Curly,
    /// ‘ ’ ‹ › '
    Single,
    /// " "
    Straight,
    /// ( ) and (( ))
    Brackets,
}

impl QuotationStyle {
    /// The style of an opening quotation mark; [`Self::None`] for any other character.
    ///
    /// ```
    /// use tawsim::suggest::QuotationStyle;
    /// assert_eq!(QuotationStyle::of('«'), QuotationStyle::Guillemets);
    /// assert_eq!(QuotationStyle::of('('), QuotationStyle::Brackets);
    /// assert_eq!(QuotationStyle::of('،'), QuotationStyle::None);
    /// ```
    #[must_use]
    pub const fn of(c: char) -> Self {
        match (quotation_mark(c), c) {
            (Some(QuotationMark::Guillemet { .. }), _) => Self::Guillemets,
            (Some(QuotationMark::Curly { .. }), _) => Self::Curly,
            (Some(QuotationMark::Single { .. }), _) | (None, '\'') => Self::Single,
            (Some(QuotationMark::Straight), _) => Self::Straight,
            (None, '(' | ')') => Self::Brackets,
            (None, _) => Self::None,
        }
    }
}
